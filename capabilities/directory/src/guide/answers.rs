//! What has been answered so far, and which question comes next.

use domain::directory::guide::Question as Asked;
use domain::front_door::intake::{Age, Topic};
use domain::id::Id;
use domain::organisation::Municipality;
use web::Fields;

/// The field that says who asks.
pub(crate) const WHO: &str = "vem";
/// The field that says what it is about.
pub(crate) const TOPIC: &str = "vad";
/// The field of the age.
pub(crate) const AGE: &str = "alder";
/// The field of the place.
pub(crate) const PLACE: &str = "var";
/// The field that names the question that was shown.
pub(crate) const SHOWN: &str = "fraga";
/// The button that goes back to a question.
pub(crate) const BACK: &str = "andra";
/// The button that leaves a question unanswered.
pub(crate) const SKIP: &str = "hoppa";
/// The value of an answer that is not known.
pub(crate) const NOT_KNOWN: &str = "vet-inte";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Someone under 18.
    Child,
    /// A parent.
    Parent,
}

impl Who {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Child => "barn",
            Self::Parent => "foralder",
        }
    }

    /// The last part of the keys of words that differ.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Parent => "parent",
        }
    }

    /// The page that begins the guide.
    pub(crate) const fn home(self) -> &'static str {
        match self {
            Self::Child => "/",
            Self::Parent => "/foralder",
        }
    }
}

/// A question of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// What it is about.
    About,
    /// How old.
    Age,
    /// Where.
    Place,
}

impl Question {
    const ALL: [Self; 3] = [Self::About, Self::Age, Self::Place];

    /// The field of its answer, which is also its name in buttons.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::About => TOPIC,
            Self::Age => AGE,
            Self::Place => PLACE,
        }
    }

    fn named(field: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.field() == field)
    }
}

/// An answer, which may be that one does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer<T> {
    /// Not asked yet.
    Missing,
    /// Asked, and left open.
    NotKnown,
    /// Answered.
    Known(T),
    /// Something was written that cannot be read as an answer.
    Unreadable,
}

impl<T: Copy> Answer<T> {
    fn of(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Self {
        match text {
            "" => Self::Missing,
            NOT_KNOWN => Self::NotKnown,
            text => read(text).map_or(Self::Unreadable, Self::Known),
        }
    }

    fn is_answered(self) -> bool {
        matches!(self, Self::NotKnown | Self::Known(_))
    }

    pub(crate) fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Missing | Self::NotKnown | Self::Unreadable => None,
        }
    }
}

/// Everything answered so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answers {
    pub(crate) who: Who,
    pub(crate) topic: Answer<Topic>,
    pub(crate) age: Answer<Age>,
    pub(crate) place: Answer<Id<Municipality>>,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// This question.
    Ask(Question),
    /// This question again: its answer is missing or cannot be read.
    AskAgain(Question),
    /// Whom to turn to.
    Show(Asked),
}

impl Answers {
    pub(crate) fn of(fields: &Fields, is_municipality: impl FnOnce(Id<Municipality>) -> bool) -> Self {
        let skipped = |question: Question| fields.text(SKIP) == question.field();
        let text = |question: Question| if skipped(question) { NOT_KNOWN } else { fields.text(question.field()) };
        Self {
            who: if fields.text(WHO) == Who::Parent.code() { Who::Parent } else { Who::Child },
            topic: Answer::of(text(Question::About), Topic::from_code),
            age: Answer::of(text(Question::Age), |text| Age::new(text.parse().ok()?).ok()),
            place: Answer::of(text(Question::Place), |text| text.parse().ok().filter(|id| is_municipality(*id))),
        }
    }

    /// What comes next: the question one goes back to, the first that lacks an answer, or the result.
    pub(crate) fn next(&self, fields: &Fields) -> Next {
        if let Some(question) = Question::named(fields.text(BACK)) {
            return Next::Ask(question);
        }
        let missing = Question::ALL.into_iter().find(|question| !self.has(*question));
        match missing {
            Some(question) if fields.text(SHOWN) == question.field() => Next::AskAgain(question),
            // A field that was filled with something else than an answer is asked about again, too.
            Some(question) if !fields.text(question.field()).is_empty() => Next::AskAgain(question),
            Some(question) => Next::Ask(question),
            None => Next::Show(Asked {
                topic: self.topic.known().unwrap_or(Topic::Other),
                age: self.age.known(),
                municipality: self.place.known(),
            }),
        }
    }

    fn has(&self, question: Question) -> bool {
        match question {
            // "I don't know" is one of the topics, so there is nothing to leave open.
            Question::About => self.topic.known().is_some(),
            Question::Age => self.age.is_answered(),
            Question::Place => self.place.is_answered(),
        }
    }

    /// The answers as hidden fields, all but that of the question being asked.
    pub(crate) fn carried(&self, asked: Option<Question>) -> Vec<(&'static str, String)> {
        let topic = self.topic.known().map(|topic| topic.code().to_owned());
        let age = carried(self.age, |age| age.years().to_string());
        let place = carried(self.place, |place| place.to_string());
        let all = [(Question::About, topic), (Question::Age, age), (Question::Place, place)];
        let others = all.into_iter().filter(|(question, _)| Some(*question) != asked);
        let answers = others.filter_map(|(question, value)| Some((question.field(), value?)));
        std::iter::once((WHO, self.who.code().to_owned())).chain(answers).collect()
    }
}

fn carried<T: Copy>(answer: Answer<T>, write: impl FnOnce(T) -> String) -> Option<String> {
    match answer {
        Answer::Missing | Answer::Unreadable => None,
        Answer::NotKnown => Some(NOT_KNOWN.to_owned()),
        Answer::Known(value) => Some(write(value)),
    }
}
