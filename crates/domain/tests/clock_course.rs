//! Promised times along a trail: what starts them, what fulfils them, and that none is lost, doubled or changed.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop where its world is wrong")]

use domain::calendar::WorkingDays;
use domain::clock::course::{Ended, Milestone, Steps, but_of_those_who_wait, follow};
use domain::clock::{Code, Definition, Evidence, Outcome, Running, Scope, Source, defaults, with_defaults};
use domain::moment::{Day, Moment};
use domain::organisation::Branch;
use jiff::SignedDuration;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().expect("a date")
}

fn at(text: &str) -> Moment {
    Moment::in_stockholm(day(text), 10, 0)
}

/// The clocks that run after some milestones, each on a day; and how those ended that have.
fn after(course: &[(&str, Milestone)]) -> (Vec<Running>, Vec<(Code, Scope, Outcome)>) {
    let (mut running, mut ended) = (Vec::new(), Vec::new());
    for (on, milestone) in course {
        let Steps { started, stopped } = follow(&running, &defaults(), *milestone, at(on), &WorkingDays::default());
        running.retain(|clock: &Running| !stopped.iter().any(|ended| is_of(ended, clock)));
        running.extend(started);
        ended.extend(stopped.into_iter().map(|Ended { code, scope, outcome, .. }| (code, scope, outcome)));
    }
    (running, ended)
}

/// Whether this is what ended.
fn is_of(ended: &Ended, clock: &Running) -> bool {
    let definition = clock.definition();
    (ended.code, ended.scope, ended.received_at) == (definition.code, definition.scope, clock.received_at())
}

fn due(running: &[Running], code: Code, scope: Scope) -> Option<Day> {
    let of = |clock: &&Running| (clock.definition().code, clock.definition().scope) == (code, scope);
    running.iter().find(of).map(|clock| clock.due_at().day())
}

#[test]
fn a_referral_to_child_psychiatry_runs_by_law_and_by_target_until_the_first_visit() {
    let bup = Branch::ChildPsychiatry;
    let (running, _) = after(&[("2026-11-24", Milestone::Referred(bup))]);
    assert_eq!(due(&running, Code::SpecialistFirstVisit, Scope::National), Some(day("2027-02-22")));
    assert_eq!(due(&running, Code::PsychiatryFirstAssessment, Scope::National), Some(day("2026-12-24")));
    let (running, ended) = after(&[("2026-11-24", Milestone::Referred(bup)), ("2027-01-10", Milestone::Visited(bup))]);
    assert!(running.is_empty(), "{running:?}");
    assert!(ended.contains(&(Code::SpecialistFirstVisit, Scope::National, Outcome::Kept)));
    assert!(
        ended.contains(&(Code::PsychiatryFirstAssessment, Scope::National, Outcome::Broken)),
        "a missed one is said"
    );
}

#[test]
fn treatment_is_counted_from_the_assessment_in_the_country_and_from_the_decision_here_side_by_side() {
    let bup = Branch::ChildPsychiatry;
    let course = [("2026-11-24", Milestone::Assessed(bup)), ("2026-12-01", Milestone::CareDecided(bup))];
    let (running, _) = after(&course);
    assert_eq!(due(&running, Code::PsychiatryTreatmentStart, Scope::National), Some(day("2026-12-24")));
    assert_eq!(due(&running, Code::PsychiatryTreatmentStart, Scope::Local), Some(day("2026-12-31")));
    assert_eq!(due(&running, Code::PlannedCare, Scope::National), Some(day("2027-03-01")));
}

#[test]
fn asking_return_and_contact_have_their_own_clocks() {
    let check = |milestone: Milestone, code: Code, scope: Scope, expected: &str| {
        assert_eq!(due(&after(&[("2026-11-24", milestone)]).0, code, scope), Some(day(expected)), "{code}");
    };
    check(Milestone::Asked, Code::StructuredInterview, Scope::Local, "2026-12-01");
    check(Milestone::Asked, Code::MedicalAssessment, Scope::National, "2026-11-27");
    check(Milestone::Referred(Branch::FirstLine), Code::FirstLineVisit, Scope::Local, "2026-12-01");
    check(Milestone::Referred(Branch::PrimaryCare), Code::PrimaryCareContact, Scope::National, "2026-11-24");
    check(Milestone::Refused(Branch::FirstLine), Code::ReturnReply, Scope::Local, "2026-11-27");
}

#[test]
fn whoever_asks_again_has_promises_of_their_own_from_their_own_receipt() {
    let asks = [("2026-11-24", Milestone::Asked), ("2026-11-26", Milestone::Asked)];
    let (running, _) = after(&asks);
    let of = |running: &[Running], code: Code| -> Vec<Day> {
        let of = running.iter().filter(|clock| clock.definition().code == code);
        of.map(|clock| clock.due_at().day()).collect()
    };
    assert_eq!(of(&running, Code::StructuredInterview), [day("2026-12-01"), day("2026-12-03")]);
    assert_eq!(of(&running, Code::MedicalAssessment), [day("2026-11-27"), day("2026-11-29")]);

    // The first is answered while the second waits, and the other way round.
    for (waiting, left) in [("2026-11-26", "2026-12-03"), ("2026-11-24", "2026-12-01")] {
        let answered = but_of_those_who_wait(running.clone(), &[at(waiting)]);
        let calendar = WorkingDays::default();
        let steps = follow(&answered, &defaults(), Milestone::Interviewed, at("2026-11-27"), &calendar);
        let mut left_over = running.clone();
        left_over.retain(|clock| !steps.stopped.iter().any(|ended| is_of(ended, clock)));
        assert_eq!(of(&left_over, Code::StructuredInterview), [day(left)]);
        assert!(steps.started.is_empty(), "an answer promises nothing new");
    }
    let both = after(&[asks[0], asks[1], ("2026-11-27", Milestone::AskedNoMore)]);
    assert!(both.0.is_empty(), "{:?}", both.0);
    assert!(both.1.contains(&(Code::StructuredInterview, Scope::Local, Outcome::Withdrawn)));
}

#[test]
fn what_a_unit_gave_back_is_waited_for_no_more_and_the_word_about_it_is() {
    let bup = Branch::ChildPsychiatry;
    let course = [("2026-11-24", Milestone::Referred(bup)), ("2026-11-26", Milestone::Refused(bup))];
    let (running, ended) = after(&course);
    let codes: Vec<_> = running.iter().map(|clock| clock.definition().code).collect();
    assert_eq!(codes, [Code::ReturnReply]);
    assert!(ended.contains(&(Code::SpecialistFirstVisit, Scope::National, Outcome::Withdrawn)));
    let told = [course[0], course[1], ("2026-11-30", Milestone::Replied)];
    assert_eq!(after(&told).1.last(), Some(&(Code::ReturnReply, Scope::Local, Outcome::Kept)));
}

const BRANCHES: [Branch; 5] =
    [Branch::FrontDoor, Branch::PrimaryCare, Branch::FirstLine, Branch::ChildPsychiatry, Branch::Habilitation];

fn milestone() -> impl Strategy<Value = Milestone> {
    (0..12_usize, 0..BRANCHES.len()).prop_map(|(kind, branch)| {
        let branch = BRANCHES[branch];
        [
            Milestone::Asked,
            Milestone::Interviewed,
            Milestone::AskedNoMore,
            Milestone::Referred(branch),
            Milestone::Accepted(branch),
            Milestone::Refused(branch),
            Milestone::TakenBack(branch),
            Milestone::Replied,
            Milestone::Visited(branch),
            Milestone::Assessed(branch),
            Milestone::CareDecided(branch),
            Milestone::Ended,
        ][kind]
    })
}

proptest! {
    #[test]
    fn no_course_doubles_a_clock_or_changes_what_it_was_promised_under(
        course in prop::collection::vec((milestone(), 0_i64..200), 1..60),
        amount in 1_u16..300,
    ) {
        let calendar = WorkingDays::default();
        // Half-way along, the region promises something else; what runs keeps its definition.
        let changed = defaults().into_iter().map(|begun| Definition {
            amount: if begun.amount == 0 { 0 } else { amount },
            valid_from: day("2026-12-20"),
            source: Source { evidence: Evidence::Practice, text: "Nämndens beslut".to_owned() },
            ..begun
        });
        let definitions = with_defaults(changed);
        let (mut running, mut now): (Vec<Running>, _) = (Vec::new(), at("2026-11-24"));
        for (milestone, hours) in course {
            now = now.plus(SignedDuration::from_hours(hours));
            let before = running.clone();
            let Steps { started, stopped } = follow(&running, &definitions, milestone, now, &calendar);
            // Whoever asks again has a clock of their own; of everything else there is one.
            let of = |clock: &Running| {
                let Definition { code, scope, .. } = *clock.definition();
                let asked = [Code::StructuredInterview, Code::MedicalAssessment].contains(&code);
                (code, scope, asked.then_some(clock.received_at()))
            };
            for ended in &stopped {
                let clock = before.iter().find(|clock| is_of(ended, clock)).expect("only what runs is stopped");
                prop_assert_eq!(ended.outcome == Outcome::Broken, now > clock.due_at());
            }
            running.retain(|clock| !stopped.iter().any(|ended| is_of(ended, clock)));
            for clock in &started {
                prop_assert_eq!(clock.received_at(), now);
                prop_assert!(clock.due_at() >= now);
                prop_assert!(clock.definition().valid_from <= now.day());
            }
            for clock in &running {
                prop_assert!(before.contains(clock), "what runs on is as it was");
            }
            running.extend(started);
            let mut seen: Vec<_> = running.iter().map(of).collect();
            seen.sort_unstable();
            let all = seen.len();
            seen.dedup();
            prop_assert_eq!(seen.len(), all, "one of each");
            if milestone == Milestone::Ended {
                prop_assert!(running.is_empty(), "nothing runs about a trail that has ended");
            }
        }
    }
}
