//! Promise 1, stored: no sequence of commands leaves a trail without a holder or with two, loses an event or lets time
//! go backwards, on either engine. The walk is the domain's own.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where its world is wrong"
)]

#[path = "../../../crates/domain/tests/trail_commands/mod.rs"]
mod trail_commands;

use std::collections::BTreeSet;

use access::action::identity::RegisterChild;
use access::action::trail::{Open, Read};
use access::facts::{RegionFacts, UnitFacts};
use access::{Actor, branch_code, role_code};
use database::values;
use domain::child::{Child, Protection};
use domain::disclosure::Ground;
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Post;
use domain::trail::{self as rules, Event, Happened, Offer, Start, State, Trail, replay};
use identity::children::commands::{NewChild, register_as};
use identity::children::{Age, Identity, Label};
use testkit::{Engine, TestApp, engines, run};
use trail::commands::{self, CommandError, Offering, Opening};
use trail::crossing::On;
use trail_commands::{Act, COMMANDS, Command, UNITS, World, post, text};

const PRINCIPAL: &str = "
    INSERT INTO principal (id, kind, name)
    VALUES ($1, 'region', 'Region Rösmark')";
const DOMAIN: &str = "
    INSERT INTO secrecy_domain (id, principal_id, authority_id, secrecy, ownership, name)
    VALUES ($1, $2, $2, 'health', 'public', $3)";
const UNIT: &str = "
    INSERT INTO unit (id, domain_id, branch, name)
    VALUES ($1, $2, $3, $4)";
const STAFF: &str = "
    INSERT INTO staff (id, name)
    VALUES ($1, $2)";
const ASSIGNMENT: &str = "
    INSERT INTO assignment (id, staff_id, unit_id, role, from_day)
    VALUES ($1, $2, $3, $4, 0)";
const HOLDERS: &str = "
    SELECT COUNT(*) AS holders
    FROM baton
    WHERE until_at IS NULL";
const PENDING: &str = "
    SELECT COUNT(*) AS pending
    FROM handover
    WHERE ended_at IS NULL";
const CLOCKS: &str = "
    SELECT COUNT(*) AS clocks
    FROM running_clock
    WHERE stopped_at IS NULL";

/// The walk's own posts, with their identifiers, and one child.
async fn stored_world(test: &TestApp, child: Id<Child>) {
    let mut transaction = test.app.database().begin("test.world").await.expect("a transaction");
    let principal = test.environment.uuid();
    transaction.execute(PRINCIPAL, values![principal]).await.expect("a principal");
    for unit in 0..UNITS {
        let first = post(unit, 0);
        let name = format!("Enhet {unit}");
        transaction.execute(DOMAIN, values![first.domain, principal, name.clone()]).await.expect("a domain");
        let values = values![first.unit, first.domain, branch_code(first.branch), name];
        transaction.execute(UNIT, values).await.expect("a unit");
        for person in 0..2 {
            let Post { staff, assignment, unit, role, .. } = post(unit, person);
            transaction.execute(STAFF, values![staff, format!("{staff}")]).await.expect("someone at work");
            let values = values![assignment, staff, unit, role_code(role)];
            transaction.execute(ASSIGNMENT, values).await.expect("an assignment");
        }
    }
    transaction.commit().await.expect("the world is saved");
    let mut act = test.demo().begin("test.child").await.expect("an act");
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.expect("a right");
    let born = Day::from_parts(2011, 3, 4).expect("a day");
    let label = Label { given_name: "Elin".to_owned(), age: Age::Born(born), place: "Björkeryd".to_owned() };
    let new = NewChild { label, identity: Identity::default(), municipality: None, protection: Protection::None };
    register_as(&mut act, &permit, child, new).await.expect("a child");
    act.commit(permit).await.expect("the child is saved");
}

async fn open(test: &TestApp, opened: &Event) -> Id<Trail> {
    let Happened::Opened { child, holder, next_step } = &opened.happened else { panic!("the first event opens") };
    let by = somebody_at(holder.unit);
    let start = match &opened.by {
        rules::Actor::Post(post) => Start::Professional(*post),
        other @ (rules::Actor::Guardian(_) | rules::Actor::Child(_) | rules::Actor::Job(_)) => {
            Start::FrontDoor { duty: by, by: other.clone() }
        }
    };
    let mut act = test.asker(Actor::Staff(by)).begin("test.open").await.expect("an act");
    let facts = UnitFacts { unit: by.unit, domain: by.domain, branch: by.branch };
    let permit = act.authorize::<Open>(&facts).await.expect("a right");
    let opening = Opening { child: *child, start, next_step: next_step.clone() };
    let trail = commands::open_in(&mut act, &permit, opening).await.expect("a trail");
    act.commit(permit).await.expect("the trail is saved");
    trail
}

fn somebody_at(unit: Id<domain::organisation::Unit>) -> Post {
    (0..UNITS).map(|unit| post(unit, 0)).find(|post| post.unit == unit).expect("a unit of the walk")
}

/// The stored trail and its events, read by the unit that holds it or held it last.
async fn stored(test: &TestApp, id: Id<Trail>, reader: Post) -> (Trail, Vec<Event>) {
    let mut act = test.asker(Actor::Staff(reader)).begin_reading("test.read").await.expect("an act");
    let permit = commands::permitted::<Read>(&mut act, id).await.expect("a right");
    let found = trail::find(&mut act, &permit).await.expect("it can be read").expect("it is there");
    let events = trail::history(&mut act, &permit).await.expect("they can be read");
    act.finish(permit).await.expect("it is logged");
    (found, events)
}

fn reader(trail: &Trail) -> Post {
    match &trail.snapshot().state {
        State::Open(open) => somebody_at(open.holder.unit),
        State::Closed(closed) => somebody_at(closed.last.unit),
    }
}

async fn perform(test: &TestApp, id: Id<Trail>, command: Command) -> Result<(), CommandError> {
    let Command { act, by, now } = command;
    test.environment.set(now);
    let asker = test.asker(Actor::Staff(by));
    match act {
        Act::Offer(Offer { to, purpose, summary, .. }) => {
            // Every unit of the walk is a domain of its own, in health care; the child is under eighteen.
            let ground = Ground::UnderEighteen;
            let on = Some(On::Ground { ground, necessity: text("Behövs för vården.") });
            commands::offer(&asker, id, Offering { to: to.unit, purpose, summary, on, despite: None }).await
        }
        Act::Receive(_) => commands::receive(&asker, id).await,
        Act::Accept(step) => commands::accept(&asker, id, step).await,
        Act::WantMore => commands::want_more(&asker, id, text("Hur är det i skolan?")).await,
        Act::Supply => commands::supply(&asker, id, text("Två dagar i veckan.")).await,
        Act::GiveBack(back) => commands::give_back(&asker, id, back).await,
        Act::Withdraw => commands::withdraw(&asker, id, rules::WithdrawReason::Mistake).await,
        Act::Reassign => commands::reassign(&asker, id).await,
        Act::SetNextStep(step) => commands::set_next_step(&asker, id, step).await,
        Act::Close => commands::close(&asker, id, rules::CloseReason::GoalsReached, text("Nu är vi klara.")).await,
        Act::Reopen(step) => commands::reopen(&asker, id, text("Det blev svårt igen."), step).await,
    }
}

/// What the rules say would come of a command. An offer inside Cairn is delivered as it is sent.
fn expected(command: Command, trail: &Trail) -> Option<Trail> {
    let now = command.now;
    let offered = matches!(command.act, Act::Offer(_));
    let (next, _) = command.perform(trail.clone()).ok()?;
    if !offered {
        return Some(next);
    }
    next.receive(rules::Actor::Job("delivery".to_owned()), now).ok().map(|(next, _)| next)
}

async fn count(test: &TestApp, question: &'static str, column: &'static str) -> i64 {
    let mut transaction = test.app.database().begin_reading("test.count").await.expect("a transaction");
    let row = transaction.row(question, values![]).await.expect("an answer").expect("a row");
    row.integer(column).expect("a number")
}

async fn check(test: &TestApp, trail: &Trail, events: &[Event]) {
    let open = i64::from(trail.holder().is_some());
    let pending = i64::from(trail.pending().is_some());
    assert_eq!(count(test, HOLDERS, "holders").await, open, "an open trail has exactly one holder, a closed none");
    assert_eq!(count(test, PENDING, "pending").await, pending, "a handover waits as long as the trail says so");
    assert_eq!(count(test, CLOCKS, "clocks").await, pending, "a clock runs as long as an answer is waited for");
    assert_eq!(usize::try_from(trail.snapshot().version), Ok(events.len()), "no event is lost");
    assert!(events.is_sorted_by_key(|event| event.at), "time never goes back");
    assert_eq!(replay(events).as_ref(), Ok(trail), "replaying every event gives the stored trail");
}

/// Walks and gives the kinds of event that happened.
async fn walk(engine: Engine, seed: u64) -> BTreeSet<&'static str> {
    let test = TestApp::start(engine, vec![identity::capability(), directory::capability(), trail::capability()]).await;
    let mut world = World::new(seed);
    test.environment.set(world.now);
    let (first, opened) = world.open();
    stored_world(&test, first.snapshot().child).await;
    let id = open(&test, &opened).await;
    let (mut trail, mut events) = stored(&test, id, reader(&first)).await;
    check(&test, &trail, &events).await;
    for _ in 0..COMMANDS {
        let command = world.command(&trail);
        let (now, expected) = (command.now, expected(command.clone(), &trail));
        let done = perform(&test, id, command.clone()).await;
        assert_eq!(done.is_ok(), expected.is_some(), "{command:?} gave {done:?}");
        if let (Ok(()), Some(expected)) = (done, expected) {
            world.now = now;
            (trail, events) = stored(&test, id, reader(&expected)).await;
            check(&test, &trail, &events).await;
            let kinds =
                |trail: &Trail| (trail.holder(), trail.pending().map(|pending| pending.to), trail.snapshot().hops);
            assert_eq!(kinds(&trail), kinds(&expected), "what is stored is what the rules said");
        }
    }
    events.iter().map(|event| event.happened.code()).collect()
}

#[test]
fn two_hundred_commands_through_the_store_keep_one_holder_and_lose_no_event() {
    run(async {
        for engine in engines() {
            let mut seen = BTreeSet::new();
            for seed in 1..=6 {
                seen.append(&mut Box::pin(walk(engine, seed)).await);
            }
            let rest = ["accepted", "closed", "more_wanted", "next_step_set", "offered", "opened", "reassigned"];
            assert!(rest.iter().all(|kind| seen.contains(kind)), "{seen:?}");
        }
    });
}

#[test]
fn every_statement_is_understood_by_both_engines() {
    run(async {
        for engine in engines() {
            let test =
                TestApp::start(engine, vec![identity::capability(), directory::capability(), trail::capability()])
                    .await;
            for sql in trail::capability().statements.iter().copied().flatten() {
                test.app.database().prepare(sql).await.unwrap_or_else(|failure| panic!("{failure:?}\n{sql}"));
            }
        }
    });
}
