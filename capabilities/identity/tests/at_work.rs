//! Logging in and out at work through an identity provider, with what could go wrong on the way and who could try to get
//! in as somebody else: mostly whoever sits down at the same computer next.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

use domain::organisation::Role;
use identity::organisations::commands::{assign, register_staff};
use jiff::SignedDuration;
use testkit::{Browser, Engine, IdentityProvider, Region, Said, TestApp, engines, run};

const MIKAEL: &str = "SE2321000099-1001";
const AT_WORK: &str = "/logga-in/arbete";

struct World {
    test: TestApp,
    provider: IdentityProvider,
}

impl World {
    /// A region in which Mikael works at one unit, and a provider that knows him.
    async fn new(engine: Engine) -> Self {
        let provider = IdentityProvider::start().await;
        let test = TestApp::with_provider(engine, vec![identity::capability()], provider.settings()).await;
        let region = Region::build(&test).await;
        let demo = test.demo();
        let mikael = register_staff(&demo, "Mikael S.", Some(MIKAEL)).await.unwrap();
        assign(&demo, mikael, region.unit("front_door"), Role::TriageNurse).await.unwrap();
        Self { test, provider }
    }

    /// Somebody who shows just now who they are.
    fn mikael(&self) -> Said {
        Said::of(MIKAEL, self.test.now())
    }

    /// Mikael, whom the provider lets in because he showed so many minutes ago who he is.
    fn mikael_minutes_ago(&self, minutes: i64) -> Said {
        self.mikael().shown_at(Some(self.test.now().plus(SignedDuration::from_mins(-minutes))))
    }

    /// A browser in which Mikael has logged in.
    async fn logged_in(&self) -> Browser {
        let mut browser = self.test.browser();
        let door = door(&mut browser).await;
        let answer = browser.get(&self.provider.let_in(&door, &self.mikael())).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/min-dag"), "{}", answer.text);
        browser
    }

    fn wait(&self, minutes: i64) {
        self.test.wait(SignedDuration::from_mins(minutes));
    }
}

/// Where the browser is sent to log in.
async fn door(browser: &mut Browser) -> String {
    let answer = browser.get(AT_WORK).await;
    answer.is(303);
    answer.location
}

/// Whether this browser reads what only somebody at work reads.
async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/uppdrag").await.status == 200
}

async fn log_out(browser: &mut Browser) {
    browser.get("/uppdrag").await.is(200);
    assert_eq!(browser.post("/logga-ut", &[]).await.location, "/utloggad");
}

#[test]
fn somebody_who_showed_within_the_hour_who_they_are_logs_in_without_showing_it_again() {
    run(async {
        for engine in engines() {
            let world = World::new(engine).await;
            for (minutes, let_in) in [(0, true), (59, true), (62, false), (600, false)] {
                let mut browser = world.test.browser();
                let door = door(&mut browser).await;
                assert!(door.contains("&max_age=3600") && !door.contains("prompt="), "{door}");
                let answer = browser.get(&world.provider.let_in(&door, &world.mikael_minutes_ago(minutes))).await;
                assert_eq!(answer.location == "/min-dag", let_in, "{minutes} minutes ago: {}", answer.text);
                assert_eq!(is_in(&mut browser).await, let_in, "{minutes} minutes ago");
            }
        }
    });
}

#[test]
fn whoever_was_let_in_by_an_old_session_is_told_to_show_who_they_are() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        let mut browser = world.test.browser();
        let first = door(&mut browser).await;
        let page = browser.get(&world.provider.let_in(&first, &world.mikael_minutes_ago(62))).await;
        page.is(422).says("Visa en gång till vem du är").says("Du är inte inloggad").says("Frågar SITHS ingenting?");
        let again = browser.get(&page.link(AT_WORK)).await.location;
        assert!(again.contains("&prompt=login"), "{again}");
        assert_eq!(browser.get(&world.provider.let_in(&again, &world.mikael())).await.location, "/min-dag");
    });
}

#[test]
fn the_lock_after_an_hour_is_not_opened_by_what_was_shown_before_it() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        let mut browser = world.logged_in().await;
        world.wait(61);
        assert!(!is_in(&mut browser).await, "it is locked");
        let door = door(&mut browser).await;
        assert!(door.contains("&prompt=login"), "{door}");
        // As it is when the word was taken out of the address, and he has shown who he is in another system meanwhile.
        let back = world.provider.let_in(&door, &world.mikael_minutes_ago(10));
        browser.get(&back).await.is(422).says("Visa en gång till vem du är");
        assert!(!is_in(&mut browser).await);
        assert_eq!(browser.get(&world.provider.let_in(&door, &world.mikael())).await.location, "/min-dag");
    });
}

#[test]
fn whoever_comes_after_one_who_logged_out_is_not_let_in_as_them() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        let mut browser = world.logged_in().await;
        world.wait(5);
        log_out(&mut browser).await;
        let door = door(&mut browser).await;
        assert!(door.contains("&prompt=login"), "{door}");
        browser.get(&world.provider.let_in(&door, &world.mikael_minutes_ago(5))).await.is(422);
        assert!(!is_in(&mut browser).await);
    });
}

#[test]
fn a_provider_that_does_not_say_when_lets_nobody_in() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        let mut browser = world.test.browser();
        let door = door(&mut browser).await;
        let page = browser.get(&world.provider.let_in(&door, &world.mikael().shown_at(None))).await;
        page.is(422).says("Vi får inte veta när du visade vem du är").says("auth_time").says("Ring din it-support");
        assert!(!is_in(&mut browser).await);
        browser.get("/sprak?language=en&back=/").await.is(303);
        let door = browser.get(AT_WORK).await.location;
        let page = browser.get(&world.provider.let_in(&door, &world.mikael().shown_at(None))).await;
        page.is(422).says("We are not told when you showed who you are");
    });
}

#[test]
fn too_low_a_level_is_told_as_that_however_late_it_was_shown() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        for minutes in [0, 62] {
            let mut browser = world.test.browser();
            let door = door(&mut browser).await;
            let said = Said { assurance: "loa2".to_owned(), ..world.mikael_minutes_ago(minutes) };
            browser.get(&world.provider.let_in(&door, &said)).await.is(422).says("logga in på ett säkrare sätt");
            assert!(!is_in(&mut browser).await);
        }
    });
}

#[test]
fn an_answer_fits_only_the_browser_that_was_sent_away_and_only_as_it_was_given() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        let mut browser = world.test.browser();
        let door = door(&mut browser).await;
        let back = world.provider.let_in(&door, &world.mikael());
        let mut other = world.test.browser();
        other.get(AT_WORK).await.is(303);
        other.get(&back).await.is(422).says("Inloggningen tog för lång tid");
        // Each letter of a state is sealed: the time it holds until, and from when on one must have shown who one is.
        let (start, state) = back.split_once("state=").unwrap();
        let (state, rest) = state.split_once('&').unwrap();
        for place in 0..state.len() {
            let letter = if state.as_bytes()[place] == b'A' { "B" } else { "A" };
            let changed = format!("{start}state={}{letter}{}&{rest}", &state[..place], &state[place + 1..]);
            browser.get(&changed).await.is(422).says("Inloggningen tog för lång tid");
        }
        assert_eq!(browser.get(&back).await.location, "/min-dag");
        browser.get(&back).await.is(422).says("Inloggningen tog för lång tid");
    });
}

#[test]
fn a_state_holds_for_ten_minutes() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        for (minutes, status) in [(9, 303), (10, 422)] {
            let mut browser = world.test.browser();
            let door = door(&mut browser).await;
            world.wait(minutes);
            browser.get(&world.provider.let_in(&door, &world.mikael())).await.is(status);
        }
    });
}

#[test]
fn an_answer_from_another_provider_logs_nobody_in() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        for issuer in ["iss=https%3A%2F%2Felsewhere.invalid", "iss="] {
            let mut browser = world.test.browser();
            let door = door(&mut browser).await;
            let back = world.provider.let_in(&door, &world.mikael());
            let (start, _) = back.split_once("iss=").unwrap();
            browser.get(&format!("{start}{issuer}")).await.is(422).says("fungerar inte just nu");
            assert_eq!(world.provider.asked("/token"), 0, "the code is not taken elsewhere");
        }
    });
}

#[test]
fn logging_in_gives_a_new_token_and_ends_what_the_old_one_opened() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        let mut browser = world.logged_in().await;
        let mut copied = browser.clone();
        assert!(is_in(&mut copied).await, "whoever knows the token is in");
        let door = door(&mut browser).await;
        assert_eq!(browser.get(&world.provider.let_in(&door, &world.mikael())).await.location, "/min-dag");
        assert!(is_in(&mut browser).await);
        assert!(!is_in(&mut copied).await, "whoever knew the one before is not");
    });
}

#[test]
fn whoever_stops_is_told_apart_from_a_provider_that_refuses() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        for (error, says) in [
            ("access_denied", "Inloggningen avbröts."),
            ("invalid_scope", "fungerar inte just nu"),
            ("temporarily_unavailable", "fungerar inte just nu"),
        ] {
            let mut browser = world.test.browser();
            let door = door(&mut browser).await;
            browser.get(&world.provider.turn_away(&door, error)).await.is(422).says(says);
        }
    });
}

#[test]
fn the_page_after_logging_out_says_so_only_to_whoever_is_logged_out() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        let mut browser = world.logged_in().await;
        let page = browser.get("/utloggad").await;
        page.is(200).says("Du är fortfarande inloggad").does_not_say("Du är utloggad").says("href=\"/min-dag\"");
        assert_eq!(browser.post("/logga-ut", &[]).await.location, "/utloggad");
        let page = browser.get("/utloggad").await;
        page.is(200).says("Du är utloggad").says("Logga ut ur SITHS").does_not_say("fortfarande inloggad");
        assert!(!page.link(&format!("{}/end?", world.provider.settings().issuer)).is_empty());
        assert!(!is_in(&mut browser).await);
    });
}

#[test]
fn whoever_cannot_be_logged_out_of_the_provider_is_warned_of_the_next_person() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        world.provider.close_way_out();
        let mut browser = world.logged_in().await;
        log_out(&mut browser).await;
        let page = browser.get("/utloggad").await;
        page.is(200).says("Du är utloggad").says("Du kan vara kvar i SITHS").says("släppa in nästa person som du");
        browser.get("/sprak?language=en&back=/").await.is(303);
        browser.get("/utloggad").await.says("SITHS may let the next person in as you");
    });
}

#[test]
fn whoever_logs_out_while_the_provider_is_silent_is_warned_as_well() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        world.provider.break_doors(&["/.well-known/openid-configuration"]);
        world.test.browser().get("/utloggad").await.is(200).says("Du är utloggad").says("Du kan vara kvar i SITHS");
    });
}

#[test]
fn whoever_logs_out_of_a_locked_page_is_shown_the_way_out_of_the_provider_too() {
    run(async {
        let world = World::new(Engine::Sqlite).await;
        let mut browser = world.logged_in().await;
        browser.get("/uppdrag").await.is(200);
        world.wait(61);
        assert_eq!(browser.post("/logga-ut", &[]).await.location, "/utloggad");
        let mut stranger = world.test.browser();
        stranger.get("/logga-in").await.is(200);
        assert_eq!(stranger.post("/logga-ut", &[]).await.location, "/");
    });
}
