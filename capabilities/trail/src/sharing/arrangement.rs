//! One sharing as it is kept: between whom, on what ground, what was asked of whom, and where it stands.

use domain::child::{Child, Person};
use domain::consent::{self, Consent, Consenter, Kind as ConsentKind, Maturity, Requirement, Terms};
use domain::disclosure::Ground;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::Post;
use domain::trail::entry::{Kind, Place};
use domain::trail::sharing::{self, Receiver, Seen, Sharing};
use domain::trail::{Actor, Purpose, Text, Trail};

use crate::entries::sealed::Names;

/// How long the family's pages say that a consent has run out. PROPOSED.
const TOLD_DAYS: i32 = 90;

/// One sharing as it is kept.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// Which one.
    pub id: Id<Sharing>,
    /// On which trail.
    pub trail: Id<Trail>,
    /// Who shares.
    pub from: Place,
    /// Who receives.
    pub to: Receiver,
    /// On what ground.
    pub ground: Ground,
    /// Where it stands.
    pub state: State,
    /// When it was asked for, or used.
    pub asked_at: Moment,
    /// When the first copies were made.
    pub started_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Who at work began it.
    pub by: Post,
    /// Names of those at work.
    pub(crate) names: Names,
    /// Why it is shared and what for, in words for the family.
    pub purpose: String,
    /// Why it is necessary, where the ground asks for it.
    pub necessity: Option<Text<1000>>,
    /// What kinds of entries it is about.
    pub kinds: Vec<Kind>,
    /// What those who are asked have before them.
    pub items: Vec<Seen>,
    /// The handover that they are asked about, where that is the question.
    pub proposal: Option<Proposal>,
    /// The judgement of whether the child decides.
    pub maturity: Maturity,
    /// The consent, where that is the ground.
    pub consent: Option<Consent>,
    /// Those who are asked, with their answers, also those that were taken back.
    pub parties: Vec<Party>,
    /// The version that a save is based on.
    pub version: i64,
}

/// A handover that the family is asked about before it is offered: just this is offered when all have said yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Why the baton would be offered.
    pub purpose: Purpose,
    /// What the receiver would read, word for word.
    pub summary: Text<4000>,
    /// Whether it says why the child goes there although the directory says that they do not take it.
    pub fit: Reasoned,
}

/// Whether a summary says why the child goes to a unit that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reasoned {
    /// The unit fitted, and nothing needed to be said.
    NotNeeded,
    /// It says so.
    Said,
}

/// Someone who is asked, and what they have answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub who: Consenter,
    /// What they have answered.
    pub reply: Reply,
}

/// What someone who is asked has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Nothing yet.
    Waiting,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Yes, and then no.
    Withdrawn,
}

/// Where a sharing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Those who must consent are asked.
    Asked,
    /// It goes on.
    Active,
    /// Someone who is needed said no.
    Declined,
    /// It was withdrawn.
    Withdrawn,
    /// What was to be shared changed before everyone had answered: nothing was shared.
    Outdated,
    /// The last day passed: of the consent, or of the question before everyone had answered.
    RunOut,
}

impl State {
    /// Every state.
    pub(crate) const ALL: [Self; 6] =
        [Self::Asked, Self::Active, Self::Declined, Self::Withdrawn, Self::Outdated, Self::RunOut];

    /// The code under which it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Active => "active",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Outdated => "outdated",
            Self::RunOut => "run_out",
        }
    }
}

impl Arrangement {
    /// One that has just been begun between two units: nobody is asked yet, and nothing has crossed.
    pub(crate) fn begun(
        id: Id<Sharing>,
        trail: Id<Trail>,
        (by, name): (Post, String),
        to: Receiver,
        ground: Ground,
        now: Moment,
    ) -> Self {
        Self {
            id,
            trail,
            from: Place::from(&by),
            to,
            ground,
            state: State::Asked,
            asked_at: now,
            started_at: None,
            ended_at: None,
            by,
            names: Names::from([(by.assignment, name)]),
            purpose: String::new(),
            necessity: None,
            kinds: vec![],
            items: vec![],
            proposal: None,
            maturity: Maturity::NotAssessed,
            consent: None,
            parties: vec![],
            version: 1,
        }
    }

    /// The same with the question put: whose yes is needed, and which day is the last.
    pub(crate) fn asking(
        self,
        child: Id<Child>,
        (required, until): (Requirement, Day),
        now: Moment,
    ) -> Result<Self, consent::Refusal> {
        let (from, to) = (self.from.domain, self.to.domain);
        let terms = Terms { kind: ConsentKind::Secrecy, child, from, to, until, required };
        let (consent, _) = Consent::ask(Id::new(self.id.value()), terms, now)?;
        Ok(Self { consent: Some(consent), ..self })
    }

    /// The sharing in the sense of the rules, if something may cross under it right now, or it was withdrawn. `custody` is
    /// who has custody today.
    pub(crate) fn sharing(&self, now: Moment, custody: &[Id<Person>]) -> Option<Sharing> {
        let state = match self.state {
            State::Active if self.carries(now, custody) => sharing::State::Active,
            State::Withdrawn => {
                let at = self.ended_at?;
                sharing::State::Withdrawn { at, by: Actor::Post(self.by) }
            }
            State::Active | State::Asked | State::Declined | State::Outdated | State::RunOut => return None,
        };
        let ground = self.ground_in_words();
        let started = self.started_at?;
        Some(Sharing::restore(self.id, self.trail, self.from.domain, self.to, ground, started, state))
    }

    /// The ground as it stands on copies.
    pub(crate) fn ground_in_words(&self) -> sharing::Ground {
        sharing::Ground { code: self.ground.as_str(), necessity: self.necessity.clone() }
    }

    /// The last day of the consent.
    pub fn until(&self) -> Option<Day> {
        self.consent.as_ref().map(|consent| match &consent.state {
            consent::State::Given { until, .. } => *until,
            consent::State::Asked { .. }
            | consent::State::Declined(_)
            | consent::State::Withdrawn(_)
            | consent::State::Expired { .. } => consent.terms.until,
        })
    }

    /// Whether something may cross on it right now: it goes on, and where it rests on a consent, that holds. Every way
    /// across asks here, and nowhere else. `custody` is who has custody today.
    pub fn carries(&self, now: Moment, custody: &[Id<Person>]) -> bool {
        let holds = match &self.consent {
            Some(consent) => consent.holds(now, custody),
            None => self.ground != Ground::Consent,
        };
        self.state == State::Active && holds
    }

    /// Whether somebody whose yes it rests on, or waits for, decides for the child no longer. Nothing crosses, and it must be
    /// asked anew.
    pub(crate) fn has_fallen(&self, today: Day, custody: &[Id<Person>]) -> bool {
        match self.state {
            State::Asked | State::Active => {
                let stands = self.consent.as_ref().is_none_or(|consent| consent.stands(custody));
                !stands && !self.has_run_out(today)
            }
            State::Declined | State::Withdrawn | State::Outdated | State::RunOut => false,
        }
    }

    /// Whether something may still come of an answer.
    pub(crate) fn awaits(&self, today: Day, custody: &[Id<Person>]) -> bool {
        self.state == State::Asked && !self.has_run_out(today) && !self.has_fallen(today, custody)
    }

    /// Whether its last day has passed, whether or not anyone has come to close it.
    pub fn has_run_out(&self, today: Day) -> bool {
        match self.state {
            State::Asked | State::Active => self.until().is_some_and(|until| until < today),
            State::RunOut => true,
            State::Declined | State::Withdrawn | State::Outdated => false,
        }
    }

    /// The last day of a consent that was given and has run out, as long as the family is told of it.
    pub fn ran_out_lately(&self, today: Day) -> Option<Day> {
        let until = self.until().filter(|_| self.started_at.is_some() && self.has_run_out(today))?;
        (today.days_since(until) <= TOLD_DAYS).then_some(until)
    }

    /// What somebody has answered; nothing when they are not asked.
    pub fn reply_of(&self, who: Consenter) -> Option<Reply> {
        self.parties.iter().find(|party| party.who == who).map(|party| party.reply)
    }
}
