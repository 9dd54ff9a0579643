//! What would be dropped if somebody at work left: the batons they hold, and handovers that only their unit can answer.

pub(crate) mod store;
