//! How large the difficulties are right now, in nine areas of life, as a professional rates them after the interview.
//! The areas are Cairn's own; the words for each step belong to the region's clinicians. Source: the design of the
//! assessment page (*Bedömning*), products D2 and D4. Not here: what the ratings lead to, which `table` holds as data.

/// An area of life that is rated (*livsområde*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Domain {
    /// *Säkerhet*: self-harm, thoughts of dying, violence.
    Safety,
    /// *Nedstämdhet*: sad, has lost interest and strength.
    LowMood,
    /// *Oro och ångest*: panic, avoidance, compulsion.
    Worry,
    /// *Skola och närvaro*: absence, studies, how school feels.
    School,
    /// *Sömn och mat*: routines, weight, energy.
    SleepAndFood,
    /// *Familj och hemmiljö*: conflict, separation, being safe at home.
    Family,
    /// *Kompisar och fritid*: loneliness, bullying, interests.
    Friends,
    /// *Uppmärksamhet och aktivitet*: concentration, restlessness.
    Attention,
    /// *Alkohol, droger och spel*: use, company.
    Substances,
}

/// How many areas are rated.
pub const DOMAIN_COUNT: usize = 9;

impl Domain {
    /// Every area, in the order of the page.
    pub const ALL: [Self; DOMAIN_COUNT] = [
        Self::Safety,
        Self::LowMood,
        Self::Worry,
        Self::School,
        Self::SleepAndFood,
        Self::Family,
        Self::Friends,
        Self::Attention,
        Self::Substances,
    ];

    /// The stable name used in storage, forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::LowMood => "low_mood",
            Self::Worry => "worry",
            Self::School => "school",
            Self::SleepAndFood => "sleep_and_food",
            Self::Family => "family",
            Self::Friends => "friends",
            Self::Attention => "attention",
            Self::Substances => "substances",
        }
    }

    /// The area with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|domain| domain.code() == code)
    }

    pub(super) const fn position(self) -> usize {
        self as usize
    }
}

/// How large the difficulties are: *inga, lite, måttliga, stora, mycket stora*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 0, *inga*.
    None,
    /// 1, *lite*.
    Slight,
    /// 2, *måttliga*.
    Moderate,
    /// 3, *stora*.
    Large,
    /// 4, *mycket stora*.
    VeryLarge,
}

impl Severity {
    /// Every step, lowest first.
    pub const ALL: [Self; 5] = [Self::None, Self::Slight, Self::Moderate, Self::Large, Self::VeryLarge];

    /// The number on the page, 0-4.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The step with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.number() == number)
    }

    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Slight => "slight",
            Self::Moderate => "moderate",
            Self::Large => "large",
            Self::VeryLarge => "very_large",
        }
    }

    /// The step above, unless this is the highest.
    pub fn raised(self) -> Option<Self> {
        Self::from_number(self.number() + 1)
    }

    /// The step below, unless this is the lowest.
    pub fn lowered(self) -> Option<Self> {
        self.number().checked_sub(1).and_then(Self::from_number)
    }
}

/// What a professional says about one area. "*Vet inte*" is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rating {
    /// Rated.
    Known(Severity),
    /// *Vet inte*, or not yet asked: more information is needed.
    Unknown,
}

/// One rating for each area. An area nobody has rated is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratings([Rating; DOMAIN_COUNT]);

impl Ratings {
    /// Nothing is known yet.
    pub const UNKNOWN: Self = Self([Rating::Unknown; DOMAIN_COUNT]);
    /// No difficulties in any area.
    pub const NO_DIFFICULTIES: Self = Self([Rating::Known(Severity::None); DOMAIN_COUNT]);

    /// The rating of one area.
    pub fn of(&self, domain: Domain) -> Rating {
        self.0.get(domain.position()).copied().unwrap_or(Rating::Unknown)
    }

    /// These ratings, with one area changed.
    #[must_use]
    pub fn with(mut self, domain: Domain, rating: Rating) -> Self {
        if let Some(place) = self.0.get_mut(domain.position()) {
            *place = rating;
        }
        self
    }

    /// The areas answered "*vet inte*", in the order of the page.
    pub fn unknown(&self) -> Vec<Domain> {
        Domain::ALL.into_iter().filter(|domain| self.of(*domain) == Rating::Unknown).collect()
    }

    /// The areas that are rated, with how large the difficulties are, in the order of the page.
    pub fn known(&self) -> impl Iterator<Item = (Domain, Severity)> + '_ {
        Domain::ALL.into_iter().filter_map(|domain| match self.of(domain) {
            Rating::Known(severity) => Some((domain, severity)),
            Rating::Unknown => None,
        })
    }
}

impl FromIterator<(Domain, Severity)> for Ratings {
    /// Areas not mentioned are unknown; of an area mentioned twice, the last holds.
    fn from_iter<Pairs: IntoIterator<Item = (Domain, Severity)>>(pairs: Pairs) -> Self {
        pairs
            .into_iter()
            .fold(Self::UNKNOWN, |ratings, (domain, severity)| ratings.with(domain, Rating::Known(severity)))
    }
}

/// One severity for each area: nothing is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Complete([Severity; DOMAIN_COUNT]);

impl Complete {
    /// No difficulties in any area.
    pub const NO_DIFFICULTIES: Self = Self([Severity::None; DOMAIN_COUNT]);

    /// The severity in one area.
    pub fn of(&self, domain: Domain) -> Severity {
        self.0.get(domain.position()).copied().unwrap_or(Severity::None)
    }

    /// These severities, with one area changed.
    #[must_use]
    pub fn with(mut self, domain: Domain, severity: Severity) -> Self {
        if let Some(place) = self.0.get_mut(domain.position()) {
            *place = severity;
        }
        self
    }

    /// The areas with difficulties, largest first, then in the order of the page.
    pub fn difficulties(&self) -> Vec<(Domain, Severity)> {
        let mut found: Vec<_> = Domain::ALL
            .into_iter()
            .map(|domain| (domain, self.of(domain)))
            .filter(|(_, severity)| *severity > Severity::None)
            .collect();
        found.sort_by_key(|(_, severity)| std::cmp::Reverse(*severity));
        found
    }
}

impl Ratings {
    /// The severities, when every area is rated.
    pub fn complete(&self) -> Option<Complete> {
        Domain::ALL.into_iter().try_fold(Complete::NO_DIFFICULTIES, |complete, domain| match self.of(domain) {
            Rating::Known(severity) => Some(complete.with(domain, severity)),
            Rating::Unknown => None,
        })
    }
}

impl From<Complete> for Ratings {
    fn from(complete: Complete) -> Self {
        Domain::ALL.into_iter().map(|domain| (domain, complete.of(domain))).collect()
    }
}
