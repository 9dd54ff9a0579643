//! What people do with the baton, and what they are told when they may not. Source: stories 6, 10, 11, 12 of the dossier.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Post, Role};
use domain::trail::{
    Acceptance, Actor, CloseReason, Destination, Event, Happened, Level, NextStep, Offer, Onward, Purpose, Refusal,
    Return, ReturnReason, Start, Step, Text, Trail, When, WithdrawReason, replay,
};
use jiff::SignedDuration;
use uuid::Uuid;

fn person(number: u128, unit: u128, branch: Branch) -> Post {
    let id = |kind: u128, which: u128| Uuid::from_u128(kind * 1000 + which);
    Post {
        staff: Id::new(id(1, number)),
        assignment: Id::new(id(2, number)),
        unit: Id::new(id(3, unit)),
        domain: Id::new(id(4, unit)),
        branch,
        role: Role::Psychologist,
    }
}
fn samira() -> Post {
    person(1, 1, Branch::PupilHealth)
}
fn samiras_colleague() -> Post {
    person(2, 1, Branch::PupilHealth)
}
fn johan() -> Post {
    person(3, 2, Branch::FirstLine)
}
fn maria() -> Post {
    person(4, 3, Branch::ChildPsychiatry)
}
fn another_psychiatric_clinic() -> Post {
    person(5, 4, Branch::ChildPsychiatry)
}

fn text<const MAX: usize>(written: &str) -> Text<MAX> {
    Text::parse(written).expect("a short text")
}
/// Hours after the morning of 8 September.
fn at(hours: i64) -> Moment {
    let day = Day::from_parts(2026, 9, 8).expect("a day");
    Moment::in_stockholm(day, 8, 0).plus(SignedDuration::from_hours(hours))
}
fn step() -> Step {
    Step { what: text("Besök"), when: When::On(at(24 * 200).day()) }
}
fn offer_to(receiver: Post, purpose: Purpose) -> Offer {
    let to = Destination { unit: receiver.unit, branch: receiver.branch };
    Offer { id: Id::new(Uuid::from_u128(77)), to, purpose, summary: text("Mår illa på morgonen.") }
}
fn referral() -> Purpose {
    Purpose::Referral(Level::new(3).expect("a level"))
}
fn back(onward: Onward) -> Return {
    Return { reason: ReturnReason::OtherLevel, to_family: text("Samira hjälper er vidare."), onward }
}

fn opened_by(post: Post) -> Trail {
    let start = Start::Professional(post);
    let (id, child) = (Id::new(Uuid::from_u128(1)), Id::new(Uuid::from_u128(2)));
    Trail::open(id, child, start, NextStep::Known(step()), at(0)).expect("opens").0
}
fn offered() -> Trail {
    opened_by(samira()).offer(samira(), offer_to(johan(), referral()), at(1)).expect("offers").0
}
fn received() -> Trail {
    offered().receive(Actor::Job("deliver".into()), at(2)).expect("receives").0
}
fn asked() -> Trail {
    received().want_more(johan(), text("Hur är frånvaron?"), at(5)).expect("asks").0
}
fn accepted() -> Trail {
    received().accept(johan(), step(), at(7)).expect("accepts").0
}
fn closed() -> Trail {
    opened_by(samira()).close(samira(), CloseReason::GoalsReached, text("Vi är klara."), at(1)).expect("closes").0
}

#[test]
fn the_giver_holds_the_baton_until_the_receiver_has_accepted() {
    let holds = |trail: &Trail| trail.holder().map(|holder| holder.assignment);
    assert_eq!(holds(&offered()), Some(samira().assignment));
    assert_eq!(holds(&received()), Some(samira().assignment));
    assert_eq!(holds(&asked()), Some(samira().assignment));
    assert_eq!(holds(&accepted()), Some(johan().assignment));
    assert_eq!(accepted().snapshot().hops, 1);
}

#[test]
fn a_child_that_asks_for_help_is_held_by_the_front_doors_duty_person_at_once() {
    let (id, child) = (Id::new(Uuid::from_u128(1)), Id::new(Uuid::from_u128(2)));
    let duty = person(9, 9, Branch::FrontDoor);
    let ask = |duty| {
        let start = Start::FrontDoor { duty, by: Actor::Child(child) };
        Trail::open(id, child, start, NextStep::Missing, at(0))
    };
    let (trail, event) = ask(duty).expect("opens");
    assert_eq!(trail.holder().map(|holder| holder.assignment), Some(duty.assignment));
    assert_eq!(event.by, Actor::Child(child));
    assert_eq!(ask(samira()), Err(Refusal::NotAFrontDoor), "nobody is given a baton that they have not taken");
}

#[test]
fn a_returned_handover_leaves_the_baton_with_the_giver_and_a_next_step() {
    let yes = Acceptance { unit: maria().unit, by: maria().assignment, at: at(3), step: step() };
    for onward in [Onward::GiverKeeps(step()), Onward::OtherUnit(yes)] {
        let (trail, event, alert) = received().give_back(johan(), back(onward), at(4)).expect("returns");
        assert_eq!(trail.holder().map(|holder| holder.assignment), Some(samira().assignment));
        assert!(matches!(event.happened, Happened::Returned { .. }));
        assert_eq!((alert, trail.pending(), trail.snapshot().returns), (None, None, 1));
    }
}

#[test]
fn the_second_return_tells_a_manager() {
    let (trail, _, _) = received().give_back(johan(), back(Onward::GiverKeeps(step())), at(3)).expect("returns");
    let (trail, _) = trail.offer(samira(), offer_to(maria(), referral()), at(4)).expect("offers");
    let (trail, _) = trail.receive(Actor::Post(maria()), at(5)).expect("receives");
    let (trail, _, alert) = trail.give_back(maria(), back(Onward::GiverKeeps(step())), at(6)).expect("returns");
    assert_eq!(alert.map(|event| event.happened), Some(Happened::ManagerAlerted { returns: 2 }));
    assert_eq!(trail.snapshot().returns, 2);
}

#[test]
fn a_question_pauses_the_receivers_clock_but_never_the_familys() {
    let hours = |trail: &Trail, now: i64| {
        let clocks = trail.pending().and_then(|handover| handover.clocks(at(now)));
        clocks.map(|clocks| (clocks.family.as_hours(), clocks.receiver.as_hours()))
    };
    assert_eq!(hours(&offered(), 2), None, "clocks start at receipt");
    assert_eq!(hours(&received(), 4), Some((2, 2)));
    assert_eq!(hours(&asked(), 15), Some((13, 3)));
    let (trail, _) = asked().supply(samira(), text("Två dagar i veckan."), at(25)).expect("answers");
    assert_eq!(hours(&trail, 26), Some((24, 4)));
    assert_eq!(trail.pending().map(|handover| handover.supplements.len()), Some(1));
}

#[test]
fn a_receiver_may_ask_three_times_and_must_then_answer() {
    let mut trail = received();
    for hour in [3, 5, 7] {
        trail = trail.want_more(johan(), text("Och hemma?"), at(hour)).expect("asks").0;
        trail = trail.supply(samira(), text("Bra."), at(hour + 1)).expect("answers").0;
    }
    assert_eq!(trail.want_more(johan(), text("Och sömnen?"), at(9)).map(|_| ()), Err(Refusal::TooManyQuestions));
}

#[test]
fn a_closed_trail_is_reopened_only_by_the_unit_that_held_it_last() {
    let reopen = |by: Post| closed().reopen(by, text("Svårt igen."), step(), at(500));
    assert_eq!(reopen(johan()).map(|_| ()), Err(Refusal::NotOfHoldingUnit));
    let (trail, _) = reopen(samiras_colleague()).expect("reopens");
    assert_eq!(trail.holder().map(|holder| holder.assignment), Some(samiras_colleague().assignment));
}

#[test]
fn the_same_moment_may_hold_two_events_but_an_earlier_one_is_refused() {
    assert!(offered().receive(Actor::Job("deliver".into()), at(1)).is_ok());
    assert_eq!(offered().receive(Actor::Job("deliver".into()), at(0)).map(|_| ()), Err(Refusal::TimeWentBack));
}

#[test]
fn nothing_makes_a_trail_of_no_events_or_of_events_without_an_opening() {
    assert!(replay(&[]).is_err());
    let (_, event) = opened_by(samira()).offer(samira(), offer_to(johan(), referral()), at(1)).expect("offers");
    assert!(replay(&[event]).is_err());
}

#[test]
fn a_forged_event_that_gives_the_baton_to_someone_who_did_not_take_it_is_noticed() {
    let (_, event) = received().accept(johan(), step(), at(7)).expect("accepts");
    let Happened::Accepted { handover, holder, step } = event.happened.clone() else { panic!("an acceptance") };
    let stolen = domain::trail::Holder { unit: maria().unit, assignment: maria().assignment, ..holder };
    let forged = Event { happened: Happened::Accepted { handover, holder: stolen, step }, ..event.clone() };
    assert!(received().after(&forged).is_err());
    assert!(received().after(&Event { by: Actor::Job("tidy".into()), ..event.clone() }).is_err());
    assert!(received().after(&event).is_ok());
}

#[test]
fn every_wrong_step_is_refused_with_its_own_reason() {
    let check = |name: &str, outcome: Result<(), Refusal>, expected: &str| {
        assert_eq!(outcome.map_err(Refusal::code), Err(expected), "{name}");
    };
    let past = || Step { what: text("Besök"), when: When::On(at(-24).day()) };
    let deliver = || Actor::Job("deliver".into());
    let offer = |trail: Trail, by, to, purpose| trail.offer(by, offer_to(to, purpose), at(9)).map(|_| ());
    let give_back = |trail: Trail, by, onward| trail.give_back(by, back(onward), at(9)).map(|_| ());
    let yes = |unit: Post, hour| {
        Onward::OtherUnit(Acceptance { unit: unit.unit, by: unit.assignment, at: at(hour), step: step() })
    };
    let close = |trail: Trail, by| trail.close(by, CloseReason::GoalsReached, text("Klart."), at(9)).map(|_| ());
    let psychiatry = opened_by(maria());

    check("own unit", offer(opened_by(samira()), samira(), samiras_colleague(), referral()), "offered_to_self");
    check("two at once", offer(offered(), samira(), maria(), referral()), "already_pending");
    check("a stranger offers", offer(opened_by(samira()), johan(), maria(), referral()), "not_of_holding_unit");
    let inside = offer(psychiatry.clone(), maria(), another_psychiatric_clinic(), referral());
    check("inside psychiatry", inside, "internal_psychiatry_referral");
    check("closed", offer(closed(), samira(), johan(), referral()), "trail_closed");

    check("the giver receives", offered().receive(Actor::Post(samira()), at(9)).map(|_| ()), "not_of_receiving_unit");
    check("twice", received().receive(deliver(), at(9)).map(|_| ()), "already_received");
    check("nothing sent", opened_by(samira()).receive(deliver(), at(9)).map(|_| ()), "nothing_pending");

    check("before receipt", offered().accept(johan(), step(), at(9)).map(|_| ()), "not_received");
    check("the giver accepts", received().accept(samira(), step(), at(9)).map(|_| ()), "not_of_receiving_unit");
    check("a past step", received().accept(johan(), past(), at(9)).map(|_| ()), "step_in_the_past");

    check("asks twice", asked().want_more(johan(), text("Mer?"), at(9)).map(|_| ()), "question_open");
    check("no question", received().supply(samira(), text("Ja."), at(9)).map(|_| ()), "no_question");

    check("to the giver itself", give_back(received(), johan(), yes(samira(), 3)), "onward_must_be_another");
    check("to the returner", give_back(received(), johan(), yes(johan(), 3)), "onward_must_be_another");
    check("not yet accepted", give_back(received(), johan(), yes(maria(), 10)), "onward_not_accepted");
    check("a past return", give_back(received(), johan(), Onward::GiverKeeps(past())), "step_in_the_past");

    let withdrawn = |trail: Trail, by| trail.withdraw(by, WithdrawReason::Mistake, at(9)).map(|_| ());
    check("the receiver withdraws", withdrawn(received(), johan()), "not_of_holding_unit");
    check("nothing to withdraw", withdrawn(accepted(), johan()), "nothing_pending");

    check("to oneself", opened_by(samira()).reassign(samira(), at(9)).map(|_| ()), "already_holder");
    check("another unit takes", opened_by(samira()).reassign(johan(), at(9)).map(|_| ()), "not_of_holding_unit");
    check("while considered", close(received(), samira()), "handover_pending");
    check("closed twice", close(closed(), samira()), "trail_closed");
    check("open already", offered().reopen(samira(), text("Ja."), step(), at(9)).map(|_| ()), "trail_open");

    assert_eq!(offer(psychiatry, maria(), another_psychiatric_clinic(), Purpose::Ordinary), Ok(()));
}
