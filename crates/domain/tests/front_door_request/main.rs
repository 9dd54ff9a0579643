//! A request for help: what may happen to it, what acute danger stops, and the order of the queue.

#![expect(clippy::unwrap_used, reason = "a test may fail; clippy sees helpers in tests/ as ordinary code")]

mod danger;
mod life;
mod merging;
mod properties;
mod queue;

use domain::front_door::intake::{Asker, Intake, Interpreter, Login, Topic};
use domain::front_door::interrupt::{Action, Response};
use domain::front_door::reach::{Mobile, Reach, Telephone, Trace};
use domain::front_door::request::{Refusal, Request};
use domain::front_door::safety::{Answer, Item, Screen};
use domain::front_door::speaker::Speaker;
use domain::front_door::text::{Line, Note, Words};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Post, Role};
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
