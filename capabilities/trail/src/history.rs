//! What has happened to a trail, as it is stored.

pub(crate) mod store;
