//! What the interview asks: sections and items, in order. PROPOSED neutral structure of dossier 3.3, where the eleventh
//! section, the decision, is `decision`. Severities use the front door's one scale of five steps rather than the four
//! of the dossier's sketch, so that nobody has to translate between two scales in one conversation. Children as next of
//! kin: the five situations of PSL 6:5 (dossier 6.6).

use crate::front_door::rating::Domain;
use crate::front_door::safety;

/// One thing that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The stable name used in storage, forms and message keys.
    pub code: &'static str,
    /// Where it is asked.
    pub section: Section,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Whether it must be answered before a decision.
    pub need: Need,
    /// What else the answer feeds.
    pub subject: Subject,
}

impl Item {
    /// The item with this code.
    pub fn from_code(code: &str) -> Option<&'static Self> {
        ALL.iter().find(|item| item.code == code)
    }
}

/// What kind of answer an item takes, besides "*vet inte*".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Own words.
    Text,
    /// One of these.
    Choice(&'static [&'static str]),
    /// How large the difficulties are, 0-4.
    Severity,
    /// Yes or no.
    YesNo,
}

/// Whether an item must be answered before a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Must be answered, by anyone; "*vet inte*" will do.
    Required,
    /// May be left out.
    Optional,
}

/// What an answer feeds besides the interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Nothing else.
    Plain,
    /// The acute screen.
    Acute(safety::Item),
    /// The rating of an area of life.
    Area(Domain),
}

/// A part of the interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Who calls, their relation to the child, and consent.
    Caller,
    /// The acute screen, before anything else.
    Acute,
    /// The main concern, in the child's and the guardian's own words.
    Concern,
    /// Difficulties by kind, and what they do to everyday life.
    Difficulties,
    /// School and attendance.
    School,
    /// The family, and the child as next of kin.
    Family,
    /// What helps and protects.
    Protective,
    /// Contacts that go on already.
    Contacts,
    /// What would help, as the child and the family see it.
    Wish,
    /// The professional's ratings of nine areas of life.
    Areas,
    /// The summary, read back.
    Summary,
}

impl Section {
    /// Every section, in order.
    pub const ALL: [Self; 11] = [
        Self::Caller,
        Self::Acute,
        Self::Concern,
        Self::Difficulties,
        Self::School,
        Self::Family,
        Self::Protective,
        Self::Contacts,
        Self::Wish,
        Self::Areas,
        Self::Summary,
    ];

    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Acute => "acute",
            Self::Concern => "concern",
            Self::Difficulties => "difficulties",
            Self::School => "school",
            Self::Family => "family",
            Self::Protective => "protective",
            Self::Contacts => "contacts",
            Self::Wish => "wish",
            Self::Areas => "areas",
            Self::Summary => "summary",
        }
    }

    /// The step of the page that it belongs to.
    pub const fn step(self) -> Step {
        match self {
            Self::Caller | Self::Acute => Step::Safety,
            Self::Difficulties | Self::School | Self::Family | Self::Contacts | Self::Areas => Step::LifeAreas,
            Self::Concern | Self::Protective | Self::Wish => Step::OwnWords,
            Self::Summary => Step::Review,
        }
    }
}

/// A step of the page (*Bedömning*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// *Säkerhet*
    Safety,
    /// *Livsområden*
    LifeAreas,
    /// *Barnets egna ord*
    OwnWords,
    /// *Beslut och ansvar*: nothing is asked here, see `decision`.
    Decision,
    /// *Granska och skicka*
    Review,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 5] = [Self::Safety, Self::LifeAreas, Self::OwnWords, Self::Decision, Self::Review];

    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::LifeAreas => "life_areas",
            Self::OwnWords => "own_words",
            Self::Decision => "decision",
            Self::Review => "review",
        }
    }
}

const fn required(code: &'static str, section: Section, kind: Kind) -> Item {
    Item { code, section, kind, need: Need::Required, subject: Subject::Plain }
}

const fn optional(code: &'static str, section: Section, kind: Kind) -> Item {
    Item { code, section, kind, need: Need::Optional, subject: Subject::Plain }
}

const fn acute(code: &'static str, item: safety::Item) -> Item {
    let subject = Subject::Acute(item);
    Item { code, section: Section::Acute, kind: Kind::YesNo, need: Need::Required, subject }
}

const fn area(code: &'static str, domain: Domain) -> Item {
    let subject = Subject::Area(domain);
    Item { code, section: Section::Areas, kind: Kind::Severity, need: Need::Required, subject }
}

/// Every item, in the order they are asked.
pub const ALL: &[Item] = &[
    required(
        "caller_relation",
        Section::Caller,
        Kind::Choice(&["self", "guardian", "other_adult", "friend", "professional"]),
    ),
    required("caller_consent", Section::Caller, Kind::Choice(&["child", "one_guardian", "all_guardians", "not_yet"])),
    required("caller_child_knows", Section::Caller, Kind::YesNo),
    required("caller_can_talk_freely", Section::Caller, Kind::YesNo),
    acute("acute_suicidal_thoughts", safety::Item::SuicidalThoughts),
    acute("acute_suicide_plan", safety::Item::SuicidePlan),
    acute("acute_suicide_means", safety::Item::SuicideMeans),
    acute("acute_suicide_intent", safety::Item::SuicideIntent),
    acute("acute_earlier_attempt", safety::Item::EarlierAttempt),
    acute("acute_self_harm", safety::Item::SelfHarm),
    acute("acute_psychosis", safety::Item::Psychosis),
    acute("acute_mania", safety::Item::Mania),
    acute("acute_violence_towards_others", safety::Item::ViolenceTowardsOthers),
    acute("acute_exposed_to_violence", safety::Item::ExposedToViolence),
    acute("acute_eating_emergency", safety::Item::EatingEmergency),
    acute("acute_intoxication", safety::Item::Intoxication),
    acute("acute_alone_now", safety::Item::AloneNow),
    required("concern", Section::Concern, Kind::Text),
    optional("concern_since", Section::Concern, Kind::Choice(&["weeks", "months", "half_year", "year", "longer"])),
    optional("concern_where", Section::Concern, Kind::Choice(&["home", "school", "leisure", "everywhere"])),
    optional("difficulty_mood", Section::Difficulties, Kind::Severity),
    optional("impact_mood", Section::Difficulties, Kind::Severity),
    optional("difficulty_anxiety", Section::Difficulties, Kind::Severity),
    optional("impact_anxiety", Section::Difficulties, Kind::Severity),
    optional("difficulty_attention", Section::Difficulties, Kind::Severity),
    optional("impact_attention", Section::Difficulties, Kind::Severity),
    optional("difficulty_conduct", Section::Difficulties, Kind::Severity),
    optional("impact_conduct", Section::Difficulties, Kind::Severity),
    optional("difficulty_social_communication", Section::Difficulties, Kind::Severity),
    optional("impact_social_communication", Section::Difficulties, Kind::Severity),
    optional("difficulty_eating", Section::Difficulties, Kind::Severity),
    optional("impact_eating", Section::Difficulties, Kind::Severity),
    optional("difficulty_sleep", Section::Difficulties, Kind::Severity),
    optional("impact_sleep", Section::Difficulties, Kind::Severity),
    optional("difficulty_trauma", Section::Difficulties, Kind::Severity),
    optional("impact_trauma", Section::Difficulties, Kind::Severity),
    optional("difficulty_self_harm", Section::Difficulties, Kind::Severity),
    optional("impact_self_harm", Section::Difficulties, Kind::Severity),
    optional("difficulty_psychosis", Section::Difficulties, Kind::Severity),
    optional("impact_psychosis", Section::Difficulties, Kind::Severity),
    optional("difficulty_substances", Section::Difficulties, Kind::Severity),
    optional("impact_substances", Section::Difficulties, Kind::Severity),
    optional("difficulty_body", Section::Difficulties, Kind::Severity),
    optional("impact_body", Section::Difficulties, Kind::Severity),
    required("school_attendance", Section::School, Kind::Choice(&["full", "most", "half", "little", "none"])),
    optional("school_support", Section::School, Kind::Text),
    optional("family_situation", Section::Family, Kind::Text),
    optional("kin_mental_disorder", Section::Family, Kind::YesNo),
    optional("kin_physical_illness", Section::Family, Kind::YesNo),
    optional("kin_addiction", Section::Family, Kind::YesNo),
    optional("kin_violence", Section::Family, Kind::YesNo),
    optional("kin_death", Section::Family, Kind::YesNo),
    optional("protective_factors", Section::Protective, Kind::Text),
    required("contacts_ongoing", Section::Contacts, Kind::YesNo),
    optional("contacts_which", Section::Contacts, Kind::Text),
    optional("contacts_tried", Section::Contacts, Kind::Text),
    required("wish", Section::Wish, Kind::Text),
    area("area_safety", Domain::Safety),
    area("area_low_mood", Domain::LowMood),
    area("area_worry", Domain::Worry),
    area("area_school", Domain::School),
    area("area_sleep_and_food", Domain::SleepAndFood),
    area("area_family", Domain::Family),
    area("area_friends", Domain::Friends),
    area("area_attention", Domain::Attention),
    area("area_substances", Domain::Substances),
    required("summary", Section::Summary, Kind::Text),
    required("summary_read_back", Section::Summary, Kind::YesNo),
];
