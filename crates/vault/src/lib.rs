//! Sealed values. Whatever identifies or describes a child is sealed with AES-256-GCM under a key of that child, and
//! every such key is wrapped by a master key that never enters the database. Destroying a child's key is erasure.
//!
//! Not here: where wrapped keys are stored (`database`), who may open them (`access`).

mod blind;
mod master;
mod seal;

pub use blind::BlindIndex;
pub use master::{Master, MasterError};
pub use seal::{Key, Sealed, Unreadable, Wrapped};
