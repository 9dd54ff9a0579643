//! Logging in: with a code that one was given, through the region's identity provider, or, in the demo region only, with
//! one click on an invented person.

pub mod commands;
pub mod pages;
pub mod staff;
pub(crate) mod staff_pages;
pub(crate) mod store;

pub use staff_pages::{AFTER, RETURN};
