//! What would be dropped if somebody at work left: requests they have taken, and the municipalities of a front door.

pub(crate) mod store;
