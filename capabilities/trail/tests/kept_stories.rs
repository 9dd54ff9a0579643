//! What was written is never lost to a page that says that something went wrong, and no page claims more than is known of
//! what was saved.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop where its world is wrong")]

mod family;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use database::{Failure, Migration, Migrations, Value};
use family::Family;
use jiff::SignedDuration;
use testkit::{Answer, Browser, Engine, TestApp, engines, run};
use web::{App, Capability, Problem, Sent};

const SECRET: &str = "Elin sover inte <b>alls</b>.";
const ESCAPED: &str = "Elin sover inte &#60;b&#62;alls&#60;/b&#62;.";

const COUNT: &str = "UPDATE tally SET counted = counted + 1 WHERE place = 0";
const COUNTED: &str = "SELECT counted FROM tally WHERE place = 0";
const NO_SUCH: &str = "SELECT counted FROM no_such_table";
const GO_AWAY: &str = "SELECT CAST(pg_terminate_backend(pg_backend_pid()) AS text) AS gone";

/// Every problem of a form, under a name.
async fn meet(Path(name): Path<String>, _sent: Sent) -> Result<StatusCode, Problem> {
    Err(match name.as_str() {
        "conflict" => Problem::Conflict,
        "not-now" => Problem::NotNow,
        "not-found" => Problem::NotFound,
        "forbidden" => Problem::Forbidden,
        "erased" => Problem::Erased,
        "internal" => Problem::Internal,
        "done" => Problem::Done,
        "too-many" => Problem::TooMany { wait_seconds: 540 },
        other => panic!("no problem is called {other}"),
    })
}

/// Saves, and then something goes wrong.
async fn save_and_fall(State(app): State<App>, Path(how): Path<String>, _sent: Sent) -> Result<StatusCode, Problem> {
    let mut transaction = app.database().begin("test.save").await?;
    transaction.execute(COUNT, vec![]).await?;
    transaction.leave_mark().await?;
    transaction.commit().await?;
    match how.as_str() {
        // What the database itself says when what comes afterwards cannot be read.
        "database" => {
            let mut after = app.database().begin_reading("test.after").await?;
            after.rows(NO_SUCH, vec![]).await?;
        }
        "conflict" => return Err(Failure::Conflict.into()),
        other => panic!("what comes afterwards is wrong: {other}"),
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Loses its connection in the moment before it saves.
async fn save_into_nothing(State(app): State<App>, _sent: Sent) -> Result<StatusCode, Problem> {
    let mut transaction = app.database().begin("test.save").await?;
    transaction.execute(COUNT, vec![]).await?;
    transaction.leave_mark().await?;
    let gone = transaction.execute(GO_AWAY, vec![]).await;
    assert!(gone.is_err(), "the connection is gone");
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn trials() -> Capability {
    let sql = "CREATE TABLE tally (place bigint NOT NULL PRIMARY KEY, counted bigint NOT NULL);
        INSERT INTO tally (place, counted) VALUES (0, 0);";
    Capability {
        name: "trials",
        routes: Router::new()
            .route("/prov/{name}", post(meet))
            .route("/fall/{how}", post(save_and_fall))
            .route("/bort", post(save_into_nothing)),
        migrations: Migrations {
            owner: "trials",
            files: Box::leak(Box::new([Migration { number: 1, name: "trials", sql }])),
        },
        messages: i18n::Source { owner: "trials", swedish: "", english: "" },
        menu: &[],
        statements: &[],
        followers: vec![],
    }
}

async fn counted(test: &TestApp) -> i64 {
    let mut transaction = test.app.database().begin_reading("test.counted").await.expect("a transaction");
    let row = transaction.row(COUNTED, Vec::<Value>::new()).await.expect("a row").expect("a place");
    row.integer("counted").expect("a number")
}

/// A browser with a page of ours open, at somebody who is not logged in.
async fn at_a_page(test: &TestApp) -> Browser {
    let mut browser = test.browser().that_sends_from("same-origin");
    browser.get("/logga-in").await.is(200);
    browser
}

async fn trial(engine: Engine) -> TestApp {
    TestApp::start(engine, vec![identity::capability(), trials()]).await
}

/// Fails unless what was written can be read and copied, and the rest of the form cannot be read.
#[track_caller]
fn gives_back(page: &Answer) {
    page.says("Det du skrev finns kvar här.").says(&format!("readonly>\n{ESCAPED}</textarea>"));
    let (_, shown) = page.text.split_once("<h2 id=\"kept\">").expect("what was written has a heading");
    for hidden in ["ABCD-EFGH", "20180102-2383", "0192f0c1"] {
        assert!(!shown.contains(hidden), "{hidden} is not shown: {shown}");
    }
}

const FIELDS: [(&str, &str); 5] = [
    ("words", SECRET),
    ("code", "ABCD-EFGH-JKLM"),
    ("number", "20180102-2383"),
    ("unit", "0192f0c1-7f6e-7c2a-9d4b-0a1b2c3d4e5f"),
    ("kind", "visit"),
];

#[test]
fn every_problem_of_a_form_gives_back_what_was_written_and_says_what_was_saved() {
    run(async {
        let test = trial(Engine::Sqlite).await;
        for (name, status, again) in [
            ("conflict", 409, false),
            ("not-now", 409, false),
            // Whoever is not logged in may have been.
            ("not-found", 404, true),
            ("forbidden", 403, true),
            ("erased", 410, false),
            ("internal", 500, true),
            ("too-many", 429, true),
        ] {
            let page = at_a_page(&test).await.post(&format!("/prov/{name}"), &FIELDS).await;
            page.is(status).says("Inget har sparats.").does_not_say("[problem");
            gives_back(&page);
            assert_eq!(page.text.contains("Skicka igen</button>"), again, "{name}: {}", page.text);
            assert_eq!(page.text.contains(&format!("action=\"/prov/{name}\"")), again, "{name}: {}", page.text);
        }
        let page = at_a_page(&test).await.post("/prov/too-many", &FIELDS).await;
        page.says("om 9 minuter");
        let page = at_a_page(&test).await.post("/prov/done", &FIELDS).await;
        page.is(409).says("Det är redan sparat").does_not_say("Inget har sparats").does_not_say(ESCAPED);
    });
}

#[test]
fn a_form_that_is_only_a_code_is_not_put_on_a_page() {
    run(async {
        let test = trial(Engine::Sqlite).await;
        let page = at_a_page(&test).await.post("/prov/internal", &[("code", "ABCD-EFGH-JKLM")]).await;
        page.is(500).says("Inget har sparats.").does_not_say("ABCD-EFGH").does_not_say("Skicka igen");
    });
}

#[test]
fn text_that_cannot_be_taken_is_given_back_as_far_as_it_goes() {
    run(async {
        let test = trial(Engine::Sqlite).await;
        let mut browser = at_a_page(&test).await;
        let broken = b"words=Jag+orkar%FF+inte.".to_vec();
        browser.post_bytes("/prov/conflict", broken).await.is(400).says("Jag orkar\u{fffd} inte.</textarea>");
        let long = [&b"words=Jag+orkar+inte."[..], &vec![b'a'; 300 * 1024]].concat();
        browser.post_bytes("/prov/conflict", long).await.is(413).says("Jag orkar inte.aaa").says("Kopiera det");
        let endless = vec![b'a'; 3 * 1024 * 1024];
        browser.post_bytes("/prov/conflict", endless).await.is(413).does_not_say("finns kvar här");
    });
}

#[test]
fn what_was_saved_before_something_went_wrong_is_said_to_be_saved_and_is_not_done_twice() {
    run(async {
        for engine in engines() {
            let test = trial(engine).await;
            for (times, how, status) in [(1, "database", 500), (2, "conflict", 409), (3, "panic", 500)] {
                let mut browser = at_a_page(&test).await;
                let mut same = browser.clone();
                let page = browser.post(&format!("/fall/{how}"), &FIELDS).await;
                page.is(status).does_not_say("Inget har sparats").says("Det sparades, men sedan gick något fel");
                page.does_not_say("Skicka igen</button>");
                gives_back(&page);
                same.post(&format!("/fall/{how}"), &FIELDS).await.is(409).says("Det är redan sparat");
                assert_eq!(counted(&test).await, times, "{engine:?}, {how}: saved once");
            }
        }
    });
}

#[test]
fn when_the_database_goes_away_in_the_moment_of_saving_the_page_says_that_nobody_knows() {
    run(async {
        for engine in engines().into_iter().filter(|engine| *engine == Engine::Postgres) {
            let test = trial(engine).await;
            let mut browser = at_a_page(&test).await;
            let page = browser.post("/bort", &FIELDS).await;
            page.is(503).does_not_say("Inget har sparats").says("Vi vet inte om det sparades");
            page.says("action=\"/bort?igen\"").says("Skicka igen</button>");
            gives_back(&page);
            assert_eq!(counted(&test).await, 0, "it was not, but that could not be known");
        }
    });
}

#[test]
fn whoever_was_logged_out_while_writing_logs_in_and_sends_the_same_words() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await.that_sends_from("same-origin");
            let address = family.at("/anteckning");
            samira.get(&address).await.is(200);
            let fields = [("kind", "visit"), ("happened", "2026-11-23"), ("body", SECRET)];
            family.test.wait(SignedDuration::from_mins(61));
            let page = samira.post(&address, &fields).await;
            page.is(404).says("Du kan ha blivit utloggad").says("Inget har sparats.").says("href=\"/logga-in\"");
            gives_back(&page);
            page.says(&format!("action=\"{address}\""));
            // In another tab; the page with the words is still open, with the token it had.
            let old = page.field("csrf");
            samira.get("/logga-in").await.is(200);
            samira.post("/logga-in", &[("persona", "samira")]).await.is(303);
            let body = format!("csrf={}&kind=visit&happened=2026-11-23&body={}", old, "Elin+sover+inte.");
            let page = samira.post_bytes(&address, body.into_bytes()).await;
            page.is(403).says("Du är inloggad som Samira L.").says("Skicka igen</button>").says("Elin sover inte.");
            samira.post(&address, &fields).await.is(303);
            samira.get(&family.at("")).await.is(200).says(ESCAPED);
        }
    });
}

#[test]
fn another_sites_words_are_neither_read_nor_given_a_token() {
    run(async {
        let test = trial(Engine::Sqlite).await;
        let mut elsewhere = at_a_page(&test).await.that_sends_from("cross-site");
        let page = elsewhere.post("/prov/conflict", &FIELDS).await;
        page.is(403).says("Sidan var för gammal").does_not_say(ESCAPED).does_not_say("Skicka igen");
        let mut silent = test.browser();
        let page = silent.post("/prov/conflict", &FIELDS).await;
        page.is(403).does_not_say("Skicka igen</button>");
        gives_back(&page);
        assert!(silent.cookie_names().is_empty(), "and no session is put in place of another");
    });
}
