//! What changes at which age.

#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use domain::age::{
    Band, GuardianReading, MAJORITY, NotForGuardian, Stages, Visibility, days_until_eighteen, defaults,
    eighteenth_birthday, in_force,
};
use domain::child::{Custody, Protection};
use domain::moment::Day;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().expect("a date")
}

fn stages() -> Stages {
    let defaults = defaults();
    *in_force(&defaults, day("2027-01-18")).expect("in force")
}

fn reading(age: u8) -> GuardianReading {
    GuardianReading {
        age,
        custody: Custody::Holder,
        child_protection: Protection::None,
        guardian_protection: Protection::None,
        visibility: Visibility::Ordinary,
    }
}

#[test]
fn bands_change_at_thirteen_fifteen_sixteen_and_eighteen() {
    for (age, band) in [
        (0, Band::Child),
        (12, Band::Child),
        (13, Band::Teenager),
        (14, Band::Teenager),
        (15, Band::Fifteen),
        (16, Band::Sixteen),
        (17, Band::Sixteen),
        (18, Band::Adult),
        (255, Band::Adult),
    ] {
        assert_eq!(stages().band(age), band, "{age}");
    }
}

#[test]
fn every_age_names_its_source() {
    for stage in [stages().alone, stages().party, stages().reads_record] {
        assert!(!stage.source.is_empty() && stage.age < MAJORITY);
    }
}

#[test]
fn a_later_set_of_ages_replaces_the_earlier_from_its_first_day() {
    let mut fifteen = stages();
    fifteen.valid_from = day("2027-07-01");
    fifteen.reads_record.age = 15;
    let both = [fifteen, stages()];
    let age = |on: &str| in_force(&both, day(on)).map(|stages| stages.reads_record.age);
    assert_eq!((age("2018-06-30"), age("2027-06-30"), age("2027-07-01")), (None, Some(16), Some(15)));
}

#[test]
fn a_child_logs_in_alone_from_thirteen() {
    assert!(!stages().may_log_in_alone(12));
    assert!(stages().may_log_in_alone(13));
}

#[test]
fn a_guardian_reads_for_a_twelve_year_old_and_asks_a_thirteen_year_old() {
    assert_eq!(stages().guardian_may_read(&reading(12)), Ok(()));
    assert_eq!(stages().guardian_may_read(&reading(13)), Err(NotForGuardian::ChildDecides));
    let shared = GuardianReading { visibility: Visibility::SharedWithGuardian, ..reading(15) };
    assert_eq!(stages().guardian_may_read(&shared), Ok(()));
}

#[test]
fn one_hidden_item_is_hidden_at_every_age() {
    for age in 0..18 {
        let hidden = GuardianReading { visibility: Visibility::HiddenFromGuardian, ..reading(age) };
        assert_eq!(stages().guardian_may_read(&hidden), Err(NotForGuardian::Hidden));
    }
}

#[test]
fn protection_of_either_breaks_the_proxy_even_when_the_item_is_shared() {
    for protection in [Protection::Marked, Protection::Registered, Protection::NewIdentity] {
        let shared = GuardianReading { visibility: Visibility::SharedWithGuardian, ..reading(8) };
        for asked in [
            GuardianReading { child_protection: protection, ..shared },
            GuardianReading { guardian_protection: protection, ..shared },
        ] {
            assert_eq!(stages().guardian_may_read(&asked), Err(NotForGuardian::ProtectedIdentity));
        }
    }
}

#[test]
fn neither_a_parent_without_custody_nor_the_parent_of_an_adult_reads() {
    let without = GuardianReading { custody: Custody::None, ..reading(8) };
    assert_eq!(stages().guardian_may_read(&without), Err(NotForGuardian::NoCustody));
    let adult = GuardianReading { visibility: Visibility::SharedWithGuardian, ..reading(18) };
    assert_eq!(stages().guardian_may_read(&adult), Err(NotForGuardian::Adult));
}

#[test]
fn days_until_eighteen_are_counted_to_the_birthday() {
    assert_eq!(days_until_eighteen(day("2009-03-19"), day("2027-01-18")), 60);
    assert_eq!(days_until_eighteen(day("2009-01-18"), day("2027-01-18")), 0);
    assert_eq!(days_until_eighteen(day("2009-01-17"), day("2027-01-18")), -1);
    assert_eq!(eighteenth_birthday(day("2008-02-29")), day("2026-03-01"));
}

proptest! {
    #[test]
    fn someone_is_eighteen_from_the_birthday_on_and_not_before(days in 0_i32..20_000) {
        let born = day("1980-01-01").plus_days(days);
        let birthday = eighteenth_birthday(born);
        prop_assert_eq!(birthday.age_of_born(born), Some(18));
        prop_assert_eq!(birthday.plus_days(-1).age_of_born(born), Some(17));
    }
}
