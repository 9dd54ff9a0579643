//! Codes that people at work hand out, so that a family without an e-identification reaches its own pages: each person has
//! one that works; a new one ends the one before.

pub mod commands;
pub(crate) mod pages;
pub(crate) mod store;
