//! Surveys: a weighted sample in strata and clusters, and what it says about everybody.

pub mod design;
pub mod estimate;
