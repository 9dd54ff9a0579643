//! Asking for help, one question per page, without logging in.
