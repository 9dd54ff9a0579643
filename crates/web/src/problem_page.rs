//! The page of a problem: what happened, what is known of what was saved, and what to do. Whatever was written is given
//! back on it, because a browser that goes back to a page with personal data loads it anew, and what was typed there would
//! be gone.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Method};
use i18n::Say;

use crate::assets::Assets;
use crate::form::{Fields, TOKEN_FIELD};
use crate::kept::{Fate, Kept, has_secret, written};
use crate::layout::{Link, Shell};
use crate::page::see_other;
use crate::problem::Problem;
use crate::session::Session;
use crate::steady::{IN_DOUBT, is_in_doubt};
use crate::visit::Visit;

/// Where who is not logged in is led.
const LOG_IN: &str = "/logga-in";

/// What somebody met instead of a page.
pub(crate) struct Met<'r> {
    /// Why there is no page.
    pub(crate) problem: Problem,
    /// How the page was asked for.
    pub(crate) method: Method,
    /// What was sent.
    pub(crate) kept: &'r Kept,
    /// Where it was sent from.
    pub(crate) from: Site,
}

/// Where a form was sent from, as far as the browser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Site {
    /// From a page of ours.
    Ours,
    /// The browser does not say.
    Unknown,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Body {
    title: String,
    text: String,
    /// What is known of what was saved; empty where nothing was sent.
    fate: String,
    /// What to do; empty words are left out.
    what_now: Vec<String>,
    again: Option<Again>,
    written: Vec<Written>,
    heading: String,
    link: Link,
    /// The link opens beside this page, so that what was written stays.
    beside: bool,
}

/// What was sent, to be sent again with a button.
struct Again {
    action: String,
    fields: Vec<(String, String)>,
    send: String,
}

/// Something that was written, to be read, copied and printed.
struct Written {
    id: String,
    label: String,
    rows: usize,
    words: String,
}

/// What there is to tell of.
#[derive(Clone, Copy)]
struct Case<'r> {
    visit: &'r Visit,
    problem: Problem,
    fate: Fate,
    method: &'r Method,
    from: Site,
}

impl<'r> Case<'r> {
    fn of(visit: &'r Visit, met: &'r Met<'_>) -> Self {
        // Whoever has not logged in is asked to do so before being told that they may not.
        let stranger = met.problem == Problem::Forbidden && visit.session == Session::Nobody;
        let problem = if stranger { Problem::NotLoggedIn } else { met.problem };
        // A form that may have been saved is known again by who sent it; with a new session it is not.
        let unknown = problem == Problem::StaleForm && is_in_doubt(&visit.query);
        let fate = if unknown { Fate::Unknown } else { met.kept.fate() };
        Self { visit, problem, fate, method: &met.method, from: met.from }
    }

    fn is_sent(self) -> bool {
        self.method == Method::POST
    }

    /// Who is not logged in may not know of most that forms are about: a form of somebody whose session has ended leads
    /// nowhere.
    fn may_have_been_logged_out(self) -> bool {
        self.problem == Problem::NotFound && self.visit.session == Session::Nobody && self.is_sent()
    }
}

/// The page of a problem, in the visitor's language. One who must log in is led there, unless something was written that
/// would be lost.
pub(crate) fn show(visit: &Visit, met: &Met<'_>) -> Response {
    let case = Case::of(visit, met);
    let problem = case.problem;
    let fields = met.kept.fields();
    let texts = if problem == Problem::Done { vec![] } else { written(&fields, visit.now().day()) };
    if problem == Problem::NotLoggedIn && texts.is_empty() {
        return see_other(LOG_IN);
    }
    let again = if texts.is_empty() && has_secret(&fields) { None } else { again(case, fields) };
    let body = body(case, texts, again);
    let title = body.title.clone();
    let status = problem.table().0;
    let mut page = visit.page(status, shell_of(visit), &title, &body).unwrap_or_else(|_| plain(problem));
    if let Problem::TooMany { wait_seconds } = problem {
        page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait_seconds));
    }
    page
}

/// What there is to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Send it again, with a button.
    Again,
    /// Copy what was written.
    Copy,
    /// Begin anew.
    Anew,
}

fn body(case: Case<'_>, texts: Vec<String>, again: Option<Again>) -> Body {
    let (say, problem) = (case.visit.say(), case.problem);
    let key = key(case);
    // Where nothing was sent, nothing could be saved; what was done already says so by itself.
    let tells = case.is_sent() && case.fate == Fate::NotSaved && problem != Problem::Done;
    let way = match (&again, texts.is_empty()) {
        (Some(_), _) => Way::Again,
        (None, false) => Way::Copy,
        (None, true) => Way::Anew,
    };
    let kept = if texts.is_empty() { String::new() } else { say.t("problem-kept") };
    let urgent = if is_urgent(problem) { say.t("problem-urgent") } else { String::new() };
    Body {
        title: say.t(key),
        text: say.t(&format!("{key}-text")),
        fate: if tells { say.t("problem-nothing-saved") } else { String::new() },
        what_now: vec![kept, what_to_do(case, key, way), urgent],
        again,
        written: views(say, texts),
        heading: say.t("problem-kept-heading"),
        link: way_on(case, way),
        beside: way != Way::Anew,
    }
}

/// The key of the words: by what became of what was sent, and else by the problem.
fn key(case: Case<'_>) -> &'static str {
    match (case.fate, &case.visit.session) {
        (Fate::Unknown, _) => "problem-unknown",
        (Fate::Saved, _) => "problem-saved",
        (Fate::NotSaved, Session::Child(_) | Session::Guardian(_)) if case.problem == Problem::Forbidden => {
            "problem-forbidden-family"
        }
        (Fate::NotSaved, Session::Nobody) if case.may_have_been_logged_out() => "problem-not-found-nobody",
        (Fate::NotSaved, _) => case.problem.table().1,
    }
}

/// What to do, in words of the problem's own where it has any.
fn what_to_do(case: Case<'_>, key: &str, way: Way) -> String {
    let say = case.visit.say();
    let way = match way {
        Way::Again => "again",
        Way::Copy => "copy",
        Way::Anew => "now",
    };
    let own = format!("{key}-{way}");
    let own = if say.has(&own) { own } else { format!("problem-{way}") };
    match (case.problem, &case.visit.session) {
        (Problem::TooMany { wait_seconds }, _) => say.with(&own, "wait", wait(say, wait_seconds).as_str()),
        (Problem::StaleForm, Session::Staff { name, .. }) if way == "again" => {
            say.with("problem-stale-form-as", "name", name.as_str())
        }
        (Problem::StaleForm, Session::Child(_) | Session::Guardian(_)) if way == "again" => {
            say.t("problem-stale-form-own")
        }
        (_, _) => say.t(&own),
    }
}

/// How long, in words: seconds up to two minutes, then whole minutes.
fn wait(say: Say<'_>, seconds: u32) -> String {
    if seconds <= 120 {
        say.with("problem-wait-seconds", "seconds", i64::from(seconds))
    } else {
        say.with("problem-wait-minutes", "minutes", i64::from(seconds.div_ceil(60)))
    }
}

/// Whether somebody who needs help at once may be stopped by it.
const fn is_urgent(problem: Problem) -> bool {
    match problem {
        Problem::TooMany { .. } | Problem::Busy | Problem::Unavailable | Problem::Internal => true,
        Problem::NotFound
        | Problem::Forbidden
        | Problem::NotLoggedIn
        | Problem::Conflict
        | Problem::NotNow
        | Problem::Done
        | Problem::Unreadable
        | Problem::TooLarge
        | Problem::StaleForm
        | Problem::Method
        | Problem::Erased => false,
    }
}

/// Whether the same may be taken when it is sent once more, and with which token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Resend {
    /// With the token it was sent with: if it was saved after all, it is known again by it.
    Same,
    /// With a new token, for who is here now.
    Fresh,
    /// It would be refused again.
    Never,
}

fn resend(case: Case<'_>) -> Resend {
    match case.fate {
        Fate::Saved => return Resend::Never,
        Fate::Unknown if case.problem == Problem::StaleForm => return Resend::Never,
        Fate::Unknown => return Resend::Same,
        Fate::NotSaved => {}
    }
    match case.problem {
        Problem::Busy | Problem::Unavailable | Problem::Internal | Problem::TooMany { .. } | Problem::NotLoggedIn => {
            Resend::Same
        }
        // Somebody at work may change to another assignment meanwhile.
        Problem::Forbidden => match &case.visit.session {
            Session::Staff { .. } => Resend::Same,
            Session::Nobody | Session::Child(_) | Session::Guardian(_) => Resend::Never,
        },
        // Only what a page of ours has sent is given a token: another site must not have its words sent by a click here.
        Problem::StaleForm => match case.from {
            Site::Ours => Resend::Fresh,
            Site::Unknown => Resend::Never,
        },
        // When somebody has logged in again, it leads somewhere.
        Problem::NotFound if case.may_have_been_logged_out() => Resend::Same,
        Problem::NotFound
        | Problem::Conflict
        | Problem::NotNow
        | Problem::Done
        | Problem::Unreadable
        | Problem::TooLarge
        | Problem::Method
        | Problem::Erased => Resend::Never,
    }
}

fn again(case: Case<'_>, mut fields: Fields) -> Option<Again> {
    if !case.is_sent() {
        return None;
    }
    match resend(case) {
        Resend::Never => return None,
        // What carries no token of a page is not known again if it was saved.
        Resend::Same if case.fate == Fate::Unknown && !fields.raw(TOKEN_FIELD).contains('.') => return None,
        Resend::Same => {}
        Resend::Fresh => fields.set(TOKEN_FIELD, &case.visit.form_token()),
    }
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let again = Again { action: action(case), fields, send: case.visit.say().t("problem-send-again") };
    (!again.fields.is_empty()).then_some(again)
}

/// Where it was sent. When nobody can say whether it was saved, the address remembers that: it is no part of what a form is
/// known again by.
fn action(case: Case<'_>) -> String {
    let visit = case.visit;
    let asked = visit.query.split('&').filter(|part| !part.is_empty() && *part != IN_DOUBT);
    let doubt = match case.fate {
        Fate::Unknown => Some(IN_DOUBT),
        Fate::NotSaved | Fate::Saved => None,
    };
    let query: Vec<_> = asked.chain(doubt).collect();
    if query.is_empty() { visit.path.clone() } else { format!("{}?{}", visit.path, query.join("&")) }
}

fn views(say: Say<'_>, texts: Vec<String>) -> Vec<Written> {
    let all = texts.len();
    let label = |number: usize| {
        if all == 1 {
            say.t("problem-kept-one")
        } else {
            say.with("problem-kept-of", "number", number.to_string().as_str())
        }
    };
    let view = |(number, words): (usize, String)| Written {
        id: format!("kept-{number}"),
        label: label(number),
        rows: rows(&words),
        words,
    };
    (1..).zip(texts).map(view).collect()
}

/// How many rows it takes to see all of it, on a screen and on paper.
fn rows(words: &str) -> usize {
    const LETTERS: usize = 45;
    const ROWS_MAX: usize = 600;
    let rows: usize = words.lines().map(|line| line.chars().count() / LETTERS + 1).sum();
    rows.clamp(1, ROWS_MAX)
}

/// Where to go on: to the first page of who is here, or to log in.
fn way_on(case: Case<'_>, way: Way) -> Link {
    let home = match &case.visit.session {
        Session::Nobody => ("/", "problem-home"),
        Session::Staff { standing: None, .. } => ("/uppdrag", "problem-home-assignments"),
        Session::Staff { standing: Some(_), .. } => ("/min-dag", "problem-home-day"),
        Session::Child(_) => ("/min-sida", "problem-home-child"),
        Session::Guardian(_) => ("/min-familj", "problem-home-family"),
    };
    let logs_in = case.problem == Problem::NotLoggedIn || case.may_have_been_logged_out();
    let (href, key) = if logs_in { (LOG_IN, "frame-log-in") } else { home };
    let say = case.visit.say();
    let label = match way {
        Way::Anew => say.t(key),
        Way::Again | Way::Copy => say.with("problem-beside", "where", say.t(key).as_str()),
    };
    Link { href: href.to_owned(), label }
}

/// Which shell a problem is shown in.
fn shell_of(visit: &Visit) -> Shell {
    match &visit.session {
        Session::Staff { standing: Some(_), .. } => Shell::Work,
        Session::Child(_) => Shell::Child,
        Session::Nobody | Session::Guardian(_) | Session::Staff { standing: None, .. } => Shell::Public,
    }
}

/// The page of a problem when not even a page can be made. Swedish and English. It claims nothing of what was saved.
fn plain(problem: Problem) -> Response {
    let status = problem.table().0;
    let css = Assets::built().map(|assets| assets.css).unwrap_or_default();
    let page = format!(
        "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\"><title>Cairn</title><link rel=\"stylesheet\" href=\"{css}\"></head><body class=\"pub\"><main \
         class=\"wrap wrap--text page\"><h1>Det gick inte just nu</h1><p class=\"lead\">Vi kan inte säga om det du skickade \
         sparades. Vänta en minut, öppna sidan på nytt och se efter innan du skickar det igen.</p><p>Är det bråttom? Ring \
         <a href=\"tel:112\">112</a>.</p><p lang=\"en\">We cannot say whether what you sent was saved. Wait a minute, open \
         the page again and look before you send it once more. If it is urgent, call 112.</p></main></body></html>"
    );
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn a_text_is_given_as_many_rows_as_it_takes() {
        assert_eq!(["", "Hej", "a\n\nb"].map(rows), [1, 1, 3]);
        assert_eq!(rows(&"å".repeat(100)), 3);
        assert_eq!(rows(&"rad\n".repeat(10_000)), 600);
    }
}
