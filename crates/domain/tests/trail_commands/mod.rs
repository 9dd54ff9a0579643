//! Random commands on a trail by random people, made from plain numbers. A test of the stored trail can walk the same
//! walk: take `walk(seed, …)`, perform each `Command` and compare.

use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Branch, Post, Role};
use domain::trail::{
    Acceptance, Actor, CloseReason, Destination, Event, Level, NextStep, Offer, Onward, Purpose, Refusal, Return,
    ReturnReason, Start, Step, Text, Trail, When, WithdrawReason,
};
use jiff::SignedDuration;
use uuid::Uuid;

/// 200 commands are enough to visit every state many times.
pub(crate) const COMMANDS: usize = 200;

/// How many units there are.
pub(crate) const UNITS: u64 = BRANCHES.len() as u64;

/// What the branches of the walk's units are; one place has two clinics of child psychiatry.
const BRANCHES: [Branch; 6] = [
    Branch::FrontDoor,
    Branch::PupilHealth,
    Branch::FirstLine,
    Branch::ChildPsychiatry,
    Branch::ChildPsychiatry,
    Branch::SocialServices,
];

/// One thing that somebody tries to do. Much of it must be refused.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    pub(crate) act: Act,
    pub(crate) by: Post,
    pub(crate) now: Moment,
}

#[derive(Clone, Debug)]
pub(crate) enum Act {
    Offer(Offer),
    Receive(Actor),
    Accept(Step),
    WantMore,
    Supply,
    GiveBack(Return),
    Withdraw,
    Reassign,
    SetNextStep(NextStep),
    Close,
    Reopen(Step),
}

impl Command {
    /// Performs the command. A return may give a second event.
    pub(crate) fn perform(self, trail: Trail) -> Result<(Trail, Vec<Event>), Refusal> {
        let Self { act, by, now } = self;
        let (trail, event) = match act {
            Act::Offer(offer) => trail.offer(by, offer, now)?,
            Act::Receive(by) => trail.receive(by, now)?,
            Act::Accept(step) => trail.accept(by, step, now)?,
            Act::WantMore => trail.want_more(by, text("Hur är det i skolan?"), now)?,
            Act::Supply => trail.supply(by, text("Två dagar i veckan."), now)?,
            Act::GiveBack(back) => {
                let (trail, event, alert) = trail.give_back(by, back, now)?;
                return Ok((trail, std::iter::once(event).chain(alert).collect()));
            }
            Act::Withdraw => trail.withdraw(by, WithdrawReason::Mistake, now)?,
            Act::Reassign => trail.reassign(by, now)?,
            Act::SetNextStep(step) => trail.set_next_step(by, step, now)?,
            Act::Close => trail.close(by, CloseReason::GoalsReached, text("Nu är vi klara."), now)?,
            Act::Reopen(step) => trail.reopen(by, text("Det blev svårt igen."), step, now)?,
        };
        Ok((trail, vec![event]))
    }
}

/// Numbers that look random and are the same for the same seed (*splitmix64*).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// A trail and the people who may come upon it.
pub(crate) struct World {
    pub(crate) chance: Chance,
    pub(crate) now: Moment,
    made: u64,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let morning = domain::moment::Day::from_parts(2026, 9, 8).expect("a day");
        Self { chance: Chance::new(seed), now: Moment::in_stockholm(morning, 8, 0), made: 1000 }
    }

    /// Opens a trail at a front door or with a professional.
    pub(crate) fn open(&mut self) -> (Trail, Event) {
        let child = Id::new(Uuid::from_u128(7));
        let start = if self.chance.below(2) == 0 {
            Start::FrontDoor { duty: post(0, 0), by: Actor::Child(child) }
        } else {
            Start::Professional(self.somebody())
        };
        Trail::open(Id::new(Uuid::from_u128(1)), child, start, NextStep::Missing, self.now).expect("a start")
    }

    /// The next thing that somebody tries. Three times out of four it is someone who may be allowed to.
    pub(crate) fn command(&mut self, trail: &Trail) -> Command {
        let by = match self.chance.below(8) {
            0 | 1 => self.somebody(),
            2..=4 => self.at_unit(trail.holder().map(|holder| holder.unit)),
            _ => self.at_unit(trail.pending().map(|handover| handover.to.unit)),
        };
        let minutes = i64::try_from(self.chance.below(3000)).expect("few minutes") - 60;
        let now = self.now.plus(SignedDuration::from_mins(minutes));
        let act = match self.chance.below(14) {
            0 | 1 => Act::Offer(self.offer()),
            2 | 3 => {
                Act::Receive(if self.chance.below(2) == 0 { Actor::Job("deliver".into()) } else { Actor::Post(by) })
            }
            4 | 5 => Act::Accept(self.step(now)),
            6 => Act::WantMore,
            7 => Act::Supply,
            8 => Act::GiveBack(self.back(now)),
            9 => Act::Withdraw,
            10 => Act::Reassign,
            11 => Act::SetNextStep(if self.chance.below(3) == 0 {
                NextStep::Missing
            } else {
                NextStep::Known(self.step(now))
            }),
            12 => Act::Close,
            _ => Act::Reopen(self.step(now)),
        };
        Command { act, by, now }
    }

    fn somebody(&mut self) -> Post {
        let (unit, person) = (self.chance.below(UNITS), self.chance.below(2));
        post(unit, person)
    }

    fn at_unit(&mut self, unit: Option<Id<domain::organisation::Unit>>) -> Post {
        let colleague = self.chance.below(2);
        let found = (0..UNITS).map(|unit| post(unit, colleague)).find(|post| Some(post.unit) == unit);
        found.unwrap_or_else(|| self.somebody())
    }

    fn offer(&mut self) -> Offer {
        self.made += 1;
        let to = self.somebody();
        let level = u8::try_from(self.chance.below(6)).expect("a level");
        let purpose = match self.chance.below(3) {
            0 => Purpose::Referral(Level::new(level).expect("a level")),
            1 => Purpose::Transition18,
            _ => Purpose::Ordinary,
        };
        let to = Destination { unit: to.unit, branch: to.branch };
        Offer {
            id: Id::new(Uuid::from_u128(self.made.into())),
            to,
            purpose,
            summary: text("Sover dåligt sedan i våras."),
        }
    }

    fn back(&mut self, now: Moment) -> Return {
        let step = self.step(now);
        let other = self.somebody();
        let onward = match self.chance.below(2) {
            0 => Onward::GiverKeeps(step),
            _ => Onward::OtherUnit(Acceptance { unit: other.unit, by: other.assignment, at: now, step }),
        };
        Return { reason: ReturnReason::OtherLevel, to_family: text("Elevhälsan hjälper er vidare."), onward }
    }

    /// Seldom a step that has passed, which must be refused.
    fn step(&mut self, now: Moment) -> Step {
        let days = i32::try_from(self.chance.below(40)).expect("few days") - 2;
        Step { what: text("Samtal"), when: When::On(now.day().plus_days(days)) }
    }
}

/// A person at one of the walk's units.
pub(crate) fn post(unit: u64, person: u64) -> Post {
    let number = |kind: u64, which: u64| Uuid::from_u128(u128::from(kind * 100 + which));
    let branch = BRANCHES[usize::try_from(unit).expect("few units")];
    Post {
        staff: Id::new(number(2, unit * 10 + person)),
        assignment: Id::new(number(3, unit * 10 + person)),
        unit: Id::new(number(4, unit)),
        domain: Id::new(number(5, unit)),
        branch,
        role: Role::Psychologist,
    }
}

/// A short text.
pub(crate) fn text<const MAX: usize>(written: &str) -> Text<MAX> {
    Text::parse(written).expect("a short text")
}
