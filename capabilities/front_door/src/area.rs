//! Which front door answers for which municipality.

pub mod commands;
pub(crate) mod store;
