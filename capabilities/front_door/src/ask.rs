//! Asking for help, one question per page, without logging in. What is written is kept on the server from the first
//! answer, under the key the child will have, and is gone after a day or when the person says so.

mod answers;
pub(crate) mod calling;
pub mod commands;
mod forms;
pub(crate) mod pages;
mod step;
pub(crate) mod store;
mod views;

pub use commands::purge_drafts;
pub(crate) use forms::LANGUAGES;
