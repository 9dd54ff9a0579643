//! Of any commands in any order, and of any two places in the queue.

use domain::front_door::intake::Topic;
use domain::front_door::interrupt::Response;
use domain::front_door::queue::{Priority, Urgency};
use domain::front_door::request::{Event, Refusal, Request, State};
use domain::front_door::safety::{Answer, Item};
use domain::front_door::speaker::Speaker;
use domain::moment::Moment;
use proptest::prelude::*;

use crate::{a_request, at, id, note, post, response};

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
