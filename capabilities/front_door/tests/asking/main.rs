//! Asking for help and preparing oneself, through HTTP; and how requests are stored.

mod asking;
mod preparing;
mod storing;
mod world;
