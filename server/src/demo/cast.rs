//! The children of the demo region as their stories need them: how old they are, who asks for them and in which words.

use domain::child::Protection;
use domain::front_door::intake::Topic;
use domain::moment::{Day, Moment};

use super::children::{CHILDREN, FAMILY_NAMES, INTERPRETED, PROTECTED, SCHOOLS, Story};
use super::organisations::{Door, MUNICIPALITIES, of};
use super::words::{BY_CHILDREN, BY_PARENTS, BY_SCHOOLS, Said};
use super::{DemoError, hard};

/// A child as its story needs it.
#[derive(Clone)]
pub(super) struct Told {
    /// Its place in the list.
    pub(super) number: usize,
    pub(super) identity: String,
    pub(super) first_name: &'static str,
    pub(super) family_name: &'static str,
    pub(super) municipality: &'static str,
    pub(super) school: String,
    pub(super) born: Day,
    pub(super) protection: Protection,
    pub(super) interpreter: Option<&'static str>,
    pub(super) story: Story,
    pub(super) asker: AskedBy,
    /// Whether the child asks without saying who it is.
    pub(super) stranger: bool,
    pub(super) topic: Topic,
    pub(super) words: &'static str,
}

impl Told {
    /// The front door that answers for where the child lives.
    pub(super) fn door(&self) -> Result<Door, DemoError> {
        let door = MUNICIPALITIES.iter().find(|(name, _)| *name == self.municipality).map(|(_, door)| *door);
        door.ok_or_else(|| DemoError::Lists(format!("no municipality {}", self.municipality)))
    }
}

/// Who asks for help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AskedBy {
    /// The child.
    Child,
    /// A parent.
    Parent,
    /// Someone at the school.
    School,
}

/// Everyone.
pub(super) struct Cast(Vec<Told>);

/// The age from which children of the demo ask for themselves.
const ASKS_ALONE: u8 = 13;

impl Cast {
    /// Everyone in the list, and the one who turns 18 soon.
    pub(super) fn gather(now: Moment) -> Result<Self, DemoError> {
        let listed = CHILDREN.iter().enumerate();
        let mut cast: Vec<Told> = listed.map(|(number, child)| told(number, child, now)).collect::<Result<_, _>>()?;
        cast.push(turns_eighteen(CHILDREN.len(), now)?);
        Ok(Self(cast))
    }

    /// Every child, in the order of the list.
    pub(super) fn children(&self) -> impl Iterator<Item = &Told> {
        self.0.iter()
    }

    /// The child of a name.
    pub(super) fn child(&self, name: &str) -> Result<&Told, DemoError> {
        self.0.iter().find(|told| told.first_name == name).ok_or_else(|| DemoError::Lists(format!("no child {name}")))
    }
}

type Listed = (&'static str, &'static str, &'static str, Story);

fn told(number: usize, (identity, first_name, municipality, story): &Listed, now: Moment) -> Result<Told, DemoError> {
    let born = born(identity)?;
    let age = now.day().age_of_born(born).unwrap_or(0);
    let asker = match (age >= ASKS_ALONE, number % 3) {
        (true, 0) => AskedBy::Child,
        (true, 1) | (false, 0 | 1) => AskedBy::Parent,
        _ => AskedBy::School,
    };
    let asker = hard::asker(first_name).unwrap_or(asker);
    let (topic, words) =
        hard::said(first_name).or_else(|| said(asker, number)).ok_or_else(|| bad("the words", first_name))?;
    let beside =
        |list: &[(&str, &'static str)]| list.iter().find(|(name, _)| name == first_name).map(|(_, other)| *other);
    let waits = matches!(story, Story::Waiting | Story::Taken);
    Ok(Told {
        number,
        identity: (*identity).to_owned(),
        first_name,
        family_name: FAMILY_NAMES.get(number % FAMILY_NAMES.len()).copied().unwrap_or_default(),
        municipality,
        school: beside(SCHOOLS).map_or_else(|| format!("{} skola", of(municipality)), str::to_owned),
        born,
        protection: PROTECTED.iter().find(|(name, _)| name == first_name).map_or(Protection::None, |(_, grade)| *grade),
        interpreter: beside(INTERPRETED),
        story: *story,
        asker,
        stranger: asker == AskedBy::Child && waits && number % 2 == 1 && *first_name != "Elin",
        topic: Topic::from_code(topic).ok_or_else(|| bad("the topic", first_name))?,
        words,
    })
}

fn said(asker: AskedBy, number: usize) -> Option<Said> {
    let list = match asker {
        AskedBy::Child => BY_CHILDREN,
        AskedBy::Parent => BY_PARENTS,
        AskedBy::School => BY_SCHOOLS,
    };
    // Every third child has the same asker, so that a list is gone through in thirds.
    list.get(number / 3 % list.len()).copied()
}

/// A young person at first line who turns 18 in 58 days. There is no number in the test series for a moving birthday.
fn turns_eighteen(number: usize, now: Moment) -> Result<Told, DemoError> {
    let birthday = now.day().plus_days(58).date();
    let born = Day::from_parts(birthday.year() - 18, birthday.month(), birthday.day().min(28));
    Ok(Told {
        number,
        identity: String::new(),
        first_name: "Kim",
        family_name: "Sjöholm",
        municipality: "Björkeryd",
        school: "Björkeryds skola".to_owned(),
        born: born.ok_or_else(|| bad("the birthday", "Kim"))?,
        protection: Protection::None,
        interpreter: None,
        story: Story::Held,
        asker: AskedBy::Child,
        stranger: false,
        topic: Topic::LowOrWorried,
        words: "Jag fyller snart arton och undrar vem som hjälper mig sen.",
    })
}

fn bad(what: &str, name: &str) -> DemoError {
    DemoError::Lists(format!("{what} of {name}"))
}

/// The birth date in a number of the list.
fn born(number: &str) -> Result<Day, DemoError> {
    let part = |range: std::ops::Range<usize>| number.get(range).and_then(|digits| digits.parse::<i16>().ok());
    let day = |part: Option<i16>| part.and_then(|part| i8::try_from(part).ok());
    let date = part(0..4).zip(day(part(4..6))).zip(day(part(6..8)));
    date.and_then(|((year, month), day)| Day::from_parts(year, month, day)).ok_or_else(|| bad("the number", number))
}
