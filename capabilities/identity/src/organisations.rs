//! Organisations and people at work: public facts, held in memory as a [`Book`] and read anew when they change.

pub mod book;
pub mod commands;
pub mod duty;
pub mod in_hand;
pub(crate) mod store;

pub use book::{Book, Colleague};
pub use in_hand::{InHand, WhenCounting, lay_in_hands_of};
