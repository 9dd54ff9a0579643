//! Acute danger: what interrupts, what then waits, and what acting on it asks for.

use domain::front_door::intake::Topic;
use domain::front_door::interrupt::Response;
use domain::front_door::interrupt::{self, Lack};
use domain::front_door::queue::{Chosen, Source, Urgency};
use domain::front_door::request::{Event, Refusal};
use domain::front_door::safety::{Answer, Item};
use domain::front_door::speaker::Speaker;

use crate::{a_request, all, at, id, interrupted, note, post, refused, response, taken};

#[test]
fn any_acute_yes_interrupts_whoever_says_it() {
    for item in Item::ALL {
        for speaker in Speaker::ALL {
            let screen = all(Answer::No).with(item, speaker, Answer::Yes);
            let (request, event) = taken(1).screen(screen, post(1), at(20)).unwrap();
            let expected = if item == Item::AloneNow {
                Event::Screened
            } else {
                assert_eq!(request.priority().urgency, Urgency::Acute);
                Event::Interrupted { items: vec![item] }
            };
            assert_eq!(event, expected, "{item:?} {speaker:?}");
        }
    }
}

#[test]
fn not_knowing_does_not_interrupt_but_asks_again() {
    let screen = all(Answer::No).with(Item::Mania, Speaker::GuardianA, Answer::Unknown);
    assert_eq!((screen.positive(), screen.unclear(), screen.unasked()), (vec![], vec![Item::Mania], vec![]));
}

#[test]
fn nothing_proceeds_while_interrupted() {
    let why = || note("Vi provar igen.");
    let urgency = |urgency| interrupted().choose_urgency(urgency, why(), at(200), post(1), at(30));
    let cases = [
        ("interview", refused(interrupted().interview(id(7), post(1), at(30))), "interrupted"),
        ("release", refused(interrupted().release(post(1), why(), at(30))), "interrupted"),
        ("close", refused(interrupted().close(post(1), at(30))), "interrupted"),
        ("withdraw", refused(interrupted().withdraw(at(30))), "interrupted"),
        ("give up", refused(interrupted().give_up(9, why(), post(1), at(30))), "interrupted"),
        ("merge", refused(a_request(2, Topic::Other).merge_into(interrupted(), why(), post(1), at(30))), "interrupted"),
        ("be merged", refused(interrupted().merge_into(taken(2), why(), post(1), at(30))), "interrupted"),
        ("less urgent", refused(urgency(Urgency::Ordinary)), "interrupted"),
        ("as urgent", refused(urgency(Urgency::Acute)), "accepted"),
        ("take over", refused(interrupted().take_over(post(2), why(), at(30))), "accepted"),
        ("act", refused(interrupted().handle(response(), post(1), at(30))), "accepted"),
    ];
    for (name, code, expected) in cases {
        assert_eq!(code, expected, "{name}");
    }
}

#[test]
fn answers_never_lift_an_interruption() {
    let (request, event) = interrupted().screen(all(Answer::No), post(1), at(30)).unwrap();
    assert_eq!((event, request.record().interrupt.is_some()), (Event::Screened, true));
}

#[test]
fn acting_on_danger_asks_for_everything() {
    let later = |minutes| Response { follow_up_at: Some(at(minutes)), ..response() };
    let cases = [
        (Response { action: None, ..response() }, Err(interrupt::Refusal::Incomplete(vec![Lack::Action]))),
        (Response { follow_up_at: None, ..response() }, Err(interrupt::Refusal::Incomplete(vec![Lack::FollowUp]))),
        (
            Response { call_back: None, place: None, ..response() },
            Err(interrupt::Refusal::Incomplete(vec![Lack::CallBack, Lack::Place])),
        ),
        (later(30), Err(interrupt::Refusal::FollowUpNotLater)),
        (later(30 + 7 * 24 * 60 + 1), Err(interrupt::Refusal::FollowUpTooLate)),
        (later(30 + 7 * 24 * 60), Ok(())),
    ];
    for (response, expected) in cases {
        let result = interrupted().handle(response.clone(), post(1), at(30)).map(|_| ());
        assert_eq!(result, expected.map_err(Refusal::Response), "{response:?}");
    }
}

#[test]
fn danger_said_again_later_interrupts_again() {
    let (request, _) = interrupted().handle(response(), post(1), at(30)).unwrap();
    let same = request.record().screen.clone();
    assert_eq!(request.clone().screen(same.clone(), post(1), at(31)).unwrap().1, Event::Screened);
    let more = same.with(Item::SuicidalThoughts, Speaker::GuardianA, Answer::Yes);
    let expected = Event::Interrupted { items: vec![Item::SuicidalThoughts] };
    assert_eq!(request.screen(more, post(1), at(31)).unwrap().1, expected);
}

#[test]
fn a_score_raises_but_never_lowers_what_a_human_chose() {
    for chosen in Urgency::ALL {
        for scored in Urgency::ALL {
            let by_human = Chosen { urgency: chosen, source: Source::Professional(post(1)) };
            for source in [Source::Score, Source::Answers] {
                assert_eq!(by_human.then(Chosen { urgency: scored, source }).urgency, chosen.max(scored));
            }
            let again = Chosen { urgency: scored, source: Source::Professional(post(2)) };
            assert_eq!(by_human.then(again), again);
        }
    }
}
