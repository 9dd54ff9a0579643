//! What somebody has written to prepare themselves before talking with anyone: anonymous, and opened only with a code.
