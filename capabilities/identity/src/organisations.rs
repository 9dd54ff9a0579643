//! Organisations and people at work: public facts, held in memory as a [`Book`] and read anew when they change.

pub mod book;
pub mod commands;
pub(crate) mod store;

pub use book::{Book, Colleague};
