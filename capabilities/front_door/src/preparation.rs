//! What somebody has written to prepare themselves before talking with anyone. It is anonymous: nobody here knows who
//! wrote it, and only the code opens it, because the key is made of the code and the code is kept nowhere. Whoever has
//! the code may read it, delete it, or give it to the front door.

pub mod commands;
pub(crate) mod forms;
pub(crate) mod pages;
pub(crate) mod store;

pub use commands::{attach, of, open, purge};
pub(crate) use store::purge as purge_in;

pub use store::Preparation;
