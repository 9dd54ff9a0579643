//! What happens when the machine under Cairn fails: the real program is killed in the middle of writing, its disk is full,
//! its database is gone. Nothing that was accepted is lost, nothing is half done, and people are told plainly.

mod full;
mod gone;
mod killed;
mod people;
mod world;
