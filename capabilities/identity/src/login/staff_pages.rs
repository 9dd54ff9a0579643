//! Pages of logging in and out at work.

use askama::Template;
use axum::extract::Extension;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::response::Response;
use oidc::{Fault, Provider, ProviderError, Welcome};
use web::form::Fields;
use web::page::{see_other, see_other_with_token, set_cookie};
use web::visit::new_token;
use web::{Problem, Session, Shell, Visit};

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

/// The cookie that a browser gets when somebody at work logs in with it, until it is closed. It says that, and nothing of
/// whom: whoever logs in next, after logging out, after the lock or as another, shows anew who they are.
const USED_COOKIE: &str = "__Host-cairn-used";

/// Why somebody was not logged in, as the last part of its messages' keys.
#[derive(Clone, Copy)]
enum Why {
    Unknown,
    TooLow,
    TooLongAgo,
    Undated,
    Stale,
    Stopped,
    Silent,
}

impl Why {
    const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::TooLow => "too-low",
            Self::TooLongAgo => "too-long-ago",
            Self::Undated => "undated",
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

/// Whether whoever logs in with this browser must show anew who they are: somebody at work has logged in with it before.
pub(crate) fn welcome(headers: &HeaderMap) -> Welcome {
    let mut names = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, _)| name);
    if names.any(|name| name == USED_COOKIE) { Welcome::Anew } else { Welcome::AsBefore }
}

pub(crate) async fn depart(visit: Visit, provider: MaybeProvider, headers: HeaderMap) -> Result<Response, Problem> {
    let Some(Extension(provider)) = provider else { return Err(Problem::NotFound) };
    let again = Fields::parse(visit.query.as_bytes())?.has("igen");
    let welcome = if again { Welcome::Anew } else { welcome(&headers) };
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
    let brought = Brought {
        state: fields.raw("state"),
        code: fields.raw("code"),
        issuer: fields.raw("iss"),
        error: fields.raw("error"),
    };
    match staff::arrive(&asker, &provider, (visit.browser_token(), &token), brought).await {
        Ok(Arrival::In(session)) => {
            let mut response = see_other_with_token(home(&session), &token);
            set_cookie(&mut response, &format!("{USED_COOKIE}=1; Path=/; Secure; HttpOnly; SameSite=Lax"));
            Ok(response)
        }
        Ok(Arrival::Unknown) => stopped(&visit, &provider, Why::Unknown),
        Ok(Arrival::TooLow) => stopped(&visit, &provider, Why::TooLow),
        Ok(Arrival::TooLongAgo) => stopped(&visit, &provider, Why::TooLongAgo),
        Ok(Arrival::Stale) => stopped(&visit, &provider, Why::Stale),
        Ok(Arrival::Stopped) => stopped(&visit, &provider, Why::Stopped),
        Err(ArriveError::Provider(error)) => silent(&visit, &provider, &error),
        // What the browser brought can be exchanged only once: asking for this page again would not help.
        Err(ArriveError::Failed(failure)) if failure.worth_retrying() => {
            tracing::warn!(error = &failure as &dyn std::error::Error, "too many log in at once");
            stopped(&visit, &provider, Why::Silent)
        }
        Err(ArriveError::Failed(failure)) => Err(failure.into()),
    }
}

fn silent(visit: &Visit, provider: &Provider, error: &ProviderError) -> Result<Response, Problem> {
    tracing::warn!(error = error as &dyn std::error::Error, "nobody at work could be logged in");
    let undated = matches!(error, ProviderError::Token(Fault::Undated));
    stopped(visit, provider, if undated { Why::Undated } else { Why::Silent })
}

fn stopped(visit: &Visit, provider: &Provider, why: Why) -> Result<Response, Problem> {
    let say = visit.say();
    let text = |part: &str| say.with(&format!("login-{}-{part}", why.code()), "provider", provider.name());
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

/// What somebody is told who has come to the page after logging out and is logged in.
#[derive(Template)]
#[template(path = "still_logged_in.html")]
struct StillLoggedInPage {
    title: String,
    lead: String,
    csrf: String,
    log_out: String,
    back: String,
    back_href: &'static str,
}

#[derive(Template)]
#[template(path = "logged_out.html")]
struct LoggedOutPage {
    title: String,
    lead: String,
    provider: Left,
    log_in: String,
}

/// What is left to do at the provider, which may let the next person at this computer in.
enum Left {
    /// Logging out of it too.
    WayOut { too: String, words: String, href: String },
    /// It has no way out, or none that is known now: the person is told so, and what to do instead.
    Warning { title: String, text: String },
}

/// Where one comes after logging out, with the way out of the provider too: a computer may have another occupant next.
pub(crate) async fn logged_out(visit: Visit, provider: MaybeProvider) -> Result<Response, Problem> {
    let Some(Extension(provider)) = provider else { return Ok(see_other("/")) };
    match &visit.session {
        Session::Nobody => {}
        Session::Staff { .. } | Session::Child(_) | Session::Guardian(_) => return still_logged_in(&visit),
    }
    let way_out = provider.way_out().await.unwrap_or_else(|error| {
        tracing::warn!(error = &error as &dyn std::error::Error, "the way out of the identity provider is not known");
        None
    });
    let say = visit.say();
    let named = |key: &str| say.with(key, "provider", provider.name());
    let left = match way_out {
        Some(href) => Left::WayOut { too: named("login-out-too"), words: named("login-out-way"), href },
        None => Left::Warning { title: named("login-out-left-title"), text: named("login-out-left") },
    };
    let page = LoggedOutPage {
        title: say.t("login-out-title"),
        lead: say.t("login-out-lead"),
        provider: left,
        log_in: say.t("login-out-again"),
    };
    let title = page.title.clone();
    visit.open_page(Shell::Public, &title, &page)
}

/// Whoever comes to the page after logging out without having logged out must not believe that they have.
fn still_logged_in(visit: &Visit) -> Result<Response, Problem> {
    let say = visit.say();
    let page = StillLoggedInPage {
        title: say.t("login-still-title"),
        lead: say.t("login-still-lead"),
        csrf: visit.form_token(),
        log_out: say.t("login-still-out"),
        back: say.t("login-still-back"),
        back_href: home(&visit.session),
    };
    let title = page.title.clone();
    visit.open_page(Shell::Public, &title, &page)
}
