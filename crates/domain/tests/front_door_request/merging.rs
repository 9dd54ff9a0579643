//! Two requests that turn out to be one.

use domain::front_door::intake::Topic;
use domain::front_door::queue::{Priority, Urgency};
use domain::front_door::request::{Ending, Event, Request, State};

use crate::{a_request, at, id, intake, note, post, refused, taken};

#[test]
fn merging_names_both_and_keeps_the_earliest_promise() {
    let (early, _) = Request::receive(id(1), intake(Topic::HomeUnsafe), at(60), at(0)).unwrap();
    let (late, _) = Request::receive(id(2), intake(Topic::School), at(300), at(30)).unwrap();
    let (late, _) = late.take(post(1), at(40)).unwrap();
    let reason = note("Samma nummer, och Alma säger att hon skrivit två gånger.");
    let (merged, event) = early.merge_into(late, reason.clone(), post(1), at(50)).unwrap();
    assert_eq!(event, Event::Merged { closed: id(1), kept: id(2) });
    let ending = Ending::Merged { into: id(2), reason, by: post(1) };
    assert_eq!(merged.closed.record().state, State::Closed(ending));
    assert_eq!(merged.kept.record().merged, [id(1)]);
    let kept = Priority { urgency: Urgency::SameDay, due_at: at(60), received_at: at(0), id: id(2) };
    assert_eq!(merged.kept.priority(), kept);
}

#[test]
fn requests_about_different_children_or_in_other_hands_are_not_merged() {
    let about = |number, child| taken(number).identify(id(child), post(1), at(11)).unwrap().0;
    let others = a_request(2, Topic::School).take(post(2), at(10)).unwrap().0;
    let why = || note("Samma barn.");
    let cases = [
        ("itself", refused(taken(1).merge_into(taken(1), why(), post(1), at(20))), "same_request"),
        ("another child", refused(about(1, 50).merge_into(about(2, 51), why(), post(1), at(20))), "another_child"),
        ("the same child", refused(about(1, 50).merge_into(about(2, 50), why(), post(1), at(20))), "accepted"),
        ("into another's", refused(taken(1).merge_into(others.clone(), why(), post(1), at(20))), "taken_by_another"),
        ("another's", refused(others.merge_into(taken(1), why(), post(1), at(20))), "taken_by_another"),
    ];
    for (name, code, expected) in cases {
        assert_eq!(code, expected, "{name}");
    }
}
