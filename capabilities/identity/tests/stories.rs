//! Logging in, choosing where to stand, and being turned away, as people do it.

use testkit::{Engine, Region, TestApp, engines, run};

async fn app(engine: Engine) -> (TestApp, Region) {
    let test = TestApp::start(engine, vec![identity::capability()]).await;
    let region = Region::build(&test).await;
    (test, region)
}

#[test]
fn someone_with_two_assignments_chooses_where_to_stand() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let ali = region.post("ali");
            let role = domain::organisation::Role::FamilyTherapist;
            let demo = test.demo();
            identity::organisations::commands::assign(&demo, ali.staff, region.unit("first_line"), role).await.unwrap();
            let mut browser = test.browser();
            browser.get("/logga-in").await.says("Ali N.");
            let answer = browser.post("/logga-in", &[("persona", "ali")]).await;
            assert_eq!(answer.location, "/uppdrag");
            let page = browser.open("/uppdrag").await;
            page.is(200).says("Socialtjänsten Björkeryd").says("UPH Björkeryd").says("familjebehandlare");
            let chosen = browser.post("/uppdrag", &[("assignment", &ali.assignment.to_string())]).await;
            assert_eq!((chosen.status, chosen.location.as_str()), (303, "/min-dag"));
        }
    });
}

#[test]
fn nobody_stands_in_someone_elses_assignment() {
    run(async {
        let (test, region) = app(Engine::Sqlite).await;
        let mut browser = test.log_in("ali").await;
        browser.get("/uppdrag").await.is(200);
        let other = region.post("maria").assignment.to_string();
        browser.post("/uppdrag", &[("assignment", &other)]).await.is(404);
        browser.post("/uppdrag", &[("assignment", "not an id")]).await.is(404);
    });
}

#[test]
fn a_wrong_code_says_what_to_do_and_keeps_what_was_typed() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        browser.get("/logga-in").await.is(200);
        let answer = browser.post("/logga-in", &[("code", "ABCD-EFGH-9999")]).await;
        answer.is(422).says("ABCD-EFGH-9999").says("Koden stämmer inte").says("<title>Fel: Logga in");
    });
}

#[test]
fn guessing_codes_is_stopped_after_ten_tries() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        browser.get("/logga-in").await.is(200);
        for _ in 0..10 {
            browser.post("/logga-in", &[("code", "ABCD-EFGH-9999")]).await.is(422);
        }
        browser.post("/logga-in", &[("code", "ABCD-EFGH-9999")]).await.is(429).says("Vänta en liten stund");
    });
}

#[test]
fn a_form_from_another_session_changes_nothing() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let mut browser = test.log_in("ali").await;
        browser.get("/uppdrag").await.is(200);
        browser.post_bytes("/logga-ut", b"csrf=AAAA".to_vec()).await.is(403).says("Inget har sparats");
        browser.get("/uppdrag").await.is(200);
        browser.post("/logga-ut", &[]).await.is(303);
        assert_eq!(browser.get("/uppdrag").await.location, "/logga-in");
    });
}

#[test]
fn an_unknown_page_speaks_the_visitors_language_and_tells_nothing() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        browser.get("/finns-inte").await.is(404).says("Sidan finns inte");
        browser.get("/sprak?language=en&back=/finns-inte").await.is(303);
        browser.get("/finns-inte").await.is(404).says("There is no such page");
        assert_eq!(browser.get("/sprak?language=sv&back=//elsewhere.invalid").await.location, "/");
    });
}

#[test]
fn every_page_forbids_inline_code_and_frames_and_is_not_stored() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let page = test.browser().get("/logga-in").await;
        let header =
            |name: &str| page.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        assert!(header("content-security-policy").contains("default-src 'none'"));
        assert!(!header("content-security-policy").contains("unsafe"));
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-frame-options"), "DENY");
        assert!(header("set-cookie").starts_with("__Host-cairn="));
        page.does_not_say("style=\"").does_not_say("onclick");
    });
}
