//! Consents past their last day, closed by background work: once, in the log, and told to those whom it concerned.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop where its world is wrong")]

mod family;

use access::Actor;
use access::action::identity::Erase;
use audit::Refused;
use database::values;
use domain::id::Id;
use domain::moment::Day;
use domain::trail::entry::Kind;
use domain::trail::sharing::{Seen, Sharing};
use family::{Family, text};
use identity::children::Relations;
use jiff::SignedDuration;
use jobs::{Runner, Went};
use testkit::{Engine, engines, run};
use trail::entries::commands::{NewEntry, write};
use trail::sharing::commands::{Asking, NewReceiver, NewSharing, On, Said, ShareError, answer, share};

const DAY: i64 = 24;
const EVENTS: &str = "SELECT COUNT(*) AS n FROM sharing_event WHERE kind = 'run_out' AND actor_kind = 'job'";
const LINES: &str = "
    SELECT COUNT(*) AS n
    FROM audit_line
    WHERE job = 'consents' AND action = 'trail.close_consent' AND act = 'sharing.run_out' AND outcome = 'changed'
      AND child_id IS NOT NULL";
const CLOSED: &str = "SELECT COUNT(*) AS n FROM sharing WHERE state = 'run_out' AND ended_at IS NOT NULL";
const NOTED: &str = "SELECT COUNT(*) AS n FROM entry WHERE copy_of IS NOT NULL AND sharing_ended_at IS NOT NULL";

async fn count(family: &Family, sql: &'static str) -> i64 {
    let mut transaction = family.test.app.database().begin_reading("test.count").await.expect("a transaction");
    let rows = transaction.rows(sql, values![]).await.expect("rows");
    rows[0].integer("n").expect("a number")
}

/// What the job does when it is run now.
async fn done(family: &Family) -> Result<u64, String> {
    let asker = family.test.asker(Actor::Job("jobs"));
    let runner = Runner::new(trail::jobs::JOBS.to_vec(), asker, SignedDuration::from_mins(15));
    match runner.run_by_hand(&runner.jobs()[0]).await.expect("the lease") {
        Went::Done(amount) => Ok(amount),
        other @ (Went::NotNow | Went::Failed(_)) => Err(format!("{other:?}")),
    }
}

/// The family is asked whether a unit may see an entry, until 30 June 2027.
async fn asked(family: &Family, unit: &str) -> Id<Sharing> {
    let samira = family.test.asker(Actor::Staff(family.region.post("samira")));
    let happened_on = Day::from_parts(2026, 11, 23).expect("a day");
    let body = text("Elin gråter när hon kommer hem.");
    let note = NewEntry { kind: Kind::Note, happened_on, body, hide: None, once: String::new() };
    let entry = write(&samira, family.trail, note).await.expect("an entry");
    let asking = Asking {
        purpose: text("Så att de vet hur Elin mår."),
        until: Day::from_parts(2027, 6, 30).expect("a day"),
        maturity: domain::consent::Maturity::NotAssessed,
        prevented: vec![],
    };
    let receiver = NewReceiver {
        unit: family.region.unit(unit),
        seen: vec![Seen { entry, version: 1 }],
        on: On::AskedConsent(asking),
    };
    let new = NewSharing { entries: vec![entry], receivers: vec![receiver] };
    share(&samira, family.trail, new).await.expect("a question").question.expect("a question")
}

/// Both guardians say yes, the second until a day of their own.
async fn given(family: &Family, question: Id<Sharing>, until: Day) {
    let latest = Day::from_parts(2027, 6, 30).expect("a day");
    for (person, until) in [(family.mother, latest), (family.father, until)] {
        let guardian = family.test.asker(Actor::Guardian(person));
        answer(&guardian, question, Said::Yes { until }).await.expect("a yes");
    }
}

#[test]
fn a_consent_and_a_question_are_closed_once_when_their_last_day_has_passed() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let first = asked(&family, "first_line").await;
            given(&family, first, Day::from_parts(2027, 6, 30).expect("a day")).await;
            let second = asked(&family, "social").await;
            // The last day itself counts.
            family.test.wait(SignedDuration::from_hours(218 * DAY));
            assert_eq!(done(&family).await, Ok(0));
            family.test.wait(SignedDuration::from_hours(DAY));
            assert_eq!(done(&family).await, Ok(2));
            assert_eq!(done(&family).await, Ok(0), "doing it again does nothing more");
            for (sql, many) in [(EVENTS, 2), (LINES, 2), (CLOSED, 2), (NOTED, 1)] {
                assert_eq!(count(&family, sql).await, many, "{sql}");
            }
            assert!(audit::verify(family.test.app.database()).await.expect("the log").is_ok());

            let mother = family.test.asker(Actor::Guardian(family.mother));
            let late = answer(&mother, second, Said::No).await;
            assert!(matches!(late, Err(ShareError::Consent(_))), "{late:?}");
            let mut mother = family.test.log_in("mamma").await;
            mother.get("/min-familj").await.is(200).says("Det som har gått ut").says("Samtycket gällde till 30 juni");
            mother.get(&format!("/min-familj/fraga/{first}")).await.is(200).says("Tiden har gått ut");
            let mut elin = family.test.log_in("elin").await;
            elin.get("/min-sida").await.is(200).says("Det gällde till 30 juni");
            let mut samira = family.test.log_in("samira").await;
            let page = samira.get(&family.at("/samtycke")).await;
            page.is(200).says("Gällde till 30 juni").says("Alla hann inte svara före 30 juni");
            samira.get(&family.at("")).await.is(200).says("Gällde till 30 juni");
            // After a while the family's pages say it no more; the trail does.
            family.test.wait(SignedDuration::from_hours(91 * DAY));
            let mut mother = family.test.log_in("mamma").await;
            mother.get("/min-familj").await.is(200).does_not_say("Samtycket gällde till");
        }
    });
}

#[test]
fn the_earliest_day_that_anyone_agreed_to_is_the_last() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let question = asked(&family, "first_line").await;
            given(&family, question, Day::from_parts(2027, 1, 31).expect("a day")).await;
            // From 24 November to 31 January, and one day more.
            family.test.wait(SignedDuration::from_hours(68 * DAY));
            assert_eq!(done(&family).await, Ok(0));
            family.test.wait(SignedDuration::from_hours(DAY));
            assert_eq!(done(&family).await, Ok(1));
            let mut mother = family.test.log_in("mamma").await;
            mother.get("/min-familj").await.is(200).says("Samtycket gällde till 31 januari");
        }
    });
}

#[test]
fn background_work_under_another_name_closes_nothing_and_is_in_the_log() {
    run(async {
        let family = Family::of(Engine::Sqlite, 10).await;
        asked(&family, "first_line").await;
        family.test.wait(SignedDuration::from_hours(220 * DAY));
        for name in ["disposal", "reviews", "demo"] {
            let refused = (trail::jobs::JOBS[0].run)(family.test.asker(Actor::Job(name))).await;
            assert!(matches!(refused, Err(Refused::Denied(_))), "{name}: {refused:?}");
        }
        assert_eq!(count(&family, CLOSED).await, 0);
        let refusals =
            "SELECT COUNT(*) AS n FROM audit_line WHERE action = 'trail.close_consent' AND outcome = 'refused'";
        assert_eq!(count(&family, refusals).await, 3);
    });
}

#[test]
fn of_an_erased_child_nothing_is_left_to_close() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            asked(&family, "first_line").await;
            let mut act = family.test.asker(Actor::Job("disposal")).begin("test.erase").await.expect("an act");
            let now = act.now();
            let relations = Relations::of(act.transaction(), family.child, now).await.expect("an answer");
            let facts = relations.expect("a child").identity_facts();
            let permit = act.authorize::<Erase>(&facts).await.expect("a right");
            identity::children::commands::erase(&mut act, &permit, family.child).await.expect("erased");
            act.commit(permit).await.expect("saved").shown();
            family.test.wait(SignedDuration::from_hours(220 * DAY));
            assert_eq!(done(&family).await, Ok(0));
        }
    });
}
