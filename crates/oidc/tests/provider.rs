//! What is remembered of a provider, and what is not, when it is slow, broken or has new keys: against one that answers
//! over a socket.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what the tests share may fail as the tests do")]

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use domain::moment::Moment;
use environment::Environment;
use jiff::SignedDuration;
use oidc::{Fault, Found, Provider, ProviderError, Return, Secrets, Shown, Welcome};
use testkit::{IdentityProvider, Said};

const DISCOVERY: &str = "/.well-known/openid-configuration";
const KEYS: &str = "/keys";

/// A provider, and what we know of it.
struct World {
    environment: Environment,
    there: IdentityProvider,
    here: Provider,
}

impl World {
    async fn new() -> Self {
        let environment = Environment::fixed(7, Moment::from_microseconds(1_800_000_000_000_000));
        let there = IdentityProvider::start().await;
        let here = Provider::new(there.settings(), &environment).unwrap();
        Self { environment, there, here }
    }

    async fn door(&self) -> Result<String, ProviderError> {
        self.here.door("state", &secrets(), Welcome::AsBefore).await
    }

    /// Somebody goes to the provider, is let in there, and comes back.
    async fn log_in(&self) -> Result<Found, ProviderError> {
        let door = self.door().await?;
        let back = self.there.let_in(&door, &Said::of("SE-1", self.environment.now()));
        let code = back.split_once("code=").and_then(|(_, rest)| rest.split('&').next()).unwrap();
        let settings = self.there.settings();
        let back = Return { code, issuer: &settings.issuer, error: "" };
        self.here.find(back, &secrets(), self.here.since(Welcome::AsBefore)).await
    }

    fn wait(&self, seconds: i64) {
        self.environment.advance(SignedDuration::from_secs(seconds));
    }

    fn asked(&self) -> (usize, usize) {
        (self.there.asked(DISCOVERY), self.there.asked(KEYS))
    }
}

fn secrets() -> Secrets {
    Secrets { nonce: "nonce".to_owned(), verifier: "verifier".to_owned() }
}

fn logged_in(found: Result<Found, ProviderError>) {
    let found = found.unwrap_or_else(|error| panic!("nobody was logged in: {error}"));
    assert_eq!((found.subject.as_str(), found.shown), ("SE-1", Shown::Lately));
}

/// Goes as far as it can without waiting.
async fn begin<T>(work: &mut Pin<Box<impl Future<Output = T>>>) {
    let waits = poll_fn(|context| Poll::Ready(work.as_mut().poll(context).is_pending())).await;
    assert!(waits, "it waits for the provider");
}

#[tokio::test]
async fn who_it_is_and_when_they_showed_it_come_from_the_provider() {
    let world = World::new().await;
    let door = world.door().await.unwrap();
    assert!(door.contains("&max_age=3600"), "{door}");
    assert!(!door.contains("prompt="), "{door}");
    logged_in(world.log_in().await);
    let anew = world.here.door("state", &secrets(), Welcome::Anew).await.unwrap();
    assert!(anew.contains("&max_age=3600&prompt=login"), "{anew}");
    assert_eq!(world.asked(), (1, 1), "what it says of itself is remembered");
}

#[tokio::test]
async fn whoever_must_show_anew_who_they_are_has_not_shown_it_before() {
    let world = World::new().await;
    let now = world.environment.now();
    assert_eq!(world.here.since(Welcome::AsBefore), now.plus(SignedDuration::from_mins(-60)));
    assert_eq!(world.here.since(Welcome::Anew), now);
}

#[tokio::test]
async fn all_who_wait_for_a_provider_share_one_answer_and_the_next_one_asks_again() {
    let world = World::new().await;
    world.there.break_doors(&[DISCOVERY]);
    let mut waiting: Vec<_> = (0..20).map(|_| Box::pin(world.door())).collect();
    for person in &mut waiting {
        begin(person).await;
    }
    for person in waiting {
        assert!(person.await.is_err());
    }
    assert_eq!(world.asked(), (1, 0), "one asked for all");
    world.there.break_doors(&[]);
    assert!(world.door().await.is_ok(), "a provider that is back is found at once");
    assert_eq!(world.asked(), (2, 1));
}

#[tokio::test]
async fn whoever_gives_up_waiting_leaves_the_turn_to_the_next() {
    let world = World::new().await;
    let mut first = Box::pin(world.door());
    let mut second = Box::pin(world.door());
    begin(&mut first).await;
    begin(&mut second).await;
    drop(first);
    assert!(second.await.is_ok());
}

#[tokio::test]
async fn nobody_waits_while_one_asks_again() {
    let world = World::new().await;
    world.door().await.unwrap();
    world.wait(3600);
    let mut asking = Box::pin(world.door());
    begin(&mut asking).await;
    // Nothing comes of it before it is looked at again: whoever else comes now has not waited for it.
    assert!(world.door().await.is_ok());
    assert!(world.here.way_out().await.unwrap().is_some());
    assert!(asking.await.is_ok());
    assert_eq!(world.asked(), (2, 2));
}

#[tokio::test]
async fn a_provider_that_cannot_be_asked_again_is_known_by_what_it_said_for_some_hours() {
    let world = World::new().await;
    logged_in(world.log_in().await);
    world.there.break_doors(&[DISCOVERY]);
    world.wait(3 * 3600);
    logged_in(world.log_in().await);
    assert_eq!(world.there.asked(DISCOVERY), 2, "it is not asked by everybody in turn");
    world.wait(30);
    logged_in(world.log_in().await);
    assert_eq!(world.there.asked(DISCOVERY), 3);
    world.wait(3600);
    assert!(world.log_in().await.is_err(), "but not for ever");
    assert!(world.here.way_out().await.unwrap().is_some(), "whoever logs out is shown the way that was known");
}

#[tokio::test]
async fn new_keys_are_found_under_a_new_name_and_under_the_old_one() {
    for name in ["second", "first"] {
        let world = World::new().await;
        logged_in(world.log_in().await);
        world.there.change_key(name);
        world.wait(30);
        logged_in(world.log_in().await);
        assert_eq!(world.asked(), (1, 2), "{name}");
    }
}

#[tokio::test]
async fn keys_that_do_not_come_are_not_asked_for_by_everybody_in_turn() {
    let world = World::new().await;
    logged_in(world.log_in().await);
    world.there.change_key("second");
    world.wait(30);
    world.there.break_doors(&[KEYS]);
    assert!(matches!(world.log_in().await, Err(ProviderError::Answer { what: "keys", .. })));
    assert!(matches!(world.log_in().await, Err(ProviderError::Token(Fault::Key))));
    assert_eq!(world.asked(), (1, 2), "a failure counts as an asking");
    world.there.break_doors(&[]);
    world.wait(30);
    logged_in(world.log_in().await);
    assert_eq!(world.asked(), (1, 3));
}

#[tokio::test]
async fn a_refusal_is_told_to_the_operator_by_its_code_only() {
    let world = World::new().await;
    let back = Return { code: "", issuer: "", error: "invalid_scope\nnobody: could be logged in" };
    let Err(error) = world.here.find(back, &secrets(), world.environment.now()).await else { panic!("it was refused") };
    assert!(error.to_string().ends_with("(authorization): invalid_scopenobodycouldbeloggedin"), "{error}");
    assert_eq!(world.asked(), (0, 0));
}
