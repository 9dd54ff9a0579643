//! A referral (*remiss*): somebody at work asks the front door for help for a child, one question per page, and follows what
//! became of it. What is typed is kept on the server, for the assignment it is typed in, and is gone after a day.

mod answers;
mod commands;
pub(crate) mod day;
pub(crate) mod follow;
pub(crate) mod follow_pages;
mod forms;
pub(crate) mod pages;
mod step;
pub(crate) mod store;
pub(crate) mod views;

pub(crate) use step::START;
