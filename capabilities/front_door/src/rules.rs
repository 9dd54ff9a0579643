//! The region's tables of rules: dated editions that are never changed, drafts on their way to become one, and the pages
//! where a steward reads, copies, edits and proves them.

pub mod commands;
mod draft_pages;
mod forms;
pub(crate) mod pages;
pub(crate) mod sentences;
pub(crate) mod store;
mod stored;

pub use commands::{in_force, install_example};
