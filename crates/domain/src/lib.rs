//! The rules of Cairn: what may happen to a request, a trail, a clock, a right. Everything here is a function of the
//! values handed in. No clock, no file, no socket, no database, no serialisation.

pub mod id;
pub mod moment;

pub mod child;
pub mod organisation;

pub mod calendar;

pub mod oversight;
pub mod trail;
