//! Organisations, people at work, children, guardians, and who stands in what relation to a child.
