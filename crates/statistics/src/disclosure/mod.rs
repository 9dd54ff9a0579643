//! Disclosure control: what may be published of a table without revealing a child.
//!
//! [`protect`] decides which cells to hold back and proves it with intervals; [`attack`] tries to undo it and shares
//! nothing with it but [`table::Table`]; [`ledger`] remembers what was published and refuses what would, together with
//! it, reveal somebody; [`rounding`] is the alternative that publishes every cell, changed a little.

pub mod rules;
pub mod table;

pub mod attack;
pub mod protect;

pub mod ledger;
pub mod rounding;
