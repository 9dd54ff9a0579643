//! Requests come back as they were saved, whatever has happened to them.

use access::Actor;
use access::action::front_door::{Interview, SeeRequest, Take};
use access::facts::RequestFacts;
use access::{Action, Permit};
use audit::Act;
use database::Failure;
use domain::front_door::interrupt::{Action as Acted, Response};
use domain::front_door::queue::Urgency;
use domain::front_door::reach::Telephone;
use domain::front_door::request::event::Event;
use domain::front_door::request::{Refusal, Request};
use domain::front_door::safety::{Answer, Item, Screen};
use domain::front_door::speaker::Speaker;
use domain::front_door::text::{Line, Note};
use domain::id::Id;
use front_door::request::events::store as events;
use front_door::request::store::{self, Stored};
use jiff::SignedDuration;
use testkit::{Region, TestApp, engines, run};

use crate::world::{answer_all, count, requests, seen, world};

async fn permitted<A: Action<Facts = RequestFacts>>(act: &mut Act, id: Id<Request>) -> Permit<A> {
    let now = act.now();
    let facts = store::facts(act.transaction(), id, now).await.unwrap().unwrap();
    act.authorize::<A>(&facts).await.unwrap()
}

/// Changes a request as Mikael at the front door does, and checks that it comes back the same.
async fn change<A: Action<Facts = RequestFacts>>(
    test: &TestApp,
    region: &Region,
    id: Id<Request>,
    decide: impl FnOnce(Request) -> Result<(Request, Event), Refusal>,
) {
    let mut act = test.asker(Actor::Staff(region.post("mikael"))).begin("test.change").await.unwrap();
    let permit = permitted::<A>(&mut act, id).await;
    let before = store::find(&mut act, &permit, id).await.unwrap().unwrap();
    let (request, event) = decide(before.request.clone()).unwrap();
    store::save(&mut act, &permit, &before, &request, &event).await.unwrap();
    act.commit(permit).await.unwrap();
    let after = seen(test, region, id).await;
    assert_eq!(after.request, request);
    assert_eq!(after.version, before.version + 1);
    test.wait(SignedDuration::from_mins(1));
}

async fn asked(test: &TestApp, region: &Region) -> Id<Request> {
    let mut browser = test.browser();
    answer_all(&mut browser, region, &[]).await;
    browser.submit("/be-om-hjalp/granska", &[]).await.is(200);
    test.wait(SignedDuration::from_mins(1));
    *requests(test).await.last().unwrap()
}

#[test]
fn a_request_comes_back_as_it_was_saved_through_all_its_states() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let id = asked(&test, &region).await;
            let by = region.post("mikael");
            let now = || test.now();
            change::<Take>(&test, &region, id, |request| request.take(by, now())).await;
            let screen = Screen::default().with(Item::SelfHarm, Speaker::Child, Answer::Yes);
            change::<Interview>(&test, &region, id, |request| request.screen(screen, by, now())).await;
            let response = Response {
                action: Some(Acted::SafetyPlanWithGuardian),
                note: Some(Note::new("Talade med mamma.").unwrap()),
                follow_up_at: Some(now().plus(SignedDuration::from_hours(20))),
                call_back: Some(Telephone::parse("070-123 45 67").unwrap()),
                place: Some(Line::new("hemma").unwrap()),
            };
            change::<Interview>(&test, &region, id, |request| request.handle(response, by, now())).await;
            let reason = || Note::new("Pratat med barnet.").unwrap();
            let due = now().plus(SignedDuration::from_hours(2));
            let lower = |request: Request| request.choose_urgency(Urgency::SameDay, reason(), due, by, now());
            change::<Interview>(&test, &region, id, lower).await;
            change::<Interview>(&test, &region, id, |request| request.release(by, reason(), now())).await;
            assert_eq!(history(&test, &region, id).await, EXPECTED);
        }
    });
}

const EXPECTED: [(&str, &str); 6] = [
    ("received", ""),
    ("taken", ""),
    ("interrupted", ""),
    ("handled", ""),
    ("urgency_chosen", "Pratat med barnet."),
    ("released", "Pratat med barnet."),
];

async fn history(test: &TestApp, region: &Region, id: Id<Request>) -> Vec<(&'static str, &'static str)> {
    let mut act = test.asker(Actor::Staff(region.post("petra"))).begin_reading("test.events").await.unwrap();
    let permit = permitted::<SeeRequest>(&mut act, id).await;
    let stored: Stored = store::find(&mut act, &permit, id).await.unwrap().unwrap();
    let events = events::all(&mut act, &permit, &stored).await.unwrap();
    act.finish(permit).await.unwrap().shown();
    let known = |text: &str| {
        let all = EXPECTED.iter().flat_map(|(kind, reason)| [*kind, *reason]);
        all.into_iter().find(|expected| *expected == text).unwrap_or("?")
    };
    events.iter().map(|event| (known(&event.kind), known(&event.reason))).collect()
}

#[test]
fn a_change_based_on_an_old_version_is_a_conflict() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let id = asked(&test, &region).await;
            let before = seen(&test, &region, id).await;
            let now = test.now();
            change::<Take>(&test, &region, id, |request| request.take(region.post("mikael"), now)).await;
            let mut act = test.asker(Actor::Staff(region.post("petra"))).begin("test.change").await.unwrap();
            let permit = permitted::<Take>(&mut act, id).await;
            let (request, event) = before.request.clone().take(region.post("petra"), test.now()).unwrap();
            let saved = store::save(&mut act, &permit, &before, &request, &event).await;
            assert!(matches!(saved, Err(Failure::Conflict)));
        }
    });
}

#[test]
fn a_permit_for_one_request_opens_no_other() {
    run(async {
        let (test, region) = world(testkit::Engine::Sqlite).await;
        let (one, other) = (asked(&test, &region).await, asked(&test, &region).await);
        let mut act = test.asker(Actor::Staff(region.post("mikael"))).begin_reading("test.see").await.unwrap();
        let permit = permitted::<SeeRequest>(&mut act, one).await;
        assert_eq!(store::find(&mut act, &permit, other).await.unwrap(), None);
    });
}

#[test]
fn nothing_that_was_told_lies_open_in_the_tables() {
    run(async {
        let (test, region) = world(testkit::Engine::Sqlite).await;
        let id = asked(&test, &region).await;
        assert_eq!(seen(&test, &region, id).await.request.record().id, id);
        let file = test.folder().join("cairn.sqlite");
        let bytes = |name: &str| std::fs::read(file.with_file_name(name)).unwrap_or_default();
        let all = [bytes("cairn.sqlite"), bytes("cairn.sqlite-wal")].concat();
        for told in ["Alma", "orkar inte", "701234567"] {
            assert!(!all.windows(told.len()).any(|window| window == told.as_bytes()), "{told} lies open");
        }
        assert_eq!(count(&test, "SELECT COUNT(*) AS n FROM request_event").await, 1);
    });
}

#[test]
fn every_statement_is_understood_by_both_engines() {
    run(async {
        for engine in engines() {
            let (test, _) = world(engine).await;
            for statement in front_door::capability().statements.iter().flat_map(|file| file.iter()) {
                test.app.database().prepare(statement).await.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
            }
        }
    });
}
