//! Looking after those who look: opening a trail without a relation, and reviewing the log. Source: dossier 6.3 (PDL
//! 4:1-4:3), story 24; products C11.

pub mod break_glass;
pub mod sampling;
