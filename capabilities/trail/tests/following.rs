//! What capabilities of higher tiers hand in: heard where it was handed in, in the same transaction, and nowhere else.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use std::sync::atomic::{AtomicUsize, Ordering};

use access::Actor;
use audit::Refused;
use axum::Router;
use database::{Failure, Migrations};
use domain::child::Protection;
use domain::disclosure::Ground;
use domain::trail::{Purpose, Step, When};
use family::{Family, text};
use testkit::{Engine, run};
use trail::commands::{CommandError, Offering, accept, offer};
use trail::crossing::On;
use trail::{Done, WhenAccepted};
use web::Capability;

/// How many times somebody was told.
static HEARD: AtomicUsize = AtomicUsize::new(0);

/// A capability that only listens.
fn listening(listener: WhenAccepted) -> Capability {
    Capability {
        name: "listening",
        routes: Router::new(),
        migrations: Migrations { owner: "listening", files: &[] },
        messages: i18n::Source { owner: "listening", swedish: "", english: "" },
        menu: &[],
        statements: &[],
        followers: vec![Box::new(listener)],
    }
}

fn count() -> Done<'static, ()> {
    Box::pin(async {
        HEARD.fetch_add(1, Ordering::SeqCst);
        Ok(())
    })
}

fn refuse() -> Done<'static, ()> {
    Box::pin(async { Err(Refused::Failed(Failure::Conflict)) })
}

/// Samira offers the baton to the first line, and Johan there takes it.
async fn handed_over(family: &Family) -> Result<(), CommandError> {
    let samira = family.test.asker(Actor::Staff(family.region.post("samira")));
    let to = family.region.unit("first_line");
    // From the school it crosses into another secrecy domain.
    let on = On::Ground { ground: Ground::GeneralClause, necessity: text("De ska hjälpa Elin vidare.") };
    let summary = text("Elin sover dåligt.");
    let offering = Offering { to, purpose: Purpose::Ordinary, summary, on: Some(on), despite: None };
    offer(&samira, family.trail, offering).await.expect("an offer");
    let johan = family.test.asker(Actor::Staff(family.region.post("johan")));
    let step = Step { what: text("Besök"), when: When::On(family.test.now().day().plus_days(7)) };
    accept(&johan, family.trail, step).await
}

#[test]
fn of_two_servers_in_one_process_only_the_one_it_was_handed_to_hears_that_a_unit_took_the_baton() {
    run(async {
        let counting = listening(WhenAccepted(|_, _| count()));
        let hears = Family::beside(Engine::Sqlite, 10, Protection::None, vec![counting]).await;
        let quiet = Family::of(Engine::Sqlite, 10).await;
        handed_over(&quiet).await.expect("taken");
        assert_eq!(HEARD.load(Ordering::SeqCst), 0);
        handed_over(&hears).await.expect("taken");
        assert_eq!(HEARD.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn nobody_takes_the_baton_when_what_follows_cannot_be_done() {
    run(async {
        let refusing = listening(WhenAccepted(|_, _| refuse()));
        let family = Family::beside(Engine::Sqlite, 10, Protection::None, vec![refusing]).await;
        assert!(matches!(handed_over(&family).await, Err(CommandError::Failed(Failure::Conflict))));
        let mut transaction = family.test.app.database().begin_reading("test.facts").await.expect("a transaction");
        let facts = trail::facts(&mut transaction, family.trail, family.test.now()).await.expect("an answer");
        let facts = facts.expect("a trail");
        assert_eq!(facts.holder_unit, family.region.unit("pupil_health"), "the giver holds it still");
        assert_eq!(facts.pending_unit, Some(family.region.unit("first_line")));
    });
}
