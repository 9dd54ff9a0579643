//! From the queue through the interview, and what may not happen on the way.

use domain::front_door::intake::Topic;
use domain::front_door::queue::Urgency;
use domain::front_door::request::{Event, Request, State};
use domain::front_door::safety::Answer;

use crate::{a_request, all, at, id, intake, note, post, refused, response, taken};

#[test]
fn a_request_goes_from_the_queue_through_the_interview() {
    let (request, event) = taken(1).screen(all(Answer::Unknown), post(1), at(20)).unwrap();
    assert_eq!(event, Event::Screened);
    let (request, event) = request.interview(id(7), post(1), at(30)).unwrap();
    assert_eq!(event, Event::Interviewed { interview: id(7) });
    assert_eq!(request.record().state.code(), "interviewed");
}

#[test]
fn a_released_request_keeps_its_place_in_the_queue() {
    let before = a_request(1, Topic::School).priority();
    let (request, _) = taken(1).release(post(1), note("Jag är jävig."), at(20)).unwrap();
    assert_eq!((request.priority(), request.record().state.clone()), (before, State::Waiting));
}

#[test]
fn what_may_not_happen_is_refused_by_name() {
    let interviewed = || taken(1).interview(id(7), post(1), at(30)).unwrap().0;
    let waiting = || a_request(1, Topic::School);
    let why = || note("Jag tar över.");
    let cases = [
        (
            "due before receipt",
            refused(Request::receive(id(1), intake(Topic::School), at(-1), at(0))),
            "due_before_receipt",
        ),
        ("take twice", refused(taken(1).take(post(2), at(20))), "not_waiting"),
        ("back in time", refused(taken(1).take(post(2), at(9))), "time_runs_forward"),
        ("act on a waiting one", refused(waiting().interview(id(7), post(1), at(1))), "not_taken"),
        ("act on another's", refused(taken(1).interview(id(7), post(2), at(20))), "taken_by_another"),
        ("take over one's own", refused(taken(1).take_over(post(1), why(), at(20))), "already_theirs"),
        ("take over another's", refused(taken(1).take_over(post(2), why(), at(20))), "accepted"),
        ("interview twice", refused(interviewed().interview(id(8), post(1), at(40))), "already_interviewed"),
        ("release after the interview", refused(interviewed().release(post(1), why(), at(40))), "already_interviewed"),
        ("close undecided", refused(interviewed().close(post(1), at(40))), "not_decided"),
        ("give up early", refused(taken(1).give_up(2, why(), post(1), at(20))), "too_few_attempts"),
        ("give up", refused(taken(1).give_up(3, why(), post(1), at(20))), "accepted"),
        ("withdraw", refused(waiting().withdraw(at(5))), "accepted"),
        ("withdraw what is urgent", refused(a_request(1, Topic::SelfHarmOrSuicidal).withdraw(at(5))), "talk_first"),
        ("withdraw what is unsafe", refused(a_request(1, Topic::HomeUnsafe).withdraw(at(5))), "talk_first"),
        ("act on no danger", refused(taken(1).handle(response(), post(1), at(20))), "not_interrupted"),
        (
            "score lower",
            refused(a_request(1, Topic::HomeUnsafe).raise_urgency(Urgency::Ordinary, at(9), at(5))),
            "score_never_lowers",
        ),
    ];
    for (name, code, expected) in cases {
        assert_eq!(code, expected, "{name}");
    }
}

#[test]
fn another_child_never_replaces_the_known_one() {
    let (request, _) = taken(1).identify(id(50), post(1), at(20)).unwrap();
    assert_eq!(refused(request.clone().identify(id(51), post(1), at(21))), "another_child");
    assert_eq!(refused(request.identify(id(50), post(1), at(21))), "accepted");
}
