//! What is known of the database without asking it anything, for those who keep the system running.

use std::sync::PoisonError;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::moment::Moment;

use crate::engine::{Database, Engine};
use crate::failure::Failure;

/// When it was last heard from, in microseconds since 1970; 0 for never.
#[derive(Default)]
pub(crate) struct Heard {
    answered_at: AtomicI64,
    failed_at: AtomicI64,
}

/// What is known of the database without asking it anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// "sqlite" or "postgres".
    pub engine: &'static str,
    /// How many connections are open.
    pub connections: u32,
    /// How many of them wait for work.
    pub idle: usize,
    /// How many opened keys of children are held in memory.
    pub keys_held: usize,
    /// When it last answered.
    pub answered_at: Option<Moment>,
    /// When it last was out of order: gone, too slow, or full.
    pub failed_at: Option<Moment>,
}

impl Health {
    /// Whether the last thing heard from the database was an answer.
    pub fn is_well(&self) -> bool {
        self.failed_at.is_none_or(|failed_at| self.answered_at.is_some_and(|answered_at| failed_at < answered_at))
    }
}

impl Database {
    /// What is known of the database without asking it anything.
    pub fn health(&self) -> Health {
        let (engine, connections, idle) = match &self.shared.engine {
            Engine::Sqlite { writer, readers } => {
                ("sqlite", writer.size() + readers.size(), writer.num_idle() + readers.num_idle())
            }
            Engine::Postgres(pool) => ("postgres", pool.size(), pool.num_idle()),
        };
        let keys_held = self.shared.keys.lock().unwrap_or_else(PoisonError::into_inner).len();
        let moment =
            |at: &AtomicI64| Some(at.load(Ordering::Relaxed)).filter(|at| *at > 0).map(Moment::from_microseconds);
        let heard = &self.shared.heard;
        Health {
            engine,
            connections,
            idle,
            keys_held,
            answered_at: moment(&heard.answered_at),
            failed_at: moment(&heard.failed_at),
        }
    }

    /// Notes that the database answered, or that it is out of order. A refusal is an answer.
    pub(crate) fn heard<T>(&self, answer: Result<T, Failure>) -> Result<T, Failure> {
        let heard = &self.shared.heard;
        let at = match &answer {
            Err(failure) if failure.is_outage() => &heard.failed_at,
            Ok(_) | Err(_) => &heard.answered_at,
        };
        at.store(self.environment().now().microseconds(), Ordering::Relaxed);
        answer
    }
}
