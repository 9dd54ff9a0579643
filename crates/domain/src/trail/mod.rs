//! The trail (*led*) of one child between organisations, and the baton (*stafettpinnen*) that exactly one unit and
//! person hold at every moment. What is written on the way, who may see it, how it is shared and how it is drawn.
//! Source: mission promises 1, 3 and 7; dossier 2.3, 3.6, 6.1-6.3; products A3 (the baton rule).
//! Not here: the grounds to disclose and the consents, which `disclosure` and `consent` decide.

mod codes;
mod text;

mod baton;
mod event;
mod handover;
mod hiding;
mod refusal;
#[expect(clippy::module_inception, reason = "the trail is the noun this module is about")]
mod trail;

pub mod entry;
pub mod layout;
pub mod map;
pub mod relation;
pub mod sharing;

pub use baton::{
    Clocks, CloseReason, Destination, Handover, Holder, Level, NextStep, Purpose, QUESTIONS_MAX, Receipt, ReturnReason,
    Stage, Step, Supplement, When, WithdrawReason,
};
pub use event::{Actor, Event, Happened, Misfit, replay};
pub use handover::{Acceptance, Offer, Onward, Return};
pub use refusal::Refusal;
pub use text::{Text, TextFault};
pub use trail::{Closed, Open, Snapshot, Start, State, Trail};

pub(crate) use codes::coded;
