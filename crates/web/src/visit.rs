//! One visit: who asks, in which language, with which browser.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use audit::Asker;
use axum::extract::FromRequestParts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::moment::Moment;
use domain::organisation::Post;
use http::header::COOKIE;
use http::request::Parts;
use i18n::{Language, Say};

use crate::address;
use crate::app::App;
use crate::limit::Tries;
use crate::problem::Problem;
use crate::session::{self, Found, Session};

/// The cookie that names the session. `__Host-`: this host only, over TLS only, the whole site.
pub const SESSION_COOKIE: &str = "__Host-cairn";
/// The cookie that remembers language and looks. Not personal.
pub const PREFERENCE_COOKIE: &str = "cairn-look";

/// How a person wants pages to look and speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The language.
    pub language: Language,
    /// Light, dark, or as the device says.
    pub theme: Theme,
    /// Ordinary or clearer letters.
    pub letters: Letters,
}

/// Light, dark, or as the device says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    Device,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Ordinary or clearer letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// Source Sans.
    Ordinary,
    /// Atkinson Hyperlegible.
    Clear,
}

impl Preferences {
    /// From the cookie. Swedish comes first, whatever the browser's own language is: on a borrowed or second-hand device
    /// it says nothing of who reads. The other language is one link away on every page.
    fn read(parts: &Parts) -> Self {
        let mut preferences = Self { language: Language::Swedish, theme: Theme::Device, letters: Letters::Ordinary };
        for word in cookie(parts, PREFERENCE_COOKIE).unwrap_or_default().split('.') {
            match word {
                "light" => preferences.theme = Theme::Light,
                "dark" => preferences.theme = Theme::Dark,
                "clear" => preferences.letters = Letters::Clear,
                tag => preferences.language = Language::from_tag(tag).unwrap_or(preferences.language),
            }
        }
        preferences
    }

    /// The cookie's value.
    pub fn written(self) -> String {
        let theme = match self.theme {
            Theme::Device => "device",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let letters = match self.letters {
            Letters::Ordinary => "ordinary",
            Letters::Clear => "clear",
        };
        format!("{}.{theme}.{letters}", self.language.tag())
    }
}

/// One visit: who asks, in which language, with which browser.
pub struct Visit {
    /// What the whole server shares.
    pub app: App,
    /// Who is logged in.
    pub session: Session,
    /// Until when somebody at work reads without a relation to a child, if they do now.
    pub glass_until: Option<Moment>,
    /// How pages should look and speak.
    pub preferences: Preferences,
    /// The page's address without its query.
    pub path: String,
    /// The query of the address; empty when there is none.
    pub query: String,
    /// Where the request came from.
    pub address: IpAddr,
    token: String,
    browser: Browser,
    form_given: AtomicBool,
}

/// Whether the browser has shown a token before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Browser {
    Known,
    New,
}

impl Visit {
    pub(crate) async fn of(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let found = match known_token(parts) {
            Some(token) => session::find(app.database(), &token, app.environment().now()).await?,
            None => Found { session: Session::Nobody, glass_until: None },
        };
        Ok(Self::with(parts, app, found))
    }

    /// A visit when the database cannot be asked: in the visitor's language and looks, but of nobody.
    pub(crate) fn of_nobody(parts: &Parts, app: &App) -> Self {
        Self::with(parts, app, Found { session: Session::Nobody, glass_until: None })
    }

    fn with(parts: &Parts, app: &App, found: Found) -> Self {
        let known = known_token(parts);
        let browser = if known.is_some() { Browser::Known } else { Browser::New };
        let address = address::of(parts, &app.settings().trusted_proxies);
        Self {
            app: app.clone(),
            session: found.session,
            glass_until: found.glass_until,
            preferences: Preferences::read(parts),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            address,
            token: known.unwrap_or_else(|| new_token(app)),
            browser,
            form_given: AtomicBool::new(false),
        }
    }

    /// The messages in the visitor's language.
    pub fn say(&self) -> Say<'_> {
        self.app.texts().say(self.preferences.language)
    }

    /// What time it is.
    pub fn now(&self) -> Moment {
        self.app.environment().now()
    }

    /// The asker of this visit.
    pub fn asker(&self) -> Asker {
        self.app.asker(self.session.actor())
    }

    /// The post of someone at work, or a page that says to log in.
    pub fn post(&self) -> Result<Post, Problem> {
        match &self.session {
            Session::Staff { standing: Some((post, _)), .. } => Ok(*post),
            Session::Staff { standing: None, .. } | Session::Nobody | Session::Child(_) | Session::Guardian(_) => {
                Err(Problem::NotLoggedIn)
            }
        }
    }

    /// The secret of this browser, to keep something for it. Never shown on a page.
    pub fn browser_token(&self) -> &str {
        self.form_given.store(true, Ordering::Relaxed);
        &self.token
    }

    /// The token that goes into every form of this page: the browser's part, which proves that the form was given to it,
    /// and the page's, which tells one page from another when a form is sent twice.
    pub fn form_token(&self) -> String {
        self.form_given.store(true, Ordering::Relaxed);
        let browsers = URL_SAFE_NO_PAD.encode(self.app.database().form_token(self.token.as_bytes()));
        format!("{browsers}.{}", URL_SAFE_NO_PAD.encode(self.app.environment().bytes::<16>()))
    }

    /// A new key for a form, so that sending it twice does one thing.
    pub fn once(&self) -> String {
        self.app.environment().uuid().simple().to_string()
    }

    /// Whether a form's token was given to this browser.
    pub(crate) fn owns_form(&self, token: &str) -> bool {
        let expected = self.app.database().form_token(self.token.as_bytes());
        let browsers = token.split_once('.').map_or(token, |(browsers, _)| browsers);
        let shown = URL_SAFE_NO_PAD.decode(browsers).unwrap_or_default();
        // Compared without stopping at the first difference, so that time tells nothing.
        self.browser == Browser::Known
            && shown.len() == expected.len()
            && shown.iter().zip(expected).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
    }

    /// Whether this address may try once more.
    pub fn try_once_more(&self, tries: Tries) -> Result<(), Problem> {
        self.app.limiter().allows(tries, self.address, self.now()).map_err(|wait| {
            // Rounded up: who comes back at that second is let in.
            let seconds = wait.as_secs() + i64::from(wait.subsec_nanos() > 0);
            Problem::TooMany { wait_seconds: u32::try_from(seconds).unwrap_or(u32::MAX).max(1) }
        })
    }

    /// The cookie to set with the page, if the browser was given its first form.
    pub(crate) fn cookie_to_set(&self) -> Option<String> {
        (self.browser == Browser::New && self.form_given.load(Ordering::Relaxed)).then(|| session_cookie(&self.token))
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Self::of(parts, app).await
    }
}

/// Characters of a session token: 32 random bytes.
const TOKEN_LENGTH: usize = 43;

/// A new secret for a browser.
pub fn new_token(app: &App) -> String {
    URL_SAFE_NO_PAD.encode(app.environment().bytes::<32>())
}

/// The header value that gives a browser its token until it is closed.
pub fn session_cookie(token: &str) -> String {
    format!("{SESSION_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// The header value that takes the token away.
pub fn no_session_cookie() -> String {
    format!("{SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

fn known_token(parts: &Parts) -> Option<String> {
    cookie(parts, SESSION_COOKIE).filter(|token| token.len() == TOKEN_LENGTH)
}

pub(crate) fn cookie(parts: &Parts, name: &str) -> Option<String> {
    parts
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned())
}
