//! Protected identity: the grade with its source and since when, the few who may open it, and taking it away in two steps.
//! What a protection hides follows at once, because every page asks for the mark each time. Source: dossier 2.5 [21][22][24].

mod about;
pub mod commands;
pub(crate) mod pages;
pub mod said;
pub(crate) mod store;
