//! A form sent twice does one thing and shows the first result; two that meet in the database are both done.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use access::Actor;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use database::{Failure, Migration, Migrations, Value};
use domain::disclosure::Ground;
use domain::trail::{NextStep, Purpose, Start};
use family::{Family, text};
use testkit::{Engine, TestApp, engines, run};
use tokio::sync::Barrier;
use trail::commands::{Offering, Opening, offer, open};
use trail::crossing::On;
use web::{App, Capability, Problem, Sent};

const SECRET: &str = "Elin sover inte på nätterna.";

#[test]
fn a_sharing_sent_twice_is_one_sharing_and_both_sendings_lead_to_it() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            family.involve("first_line").await;
            let mut johan = family.test.log_in("johan").await;
            let entry = family.write(&mut johan, SECRET).await;
            let unit = family.region.unit("social").to_string();
            let page = family.ground(&mut johan, &entry, "social").await;
            let seen_name = format!("seen-{unit}");
            let seen = page.field(&seen_name);
            let (ground, why) = (format!("ground-{unit}"), format!("why-{unit}"));
            let fields = [
                ("entry", entry.as_str()),
                ("to", unit.as_str()),
                (seen_name.as_str(), seen.as_str()),
                (ground.as_str(), "override_under18_care_support"),
                (why.as_str(), "Ali ska ge stöd hemma."),
            ];
            johan.post(&family.at("/dela/granska"), &fields).await.is(200);
            let mut twice = johan.clone();
            let address = family.at("/dela");
            let (first, second) = tokio::join!(johan.post(&address, &fields), twice.post(&address, &fields));
            for answer in [&first, &second, &johan.post(&address, &fields).await] {
                assert_eq!(answer.location, family.at("/samtycke?klart=sharing-done"), "{}", answer.text);
            }
            let mut ali = family.test.log_in("ali").await;
            let page = ali.get(&family.at("/dela")).await;
            assert_eq!(page.text.matches(SECRET).count(), 1, "one copy: {}", page.text);
        }
    });
}

#[test]
fn an_offer_sent_twice_is_one_offer_and_another_form_of_the_same_page_is_another_thing() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            samira.get(&family.at("/lamna-over")).await.is(200);
            let unit = family.region.unit("first_line").to_string();
            let form = |summary: &'static str| {
                [
                    ("till", unit.as_str()),
                    ("syfte", "ordinary"),
                    ("sammanfattning", summary),
                    ("grund", "general_clause"),
                    ("nodvandigt", "De ska hjälpa Elin vidare."),
                    ("steg", "skicka"),
                ]
            };
            let fields = form("Sover.");
            let first = samira.post(&family.at("/lamna-over"), &fields).await;
            let second = samira.post(&family.at("/lamna-over"), &fields).await;
            assert_eq!((first.status, &first.location), (303, &second.location), "{}", second.text);
            samira.post(&family.at("/lamna-over"), &form("Äter.")).await.is(422);
        }
    });
}

/// Whether two are made to meet, and how many have come to where they do.
static MEET: AtomicBool = AtomicBool::new(false);
static CAME: AtomicU32 = AtomicU32::new(0);
static BOTH: LazyLock<Barrier> = LazyLock::new(|| Barrier::new(2));

const COUNT: &str = "UPDATE crossing SET counted = counted + 1 WHERE place = $1";
const COUNTED: &str = "SELECT counted FROM crossing WHERE place = $1";

/// Counts at one place and then at the other. Two who come from either side, each holding what the other wants, wait for
/// each other until the engine lets one of them go.
async fn cross(State(app): State<App>, Path(from): Path<i64>, _sent: Sent) -> Result<StatusCode, Problem> {
    let mut transaction = app.database().begin("test.cross").await?;
    transaction.execute(COUNT, vec![Value::from(from)]).await?;
    if MEET.load(Ordering::SeqCst) && CAME.fetch_add(1, Ordering::SeqCst) < 2 {
        BOTH.wait().await;
    }
    transaction.execute(COUNT, vec![Value::from(1 - from)]).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Saves, and then meets somebody: what was saved must not be saved again.
async fn save_and_meet(State(app): State<App>, _sent: Sent) -> Result<StatusCode, Problem> {
    let mut transaction = app.database().begin("test.save").await?;
    transaction.execute(COUNT, vec![Value::from(0_i64)]).await?;
    transaction.commit().await?;
    Err(Failure::Met.into())
}

/// Always meets somebody.
async fn meet(_sent: Sent) -> Result<StatusCode, Problem> {
    CAME.fetch_add(1, Ordering::SeqCst);
    Err(Failure::Met.into())
}

fn crossing() -> Capability {
    let sql = "CREATE TABLE crossing (place bigint NOT NULL PRIMARY KEY, counted bigint NOT NULL);
        INSERT INTO crossing (place, counted) VALUES (0, 0), (1, 0);";
    Capability {
        name: "crossing",
        routes: Router::new()
            .route("/kors/{from}", post(cross))
            .route("/spara", post(save_and_meet))
            .route("/mot", post(meet)),
        migrations: Migrations {
            owner: "crossing",
            files: Box::leak(Box::new([Migration { number: 1, name: "crossing", sql }])),
        },
        messages: i18n::Source { owner: "crossing", swedish: "", english: "" },
        menu: &[],
        statements: &[],
        followers: vec![],
    }
}

async fn counted(test: &TestApp, place: i64) -> i64 {
    let mut transaction = test.app.database().begin_reading("test.counted").await.expect("a transaction");
    let row = transaction.row(COUNTED, vec![Value::from(place)]).await.expect("a row").expect("a place");
    row.integer("counted").expect("a number")
}

#[test]
fn two_who_meet_in_the_database_are_both_done_and_neither_is_told_to_try_again() {
    run(async {
        for engine in engines() {
            let test = TestApp::start(engine, vec![identity::capability(), crossing()]).await;
            // SQLite has one writer at a time: the second waits for its turn, and never meets the first.
            MEET.store(engine == Engine::Postgres, Ordering::SeqCst);
            CAME.store(0, Ordering::SeqCst);
            let (mut one, mut other) = (test.browser(), test.browser());
            one.get("/logga-in").await.is(200);
            other.get("/logga-in").await.is(200);
            let (first, second) = tokio::join!(one.post("/kors/0", &[]), other.post("/kors/1", &[]));
            assert_eq!((first.status, second.status), (204, 204), "{} {}", first.text, second.text);
            assert_eq!((counted(&test, 0).await, counted(&test, 1).await), (2, 2), "each counted once, by both");
        }
    });
}

#[test]
fn nothing_is_done_twice_when_something_was_saved_before_two_met() {
    run(async {
        for engine in engines() {
            let test = TestApp::start(engine, vec![identity::capability(), crossing()]).await;
            let mut browser = test.browser();
            browser.get("/logga-in").await.is(200);
            let page = browser.post("/spara", &[]).await;
            page.is(503).does_not_say("Inget har sparats").says("Det sparades, men sedan gick något fel");
            page.does_not_say("Skicka igen</button>");
            assert_eq!(counted(&test, 0).await, 1);
        }
    });
}

#[test]
fn whoever_meets_others_again_and_again_keeps_what_was_typed_and_sends_it_again_with_one_button() {
    run(async {
        let test = TestApp::start(Engine::Sqlite, vec![identity::capability(), crossing()]).await;
        let mut browser = test.browser();
        browser.get("/logga-in").await.is(200);
        CAME.store(0, Ordering::SeqCst);
        let page = browser.post("/mot", &[("words", "Jag vill <b>själv</b>"), ("more", "1")]).await;
        page.is(503).says("Inget har sparats").says("action=\"/mot\"").says("Skicka igen");
        page.says("name=\"words\" value=\"Jag vill &#60;b&#62;själv").says("name=\"more\" value=\"1\"");
        let tried = CAME.load(Ordering::SeqCst);
        assert!(tried > 1 && tried < 10, "it is tried again, and not for ever: {tried}");
        assert!(!page.field("csrf").is_empty(), "the button can be pressed");
    });
}

#[test]
fn what_is_more_than_a_day_shows_stands_in_lists_of_what_is_offered_and_what_one_waits_for() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let samira = family.region.post("samira");
            let asker = family.test.asker(Actor::Staff(samira));
            let to = family.region.unit("first_line");
            for _ in 0..27 {
                family.test.wait(jiff::SignedDuration::from_secs(1));
                let (child, start) = (family.child, Start::Professional(samira));
                let trail =
                    open(&asker, Opening { child, start, next_step: NextStep::Missing }).await.expect("a trail");
                let on = On::Ground { ground: Ground::GeneralClause, necessity: text("De ska hjälpa till.") };
                let (purpose, summary) = (Purpose::Ordinary, text("Sover dåligt."));
                let offering = Offering { to, purpose, summary, on: Some(on), despite: None };
                offer(&asker, trail, offering).await.expect("an offer");
            }
            let mut johan = family.test.log_in("johan").await;
            johan.get("/min-dag").await.is(200).says("Mer än 15 saker väntar på dig.").says("/leder?visa=erbjudna");
            let first = johan.get("/leder?visa=erbjudna").await;
            first.is(200).says("Visar 25 leder").says("Visa fler").says("Samira L.");
            let next = first.link("/leder?visa=erbjudna&#38;efter=").replace("&#38;", "&");
            johan.get(&next).await.is(200).says("Visar 2 leder").does_not_say("Visa fler");
            johan.get("/leder?visa=vantar").await.is(200).says("Ni väntar inte på svar från någon");
            let mut giver = family.test.log_in("samira").await;
            giver.get("/min-dag").await.is(200).says("/leder?visa=vantar");
            giver
                .get("/leder?visa=vantar")
                .await
                .is(200)
                .says("Visar 25 leder")
                .says("UPH Björkeryd")
                .says("Svar senast");
        }
    });
}
