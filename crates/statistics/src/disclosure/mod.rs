//! Disclosure control: what may be published of a table without revealing a child.
//!
//! [`protect`] decides which cells to hold back and proves it with intervals; [`attack`] tries to undo it and shares
//! nothing with it but [`table::Table`].

pub mod rules;
pub mod table;

pub mod attack;
pub mod protect;
