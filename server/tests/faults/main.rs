//! What happens when the machine under Cairn fails: the real program is killed in the middle of writing, its disk is full,
//! its database is gone. Nothing that was accepted is lost, nothing is half done, and people are told plainly.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what the tests share may fail as the tests do"
)]

mod full;
mod gone;
mod handed;
mod killed;
mod people;
mod world;

/// The forms of the front door, as its own tests fill them in.
#[path = "../../../capabilities/front_door/tests/working/world.rs"]
#[expect(dead_code, reason = "only the forms are used here")]
mod front_door_forms;
