//! The sheet of an assessment: what has been answered, by whom, and what is typed about the decision. It is sealed as a
//! whole under the child's key. The sealed form is ours to keep readable: a field is added with a default, never renamed.

use std::collections::BTreeMap;

use domain::front_door::interview::{Answer, Draft, Interview, Item};
use domain::front_door::request::Request;
use domain::front_door::speaker::Speaker;
use domain::id::Id;
use domain::moment::Moment;
use serde::{Deserialize, Serialize};

/// The most tries to reach the family that are kept.
pub(crate) const ATTEMPTS_MAX: usize = 50;

/// What has been answered, typed and tried.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sheet {
    #[serde(default)]
    answers: Vec<Given>,
    #[serde(default)]
    typed: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    attempts: Vec<Attempt>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Given {
    item: String,
    speaker: String,
    value: String,
    at: i64,
}

/// One try to reach the family.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// When.
    pub(crate) at: i64,
    /// What came of it, by code.
    pub(crate) outcome: String,
    /// What was left or said.
    pub(crate) note: String,
    /// Whose assignment.
    pub(crate) by: String,
}

/// What came of a try to reach the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// They were talked with.
    Talked,
    /// No answer.
    NoAnswer,
    /// They call back, or have asked to wait.
    TheyCallBack,
    /// A text message was sent, without what it is about.
    TextSent,
    /// Somebody at the school was asked to look the child up, as the child wanted.
    AskedSchool,
    /// Something was written that whoever asked reads with their code.
    Written,
}

impl Reached {
    /// Those that whoever tries notes themselves; that something was written notes itself.
    pub const NOTED: [Self; 5] = [Self::Talked, Self::NoAnswer, Self::TheyCallBack, Self::TextSent, Self::AskedSchool];

    /// The stable name used in storage, forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Talked => "talked",
            Self::NoAnswer => "no_answer",
            Self::TheyCallBack => "they_call_back",
            Self::TextSent => "text_sent",
            Self::AskedSchool => "asked_school",
            Self::Written => "written",
        }
    }
}

/// The stored value of "*vet inte*".
pub(crate) const UNKNOWN: &str = "unknown";

/// An answer as forms and storage write it.
pub(crate) fn written(answer: &Answer) -> String {
    match answer {
        Answer::Text(words) => words.as_str().to_owned(),
        Answer::Choice(choice) => (*choice).to_owned(),
        Answer::Severity(severity) => severity.number().to_string(),
        Answer::Yes => "yes".to_owned(),
        Answer::No => "no".to_owned(),
        Answer::Unknown => UNKNOWN.to_owned(),
    }
}

/// One answer that was given, changed or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// To what.
    pub item: &'static Item,
    /// By whom.
    pub speaker: Speaker,
    /// What; nothing when the field was emptied.
    pub answer: Option<Answer>,
}

impl Sheet {
    /// What one of them answered, as it is written; empty when nothing.
    pub(crate) fn said(&self, item: &str, speaker: Speaker) -> &str {
        let found = self.answers.iter().find(|given| given.item == item && given.speaker == speaker.code());
        found.map_or("", |given| given.value.as_str())
    }

    /// Writes an answer down. One that is not changed keeps its moment.
    pub(crate) fn write(&mut self, change: &Change, at: Moment) {
        let speaker = change.speaker.code();
        let value = change.answer.as_ref().map(written).unwrap_or_default();
        if self.said(change.item.code, change.speaker) == value {
            return;
        }
        self.answers.retain(|given| given.item != change.item.code || given.speaker != speaker);
        if change.answer.is_some() {
            let (item, speaker) = (change.item.code.to_owned(), speaker.to_owned());
            self.answers.push(Given { item, speaker, value, at: at.microseconds() });
        }
    }

    /// What is typed in a field of the decision; empty when nothing.
    pub(crate) fn typed(&self, field: &str) -> &str {
        self.typed.get(field).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Everything that is chosen in a field of the decision that takes several.
    pub(crate) fn chosen(&self, field: &str) -> &[String] {
        self.typed.get(field).map_or(&[], Vec::as_slice)
    }

    /// Keeps what is typed about the decision.
    pub(crate) fn type_in(&mut self, typed: BTreeMap<String, Vec<String>>) {
        self.typed = typed;
    }

    /// Tries to reach the family, oldest first.
    pub(crate) fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Notes a try. Beyond the limit the oldest is let go.
    pub(crate) fn tried(&mut self, attempt: Attempt) {
        if self.attempts.len() >= ATTEMPTS_MAX {
            self.attempts.remove(0);
        }
        self.attempts.push(attempt);
    }

    /// The interview as the rules know it. Answers to items that are no longer asked are left out.
    pub(crate) fn draft(&self, id: Id<Interview>, request: Id<Request>, started_at: Moment) -> Draft {
        let (mut draft, _) = Draft::start(id, request, started_at);
        for given in &self.answers {
            let Some((item, speaker, answer)) = read(given) else { continue };
            let at = Moment::from_microseconds(given.at).max(started_at);
            if let Ok((answered, _)) = draft.clone().answer(item, speaker, answer, at) {
                draft = answered;
            }
        }
        draft
    }
}

fn read(given: &Given) -> Option<(&'static Item, Speaker, Answer)> {
    let item = Item::from_code(&given.item)?;
    let speaker = Speaker::from_code(&given.speaker)?;
    let answer = if given.value == UNKNOWN { Answer::Unknown } else { item.read(&given.value).ok()? };
    Some((item, speaker, answer))
}
