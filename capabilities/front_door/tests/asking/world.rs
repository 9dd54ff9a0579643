//! The world of these tests: a small region with a front door, and answers to its questions.

use access::Actor;
use access::action::front_door::SeeRequest;
use domain::front_door::request::Request;
use domain::id::Id;
use front_door::area::commands::answer_for;
use front_door::request::store::{self, Stored};
use testkit::{Answer, Browser, Engine, Region, TestApp};

/// A running Cairn whose front door answers for Björkeryd.
pub(crate) async fn world(engine: Engine) -> (TestApp, Region) {
    let capabilities =
        vec![identity::capability(), directory::capability(), trail::capability(), front_door::capability()];
    let test = TestApp::start(engine, capabilities).await;
    let region = Region::build(&test).await;
    let (municipality, unit) = (region.municipality("bjorkeryd"), region.unit("front_door"));
    answer_for(&test.demo(), municipality, unit).await.unwrap();
    (test, region)
}

/// Answers every question as a child would; `changes` replaces single answers.
pub(crate) async fn answer_all(browser: &mut Browser, region: &Region, changes: &[(&str, &str)]) -> Answer {
    let place = region.municipality("bjorkeryd").to_string();
    let answer = |field: &'static str, usual: &str| -> (&'static str, String) {
        let other = changes.iter().find(|(name, _)| *name == field);
        (field, other.map_or(usual, |(_, value)| value).to_owned())
    };
    let pages = [
        ("/be-om-hjalp", vec![answer("who", "child")]),
        ("/be-om-hjalp/vad", vec![answer("topic", "school")]),
        ("/be-om-hjalp/ord", vec![answer("words", "Jag orkar inte gå till skolan."), answer("code", "")]),
        (
            "/be-om-hjalp/namn",
            vec![answer("first_name", "Alma"), answer("age", "14"), answer("own_name", ""), answer("own_relation", "")],
        ),
        ("/be-om-hjalp/var", place_of(&place, changes)),
        ("/be-om-hjalp/svar", vec![answer("reach", "text_message"), answer("mobile", "070-123 45 67")]),
        ("/be-om-hjalp/meddelande", vec![answer("message", "safe")]),
        ("/be-om-hjalp/tolk", vec![answer("interpreter", "no"), answer("language", "")]),
    ];
    let mut page = browser.open("/be-om-hjalp").await;
    for (path, fields) in pages {
        if browser.get(path).await.status == 303 {
            continue;
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        page = browser.submit(path, &fields).await;
    }
    page
}

/// Where the child lives; "protected" is a box that is sent only when it is ticked.
fn place_of(place: &str, changes: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let typed = |field: &str| changes.iter().find(|(name, _)| *name == field).map(|(_, value)| (*value).to_owned());
    let mut fields = vec![
        ("municipality", typed("municipality").unwrap_or_else(|| place.to_owned())),
        ("school", typed("school").unwrap_or_else(|| "Björkeryds skola".to_owned())),
    ];
    fields.extend(typed("protected").map(|protected| ("protected", protected)));
    fields
}

/// The code on a receipt or a letter.
pub(crate) fn code_of(page: &Answer) -> String {
    let rest = page.text.split_once("class=\"code\">").map_or("", |(_, rest)| rest);
    let code = rest.split_once('<').map_or("", |(code, _)| code).to_owned();
    assert_eq!(code.len(), 14, "there is a code: {}", page.text);
    code
}

/// A browser in which somebody has logged in with a code.
pub(crate) async fn logged_in(test: &TestApp, code: &str) -> Browser {
    let mut browser = test.browser();
    browser.get("/logga-in").await.is(200);
    browser.post("/logga-in", &[("code", code)]).await.is(303);
    browser
}

/// Mikael at the front door, who has taken a request.
pub(crate) async fn taken(test: &TestApp, id: Id<Request>) -> Browser {
    let mut mikael = test.log_in("mikael").await;
    mikael.get("/en-vag-in").await.is(200);
    mikael.post(&format!("/en-vag-in/{id}/ta-emot"), &[]).await.is(303);
    mikael
}

/// Every request there is, oldest first.
pub(crate) async fn requests(test: &TestApp) -> Vec<Id<Request>> {
    let mut transaction = test.app.database().begin_reading("test.requests").await.unwrap();
    let sql = "SELECT id FROM request ORDER BY received_at, id LIMIT 100";
    let rows = transaction.rows(sql, vec![]).await.unwrap();
    transaction.commit().await.unwrap();
    rows.iter().map(|row| row.id("id").unwrap()).collect()
}

/// A request as somebody at the front door sees it.
pub(crate) async fn seen(test: &TestApp, region: &Region, id: Id<Request>) -> Stored {
    let mut act = test.asker(Actor::Staff(region.post("mikael"))).begin_reading("test.see").await.unwrap();
    let now = act.now();
    let facts = store::facts(act.transaction(), id, now).await.unwrap().unwrap();
    let permit = act.authorize::<SeeRequest>(&facts).await.unwrap();
    let stored = store::find(&mut act, &permit, id).await.unwrap().unwrap();
    act.finish(permit).await.unwrap().shown();
    stored
}

/// How many rows a table has.
pub(crate) async fn count(test: &TestApp, sql: &'static str) -> i64 {
    let mut transaction = test.app.database().begin_reading("test.count").await.unwrap();
    let row = transaction.row(sql, vec![]).await.unwrap().unwrap();
    row.integer("n").unwrap()
}
