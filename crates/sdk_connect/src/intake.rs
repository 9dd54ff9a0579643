//! The order in which letters are taken in, so that a crash at any point loses none and shows none twice:
//!
//! 1. That something waits is written down, before it is fetched: some access points hand a letter over once only, and
//!    then give it to whoever knows its name.
//! 2. It is fetched, and kept in one commit.
//! 3. Only then is the other side told that it may forget it.
//! 4. That this is done is written down.
//!
//! Whatever was cut off is taken up from what is written down. A letter that comes again, by another name or after a
//! crash, is known again by what is in it: that is the keeper's to see.

use std::future::Future;
use std::pin::Pin;

use crate::connection::{Arrival, Connection, Failure, Ticket};

/// What a keeper answers, later.
pub type Kept<'a, T> = Pin<Box<dyn Future<Output = Result<T, NotKept>> + Send + 'a>>;

/// Whoever stores letters. Each call is one commit, or nothing; each may be made again with the same.
pub trait Keeper: Send + Sync {
    /// What is written down and not done, oldest first.
    fn open(&self) -> Kept<'_, Vec<Open>>;

    /// Writes down that these wait and will be fetched.
    fn expect<'a>(&'a self, tickets: &'a [Ticket]) -> Kept<'a, ()>;

    /// Keeps a letter, and with it that its ticket is kept. A letter that is kept already, by its identifier or byte for
    /// byte, is not kept twice.
    fn keep<'a>(&'a self, ticket: &'a Ticket, arrival: Arrival) -> Kept<'a, Keeping>;

    /// Writes down that a ticket is done with: kept and confirmed.
    fn done<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()>;

    /// Writes down that a ticket can no longer be fetched: somebody must be told. It is done with, too.
    fn gone<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()>;
}

/// A ticket that is not done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which.
    pub ticket: Ticket,
    /// How far it has come.
    pub step: Step,
}

/// How far a ticket has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is to be fetched.
    Expected,
    /// It is kept; the other side is to be told.
    Kept,
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

/// Why taking in stopped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// The other side.
    #[error(transparent)]
    Connection(#[from] Failure),
    /// Our own store.
    #[error(transparent)]
    Keeper(#[from] NotKept),
}

/// What taking in came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many letters are new.
    pub new: usize,
    /// How many had come before.
    pub again: usize,
    /// Tickets that can no longer be fetched.
    pub gone: Vec<Ticket>,
    /// Tickets that gave trouble and will be tried again.
    pub troubled: Vec<(Ticket, Failure)>,
}

/// Takes in whatever waits. To be run by one at a time.
pub async fn take_in(connection: &dyn Connection, keeper: &dyn Keeper) -> Result<Taken, Stopped> {
    let mut open = keeper.open().await?;
    let mut new = connection.waiting().await?;
    new.retain(|ticket| !open.iter().any(|known| known.ticket == *ticket));
    if !new.is_empty() {
        keeper.expect(&new).await?;
    }
    open.extend(new.into_iter().map(|ticket| Open { ticket, step: Step::Expected }));
    let mut taken = Taken::default();
    for Open { ticket, step } in open {
        if step == Step::Expected && !fetch(connection, keeper, &ticket, &mut taken).await? {
            continue;
        }
        match connection.confirm(&ticket).await {
            Ok(()) => keeper.done(&ticket).await?,
            // It is kept. The other side will show it once more, and will be told once more.
            Err(failure) => taken.troubled.push((ticket, failure)),
        }
    }
    Ok(taken)
}

/// Fetches and keeps. False when there is nothing to confirm.
async fn fetch(
    connection: &dyn Connection,
    keeper: &dyn Keeper,
    ticket: &Ticket,
    taken: &mut Taken,
) -> Result<bool, Stopped> {
    match connection.fetch(ticket).await {
        Ok(arrival) => {
            match keeper.keep(ticket, arrival).await? {
                Keeping::New => taken.new += 1,
                Keeping::Again => taken.again += 1,
            }
            Ok(true)
        }
        Err(Failure::NotFound { .. }) => {
            keeper.gone(ticket).await?;
            taken.gone.push(ticket.clone());
            Ok(false)
        }
        Err(failure) => {
            taken.troubled.push((ticket.clone(), failure));
            Ok(false)
        }
    }
}
