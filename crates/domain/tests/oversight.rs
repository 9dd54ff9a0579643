//! Opening a trail without a relation, and picking lines of the log for review. Source: dossier 6.3, story 24.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use std::collections::BTreeSet;

use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Post, Role};
use domain::oversight::break_glass::{Answer, FollowUp, Opening, Reason, Refusal, Request, Review};
use domain::oversight::sampling::{How, Line, Risk, Size, sample};
use domain::trail::Text;
use domain::trail::relation::Relation;
use jiff::SignedDuration;
use uuid::Uuid;

fn id<Of>(number: u128) -> Id<Of> {
    Id::new(Uuid::from_u128(number))
}
fn person(staff: u128, assignment: u128) -> Post {
    Post {
        staff: id(staff),
        assignment: id(assignment),
        unit: id(1),
        domain: id(1),
        branch: Branch::FirstLine,
        role: Role::Psychologist,
    }
}
fn opener() -> Post {
    person(1, 1)
}
fn reviewer() -> Post {
    person(2, 2)
}
fn text<const MAX: usize>(written: &str) -> Text<MAX> {
    Text::parse(written).expect("a short text")
}
fn at(hours: i64) -> Moment {
    let day = Day::from_parts(2026, 11, 2).expect("a day");
    Moment::in_stockholm(day, 8, 0).plus(SignedDuration::from_hours(hours))
}
fn open_with(relations: &[Relation]) -> Result<Opening, Refusal> {
    let request = Request {
        id: id(1),
        trail: id(2),
        child: id(3),
        reason: Reason::ChildIsHere,
        why: text("Hon är i receptionen."),
    };
    let relations: BTreeSet<Relation> = relations.iter().copied().collect();
    Opening::open(request, opener(), &relations, at(72), at(0)).map(|(opening, _)| opening)
}
fn opened() -> Opening {
    open_with(&[]).expect("opens")
}
fn justified() -> Answer {
    Answer::Justified { to_family: text("Elin behövde hjälp direkt.") }
}
fn question() -> Answer {
    Answer::NeedsMore { question: text("Varför du?") }
}

#[test]
fn an_opening_lets_one_person_in_for_three_hours() {
    let check = |asker: Post, hours: i64, expected: bool| {
        assert_eq!(opened().lets_in(&asker, at(hours)), expected, "{asker:?} after {hours} hours");
    };
    check(opener(), 0, true);
    check(opener(), 2, true);
    check(opener(), 3, false);
    check(opener(), -1, false);
    check(reviewer(), 1, false);
    check(person(1, 9), 1, false);
}

#[test]
fn whoever_sees_the_trail_already_has_no_glass_to_break() {
    assert_eq!(open_with(&[Relation::HoldingUnit]).map(|_| ()), Err(Refusal::AlreadyRelated));
    assert!(open_with(&[Relation::PendingReceiver, Relation::CopyHolder]).is_ok());
}

#[test]
fn nobody_reviews_their_own_opening_under_any_assignment() {
    let review = |by: Post| opened().review(by, justified(), at(1)).map(|_| ());
    assert_eq!(review(opener()), Err(Refusal::ReviewerIsOpener));
    assert_eq!(review(person(1, 9)), Err(Refusal::ReviewerIsOpener));
    assert_eq!(review(reviewer()), Ok(()));
}

#[test]
fn a_review_is_overdue_from_its_due_time_until_it_is_answered() {
    let opening = opened();
    assert!(!opening.is_overdue(at(72)));
    assert!(opening.is_overdue(at(73)));
    let (opening, _) = opening.review(reviewer(), question(), at(74)).expect("asks");
    assert!(opening.is_overdue(at(75)), "a question does not move the due time");
    let (opening, _) = opening.explain(opener(), text("Jag hade jour."), at(76)).expect("explains");
    let answer = Answer::NotJustified { to_family: text("Det var fel av oss."), follow_up: FollowUp::DataBreach };
    let (opening, _) = opening.review(reviewer(), answer, at(77)).expect("decides");
    assert!(!opening.is_overdue(at(500)));
    assert!(matches!(opening.snapshot().review, Review::NotJustified { follow_up: FollowUp::DataBreach, .. }));
    assert_eq!(opening.review(reviewer(), justified(), at(78)).map(|_| ()), Err(Refusal::AlreadyAnswered));
}

#[test]
fn every_wrong_step_of_a_review_is_refused_with_its_own_reason() {
    let asked = || opened().review(reviewer(), question(), at(1)).expect("asks").0;
    assert_eq!(asked().review(reviewer(), question(), at(2)).map(|_| ()), Err(Refusal::QuestionOpen));
    assert_eq!(asked().explain(reviewer(), text("Ja."), at(2)).map(|_| ()), Err(Refusal::NotTheOpener));
    assert_eq!(asked().explain(opener(), text("Ja."), at(0)).map(|_| ()), Err(Refusal::TimeWentBack));
    assert_eq!(opened().explain(opener(), text("Ja."), at(2)).map(|_| ()), Err(Refusal::NoQuestion));
    let mut opening = opened();
    for hour in [1, 3, 5] {
        opening = opening.review(reviewer(), question(), at(hour)).expect("asks").0;
        opening = opening.explain(opener(), text("Jag hade jour."), at(hour + 1)).expect("explains").0;
    }
    assert_eq!(opening.review(reviewer(), question(), at(7)).map(|_| ()), Err(Refusal::TooManyQuestions));
}

fn line(number: u128, marks: &[Risk]) -> Line {
    let marks = marks.iter().copied().collect();
    Line { id: id(number), at: at(1), staff: id(1), unit: id(1), trail: None, opening: None, marks }
}
fn log() -> Vec<Line> {
    let mut lines: Vec<Line> = (100..120).map(|number| line(number, &[])).collect();
    lines.push(line(1, &[Risk::OutsideHours]));
    lines.push(line(2, &[Risk::NoRelation, Risk::SameSurname]));
    lines.push(line(3, &[Risk::NoRelation]));
    lines
}

#[test]
fn the_riskiest_lines_come_first_and_chance_picks_among_the_rest() {
    let lines = log();
    let picked = sample(&lines, Size { by_risk: 2, by_chance: 5 }, |count| count / 2);
    let risky: Vec<_> = picked.iter().filter(|picked| picked.how == How::ByRisk).map(|picked| picked.line.id).collect();
    assert_eq!(risky, [id(2), id(3)]);
    let all: BTreeSet<_> = picked.iter().map(|picked| picked.line.id).collect();
    assert_eq!((picked.len(), all.len()), (7, 7), "no line is picked twice");
}

#[test]
fn the_same_log_in_another_order_gives_the_same_sample() {
    let (lines, mut turned) = (log(), log());
    turned.reverse();
    let pick = |lines: &[Line]| -> Vec<_> {
        let size = Size { by_risk: 2, by_chance: 9 };
        sample(lines, size, |count| count * 7 + 3).iter().map(|picked| picked.line.id).collect()
    };
    assert_eq!(pick(&lines), pick(&turned));
}

#[test]
fn a_small_or_quiet_log_gives_no_more_than_it_has() {
    assert!(sample(&[], Size { by_risk: 5, by_chance: 5 }, |_| 0).is_empty());
    let quiet = [line(1, &[]), line(2, &[])];
    let picked = sample(&quiet, Size { by_risk: 5, by_chance: 5 }, |_| 0);
    assert!(picked.iter().all(|picked| picked.how == How::ByChance), "a line without marks is no risk");
    assert_eq!(picked.len(), 2);
}
