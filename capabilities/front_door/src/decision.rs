//! The decision: a level, where to, what the family is told and what happens next. The table suggests, a professional
//! decides, and the trail carries it out.

pub mod anew;
pub mod commands;
pub(crate) mod crossing;
pub(crate) mod forms;
pub(crate) mod pages;
mod review;
mod sealed;
pub(crate) mod store;
pub(crate) mod views;
