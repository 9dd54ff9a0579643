//! The acute screen: what is asked before anything else. A "yes" interrupts, see `interrupt`. Source: dossier 3.4.
//! Which numbers to call at which hour is the region's setting, shown on every public page; it is not here.

use std::collections::BTreeMap;

use crate::front_door::speaker::Speaker;

/// What is asked. Source: dossier 3.4; the wording belongs to the region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// Thoughts of dying or of taking one's life.
    SuicidalThoughts,
    /// A plan for it.
    SuicidePlan,
    /// Something to do it with, within reach.
    SuicideMeans,
    /// Intends to do it.
    SuicideIntent,
    /// Has tried before.
    EarlierAttempt,
    /// Hurts themselves.
    SelfHarm,
    /// Signs of psychosis.
    Psychosis,
    /// Signs of mania.
    Mania,
    /// Violence towards others.
    ViolenceTowardsOthers,
    /// Is exposed to violence now: a risk from others.
    ExposedToViolence,
    /// Eating or weight in danger.
    EatingEmergency,
    /// Intoxicated or poisoned.
    Intoxication,
    /// Alone right now. Not danger in itself: it decides how to act on the rest.
    AloneNow,
}

/// What a "yes" means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// It interrupts.
    Acute,
    /// It is shown beside what interrupts.
    Circumstance,
}

impl Item {
    /// Every item, in the order they are asked.
    pub const ALL: [Self; 13] = [
        Self::SuicidalThoughts,
        Self::SuicidePlan,
        Self::SuicideMeans,
        Self::SuicideIntent,
        Self::EarlierAttempt,
        Self::SelfHarm,
        Self::Psychosis,
        Self::Mania,
        Self::ViolenceTowardsOthers,
        Self::ExposedToViolence,
        Self::EatingEmergency,
        Self::Intoxication,
        Self::AloneNow,
    ];

    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SuicidalThoughts => "suicidal_thoughts",
            Self::SuicidePlan => "suicide_plan",
            Self::SuicideMeans => "suicide_means",
            Self::SuicideIntent => "suicide_intent",
            Self::EarlierAttempt => "earlier_attempt",
            Self::SelfHarm => "self_harm",
            Self::Psychosis => "psychosis",
            Self::Mania => "mania",
            Self::ViolenceTowardsOthers => "violence_towards_others",
            Self::ExposedToViolence => "exposed_to_violence",
            Self::EatingEmergency => "eating_emergency",
            Self::Intoxication => "intoxication",
            Self::AloneNow => "alone_now",
        }
    }

    /// The item with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }

    /// What a "yes" means. All items that the dossier lists are acute, but being alone, which most children are at
    /// some hour of the day.
    pub const fn weight(self) -> Weight {
        match self {
            Self::AloneNow => Weight::Circumstance,
            Self::SuicidalThoughts
            | Self::SuicidePlan
            | Self::SuicideMeans
            | Self::SuicideIntent
            | Self::EarlierAttempt
            | Self::SelfHarm
            | Self::Psychosis
            | Self::Mania
            | Self::ViolenceTowardsOthers
            | Self::ExposedToViolence
            | Self::EatingEmergency
            | Self::Intoxication => Weight::Acute,
        }
    }
}

/// An answer. "*Vet inte*" is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// *Vet inte.*
    Unknown,
}

impl Answer {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// The answers so far: each item may be answered by several, who may disagree.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Screen(BTreeMap<(Item, Speaker), Answer>);

impl Screen {
    /// These answers, with one more or one changed.
    #[must_use]
    pub fn with(mut self, item: Item, speaker: Speaker, answer: Answer) -> Self {
        self.0.insert((item, speaker), answer);
        self
    }

    /// The answers, by item and speaker.
    pub fn answers(&self) -> impl Iterator<Item = (Item, Speaker, Answer)> + '_ {
        self.0.iter().map(|((item, speaker), answer)| (*item, *speaker, *answer))
    }

    /// What one of them said about an item.
    pub fn said(&self, item: Item, speaker: Speaker) -> Option<Answer> {
        self.0.get(&(item, speaker)).copied()
    }

    /// What everybody together said about an item: yes if anyone says yes, no only if nobody says otherwise.
    pub fn answer(&self, item: Item) -> Option<Answer> {
        // The order of the answers is yes, no, unknown; what is less sure than "no" must win over it.
        let said = || self.0.iter().filter(move |((asked, _), _)| *asked == item).map(|(_, answer)| *answer);
        said().find(|answer| *answer == Answer::Yes).or_else(|| said().max())
    }

    /// Acute items that somebody answered yes to.
    pub fn positive(&self) -> Vec<Item> {
        self.acute(Some(Answer::Yes))
    }

    /// Acute items where the answer is "*vet inte*": ask again before deciding.
    pub fn unclear(&self) -> Vec<Item> {
        self.acute(Some(Answer::Unknown))
    }

    /// Acute items that nobody has answered.
    pub fn unasked(&self) -> Vec<Item> {
        self.acute(None)
    }

    fn acute(&self, answer: Option<Answer>) -> Vec<Item> {
        let acute = Item::ALL.into_iter().filter(|item| item.weight() == Weight::Acute);
        acute.filter(|item| self.answer(*item) == answer).collect()
    }

    /// Whether somebody says that the child is exposed to violence: consider a worry report (*orosanmälan*).
    pub fn risk_from_others(&self) -> Answer {
        self.answer(Item::ExposedToViolence).unwrap_or(Answer::Unknown)
    }
}
