//! What is kept comes back as it was kept, on both engines; and two who write at once do not overwrite one another.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use std::collections::BTreeSet;

use access::Actor;
use audit::Refused;
use database::{Failure, Transaction};
use directory::commands::{KeepError, NewEntry, Seen, confirm_entry, keep_entry, set_confirmation_days};
use directory::{Hours, Intake, OnHolidays, OpenNow, Phone, Week, Weekday, entries, open_now, routing_entries};
use domain::calendar::{ClockTime, OfficeHours};
use domain::directory::{ConfirmationFault, EntryFault, Validity};
use domain::front_door::level::Level;
use domain::front_door::routing::{Ages, Area, Opening, Until};
use domain::moment::Day;
use jiff::SignedDuration;
use testkit::{Engine, Region, TestApp, engines, run};

async fn app(engine: Engine) -> (TestApp, Region) {
    let test = TestApp::start(engine, vec![identity::capability(), directory::capability()]).await;
    let region = Region::build(&test).await;
    (test, region)
}

fn hours(opens: (u8, u8), closes: (u8, u8)) -> OfficeHours {
    let time = |(hour, minute)| ClockTime::new(hour, minute).unwrap();
    OfficeHours::new(time(opens), time(closes)).unwrap()
}

/// An entry with something in every field.
fn full(region: &Region) -> NewEntry {
    let week = [
        (Weekday::Thursday, hours((13, 0), (16, 30))),
        (Weekday::Thursday, hours((8, 0), (12, 0))),
        (Weekday::Monday, hours((8, 0), (16, 30))),
    ];
    let mut new = NewEntry::new(region.unit("first_line"), "Hjälp när man mår dåligt.", "Help when one feels bad.");
    "Inte för akuta ärenden. Ring 112.".clone_into(&mut new.not_for.swedish);
    new.ages = Ages { from: 6, until: Until::Through(17) };
    new.levels = BTreeSet::from([Level::SelfCare, Level::FirstLine]);
    new.area = Area::Municipalities(BTreeSet::from([region.municipality("bjorkeryd"), region.municipality("lindala")]));
    new.phone = Some(Phone::parse("010-123 45 67").unwrap());
    "Storgatan 1, Björkeryd".clone_into(&mut new.address);
    new.hours = Hours::Weekly { week: Week::new(week).unwrap(), holidays: OnHolidays::Closed };
    new.intake = Intake::FrontDoor;
    new.opening = Opening::ClosesOn("2027-06-30".parse().unwrap());
    new
}

async fn reading(test: &TestApp) -> Transaction {
    test.app.database().begin_reading("directory.entries").await.unwrap()
}

fn is_conflict<T>(result: &Result<T, KeepError>) -> bool {
    matches!(result, Err(KeepError::Refused(Refused::Failed(Failure::Conflict))))
}

fn is_denied<T>(result: &Result<T, KeepError>) -> bool {
    matches!(result, Err(KeepError::Refused(Refused::Denied(_))))
}

#[test]
fn an_entry_comes_back_as_it_was_kept() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let new = full(&region);
            keep_entry(&test.demo(), new.clone(), Seen::Anything).await.unwrap();
            let all = entries(&mut reading(&test).await).await.unwrap();
            let entry = all.of(new.unit).unwrap();
            assert_eq!((&entry.about, &entry.not_for, &entry.address), (&new.about, &new.not_for, &new.address));
            assert_eq!((entry.ages, entry.intake, entry.opening), (new.ages, new.intake, new.opening));
            assert_eq!((&entry.levels, &entry.area, &entry.phone), (&new.levels, &new.area, &new.phone));
            assert_eq!(entry.hours, new.hours);
            assert_eq!(entry.confirmation.on, test.now().day());
            assert_eq!(entry.confirmation.until, test.now().day().plus_days(180));
        }
    });
}

#[test]
fn an_entry_that_is_kept_again_replaces_all_of_it() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            keep_entry(&test.demo(), full(&region), Seen::Anything).await.unwrap();
            let plain = NewEntry::new(region.unit("first_line"), "Nytt.", "");
            keep_entry(&test.demo(), plain, Seen::Version(1)).await.unwrap();
            let all = entries(&mut reading(&test).await).await.unwrap();
            let kept = all.kept_of(region.unit("first_line")).unwrap();
            assert_eq!((kept.version, &kept.entry.area, &kept.entry.hours), (2, &Area::Region, &Hours::NotKnown));
            assert_eq!((&kept.entry.phone, kept.entry.opening), (&None, Opening::Open));
        }
    });
}

#[test]
fn of_two_who_write_at_once_the_second_is_told() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let lena = test.asker(Actor::Staff(region.post("lena")));
            keep_entry(&lena, full(&region), Seen::Nothing).await.unwrap();
            assert!(is_conflict(&keep_entry(&lena, full(&region), Seen::Nothing).await));
            keep_entry(&lena, full(&region), Seen::Version(1)).await.unwrap();
            assert!(is_conflict(&keep_entry(&lena, full(&region), Seen::Version(1)).await));
            assert!(is_conflict(&confirm_entry(&lena, region.unit("first_line"), 1).await));
            confirm_entry(&lena, region.unit("first_line"), 2).await.unwrap();
        }
    });
}

#[test]
fn confirming_sets_a_new_last_day_and_says_who() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            keep_entry(&test.demo(), full(&region), Seen::Anything).await.unwrap();
            test.wait(SignedDuration::from_hours(24 * 200));
            let today = test.now().day();
            let all = entries(&mut reading(&test).await).await.unwrap();
            assert_eq!(all.of(region.unit("first_line")).unwrap().validity(today), Validity::Expired);
            set_confirmation_days(&test.asker(Actor::Staff(region.post("stig"))), 90).await.unwrap();
            let lena = region.post("lena");
            confirm_entry(&test.asker(Actor::Staff(lena)), lena.unit, 1).await.unwrap();
            let all = entries(&mut reading(&test).await).await.unwrap();
            let confirmation = all.of(lena.unit).unwrap().confirmation;
            assert_eq!((confirmation.by, confirmation.until), (Some(lena.assignment), today.plus_days(90)));
        }
    });
}

#[test]
fn only_the_units_own_manager_a_steward_or_the_installation_keeps_an_entry() {
    run(async {
        let (test, region) = app(Engine::Sqlite).await;
        keep_entry(&test.demo(), full(&region), Seen::Anything).await.unwrap();
        let turned_away = [
            Actor::Staff(region.post("johan")),
            Actor::Staff(region.post("vera")),
            Actor::Staff(region.post("lo")),
            Actor::Visitor,
            Actor::Job("disposal"),
        ];
        for actor in turned_away {
            assert!(is_denied(&keep_entry(&test.asker(actor), full(&region), Seen::Anything).await), "{actor:?}");
            assert!(is_denied(&confirm_entry(&test.asker(actor), region.unit("first_line"), 1).await));
        }
        let stig = test.asker(Actor::Staff(region.post("stig")));
        keep_entry(&stig, full(&region), Seen::Version(1)).await.unwrap();
        assert!(is_denied(&set_confirmation_days(&test.asker(Actor::Staff(region.post("lena"))), 90).await));
    });
}

#[test]
fn what_may_not_stand_in_the_directory_is_refused_by_name() {
    run(async {
        let (test, region) = app(Engine::Sqlite).await;
        let check = async |change: fn(&mut NewEntry), expected: EntryFault| {
            let mut new = full(&region);
            change(&mut new);
            let refused = keep_entry(&test.demo(), new, Seen::Anything).await;
            assert!(matches!(&refused, Err(KeepError::Entry(fault)) if *fault == expected), "{refused:?}");
        };
        check(|new| new.about.swedish = " ".to_owned(), EntryFault::NoAbout).await;
        check(|new| new.about.english = "x".repeat(601), EntryFault::TooLong).await;
        check(|new| new.ages = Ages { from: 12, until: Until::Through(11) }, EntryFault::Ages).await;
        check(|new| new.area = Area::Municipalities(BTreeSet::new()), EntryFault::Area).await;
        let mut tomorrow = full(&region);
        tomorrow.confirmed_on = Some(test.now().day().plus_days(1));
        let refused = keep_entry(&test.demo(), tomorrow, Seen::Anything).await;
        assert!(matches!(refused, Err(KeepError::Confirmation(ConfirmationFault::InTheFuture))));
        let unknown = NewEntry::new(test.environment.id(), "Finns inte.", "");
        assert!(matches!(keep_entry(&test.demo(), unknown, Seen::Anything).await, Err(KeepError::NotFound)));
    });
}

#[test]
fn the_front_door_is_given_expired_entries_but_no_closed_ones() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let mut old = full(&region);
            old.confirmed_on = Some("2026-01-07".parse().unwrap());
            keep_entry(&test.demo(), old, Seen::Anything).await.unwrap();
            let until: Day = "2026-07-06".parse().unwrap();
            let on = async |day: &str| {
                let day = day.parse().unwrap();
                routing_entries(&mut reading(&test).await, day).await.unwrap()
            };
            let [entry] = <[_; 1]>::try_from(on("2026-11-24").await).unwrap();
            assert_eq!((entry.unit, entry.confirmed_until), (region.unit("first_line"), until));
            assert_eq!(on("2027-06-29").await.len(), 1);
            assert_eq!(on("2027-06-30").await.len(), 0);
        }
    });
}

#[test]
fn the_directory_is_read_with_one_statement_when_nothing_has_changed() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            keep_entry(&test.demo(), full(&region), Seen::Anything).await.unwrap();
            entries(&mut reading(&test).await).await.unwrap();
            let mut transaction = reading(&test).await;
            let all = entries(&mut transaction).await.unwrap();
            assert_eq!(transaction.queries(), 1);
            // Tuesday at ten: closed; it opens on Thursday at eight.
            let entry = all.of(region.unit("first_line")).unwrap();
            let thursday = domain::moment::Moment::in_stockholm("2026-11-26".parse().unwrap(), 8, 0);
            assert_eq!(open_now(entry, test.now()), OpenNow::Opens(Some(thursday)));
        }
    });
}

#[test]
fn every_statement_is_understood_by_both_engines() {
    run(async {
        for engine in engines() {
            let (test, _) = app(engine).await;
            for statement in directory::capability().statements.iter().flat_map(|statements| statements.iter()) {
                test.app.database().prepare(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
            }
        }
    });
}
