//! What somebody at work tells when they refer a child, and what they are told of how it goes.

#![expect(clippy::unwrap_used, reason = "a test may fail; clippy sees helpers in tests/ as ordinary code")]

use domain::front_door::decision::Decision;
use domain::front_door::interview::Interview;
use domain::front_door::referral::{Knows, Questions, Standing, Told, WhyMissing};
use domain::front_door::request::{Ending, Holder, Request, State};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Branch, Post, Role};
use uuid::Uuid;

fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

fn post(unit: u128) -> Post {
    Post {
        staff: id(1),
        assignment: id(2),
        unit: id(unit),
        domain: id(3),
        branch: Branch::FrontDoor,
        role: Role::TriageNurse,
    }
}

const DOOR: u128 = 900;
const CLINIC: u128 = 901;

#[test]
fn who_has_not_told_everybody_says_why() {
    let why = || Some(note("Det skulle vara farligt för barnet."));
    for child in Knows::ALL {
        for guardians in Knows::ALL {
            let everyone = (child, guardians) == (Knows::Yes, Knows::Yes);
            let without = Told::new(child, guardians, None);
            assert_eq!(without == Ok(Told::Everyone), everyone, "{child:?} {guardians:?}");
            assert_eq!(without == Err(WhyMissing), !everyone, "{child:?} {guardians:?}");
            let told = Told::new(child, guardians, why()).unwrap();
            assert_eq!((told.child(), told.guardians()), (child, guardians));
        }
    }
}

#[test]
fn every_answer_is_found_again_by_its_code() {
    for knows in Knows::ALL {
        assert_eq!(Knows::from_code(knows.code()), Some(knows));
    }
    assert_eq!(Knows::from_code("perhaps"), None);
}

#[test]
fn who_asked_is_told_how_far_it_has_come_and_not_what_was_decided() {
    let holder = Holder { by: post(DOOR), at: Moment::from_microseconds(0) };
    let (interview, decision) = (id::<Interview>(5), id::<Decision>(6));
    let other = id::<Request>(7);
    let closed = |ending| State::Closed(ending);
    let check = |state: &State, answered, unanswered| {
        assert_eq!(Standing::of(state, id(DOOR), Questions::Answered), answered, "{state:?}");
        assert_eq!(Standing::of(state, id(DOOR), Questions::Unanswered), unanswered, "{state:?}");
    };
    check(&State::Waiting, Standing::Received, Standing::MoreWanted);
    check(&State::Taken(holder), Standing::UnderWay, Standing::MoreWanted);
    check(&State::Interviewed(holder, interview), Standing::UnderWay, Standing::MoreWanted);
    check(&State::Decided(holder, decision), Standing::Decided, Standing::Decided);
    let by_clinic = closed(Ending::CarriedOut { by: post(CLINIC) });
    check(&by_clinic, Standing::Accepted, Standing::Accepted);
    let by_door = closed(Ending::CarriedOut { by: post(DOOR) });
    check(&by_door, Standing::Answered, Standing::Answered);
    let not_reached = closed(Ending::NotReached { attempts: 3, note: note("Ingen svarade."), by: post(DOOR) });
    check(&not_reached, Standing::Returned, Standing::Returned);
    let merged = closed(Ending::Merged { into: other, reason: note("Samma barn."), by: post(DOOR) });
    check(&merged, Standing::Joined, Standing::Joined);
    check(&closed(Ending::Withdrawn), Standing::Withdrawn, Standing::Withdrawn);
}
