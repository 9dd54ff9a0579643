//! The decision: level, reason and outcome, and what the family is told.

use std::collections::BTreeSet;

use domain::front_door::decision::{Decision, Form, Lack, Outcome, Prompt, Refusal};
use domain::front_door::intake::{Asker, Intake, Interpreter, Login, Topic};
use domain::front_door::interrupt::Action;
use domain::front_door::level::Level;
use domain::front_door::rating::{Complete, Domain, Ratings, Severity};
use domain::front_door::reach::{Reach, Trace};
use domain::front_door::request::{self, Request, Whereabouts};
use domain::front_door::routing::{self, Route};
use domain::front_door::safety::{self, Screen};
use domain::front_door::speaker::Speaker;
use domain::front_door::table::{Draft as TableDraft, Suggestion, example};
use domain::front_door::text::Words;
use domain::id::Id;
use domain::organisation::{Post, Principal};

use crate::{day, first_line, id, note, now, passage, post};

fn a_request(topic: Topic, screen: Screen) -> Request {
    let intake = Intake {
        asker: Asker::Guardian(Login::Without),
        topic,
        words: Words::new("Hon går inte till skolan.").unwrap(),
        reach: Reach::OnPage,
        trace: Trace::NotAsked,
        interpreter: Interpreter::NotNeeded,
        municipality: id(1),
        age: None,
        first_name: None,
    };
    let (request, _) = Request::receive(id(1), intake, now(), now()).unwrap();
    let (request, _) = request.take(post(), now()).unwrap();
    request.screen(screen, post(), now()).unwrap().0
}

fn screened(answer: safety::Answer) -> Screen {
    safety::Item::ALL.into_iter().fold(Screen::default(), |screen, item| screen.with(item, Speaker::Child, answer))
}

fn calm() -> Request {
    a_request(Topic::School, screened(safety::Answer::No))
}

fn suggestion(ratings: Ratings) -> Suggestion {
    let row = example::row(id(1), day("2027-01-01"));
    TableDraft::try_from(&row).unwrap().validate().unwrap().suggest(&ratings)
}

/// Suggests the first line.
fn first_line_suggested() -> Suggestion {
    suggestion(Complete::NO_DIFFICULTIES.with(Domain::School, Severity::VeryLarge).into())
}

fn form() -> Form {
    Form {
        level: Some(Level::FirstLine),
        reason: None,
        outcome: Some(Outcome::Route(routing::check(&first_line(), &passage("2013-05-05")).unwrap())),
        told: Some(note("Ni får en tid på mottagningen.")),
        next_step: Some(note("Mottagningen ringer.")),
        next_on: Some(day("2027-01-11")),
        principals: BTreeSet::new(),
    }
}

fn decide(suggestion: Suggestion, form: Form) -> Result<Decision, Refusal> {
    Decision::make(id(8), &calm(), suggestion, form, post(), now()).map(|(decision, _)| decision)
}

#[test]
fn the_decision_remembers_what_was_suggested_by_which_table() {
    let decision = decide(first_line_suggested(), form()).unwrap();
    assert_eq!(decision.record().suggestion, first_line_suggested());
    assert_eq!(decision.record().suggestion.table().version.0, 1);
}

#[test]
fn another_level_than_the_suggested_needs_a_reason() {
    let advice = || Form { level: Some(Level::Advice), outcome: Some(Outcome::Advice(note("Sov gott."))), ..form() };
    let with_reason = |form| Form { reason: Some(note("Skolan har redan börjat.")), ..form };
    let missing = || suggestion(Ratings::UNKNOWN);
    let cases = [
        ("as suggested", first_line_suggested(), form(), None),
        ("lower", first_line_suggested(), advice(), Some(Refusal::ReasonNeeded)),
        ("lower, with a reason", first_line_suggested(), with_reason(advice()), None),
        ("nothing suggested", missing(), form(), Some(Refusal::ReasonNeededWithoutSuggestion)),
        ("nothing suggested, with a reason", missing(), with_reason(form()), None),
    ];
    for (name, suggestion, form, expected) in cases {
        assert_eq!(decide(suggestion, form).err(), expected, "{name}");
    }
}

#[test]
fn nothing_is_decided_before_the_family_knows_what_happens_when() {
    let cases = [
        (Form { told: None, ..form() }, Refusal::Incomplete(vec![Lack::Told])),
        (Form { next_step: None, ..form() }, Refusal::Incomplete(vec![Lack::NextStep])),
        (Form { next_on: None, ..form() }, Refusal::Incomplete(vec![Lack::NextDay])),
        (Form { next_on: Some(day("2027-01-10")), ..form() }, Refusal::NextDayPassed),
        (
            Form::default(),
            Refusal::Incomplete(vec![Lack::Level, Lack::Outcome, Lack::Told, Lack::NextStep, Lack::NextDay]),
        ),
    ];
    for (form, expected) in cases {
        assert_eq!(decide(first_line_suggested(), form), Err(expected));
    }
}

#[test]
fn an_outcome_belongs_to_its_level() {
    let route = Outcome::Route(Route::restore(id(300), Level::FirstLine, Vec::new()));
    let outcomes = [
        (Outcome::Advice(note("Sov gott.")), Level::Advice),
        (Outcome::SelfCare(note("Ett program på nätet.")), Level::SelfCare),
        (route, Level::FirstLine),
        (Outcome::Acute { action: Action::EmergencyUnitBooked }, Level::SameDay),
    ];
    for (outcome, own) in outcomes {
        for level in Level::ALL {
            let form = Form {
                level: Some(level),
                outcome: Some(outcome.clone()),
                reason: Some(note("Efter samtal.")),
                ..form()
            };
            assert_eq!(decide(first_line_suggested(), form).is_ok(), level == own, "{outcome:?} {level:?}");
        }
    }
}

#[test]
fn nothing_is_decided_in_acute_danger() {
    let screen = screened(safety::Answer::No).with(safety::Item::SuicidePlan, Speaker::GuardianA, safety::Answer::Yes);
    let request = a_request(Topic::School, screen);
    let result = Decision::make(id(8), &request, first_line_suggested(), form(), post(), now());
    assert_eq!(result.err(), Some(Refusal::Interrupted));
}

#[test]
fn what_to_consider_beside_the_level_follows_from_what_was_said() {
    let unclear = screened(safety::Answer::No).with(safety::Item::Psychosis, Speaker::Child, safety::Answer::Unknown);
    let violence =
        screened(safety::Answer::No).with(safety::Item::ExposedToViolence, Speaker::Child, safety::Answer::Yes);
    let no = || screened(safety::Answer::No);
    let cases = [
        ("nothing", Topic::School, no(), 1, vec![]),
        ("two principals", Topic::School, no(), 2, vec![Prompt::CoordinatedPlan { principals: 2 }]),
        ("not safe at home", Topic::HomeUnsafe, no(), 0, vec![Prompt::WorryReport]),
        ("violence", Topic::Other, violence, 1, vec![Prompt::WorryReport]),
        ("unclear", Topic::Other, unclear, 1, vec![Prompt::AskAgain { items: 1 }]),
    ];
    for (name, topic, screen, principals, expected) in cases {
        let principals: BTreeSet<Id<Principal>> = (0..principals).map(id).collect();
        let prompts = domain::front_door::decision::prompts(&a_request(topic, screen), &principals);
        assert_eq!(prompts, expected, "{name}");
    }
}

#[test]
fn a_request_is_decided_once_by_its_own_decision_after_every_acute_question() {
    let decision = decide(first_line_suggested(), form()).unwrap();
    let (decided, _) = calm().decide(&decision, post(), now()).unwrap();
    assert_eq!(decided.clone().decide(&decision, post(), now()).err(), Some(request::Refusal::AlreadyDecided));
    assert!(decided.close(post(), now()).is_ok());

    let unasked = a_request(Topic::School, Screen::default()).decide(&decision, post(), now());
    assert_eq!(unasked.err().map(|refusal| refusal.code()), Some("not_screened"));

    let another =
        Decision::restore(domain::front_door::decision::Record { request: id(2), ..decision.record().clone() });
    assert_eq!(calm().decide(&another, post(), now()).err(), Some(request::Refusal::AnotherRequest));
}

#[test]
fn what_came_back_is_decided_anew_by_whoever_takes_it_up_again_and_what_others_have_is_not() {
    let first = decide(first_line_suggested(), form()).unwrap();
    let (decided, _) = calm().decide(&first, post(), now()).unwrap();
    let colleague = Post { staff: id(2), assignment: id(2), ..post() };
    let why = || note("De tar inte emot nu.");
    let up = |request: Request, trail| request.take_up_again(id(7), trail, why(), colleague, now());
    for (trail, code) in [(Whereabouts::Offered, "offer_waits"), (Whereabouts::Elsewhere, "held_elsewhere")] {
        assert_eq!(up(decided.clone(), trail).err().map(|refusal| refusal.code()), Some(code));
    }
    assert_eq!(up(calm(), Whereabouts::Here).err(), Some(request::Refusal::NotDecided));
    let closed = decided.clone().close(post(), now()).unwrap().0;
    assert_eq!(up(closed, Whereabouts::Here).err(), Some(request::Refusal::Closed));

    let (again, event) = up(decided, Whereabouts::Here).unwrap();
    assert_eq!(event, request::Event::TakenUpAgain { by: colleague, reason: why() });
    let second = Decision::make(id(9), &again, first_line_suggested(), form(), colleague, now()).unwrap().0;
    assert_eq!(again.clone().decide(&second, post(), now()).err(), Some(request::Refusal::TakenByAnother));
    let (decided, event) = again.decide(&second, colleague, now()).unwrap();
    assert_eq!(event, request::Event::Decided { decision: id(9) });
    assert!(decided.close(post(), now()).is_ok());
}
