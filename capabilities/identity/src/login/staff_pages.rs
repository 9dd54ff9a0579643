//! Pages of logging in and out at work.

use askama::Template;
use axum::extract::Extension;
use axum::response::Response;
use oidc::{Provider, ProviderError, Welcome};
use web::form::Fields;
use web::page::{see_other, see_other_with_token};
use web::visit::new_token;
use web::{Problem, Shell, Visit};

use crate::login::commands;
use crate::login::pages::home;
use crate::login::staff::{self, Arrival, ArriveError, Brought};

/// The identity provider, where the server has one.
pub(crate) type MaybeProvider = Option<Extension<Provider>>;

/// The page of logging in at work.
pub(crate) const DOOR: &str = "/logga-in/arbete";
/// Where the provider sends the browser back to.
pub const RETURN: &str = "/logga-in/tillbaka";
/// Where one comes after logging out.
pub const AFTER: &str = "/utloggad";

/// Why somebody was not logged in, as the last part of its messages' keys.
#[derive(Clone, Copy)]
enum Why {
    Unknown,
    TooLow,
    Stale,
    Stopped,
    Silent,
}

impl Why {
    const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::TooLow => "too-low",
            Self::Stale => "stale",
            Self::Stopped => "stopped",
            Self::Silent => "silent",
        }
    }
}

#[derive(Template)]
#[template(path = "log_in_stopped.html")]
struct StoppedPage {
    title: String,
    lead: String,
    what_to_do: String,
    steps: Vec<String>,
    again: String,
    again_href: String,
}

pub(crate) async fn depart(visit: Visit, provider: MaybeProvider) -> Result<Response, Problem> {
    let Some(Extension(provider)) = provider else { return Err(Problem::NotFound) };
    let welcome = if Fields::parse(visit.query.as_bytes())?.has("igen") { Welcome::Anew } else { Welcome::AsBefore };
    match staff::depart(visit.app.database(), &provider, visit.browser_token(), welcome).await {
        Ok(door) => Ok(see_other_with_token(&door, visit.browser_token())),
        Err(error) => silent(&visit, &provider, &error),
    }
}

pub(crate) async fn arrive(visit: Visit, provider: MaybeProvider) -> Result<Response, Problem> {
    let Some(Extension(provider)) = provider else { return Err(Problem::NotFound) };
    let fields = Fields::parse(visit.query.as_bytes())?;
    // A new token at every login: one that was known before it is worth nothing after.
    let token = new_token(&visit.app);
    let asker = visit.app.asker(access::Actor::Visitor);
    let brought = Brought { state: fields.raw("state"), code: fields.raw("code"), issuer: fields.raw("iss") };
    match staff::arrive(&asker, &provider, (visit.browser_token(), &token), brought).await {
        Ok(Arrival::In(session)) => {
            commands::out(visit.app.database(), visit.browser_token()).await?;
            Ok(see_other_with_token(home(&session), &token))
        }
        Ok(Arrival::Unknown) => stopped(&visit, &provider, Why::Unknown),
        Ok(Arrival::TooLow) => stopped(&visit, &provider, Why::TooLow),
        Ok(Arrival::Stale) => stopped(&visit, &provider, Why::Stale),
        Ok(Arrival::Stopped) => stopped(&visit, &provider, Why::Stopped),
        Err(ArriveError::Provider(error)) => silent(&visit, &provider, &error),
        Err(ArriveError::Failed(failure)) => Err(failure.into()),
    }
}

fn silent(visit: &Visit, provider: &Provider, error: &ProviderError) -> Result<Response, Problem> {
    tracing::warn!(error = error as &dyn std::error::Error, "nobody at work could be logged in");
    stopped(visit, provider, Why::Silent)
}

fn stopped(visit: &Visit, provider: &Provider, why: Why) -> Result<Response, Problem> {
    let say = visit.say();
    let text = |part: &str| say.t(&format!("login-{}-{part}", why.code()));
    let page = StoppedPage {
        title: text("title"),
        lead: text("lead"),
        what_to_do: say.t("login-what-to-do"),
        steps: vec![text("first"), text("then")],
        again: say.with("login-again", "provider", provider.name()),
        again_href: format!("{DOOR}?igen=1"),
    };
    let title = page.title.clone();
    visit.refused_form(Shell::Public, &title, &page)
}

#[derive(Template)]
#[template(path = "logged_out.html")]
struct LoggedOutPage {
    title: String,
    lead: String,
    too: String,
    way_out: String,
    way_out_href: String,
    log_in: String,
}

/// Where one comes after logging out, with the way out of the provider too: a computer may have another occupant next.
pub(crate) async fn logged_out(visit: Visit, provider: MaybeProvider) -> Result<Response, Problem> {
    let Some(Extension(provider)) = provider else { return Ok(see_other("/")) };
    let way_out = provider.way_out().await.unwrap_or_else(|error| {
        tracing::warn!(error = &error as &dyn std::error::Error, "the way out of the identity provider is not known");
        None
    });
    let say = visit.say();
    let page = LoggedOutPage {
        title: say.t("login-out-title"),
        lead: say.t("login-out-lead"),
        too: say.with("login-out-too", "provider", provider.name()),
        way_out: say.with("login-out-way", "provider", provider.name()),
        way_out_href: way_out.unwrap_or_default(),
        log_in: say.t("login-out-again"),
    };
    let title = page.title.clone();
    visit.open_page(Shell::Public, &title, &page)
}
