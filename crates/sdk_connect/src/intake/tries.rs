//! How often a letter is tried, and when again. PROPOSED: no source says how long a letter that cannot be fetched is tried.
//! Two nights and a day go by before it is set aside, so that an outage alone sets nothing aside.

use domain::moment::Moment;
use jiff::SignedDuration;

/// How long is waited after each try but the last, in minutes. The second try comes with the next round: whoever was cut
/// off in the middle of the first need not wait.
const WAITS: [i64; 9] = [0, 1, 3, 9, 27, 81, 243, 729, 1440];

/// How often it is tried in all.
pub const TRIES_MAX: u8 = 10;

/// How often it has been tried, and from when it may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// How often.
    pub made: u8,
    /// From when.
    pub next_at: Moment,
}

impl Tries {
    /// Never yet.
    pub const NONE: Self = Self { made: 0, next_at: Moment::from_microseconds(i64::MIN) };

    /// One more begins. Written down before, so that a letter at which the program dies is not tried for ever.
    #[must_use]
    pub fn begin(self, now: Moment) -> Self {
        let waited = WAITS.get(usize::from(self.made)).copied().unwrap_or_default();
        Self { made: self.made.saturating_add(1), next_at: now.plus(SignedDuration::from_mins(waited)) }
    }

    /// Whether it may be tried now.
    pub fn is_due(self, now: Moment) -> bool {
        self.next_at <= now
    }

    /// Whether none is left.
    pub fn are_over(self) -> bool {
        self.made >= TRIES_MAX
    }
}

impl Default for Tries {
    fn default() -> Self {
        Self::NONE
    }
}
