//! Children, guardians, and who stands in what relation to a child.

pub mod commands;
pub(crate) mod guardians;
pub mod person;
pub mod relations;
pub(crate) mod store;

pub use person::{Age, Contact, GuardianView, Identity, Label, MessageSafety};
pub use relations::Relations;
