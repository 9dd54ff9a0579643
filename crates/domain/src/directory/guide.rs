//! The public guide (*Vart vänder jag mig?*): from what it is about, age and place to whom to turn to, best first. It
//! explains itself and shows nobody's answers to anybody. Which services fit which topic is PROPOSED; a region's
//! clinicians change it here. Source: dossier 3.1, 3.4; products A9, E.
//!
//! Not here: any level of care. A guide shows doors; a professional decides.

use crate::directory::{Entry, Intake, OpenNow, Validity};
use crate::front_door::intake::{Age, Topic};
use crate::front_door::level::Level;
use crate::front_door::routing::{Area, Until};
use crate::id::Id;
use crate::moment::Moment;
use crate::organisation::{Branch, Municipality};

/// The most places shown: a list one can take in.
pub const SHOWN_MAX: usize = 6;
/// The most places of one kind, so that twenty schools do not hide the rest.
pub const SHOWN_OF_KIND_MAX: usize = 2;
/// The most entries that are looked at.
const ENTRIES_MAX: usize = 5_000;

/// What the person answered. What they left out is not known, and never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub topic: Topic,
    /// How old the child is, if it was said.
    pub age: Option<Age>,
    /// Where the child lives, if it was said.
    pub municipality: Option<Id<Municipality>>,
}

/// A place to turn to, and what is good to know first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion<'entry> {
    /// The place.
    pub entry: &'entry Entry,
    /// Whether its confirmation still holds.
    pub validity: Validity,
    /// Whether it answers right now.
    pub open_now: OpenNow,
    /// Whether the age fits.
    pub age: Fit,
    /// Whether the place fits.
    pub area: Fit,
}

/// How well an answer fits an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// It does.
    Sure,
    /// It may: the answer was not given, or is on the limit. Ask the place.
    Ask,
    /// It does not.
    Not,
}

/// Whether the numbers to ring right away come before everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Haste {
    /// They do.
    NumbersFirst,
    /// They stand at the top of the page as always.
    Ordinary,
}

/// Whether the numbers to ring right away come first for this topic.
pub const fn haste(topic: Topic) -> Haste {
    match topic {
        Topic::SelfHarmOrSuicidal | Topic::HomeUnsafe => Haste::NumbersFirst,
        Topic::LowOrWorried | Topic::School | Topic::WorriedForFriend | Topic::Other => Haste::Ordinary,
    }
}

/// The services that fit a topic, best first. Services that are not here are not suggested.
pub const fn services(topic: Topic) -> &'static [Branch] {
    use Branch::{
        ChildHealthCare, ChildPsychiatry, FirstLine, FrontDoor, Habilitation, PrimaryCare, PupilHealth, SchoolMedical,
        SocialServices, YouthClinic,
    };
    match topic {
        Topic::LowOrWorried => {
            &[ChildHealthCare, FirstLine, PupilHealth, SchoolMedical, YouthClinic, FrontDoor, PrimaryCare]
        }
        Topic::School => &[PupilHealth, SchoolMedical, FirstLine, FrontDoor, PrimaryCare],
        Topic::HomeUnsafe => &[SocialServices, PupilHealth, SchoolMedical, YouthClinic, ChildHealthCare, FrontDoor],
        Topic::SelfHarmOrSuicidal => {
            &[ChildPsychiatry, FrontDoor, FirstLine, SchoolMedical, PupilHealth, YouthClinic, PrimaryCare]
        }
        Topic::WorriedForFriend => &[PupilHealth, SchoolMedical, YouthClinic, FrontDoor, SocialServices],
        Topic::Other => {
            &[FrontDoor, ChildHealthCare, PupilHealth, SchoolMedical, FirstLine, YouthClinic, PrimaryCare, Habilitation]
        }
    }
}

/// The levels of help that one usually begins with for a topic.
const fn levels(topic: Topic) -> &'static [Level] {
    match topic {
        Topic::SelfHarmOrSuicidal => &[Level::FirstLine, Level::ChildPsychiatry, Level::SameDay],
        Topic::LowOrWorried | Topic::School | Topic::HomeUnsafe | Topic::WorriedForFriend | Topic::Other => {
            &[Level::Advice, Level::SelfCare, Level::PupilHealth, Level::FirstLine]
        }
    }
}

/// Whom to turn to, best first: confirmed before expired, then what fits the topic, what is sure before what must be
/// asked, the usual level, what one may call oneself, what answers now, and what was confirmed last.
pub fn suggest<'entry>(entries: &'entry [Entry], question: &Question, now: Moment) -> Vec<Suggestion<'entry>> {
    let services = services(question.topic);
    let mut ranked: Vec<_> = entries
        .iter()
        .take(ENTRIES_MAX)
        .filter(|entry| entry.takes_anybody(now.day()))
        .filter_map(|entry| {
            let service = services.iter().position(|branch| *branch == entry.branch)?;
            let suggestion = suggestion(entry, question, now);
            let fits = suggestion.age != Fit::Not && suggestion.area != Fit::Not;
            fits.then(|| (rank(service, &suggestion, question.topic), suggestion))
        })
        .collect();
    // A stable sort: the directory's own order decides between equals.
    ranked.sort_by_key(|(rank, _)| *rank);
    shortened(ranked.into_iter().map(|(_, suggestion)| suggestion))
}

fn suggestion<'entry>(entry: &'entry Entry, question: &Question, now: Moment) -> Suggestion<'entry> {
    Suggestion {
        entry,
        validity: entry.validity(now.day()),
        open_now: entry.open_now(now),
        age: fit_of_age(entry, question.age),
        area: fit_of_area(entry, question.municipality),
    }
}

/// Smaller is better, from left to right.
type Rank = (Validity, usize, Fit, Fit, Place, Usual, Intake, Answers, i32);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Near,
    WholeRegion,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Usual {
    Level,
    OtherLevel,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Answers {
    Now,
    Later,
    NotKnown,
}

fn rank(service: usize, suggestion: &Suggestion<'_>, topic: Topic) -> Rank {
    let entry = suggestion.entry;
    let place = match entry.area {
        Area::Municipalities(_) => Place::Near,
        Area::Region => Place::WholeRegion,
    };
    let usual = levels(topic).iter().any(|level| entry.levels.contains(level));
    let answers = match suggestion.open_now {
        OpenNow::Always | OpenNow::Until(_) => Answers::Now,
        OpenNow::Opens(_) => Answers::Later,
        OpenNow::NotKnown => Answers::NotKnown,
    };
    // Days since 1970, turned around: what was confirmed last comes first.
    let age_of_confirmation = Moment::from_microseconds(0).day().days_since(entry.confirmation.on);
    (
        suggestion.validity,
        service,
        suggestion.area,
        suggestion.age,
        place,
        if usual { Usual::Level } else { Usual::OtherLevel },
        entry.intake,
        answers,
        age_of_confirmation,
    )
}

fn shortened<'entry>(ranked: impl Iterator<Item = Suggestion<'entry>>) -> Vec<Suggestion<'entry>> {
    let mut shown: Vec<Suggestion<'entry>> = Vec::new();
    for suggestion in ranked {
        let of_kind = shown.iter().filter(|other| other.entry.branch == suggestion.entry.branch).count();
        if of_kind < SHOWN_OF_KIND_MAX {
            shown.push(suggestion);
        }
        if shown.len() == SHOWN_MAX {
            break;
        }
    }
    shown
}

/// Whether somebody of this age fits the ages an entry takes.
pub fn fit_of_age(entry: &Entry, age: Option<Age>) -> Fit {
    let Some(age) = age else { return Fit::Ask };
    let years = age.years();
    match entry.ages.until {
        Until::DayOfTurning(last) | Until::Through(last) if years < entry.ages.from || years > last => Fit::Not,
        // Only the very birthday counts: the day of birth decides.
        Until::DayOfTurning(last) if years == last => Fit::Ask,
        Until::DayOfTurning(_) | Until::Through(_) => Fit::Sure,
    }
}

/// Whether somebody who lives there fits the area of an entry.
pub fn fit_of_area(entry: &Entry, municipality: Option<Id<Municipality>>) -> Fit {
    match (&entry.area, municipality) {
        (Area::Region, _) => Fit::Sure,
        (Area::Municipalities(_), None) => Fit::Ask,
        (Area::Municipalities(area), Some(municipality)) if area.contains(&municipality) => Fit::Sure,
        (Area::Municipalities(_), Some(_)) => Fit::Not,
    }
}
