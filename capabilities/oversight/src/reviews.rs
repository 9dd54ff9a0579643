//! Answering for openings without a relation: what waits, what was done, what is decided.

pub mod commands;
mod forms;
pub(crate) mod late;
pub(crate) mod pages;
pub(crate) mod store;
