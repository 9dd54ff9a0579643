//! The structured interview as data: what is asked, of whom, and what is still missing. Cairn's own neutral structure
//! with the coverage of dossier 3.3; no licensed instrument is copied. A draft is kept on the server and may be
//! incomplete at any time; "*vet inte*" is an answer; every answer remembers who said it.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::front_door::rating::{Rating, Ratings, Severity};
use crate::front_door::request::Request;
use crate::front_door::safety::{self, Screen};
use crate::front_door::speaker::Speaker;
use crate::front_door::text::{TextFault, Words};
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::Post;

pub mod item;

pub use item::{Item, Kind, Need, Section, Step, Subject};

/// An interview that is done: every required item has an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    /// What was answered.
    draft: Draft,
    /// Who finished it.
    by: Post,
    /// When.
    at: Moment,
}

impl Interview {
    /// What was answered.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Who finished it.
    pub fn by(&self) -> Post {
        self.by
    }

    /// When it was finished.
    pub fn at(&self) -> Moment {
        self.at
    }
}

/// An interview under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    id: Id<Interview>,
    request: Id<Request>,
    started_at: Moment,
    answers: BTreeMap<(&'static str, Speaker), Given>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What was said.
    pub answer: Answer,
    /// When it was written down.
    pub at: Moment,
}

/// What somebody can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// In their own words, exactly as said.
    Text(Words),
    /// One of the item's choices.
    Choice(&'static str),
    /// How large the difficulties are.
    Severity(Severity),
    /// Yes.
    Yes,
    /// No.
    No,
    /// *Vet inte*: an answer to anything.
    Unknown,
}

/// What happened to an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Begun.
    Started {
        /// Which one.
        interview: Id<Interview>,
    },
    /// An item was answered, or its answer changed.
    Answered {
        /// Which item.
        item: &'static str,
        /// Who said it.
        speaker: Speaker,
    },
    /// Done.
    Finished {
        /// Which one.
        interview: Id<Interview>,
    },
}

impl Event {
    /// The stable name used in the log and in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Started { .. } => "interview_started",
            Self::Answered { .. } => "interview_answered",
            Self::Finished { .. } => "interview_finished",
        }
    }
}

/// Why an interview does not change.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No such item.
    #[error("there is no such item")]
    NoSuchItem,
    /// The answer is of another kind than the item asks for, or no choice of it.
    #[error("the answer does not fit the item")]
    DoesNotFit,
    /// The text does not hold.
    #[error(transparent)]
    Text(#[from] TextFault),
    /// These items are required and have no answer.
    #[error("required items have no answer")]
    Missing(Vec<&'static Item>),
    /// The change is dated before the interview began.
    #[error("the change is dated before the interview began")]
    TimeRunsForward,
}

impl Refusal {
    /// The stable name used in message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchItem => "no_such_item",
            Self::DoesNotFit => "does_not_fit",
            Self::Text(fault) => fault.code(),
            Self::Missing(_) => "items_missing",
            Self::TimeRunsForward => "time_runs_forward",
        }
    }
}

/// How far a part of the interview has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Items that somebody has answered.
    pub answered: usize,
    /// Items in all.
    pub items: usize,
    /// Required items without an answer, in order.
    pub missing: Vec<&'static Item>,
}

impl Item {
    /// Reads a known answer from a form or from storage; "*vet inte*" is [`Answer::Unknown`], whatever the kind.
    pub fn read(&self, value: &str) -> Result<Answer, Refusal> {
        match self.kind {
            Kind::Text => Ok(Answer::Text(Words::new(value)?)),
            Kind::Choice(choices) => {
                { choices.iter().find(|choice| **choice == value).map(|choice| Answer::Choice(choice)) }
                    .ok_or(Refusal::DoesNotFit)
            }
            Kind::Severity => {
                let severity = value.parse().ok().and_then(Severity::from_number);
                severity.map(Answer::Severity).ok_or(Refusal::DoesNotFit)
            }
            Kind::YesNo => match value {
                "yes" => Ok(Answer::Yes),
                "no" => Ok(Answer::No),
                _ => Err(Refusal::DoesNotFit),
            },
        }
    }

    fn takes(&self, answer: &Answer) -> Result<(), Refusal> {
        let fits = match (self.kind, answer) {
            (_, Answer::Unknown)
            | (Kind::Text, Answer::Text(_))
            | (Kind::Severity, Answer::Severity(_))
            | (Kind::YesNo, Answer::Yes | Answer::No) => true,
            (Kind::Choice(choices), Answer::Choice(choice)) => choices.contains(choice),
            (
                Kind::Text | Kind::Choice(_) | Kind::Severity | Kind::YesNo,
                Answer::Text(_) | Answer::Choice(_) | Answer::Severity(_) | Answer::Yes | Answer::No,
            ) => false,
        };
        if fits { Ok(()) } else { Err(Refusal::DoesNotFit) }
    }
}

impl Draft {
    /// Begins an interview. Storage restores one the same way: begun, then answered with the moments it kept.
    pub fn start(id: Id<Interview>, request: Id<Request>, started_at: Moment) -> (Self, Event) {
        (Self { id, request, started_at, answers: BTreeMap::new() }, Event::Started { interview: id })
    }

    /// Which interview.
    pub fn id(&self) -> Id<Interview> {
        self.id
    }

    /// Which request it is about.
    pub fn request(&self) -> Id<Request> {
        self.request
    }

    /// When it began.
    pub fn started_at(&self) -> Moment {
        self.started_at
    }

    /// Writes down an answer. A later answer of the same speaker replaces the earlier; other speakers' answers stay.
    pub fn answer(
        mut self,
        item: &'static Item,
        speaker: Speaker,
        answer: Answer,
        at: Moment,
    ) -> Result<(Self, Event), Refusal> {
        if at < self.started_at {
            return Err(Refusal::TimeRunsForward);
        }
        item.takes(&answer)?;
        self.answers.insert((item.code, speaker), Given { answer, at });
        Ok((self, Event::Answered { item: item.code, speaker }))
    }

    /// The answers to an item, in the order child, guardians, professional.
    pub fn answers(&self, item: &Item) -> impl Iterator<Item = (Speaker, &Given)> + '_ {
        let code = item.code;
        self.answers.iter().filter(move |((answered, _), _)| *answered == code).map(|((_, who), given)| (*who, given))
    }

    /// Required items that nobody has answered, in order: what is missing before a decision.
    pub fn missing(&self) -> Vec<&'static Item> {
        self.missing_of(|_| true)
    }

    /// How far a step of the page has come.
    pub fn progress(&self, step: Step) -> Progress {
        self.progress_of(|item| item.section.step() == step)
    }

    /// How far a section has come.
    pub fn section_progress(&self, section: Section) -> Progress {
        self.progress_of(|item| item.section == section)
    }

    fn progress_of(&self, included: impl Fn(&Item) -> bool) -> Progress {
        let items = || item::ALL.iter().filter(|item| included(item));
        let answered = items().filter(|item| self.answers(item).next().is_some()).count();
        Progress { answered, items: items().count(), missing: self.missing_of(&included) }
    }

    fn missing_of(&self, included: impl Fn(&Item) -> bool) -> Vec<&'static Item> {
        let required = item::ALL.iter().filter(|item| item.need == Need::Required && included(item));
        required.filter(|item| self.answers(item).next().is_none()).collect()
    }

    /// The acute questions, as the request is screened with.
    pub fn screen(&self) -> Screen {
        let mut screen = Screen::default();
        for item in item::ALL {
            let Subject::Acute(asked) = item.subject else { continue };
            for (speaker, given) in self.answers(item) {
                let answer = match given.answer {
                    Answer::Yes => safety::Answer::Yes,
                    Answer::No => safety::Answer::No,
                    Answer::Unknown | Answer::Text(_) | Answer::Choice(_) | Answer::Severity(_) => {
                        safety::Answer::Unknown
                    }
                };
                screen = screen.with(asked, speaker, answer);
            }
        }
        screen
    }

    /// The professional's ratings of the nine areas of life. What the family says about them is not a rating.
    pub fn ratings(&self) -> Ratings {
        item::ALL.iter().fold(Ratings::UNKNOWN, |ratings, item| match item.subject {
            Subject::Area(domain) => ratings.with(domain, self.rating(item)),
            Subject::Acute(_) | Subject::Plain => ratings,
        })
    }

    fn rating(&self, item: &Item) -> Rating {
        match self.answers.get(&(item.code, Speaker::Professional)).map(|given| &given.answer) {
            Some(Answer::Severity(severity)) => Rating::Known(*severity),
            Some(Answer::Unknown | Answer::Text(_) | Answer::Choice(_) | Answer::Yes | Answer::No) | None => {
                Rating::Unknown
            }
        }
    }

    /// Finishes the interview, once every required item has an answer.
    pub fn finish(self, by: Post, at: Moment) -> Result<(Interview, Event), Refusal> {
        if at < self.started_at {
            return Err(Refusal::TimeRunsForward);
        }
        let missing = self.missing();
        if !missing.is_empty() {
            return Err(Refusal::Missing(missing));
        }
        let event = Event::Finished { interview: self.id };
        Ok((Interview { draft: self, by, at }, event))
    }
}
