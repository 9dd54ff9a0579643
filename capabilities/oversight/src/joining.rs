//! Two records of one child become one (docs/decisions/0036): openings of the other, and what came of their review, are the
//! survivor's. The lines of the log stay where they are, and are read under both.

pub(crate) mod store;
