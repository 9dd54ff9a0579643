//! Preparing oneself, and giving what one wrote to the front door.

use access::Actor;
use domain::front_door::request::Request;
use domain::id::Id;
use front_door::preparation;
use jiff::SignedDuration;
use testkit::{Browser, Engine, engines, run};

use crate::world::{answer_all, requests, seen, world};

/// Keeps a preparation and returns its code.
async fn kept(browser: &mut Browser, fields: &[(&str, &str)]) -> String {
    let page = browser.get("/forbered").await;
    page.is(200).says("Skriv inte namn eller personnummer");
    let code = page.field("key");
    let fields: Vec<_> = fields.iter().copied().chain([("key", code.as_str())]).collect();
    browser.post("/forbered", &fields).await.is(200).says(&code);
    code
}

#[test]
fn what_was_prepared_opens_with_its_code_and_only_with_it() {
    run(async {
        for engine in engines() {
            let (test, _) = world(engine).await;
            let mut browser = test.browser();
            let fields = [("topic", "school"), ("tried", "Jag har pratat med min lärare."), ("words", "Det är tungt.")];
            let code = kept(&mut browser, &fields).await;
            let mut other = test.browser();
            other.get("/forbered/kod").await.is(200);
            let page = other.post("/forbered/kod", &[("code", &code.to_lowercase().replace('-', " "))]).await;
            page.is(200).says("Jag har pratat med min lärare.").says("24 december");
            other.post("/forbered/kod", &[("code", "AAAA-BBBB-CCCC-DDDD")]).await.is(422).says("AAAA-BBBB-CCCC-DDDD");
            other.post("/forbered/radera", &[("code", &code)]).await.is(303);
            other.get("/forbered/kod").await.is(200);
            other.post("/forbered/kod", &[("code", &code)]).await.is(422);
        }
    });
}

#[test]
fn a_preparation_is_gone_after_thirty_days() {
    run(async {
        let (test, _) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        let code = kept(&mut browser, &[("words", "Det är tungt.")]).await;
        test.wait(SignedDuration::from_hours(24 * 30 + 1));
        let database = test.app.database();
        assert_eq!(preparation::open(database, &code, test.now()).await.unwrap(), None);
        assert_eq!(preparation::purge(database, test.now()).await.unwrap(), 1);
    });
}

#[test]
fn an_identity_number_is_noticed_and_what_was_typed_is_kept() {
    run(async {
        let (test, _) = world(Engine::Sqlite).await;
        let mut browser = test.browser();
        let page = browser.get("/forbered").await;
        let fields = [("words", "Jag är 120101-2380 och mår dåligt"), ("key", &page.field("key"))];
        let answer = browser.post("/forbered", &fields).await;
        answer.is(422).says("Det ser ut som ett personnummer").says("120101-2380 och mår dåligt");
        browser.post("/forbered", &[("key", &page.field("key"))]).await.is(422).says("Skriv i minst en av rutorna");
    });
}

#[test]
fn a_preparation_follows_the_request_it_was_given_to() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let mut browser = test.browser();
            let code = kept(&mut browser, &[("helps", "Att få sova.")]).await;
            let mut asks = test.browser();
            answer_all(&mut asks, &region, &[("code", &code)]).await.is(200).says("Följer med");
            asks.submit("/be-om-hjalp/granska", &[]).await.is(200);
            let [id] = requests(&test).await[..] else { panic!("one request") };
            let asker = test.asker(Actor::Staff(region.post("mikael")));
            let mut act = asker.begin_reading("test.preparation").await.unwrap();
            let now = act.now();
            let facts = front_door::request::store::facts(act.transaction(), id, now).await.unwrap().unwrap();
            let permit = act.authorize::<access::action::front_door::SeeRequest>(&facts).await.unwrap();
            let stored = seen(&test, &region, id).await;
            let given = preparation::of(&mut act, &permit, &stored).await.unwrap().unwrap();
            assert_eq!(given.helps, "Att få sova.");
            let unknown: Id<Request> = test.environment.id();
            let attached = preparation::attach(&asker, unknown, &code).await.unwrap();
            assert_eq!(attached, preparation::commands::Attached::NoRequest);
            assert!(preparation::attach(&asker, id, &code).await.is_err(), "only who took it interviews");
        }
    });
}
