//! The answers of a referral so far, as they were typed. They are read into the domain's values when they are sent; each
//! page has already made sure that it can be done.

use domain::front_door::intake::{Age, Asker, Intake, Interpreter, Language, Topic};
use domain::front_door::queue::Urgency;
use domain::front_door::reach::{Mobile, Reach, Telephone, Trace};
use domain::front_door::referral::{Knows, Referral, Told};
use domain::front_door::text::{Line, Name, Note, Words};
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::moment::Day;
use domain::organisation::{Municipality, Post};
use serde::{Deserialize, Serialize};

use crate::guide::Guide;
use crate::refer::step::Step;

/// The code of "yes".
pub(crate) const YES: &str = "yes";
/// The code of "no".
pub(crate) const NO: &str = "no";
/// The identity is known by its number.
pub(crate) const NUMBER: &str = "number";
/// The identity is protected: no number, no family name, no place in any list.
pub(crate) const PROTECTED: &str = "protected";
/// Who asks does not have the number.
pub(crate) const NO_NUMBER: &str = "none";
/// How to reach the family: through whoever asks.
pub(crate) const THROUGH_ME: &str = "through_me";

/// The answers so far. Empty means not answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Answers {
    pub(crate) first_name: String,
    pub(crate) family_name: String,
    /// How the identity is known: by number, protected, or not.
    pub(crate) identity: String,
    pub(crate) number: String,
    pub(crate) age: String,
    /// Whether one child with the number is known already.
    pub(crate) found: String,
    pub(crate) same: String,
    pub(crate) municipality: String,
    pub(crate) school: String,
    pub(crate) topic: String,
    pub(crate) words: String,
    pub(crate) since: String,
    pub(crate) tried: String,
    pub(crate) child_knows: String,
    pub(crate) guardians_know: String,
    pub(crate) why_not: String,
    pub(crate) wish: String,
    pub(crate) reach: String,
    pub(crate) phone: String,
    /// Where at school the child can be met.
    pub(crate) at_school: String,
    pub(crate) message: String,
    pub(crate) interpreter: String,
    pub(crate) language: String,
    pub(crate) call_back: String,
}

impl Guide for Answers {
    type Step = Step;

    const STEPS: &'static [Step] = &Step::ALL;

    fn asks(&self, step: Step) -> bool {
        match step {
            Step::Same => self.found == YES,
            Step::Message => matches!(self.reach.as_str(), "text_message" | "call"),
            Step::Child
            | Step::Place
            | Step::Topic
            | Step::Words
            | Step::Since
            | Step::Tried
            | Step::Told
            | Step::Wish
            | Step::Reach
            | Step::Interpreter
            | Step::Caller => true,
        }
    }

    fn has(&self, step: Step) -> bool {
        match step {
            Step::Child => !self.identity.is_empty(),
            Step::Same => self.same == YES,
            Step::Place => !self.municipality.is_empty(),
            Step::Topic => !self.topic.is_empty(),
            Step::Words => !self.words.is_empty(),
            Step::Since => !self.since.is_empty(),
            Step::Tried => !self.tried.is_empty(),
            Step::Told => !self.guardians_know.is_empty(),
            Step::Wish => !self.wish.is_empty(),
            Step::Reach => !self.reach.is_empty(),
            Step::Message => !self.message.is_empty(),
            Step::Interpreter => !self.interpreter.is_empty(),
            Step::Caller => !self.call_back.is_empty(),
        }
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

    /// The number, where one was given.
    pub(crate) fn number(&self, today: Day) -> Option<IdentityNumber> {
        if self.identity == NUMBER { IdentityNumber::parse(&self.number, today).ok() } else { None }
    }

    /// The day of birth that the number tells, where it tells one.
    pub(crate) fn born(&self, today: Day) -> Option<Day> {
        self.number(today).and_then(|number| number.printed_date())
    }

    /// How old the child is, by its number or as stated.
    pub(crate) fn years(&self, today: Day) -> Option<Age> {
        let years = match self.born(today) {
            Some(born) => today.age_of_born(born)?,
            None => self.age.parse().ok()?,
        };
        Age::new(years).ok()
    }

    /// How to reach the family.
    fn reach(&self) -> Option<Reach> {
        Some(match self.reach.as_str() {
            "text_message" => Reach::TextMessage(Mobile::try_from(Telephone::parse(&self.phone).ok()?).ok()?),
            "call" => Reach::Call(Telephone::parse(&self.phone).ok()?),
            "at_school" => Reach::AtSchool(Line::new(self.at_school.as_str()).ok()?),
            THROUGH_ME => Reach::Call(Telephone::parse(&self.call_back).ok()?),
            _ => return None,
        })
    }

    /// Everything that was told, as the domain's values; `None` when something is missing.
    pub(crate) fn told(&self, post: Post, today: Day) -> Option<(Intake, Referral)> {
        let interpreter = match self.interpreter.as_str() {
            YES => Interpreter::Needed(Language::parse(&self.language).ok()?),
            NO => Interpreter::NotNeeded,
            _ => return None,
        };
        let trace = if self.asks(Step::Message) { Trace::from_code(&self.message)? } else { Trace::NotAsked };
        let intake = Intake {
            asker: Asker::Professional(post),
            topic: self.topic()?,
            words: Words::new(self.words.as_str()).ok()?,
            reach: self.reach()?,
            trace,
            interpreter,
            municipality: self.municipality()?,
            age: Some(self.years(today)?),
            first_name: Some(Name::new(self.first_name.as_str()).ok()?),
        };
        let (child, guardians) = (Knows::from_code(&self.child_knows)?, Knows::from_code(&self.guardians_know)?);
        let referral = Referral {
            since: Line::new(self.since.as_str()).ok()?,
            tried: Note::new(self.tried.as_str()).ok()?,
            told: Told::new(child, guardians, Note::new(self.why_not.as_str()).ok()).ok()?,
            wish: Note::new(self.wish.as_str()).ok()?,
            call_back: Telephone::parse(&self.call_back).ok()?,
        };
        Some((intake, referral))
    }
}
