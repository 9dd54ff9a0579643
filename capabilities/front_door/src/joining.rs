//! Two records of one and the same child, said to be one by whoever has a request of one of them in their hands: choosing
//! the other, seeing both beside each other, and joining (docs/decisions/0036). It cannot be undone.

pub mod commands;
mod compare;
mod merging;
pub(crate) mod pages;
pub(crate) mod store;
mod views;
