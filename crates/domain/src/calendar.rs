//! Working days in Sweden.
