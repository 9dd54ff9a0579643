//! The rules of Cairn: what may happen to a request, a trail, a clock, a right. Everything here is a function of the
//! values handed in. No clock, no file, no socket, no database, no serialisation.

pub mod id;
pub mod moment;

pub mod age;
pub mod child;
pub mod identity_number;
pub mod organisation;
pub mod protection;
pub mod surname;

pub mod consent;
pub mod disclosure;

pub mod calendar;
pub mod clock;

pub mod directory;
pub mod front_door;

pub mod letter;

pub mod oversight;
pub mod retention;
pub mod trail;
