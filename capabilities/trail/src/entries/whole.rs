//! Entries with everything that belongs to them.

pub(crate) mod store;
