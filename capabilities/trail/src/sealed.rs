//! What of a trail is sealed, and in which form. The sealed forms are ours to keep readable: a field is added with a
//! default, never renamed.

use database::Failure;
use domain::child::Child;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::trail::{
    Acceptance, CloseReason, Destination, Handover, Happened, Holder, Level, NextStep, Offer, Onward, Purpose, Return,
    ReturnReason, Stage, Step, Supplement, Text, When, WithdrawReason,
};
use serde::{Deserialize, Serialize};

const MEANING: Failure = Failure::Meaning { what: "trail" };

/// A text that was stored, as it was written.
pub(crate) fn text<const MAX: usize>(stored: &str) -> Result<Text<MAX>, Failure> {
    Text::parse(stored).map_err(|_| MEANING)
}

fn id<Kind>(stored: &str) -> Result<Id<Kind>, Failure> {
    stored.parse().map_err(|_| MEANING)
}

/// The sealed part of a trail.
#[derive(Serialize, Deserialize, Default)]
pub(crate) struct SealedTrail {
    #[serde(default)]
    pub(crate) next: Option<SealedStep>,
    #[serde(default)]
    pub(crate) told: Option<String>,
}

/// A next step.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedStep {
    what: String,
    #[serde(default)]
    on: Option<String>,
    #[serde(default)]
    at: Option<i64>,
}

impl From<&Step> for SealedStep {
    fn from(step: &Step) -> Self {
        let (on, at) = match step.when {
            When::On(day) => (Some(day.to_string()), None),
            When::At(moment) => (None, Some(moment.microseconds())),
        };
        Self { what: step.what.as_str().to_owned(), on, at }
    }
}

impl SealedStep {
    pub(crate) fn of(next: &NextStep) -> Option<Self> {
        match next {
            NextStep::Known(step) => Some(Self::from(step)),
            NextStep::Missing => None,
        }
    }

    pub(crate) fn next(stored: Option<Self>) -> Result<NextStep, Failure> {
        stored.map_or(Ok(NextStep::Missing), |step| step.open().map(NextStep::Known))
    }

    fn open(self) -> Result<Step, Failure> {
        let when = match (self.on, self.at) {
            (Some(day), _) => When::On(day.parse::<Day>().map_err(|_| MEANING)?),
            (None, Some(at)) => When::At(Moment::from_microseconds(at)),
            (None, None) => return Err(MEANING),
        };
        Ok(Step { what: text(&self.what)?, when })
    }
}

/// The sealed part of a handover.
#[derive(Serialize, Deserialize, Default)]
pub(crate) struct SealedHandover {
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) supplements: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) question: Option<String>,
}

impl From<&Handover> for SealedHandover {
    fn from(handover: &Handover) -> Self {
        let supplements = handover.supplements.iter();
        let question = match &handover.stage {
            Stage::Sent | Stage::Received(_) => None,
            Stage::Asked { question, .. } => Some(question.as_str().to_owned()),
        };
        Self {
            summary: handover.summary.as_str().to_owned(),
            supplements: supplements
                .map(|pair| (pair.question.as_str().to_owned(), pair.answer.as_str().to_owned()))
                .collect(),
            question,
        }
    }
}

impl SealedHandover {
    pub(crate) fn supplements(&self) -> Result<Vec<Supplement>, Failure> {
        let open =
            |(question, answer): &(String, String)| Ok(Supplement { question: text(question)?, answer: text(answer)? });
        self.supplements.iter().map(open).collect()
    }
}

#[derive(Serialize, Deserialize)]
struct SealedHolder {
    unit: String,
    assignment: String,
    since: i64,
}

impl From<&Holder> for SealedHolder {
    fn from(holder: &Holder) -> Self {
        let Holder { unit, assignment, since } = holder;
        Self { unit: unit.to_string(), assignment: assignment.to_string(), since: since.microseconds() }
    }
}

impl SealedHolder {
    fn open(&self) -> Result<Holder, Failure> {
        let since = Moment::from_microseconds(self.since);
        Ok(Holder { unit: id(&self.unit)?, assignment: id(&self.assignment)?, since })
    }
}

/// Another unit's yes, inside a return.
#[derive(Serialize, Deserialize)]
struct SealedYes {
    unit: String,
    by: String,
    at: i64,
}

/// The sealed part of an event. Its kind stands in the row.
#[derive(Serialize, Deserialize, Default)]
pub(crate) struct Payload {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    handover: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    holder: Option<SealedHolder>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<SealedStep>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    yes: Option<SealedYes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    returns: Option<u32>,
}

impl From<&Happened> for Payload {
    fn from(happened: &Happened) -> Self {
        let about = |handover: &Id<Handover>| Self { handover: Some(handover.to_string()), ..Self::default() };
        let words = |text: &str| Some(text.to_owned());
        match happened {
            Happened::Opened { holder, next_step, .. } => {
                Self { holder: Some(holder.into()), step: SealedStep::of(next_step), ..Self::default() }
            }
            Happened::Offered(offer) => Self {
                unit: Some(offer.to.unit.to_string()),
                branch: words(access::branch_code(offer.to.branch)),
                purpose: words(offer.purpose.code()),
                level: level_of(offer.purpose),
                words: words(offer.summary.as_str()),
                ..about(&offer.id)
            },
            Happened::Received { handover } => about(handover),
            Happened::MoreWanted { handover, question } => Self { words: words(question.as_str()), ..about(handover) },
            Happened::Supplied { handover, answer } => Self { words: words(answer.as_str()), ..about(handover) },
            Happened::Accepted { handover, holder, step } => {
                Self { holder: Some(holder.into()), step: Some(step.into()), ..about(handover) }
            }
            Happened::Returned { handover, back } => Self {
                reason: words(back.reason.code()),
                words: words(back.to_family.as_str()),
                step: Some(back.onward.step().into()),
                yes: yes_of(&back.onward),
                ..about(handover)
            },
            Happened::ManagerAlerted { returns } => Self { returns: Some(*returns), ..Self::default() },
            Happened::Withdrawn { handover, reason } => Self { reason: words(reason.code()), ..about(handover) },
            Happened::Reassigned { holder } => Self { holder: Some(holder.into()), ..Self::default() },
            Happened::NextStepSet { next_step } => Self { step: SealedStep::of(next_step), ..Self::default() },
            Happened::Closed { reason, told } => {
                Self { reason: words(reason.code()), words: words(told.as_str()), ..Self::default() }
            }
            Happened::Reopened { why, holder, step } => Self {
                holder: Some(holder.into()),
                step: Some(step.into()),
                words: words(why.as_str()),
                ..Self::default()
            },
        }
    }
}

pub(crate) fn level_of(purpose: Purpose) -> Option<u8> {
    match purpose {
        Purpose::Referral(level) => Some(level.number()),
        Purpose::Transition18 | Purpose::Ordinary => None,
    }
}

pub(crate) fn purpose(code: &str, level: Option<u8>) -> Result<Purpose, Failure> {
    match (code, level.and_then(Level::new)) {
        ("referral", Some(level)) => Ok(Purpose::Referral(level)),
        ("transition_18", _) => Ok(Purpose::Transition18),
        ("ordinary", _) => Ok(Purpose::Ordinary),
        _ => Err(MEANING),
    }
}

fn yes_of(onward: &Onward) -> Option<SealedYes> {
    match onward {
        Onward::GiverKeeps(_) => None,
        Onward::OtherUnit(Acceptance { unit, by, at, .. }) => {
            Some(SealedYes { unit: unit.to_string(), by: by.to_string(), at: at.microseconds() })
        }
    }
}

impl Payload {
    /// What happened, in an event of this kind about this child.
    pub(crate) fn open(self, kind: &str, child: Id<Child>) -> Result<Happened, Failure> {
        Ok(match kind {
            "opened" => Happened::Opened { child, holder: self.holder()?, next_step: SealedStep::next(self.step)? },
            "offered" => Happened::Offered(self.offer()?),
            "received" => Happened::Received { handover: self.handover()? },
            "more_wanted" => Happened::MoreWanted { handover: self.handover()?, question: self.words()? },
            "supplied" => Happened::Supplied { handover: self.handover()?, answer: self.words()? },
            "accepted" => Happened::Accepted { handover: self.handover()?, holder: self.holder()?, step: self.step()? },
            "returned" => Happened::Returned { handover: self.handover()?, back: self.back()? },
            "manager_alerted" => Happened::ManagerAlerted { returns: self.returns.ok_or(MEANING)? },
            "withdrawn" => {
                Happened::Withdrawn { handover: self.handover()?, reason: self.reason(WithdrawReason::from_code)? }
            }
            "reassigned" => Happened::Reassigned { holder: self.holder()? },
            "next_step_set" => Happened::NextStepSet { next_step: SealedStep::next(self.step)? },
            "closed" => Happened::Closed { reason: self.reason(CloseReason::from_code)?, told: self.words()? },
            "reopened" => Happened::Reopened { why: self.words()?, holder: self.holder()?, step: self.step()? },
            _ => return Err(MEANING),
        })
    }

    fn handover(&self) -> Result<Id<Handover>, Failure> {
        id(self.handover.as_deref().ok_or(MEANING)?)
    }

    fn holder(&self) -> Result<Holder, Failure> {
        self.holder.as_ref().ok_or(MEANING)?.open()
    }

    fn step(self) -> Result<Step, Failure> {
        self.step.ok_or(MEANING)?.open()
    }

    fn words<const MAX: usize>(&self) -> Result<Text<MAX>, Failure> {
        text(self.words.as_deref().ok_or(MEANING)?)
    }

    fn reason<T>(&self, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Failure> {
        self.reason.as_deref().and_then(parse).ok_or(MEANING)
    }

    fn offer(&self) -> Result<Offer, Failure> {
        let unit = id(self.unit.as_deref().ok_or(MEANING)?)?;
        let branch = self.branch.as_deref().and_then(access::branch_from_code).ok_or(MEANING)?;
        let purpose = purpose(self.purpose.as_deref().unwrap_or_default(), self.level)?;
        Ok(Offer { id: self.handover()?, to: Destination { unit, branch }, purpose, summary: self.words()? })
    }

    fn back(self) -> Result<Return, Failure> {
        let (reason, to_family) = (self.reason(ReturnReason::from_code)?, self.words()?);
        let step = self.step.ok_or(MEANING)?.open()?;
        let onward = match &self.yes {
            None => Onward::GiverKeeps(step),
            Some(SealedYes { unit, by, at }) => {
                let at = Moment::from_microseconds(*at);
                Onward::OtherUnit(Acceptance { unit: id(unit)?, by: id(by)?, at, step })
            }
        };
        Ok(Return { reason, to_family, onward })
    }
}
