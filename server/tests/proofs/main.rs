//! Proofs over the whole system, as it runs: every route, every statement, every place where a word about a child could
//! stand although it must not.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where its world is wrong; whether that is in a test function or beside it makes no difference"
)]
#![expect(
    clippy::similar_names,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::type_complexity,
    reason = "what a fault is told with is short, and read beside what it came from"
)]

mod bad_input;
mod bytes;
mod erasing;
mod expected;
mod form;
mod headers;
mod leaks;
mod routes;
mod state;
mod statements;
mod time;
mod walk;
mod world;
