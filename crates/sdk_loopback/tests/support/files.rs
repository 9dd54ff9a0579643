//! A keeper of letters in a folder: an index that is replaced as a whole, and a file for each letter, written before. Whoever
//! keeps letters so can be killed anywhere.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::moment::Moment;
use sdk_connect::intake::{Keeper, Keeping, Kept, NotKept, Open, Step, Tries, Trouble};
use sdk_connect::{Arrival, Attempt, Carries, Connection, Handed, Parcel, Reply, Stage, Ticket};
use serde::{Deserialize, Serialize};

use super::process::say;

/// Where a process stops for good, so that it can be killed there: after so many points.
#[derive(Clone)]
pub(crate) struct Life(Arc<AtomicUsize>);

impl Life {
    pub(crate) fn new(points: usize) -> Self {
        Self(Arc::new(AtomicUsize::new(points)))
    }

    async fn point(&self) {
        if self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err() {
            say("stopped");
            std::future::pending::<()>().await;
        }
    }
}

/// A connection that may stop before and after whatever is asked.
pub(crate) struct Halting {
    pub(crate) inner: Box<dyn Connection>,
    pub(crate) life: Life,
}

macro_rules! halting {
    ($self:ident, $call:expr) => {
        Box::pin(async move {
            $self.life.point().await;
            let done = $call.await;
            $self.life.point().await;
            done
        })
    };
}

impl Connection for Halting {
    fn carries(&self) -> Carries {
        self.inner.carries()
    }

    fn send<'a>(&'a self, parcel: &'a Parcel, attempt: Attempt) -> Reply<'a, Handed> {
        halting!(self, self.inner.send(parcel, attempt))
    }

    fn waiting(&self) -> Reply<'_, Vec<Ticket>> {
        halting!(self, self.inner.waiting())
    }

    fn fetch<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, Arrival> {
        halting!(self, self.inner.fetch(ticket))
    }

    fn confirm<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, ()> {
        halting!(self, self.inner.confirm(ticket))
    }

    fn state<'a>(&'a self, handed: &'a Handed) -> Reply<'a, Stage> {
        halting!(self, self.inner.state(handed))
    }
}

/// The index as it lies in the folder.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Index {
    open: Vec<Line>,
    /// The files of letters that are kept, in the order in which they came.
    pub(crate) kept: Vec<String>,
    /// Names of letters that somebody must be told of.
    pub(crate) told: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    ticket: String,
    step: String,
    made: u8,
    next_at: i64,
}

const STEPS: [(Step, &str); 3] = [(Step::Expected, "expected"), (Step::Kept, "kept"), (Step::Aside, "aside")];

fn code(step: Step) -> String {
    STEPS.iter().find(|(known, _)| *known == step).unwrap().1.to_owned()
}

impl Line {
    fn open(&self) -> Open {
        Open {
            ticket: Ticket(self.ticket.clone()),
            step: STEPS.iter().find(|(_, code)| *code == self.step).unwrap().0,
            tries: Tries { made: self.made, next_at: Moment::from_microseconds(self.next_at) },
        }
    }
}

impl Index {
    pub(crate) fn read(folder: &Path) -> Self {
        std::fs::read(folder.join("index.json"))
            .map_or_else(|_| Self::default(), |it| serde_json::from_slice(&it).unwrap())
    }

    /// Whether nothing is left to be done.
    pub(crate) fn is_done(&self) -> bool {
        self.open.is_empty() && self.told.is_empty()
    }

    fn set(&mut self, ticket: &Ticket, change: impl Fn(&mut Line)) {
        self.open.iter_mut().filter(|line| line.ticket == ticket.0).for_each(change);
    }
}

/// The keeper.
pub(crate) struct Files {
    pub(crate) folder: PathBuf,
    pub(crate) life: Life,
}

impl Files {
    async fn commit<T>(&self, change: impl FnOnce(&mut Index) -> T) -> Result<T, NotKept> {
        self.life.point().await;
        let mut index = Index::read(&self.folder);
        let done = change(&mut index);
        std::fs::write(self.folder.join("index.new"), serde_json::to_vec(&index).unwrap()).map_err(|_| NotKept)?;
        self.life.point().await;
        std::fs::rename(self.folder.join("index.new"), self.folder.join("index.json")).map_err(|_| NotKept)?;
        self.life.point().await;
        Ok(done)
    }
}

impl Keeper for Files {
    fn open(&self) -> Kept<'_, Vec<Open>> {
        Box::pin(async { Ok(Index::read(&self.folder).open.iter().map(Line::open).collect()) })
    }

    fn expect<'a>(&'a self, tickets: &'a [Ticket]) -> Kept<'a, ()> {
        let line = |ticket: &Ticket| Line {
            ticket: ticket.0.clone(),
            step: code(Step::Expected),
            made: Tries::NONE.made,
            next_at: Tries::NONE.next_at.microseconds(),
        };
        Box::pin(self.commit(move |index| index.open.extend(tickets.iter().map(line))))
    }

    fn trying<'a>(&'a self, ticket: &'a Ticket, tries: Tries) -> Kept<'a, ()> {
        Box::pin(self.commit(move |index| {
            index.set(ticket, |line| (line.made, line.next_at) = (tries.made, tries.next_at.microseconds()));
        }))
    }

    fn keep<'a>(&'a self, ticket: &'a Ticket, arrival: Arrival) -> Kept<'a, Keeping> {
        Box::pin(async move {
            self.life.point().await;
            let bytes = match arrival {
                Arrival::Envelope { bytes, .. } => bytes,
                Arrival::Message(message) => message.to_xml().into_bytes(),
            };
            let name = URL_SAFE_NO_PAD.encode(digest(&SHA256, &bytes));
            std::fs::write(self.folder.join(&name), &bytes).map_err(|_| NotKept)?;
            drop(bytes);
            self.commit(move |index| {
                index.set(ticket, |line| {
                    *line = Line {
                        ticket: ticket.0.clone(),
                        step: code(Step::Kept),
                        made: Tries::NONE.made,
                        next_at: Tries::NONE.next_at.microseconds(),
                    };
                });
                if index.kept.contains(&name) {
                    return Keeping::Again;
                }
                index.kept.push(name);
                Keeping::New
            })
            .await
        })
    }

    fn done<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()> {
        Box::pin(self.commit(move |index| index.open.retain(|line| line.ticket != ticket.0)))
    }

    fn gone<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()> {
        Box::pin(self.commit(move |index| {
            index.open.retain(|line| line.ticket != ticket.0);
            index.told.push(ticket.0.clone());
        }))
    }

    fn aside<'a>(&'a self, ticket: &'a Ticket, _: &'a Trouble) -> Kept<'a, ()> {
        Box::pin(self.commit(move |index| {
            index.set(ticket, |line| line.step = code(Step::Aside));
            index.told.push(ticket.0.clone());
        }))
    }
}
