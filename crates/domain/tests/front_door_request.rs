//! A request for help: what may happen to it, what acute danger stops, and the order of the queue.

#![expect(clippy::unwrap_used, reason = "a test may fail; clippy sees helpers in tests/ as ordinary code")]

use domain::front_door::intake::{Asker, Intake, Interpreter, Login, Topic};
use domain::front_door::interrupt::{self, Action, Lack, Response};
use domain::front_door::queue::{Chosen, Priority, Source, Urgency};
use domain::front_door::reach::{Mobile, Reach, Telephone, Trace};
use domain::front_door::request::{Ending, Event, Refusal, Request, State};
use domain::front_door::safety::{Answer, Item, Screen};
use domain::front_door::speaker::Speaker;
use domain::front_door::text::{Line, Note, Words};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Post, Role};
use proptest::prelude::*;
use uuid::Uuid;

fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

fn post(number: u128) -> Post {
    Post {
        staff: id(number),
        assignment: id(number),
        unit: id(900),
        domain: id(901),
        branch: Branch::FrontDoor,
        role: Role::TriageNurse,
    }
}

/// `at(90)` is 90 minutes after Monday 11 January 2027, 08.00.
fn at(minutes: i64) -> Moment {
    let opening = Moment::in_stockholm(Day::from_parts(2027, 1, 11).unwrap(), 8, 0);
    Moment::from_microseconds(opening.microseconds() + minutes * 60_000_000)
}

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

fn telephone() -> Telephone {
    Telephone::parse("070-123 45 67").unwrap()
}

fn intake(topic: Topic) -> Intake {
    Intake {
        asker: Asker::Child(Login::Without),
        topic,
        words: Words::new("Benen går inte när bussen kommer.").unwrap(),
        reach: Reach::TextMessage(Mobile::try_from(telephone()).unwrap()),
        trace: Trace::Safe,
        interpreter: Interpreter::NotNeeded,
        municipality: id(1),
        age: None,
        first_name: None,
    }
}

fn a_request(number: u128, topic: Topic) -> Request {
    Request::receive(id(number), intake(topic), at(180), at(0)).unwrap().0
}

fn taken(number: u128) -> Request {
    a_request(number, Topic::School).take(post(1), at(10)).unwrap().0
}

fn all(answer: Answer) -> Screen {
    Item::ALL.into_iter().fold(Screen::default(), |screen, item| screen.with(item, Speaker::Child, answer))
}

fn interrupted() -> Request {
    let screen = all(Answer::No).with(Item::SuicidalThoughts, Speaker::Child, Answer::Yes);
    taken(1).screen(screen, post(1), at(20)).unwrap().0
}

fn response() -> Response {
    Response {
        action: Some(Action::TalkedWithDutyClinician),
        note: Some(note("Talade med bakjour.")),
        follow_up_at: Some(at(120)),
        call_back: Some(telephone()),
        place: Some(Line::new("Hemma hos mormor").unwrap()),
    }
}

fn refused<New>(result: Result<New, Refusal>) -> &'static str {
    result.err().map_or("accepted", |refusal| refusal.code())
}

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

// --- acute danger

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

// --- merging

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

// --- the queue

#[test]
fn the_queue_is_acute_first_then_least_time_left_then_longest_wait() {
    let place = |urgency, due, received, number| Priority {
        urgency,
        due_at: at(due),
        received_at: at(received),
        id: id(number),
    };
    let expected = [
        place(Urgency::Acute, 500, 400, 5),
        place(Urgency::Ordinary, 60, 50, 4),
        place(Urgency::SameDay, 90, 0, 3),
        place(Urgency::Ordinary, 90, 10, 1),
        place(Urgency::Ordinary, 90, 10, 2),
    ];
    let mut queue = expected;
    queue.reverse();
    queue.sort();
    assert_eq!(queue, expected);
}

fn any_priority() -> impl Strategy<Value = Priority> {
    (prop::sample::select(Urgency::ALL.to_vec()), 0..4_i64, 0..4_i64, 0..4_u128).prop_map(
        |(urgency, due, received, number)| Priority {
            urgency,
            due_at: at(due),
            received_at: at(received),
            id: id(number),
        },
    )
}

#[derive(Clone, Debug)]
enum Command {
    Take(u128),
    TakeOver(u128),
    Release(u128),
    Screen(u128, Item, Answer),
    Handle(u128),
    Interview(u128),
    Lower(u128),
    Raise,
    Close(u128),
    Withdraw,
    GiveUp(u128),
}

fn any_command() -> impl Strategy<Value = Command> {
    let who = 1..3_u128;
    let item = prop::sample::select(Item::ALL.to_vec());
    let answer = prop::sample::select(vec![Answer::Yes, Answer::No, Answer::Unknown]);
    prop_oneof![
        who.clone().prop_map(Command::Take),
        who.clone().prop_map(Command::TakeOver),
        who.clone().prop_map(Command::Release),
        (who.clone(), item, answer).prop_map(|(who, item, answer)| Command::Screen(who, item, answer)),
        who.clone().prop_map(Command::Handle),
        who.clone().prop_map(Command::Interview),
        who.clone().prop_map(Command::Lower),
        Just(Command::Raise),
        who.clone().prop_map(Command::Close),
        Just(Command::Withdraw),
        who.prop_map(Command::GiveUp),
    ]
}

fn run(request: Request, command: &Command, now: Moment) -> Result<(Request, Event), Refusal> {
    let why = note("Prov.");
    match *command {
        Command::Take(who) => request.take(post(who), now),
        Command::TakeOver(who) => request.take_over(post(who), why, now),
        Command::Release(who) => request.release(post(who), why, now),
        Command::Screen(who, item, answer) => {
            let screen = request.record().screen.clone().with(item, Speaker::Child, answer);
            request.screen(screen, post(who), now)
        }
        Command::Handle(who) => {
            let follow_up_at = Some(Moment::from_microseconds(now.microseconds() + 1));
            request.handle(Response { follow_up_at, ..response() }, post(who), now)
        }
        Command::Interview(who) => request.interview(id(7), post(who), now),
        Command::Lower(who) => request.choose_urgency(Urgency::Ordinary, why, at(999), post(who), now),
        Command::Raise => request.raise_urgency(Urgency::Acute, at(1), now),
        Command::Close(who) => request.close(post(who), now),
        Command::Withdraw => request.withdraw(now),
        Command::GiveUp(who) => request.give_up(3, why, post(who), now),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sort_key_orders_as_the_queue_does(one in any_priority(), other in any_priority()) {
        let by_key = (one.sort_key(), one.id).cmp(&(other.sort_key(), other.id));
        if by_key.is_ne() {
            prop_assert_eq!(one.cmp(&other), by_key);
        }
        prop_assert_eq!(one.cmp(&other).is_eq(), one == other);
    }

    #[test]
    fn danger_is_always_acted_on_before_anything_else(
        commands in prop::collection::vec((any_command(), -1..5_i64), 1..40),
    ) {
        let mut request = a_request(1, Topic::School);
        let mut now = 0;
        for (command, minutes) in commands {
            let before = request.clone();
            let Ok((after, event)) = run(request.clone(), &command, at(now + minutes)) else { continue };
            prop_assert!(minutes >= 0, "time ran backwards");
            now += minutes;
            if before.record().interrupt.is_some() {
                prop_assert_eq!(after.record().state.code(), before.record().state.code());
                prop_assert_eq!(after.priority().urgency, Urgency::Acute);
                let acted = matches!(event, Event::Handled { .. });
                prop_assert_eq!(after.record().interrupt.is_none(), acted);
                prop_assert_eq!(after.record().handled.len(), before.record().handled.len() + usize::from(acted));
            }
            if matches!(after.record().state, State::Closed(_)) {
                prop_assert!(after.record().interrupt.is_none());
            }
            request = after;
        }
    }
}
