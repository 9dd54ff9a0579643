//! Asking for help and preparing oneself, through HTTP; and how requests are stored.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

mod asking;
mod following;
mod joining;
mod preparing;
mod promising;
mod protecting;
mod saying;
mod standing;
mod storing;
mod world;
