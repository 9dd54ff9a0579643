//! The sealed form of a request. It is ours to keep readable: a field is added with a default, never renamed.

use domain::front_door::intake::{Age, Asker, Intake, Interpreter, Language, Login, Topic};
use domain::front_door::interrupt::{self, Handled, Interrupt};
use domain::front_door::queue::{Chosen, Source, Urgency};
use domain::front_door::reach::{Mobile, Reach, Telephone, Trace};
use domain::front_door::request::{Ending, Holder, Record, Request, State};
use domain::front_door::safety::{Answer, Item, Screen};
use domain::front_door::speaker::Speaker;
use domain::front_door::text::{Line, Name, Note, Words};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Municipality, Post};
use serde::{Deserialize, Serialize};

use crate::request::gist::{Check, Gist};

/// What storage keeps in the open beside the sealed form.
pub(crate) struct Open {
    pub(crate) id: Id<Request>,
    pub(crate) municipality: Id<Municipality>,
    pub(crate) received_at: Moment,
    pub(crate) due_at: Moment,
    pub(crate) changed_at: Moment,
    pub(crate) urgency: Urgency,
    pub(crate) state: String,
    pub(crate) asker_kind: String,
    pub(crate) asker_person: Option<Id<domain::child::Person>>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SealedRequest {
    topic: String,
    words: String,
    reach: SealedReach,
    trace: String,
    #[serde(default)]
    interpreter: Option<String>,
    #[serde(default)]
    age: Option<u8>,
    #[serde(default)]
    first_name: Option<String>,
    #[serde(default)]
    logged_in: Option<String>,
    #[serde(default)]
    asked_from: Option<SealedPost>,
    #[serde(default)]
    identified: Option<String>,
    urgency_source: String,
    #[serde(default)]
    urgency_by: Option<SealedPost>,
    #[serde(default)]
    screen: Vec<(String, String, String)>,
    #[serde(default)]
    interrupt: Option<SealedInterrupt>,
    #[serde(default)]
    handled: Vec<SealedHandled>,
    #[serde(default)]
    merged: Vec<String>,
    #[serde(default)]
    holder: Option<(SealedPost, i64)>,
    #[serde(default)]
    led_to: Option<String>,
    #[serde(default)]
    ending: Option<SealedEnding>,
}

#[derive(Serialize, Deserialize)]
struct SealedReach {
    kind: String,
    #[serde(default)]
    at: String,
}

#[derive(Clone, Serialize, Deserialize)]
struct SealedPost {
    staff: String,
    assignment: String,
    unit: String,
    domain: String,
    branch: String,
    role: String,
}

#[derive(Serialize, Deserialize)]
struct SealedInterrupt {
    items: Vec<String>,
    since: i64,
}

#[derive(Serialize, Deserialize)]
struct SealedHandled {
    interrupt: SealedInterrupt,
    action: String,
    note: String,
    follow_up_at: i64,
    call_back: String,
    place: String,
    by: SealedPost,
    at: i64,
}

#[derive(Serialize, Deserialize)]
struct SealedEnding {
    kind: String,
    #[serde(default)]
    by: Option<SealedPost>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    attempts: u8,
    #[serde(default)]
    into: Option<String>,
}

/// The yes of "logged in"; the person stands beside it in the open.
const LOGGED_IN: &str = "yes";

impl From<&Record> for SealedRequest {
    fn from(record: &Record) -> Self {
        let intake = &record.intake;
        let (logged_in, asked_from) = match intake.asker {
            Asker::Child(Login::As(_)) | Asker::Guardian(Login::As(_)) => (Some(LOGGED_IN.to_owned()), None),
            Asker::Child(Login::Without) | Asker::Guardian(Login::Without) => (None, None),
            Asker::Professional(post) => (None, Some(post.into())),
        };
        let (urgency_source, urgency_by) = match record.urgency.source {
            Source::Answers => ("answers", None),
            Source::Score => ("score", None),
            Source::Professional(post) => ("professional", Some(post.into())),
        };
        let screen = record.screen.answers();
        let screen = screen.map(|(item, speaker, answer)| {
            (item.code().to_owned(), speaker.code().to_owned(), answer.code().to_owned())
        });
        let led_to = match &record.state {
            State::Interviewed(_, interview) => Some(interview.to_string()),
            State::Decided(_, decision) => Some(decision.to_string()),
            State::Waiting | State::Taken(_) | State::Closed(_) => None,
        };
        let ending = match &record.state {
            State::Closed(ending) => Some(ending.into()),
            State::Waiting | State::Taken(_) | State::Interviewed(..) | State::Decided(..) => None,
        };
        Self {
            topic: intake.topic.code().to_owned(),
            words: intake.words.as_str().to_owned(),
            reach: (&intake.reach).into(),
            trace: intake.trace.code().to_owned(),
            interpreter: match &intake.interpreter {
                Interpreter::NotNeeded => None,
                Interpreter::Needed(language) => Some(language.as_str().to_owned()),
            },
            age: intake.age.map(Age::years),
            first_name: intake.first_name.as_ref().map(|name| name.as_str().to_owned()),
            logged_in,
            asked_from,
            identified: record.child.map(|child| child.to_string()),
            urgency_source: urgency_source.to_owned(),
            urgency_by,
            screen: screen.collect(),
            interrupt: record.interrupt.as_ref().map(Into::into),
            handled: record.handled.iter().map(Into::into).collect(),
            merged: record.merged.iter().map(ToString::to_string).collect(),
            holder: record.state.holder().map(|holder| (holder.by.into(), holder.at.microseconds())),
            led_to,
            ending,
        }
    }
}

impl SealedRequest {
    /// The record again; `None` when something in it cannot be read.
    pub(crate) fn open(self, open: &Open) -> Option<Record> {
        let asker = match (open.asker_kind.as_str(), &self.asked_from) {
            ("child", _) => Asker::Child(self.login(open)),
            ("guardian", _) => Asker::Guardian(self.login(open)),
            ("professional", Some(post)) => Asker::Professional(post.open()?),
            _ => return None,
        };
        let source = match (self.urgency_source.as_str(), &self.urgency_by) {
            ("answers", _) => Source::Answers,
            ("score", _) => Source::Score,
            ("professional", Some(post)) => Source::Professional(post.open()?),
            _ => return None,
        };
        let state = self.state(&open.state)?;
        let interrupt = match &self.interrupt {
            None => None,
            Some(interrupt) => Some(interrupt.open()?),
        };
        let mut screen = Screen::default();
        for (item, speaker, answer) in &self.screen {
            screen = screen.with(Item::from_code(item)?, Speaker::from_code(speaker)?, Answer::from_code(answer)?);
        }
        let interpreter = match self.interpreter {
            None => Interpreter::NotNeeded,
            Some(code) => Interpreter::Needed(Language::parse(&code).ok()?),
        };
        let intake = Intake {
            asker,
            topic: Topic::from_code(&self.topic)?,
            words: Words::new(self.words).ok()?,
            reach: self.reach.open()?,
            trace: Trace::from_code(&self.trace)?,
            interpreter,
            municipality: open.municipality,
            age: self.age.map(Age::new).transpose().ok()?,
            first_name: self.first_name.map(Name::new).transpose().ok()?,
        };
        Some(Record {
            id: open.id,
            intake,
            child: self.identified.map(|child| child.parse()).transpose().ok()?,
            received_at: open.received_at,
            due_at: open.due_at,
            urgency: Chosen { urgency: open.urgency, source },
            screen,
            interrupt,
            handled: self.handled.into_iter().map(SealedHandled::open).collect::<Option<_>>()?,
            merged: self.merged.iter().map(|id| id.parse().ok()).collect::<Option<_>>()?,
            state,
            changed_at: open.changed_at,
        })
    }

    fn login(&self, open: &Open) -> Login {
        match (&self.logged_in, open.asker_person) {
            (Some(_), Some(person)) => Login::As(person),
            (Some(_) | None, None) | (None, Some(_)) => Login::Without,
        }
    }

    fn state(&self, code: &str) -> Option<State> {
        let holder = || {
            let (post, at) = self.holder.as_ref()?;
            Some(Holder { by: post.open()?, at: Moment::from_microseconds(*at) })
        };
        let led_to = || self.led_to.as_deref();
        Some(match code {
            "waiting" => State::Waiting,
            "taken" => State::Taken(holder()?),
            "interviewed" => State::Interviewed(holder()?, led_to()?.parse().ok()?),
            "decided" => State::Decided(holder()?, led_to()?.parse().ok()?),
            "closed" => State::Closed(self.ending.as_ref()?.open()?),
            _ => return None,
        })
    }
}

impl SealedRequest {
    /// The same about the child that the one it was about turned out to be.
    pub(crate) fn about(self, kept: Id<domain::child::Child>) -> Self {
        Self { identified: self.identified.map(|_| kept.to_string()), ..self }
    }

    /// What a list may show, without opening the rest.
    pub(crate) fn gist(&self) -> Option<Gist> {
        let topic = Topic::from_code(&self.topic)?;
        let check = if self.interrupt.is_some() {
            Check::Danger
        } else if self.screen.is_empty() {
            Check::NotAsked
        } else if self.handled.is_empty() {
            Check::NoDanger
        } else {
            Check::Handled
        };
        Some(Gist { topic, interpreter: self.interpreter.clone().unwrap_or_default(), check })
    }
}

impl From<&Reach> for SealedReach {
    fn from(reach: &Reach) -> Self {
        let at = match reach {
            Reach::TextMessage(mobile) => mobile.telephone().as_str(),
            Reach::Call(telephone) => telephone.as_str(),
            Reach::AtSchool(school) => school.as_str(),
            Reach::OnPage => "",
        };
        Self { kind: reach.code().to_owned(), at: at.to_owned() }
    }
}

impl SealedReach {
    fn open(self) -> Option<Reach> {
        Some(match self.kind.as_str() {
            "text_message" => Reach::TextMessage(Mobile::try_from(Telephone::parse(&self.at).ok()?).ok()?),
            "call" => Reach::Call(Telephone::parse(&self.at).ok()?),
            "at_school" => Reach::AtSchool(Line::new(self.at).ok()?),
            "on_page" => Reach::OnPage,
            _ => return None,
        })
    }
}

impl From<Post> for SealedPost {
    fn from(post: Post) -> Self {
        Self {
            staff: post.staff.to_string(),
            assignment: post.assignment.to_string(),
            unit: post.unit.to_string(),
            domain: post.domain.to_string(),
            branch: access::branch_code(post.branch).to_owned(),
            role: access::role_code(post.role).to_owned(),
        }
    }
}

impl SealedPost {
    fn open(&self) -> Option<Post> {
        Some(Post {
            staff: self.staff.parse().ok()?,
            assignment: self.assignment.parse().ok()?,
            unit: self.unit.parse().ok()?,
            domain: self.domain.parse().ok()?,
            branch: access::branch_from_code(&self.branch)?,
            role: access::role_from_code(&self.role)?,
        })
    }
}

impl From<&Interrupt> for SealedInterrupt {
    fn from(interrupt: &Interrupt) -> Self {
        let items = interrupt.items.iter().map(|item| item.code().to_owned());
        Self { items: items.collect(), since: interrupt.since.microseconds() }
    }
}

impl SealedInterrupt {
    fn open(&self) -> Option<Interrupt> {
        let items = self.items.iter().map(|code| Item::from_code(code)).collect::<Option<_>>()?;
        Some(Interrupt { items, since: Moment::from_microseconds(self.since) })
    }
}

impl From<&Handled> for SealedHandled {
    fn from(handled: &Handled) -> Self {
        Self {
            interrupt: (&handled.interrupt).into(),
            action: handled.action.code().to_owned(),
            note: handled.note.as_str().to_owned(),
            follow_up_at: handled.follow_up_at.microseconds(),
            call_back: handled.call_back.as_str().to_owned(),
            place: handled.place.as_str().to_owned(),
            by: handled.by.into(),
            at: handled.at.microseconds(),
        }
    }
}

impl SealedHandled {
    fn open(self) -> Option<Handled> {
        Some(Handled {
            interrupt: self.interrupt.open()?,
            action: interrupt::Action::from_code(&self.action)?,
            note: Note::new(self.note).ok()?,
            follow_up_at: Moment::from_microseconds(self.follow_up_at),
            call_back: Telephone::parse(&self.call_back).ok()?,
            place: Line::new(self.place).ok()?,
            by: self.by.open()?,
            at: Moment::from_microseconds(self.at),
        })
    }
}

impl From<&Ending> for SealedEnding {
    fn from(ending: &Ending) -> Self {
        let kind = ending.code().to_owned();
        let plain = Self { kind, by: None, note: None, attempts: 0, into: None };
        match ending {
            Ending::CarriedOut { by } => Self { by: Some((*by).into()), ..plain },
            Ending::Withdrawn => plain,
            Ending::NotReached { attempts, note, by } => {
                Self { by: Some((*by).into()), note: Some(note.as_str().to_owned()), attempts: *attempts, ..plain }
            }
            Ending::Merged { into, reason, by } => Self {
                by: Some((*by).into()),
                note: Some(reason.as_str().to_owned()),
                into: Some(into.to_string()),
                ..plain
            },
        }
    }
}

impl SealedEnding {
    fn open(&self) -> Option<Ending> {
        let by = || self.by.as_ref().and_then(SealedPost::open);
        let note = || self.note.as_ref().and_then(|note| Note::new(note.as_str()).ok());
        Some(match self.kind.as_str() {
            "carried_out" => Ending::CarriedOut { by: by()? },
            "withdrawn" => Ending::Withdrawn,
            "not_reached" => Ending::NotReached { attempts: self.attempts, note: note()?, by: by()? },
            "merged" => Ending::Merged { into: self.into.as_deref()?.parse().ok()?, reason: note()?, by: by()? },
            _ => return None,
        })
    }
}
