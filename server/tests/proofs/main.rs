//! Proofs over the whole system, as it runs: every route, every statement, every place where a word about a child could
//! stand although it must not.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where its world is wrong; whether that is in a test function or beside it makes no difference"
)]

mod bad_input;
mod bytes;
mod erasing;
mod expected;
mod form;
mod headers;
mod joining;
mod leaks;
mod routes;
mod state;
mod statements;
mod time;
mod walk;
mod world;
