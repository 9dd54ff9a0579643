//! Promised times along a trail: what starts them, what fulfils them, and that none is lost, doubled or changed.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop where its world is wrong")]

use domain::calendar::WorkingDays;
use domain::clock::course::{Milestone, Steps, follow};
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
        running.retain(|clock: &Running| {
            let of = (clock.definition().code, clock.definition().scope);
            !stopped.iter().any(|(code, scope, _)| (*code, *scope) == of)
        });
        running.extend(started);
        ended.extend(stopped);
    }
    (running, ended)
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
    (0..11_usize, 0..BRANCHES.len()).prop_map(|(kind, branch)| {
        let branch = BRANCHES[branch];
        [
            Milestone::Asked,
            Milestone::Interviewed,
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
            let of = |clock: &Running| (clock.definition().code, clock.definition().scope);
            for (code, scope, outcome) in &stopped {
                let clock = before.iter().find(|clock| of(clock) == (*code, *scope)).expect("only what runs is stopped");
                prop_assert_eq!(*outcome == Outcome::Broken, now > clock.due_at());
            }
            running.retain(|clock| !stopped.iter().any(|(code, scope, _)| (*code, *scope) == of(clock)));
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
