//! Why a command on an entry is refused.

/// Why a command on an entry was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The actor does not work at the unit the entry belongs to.
    #[error("the actor is not of the entry's unit")]
    NotOfUnit,
    /// A child writes in its own words only.
    #[error("a child writes its own words")]
    OnlyOwnWords,
    /// A child corrects only what the same child wrote.
    #[error("the actor did not write the entry")]
    NotTheWriter,
    /// Staff may not touch a child's own words.
    #[error("a child's words stay as written")]
    ChildsWordsStay,
    /// A copy stays as it was received; the source is corrected and shared anew.
    #[error("a copy stays as received")]
    CopyStays,
    /// The correction changes nothing.
    #[error("the correction changes nothing")]
    NothingChanged,
    /// There are as many corrections as there may be.
    #[error("too many corrections")]
    TooManyCorrections,
    /// There are as many hidings as there may be.
    #[error("too many hidings")]
    TooManyHidings,
    /// The entry is not hidden from this guardian.
    #[error("the entry is not hidden")]
    NotHidden,
    /// A review lies between tomorrow and a year ahead.
    #[error("the review date is out of range")]
    ReviewOutOfRange,
    /// The moment is before the latest change.
    #[error("the moment is before the latest change")]
    TimeWentBack,
}

impl Refusal {
    /// The stable name, for texts in the interface.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotOfUnit => "not_of_unit",
            Self::OnlyOwnWords => "only_own_words",
            Self::NotTheWriter => "not_the_writer",
            Self::ChildsWordsStay => "childs_words_stay",
            Self::CopyStays => "copy_stays",
            Self::NothingChanged => "nothing_changed",
            Self::TooManyCorrections => "too_many_corrections",
            Self::TooManyHidings => "too_many_hidings",
            Self::NotHidden => "not_hidden",
            Self::ReviewOutOfRange => "review_out_of_range",
            Self::TimeWentBack => "time_went_back",
        }
    }
}
