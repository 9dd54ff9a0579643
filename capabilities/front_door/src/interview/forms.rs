//! What is typed in a step, read into answers with an error for each field.

use std::collections::BTreeMap;

use domain::front_door::interview::{Answer, Item, Kind, Refusal};
use domain::front_door::speaker::Speaker;
use web::Fields;

use crate::interview::sheet::{Change, UNKNOWN};
use crate::interview::step::{SUMMARY, Step};
use crate::work::Errors;

/// The name of the box that says "*vet inte*" to a text.
pub(crate) fn unknown_field(item: &Item) -> String {
    format!("{}_unknown", item.code)
}

/// Who a step's answers come from: the speaker that is chosen, except for what only a professional says.
pub(crate) fn speaker(fields: &Fields) -> Speaker {
    Speaker::from_code(fields.text("speaker")).unwrap_or(Speaker::Child)
}

/// Who says an item: ratings and the summary are the professional's own.
pub(crate) fn speaker_of(step: Step, item: &Item, chosen: Speaker) -> Speaker {
    match step {
        Step::Areas | Step::Review => Speaker::Professional,
        Step::Safety | Step::Talk | Step::Words | Step::Decision if item.code == SUMMARY => Speaker::Professional,
        Step::Safety | Step::Talk | Step::Words | Step::Decision => chosen,
    }
}

/// Reads what was answered in a step. What cannot be read is an error; the rest is kept.
pub(crate) fn answers(fields: &Fields, step: Step) -> (Vec<Change>, Errors) {
    let (chosen, mut errors) = (speaker(fields), Errors::default());
    let mut changes = Vec::new();
    for item in step.items() {
        let speaker = speaker_of(step, item, chosen);
        match answer(fields, item) {
            Ok(answer) => changes.push(Change { item, speaker, answer }),
            Err(refusal) => errors.add(item.code, &format!("front-assess-error-{}", refusal.code())),
        }
    }
    (changes, errors)
}

fn answer(fields: &Fields, item: &'static Item) -> Result<Option<Answer>, Refusal> {
    match item.kind {
        Kind::Text => match fields.raw(item.code) {
            "" if fields.has(&unknown_field(item)) => Ok(Some(Answer::Unknown)),
            text if text.trim().is_empty() => Ok(None),
            text => item.read(text).map(Some),
        },
        Kind::Choice(_) | Kind::Severity | Kind::YesNo => match fields.text(item.code) {
            "" => Ok(None),
            UNKNOWN => Ok(Some(Answer::Unknown)),
            value => item.read(value).map(Some),
        },
    }
}

/// Fields of the decision that are kept as they are typed.
pub(crate) const DECISION_FIELDS: [&str; 19] = [
    "level",
    "reason",
    "outcome",
    "advice",
    "unit",
    "action",
    "told",
    "next_step",
    "next_on",
    "after",
    "handover",
    "principals",
    "worry",
    "crosses_on",
    "crosses_why",
    "crosses_yes",
    "crosses_told",
    "crosses_maturity",
    "crosses_prevented",
];

/// The most characters of a field that a draft keeps, and the most values of one.
const TYPED_MAX: usize = 4_000;
const VALUES_MAX: usize = 20;

/// What is typed about the decision, as it is.
pub(crate) fn typed(fields: &Fields) -> BTreeMap<String, Vec<String>> {
    let values = |name: &'static str| -> Vec<String> {
        let short = |value: &str| value.chars().take(TYPED_MAX).collect::<String>();
        fields.all(name).filter(|value| !value.is_empty()).take(VALUES_MAX).map(short).collect()
    };
    let named = DECISION_FIELDS.into_iter().map(|name| (name.to_owned(), values(name)));
    named.filter(|(_, values)| !values.is_empty()).collect()
}
