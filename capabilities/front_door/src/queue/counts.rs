//! How many there are in a queue: in each part of it now, and over the last weeks.

pub(crate) mod store;
