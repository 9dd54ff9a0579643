//! Letters to and from other authorities (SDK): how far each has come. Source: DIGG's API between message service and
//! client, status model; specification of receipts.
//!
//! Here are the rules only; keeping them is for whoever stores letters.

pub mod incoming;
pub mod outgoing;

/// What a receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The receiver has verified, decrypted and accepted the message.
    Accepted,
    /// The receiver has not.
    Rejected,
}
