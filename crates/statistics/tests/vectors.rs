//! The reference vectors, each at its own tolerance.

#[cfg(test)]
#[path = "vectors/files.rs"]
mod files;
#[cfg(test)]
#[path = "vectors/methods.rs"]
mod methods;
