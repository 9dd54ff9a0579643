//! Who may do what. Every right is a policy in `policies/`, readable without knowing Rust; what a policy needs to know is
//! a fact handed in. A decision in favour is a [`Permit`], which cannot be made anywhere else: personal data is read and
//! changed only against one.

pub mod action;
mod actor;
mod decide;
pub mod facts;
mod permit;

pub use action::Action;
pub use actor::{Actor, branch_code, branch_from_code, role_code, role_from_code};
pub use decide::{Access, PolicyError};
pub use permit::{Denied, Knowledge, Permit, Subject, Trace};
