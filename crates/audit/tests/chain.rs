//! The log holds: it is whole after any acts on either engine, every tampering is named by its first line, acts at the
//! same time never share a place, and a refused act leaves its line and nothing else.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use access::Actor;
use access::action::identity::{FindChild, RegisterChild};
use access::action::oversight::SeeReaders;
use access::facts::{RegionFacts, UnitFacts};
use audit::{Asker, Broken, Cursor, How, Line, Outcome, Refused, verify};
use database::{Location, values};
use domain::child::{Child, Person, Protection};
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::{Post, SecrecyDomain};
use identity::children::commands::{NewChild, make_person, register};
use identity::children::{Age, Identity, Label, Relations};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use testkit::{Engine, Region, TestApp, engines, run};

const LINES: &str = "
    SELECT COUNT(*) AS lines
    FROM audit_line
    WHERE staff_id IS NOT NULL";
const REFUSALS: &str = "
    SELECT COUNT(*) AS lines
    FROM audit_line
    WHERE staff_id IS NOT NULL AND outcome = 'refused'";
const CHILDREN: &str = "
    SELECT COUNT(*) AS lines
    FROM child";

async fn app(engine: Engine) -> (TestApp, Region) {
    let test = TestApp::start(engine, vec![identity::capability()]).await;
    let region = Region::build(&test).await;
    (test, region)
}

fn own_unit(post: Post) -> UnitFacts {
    UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch }
}

fn a_child() -> NewChild {
    let born = Day::from_parts(2011, 3, 4).unwrap();
    let label = Label { given_name: "Elin".to_owned(), age: Age::Born(born), place: "Björkeryd".to_owned() };
    NewChild { label, identity: Identity::default(), municipality: None, protection: Protection::None }
}

async fn look(asker: &Asker, post: Post) {
    let mut act = asker.begin_reading("test.look").await.unwrap();
    let permit = act.authorize::<FindChild>(&own_unit(post)).await.unwrap();
    act.finish(permit).await.unwrap().shown();
}

async fn register_child(asker: &Asker) -> (Id<Child>, Id<Person>) {
    let mut act = asker.begin("test.register").await.unwrap();
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.unwrap();
    let child = register(&mut act, &permit, a_child()).await.unwrap();
    let person = make_person(&mut act, &permit, child, "").await.unwrap();
    act.commit(permit).await.unwrap().shown();
    (child, person)
}

/// Asks for a right it does not have, after it has changed something.
async fn register_and_be_refused(asker: &Asker, elsewhere: Post) -> Result<(), Refused> {
    let mut act = asker.begin("test.refused").await?;
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await?;
    register(&mut act, &permit, a_child()).await?;
    let second = act.authorize::<FindChild>(&own_unit(elsewhere)).await?;
    act.used(second, Outcome::Read);
    act.commit(permit).await?.shown();
    Ok(())
}

async fn count(test: &TestApp, question: &'static str) -> i64 {
    let mut transaction = test.app.database().begin_reading("test.count").await.unwrap();
    transaction.row(question, values![]).await.unwrap().unwrap().integer("lines").unwrap()
}

/// Six lines in one chain: looks, changes and refusals.
async fn mixed(test: &TestApp, region: &Region) -> Id<SecrecyDomain> {
    let (johan, nora) = (region.post("johan"), region.post("nora"));
    let asker = test.asker(Actor::Staff(johan));
    for _ in 0..2 {
        look(&asker, johan).await;
        register_child(&asker).await;
        assert!(register_and_be_refused(&asker, nora).await.is_err());
    }
    johan.domain
}

async fn tamper(location: &Location, statements: &'static str) {
    match location {
        Location::Sqlite(path) => {
            let address = format!("sqlite:{}", path.display());
            let mut connection = SqliteConnection::connect(&address).await.unwrap();
            sqlx::raw_sql(statements).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        Location::Postgres(address) => {
            let mut connection = PgConnection::connect(address).await.unwrap();
            sqlx::raw_sql(statements).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
    }
}

#[test]
fn the_chain_is_whole_after_looks_changes_and_refusals() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            mixed(&test, &region).await;
            register_child(&test.asker(Actor::Visitor)).await;
            let verified = verify(test.app.database()).await.unwrap().unwrap();
            assert!(verified.chains >= 2, "one for the public side, one for health care: {verified:?}");
            assert_eq!(count(&test, LINES).await, 6);
        }
    });
}

/// What is done to the log behind the program's back, and the first line that must be named.
const TAMPERINGS: &[(&str, i64, How)] = &[
    ("UPDATE audit_line SET rows_seen = 99 WHERE staff_id IS NOT NULL AND sequence = 3;", 3, How::Changed),
    ("UPDATE audit_line SET at = at + 1 WHERE staff_id IS NOT NULL AND sequence = 1;", 1, How::Changed),
    ("UPDATE audit_line SET outcome = 'read' WHERE staff_id IS NOT NULL AND sequence = 6;", 6, How::Changed),
    ("DELETE FROM audit_line WHERE staff_id IS NOT NULL AND sequence = 2;", 2, How::Missing),
    ("DELETE FROM audit_line WHERE staff_id IS NOT NULL AND sequence = 1;", 1, How::Missing),
    ("DELETE FROM audit_line WHERE staff_id IS NOT NULL AND sequence >= 5;", 5, How::Missing),
    ("DELETE FROM audit_line WHERE staff_id IS NOT NULL;", 1, How::Missing),
    (INSERT_IN_THE_MIDDLE, 3, How::Unlinked),
    (INSERT_AT_THE_END, 7, How::BeyondEnd),
    (
        "UPDATE audit_head SET sequence = 5 WHERE domain_id = (SELECT domain_id FROM audit_line WHERE staff_id IS NOT NULL LIMIT 1);",
        6,
        How::BeyondEnd,
    ),
];

/// Makes room for a copy of line 2 after it, and lets the recorded end follow.
const INSERT_IN_THE_MIDDLE: &str = "
    UPDATE audit_line SET sequence = sequence + 1000 WHERE staff_id IS NOT NULL AND sequence >= 3;
    UPDATE audit_line SET sequence = sequence - 999 WHERE staff_id IS NOT NULL AND sequence >= 1000;
    INSERT INTO audit_line (domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, action, outcome,
      act, subject_kind, subject_id, child_id, rows_seen, policies, previous, hash)
    SELECT domain_id, 3, at, actor_kind, staff_id, assignment_id, unit_id, role, action, outcome, act, subject_kind,
      subject_id, child_id, rows_seen, policies, previous, hash
    FROM audit_line WHERE staff_id IS NOT NULL AND sequence = 2;
    UPDATE audit_head SET sequence = 7
    WHERE domain_id = (SELECT domain_id FROM audit_line WHERE staff_id IS NOT NULL LIMIT 1);";
const INSERT_AT_THE_END: &str = "
    INSERT INTO audit_line (domain_id, sequence, at, actor_kind, staff_id, assignment_id, unit_id, role, action, outcome,
      act, subject_kind, subject_id, child_id, rows_seen, policies, previous, hash)
    SELECT domain_id, 7, at, actor_kind, staff_id, assignment_id, unit_id, role, action, outcome, act, subject_kind,
      subject_id, child_id, rows_seen, policies, hash, hash
    FROM audit_line WHERE staff_id IS NOT NULL AND sequence = 6;";

#[test]
fn a_line_that_is_changed_removed_put_in_or_cut_off_is_named() {
    run(async {
        for engine in engines() {
            for (statements, sequence, how) in TAMPERINGS {
                let (test, region) = app(engine).await;
                let domain = mixed(&test, &region).await;
                tamper(&test.location, statements).await;
                let broken = verify(test.app.database()).await.unwrap().unwrap_err();
                assert_eq!(broken, Broken { domain, sequence: *sequence, how: *how }, "{engine:?}: {statements}");
            }
        }
    });
}

#[test]
fn acts_at_the_same_time_in_one_domain_never_get_one_place() {
    const ACTS: usize = 24;
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let post = region.post("johan");
            let acts: Vec<_> = (0..ACTS)
                .map(|number| {
                    let asker = test.asker(Actor::Staff(post));
                    tokio::spawn(async move {
                        if number % 2 == 0 {
                            look(&asker, post).await;
                        } else {
                            register_child(&asker).await;
                        }
                    })
                })
                .collect();
            for act in acts {
                act.await.unwrap();
            }
            // The number of a line is part of the table's key: a whole chain of this length has no two in one place.
            verify(test.app.database()).await.unwrap().unwrap();
            assert_eq!(count(&test, LINES).await, i64::try_from(ACTS).unwrap());
        }
    });
}

#[test]
fn a_refused_act_leaves_its_line_and_nothing_else() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let asker = test.asker(Actor::Staff(region.post("johan")));
            let refused = register_and_be_refused(&asker, region.post("nora")).await;
            assert!(matches!(refused, Err(Refused::Denied(_))), "{refused:?}");
            assert_eq!(count(&test, CHILDREN).await, 0, "what it did before is forgotten");
            assert_eq!((count(&test, LINES).await, count(&test, REFUSALS).await), (1, 1));
            verify(test.app.database()).await.unwrap().unwrap();
        }
    });
}

/// Everything the child's log says, read in pages: under the child, and under every other record of it.
async fn in_pages(test: &TestApp, records: &[Id<Child>], person: Id<Person>, size: i64) -> Vec<Line> {
    let child = *records.first().unwrap();
    let (mut lines, mut before) =
        (Vec::new(), Some(Cursor::before(test.now().plus(jiff::SignedDuration::from_secs(1)))));
    while let Some(cursor) = before {
        let mut act = test.asker(Actor::Child(person)).begin_reading("test.readers").await.unwrap();
        let now = act.now();
        let facts = Relations::of(act.transaction(), child, now).await.unwrap().unwrap().identity_facts();
        let permit = act.authorize::<SeeReaders>(&facts).await.unwrap();
        let page = act.lines_of_records(&permit, records, cursor, size).await.unwrap();
        drop(act);
        lines.extend(page.lines);
        before = page.next.map(|next| Cursor::read(&next.written()).unwrap());
    }
    lines
}

#[test]
fn lines_of_one_moment_are_not_lost_between_two_pages() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let (child, person) = register_child(&test.asker(Actor::Visitor)).await;
            for code in ["johan", "nora", "ali"] {
                let post = region.post(code);
                let mut act = test.asker(Actor::Staff(post)).begin("test.search").await.unwrap();
                let permit = act.authorize::<FindChild>(&own_unit(post)).await.unwrap();
                act.found(permit, &[child, child]);
                let permit = act.authorize::<FindChild>(&own_unit(post)).await.unwrap();
                act.finish(permit).await.unwrap().shown();
            }
            assert_eq!(in_pages(&test, &[child], person, 100).await.len(), 6);
            for size in 1..=5 {
                let lines = in_pages(&test, &[child], person, size).await;
                assert_eq!(lines, in_pages(&test, &[child], person, 100).await, "in pages of {size}");
            }
        }
    });
}

#[test]
fn a_child_that_was_registered_twice_is_read_under_both_in_the_order_of_time() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let (child, person) = register_child(&test.asker(Actor::Visitor)).await;
            let (other, _) = register_child(&test.asker(Actor::Visitor)).await;
            for (code, found) in [("johan", child), ("nora", other), ("ali", child), ("johan", other)] {
                let post = region.post(code);
                let mut act = test.asker(Actor::Staff(post)).begin("test.search").await.unwrap();
                let permit = act.authorize::<FindChild>(&own_unit(post)).await.unwrap();
                act.found(permit, &[found]);
                let permit = act.authorize::<FindChild>(&own_unit(post)).await.unwrap();
                act.finish(permit).await.unwrap().shown();
                test.wait(jiff::SignedDuration::from_secs(60));
            }
            let all = in_pages(&test, &[child, other], person, 100).await;
            let whom: Vec<_> = all.iter().map(|line| line.child).collect();
            assert_eq!(whom, [Some(other), Some(child), Some(other), Some(child)]);
            for size in 1..=5 {
                assert_eq!(in_pages(&test, &[child, other], person, size).await, all, "in pages of {size}");
            }
            // The permit is about the first of them: another child's log is not read with it.
            assert!(in_pages(&test, &[child], person, 100).await.iter().all(|line| line.child == Some(child)));
        }
    });
}

#[test]
fn every_statement_of_the_log_is_understood_by_both_engines() {
    run(async {
        for engine in engines() {
            let test = TestApp::start(engine, vec![identity::capability()]).await;
            for sql in audit::STATEMENTS {
                test.app.database().prepare(sql).await.unwrap_or_else(|failure| panic!("{failure:?}\n{sql}"));
            }
        }
    });
}
