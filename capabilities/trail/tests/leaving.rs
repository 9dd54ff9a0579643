//! Somebody takes a baton in the very moment in which their assignment ends: either they hold it and stay, or they have left
//! and do not. Never both.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use std::sync::{Mutex, PoisonError};

use access::Actor;
use audit::{Asker, Refused};
use database::{Failure, values};
use domain::child::Protection;
use domain::id::Id;
use domain::organisation::{Post, Role};
use domain::trail::Trail;
use family::Family;
use identity::import::{ImportError, Order, import};
use identity::organisations::commands::{assign, end_assignment, register_staff};
use identity::organisations::duty::put_on_duty;
use identity::organisations::{Book, WhenCounting};
use testkit::{Engine, engines, run};
use trail::commands::{CommandError, permitted, reassign, reassign_in};
use web::Capability;

const HELD_BY_NOBODY: &str = "
    SELECT COUNT(*) AS batons
    FROM baton
    JOIN assignment ON assignment.id = baton.assignment_id
    WHERE baton.until_at IS NULL AND assignment.until_day IS NOT NULL";

const ON_DUTY_AND_GONE: &str = "
    SELECT COUNT(*) AS units
    FROM unit
    JOIN assignment ON assignment.id = unit.duty_assignment_id
    WHERE assignment.until_day IS NOT NULL";

/// A colleague of the counsellor, who holds nothing yet, by the name that an import knows them under.
async fn colleague(family: &Family, subject: &str) -> Post {
    let staff = register_staff(&family.test.demo(), "Person SE1", Some(subject)).await.expect("someone at work");
    let samira = family.region.post("samira");
    let assignment =
        assign(&family.test.demo(), staff, samira.unit, Role::SchoolCounsellor).await.expect("an assignment");
    Post { staff, assignment, ..samira }
}

/// How many batons are held by somebody who has left.
async fn held_by_nobody(family: &Family) -> i64 {
    let mut transaction = family.test.app.database().begin_reading("test.batons").await.expect("a transaction");
    let row = transaction.row(HELD_BY_NOBODY, values![]).await.expect("an answer").expect("a row");
    row.integer("batons").expect("a number")
}

/// At how many units somebody who has left is on duty.
async fn on_duty_and_gone(family: &Family) -> i64 {
    let mut transaction = family.test.app.database().begin_reading("test.duty").await.expect("a transaction");
    let row = transaction.row(ON_DUTY_AND_GONE, values![]).await.expect("an answer").expect("a row");
    row.integer("units").expect("a number")
}

async fn stands(family: &Family, post: Post) -> bool {
    let mut transaction = family.test.app.database().begin_reading("test.book").await.expect("a transaction");
    Book::open(&mut transaction).await.expect("the book").colleague(post.assignment).is_some()
}

#[test]
fn who_takes_the_baton_just_before_leaving_stays() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let post = colleague(&family, "SE1").await;
            let mut act = family.test.asker(Actor::Staff(post)).begin("test.take").await.expect("an act");
            let permit = permitted(&mut act, family.trail).await.expect("a right");
            reassign_in(&mut act, &permit).await.expect("the baton");
            let demo = family.test.demo();
            let ending = tokio::spawn(async move { end_assignment(&demo, post.assignment, post.staff).await });
            act.commit(permit).await.expect("it is saved");
            let ended = ending.await.expect("an answer");
            assert!(matches!(ended, Err(Refused::Failed(Failure::Conflict))), "{engine:?}: {ended:?}");
            assert!(stands(&family, post).await, "{engine:?}");
            assert_eq!(held_by_nobody(&family).await, 0, "{engine:?}");
        }
    });
}

/// Who does what while hands are counted, and how it went.
struct Taking {
    taker: Asker,
    what: What,
    how: How,
}

/// What somebody does meanwhile.
#[derive(Clone, Copy)]
enum What {
    /// They take the baton of a trail.
    Baton(Id<Trail>),
    /// They put somebody on duty.
    Duty(Post),
}

async fn tries(taker: &Asker, what: What) -> Result<(), CommandError> {
    match what {
        What::Baton(trail) => reassign(taker, trail).await,
        // It is enough to know that it did not go.
        What::Duty(post) => {
            put_on_duty(taker, &post, post.assignment).await.map_err(|_| CommandError::Failed(Failure::Conflict))
        }
    }
}

/// Whether whoever counts waits until it is taken.
#[derive(Clone, Copy)]
enum How {
    /// It is taken, and saved, before the counting goes on.
    Before,
    /// It is tried beside.
    Beside,
}

type Tried = tokio::task::JoinHandle<Result<(), CommandError>>;

/// What each test lays here, and what comes of it. A follower is a plain function, and knows nothing but what stands here.
static TAKING: Mutex<Option<Taking>> = Mutex::new(None);
static TRIED: Mutex<Option<Tried>> = Mutex::new(None);
/// The tests of this file that use them do so one at a time.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn put<T>(place: &Mutex<Option<T>>, what: T) {
    *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
}

fn take_out<T>(place: &Mutex<Option<T>>) -> Option<T> {
    place.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// While hands are counted, somebody takes a baton or comes on duty: the first time that anybody counts.
fn taken_meanwhile() -> Capability {
    let follower = WhenCounting(|_, _| {
        Box::pin(async {
            let Some(Taking { taker, what, how }) = take_out(&TAKING) else { return Ok(()) };
            let trying = tokio::spawn(async move { tries(&taker, what).await });
            match how {
                How::Before => trying.await.expect("it ends").expect("it is taken"),
                How::Beside => put(&TRIED, trying),
            }
            Ok(())
        })
    });
    Capability { name: "meanwhile", followers: vec![Box::new(follower)], ..nothing() }
}

fn nothing() -> Capability {
    Capability {
        name: "",
        routes: axum::Router::new(),
        migrations: database::Migrations { owner: "meanwhile", files: &[] },
        messages: i18n::Source { owner: "meanwhile", swedish: "", english: "" },
        menu: &[],
        statements: &[],
        followers: vec![],
    }
}

async fn family(engine: Engine) -> Family {
    Family::beside(engine, 10, Protection::None, vec![taken_meanwhile()]).await
}

#[test]
fn who_takes_the_baton_while_they_leave_has_left_and_does_not_get_it() {
    run(async {
        let _alone = ALONE.lock().await;
        for engine in engines() {
            let family = family(engine).await;
            let post = colleague(&family, "SE1").await;
            let taker = family.test.asker(Actor::Staff(post));
            put(&TAKING, Taking { taker, what: What::Baton(family.trail), how: How::Beside });
            end_assignment(&family.test.demo(), post.assignment, post.staff).await.expect("it ends");
            let tried = take_out(&TRIED).expect("it was tried").await.expect("an answer");
            assert!(matches!(tried, Err(CommandError::Failed(Failure::Conflict))), "{engine:?}: {tried:?}");
            assert!(!stands(&family, post).await, "{engine:?}");
            assert_eq!(held_by_nobody(&family).await, 0, "{engine:?}");
        }
    });
}

#[test]
fn who_is_put_on_duty_while_they_leave_has_left_and_is_not_on_duty() {
    run(async {
        let _alone = ALONE.lock().await;
        for engine in engines() {
            let family = family(engine).await;
            let post = colleague(&family, "SE1").await;
            let taker = family.test.asker(Actor::Staff(family.region.post("samira")));
            put(&TAKING, Taking { taker, what: What::Duty(post), how: How::Beside });
            end_assignment(&family.test.demo(), post.assignment, post.staff).await.expect("it ends");
            let tried = take_out(&TRIED).expect("it was tried").await.expect("an answer");
            assert!(tried.is_err(), "{engine:?}");
            assert_eq!(on_duty_and_gone(&family).await, 0, "{engine:?}");
        }
    });
}

#[test]
fn an_import_that_meets_somebody_who_has_just_taken_the_baton_says_that_they_cannot_leave() {
    run(async {
        let _alone = ALONE.lock().await;
        for engine in engines() {
            let family = family(engine).await;
            let post = colleague(&family, "SE1").await;
            // SQLite has one writer at a time: there it is taken before the import begins, or not at all.
            let how = match engine {
                Engine::Postgres => How::Before,
                Engine::Sqlite => How::Beside,
            };
            let taker = family.test.asker(Actor::Staff(post));
            put(&TAKING, Taking { taker, what: What::Baton(family.trail), how });
            let text = "[[staff]]\nidentity = \"SE1\"\nname = \"Person SE1\"\nassignments = []\n";
            let done = import(&family.test.asker(Actor::Job("import")), &Order::from(text)).await;
            if let Some(tried) = take_out(&TRIED) {
                let tried = tried.await.expect("an answer");
                assert!(tried.is_err() && done.is_ok(), "{engine:?}: {tried:?}, {done:?}");
            } else {
                let Err(ImportError::Rows(refusals)) = done else { panic!("{engine:?}: {done:?}") };
                let told: Vec<_> = refusals.iter().map(ToString::to_string).collect();
                assert!(told.join(" ").contains("SE1: holds 1 open trail"), "{told:?}");
            }
            assert_eq!(stands(&family, post).await, matches!(how, How::Before), "{engine:?}");
            assert_eq!(held_by_nobody(&family).await, 0, "{engine:?}");
        }
    });
}
