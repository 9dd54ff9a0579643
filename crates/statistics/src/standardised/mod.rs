//! Rates made comparable between areas of different age: direct and indirect standardisation.

pub mod direct;
pub mod indirect;
