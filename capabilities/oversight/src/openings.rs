//! Opening a trail without a relation to it: asking, ending, and explaining afterwards.

pub mod commands;
pub(crate) mod forms;
pub(crate) mod pages;
pub(crate) mod sealed;
pub(crate) mod store;
