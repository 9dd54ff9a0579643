//! The interview, where a child can be sent, and the professional's decision.

#![expect(clippy::unwrap_used, reason = "a test may fail; clippy sees helpers in tests/ as ordinary code")]

mod decision;
mod interview;
mod routing;

use domain::front_door::level::Level;
use domain::front_door::routing::{Ages, Area, Entry, KnownAge, Opening, Passage, Until};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Post, Role};
use uuid::Uuid;

fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn post() -> Post {
    Post {
        staff: id(1),
        assignment: id(1),
        unit: id(900),
        domain: id(901),
        branch: Branch::FrontDoor,
        role: Role::TriageNurse,
    }
}

fn now() -> Moment {
    Moment::in_stockholm(day("2027-01-11"), 10, 0)
}

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

/// A first-line clinic (*UPH*): 6 up to and including the day of turning 18.
fn first_line() -> Entry {
    Entry {
        unit: id(300),
        branch: Branch::FirstLine,
        ages: Ages { from: 6, until: Until::DayOfTurning(18) },
        area: Area::Municipalities([id(1), id(2)].into()),
        levels: [Level::FirstLine].into(),
        opening: Opening::Open,
        confirmed_until: day("2027-06-30"),
    }
}

fn passage(born: &str) -> Passage {
    Passage {
        age: KnownAge::Born(day(born)),
        municipality: id(1),
        from: Branch::FrontDoor,
        level: Level::FirstLine,
        today: day("2027-01-11"),
    }
}
