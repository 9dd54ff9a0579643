//! Background work. A job has a name, an actor with rights of its own, and a function that does what is due at a moment;
//! doing it again does nothing more. However many servers run, one is at a job at a time: a row holds the lease.
//!
//! Not here: what is due (`domain`), what each job does (the capability that owns the tables), how often (the settings).

mod runner;
mod store;

pub use runner::{Runner, Stop, Went};

use std::pin::Pin;

use audit::{Asker, Refused};
use database::{Migration, Migrations};
use domain::moment::Moment;

/// The tables of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "jobs",
    files: &[Migration { number: 1, name: "job", sql: include_str!("../migrations/0001_job.sql") }],
};

/// Every statement of this crate, for the test that prepares them.
#[doc(hidden)]
pub const STATEMENTS: &[&str] = store::STATEMENTS;

/// What a job's function gives: how much it did.
pub type Work = Pin<Box<dyn Future<Output = Result<u64, Refused>> + Send>>;

/// One kind of background work.
#[derive(Clone, Copy)]
pub struct Job {
    /// Its name: what the operator calls it, and the key of its lease.
    pub name: &'static str,
    /// What it does, for the operator.
    pub about: &'static str,
    /// As whom it acts: its name in policies and in the log.
    pub actor: &'static str,
    /// Does some of what is due and says how much. Called again until it says nothing was left.
    pub run: fn(Asker) -> Work,
}

/// Names a server at a job.
#[derive(Debug)]
pub enum Holder {}

/// How a job went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// To its end.
    Done,
    /// It failed; what it had finished before stays.
    Failed,
}

impl Outcome {
    const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Done, Self::Failed].into_iter().find(|outcome| outcome.code() == code)
    }
}

/// How a job went last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// How.
    pub outcome: Outcome,
    /// When it ended.
    pub ran_at: Moment,
    /// How much it did.
    pub amount: i64,
    /// When it is due again.
    pub due_at: Moment,
}
