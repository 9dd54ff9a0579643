//! Requests for help: how they are kept, and how one comes in.

pub(crate) mod carrying;
pub mod commands;
pub mod events;
pub mod following;
pub(crate) mod gist;
pub mod promise;
mod sealed;
pub mod store;
