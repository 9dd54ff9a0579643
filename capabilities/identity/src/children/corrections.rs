//! Putting right what is known of a child: who it is, where it lives, how it is reached. What stood there before is kept,
//! with who changed it, as long as the protection of the identity allows that. Source: PDL 3:14; dossier 2.4, 2.5.

pub mod commands;
pub(crate) mod forms;
pub(crate) mod history;
pub(crate) mod pages;
pub(crate) mod store;

pub use history::{Before, Changed};
