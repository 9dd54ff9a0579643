//! The doors to the outside for letters between authorities: an access point (Domibus' web service) and a message
//! service (DIGG's SDK API), behind one trait; and the order in which letters are taken in, so that none is lost.
//!
//! Source: specification 4.1 and 4.2, see docs/reference/sdk-conformance.md. What a letter is, is for `sdk` to say; how
//! far it has come, for `domain::letter`; keeping them, for whoever implements [`intake::Keeper`].
//! What organisations publish is found by [`lookup`]: DNS, then metadata that are signed. What issuers have revoked is
//! asked of [`responder`] and fetched by [`lists`].
//! Not here: Holodeck, file drop.

pub mod connection;

pub mod desk;
pub mod intake;
pub mod progress;

pub mod domibus;
pub mod sdk_api;

pub mod dns;
pub mod door;
pub mod lists;
pub mod lookup;
pub mod multipart;
pub mod responder;
pub mod soap;

mod secure;

pub use connection::{
    Arrival, Attempt, Carries, Connection, Content, Failure, Handed, Issue, NotSecure, Parcel, Reply, Stage, Ticket,
};
