//! How unevenly groups are spread over units, for example pupils over schools.

pub mod autocorrelation;
pub mod indices;
