//! The public guide: one question at a time, answered in the body of a form and never in an address. Nothing is stored,
//! no cookie is set, and the answers live only in the page that is shown.

mod answers;
mod pages;

pub(crate) use answers::Who;
pub(crate) use pages::{about_choices, ask, public_facts, restart};
