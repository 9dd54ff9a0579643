//! What is sealed of an opening and its review. The sealed forms are ours to keep readable: a field is added with a
//! default, never renamed.

use database::Failure;
use domain::trail::Text;
use serde::{Deserialize, Serialize};

/// Why a trail was opened.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedReason {
    pub(crate) reason: String,
    pub(crate) why: String,
}

/// A question, an answer, or what the family is told.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedWords {
    pub(crate) words: String,
}

/// Text as it was accepted once.
pub(crate) fn text<const MAX: usize>(written: &str) -> Result<Text<MAX>, Failure> {
    Text::parse(written).map_err(|_| Failure::Meaning { what: "opening text" })
}
