//! Who said it: every answer in the front door remembers its speaker. Source: dossier 3.3.

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    /// The child.
    Child,
    /// One guardian.
    GuardianA,
    /// The other guardian.
    GuardianB,
    /// A professional: what they saw or judged themselves.
    Professional,
}

impl Speaker {
    /// Everyone, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Child, Self::GuardianA, Self::GuardianB, Self::Professional];

    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::GuardianA => "guardian_a",
            Self::GuardianB => "guardian_b",
            Self::Professional => "professional",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|speaker| speaker.code() == code)
    }
}
