//! Who is related to a trail on which day, and how the trail is drawn. Source: dossier 2.3, 2.5; the picture of a trail.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use std::collections::BTreeSet;

use domain::child::{Custody, Guardian, Protection};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Post, Role};
use domain::trail::entry::Kind;
use domain::trail::layout::{Label, Layout};
use domain::trail::map::{Map, Mark, Planned, Row, RowMissing, Until, What};
use domain::trail::relation::{Facts, Family, FamilyMember, Relation, Sight, View};
use domain::trail::{Actor, CloseReason, Destination, Event, NextStep, Offer, Purpose, Start, Step, Text, Trail, When};
use uuid::Uuid;

fn id<Of>(number: u128) -> Id<Of> {
    Id::new(Uuid::from_u128(number))
}
fn person(unit: u128, branch: Branch) -> Post {
    Post { staff: id(unit), assignment: id(unit), unit: id(unit), domain: id(unit), branch, role: Role::Psychologist }
}
fn samira() -> Post {
    person(1, Branch::PupilHealth)
}
fn johan() -> Post {
    person(2, Branch::FirstLine)
}
fn ali() -> Post {
    person(4, Branch::SocialServices)
}
fn text<const MAX: usize>(written: &str) -> Text<MAX> {
    Text::parse(written).expect("a short text")
}
fn day(month: i8, day: i8) -> Day {
    Day::from_parts(2026, month, day).expect("a day")
}
fn at(month: i8, of_month: i8) -> Moment {
    Moment::in_stockholm(day(month, of_month), 10, 0)
}

/// Elin's trail: opened at school on 8 September, offered on 9 November, taken over on 12 November.
fn offered() -> (Trail, Vec<Event>) {
    let (trail, opened) =
        Trail::open(id(1), id(7), Start::Professional(samira()), NextStep::Missing, at(9, 8)).expect("opens");
    let to = Destination { unit: johan().unit, branch: johan().branch };
    let offer = Offer { id: id(5), to, purpose: Purpose::Ordinary, summary: text("Mår illa på morgonen.") };
    let (trail, sent) = trail.offer(samira(), offer, at(11, 9)).expect("offers");
    let (trail, received) = trail.receive(Actor::Job("deliver".into()), at(11, 9)).expect("receives");
    (trail, vec![opened, sent, received])
}
fn accepted() -> (Trail, Vec<Event>) {
    let (trail, mut events) = offered();
    let step = Step { what: text("Besök 3"), when: When::At(at(12, 1)) };
    let (trail, event) = trail.accept(johan(), step, at(11, 12)).expect("accepts");
    events.push(event);
    (trail, events)
}
fn closed() -> (Trail, Vec<Event>) {
    let (trail, mut events) = accepted();
    let told = text("Nu är vi klara.");
    let (trail, event) = trail.close(johan(), CloseReason::GoalsReached, told, at(12, 20)).expect("closes");
    events.push(event);
    (trail, events)
}

fn member(number: u128) -> FamilyMember {
    let guardian = Guardian { person: id(number), custody: Custody::Holder };
    FamilyMember { guardian, protection: Protection::None, view: View::Open }
}
fn family(guardians: Vec<FamilyMember>) -> Family {
    let born = Day::from_parts(2011, 3, 2).expect("a day");
    Family { born, protection: Protection::None, guardians }
}
fn facts(of: &(Trail, Vec<Event>), family: &Family, today: Day) -> Facts {
    Facts::of(&of.0, &of.1, [ali().unit], family, today)
}

#[test]
fn a_unit_is_related_by_what_it_holds_is_offered_has_received_or_has_held() {
    let check = |of: (Trail, Vec<Event>), post: Post, now: Moment, expected: &[Relation]| {
        let relations = facts(&of, &family(vec![]), now.day()).relations(&Actor::Post(post), now);
        assert_eq!(relations, expected.iter().copied().collect::<BTreeSet<_>>());
    };
    let stranger = person(9, Branch::ChildPsychiatry);
    check(offered(), samira(), at(11, 10), &[Relation::HoldingUnit]);
    check(offered(), johan(), at(11, 10), &[Relation::PendingReceiver]);
    check(offered(), ali(), at(11, 10), &[Relation::CopyHolder]);
    check(offered(), stranger, at(11, 10), &[]);
    check(accepted(), johan(), at(11, 13), &[Relation::HoldingUnit]);
    check(accepted(), samira(), at(12, 12), &[Relation::FormerHolder]);
    check(accepted(), samira(), at(12, 13), &[]);
    check(closed(), johan(), at(12, 31), &[Relation::LastHolder]);
    assert_eq!(Relation::PendingReceiver.sight(), Sight::HandoverSummary);
}

#[test]
fn a_guardian_is_related_by_custody_unless_hiding_protection_or_age_stands_between() {
    let check = |name: &str, family: Family, today: Day, expected: usize| {
        assert_eq!(facts(&accepted(), &family, today).guardians.len(), expected, "{name}");
    };
    let today = day(11, 24);
    let no_custody = Guardian { person: id(9), custody: Custody::None };
    let marked = Protection::Marked;
    check("both", family(vec![member(8), member(9)]), today, 2);
    check("hidden", family(vec![member(8), FamilyMember { view: View::Hidden, ..member(9) }]), today, 1);
    check("no custody", family(vec![member(8), FamilyMember { guardian: no_custody, ..member(9) }]), today, 1);
    check("protected grown-up", family(vec![member(8), FamilyMember { protection: marked, ..member(9) }]), today, 1);
    check("protected child", Family { protection: marked, ..family(vec![member(8)]) }, today, 0);
    let birthday = Day::from_parts(2029, 3, 2).expect("a day");
    check("the day before 18", family(vec![member(8)]), birthday.plus_days(-1), 1);
    check("18", family(vec![member(8)]), birthday, 0);
}

#[test]
fn only_the_child_itself_is_related_as_the_child_and_a_job_never_is() {
    let relations = |asker: Actor| {
        let family = family(vec![FamilyMember { view: View::Hidden, ..member(8) }]);
        facts(&accepted(), &family, day(11, 24)).relations(&asker, at(11, 24))
    };
    assert_eq!(relations(Actor::Child(id(7))), BTreeSet::from([Relation::Child]));
    assert_eq!(relations(Actor::Child(id(70))), BTreeSet::new());
    assert_eq!(relations(Actor::Guardian(id(8))), BTreeSet::new());
    assert_eq!(relations(Actor::Job("remind".into())), BTreeSet::new());
}

fn rows() -> Vec<Row> {
    let psychiatry = person(3, Branch::ChildPsychiatry);
    [samira(), johan(), psychiatry, ali()].map(|post| Row { unit: post.unit, branch: post.branch }).to_vec()
}
fn draw(of: &(Trail, Vec<Event>), now: Moment) -> Map {
    let marks = [
        Mark { unit: samira().unit, at: at(9, 29), kind: Kind::Call },
        Mark { unit: samira().unit, at: at(11, 4), kind: Kind::Meeting },
        Mark { unit: ali().unit, at: at(10, 28), kind: Kind::Note },
    ];
    let planned = [Planned { unit: ali().unit, when: When::On(Day::from_parts(2027, 1, 13).expect("a day")) }];
    Map::draw(&of.0, &of.1, &rows(), &marks, &planned, now).expect("every holder has a row")
}

#[test]
fn the_map_shows_who_has_held_the_baton_and_when() {
    let map = draw(&accepted(), at(11, 24));
    let held: Vec<_> = map.segments.iter().map(|part| (part.unit, part.until)).collect();
    assert_eq!(held, [(samira().unit, Until::Passed(at(11, 12))), (johan().unit, Until::Now)]);
    assert_eq!((map.from, map.to), (day(9, 1), Day::from_parts(2027, 2, 1).expect("a day")));
    let months: Vec<i8> = map.months.iter().map(|month| month.date().month()).collect();
    assert_eq!(months, [9, 10, 11, 12, 1]);
    let whats = |lane: usize| map.lanes[lane].dots.iter().map(|dot| dot.what).collect::<Vec<_>>();
    assert_eq!(whats(0), [What::Opened, What::Entry(Kind::Call), What::Entry(Kind::Meeting), What::Offered]);
    assert_eq!(whats(1), [What::TookOver]);
    assert_eq!(map.lanes[2].since, None);
    assert_eq!(map.lanes[1].planned, [Planned { unit: johan().unit, when: When::At(at(12, 1)) }]);
    let summary = &map.summary;
    assert_eq!((summary.units, summary.hops, summary.days), (3, 1, 77));
    assert_eq!(summary.next.map(|next| next.when.day()), Some(day(12, 1)));
}

#[test]
fn the_layout_runs_from_0_to_1_and_the_baton_passes_without_a_gap() {
    let map = draw(&accepted(), at(11, 24));
    let layout = Layout::of(&map);
    assert!(layout.now > 0.5 && layout.now < 0.6, "{}", layout.now);
    assert_eq!(layout.baton.iter().map(|part| part.lane).collect::<Vec<_>>(), [0, 1]);
    assert!((layout.baton[0].span.to - layout.baton[1].span.from).abs() < f64::EPSILON);
    assert!((layout.baton[1].span.to - layout.now).abs() < f64::EPSILON);
    assert_eq!(layout.passes.iter().map(|pass| (pass.from_lane, pass.to_lane)).collect::<Vec<_>>(), [(0, 1)]);
    assert_eq!((layout.lanes[2].past, layout.lanes[2].ahead), (None, None));
    let labels: Vec<_> = layout.lanes[0].dots.iter().map(|dot| dot.label).collect();
    assert_eq!(labels, [Label::Above, Label::Above, Label::Above, Label::Below]);
}

#[test]
fn a_closed_trail_ends_where_it_was_closed() {
    let map = draw(&closed(), at(12, 31));
    let layout = Layout::of(&map);
    assert_eq!(map.segments[1].until, Until::Closed(at(12, 20)));
    assert_eq!((map.summary.closed_on, map.summary.next), (Some(day(12, 20)), None));
    assert!(layout.lanes[1].past.is_some_and(|past| past.to < layout.now));
}

#[test]
fn a_map_without_a_row_for_a_holder_is_refused_rather_than_drawn_wrong() {
    let (trail, events) = accepted();
    let drawn = Map::draw(&trail, &events, &rows()[..1], &[], &[], at(11, 24));
    assert_eq!(drawn.map(|_| ()), Err(RowMissing(johan().unit)));
}
