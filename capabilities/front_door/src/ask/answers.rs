//! The answers so far, as they were typed. They are read into the domain's values when they are sent; each page has
//! already made sure that it can be done.

use domain::front_door::intake::{Age, Asker, Intake, Interpreter, Language, Login, Topic};
use domain::front_door::queue::Urgency;
use domain::front_door::reach::{Mobile, Reach, Telephone, Trace};
use domain::front_door::text::{Line, Name, Words};
use domain::id::Id;
use domain::organisation::Municipality;
use serde::{Deserialize, Serialize};

use crate::ask::step::Step;
use crate::guide::Guide;
use crate::preparation::Preparation;

/// The answers so far. Empty means not answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Answers {
    pub(crate) who: String,
    pub(crate) topic: String,
    pub(crate) words: String,
    pub(crate) preparation: Option<Preparation>,
    pub(crate) first_name: String,
    pub(crate) age: String,
    pub(crate) own_name: String,
    /// What a guardian is to the child, in their own word: "mamma".
    pub(crate) own_relation: String,
    pub(crate) municipality: String,
    pub(crate) school: String,
    /// "yes" when the identity is protected.
    pub(crate) protected: String,
    pub(crate) reach: String,
    pub(crate) phone: String,
    pub(crate) message: String,
    pub(crate) interpreter: String,
    pub(crate) language: String,
}

/// The code of a child who asks.
pub(crate) const CHILD: &str = "child";
/// The code of a guardian who asks.
pub(crate) const GUARDIAN: &str = "guardian";
/// The code of somebody at work, who asks elsewhere.
pub(crate) const PROFESSIONAL: &str = "professional";
/// The code of "yes, the identity is protected".
pub(crate) const PROTECTED: &str = "yes";
/// The code of "yes, an interpreter".
pub(crate) const NEEDED: &str = "yes";
/// The code of "no interpreter".
pub(crate) const NOT_NEEDED: &str = "no";

impl Guide for Answers {
    type Step = Step;

    const STEPS: &'static [Step] = &Step::ALL;

    fn asks(&self, step: Step) -> bool {
        match step {
            Step::Message => matches!(self.reach.as_str(), "text_message" | "call"),
            Step::Who | Step::Topic | Step::Words | Step::Name | Step::Place | Step::Reach | Step::Interpreter => true,
        }
    }

    fn has(&self, step: Step) -> bool {
        let answer = match step {
            Step::Who => &self.who,
            Step::Topic => &self.topic,
            Step::Words => &self.words,
            Step::Name => &self.age,
            Step::Place => &self.municipality,
            Step::Reach => &self.reach,
            Step::Message => &self.message,
            Step::Interpreter => &self.interpreter,
        };
        !answer.is_empty()
    }
}

impl Answers {
    /// What it is about.
    pub(crate) fn topic(&self) -> Option<Topic> {
        Topic::from_code(&self.topic)
    }

    /// Whether somebody should be called before anything else is asked.
    pub(crate) fn is_urgent(&self) -> bool {
        match self.topic().map(Topic::urgency) {
            Some(Urgency::Acute | Urgency::SameDay) => true,
            Some(Urgency::Ordinary) | None => false,
        }
    }

    /// Where the child lives.
    pub(crate) fn municipality(&self) -> Option<Id<Municipality>> {
        self.municipality.parse().ok()
    }

    /// Whether they say that the identity is protected.
    pub(crate) fn says_protected(&self) -> bool {
        self.protected == PROTECTED
    }

    /// How to reach them; `None` when something is missing.
    pub(crate) fn reach(&self) -> Option<Reach> {
        Some(match self.reach.as_str() {
            "text_message" => Reach::TextMessage(Mobile::try_from(Telephone::parse(&self.phone).ok()?).ok()?),
            "call" => Reach::Call(Telephone::parse(&self.phone).ok()?),
            "at_school" => Reach::AtSchool(Line::new(self.school.as_str()).ok()?),
            "on_page" => Reach::OnPage,
            _ => return None,
        })
    }

    /// Everything that was told, as the domain's values; `None` when something is missing.
    pub(crate) fn intake(&self, login: Login) -> Option<Intake> {
        let asker = match self.who.as_str() {
            CHILD => Asker::Child(login),
            GUARDIAN => Asker::Guardian(login),
            _ => return None,
        };
        let interpreter = match self.interpreter.as_str() {
            NEEDED => Interpreter::Needed(Language::parse(&self.language).ok()?),
            NOT_NEEDED => Interpreter::NotNeeded,
            _ => return None,
        };
        let trace = if self.asks(Step::Message) { Trace::from_code(&self.message)? } else { Trace::NotAsked };
        Some(Intake {
            asker,
            topic: self.topic()?,
            words: Words::new(self.words.as_str()).ok()?,
            reach: self.reach()?,
            trace,
            interpreter,
            municipality: self.municipality()?,
            age: Some(Age::new(self.age.parse().ok()?).ok()?),
            first_name: Some(Name::new(self.first_name.as_str()).ok()?),
        })
    }
}
