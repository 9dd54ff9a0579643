//! What somebody told when asking for help, in their own words. Nothing here is judged or corrected. The public guide
//! asks for as little as possible, and for no number or full name.

use thiserror::Error;

use crate::child::Person;
use crate::front_door::queue::Urgency;
use crate::front_door::reach::{Reach, Telephone, Trace};
use crate::front_door::text::{Name, Words};
use crate::id::Id;
use crate::organisation::{Municipality, Post};

/// Everything that was told when asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// Who asks.
    pub asker: Asker,
    /// What it is about. With [`Topic::WorriedForFriend`] the name and age are the asker's, not the friend's.
    pub topic: Topic,
    /// In the asker's own words, exactly as written.
    pub words: Words,
    /// How to reach them.
    pub reach: Reach,
    /// Whether a message may be left there.
    pub trace: Trace,
    /// Whether an interpreter is needed.
    pub interpreter: Interpreter,
    /// Where the child lives.
    pub municipality: Id<Municipality>,
    /// The age they said, which nobody has verified.
    pub age: Option<Age>,
    /// A first name, if they gave one.
    pub first_name: Option<Name>,
}

impl Intake {
    /// What may be sent to tell them that somebody has answered.
    pub fn notice(&self) -> Notice<'_> {
        match (self.trace, &self.reach) {
            (Trace::Safe, Reach::TextMessage(mobile)) => Notice::NeutralTextMessage(mobile.telephone()),
            (Trace::Safe, Reach::Call(_) | Reach::AtSchool(_) | Reach::OnPage)
            | (
                Trace::Unsafe | Trace::NotAsked,
                Reach::TextMessage(_) | Reach::Call(_) | Reach::AtSchool(_) | Reach::OnPage,
            ) => Notice::Nothing,
        }
    }
}

/// What may be sent to an asker without asking them again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice<'number> {
    /// A text message to this number that says neither what it is about nor who it is from in the health service.
    NeutralTextMessage(&'number Telephone),
    /// Nothing: a human reaches them in the way they chose.
    Nothing,
}

/// Who asks for help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    /// The child or young person.
    Child(Login),
    /// A guardian.
    Guardian(Login),
    /// Somebody at work, who gets an answer at the unit they asked from.
    Professional(Post),
}

impl Asker {
    /// The stable name used in storage and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Child(_) => "child",
            Self::Guardian(_) => "guardian",
            Self::Professional(_) => "professional",
        }
    }
}

/// Whether a private person logged in to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Login {
    /// They did not: the guide works without.
    Without,
    /// They did, as this person.
    As(Id<Person>),
}

/// What it is about, as the public guide puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Low or worried.
    LowOrWorried,
    /// School.
    School,
    /// Not safe at home.
    HomeUnsafe,
    /// Hurting oneself, or thinking of dying.
    SelfHarmOrSuicidal,
    /// Worried for a friend.
    WorriedForFriend,
    /// Something else.
    Other,
}

impl Topic {
    /// Every topic, in the order of the guide.
    pub const ALL: [Self; 6] = [
        Self::LowOrWorried,
        Self::School,
        Self::HomeUnsafe,
        Self::SelfHarmOrSuicidal,
        Self::WorriedForFriend,
        Self::Other,
    ];

    /// The stable name used in storage, forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LowOrWorried => "low_or_worried",
            Self::School => "school",
            Self::HomeUnsafe => "home_unsafe",
            Self::SelfHarmOrSuicidal => "self_harm_or_suicidal",
            Self::WorriedForFriend => "worried_for_friend",
            Self::Other => "other",
        }
    }

    /// The topic with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }

    /// How soon somebody must act before anybody has asked more. PROPOSED; a professional changes it.
    pub const fn urgency(self) -> Urgency {
        match self {
            Self::SelfHarmOrSuicidal => Urgency::Acute,
            Self::HomeUnsafe => Urgency::SameDay,
            Self::LowOrWorried | Self::School | Self::WorriedForFriend | Self::Other => Urgency::Ordinary,
        }
    }
}

/// Whether an interpreter is needed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Interpreter {
    /// Swedish will do.
    NotNeeded,
    /// Needed, in this language.
    Needed(Language),
}

/// A language, by its shortest code in ISO 639: `ar`, `prs`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// Takes two or three lower-case letters.
    pub fn parse(code: &str) -> Result<Self, IntakeFault> {
        let letters = code.bytes().all(|byte| byte.is_ascii_lowercase());
        if letters && matches!(code.len(), 2 | 3) { Ok(Self(code.to_owned())) } else { Err(IntakeFault::Language) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An age in whole years that somebody stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Age(u8);

impl Age {
    /// The highest age that is taken. The agreements reach 20 (dossier 2.3); older askers are met all the same.
    pub const MAX: u8 = 25;

    /// Takes 0 to [`Age::MAX`].
    pub const fn new(years: u8) -> Result<Self, IntakeFault> {
        if years <= Self::MAX { Ok(Self(years)) } else { Err(IntakeFault::Age) }
    }

    /// Whole years.
    pub const fn years(self) -> u8 {
        self.0
    }
}

/// Why something that was told was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IntakeFault {
    /// Not a language code.
    #[error("the language is not two or three letters")]
    Language,
    /// Not an age of a child or young person.
    #[error("the age is above {}", Age::MAX)]
    Age,
}

impl IntakeFault {
    /// The stable name used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Age => "age",
        }
    }
}
