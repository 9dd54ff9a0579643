//! The order in which letters are taken in, so that a crash at any point loses none and shows none twice:
//!
//! 1. That something waits is written down, before it is fetched: some access points hand a letter over once only, and
//!    then give it to whoever knows its name.
//! 2. That it is tried is written down; it is fetched, and kept in one commit.
//! 3. Only then is the other side told that it may forget it.
//! 4. That this is done is written down.
//!
//! Whatever was cut off is taken up from what is written down. A letter that comes again, by another name or after a
//! crash, is known again by what is in it: that is the keeper's to see.
//!
//! A letter that cannot be taken in is tried [`TRIES_MAX`] times with growing waits, also where the program dies at it, and
//! then set aside: written down, told, and left alone. Those behind it are reached: what has been tried more than once comes
//! last, and what is known already hides nothing that is new.

mod tries;

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;

use domain::moment::Moment;

use crate::connection::{Arrival, Connection, Failure, Ticket};

pub use tries::{TRIES_MAX, Tries};

/// How many new letters are taken up in one round. The others wait for the next.
pub const NEW_MAX: usize = 1000;

/// After how many letters in a row that nobody answers for, each after a long wait, a round ends.
const SILENT_MAX: usize = 3;

/// What a keeper answers, later.
pub type Kept<'a, T> = Pin<Box<dyn Future<Output = Result<T, NotKept>> + Send + 'a>>;

/// Whoever stores letters. Each call is one commit, or nothing; each may be made again with the same.
pub trait Keeper: Send + Sync {
    /// What is written down and not done, oldest first; with what is set aside, for as long as nobody has dealt with it.
    fn open(&self) -> Kept<'_, Vec<Open>>;

    /// Writes down that these wait and will be fetched.
    fn expect<'a>(&'a self, tickets: &'a [Ticket]) -> Kept<'a, ()>;

    /// Writes down that a ticket is being tried: how often with this time, and from when it may be tried again.
    fn trying<'a>(&'a self, ticket: &'a Ticket, tries: Tries) -> Kept<'a, ()>;

    /// Keeps a letter, and with it that its ticket is kept. A letter that is kept already, by its identifier or byte for
    /// byte, is not kept twice.
    fn keep<'a>(&'a self, ticket: &'a Ticket, arrival: Arrival) -> Kept<'a, Keeping>;

    /// Writes down that a ticket is done with: kept and confirmed.
    fn done<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()>;

    /// Writes down that a ticket can no longer be fetched: somebody must be told. It is done with, too.
    fn gone<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()>;

    /// Writes down that a ticket is set aside, and why: somebody must be told, also when whoever called was cut off before
    /// doing so. It is not tried again until somebody has it expected anew.
    fn aside<'a>(&'a self, ticket: &'a Ticket, why: &'a Trouble) -> Kept<'a, ()>;
}

/// A ticket that is not done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which.
    pub ticket: Ticket,
    /// How far it has come.
    pub step: Step,
    /// How often that step has been tried.
    pub tries: Tries,
}

impl Open {
    /// One that waits to be fetched.
    pub fn expected(ticket: Ticket) -> Self {
        Self { ticket, step: Step::Expected, tries: Tries::NONE }
    }
}

/// How far a ticket has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is to be fetched.
    Expected,
    /// It is kept; the other side is to be told.
    Kept,
    /// It is set aside.
    Aside,
}

/// What keeping came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// It is new.
    New,
    /// It was here already.
    Again,
}

/// It could not be kept. Why is for the keeper to log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the letter could not be kept")]
pub struct NotKept;

/// Why a letter was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The other side did not give it, or did not hear that it is kept.
    #[error(transparent)]
    Connection(#[from] Failure),
    /// It was fetched and could not be kept.
    #[error(transparent)]
    NotKept(#[from] NotKept),
    /// The last try was begun, and the program ended before it did.
    #[error("the program ended while the letter was being taken in")]
    CutOff,
}

/// Why a round stopped before its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// The other side.
    #[error(transparent)]
    Connection(#[from] Failure),
    /// Our own store.
    #[error(transparent)]
    Keeper(#[from] NotKept),
}

/// What a round of taking in came to. All of it has happened, also where it stopped.
#[must_use = "somebody must be told what is set aside and what is gone, and why it stopped"]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many letters are new.
    pub new: usize,
    /// How many had come before.
    pub again: usize,
    /// How many are known and not tried now: their time has not come.
    pub later: usize,
    /// Tickets that gave trouble and will be tried again.
    pub troubled: Vec<(Ticket, Trouble)>,
    /// Tickets that are set aside from now on: nobody will see these letters unless somebody does something.
    pub aside: Vec<(Ticket, Trouble)>,
    /// Tickets that can no longer be fetched.
    pub gone: Vec<Ticket>,
    /// Why the round ended before all had been tried, where it did.
    pub stopped: Option<Stopped>,
}

/// Takes in whatever waits. To be run by one at a time.
pub async fn take_in(connection: &dyn Connection, keeper: &dyn Keeper, now: Moment) -> Taken {
    let mut round = Round { connection, keeper, now, silent: 0, taken: Taken::default() };
    let stopped = round.run().await.err();
    Taken { stopped, ..round.taken }
}

struct Round<'a> {
    connection: &'a dyn Connection,
    keeper: &'a dyn Keeper,
    now: Moment,
    /// How many letters in a row nobody has answered for.
    silent: usize,
    taken: Taken,
}

/// What fetching came to.
enum Fetched {
    Kept,
    Gone,
    Not(Trouble),
}

impl Round<'_> {
    async fn run(&mut self) -> Result<(), Stopped> {
        let mut open = self.keeper.open().await?;
        let mut new = self.connection.waiting().await?;
        let known: HashSet<&Ticket> = open.iter().map(|open| &open.ticket).collect();
        new.retain(|ticket| !known.contains(ticket));
        new.truncate(NEW_MAX);
        if !new.is_empty() {
            self.keeper.expect(&new).await?;
        }
        open.extend(new.into_iter().map(Open::expected));
        // Stable: what was cut off once, by something that was not its fault, stays in its place.
        open.sort_by_key(|open| open.tries.made.saturating_sub(1));
        for open in open {
            self.take(open).await?;
        }
        Ok(())
    }

    async fn take(&mut self, open: Open) -> Result<(), Stopped> {
        let Open { ticket, step, tries } = open;
        let to_be_fetched = match step {
            Step::Aside => return Ok(()),
            Step::Expected => true,
            Step::Kept => false,
        };
        if !tries.is_due(self.now) {
            self.taken.later += 1;
            return Ok(());
        }
        if tries.are_over() {
            return self.set_aside(ticket, Trouble::CutOff).await;
        }
        let mut tries = tries.begin(self.now);
        self.keeper.trying(&ticket, tries).await?;
        if to_be_fetched {
            match self.fetch(&ticket).await? {
                Fetched::Gone => return Ok(()),
                Fetched::Not(trouble) => return self.failed(ticket, tries, trouble).await,
                // Telling the other side is tried as often as fetching was.
                Fetched::Kept => tries = Tries::NONE.begin(self.now),
            }
        }
        match self.connection.confirm(&ticket).await {
            Ok(()) => {
                self.silent = 0;
                Ok(self.keeper.done(&ticket).await?)
            }
            // It is kept. The other side will show it once more, and will be told once more.
            Err(failure) => {
                self.keeper.trying(&ticket, tries).await?;
                self.failed(ticket, tries, failure.into()).await
            }
        }
    }

    async fn fetch(&mut self, ticket: &Ticket) -> Result<Fetched, Stopped> {
        let arrival = match self.connection.fetch(ticket).await {
            Ok(arrival) => arrival,
            Err(Failure::NotFound { .. }) => {
                self.keeper.gone(ticket).await?;
                self.taken.gone.push(ticket.clone());
                return Ok(Fetched::Gone);
            }
            Err(failure) => return Ok(Fetched::Not(failure.into())),
        };
        // A store that keeps nothing at all stops the round at the next thing that is to be written down.
        Ok(match self.keeper.keep(ticket, arrival).await {
            Ok(Keeping::New) => {
                self.taken.new += 1;
                Fetched::Kept
            }
            Ok(Keeping::Again) => {
                self.taken.again += 1;
                Fetched::Kept
            }
            Err(error) => Fetched::Not(error.into()),
        })
    }

    /// Notes what has failed; sets it aside after the last try. Ends the round where nobody is there to ask for the rest.
    async fn failed(&mut self, ticket: Ticket, tries: Tries, trouble: Trouble) -> Result<(), Stopped> {
        let ends = match &trouble {
            Trouble::Connection(failure @ Failure::Unreached { .. }) => Some(failure.clone()),
            Trouble::Connection(failure @ Failure::Silent { .. }) => {
                self.silent += 1;
                (self.silent >= SILENT_MAX).then(|| failure.clone())
            }
            Trouble::Connection(_) | Trouble::NotKept(_) | Trouble::CutOff => {
                self.silent = 0;
                None
            }
        };
        if tries.are_over() {
            self.set_aside(ticket, trouble).await?;
        } else {
            self.taken.troubled.push((ticket, trouble));
        }
        ends.map_or(Ok(()), |failure| Err(failure.into()))
    }

    async fn set_aside(&mut self, ticket: Ticket, why: Trouble) -> Result<(), Stopped> {
        self.keeper.aside(&ticket, &why).await?;
        self.taken.aside.push((ticket, why));
        Ok(())
    }
}
