//! How long what is not part of any child's help is kept, and when it is past. What belongs to a child's help is kept
//! under the rules of each record and ends with the child's key. Source: data minimisation, dossier 6.5; the days are
//! PROPOSED where no source is named.

use jiff::SignedDuration;

use crate::moment::Moment;

/// Something that is deleted when its time is past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A session: nothing of it is needed once it has ended. The log has what was done in it.
    Session,
    /// The key of a sent form, by which sending twice is told from sending once.
    SentForm,
    /// A code to log in with, after its last day.
    AccessCode,
    /// A request for help that somebody began and did not send.
    Draft,
    /// A preparation saved under a code.
    Preparation,
}

impl Kept {
    /// Everything.
    pub const ALL: [Self; 5] = [Self::Session, Self::SentForm, Self::AccessCode, Self::Draft, Self::Preparation];

    /// How long it is kept after it ended, or was sent. Drafts (a day) and preparations (30 days) have their own end,
    /// which the person was told, and are not kept beyond it.
    pub const fn lasts(self) -> SignedDuration {
        match self {
            Self::Session | Self::AccessCode | Self::Draft | Self::Preparation => SignedDuration::ZERO,
            Self::SentForm => SignedDuration::from_hours(24 * 30),
        }
    }

    /// Everything that ended at this moment or before is past.
    pub fn past_until(self, now: Moment) -> Moment {
        now.plus(-self.lasts())
    }

    /// Whether one that ended then is past now.
    pub fn is_past(self, ended: Moment, now: Moment) -> bool {
        ended <= self.past_until(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> Moment {
        Moment::from_microseconds(0).plus(SignedDuration::from_hours(24 * number))
    }

    #[test]
    fn the_key_of_a_sent_form_is_kept_for_thirty_days_and_not_one_more() {
        assert!(!Kept::SentForm.is_past(day(0).plus(SignedDuration::from_micros(1)), day(30)));
        assert!(Kept::SentForm.is_past(day(0), day(30)));
    }

    #[test]
    fn everything_else_goes_with_its_end() {
        for kept in Kept::ALL.into_iter().filter(|kept| *kept != Kept::SentForm) {
            assert!(kept.is_past(day(3), day(3)), "{kept:?}");
            assert!(!kept.is_past(day(3).plus(SignedDuration::from_micros(1)), day(3)), "{kept:?}");
        }
    }
}
