//! What is written on a trail: each entry in the secrecy domain it belongs to, with every version, and hidden from a
//! guardian where that is decided. Whoever reads, reads the entries and copies of their own domain and no others.
//! Source: dossier 2.3, 6.3. Not here: how an entry crosses to another domain, which `sharing` does.

pub(crate) mod change;
pub mod commands;
pub(crate) mod forms;
pub(crate) mod hidings;
pub(crate) mod pages;
pub(crate) mod panel;
pub(crate) mod rows;
pub(crate) mod sealed;
pub(crate) mod show;
pub(crate) mod store;
pub(crate) mod views;
pub(crate) mod whole;
