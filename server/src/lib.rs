//! The server: what the binary `cairn` is made of.

pub mod admin;
pub mod assemble;
pub mod demo;
pub mod serve;
pub mod settings;
pub mod telemetry;
