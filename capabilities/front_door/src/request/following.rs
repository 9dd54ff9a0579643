//! Following what one has asked for: with the code of the receipt, or logged in. How much is told is decided in
//! `domain::front_door::following`.

pub mod commands;
pub(crate) mod pages;
pub(crate) mod store;
