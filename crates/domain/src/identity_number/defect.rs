//! What is wrong with a number that was written.

use super::Kind;

/// What is wrong with a number. Never contains any part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// Nothing is written.
    #[error("nothing is written")]
    Empty,
    /// Too few or too many digits.
    #[error("ten or twelve digits are needed, {found} characters found")]
    Length {
        /// How many there were, separator and surrounding spaces left out.
        found: usize,
    },
    /// A character that does not belong there.
    #[error("character {at} does not belong there")]
    Character {
        /// Its place in what was written, counted from 1.
        at: usize,
    },
    /// A separator in the wrong place, a second one, or a space in its place.
    #[error("character {at} is not a separator in its place")]
    Separator {
        /// Its place in what was written, counted from 1.
        at: usize,
    },
    /// A year that no living person was born in, or a plus sign before the age of a hundred.
    #[error("the century cannot be right")]
    Century,
    /// No such month.
    #[error("there is no such month")]
    Month,
    /// No such day in that month.
    #[error("there is no such day in that month")]
    Day,
    /// Born after today.
    #[error("the date is in the future")]
    Future,
    /// The three digits before the check digit are never 000.
    #[error("no number has this serial")]
    Serial,
    /// The check digit does not agree with the others: a digit is wrong, or two have changed places.
    #[error("the check digit does not agree with the other digits")]
    CheckDigit {
        /// What the number would have been.
        kind: Kind,
    },
    /// A valid number of an organisation, not of a person.
    #[error("that is an organisation number")]
    OrganisationNumber,
    /// A reserve number has a letter; digits alone are a personal or coordination number.
    #[error("a reserve number has a letter")]
    NotReserve,
}
