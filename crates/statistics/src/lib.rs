//! How are the children, and may it be told? Rates, intervals, survival, surveys, segregation and disclosure control.
//!
//! Everything here is a function of the values handed in. What cannot be worked out is a named case, never "not a
//! number". The methods with their formulas and sources: docs/reference/statistics.md.

#![expect(clippy::doc_markdown, reason = "formulas read as formulas, not as code")]
#![expect(clippy::similar_names, reason = "formulas keep the letters of their sources")]

pub mod confidence;
pub mod distribution;
pub mod refusal;

pub mod mean;
pub mod proportion;
pub mod quantile;
pub mod rate;
pub mod standardised;

pub mod comparison;
pub mod funnel;
pub mod gradient;
pub mod trend;

pub mod columns;
pub mod reliable_change;
pub mod segregation;
pub mod survey;
pub mod survival;

pub mod disclosure;

pub mod command;
mod linear;
