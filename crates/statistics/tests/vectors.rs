//! The reference vectors, each at its own tolerance.

#[cfg(test)]
#[path = "vectors/compare.rs"]
mod compare;
#[cfg(test)]
#[path = "vectors/disclosure.rs"]
mod disclosure;
#[cfg(test)]
#[path = "vectors/files.rs"]
mod files;
#[cfg(test)]
#[path = "vectors/methods.rs"]
mod methods;
