//! Who has read: the family's own page, and lines of the log in plain words for whoever may see them.

pub mod commands;
pub(crate) mod gathered;
pub(crate) mod pages;
pub(crate) mod store;
pub mod words;
