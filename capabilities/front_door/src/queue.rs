//! The queue of a front door: who waits, in which order, and who takes the next.

pub mod commands;
pub(crate) mod counts;
pub(crate) mod day;
pub(crate) mod figures;
pub(crate) mod pages;
pub(crate) mod store;
