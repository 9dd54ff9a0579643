//! Two records of one child: which goes on, how it is protected, and when they stay two.

use domain::child::joining::{Held, Refusal, Side, join};
use domain::child::{Child, Protection};
use domain::id::Id;
use domain::organisation::{Staff, Unit};
use uuid::Uuid;

fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

const DOOR: u128 = 1;
const CLINIC: u128 = 2;
const SCHOOL: u128 = 3;
const NURSE: u128 = 10;
const PSYCHOLOGIST: u128 = 11;

fn side(child: u128) -> Side {
    Side { child: id(child), protection: Protection::None, named: vec![], number: String::new(), open: vec![] }
}

fn held(unit: u128, by: u128) -> Held {
    Held { trail: id(unit + 100), unit: id(unit), by: Some(id(by)) }
}

fn protected(child: u128, protection: Protection, named: &[u128]) -> Side {
    Side { protection, named: named.iter().map(|staff| id::<Staff>(*staff)).collect(), ..side(child) }
}

#[test]
fn the_child_that_another_unit_holds_goes_on_and_otherwise_the_one_at_hand() {
    let with = |child, open: &[Held]| Side { open: open.to_vec(), ..side(child) };
    let cases = [
        ("neither is held", with(50, &[]), with(51, &[]), 50),
        ("the front door holds both", with(50, &[held(DOOR, NURSE)]), with(51, &[held(DOOR, NURSE)]), 50),
        ("the one at hand is held elsewhere", with(50, &[held(CLINIC, NURSE)]), with(51, &[held(DOOR, NURSE)]), 50),
        ("the other is held elsewhere", with(50, &[held(DOOR, NURSE)]), with(51, &[held(CLINIC, NURSE)]), 51),
    ];
    for (name, one, other, expected) in cases {
        let joining = join(&one, &other, id(DOOR)).unwrap();
        assert_eq!(joining.kept, id::<Child>(expected), "{name}");
        assert_eq!(joining.other, id::<Child>(101 - expected), "{name}");
    }
}

#[test]
fn two_stay_two_where_joining_would_hurt_somebody() {
    let with_number = |child, number: &str| Side { number: number.to_owned(), ..side(child) };
    let with = |child, unit| Side { open: vec![held(unit, NURSE)], ..side(child) };
    let unit = id::<Unit>;
    let marked = protected(50, Protection::Marked, &[PSYCHOLOGIST]);
    let cases = [
        ("itself", side(50), side(50), Refusal::SameChild),
        ("two numbers", with_number(50, "201303051234"), with_number(51, "201303055678"), Refusal::TwoNumbers),
        ("a new identity", side(50), protected(51, Protection::NewIdentity, &[NURSE]), Refusal::NewIdentity),
        (
            "both are held elsewhere",
            with(50, CLINIC),
            with(51, SCHOOL),
            Refusal::BothHeld { one: unit(CLINIC), other: unit(SCHOOL) },
        ),
        ("who holds it could not open it", marked, with(51, CLINIC), Refusal::HolderNotNamed(unit(CLINIC))),
    ];
    for (name, one, other, expected) in cases {
        assert_eq!(join(&one, &other, id(DOOR)), Err(expected), "{name}");
    }
}

#[test]
fn one_number_is_enough_and_the_same_number_is_the_same() {
    let with_number = |child, number: &str| Side { number: number.to_owned(), ..side(child) };
    for (one, other) in [("201303051234", ""), ("", "201303051234"), ("201303051234", "201303051234")] {
        assert!(join(&with_number(50, one), &with_number(51, other), id(DOOR)).is_ok(), "{one} and {other}");
    }
}

#[test]
fn the_stronger_protection_holds_and_nobody_opens_what_they_could_not_open_before() {
    use Protection::{Marked, None, Registered};
    /// The grade, and who are named.
    type Protected = (Protection, &'static [u128]);
    let cases: [(&str, Protected, Protected, Protected); 4] = [
        ("neither", (None, &[]), (None, &[]), (None, &[])),
        ("one", (Marked, &[10, 11]), (None, &[]), (Marked, &[10, 11])),
        ("the other", (None, &[]), (Registered, &[12]), (Registered, &[12])),
        ("both", (Marked, &[10, 11]), (Registered, &[11, 12]), (Registered, &[11])),
    ];
    for (name, first, second, (expected, named)) in cases {
        let joining = join(&protected(50, first.0, first.1), &protected(51, second.0, second.1), id(DOOR)).unwrap();
        assert_eq!(joining.protection, expected, "{name}");
        assert_eq!(joining.named, named.iter().map(|staff| id::<Staff>(*staff)).collect::<Vec<_>>(), "{name}");
    }
}
