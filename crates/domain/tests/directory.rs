//! Who is shown first, when a unit answers, and how long a confirmation is believed.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use std::collections::BTreeSet;

use domain::calendar::{ClockTime, OfficeHours, WorkingDays};
use domain::directory::guide::{Fit, Question, SHOWN_MAX, SHOWN_OF_KIND_MAX, fit_of_age, services, suggest};
use domain::directory::{
    Confirmation, ConfirmationFault, Entry, Hours, HoursFault, Intake, OnHolidays, OpenNow, Phone, Validity, Week,
    Weekday, Wording,
};
use domain::front_door::intake::{Age, Topic};
use domain::front_door::routing::{Ages, Area, Opening, Until};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Municipality};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().expect("a date")
}

fn at(text: &str) -> Moment {
    let (date, time) = text.split_once(' ').expect("date and time");
    let (hour, minute) = time.split_once('.').expect("hour and minute");
    Moment::in_stockholm(day(date), hour.parse().expect("hour"), minute.parse().expect("minute"))
}

fn hours(text: &str) -> Vec<OfficeHours> {
    Week::parse_day(text).expect("hours")
}

fn weekly(text: &str) -> Hours {
    let week = Week::weekdays(hours(text).into_iter().next().expect("a stretch"));
    Hours::Weekly { week, holidays: OnHolidays::Closed }
}

/// Ten o'clock on a Tuesday.
fn now() -> Moment {
    at("2026-11-24 10.00")
}

fn entry(number: u128, branch: Branch) -> Entry {
    Entry {
        unit: Id::new(Uuid::from_u128(number)),
        branch,
        about: Wording { swedish: "Hjälper.".to_owned(), english: String::new() },
        not_for: Wording::default(),
        ages: Ages { from: 6, until: Until::DayOfTurning(18) },
        levels: BTreeSet::new(),
        area: Area::Region,
        phone: None,
        address: String::new(),
        hours: Hours::NotKnown,
        intake: Intake::SelfReferral,
        opening: Opening::Open,
        confirmation: Confirmation { on: day("2026-11-01"), by: None, until: day("2027-04-30") },
    }
}

fn municipality(number: u128) -> Id<Municipality> {
    Id::new(Uuid::from_u128(number))
}

fn ask(topic: Topic) -> Question {
    Question { topic, age: Age::new(14).ok(), municipality: Some(municipality(1)) }
}

/// The numbers of the suggested units, in order.
#[track_caller]
fn check(entries: &[Entry], question: &Question, expected: &[u128]) {
    let found: Vec<_> =
        suggest(entries, question, now()).iter().map(|found| found.entry.unit.value().as_u128()).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_fits_the_topic_comes_first() {
    let entries = [entry(1, Branch::SocialServices), entry(2, Branch::PupilHealth), entry(3, Branch::ChildPsychiatry)];
    check(&entries, &ask(Topic::HomeUnsafe), &[1, 2]);
    check(&entries, &ask(Topic::School), &[2]);
    check(&entries, &ask(Topic::SelfHarmOrSuicidal), &[3, 2]);
}

#[test]
fn an_entry_past_its_confirmation_comes_last_however_well_it_fits() {
    let mut old = entry(1, Branch::FirstLine);
    old.confirmation.until = day("2026-11-23");
    let entries = [old.clone(), entry(2, Branch::PrimaryCare)];
    check(&entries, &ask(Topic::LowOrWorried), &[2, 1]);
    old.confirmation.until = day("2026-11-24");
    check(&[old, entry(2, Branch::PrimaryCare)], &ask(Topic::LowOrWorried), &[1, 2]);
}

#[test]
fn another_age_another_place_or_a_closed_door_is_not_suggested() {
    let mut young = entry(1, Branch::FirstLine);
    young.ages.until = Until::Through(12);
    let mut far = entry(2, Branch::FirstLine);
    far.area = Area::Municipalities(BTreeSet::from([municipality(2)]));
    let mut closed = entry(3, Branch::FirstLine);
    closed.opening = Opening::ClosesOn(day("2026-11-24"));
    let mut closing = entry(4, Branch::FirstLine);
    closing.opening = Opening::ClosesOn(day("2026-11-25"));
    check(&[young, far, closed, closing], &ask(Topic::LowOrWorried), &[4]);
}

#[test]
fn what_was_not_said_leaves_nobody_out_and_puts_the_sure_first() {
    let mut near = entry(1, Branch::FirstLine);
    near.area = Area::Municipalities(BTreeSet::from([municipality(1)]));
    let entries = [near, entry(2, Branch::FirstLine)];
    check(&entries, &ask(Topic::LowOrWorried), &[1, 2]);
    let question = Question { topic: Topic::LowOrWorried, age: None, municipality: None };
    check(&entries, &question, &[2, 1]);
}

#[test]
fn among_equals_one_may_call_oneself_then_what_answers_now_then_what_was_confirmed_last() {
    let through = Entry { intake: Intake::FrontDoor, ..entry(1, Branch::FirstLine) };
    let closed = Entry { hours: weekly("13-15"), ..entry(2, Branch::FirstLine) };
    check(&[through.clone(), closed.clone()], &ask(Topic::LowOrWorried), &[2, 1]);
    let open = Entry { hours: weekly("8-12"), ..entry(3, Branch::FirstLine) };
    check(&[closed, open.clone()], &ask(Topic::LowOrWorried), &[3, 2]);
    let mut fresher = Entry { hours: Hours::Always, ..entry(4, Branch::FirstLine) };
    fresher.confirmation.on = day("2026-11-20");
    check(&[open, fresher], &ask(Topic::LowOrWorried), &[4, 3]);
}

#[test]
fn twenty_schools_do_not_hide_the_rest() {
    let mut entries: Vec<_> = (1..=20).map(|number| entry(number, Branch::PupilHealth)).collect();
    entries.push(entry(21, Branch::FrontDoor));
    check(&entries, &ask(Topic::School), &[1, 2, 21]);
}

#[test]
fn on_the_birthday_that_ends_it_the_place_must_be_asked() {
    let place = entry(1, Branch::FirstLine);
    let table = [(5, Fit::Not), (6, Fit::Sure), (17, Fit::Sure), (18, Fit::Ask), (19, Fit::Not)];
    for (years, fit) in table {
        assert_eq!(fit_of_age(&place, Age::new(years).ok()), fit, "{years}");
    }
    assert_eq!(fit_of_age(&place, None), Fit::Ask);
}

#[test]
fn every_topic_names_services_and_none_twice() {
    for topic in Topic::ALL {
        let named: BTreeSet<_> = services(topic).iter().collect();
        assert!(named.len() == services(topic).len() && named.len() >= 3, "{topic:?}");
    }
}

#[test]
fn a_unit_answers_at_its_hours_and_not_on_holidays() {
    let place = weekly("8.00-16.30");
    let table = [
        ("2026-11-24 07.59", OpenNow::Opens(Some(at("2026-11-24 08.00")))),
        ("2026-11-24 08.00", OpenNow::Until(at("2026-11-24 16.30"))),
        ("2026-11-24 16.29", OpenNow::Until(at("2026-11-24 16.30"))),
        ("2026-11-24 16.30", OpenNow::Opens(Some(at("2026-11-25 08.00")))),
        ("2026-11-27 18.00", OpenNow::Opens(Some(at("2026-11-30 08.00")))),
        // Christmas Eve is a Thursday; the next working day is Monday 28 December.
        ("2026-12-24 09.00", OpenNow::Opens(Some(at("2026-12-28 08.00")))),
    ];
    for (moment, expected) in table {
        assert_eq!(place.at(at(moment)), expected, "{moment}");
    }
    let Hours::Weekly { week, .. } = place else { panic!("weekly") };
    let open = Hours::Weekly { week, holidays: OnHolidays::Open };
    assert_eq!(open.at(at("2026-12-24 09.00")), OpenNow::Until(at("2026-12-24 16.30")));
    assert_eq!(Hours::Always.at(now()), OpenNow::Always);
    assert_eq!(Hours::NotKnown.at(now()), OpenNow::NotKnown);
    let never = Hours::Weekly { week: Week::default(), holidays: OnHolidays::Closed };
    assert_eq!(never.at(now()), OpenNow::Opens(None));
}

#[test]
fn hours_are_read_as_people_write_them() {
    let time = |hour, minute| ClockTime::new(hour, minute).expect("a time");
    let morning = OfficeHours::new(time(8, 0), time(12, 0)).expect("hours");
    let afternoon = OfficeHours::new(time(13, 0), time(16, 30)).expect("hours");
    for text in ["8-12, 13-16.30", "8.00–12.00; 13.00–16.30", " 08:00 - 12:00 ,13:00—16:30,"] {
        assert_eq!(hours(text), vec![morning, afternoon], "{text}");
    }
    assert_eq!(hours(""), vec![]);
    let table = [
        ("åtta till tolv", HoursFault::Unreadable),
        ("8", HoursFault::Unreadable),
        ("8-25", HoursFault::Unreadable),
        ("8-12.60", HoursFault::Unreadable),
        ("+8-12", HoursFault::Unreadable),
        ("008-12", HoursFault::Unreadable),
        ("16-8", HoursFault::ClosesBeforeItOpens),
        ("8-8", HoursFault::ClosesBeforeItOpens),
        ("8-9,9-10,10-11,11-12,12-13", HoursFault::TooMany),
    ];
    for (text, fault) in table {
        assert_eq!(Week::parse_day(text), Err(fault), "{text}");
    }
    let overlapping = hours("8-12,11-13").into_iter().map(|hours| (Weekday::Monday, hours));
    assert_eq!(Week::new(overlapping), Err(HoursFault::Overlap));
}

#[test]
fn a_confirmation_is_believed_through_its_last_day() {
    let made = Confirmation::new(day("2026-11-24"), None, 180, day("2026-11-24")).expect("a confirmation");
    assert_eq!(made.until, day("2027-05-23"));
    assert_eq!(made.validity(day("2027-05-23")), Validity::Confirmed);
    assert_eq!(made.validity(day("2027-05-24")), Validity::Expired);
    let today = day("2026-11-24");
    assert_eq!(Confirmation::new(day("2026-11-25"), None, 180, today), Err(ConfirmationFault::InTheFuture));
    assert_eq!(Confirmation::new(today, None, 0, today), Err(ConfirmationFault::Days));
    assert_eq!(Confirmation::new(today, None, 731, today), Err(ConfirmationFault::Days));
}

#[test]
fn a_public_number_is_shown_as_written_and_dialled_as_it_must_be() {
    let table = [
        ("010-123 45 67", Some("+46101234567")),
        ("+46 10 123 45 67", Some("+46101234567")),
        ("116 111", Some("116111")),
        ("1177", Some("1177")),
        ("112", Some("112")),
        ("ring oss", None),
        ("12", None),
        ("", None),
        ("<script>", None),
    ];
    for (text, dialled) in table {
        let phone = Phone::parse(text).ok();
        assert_eq!(phone.as_ref().map(Phone::dialled), dialled, "{text}");
        assert!(phone.is_none_or(|phone| phone.shown() == text));
    }
}

fn any_entry() -> impl Strategy<Value = Entry> {
    const BRANCHES: [Branch; 4] = [Branch::FirstLine, Branch::PupilHealth, Branch::SocialServices, Branch::FrontDoor];
    let area = proptest::option::of(proptest::collection::btree_set(0..3_u128, 1..3));
    (any::<u128>(), proptest::sample::select(&BRANCHES), 0..20_u8, 0..10_u8, area, -400..400_i32).prop_map(
        |(number, branch, from, more, area, left)| {
            let area = area.map(|area| Area::Municipalities(area.into_iter().map(municipality).collect()));
            let mut made = entry(number, branch);
            made.ages = Ages { from, until: Until::Through(from + more) };
            made.area = area.unwrap_or(Area::Region);
            made.confirmation.until = now().day().plus_days(left);
            made
        },
    )
}

proptest! {
    #[test]
    fn the_list_is_short_and_no_expired_entry_stands_above_a_confirmed_one(
        entries in proptest::collection::vec(any_entry(), 0..40),
        topic in proptest::sample::select(&Topic::ALL),
        age in proptest::option::of(0..=25_u8),
        place in proptest::option::of(0..3_u128),
    ) {
        let age = age.and_then(|years| Age::new(years).ok());
        let question = Question { topic, age, municipality: place.map(municipality) };
        let found = suggest(&entries, &question, now());
        prop_assert!(found.len() <= SHOWN_MAX);
        prop_assert!(found.is_sorted_by_key(|found| found.validity));
        for one in &found {
            let alike = found.iter().filter(|other| other.entry.branch == one.entry.branch).count();
            prop_assert!(alike <= SHOWN_OF_KIND_MAX);
            prop_assert!(one.age != Fit::Not && one.area != Fit::Not);
        }
    }
}

#[test]
fn a_unit_promises_on_the_days_and_hours_when_it_is_there() {
    let hours = |opens, closes| {
        OfficeHours::new(ClockTime::new(opens, 0).expect("good"), ClockTime::new(closes, 0).expect("good"))
            .expect("good")
    };
    let weekly = |days: &[(Weekday, OfficeHours)]| Hours::Weekly {
        week: Week::new(days.iter().copied()).expect("good"),
        holidays: OnHolidays::Closed,
    };
    let long = weekly(&[(Weekday::Monday, hours(9, 12)), (Weekday::Wednesday, hours(8, 18))]).calendar();
    assert_eq!(long.hours(), hours(8, 18));
    // Monday 23 November 2026, the Tuesday after and the Wednesday after that.
    let week: Vec<bool> =
        (23..=29).map(|date| long.is_working_day(Day::from_parts(2026, 11, date).expect("good"))).collect();
    assert_eq!(week, [true, false, true, false, false, false, false]);
    for never in [Hours::NotKnown, Hours::Always, weekly(&[]), weekly(&[(Weekday::Sunday, hours(10, 14))])] {
        assert_eq!(never.calendar(), WorkingDays::default(), "{never:?}");
    }
}
