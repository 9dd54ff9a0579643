//! What has happened to a request: who did what and when, with the reason where one was given.

pub mod store;
