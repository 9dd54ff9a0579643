//! Acute danger: the page that stands before everything else until somebody has acted and said so.

pub mod commands;
mod forms;
pub(crate) mod pages;
