//! Promised times: which is in force, and how one runs.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where its world is wrong"
)]

use domain::calendar::{Standing, WorkingDays};
use domain::clock::{
    Code, Definition, Event, Evidence, Outcome, PauseReason, Refusal, Running, Scope, SetRefusal, Source, Start, Unit,
    defaults, in_force, promised, started_by, with_defaults,
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

fn calendar() -> WorkingDays {
    WorkingDays::default()
}

fn definition(code: Code, scope: Scope) -> Definition {
    in_force(&defaults(), code, scope, at("2027-01-15 16.00")).expect("a default").clone()
}

fn start(code: Code, scope: Scope, received: &str) -> Running {
    Running::start(&definition(code, scope), at(received), &calendar()).0
}

fn outcome(event: Result<Event, Refusal>) -> Outcome {
    match event.expect("stopped") {
        Event::Stopped(stopped) => stopped.outcome,
        Event::Started { .. } | Event::Paused(_) | Event::Resumed { .. } => panic!("not stopped"),
    }
}

#[test]
fn every_code_has_a_default_and_a_name_of_its_own() {
    for code in Code::ALL {
        assert!(defaults().iter().any(|definition| definition.code == code), "{code}");
        assert_eq!(code.as_str().parse(), Ok(code));
    }
    assert!("waiting".parse::<Code>().is_err());
}

#[test]
fn every_default_names_its_source_and_a_proposal_says_so() {
    for definition in defaults() {
        let proposed = definition.source.evidence == Evidence::Proposed;
        assert!(!definition.source.text.is_empty());
        assert_eq!(proposed, definition.source.text.starts_with("FÖRSLAG"), "{}", definition.code);
        assert_eq!(definition.source.evidence == Evidence::Law, definition.source.text.starts_with("HSF"));
    }
}

#[test]
fn default_due_times_are_those_of_the_table() {
    for (code, scope, received, due) in [
        (Code::PrimaryCareContact, Scope::National, "2027-01-15 09.00", "2027-01-15 17.00"),
        (Code::MedicalAssessment, Scope::National, "2027-01-15 09.00", "2027-01-18 09.00"),
        (Code::SpecialistFirstVisit, Scope::National, "2027-01-15 09.00", "2027-04-15 09.00"),
        (Code::PsychiatryFirstAssessment, Scope::National, "2027-01-15 09.00", "2027-02-14 09.00"),
        (Code::ReferralTriage, Scope::Local, "2027-01-15 09.00", "2027-01-18 09.00"),
        (Code::ReturnReply, Scope::Local, "2027-01-15 09.00", "2027-01-20 09.00"),
        (Code::ContactUrgent, Scope::Local, "2027-01-15 15.00", "2027-01-18 10.00"),
        (Code::ContactOrdinary, Scope::Local, "2027-01-15 16.00", "2027-01-19 16.00"),
    ] {
        assert_eq!(start(code, scope, received).due_at(), at(due), "{code}");
    }
}

#[test]
fn a_matter_keeps_the_promise_that_was_in_force_when_it_arrived() {
    let mut definitions = defaults();
    let shorter =
        Definition { amount: 1, valid_from: day("2027-02-01"), ..definition(Code::ContactOrdinary, Scope::Local) };
    definitions.push(shorter);
    let amount = |received: &str| {
        in_force(&definitions, Code::ContactOrdinary, Scope::Local, at(received)).map(|definition| definition.amount)
    };
    assert_eq!(amount("2027-01-31 23.59"), Some(2));
    assert_eq!(amount("2027-02-01 00.00"), Some(1));
    assert_eq!(amount("2018-12-31 12.00"), None);
}

#[test]
fn a_national_and_a_local_promise_that_differ_both_run() {
    let definitions = defaults();
    let both = promised(&definitions, Code::PsychiatryTreatmentStart, at("2027-01-15 09.00"));
    let starts: Vec<_> = both.iter().map(|definition| (definition.scope, definition.start)).collect();
    assert_eq!(starts, [(Scope::National, Start::FirstAssessment), (Scope::Local, Start::Decision)]);
}

#[test]
fn a_local_promise_that_says_the_same_as_the_national_is_not_run_twice() {
    let mut definitions = defaults();
    definitions
        .push(Definition { scope: Scope::Local, ..definition(Code::PsychiatryFirstAssessment, Scope::National) });
    assert_eq!(promised(&definitions, Code::PsychiatryFirstAssessment, at("2027-01-15 09.00")).len(), 1);
}

#[test]
fn a_receipt_starts_every_promise_that_begins_at_receipt() {
    let definitions = defaults();
    let codes: Vec<_> =
        started_by(&definitions, Start::FirstCall, at("2027-01-15 09.00")).iter().map(|each| each.code).collect();
    assert_eq!(codes, [Code::StructuredInterview, Code::FirstLineVisit]);
}

#[test]
fn a_national_clock_never_pauses() {
    let clock = start(Code::PsychiatryFirstAssessment, Scope::National, "2027-01-15 09.00");
    let refused = clock.pause(at("2027-01-18 09.00"), PauseReason::SupplementRequested);
    assert_eq!(refused, Err(Refusal::NationalNeverPauses));
}

#[test]
fn a_paused_local_clock_is_due_as_much_later_as_it_waited() {
    let clock = start(Code::ReturnReply, Scope::Local, "2027-01-18 10.00");
    let (clock, _) = clock.pause(at("2027-01-18 12.00"), PauseReason::SupplementRequested).expect("paused");
    let (clock, event) = clock.resume(at("2027-01-20 14.00"), &calendar()).expect("resumed");
    // Two office days and two hours, on top of Thursday 10.00.
    assert_eq!(event, Event::Resumed { due_at: at("2027-01-25 12.00") });
    assert_eq!(clock.remaining(at("2027-01-20 14.00"), &calendar()).share_used, 7);
}

#[test]
fn a_paused_clock_stands_still_for_those_who_look() {
    let clock = start(Code::ReturnReply, Scope::Local, "2027-01-18 10.00");
    let (clock, _) = clock.pause(at("2027-01-18 12.00"), PauseReason::SupplementRequested).expect("paused");
    let seen = |now: &str| clock.remaining(at(now), &calendar());
    assert_eq!(seen("2027-01-18 13.00").standing, Standing::Paused);
    assert_eq!(seen("2027-01-18 13.00").share_used, seen("2027-03-18 13.00").share_used);
    assert_eq!(seen("2027-01-18 13.00").distance.working_minutes, seen("2027-03-18 13.00").distance.working_minutes);
    assert!(!clock.is_broken(at("2027-03-18 13.00")));
}

#[test]
fn a_pause_cannot_hide_a_broken_promise() {
    let clock = start(Code::ReferralTriage, Scope::Local, "2027-01-18 10.00");
    let refused = clock.pause(at("2027-01-19 10.01"), PauseReason::FamilyChoseToWait);
    assert_eq!(refused, Err(Refusal::AlreadyLate));
}

#[test]
fn pausing_twice_and_resuming_what_runs_are_refused() {
    let clock = start(Code::ReturnReply, Scope::Local, "2027-01-18 10.00");
    let now = at("2027-01-18 12.00");
    assert_eq!(clock.clone().resume(now, &calendar()), Err(Refusal::NotPaused));
    let (paused, _) = clock.pause(now, PauseReason::SupplementRequested).expect("paused");
    assert_eq!(paused.clone().pause(now, PauseReason::SupplementRequested), Err(Refusal::AlreadyPaused));
    assert_eq!(paused.resume(at("2027-01-18 11.59"), &calendar()), Err(Refusal::TooEarly));
}

#[test]
fn the_due_minute_is_kept_and_the_next_is_broken() {
    let clock = || start(Code::ContactOrdinary, Scope::Local, "2027-01-15 16.00");
    assert_eq!(outcome(clock().stop(at("2027-01-19 16.00"), &calendar())), Outcome::Kept);
    assert_eq!(outcome(clock().stop(at("2027-01-19 16.01"), &calendar())), Outcome::Broken);
    assert_eq!(outcome(clock().withdraw(at("2027-01-19 16.00"), &calendar())), Outcome::Withdrawn);
    assert_eq!(outcome(clock().withdraw(at("2027-01-19 16.01"), &calendar())), Outcome::Broken);
    assert_eq!(clock().stop(at("2027-01-15 15.59"), &calendar()), Err(Refusal::TooEarly));
}

#[test]
fn an_answer_during_a_pause_is_in_time() {
    let clock = start(Code::ReturnReply, Scope::Local, "2027-01-18 10.00");
    let (clock, _) = clock.pause(at("2027-01-18 12.00"), PauseReason::SupplementRequested).expect("paused");
    assert_eq!(outcome(clock.stop(at("2027-03-18 12.00"), &calendar())), Outcome::Kept);
}

proptest! {
    #[test]
    fn pausing_never_shortens_a_promise_and_never_changes_the_share_used(
        received in 0_i64..60 * 24 * 300, before in 0_i64..60 * 24, waits in 0_i64..60 * 24 * 30,
        unit in prop::sample::select(vec![Unit::WorkingDays, Unit::WorkingHours, Unit::CalendarDays, Unit::Hours]),
    ) {
        let definition = Definition { unit, amount: 30, ..definition(Code::ReturnReply, Scope::Local) };
        let received_at = at("2027-01-01 00.00").plus(SignedDuration::from_mins(received));
        let (clock, _) = Running::start(&definition, received_at, &calendar());
        let paused_at = received_at.plus(SignedDuration::from_mins(before));
        let resumed_at = paused_at.plus(SignedDuration::from_mins(waits));
        let due_before = clock.due_at();
        let share_before = clock.remaining(paused_at, &calendar()).share_used;
        let (paused, _) = clock.pause(paused_at, PauseReason::SupplementRequested).expect("paused");
        let (resumed, _) = paused.resume(resumed_at, &calendar()).expect("resumed");
        prop_assert!(resumed.due_at() >= due_before);
        prop_assert_eq!(resumed.remaining(resumed_at, &calendar()).share_used, share_before);
    }
}

/// A definition that a region may want to set.
fn wanted() -> impl Strategy<Value = Definition> {
    let codes = (0..Code::ALL.len(), any::<bool>(), 0_u16..500, 0..5_usize, -40_i32..40);
    codes.prop_map(|(code, national, amount, unit, ahead)| Definition {
        code: Code::ALL[code],
        amount,
        unit: [Unit::WorkingDays, Unit::WorkingHours, Unit::CalendarDays, Unit::Hours, Unit::SameDay][unit],
        start: Start::Received,
        scope: if national { Scope::National } else { Scope::Local },
        source: Source { evidence: Evidence::Practice, text: "Nämndens beslut".to_owned() },
        valid_from: day("2027-01-15").plus_days(ahead),
    })
}

proptest! {
    #[test]
    fn what_is_set_changes_no_promise_of_today_or_before(all in prop::collection::vec(wanted(), 0..12), back in 0_i32..900) {
        let today = day("2027-01-15");
        let set: Vec<_> = all.into_iter().filter(|new| new.may_be_set(today).is_ok()).collect();
        let (before, after) = (defaults(), with_defaults(set.clone()));
        let then = Moment::in_stockholm(today.plus_days(-back), 9, 0);
        for code in Code::ALL {
            for scope in [Scope::National, Scope::Local] {
                prop_assert_eq!(in_force(&after, code, scope, then), in_force(&before, code, scope, then));
            }
        }
        for new in set {
            prop_assert!(new.valid_from > today);
            let later = Moment::in_stockholm(new.valid_from, 0, 0);
            let held = in_force(&after, new.code, new.scope, later).map(|held| held.valid_from);
            prop_assert_eq!(held, Some(new.valid_from), "from its first day it holds");
        }
    }
}

#[test]
fn a_definition_that_nobody_could_keep_or_look_up_is_not_set() {
    let today = day("2027-01-15");
    let good = Definition {
        valid_from: day("2027-01-16"),
        source: Source { evidence: Evidence::Practice, text: "Nämndens beslut 2027-01-10".to_owned() },
        ..definition(Code::ReferralTriage, Scope::Local)
    };
    let check = |new: Definition, expected: Result<(), SetRefusal>| {
        assert_eq!(new.may_be_set(today), expected, "{new:?}");
    };
    let named = |text: &str| Source { evidence: Evidence::Practice, text: text.to_owned() };
    check(good.clone(), Ok(()));
    check(Definition { valid_from: today, ..good.clone() }, Err(SetRefusal::NotAhead));
    check(Definition { amount: 0, ..good.clone() }, Err(SetRefusal::Amount));
    check(Definition { amount: 367, ..good.clone() }, Err(SetRefusal::Amount));
    check(Definition { amount: 1, unit: Unit::SameDay, ..good.clone() }, Err(SetRefusal::Amount));
    check(Definition { amount: 0, unit: Unit::SameDay, ..good.clone() }, Ok(()));
    check(Definition { source: named("  "), ..good.clone() }, Err(SetRefusal::Source));
    check(Definition { source: named(&"å".repeat(301)), ..good }, Err(SetRefusal::Source));
}
