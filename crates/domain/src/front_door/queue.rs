//! How soon somebody must act, and the order of the queue: acute first, then the least time left, then the longest
//! wait. Source: dossier 3.4 (*a score never lowers an urgency that a human chose*).

use crate::front_door::request::Request;
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::Post;

/// How soon somebody must act, in increasing order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Within the promised time.
    Ordinary,
    /// Today, whatever the promise; its due time says when.
    SameDay,
    /// Now: call first (*Ring först*).
    Acute,
}

impl Urgency {
    /// Every urgency, lowest first.
    pub const ALL: [Self; 3] = [Self::Ordinary, Self::SameDay, Self::Acute];

    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::SameDay => "same_day",
            Self::Acute => "acute",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.code() == code)
    }
}

/// Who chose an urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// What the asker said when asking, or an acute screen.
    Answers,
    /// A suggestion from a table or an instrument.
    Score,
    /// A professional.
    Professional(Post),
}

/// An urgency and who chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chosen {
    /// How soon somebody must act.
    pub urgency: Urgency,
    /// Who chose it.
    pub source: Source,
}

impl Chosen {
    /// What comes of another judgement. Answers and scores only ever raise; a professional decides either way, also
    /// over another professional.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        match other.source {
            Source::Professional(_) => other,
            Source::Answers | Source::Score if other.urgency > self.urgency => other,
            Source::Answers | Source::Score => self,
        }
    }
}

/// Where a request stands in the queue. Smaller comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Priority {
    /// How soon somebody must act.
    pub urgency: Urgency,
    /// When the promise runs out.
    pub due_at: Moment,
    /// When it came in.
    pub received_at: Moment,
    /// Which one: settles ties, so that the order is total.
    pub id: Id<Request>,
}

impl Priority {
    /// The order as numbers, for an index and for paging by key in SQL:
    /// `ORDER BY acute_rank, due_at, received_at, id` and `WHERE (acute_rank, due_at, received_at, id) > (…)`, all
    /// ascending. The numbers are 0 for acute and 1 for the rest, then microseconds since 1970 of the due time and of
    /// receipt. Ties are settled by the identifier, compared as its 16 bytes.
    ///
    /// Only what is acute jumps the queue; what is needed the same day has an earlier due time instead.
    pub fn sort_key(&self) -> [i64; 3] {
        let acute_rank = match self.urgency {
            Urgency::Acute => 0,
            Urgency::SameDay | Urgency::Ordinary => 1,
        };
        [acute_rank, self.due_at.microseconds(), self.received_at.microseconds()]
    }
}

impl PartialOrd for Priority {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Priority {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.sort_key(), self.id, self.urgency).cmp(&(other.sort_key(), other.id, other.urgency))
    }
}
