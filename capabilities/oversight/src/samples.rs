//! Samples of the log of a unit: some lines by risk and some by chance, drawn so that they can be drawn again, each looked
//! at by somebody else than the one it is about. Source: PDL 4:3; dossier story 24.
//! Not here: that staff and child share a surname. Surnames are sealed under the child's key, and no fingerprint of them
//! is kept: surnames are few, so that a fingerprint would give them away.

pub mod commands;
pub(crate) mod pages;
pub(crate) mod store;
mod weigh;
