//! Who must consent, and one consent from question to end.

#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use std::collections::BTreeSet;

use domain::child::{Person, Protection};
use domain::clock::{Evidence, Source};
use domain::consent::{
    Answer, Asking, Basis, BestInterests, BoardPower, Consent, Consenter, Ending, Event, Holder, How, Kind, Maturity,
    Measure, NobodyDecides, Policy, Presence, Refusal, Requirement, Rule, RuleRefusal, Situation, State, Terms, Weight,
    begun, consent_requirement, policy_on,
};
use domain::id::Id;
use domain::moment::{Day, Moment};
use proptest::prelude::*;
use uuid::Uuid;

fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

const MOTHER: u128 = 1;
const FATHER: u128 = 2;

fn guardian(person: u128) -> Consenter {
    Consenter::Guardian(id(person))
}

fn holder(person: u128) -> Holder {
    Holder { person: id(person), presence: Presence::Reachable }
}

fn prevented(person: u128) -> Holder {
    Holder { presence: Presence::Prevented, ..holder(person) }
}

fn situation(weight: Weight, holders: &[Holder]) -> Situation<'_> {
    Situation {
        measure: Measure { weight, board: BoardPower::MayDecide },
        age: 9,
        maturity: Maturity::NotAssessed,
        holders,
        board_decision_6_13a: None,
        best_interests: BestInterests::NotShown,
        protection: Protection::None,
        policy: Policy::MatureChildDecides { from: 13 },
    }
}

fn check(situation: Situation<'_>, all_of: &[Consenter], one_of: &[Consenter], basis: Basis) {
    let requirement = consent_requirement(&situation).expect("somebody decides");
    let set = |consenters: &[Consenter]| consenters.iter().copied().collect::<BTreeSet<_>>();
    let expected = Requirement { all_of: set(all_of), one_of: set(one_of), basis, asking: requirement.asking };
    assert_eq!(requirement, expected, "{situation:?}");
}

fn check_nobody(situation: Situation<'_>, reason: NobodyDecides) {
    assert_eq!(consent_requirement(&situation), Err(reason), "{situation:?}");
}

#[test]
fn two_guardians_decide_together_about_what_is_intrusive_and_one_about_everyday_things() {
    let both = [holder(MOTHER), holder(FATHER)];
    check(situation(Weight::Intrusive, &both), &[guardian(MOTHER), guardian(FATHER)], &[], Basis::Together);
    check(situation(Weight::Everyday, &both), &[], &[guardian(MOTHER), guardian(FATHER)], Basis::Everyday);
    check(situation(Weight::Intrusive, &both[..1]), &[guardian(MOTHER)], &[], Basis::Together);
}

#[test]
fn three_specially_appointed_guardians_all_decide() {
    let three = [holder(1), holder(2), holder(3)];
    check(situation(Weight::Intrusive, &three), &[guardian(1), guardian(2), guardian(3)], &[], Basis::Together);
}

#[test]
fn a_prevented_guardian_is_left_out_but_not_of_far_reaching_decisions() {
    let one_away = [holder(MOTHER), prevented(FATHER)];
    check(situation(Weight::Intrusive, &one_away), &[guardian(MOTHER)], &[], Basis::OthersPrevented);
    check(situation(Weight::Everyday, &one_away), &[], &[guardian(MOTHER)], Basis::Everyday);
    check_nobody(situation(Weight::FarReaching, &one_away), NobodyDecides::FarReachingWaits);
    let required =
        Situation { best_interests: BestInterests::ObviouslyRequire, ..situation(Weight::FarReaching, &one_away) };
    check(required, &[guardian(MOTHER)], &[], Basis::OthersPrevented);
}

#[test]
fn the_social_board_may_do_without_one_guardian_when_another_consents() {
    let both = [holder(MOTHER), holder(FATHER)];
    let decided = Situation { board_decision_6_13a: Some(id(FATHER)), ..situation(Weight::Intrusive, &both) };
    check(decided, &[guardian(MOTHER)], &[], Basis::BoardDecision);
    let not_named = Measure { weight: Weight::Intrusive, board: BoardPower::MayNot };
    check_nobody(Situation { measure: not_named, ..decided }, NobodyDecides::BoardMayNot);
    check_nobody(Situation { holders: &both[1..], ..decided }, NobodyDecides::BoardNeedsAnother);
    check_nobody(Situation { holders: &both[..1], ..decided }, NobodyDecides::BoardNeedsAnother);
}

#[test]
fn maturity_is_judged_and_never_follows_from_age() {
    let both = [holder(MOTHER), holder(FATHER)];
    let at = |age, maturity| Situation { age, maturity, ..situation(Weight::Intrusive, &both) };
    check(at(17, Maturity::NotAssessed), &[guardian(MOTHER), guardian(FATHER)], &[], Basis::Together);
    check(at(17, Maturity::NotMature), &[guardian(MOTHER), guardian(FATHER)], &[], Basis::Together);
    check(at(14, Maturity::Mature), &[Consenter::Child], &[], Basis::MatureChild);
    check(at(13, Maturity::Mature), &[Consenter::Child], &[], Basis::MatureChild);
    // However mature, a younger child does not decide alone: all say yes.
    let everyone = [Consenter::Child, guardian(MOTHER), guardian(FATHER)];
    check(at(12, Maturity::Mature), &everyone, &[], Basis::Together);
    check(at(18, Maturity::NotAssessed), &[Consenter::Child], &[], Basis::Adult);
}

#[test]
fn a_region_may_ask_guardians_besides_a_mature_child() {
    let both = [holder(MOTHER), holder(FATHER)];
    let mature =
        |weight| Situation { maturity: Maturity::Mature, policy: Policy::GuardiansAlways, ..situation(weight, &both) };
    let everyone = [Consenter::Child, guardian(MOTHER), guardian(FATHER)];
    check(mature(Weight::Intrusive), &everyone, &[], Basis::Together);
    check(mature(Weight::Everyday), &everyone[..1], &everyone[1..], Basis::Everyday);
}

#[test]
fn a_region_says_from_what_age_a_mature_child_decides_alone() {
    let both = [holder(MOTHER), holder(FATHER)];
    let at = |age, from| Situation {
        age,
        maturity: Maturity::Mature,
        policy: Policy::MatureChildDecides { from },
        ..situation(Weight::Intrusive, &both)
    };
    check(at(15, 15), &[Consenter::Child], &[], Basis::MatureChild);
    let everyone = [Consenter::Child, guardian(MOTHER), guardian(FATHER)];
    check(at(14, 15), &everyone, &[], Basis::Together);
}

#[test]
fn the_rule_that_is_in_force_is_the_latest_whose_day_has_come() {
    let rule = |from: Option<u8>, valid_from: &str| Rule {
        policy: from.map_or(Policy::GuardiansAlways, |from| Policy::MatureChildDecides { from }),
        valid_from: valid_from.parse().expect("a day"),
        source: Source { evidence: Evidence::Decided, text: "Nämndens beslut § 84".to_owned() },
    };
    let set = [rule(Some(15), "2027-02-01"), rule(None, "2027-06-01")];
    let on = |day: &str| policy_on(&set, day.parse().expect("a day"));
    assert_eq!(on("2027-01-31"), begun().policy);
    assert_eq!(on("2027-02-01"), Policy::MatureChildDecides { from: 15 });
    assert_eq!(on("2027-06-01"), Policy::GuardiansAlways);

    let today = "2027-01-31".parse().expect("a day");
    let refused = |rule: &Rule| rule.may_be_set(today);
    assert_eq!(refused(&set[0]), Ok(()));
    assert_eq!(refused(&rule(Some(15), "2027-01-31")), Err(RuleRefusal::NotAhead));
    assert_eq!(refused(&rule(Some(11), "2027-02-01")), Err(RuleRefusal::Age));
    assert_eq!(refused(&rule(Some(18), "2027-02-01")), Err(RuleRefusal::Age));
    let nameless = Source { evidence: Evidence::Decided, text: " ".to_owned() };
    assert_eq!(refused(&Rule { source: nameless, ..rule(None, "2027-02-01") }), Err(RuleRefusal::Source));
}

#[test]
fn without_anyone_who_may_decide_the_answer_is_not_yes() {
    check_nobody(situation(Weight::Everyday, &[]), NobodyDecides::NoHolder);
    check_nobody(situation(Weight::Everyday, &[prevented(MOTHER)]), NobodyDecides::AllPrevented);
    let nine: Vec<_> = (0..9).map(holder).collect();
    check_nobody(situation(Weight::Everyday, &nine), NobodyDecides::TooManyHolders);
}

#[test]
fn a_protected_child_makes_asking_a_decision_of_its_own() {
    let both = [holder(MOTHER), holder(FATHER)];
    let protected = Situation { protection: Protection::Marked, ..situation(Weight::Intrusive, &both) };
    assert_eq!(consent_requirement(&protected).map(|required| required.asking), Ok(Asking::ReviewFirst));
}

fn at(date: &str) -> Moment {
    Moment::in_stockholm(day(date), 10, 0)
}

fn day(date: &str) -> Day {
    date.parse().expect("a date")
}

fn asked() -> Consent {
    let both = [holder(MOTHER), holder(FATHER)];
    let required = consent_requirement(&situation(Weight::Intrusive, &both)).expect("somebody decides");
    let (child, from, to) = (id(3), id(4), id(5));
    let terms = Terms { kind: Kind::Secrecy, child, from, to, until: day("2027-06-30"), required };
    Consent::ask(id(6), terms, at("2027-01-18")).expect("asked").0
}

/// Who has custody.
const BOTH: [Id<Person>; 2] = [Id::new(Uuid::from_u128(MOTHER)), Id::new(Uuid::from_u128(FATHER))];

fn yes(person: u128) -> Answer {
    Answer { by: guardian(person), how: How::Oral(id(7)), at: at("2027-01-19"), until: day("2027-06-30") }
}

fn given() -> Consent {
    let (half, _) = asked().give(yes(MOTHER)).expect("one yes");
    half.give(yes(FATHER)).expect("two").0
}

#[test]
fn it_holds_when_both_have_said_yes_and_not_before() {
    let (half, event) = asked().give(yes(MOTHER)).expect("one yes");
    assert_eq!(event, Event::Answered(yes(MOTHER)));
    assert!(!half.holds(at("2027-01-19"), &BOTH));
    let shorter = Answer { until: day("2027-03-31"), how: How::LoggedIn, ..yes(FATHER) };
    let (whole, event) = half.give(shorter).expect("two");
    assert_eq!(event, Event::Given { answer: shorter, until: day("2027-03-31") });
    assert!(whole.holds(at("2027-03-31"), &BOTH) && !whole.holds(at("2027-04-01"), &BOTH));
}

#[test]
fn it_holds_only_while_everybody_who_gave_it_still_decides() {
    let now = at("2027-02-01");
    let (half, _) = asked().give(yes(MOTHER)).expect("one yes");
    for custody in [&BOTH[..1], &BOTH[1..], &[]] {
        assert!(!given().holds(now, custody) && !given().stands(custody), "{custody:?}");
        assert!(!half.stands(custody), "all must answer, and one of them cannot any more: {custody:?}");
    }
    assert!(given().holds(now, &BOTH) && half.stands(&BOTH));
    // Somebody more has custody: together they have not said yes, and one of those who were asked cannot complete it.
    let with_another = [BOTH[0], BOTH[1], id(9)];
    assert!(!given().holds(now, &with_another) && !half.stands(&with_another));
}

#[test]
fn the_yes_of_a_child_who_decides_alone_rests_on_nobodys_custody() {
    let alone = Situation { age: 16, maturity: Maturity::Mature, ..situation(Weight::Everyday, &[]) };
    let required = consent_requirement(&alone).expect("the child decides");
    let terms = Terms { required, ..asked().terms };
    let (asked, _) = Consent::ask(id(6), terms, at("2027-01-18")).expect("asked");
    let answer = Answer { by: Consenter::Child, ..yes(MOTHER) };
    let (given, _) = asked.give(answer).expect("given");
    assert!(given.holds(at("2027-02-01"), &[]));
}

#[test]
fn nobody_answers_twice_or_unasked() {
    let (half, _) = asked().give(yes(MOTHER)).expect("one yes");
    assert_eq!(half.clone().give(yes(MOTHER)), Err(Refusal::AlreadyAnswered));
    assert_eq!(half.clone().give(yes(9)), Err(Refusal::NotAsked));
    assert_eq!(half.decline(guardian(9), at("2027-01-19")), Err(Refusal::NotAsked));
    assert_eq!(given().give(yes(MOTHER)), Err(Refusal::NotOpen));
}

#[test]
fn one_no_ends_the_question() {
    let (half, _) = asked().give(yes(MOTHER)).expect("one yes");
    let (declined, event) = half.decline(guardian(FATHER), at("2027-01-20")).expect("declined");
    assert_eq!(event, Event::Declined(Ending { by: guardian(FATHER), at: at("2027-01-20") }));
    assert_eq!(declined.give(yes(FATHER)), Err(Refusal::NotOpen));
}

#[test]
fn any_of_those_who_gave_it_can_take_it_back_at_once() {
    let (withdrawn, _) = given().withdraw(guardian(FATHER), at("2027-02-01")).expect("withdrawn");
    assert!(!withdrawn.holds(at("2027-02-01"), &BOTH));
    assert_eq!(withdrawn.withdraw(guardian(MOTHER), at("2027-02-01")), Err(Refusal::NotGiven));
    assert_eq!(given().withdraw(Consenter::Child, at("2027-02-01")), Err(Refusal::NotGiven));
}

#[test]
fn it_expires_the_day_after_its_last() {
    assert_eq!(given().expire(at("2027-06-30")), Err(Refusal::StillHolds));
    let (expired, event) = given().expire(at("2027-07-01")).expect("expired");
    assert_eq!((expired.state, event), (State::Expired { until: day("2027-06-30") }, Event::Expired));
    assert_eq!(asked().expire(at("2027-07-01")).map(|(_, event)| event), Ok(Event::Expired));
}

#[test]
fn a_consent_without_an_end_in_sight_is_refused() {
    let until = |date: &str| {
        let terms = Terms { until: day(date), ..asked().terms };
        Consent::ask(id(6), terms, at("2027-01-18")).map(|(_, event)| event)
    };
    assert_eq!(until("2027-01-17"), Err(Refusal::UntilPassed));
    assert_eq!(until("2027-01-18"), Ok(Event::Asked));
    assert_eq!(until("2028-01-19"), Ok(Event::Asked));
    assert_eq!(until("2028-01-20"), Err(Refusal::TooLong));
    let late = Answer { at: at("2027-07-01"), ..yes(MOTHER) };
    assert_eq!(asked().give(late), Err(Refusal::UntilPassed));
}

fn a_holder(person: u128) -> impl Strategy<Value = Holder> {
    prop::bool::ANY.prop_map(move |here| if here { holder(person) } else { prevented(person) })
}

proptest! {
    #[test]
    fn no_requirement_is_met_by_nobody_and_every_one_is_met_by_all_it_asks(
        weight in prop::sample::select(vec![Weight::Everyday, Weight::Intrusive, Weight::FarReaching]),
        holders in (0_usize..4).prop_flat_map(|count| (0..count as u128).map(a_holder).collect::<Vec<_>>()),
        maturity in prop::sample::select(vec![Maturity::NotAssessed, Maturity::NotMature, Maturity::Mature]),
        age in 0_u8..20, replaced in prop::option::of(0_u128..4),
    ) {
        let situation =
            Situation { age, maturity, board_decision_6_13a: replaced.map(id::<Person>), ..situation(weight, &holders) };
        if let Ok(required) = consent_requirement(&situation) {
            prop_assert!(!required.is_met_by(&BTreeSet::new()));
            prop_assert!(required.is_met_by(&(&required.all_of | &required.one_of)));
        }
    }
}
