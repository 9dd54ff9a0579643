//! Working days, office hours and what is left of a promise.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use domain::calendar::{
    ClockTime, Distance, Holiday, Lateness, OfficeHours, Pace, Promise, Standing, Week, WorkingDays, easter_sunday,
    holiday, week,
};
use domain::moment::{Day, Moment};
use jiff::SignedDuration;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().expect("a date")
}

fn at(text: &str) -> Moment {
    let (date, time) = text.split_once(' ').expect("date and time");
    let (hour, minute) = time.split_once('.').expect("hour and minute");
    Moment::in_stockholm(day(date), hour.parse().expect("hour"), minute.parse().expect("minute"))
}

fn check(due: Moment, expected: &str) {
    assert_eq!(due.stockholm().datetime(), at(expected).stockholm().datetime());
}

fn calendar() -> WorkingDays {
    WorkingDays::default()
}

#[test]
fn easter_is_right_in_years_that_are_easy_to_get_wrong() {
    for (year, date) in [
        (1961, "1961-04-02"),
        (1981, "1981-04-19"),
        (2000, "2000-04-23"),
        (2008, "2008-03-23"),
        (2011, "2011-04-24"),
        (2025, "2025-04-20"),
        (2026, "2026-04-05"),
        (2027, "2027-03-28"),
        (2038, "2038-04-25"),
        (2049, "2049-04-18"),
    ] {
        assert_eq!(easter_sunday(year), Some(day(date)), "{year}");
    }
}

#[test]
fn the_holidays_of_2027_are_the_sixteen_in_the_almanac() {
    let found: Vec<_> =
        (0..365).map(|step| day("2027-01-01").plus_days(step)).filter_map(|day| Some((day, holiday(day)?))).collect();
    let expected = [
        ("2027-01-01", Holiday::NewYearsDay),
        ("2027-01-06", Holiday::Epiphany),
        ("2027-03-26", Holiday::GoodFriday),
        ("2027-03-28", Holiday::EasterSunday),
        ("2027-03-29", Holiday::EasterMonday),
        ("2027-05-01", Holiday::MayDay),
        ("2027-05-06", Holiday::AscensionDay),
        ("2027-05-16", Holiday::WhitSunday),
        ("2027-06-06", Holiday::NationalDay),
        ("2027-06-25", Holiday::MidsummerEve),
        ("2027-06-26", Holiday::MidsummerDay),
        ("2027-11-06", Holiday::AllSaintsDay),
        ("2027-12-24", Holiday::ChristmasEve),
        ("2027-12-25", Holiday::ChristmasDay),
        ("2027-12-26", Holiday::BoxingDay),
        ("2027-12-31", Holiday::NewYearsEve),
    ];
    assert_eq!(found, expected.map(|(date, name)| (day(date), name)));
}

#[test]
fn all_saints_may_fall_on_the_last_of_october() {
    assert_eq!(holiday(day("2026-10-31")), Some(Holiday::AllSaintsDay));
    assert_eq!(holiday(day("2026-11-07")), None);
}

#[test]
fn working_days_count_from_receipt_on_the_receivers_calendar() {
    for (received, days, due) in [
        ("2027-01-15 16.00", 2, "2027-01-19 16.00"), // Friday: Tuesday at the same time.
        ("2027-01-15 17.00", 2, "2027-01-20 08.00"), // Closing time is too late for Friday.
        ("2027-01-16 11.30", 1, "2027-01-19 08.00"), // Saturday counts from Monday's opening.
        ("2027-01-18 06.15", 1, "2027-01-19 08.00"), // Before opening counts from opening.
        ("2027-01-18 08.00", 1, "2027-01-19 08.00"),
        ("2027-01-18 09.41", 0, "2027-01-18 09.41"),
        ("2027-03-25 10.00", 1, "2027-03-30 10.00"), // Maundy Thursday, over Easter.
        ("2027-06-24 10.00", 1, "2027-06-28 10.00"), // Over Midsummer.
        ("2026-12-23 10.00", 1, "2026-12-28 10.00"), // Over Christmas.
        ("2026-12-30 10.00", 2, "2027-01-05 10.00"), // Over New Year.
    ] {
        check(calendar().after_working_days(at(received), days), due);
    }
}

#[test]
fn a_local_closed_day_moves_the_due_time() {
    let closed = WorkingDays::new(OfficeHours::DEFAULT, [day("2027-01-18")]);
    check(closed.after_working_days(at("2027-01-15 16.00"), 2), "2027-01-20 16.00");
}

#[test]
fn working_hours_stop_when_the_office_closes() {
    for (received, hours, due) in [
        ("2027-01-18 09.00", 4, "2027-01-18 13.00"),
        ("2027-01-18 15.00", 4, "2027-01-19 10.00"),
        ("2027-01-15 15.00", 4, "2027-01-18 10.00"),
        ("2027-01-15 20.00", 4, "2027-01-18 12.00"),
        ("2027-01-18 13.00", 4, "2027-01-18 17.00"),
        ("2027-01-18 09.00", 20, "2027-01-20 11.00"),
    ] {
        check(calendar().after_working_hours(at(received), hours), due);
    }
}

#[test]
fn other_office_hours_give_other_due_times() {
    let hours = OfficeHours::new(ClockTime::new(8, 0).expect("time"), ClockTime::new(16, 30).expect("time"));
    let calendar = WorkingDays::new(hours.expect("hours"), []);
    check(calendar.after_working_hours(at("2027-01-15 15.30"), 2), "2027-01-18 09.00");
    check(calendar.close_of_day(at("2027-01-15 15.30")), "2027-01-15 16.30");
    assert_eq!(OfficeHours::new(ClockTime::new(9, 0).expect("time"), ClockTime::new(9, 0).expect("time")), None);
    assert_eq!(ClockTime::new(24, 0), None);
    assert_eq!(ClockTime::new(8, 60), None);
}

#[test]
fn calendar_days_keep_the_clock_time_when_summer_time_begins() {
    check(calendar().after_calendar_days(at("2027-03-26 09.00"), 3), "2027-03-29 09.00");
    check(calendar().after_calendar_days(at("2027-01-14 23.30"), 14), "2027-01-28 23.30");
}

#[test]
fn the_same_day_ends_when_the_office_closes() {
    check(calendar().close_of_day(at("2027-01-15 09.00")), "2027-01-15 17.00");
    check(calendar().close_of_day(at("2027-01-15 19.00")), "2027-01-18 17.00");
}

fn remaining(started: &str, due: &str, now: &str) -> (Standing, Distance, u8) {
    let promise = Promise { started_at: at(started), due_at: at(due), pace: Pace::OpenHours };
    let remaining = calendar().remaining(promise, at(now));
    (remaining.standing, remaining.distance, remaining.share_used)
}

#[test]
fn a_promise_due_this_afternoon_has_hours_and_minutes_left() {
    let (standing, left, share) = remaining("2027-01-18 15.00", "2027-01-19 15.00", "2027-01-19 10.40");
    assert_eq!(standing, Standing::Today);
    assert_eq!(left.hours_and_minutes(), (4, 20));
    assert_eq!(left.working_hours_and_minutes(), (4, 20));
    assert_eq!(share, 51);
}

#[test]
fn from_friday_to_monday_is_one_working_day() {
    let (standing, left, _) = remaining("2027-01-14 15.00", "2027-01-18 15.00", "2027-01-15 16.00");
    assert_eq!(standing, Standing::InTime);
    assert_eq!((left.working_days, left.calendar_days), (1, 3));
    assert_eq!(left.working_hours_and_minutes(), (8, 0));
}

#[test]
fn a_broken_promise_says_how_late_it_is() {
    let (standing, past, share) = remaining("2027-01-14 15.00", "2027-01-18 15.00", "2027-01-19 09.00");
    assert_eq!(standing, Standing::Late);
    assert_eq!((past.working_days, past.calendar_days, past.working_minutes), (1, 1, 180));
    assert_eq!(share, 100);
}

#[test]
fn how_late_a_promise_is_is_told_in_the_largest_unit_that_it_is_counted_in() {
    let due = "2027-01-15 15.00";
    let late = |pace, now: &str| {
        let promise = Promise { started_at: at("2027-01-14 15.00"), due_at: at(due), pace };
        calendar().remaining(promise, at(now)).distance.lateness(pace)
    };
    // Friday 15 January at three; the next working day is Monday the 18th.
    for (now, open, all) in [
        ("2027-01-15 15.40", Lateness::Minutes(40), Lateness::Minutes(40)),
        ("2027-01-15 16.30", Lateness::Hours { hours: 1, minutes: 30 }, Lateness::Hours { hours: 1, minutes: 30 }),
        ("2027-01-17 16.00", Lateness::Days(2), Lateness::Days(2)),
        ("2027-01-18 16.00", Lateness::WorkingDays(1), Lateness::Days(3)),
        ("2027-01-29 09.00", Lateness::WorkingDays(10), Lateness::Days(13)),
    ] {
        assert_eq!((late(Pace::OpenHours, now), late(Pace::AllHours, now)), (open, all), "{now}");
    }
}

#[test]
fn the_last_minute_is_still_in_time() {
    let (standing, left, share) = remaining("2027-01-14 15.00", "2027-01-18 15.00", "2027-01-18 15.00");
    assert_eq!((standing, left, share), (Standing::Today, Distance::default(), 100));
}

#[test]
fn the_first_days_of_january_may_belong_to_last_years_week() {
    assert_eq!(week(day("2027-01-01")), Week { year: 2026, number: 53 });
    assert_eq!(week(day("2027-01-04")), Week { year: 2027, number: 1 });
}

#[test]
fn the_ends_of_time_do_not_hang() {
    for moment in [Moment::from_microseconds(i64::MIN), Moment::from_microseconds(i64::MAX)] {
        let _ = calendar().after_working_days(moment, u16::MAX);
        let _ = calendar().after_working_hours(moment, u16::MAX);
    }
    let ages = calendar().working_time(Moment::from_microseconds(i64::MIN), Moment::from_microseconds(i64::MAX));
    assert!(ages > SignedDuration::ZERO);
}

proptest! {
    #[test]
    fn a_due_time_is_never_before_receipt_and_always_in_office_hours(
        minutes in 0_i64..60 * 24 * 366 * 5, days in 0_u16..60, hours in 1_u16..200,
    ) {
        let received = at("2024-01-01 00.00").plus(SignedDuration::from_mins(minutes));
        let by_days = calendar().after_working_days(received, days);
        let by_hours = calendar().after_working_hours(received, hours);
        prop_assert!(by_days >= received && by_hours > received);
        prop_assert!(calendar().is_open(by_days));
        prop_assert!(calendar().is_working_day(by_hours.day()));
    }

    #[test]
    fn open_time_added_is_open_time_measured(minutes in 0_i64..60 * 24 * 366 * 5, open_minutes in 0_i64..20_000) {
        let received = at("2024-01-01 00.00").plus(SignedDuration::from_mins(minutes));
        let due = calendar().after_working_time(received, SignedDuration::from_mins(open_minutes));
        prop_assert_eq!(calendar().working_time(received, due), SignedDuration::from_mins(open_minutes));
    }

    #[test]
    fn the_share_used_only_grows(minutes in 0_i64..20_000, more in 0_i64..20_000) {
        let started_at = at("2027-01-15 16.00");
        let due_at = calendar().after_working_days(started_at, 5);
        for pace in [Pace::OpenHours, Pace::AllHours] {
            let promise = Promise { started_at, due_at, pace };
            let early = calendar().remaining(promise, started_at.plus(SignedDuration::from_mins(minutes)));
            let late = calendar().remaining(promise, started_at.plus(SignedDuration::from_mins(minutes + more)));
            prop_assert!(early.share_used <= late.share_used && late.share_used <= 100);
        }
    }
}
