//! The assessment of a request: who said what, the ratings, and what is typed about the decision, kept on the server
//! after every step so that nothing is lost.

pub mod commands;
pub(crate) mod forms;
pub mod identifying;
pub(crate) mod overview;
pub(crate) mod pages;
pub(crate) mod sheet;
pub(crate) mod step;
pub(crate) mod store;
pub(crate) mod urgency;
pub(crate) mod views;
pub(crate) mod writing;
