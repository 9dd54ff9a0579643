//! Offers of the baton, as they are stored.

pub(crate) mod store;
