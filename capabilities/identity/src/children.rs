//! Children, guardians, and who stands in what relation to a child.

pub mod adults;
pub mod codes;
pub mod commands;
pub mod corrections;
pub mod described;
pub(crate) mod guardians;
pub mod joining;
pub(crate) mod pages;
pub mod person;
pub mod protection;
pub mod relations;
pub(crate) mod store;

pub use guardians::{GuardianView, Shown, shown_of};
pub use person::{Age, Contact, Identity, LANGUAGES, Label, MessageSafety};
pub use relations::{Relations, Whose};
