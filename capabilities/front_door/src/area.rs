//! Which front door answers for which municipality.

pub mod commands;
pub(crate) mod pages;
pub(crate) mod store;
