//! Waiting told truthfully: those who still wait count as long as they have waited.

pub mod curve;
pub mod log_rank;

use crate::confidence::not_negative;
use crate::refusal::Refusal;

/// Whether the wait had ended when it was last looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The event came at this time.
    Event,
    /// Still waiting at this time; what comes later is not known.
    Censored,
}

/// One wait: a finite time of at least 0 and what happened then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    time: f64,
    outcome: Outcome,
}

impl Wait {
    /// Checks the time. Unit: any, the same for all waits.
    pub fn new(time: f64, outcome: Outcome) -> Result<Self, Refusal> {
        Ok(Self { time: not_negative(time, "a time")?, outcome })
    }

    /// How long.
    pub fn time(self) -> f64 {
        self.time
    }

    /// What happened.
    pub fn outcome(self) -> Outcome {
        self.outcome
    }
}
