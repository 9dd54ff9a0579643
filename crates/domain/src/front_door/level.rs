//! Levels of care (*vårdnivå*), in increasing order, so that "never lower" means something.

/// How much help a child needs. The order is Cairn's own: the national and regional sources number differently, or not
/// at all (products D4). An acute interruption is outside this order: see `safety`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 0, *råd*: advice; no further contact is planned.
    Advice,
    /// 1, *egenvård med stöd*: self-care, with somebody who follows up.
    SelfCare,
    /// 2, *elevhälsa eller ungdomsmottagning*: pupil health or youth clinic.
    PupilHealth,
    /// 3, *första linjen* (*ungas psykiska hälsa, vårdcentral*): mild to moderate difficulties.
    FirstLine,
    /// 4, *BUP öppenvård*: specialist outpatient child and adolescent psychiatry.
    ChildPsychiatry,
    /// 5, *intensivt eller akut samma dag*: intensive care, or seen the same day.
    SameDay,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 6] =
        [Self::Advice, Self::SelfCare, Self::PupilHealth, Self::FirstLine, Self::ChildPsychiatry, Self::SameDay];

    /// The number, 0-5, as stored.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The level with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }

    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::SelfCare => "self_care",
            Self::PupilHealth => "pupil_health",
            Self::FirstLine => "first_line",
            Self::ChildPsychiatry => "child_psychiatry",
            Self::SameDay => "same_day",
        }
    }
}
