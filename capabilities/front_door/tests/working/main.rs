//! What people at work do at the front door, through HTTP: take, interview, rate, decide, keep the rules.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world fails")]

mod anew;
mod areas;
mod asked_again;
mod assessing;
mod calling;
mod danger;
mod duty;
mod hidden_asker;
mod identifying;
mod joining;
mod joining_store;
mod leaving;
mod logging;
mod queue;
mod referring;
mod returned;
mod rules;
mod store;
mod world;
