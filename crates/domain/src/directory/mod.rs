//! The directory (*Vem gör vad*): who does what, for whom, when they answer, and when that was last confirmed. Public
//! facts; nothing here is about a child. An entry whose confirmation has run out is still shown, says so, and sinks.
//! Source: dossier 3.1 and initiative E, products A9 (assurance as the core mechanic).
//!
//! Not here: whether a decided child may be sent to a unit, which [`crate::front_door::routing`] decides.

mod confirmation;
mod entry;
pub mod guide;
mod hours;
mod phone;

pub use confirmation::{CONFIRMATION_DAYS, CONFIRMATION_DAYS_MAX, Confirmation, ConfirmationFault, Validity};
pub use entry::{ABOUT_MAX, ADDRESS_MAX, AREA_MAX, Entry, EntryFault, Intake, Wording};
pub use hours::{HOURS_OF_DAY_MAX, Hours, HoursFault, OnHolidays, OpenNow, Week, Weekday};
pub use phone::{Phone, PhoneFault};
