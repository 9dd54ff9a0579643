//! Sharing entries with a unit in another secrecy domain: what each receiver will newly see, on what ground, who is
//! asked, and what they answer. Nothing crosses by reading: the receiver gets a copy, and the journal a line.
//! Source: dossier 2.3, 6.1-6.3; mission promise 3. Not here: which grounds there are and who must consent, which the
//! domain knows.

pub mod arrangement;
pub(crate) mod check;
pub mod commands;
pub(crate) mod consents;
pub(crate) mod expiry;
pub(crate) mod forms;
pub(crate) mod ground;
pub(crate) mod lines;
pub(crate) mod list;
pub(crate) mod offer;
pub(crate) mod pages;
pub(crate) mod rows;
pub(crate) mod store;
