//! What the steps of an assessment show: items with who said what, and the child's own words.

mod head;
mod suggestion;

use domain::front_door::interview::{Answer, Item, Kind, Section, Subject};
use domain::front_door::rating::Severity;
use domain::front_door::request::Record;
use domain::front_door::speaker::Speaker;
use domain::id::Id;
use i18n::Say;
use web::Fields;

use crate::interview::commands::Opened;
use crate::interview::forms::{speaker_of, unknown_field};
use crate::interview::sheet::{Sheet, UNKNOWN};
use crate::interview::step::{self, Step};
use crate::rules::sentences;
use crate::work::{Choice, Errors, sentence};

pub(crate) use head::{Head, Meanwhile, came, clock_of, head, name_and_age};
pub(crate) use suggestion::{SuggestionView, suggestion};

/// Where the values of a form come from.
#[derive(Clone, Copy)]
pub(crate) enum Values<'v> {
    /// What is stored.
    Stored(&'v Sheet),
    /// What was typed.
    Typed(&'v Fields, &'v Sheet),
}

impl Values<'_> {
    const fn sheet(&self) -> &Sheet {
        match self {
            Self::Stored(sheet) | Self::Typed(_, sheet) => sheet,
        }
    }

    fn of(&self, item: &Item, speaker: Speaker) -> String {
        match self {
            Self::Stored(sheet) => sheet.said(item.code, speaker).to_owned(),
            Self::Typed(fields, _) => match fields.raw(item.code) {
                "" if fields.has(&unknown_field(item)) => UNKNOWN.to_owned(),
                typed => typed.to_owned(),
            },
        }
    }
}

/// A section of the interview.
pub(crate) struct SectionView {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    pub(crate) about: String,
    pub(crate) fields: Vec<FieldView>,
    pub(crate) yes_no: Vec<RateView>,
    pub(crate) severities: Vec<RateView>,
}

/// A question that is answered with words or one of several.
pub(crate) struct FieldView {
    pub(crate) id: &'static str,
    pub(crate) label: String,
    pub(crate) is_text: bool,
    pub(crate) value: String,
    pub(crate) unknown_id: String,
    pub(crate) unknown: bool,
    pub(crate) options: Vec<Choice>,
    pub(crate) error: String,
    pub(crate) others: Vec<String>,
}

/// A question that is answered with a row of pips.
pub(crate) struct RateView {
    pub(crate) id: &'static str,
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) error: bool,
    pub(crate) steps: Vec<PipView>,
    pub(crate) others: Vec<String>,
}

pub(crate) struct PipView {
    pub(crate) value: String,
    pub(crate) shown: String,
    pub(crate) words: String,
    pub(crate) high: bool,
    pub(crate) chosen: bool,
}

/// The sections of a step, for one speaker.
pub(crate) fn sections(
    say: Say<'_>,
    step: Step,
    chosen: Speaker,
    values: Values<'_>,
    errors: &Errors,
) -> Vec<SectionView> {
    let section = |section: &Section| section_view(say, step, *section, chosen, values, errors);
    step.sections().iter().map(section).collect()
}

fn section_view(
    say: Say<'_>,
    step: Step,
    section: Section,
    chosen: Speaker,
    values: Values<'_>,
    errors: &Errors,
) -> SectionView {
    let code = section.code();
    let mut view = SectionView {
        id: code,
        title: say.t(&format!("front-section-{code}")),
        about: say.t(&format!("front-section-{code}-about")),
        fields: vec![],
        yes_no: vec![],
        severities: vec![],
    };
    for item in step.items().into_iter().filter(|item| item.section == section) {
        let speaker = speaker_of(step, item, chosen);
        let value = values.of(item, speaker);
        let others = others(say, item, speaker, values.sheet());
        match item.kind {
            Kind::Text => view.fields.push(field_view(say, item, value, vec![], errors, others)),
            Kind::Choice(choices) => {
                let options = choice_options(say, choices, &value);
                view.fields.push(field_view(say, item, value, options, errors, others));
            }
            Kind::YesNo => view.yes_no.push(rate_view(say, item, yes_no_pips(say, &value), errors, others)),
            Kind::Severity => view.severities.push(rate_view(say, item, severity_pips(say, &value), errors, others)),
        }
    }
    view
}

/// The single field of the summary.
pub(crate) fn summary_field(say: Say<'_>, values: Values<'_>, errors: &Errors) -> Option<FieldView> {
    let item = Item::from_code(step::SUMMARY)?;
    let value = values.of(item, Speaker::Professional);
    Some(field_view(say, item, value, vec![], errors, vec![]))
}

/// What an item is called.
pub(crate) fn item_label(say: Say<'_>, item: &Item) -> String {
    match item.subject {
        Subject::Area(domain) => sentence(&sentences::area(say, domain)),
        Subject::Acute(acute) => sentence(&say.t(&format!("front-acute-{}", acute.code()))),
        Subject::Plain => say.t(&format!("front-item-{}", item.code)),
    }
}

fn field_view(
    say: Say<'_>,
    item: &'static Item,
    value: String,
    options: Vec<Choice>,
    errors: &Errors,
    others: Vec<String>,
) -> FieldView {
    let unknown = value == UNKNOWN;
    let is_text = item.kind == Kind::Text;
    FieldView {
        id: item.code,
        label: item_label(say, item),
        is_text,
        value: if is_text && unknown { String::new() } else { value },
        unknown_id: unknown_field(item),
        unknown,
        options,
        error: errors.of(say, item.code),
        others,
    }
}

fn choice_options(say: Say<'_>, choices: &[&'static str], value: &str) -> Vec<Choice> {
    let mut options = vec![Choice::new("", say.t("front-choose"), value)];
    options.extend(choices.iter().map(|choice| Choice::new(*choice, say.t(&format!("front-choice-{choice}")), value)));
    options.push(Choice::new(UNKNOWN, say.t("front-unknown"), value));
    options
}

fn rate_view(say: Say<'_>, item: &'static Item, steps: Vec<PipView>, errors: &Errors, others: Vec<String>) -> RateView {
    let about = match item.subject {
        Subject::Area(domain) => say.t(&format!("front-area-{}-about", domain.code())),
        Subject::Acute(_) | Subject::Plain => String::new(),
    };
    RateView { id: item.code, name: item_label(say, item), about, error: errors.has(item.code), steps, others }
}

fn yes_no_pips(say: Say<'_>, value: &str) -> Vec<PipView> {
    let pip = |code: &str| PipView {
        value: code.to_owned(),
        shown: say.t(&format!("front-pip-{code}")),
        words: say.t(&format!("front-answer-{code}")),
        high: code == "yes",
        chosen: value == code,
    };
    ["yes", "no", UNKNOWN].into_iter().map(pip).collect()
}

fn severity_pips(say: Say<'_>, value: &str) -> Vec<PipView> {
    let pip = |severity: Severity| {
        let number = severity.number().to_string();
        PipView {
            chosen: value == number,
            shown: number.clone(),
            value: number,
            words: sentences::severity(say, severity),
            high: severity >= Severity::Large,
        }
    };
    let unknown = PipView {
        value: UNKNOWN.to_owned(),
        shown: say.t("front-pip-unknown"),
        words: say.t("front-answer-unknown"),
        high: false,
        chosen: value == UNKNOWN,
    };
    Severity::ALL.into_iter().map(pip).chain(std::iter::once(unknown)).collect()
}

/// What the other speakers have said about an item.
fn others(say: Say<'_>, item: &Item, speaker: Speaker, sheet: &Sheet) -> Vec<String> {
    let said = |other: Speaker| {
        let words = value_words(say, item, sheet.said(item.code, other))?;
        Some(say.message(
            "front-said",
            &[("who", speaker_name(say, other).as_str().into()), ("words", words.as_str().into())].into(),
        ))
    };
    Speaker::ALL.into_iter().filter(|other| *other != speaker).filter_map(said).collect()
}

/// The most characters of somebody else's words that are shown beside a field.
const WORDS_SHOWN: usize = 300;

/// A stored answer in words; nothing when there is none.
pub(crate) fn value_words(say: Say<'_>, item: &Item, value: &str) -> Option<String> {
    let answer = match value {
        "" => return None,
        UNKNOWN => Answer::Unknown,
        known => item.read(known).ok()?,
    };
    Some(match answer {
        Answer::Text(words) => words.as_str().chars().take(WORDS_SHOWN).collect(),
        Answer::Choice(choice) => say.t(&format!("front-choice-{choice}")),
        Answer::Severity(severity) => sentences::severity(say, severity),
        Answer::Yes => say.t("front-answer-yes"),
        Answer::No => say.t("front-answer-no"),
        Answer::Unknown => say.t("front-answer-unknown"),
    })
}

/// What a speaker is called.
pub(crate) fn speaker_name(say: Say<'_>, speaker: Speaker) -> String {
    say.t(&format!("front-speaker-{}", speaker.code()))
}

/// The choice of whose answers are written down.
pub(crate) fn speakers(say: Say<'_>, chosen: Speaker) -> Vec<Choice> {
    let choice = |speaker: Speaker| Choice::new(speaker.code(), speaker_name(say, speaker), chosen.code());
    Speaker::ALL.into_iter().map(choice).collect()
}

/// Who most likely answers first.
pub(crate) fn first_speaker(record: &Record) -> Speaker {
    match record.intake.asker.code() {
        "child" => Speaker::Child,
        "guardian" => Speaker::GuardianA,
        _ => Speaker::Professional,
    }
}

/// The child's own words in the interview, for the quote beside the ratings.
pub(crate) fn own_words(opened: &Opened) -> String {
    let said = opened.assessment.sheet.said("concern", Speaker::Child);
    let record = opened.stored.request.record();
    match said {
        "" | UNKNOWN if record.intake.asker.code() == "child" => record.intake.words.as_str().to_owned(),
        "" | UNKNOWN => String::new(),
        words => words.to_owned(),
    }
}

/// An address of a request.
pub(crate) fn request_address(id: Id<domain::front_door::request::Request>) -> String {
    format!("/en-vag-in/{id}")
}
