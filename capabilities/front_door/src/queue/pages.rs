//! The page of the queue, and taking from it.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::child::Protection;
use domain::front_door::queue::Urgency;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Post};
use i18n::Say;
use identity::organisations::Book;
use identity::pages::language;
use web::layout::{initials, org_of};
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::interview::step::Step;
use crate::queue::commands::{self, Counts, Cursor, Queue, Tab, TakeError, Waiting};
use crate::request::gist::Check;
use crate::work::{ClockView, Promised, TagView, book_of, clock, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/en-vag-in", get(show))
        .route("/en-vag-in/ta-nasta", post(take_next))
        .route("/en-vag-in/{id}/ta-emot", post(take))
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage<'a> {
    a: Assets,
    say: Say<'a>,
    csrf: String,
    /// Who holds a call that was received and not taken; empty where none was just now.
    received: String,
    about: String,
    duty: String,
    duty_initials: String,
    kpis: Vec<Kpi>,
    tabs: Vec<TabView>,
    rows: Vec<RowView>,
    shown: String,
    next: String,
    /// Whether rows can be taken from this tab.
    taking: bool,
    empty: String,
}

struct Kpi {
    label: String,
    value: String,
    unit: String,
}

struct TabView {
    href: String,
    label: String,
    current: bool,
}

struct RowView {
    clock: ClockView,
    name: String,
    about: String,
    href: String,
    kind: &'static str,
    from: String,
    topic: String,
    tag: TagView,
    /// What has come since somebody last wrote here; empty when nothing has.
    news: String,
    holder: String,
    holder_about: String,
    take_action: String,
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let post = visit.post()?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let (tab, after) = (Tab::from_code(fields.text("visa")), Cursor::read(fields.text("efter")));
    let (queue, logged) = commands::list(&visit.asker(), post, tab, after).await?;
    let book = book_of(&visit).await?;
    let received = received(visit.say(), &book, post, &fields);
    let page = QueuePage { received, ..page(&visit, &book, post, tab, &queue) };
    let title = visit.say().t("front-queue-title");
    visit.personal_page(logged, Shell::Work, &title, &page)
}

/// The field in an address that says who holds a call that was just received.
const RECEIVED: &str = "mottaget";

/// The queue, saying who holds a call that was received and not taken.
pub(crate) fn received_address(holder: Id<Assignment>) -> String {
    format!("/en-vag-in?{RECEIVED}={holder}")
}

/// Who holds it, by name: a colleague here, and nobody else whom an address may name.
fn received(say: Say<'_>, book: &Book, post: Post, fields: &Fields) -> String {
    let holder = fields.text(RECEIVED).parse::<Id<Assignment>>().ok().and_then(|id| book.colleague(id));
    let here = holder.filter(|holder| holder.post.unit == post.unit);
    here.map_or(String::new(), |holder| say.with("front-call-received", "holder", holder.name.as_str()))
}

fn page<'a>(visit: &'a Visit, book: &Book, post: Post, tab: Tab, queue: &Queue) -> QueuePage<'a> {
    let say = visit.say();
    let counts = queue.counts;
    let duty = book.duty(post.unit).map(|duty| duty.name.clone()).unwrap_or_default();
    let under_way = counts.mine + counts.others + counts.family;
    let about = say.message(
        "front-queue-about",
        &[
            ("unit", book.unit_name(post.unit).into()),
            ("waiting", counts.waiting.into()),
            ("under_way", under_way.into()),
        ]
        .into(),
    );
    let row = |row: &Waiting| row_view(visit, book, post, tab, queue, row);
    let shown = say.message(
        "front-queue-shown",
        &[("shown", queue.rows.len().into()), ("all", tab_count(counts, tab).into())].into(),
    );
    let next = queue.next.map(|next| format!("{}&efter={}", tab.address(), next.written()));
    QueuePage {
        a: visit.assets(),
        say,
        csrf: visit.form_token(),
        received: String::new(),
        about,
        duty_initials: initials(&duty),
        duty,
        kpis: kpis(say, counts),
        tabs: Tab::ALL.into_iter().map(|each| tab_view(say, counts, each, tab)).collect(),
        rows: queue.rows.iter().map(row).collect(),
        shown,
        next: next.unwrap_or_default(),
        taking: tab == Tab::Waiting,
        empty: say.t(&format!("front-queue-empty-{}", tab.code())),
    }
}

const fn tab_count(counts: Counts, tab: Tab) -> i64 {
    match tab {
        Tab::Waiting => counts.waiting,
        Tab::Mine => counts.mine,
        Tab::Others => counts.others,
        Tab::Family => counts.family,
        Tab::Done => counts.done,
    }
}

fn tab_view(say: Say<'_>, counts: Counts, tab: Tab, current: Tab) -> TabView {
    let count = tab_count(counts, tab);
    TabView {
        href: tab.address(),
        label: say.with(&format!("front-queue-tab-{}", tab.code()), "count", count),
        current: tab == current,
    }
}

/// The code of a request that nobody has taken.
const WAITING: &str = "waiting";
/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

fn kpis(say: Say<'_>, counts: Counts) -> Vec<Kpi> {
    let kpi = |key: &str, value: i64, unit: String| Kpi { label: say.t(key), value: value.to_string(), unit };
    let median = match counts.figures.median_wait {
        // Rounded to the nearest hour.
        Some(wait) => {
            let hours = (wait + HOUR / 2) / HOUR;
            kpi("front-queue-median", hours, say.with("front-queue-hours", "hours", hours))
        }
        None => Kpi { label: say.t("front-queue-median"), value: "–".to_owned(), unit: String::new() },
    };
    vec![
        kpi("front-queue-due-today", counts.due_today, String::new()),
        kpi("front-queue-late", counts.late, String::new()),
        median,
        kpi(
            "front-queue-this-week",
            counts.figures.this_week,
            say.with("front-queue-week-before", "count", counts.figures.week_before),
        ),
    ]
}

fn row_view(visit: &Visit, book: &Book, post: Post, tab: Tab, queue: &Queue, row: &Waiting) -> RowView {
    let (say, now) = (visit.say(), visit.now());
    let hidden = row.protection != Protection::None && !queue.named.contains(&row.child);
    let age = say.with("front-age", "years", row.label.age.on(now.day()));
    let place = &row.label.place;
    let about = if hidden || place.is_empty() { age } else { format!("{age}, {place}") };
    let name = match (hidden, row.label.given_name.as_str()) {
        (true, _) => say.t("front-protected"),
        (false, "") => say.t("front-no-name"),
        (false, name) => name.to_owned(),
    };
    let (kind, from) = from(say, book, row, hidden);
    let promised = Promised { urgency: row.urgency, received_at: row.received_at, due_at: row.due_at };
    let holder = row.taken_by.map(|id| book.colleague_name(id).to_owned()).unwrap_or_default();
    let may_take = tab == Tab::Waiting && !hidden;
    let mine = row.taken_by == Some(post.assignment) && tab != Tab::Done;
    let href = if hidden {
        String::new()
    } else if mine {
        Step::Safety.of(row.id)
    } else {
        format!("/en-vag-in/{}", row.id)
    };
    let interpreter = match row.gist.interpreter.as_str() {
        "" => String::new(),
        code => format!(". {}", say.with("front-queue-interpreter", "language", &language(say, code))),
    };
    RowView {
        clock: clock(say, promised, &queue.calendar, now),
        name,
        about,
        href,
        kind,
        from,
        topic: format!("{}{interpreter}", say.t(&format!("front-topic-{}", row.gist.topic.code()))),
        tag: tag(say, row),
        news: news(say, row, now),
        holder,
        holder_about: holder_about(say, row, tab, now),
        take_action: if may_take { format!("/en-vag-in/{}/ta-emot", row.id) } else { String::new() },
    }
}

/// Who asked: the child by name, a guardian, or a colleague's unit. A school says where a child is: of a protected identity it
/// is told to nobody before somebody has taken it, and afterwards only to the few who are named. Source: dossier 2.5.
fn from(say: Say<'_>, book: &Book, row: &Waiting, hidden: bool) -> (&'static str, String) {
    let place_hidden = hidden || (row.protection != Protection::None && row.state == WAITING);
    match (row.asker_kind.as_str(), row.asker_assignment.and_then(|id| book.colleague(id))) {
        ("professional", _) if place_hidden => ("fam", say.t("front-from-professional")),
        (_, Some(colleague)) => (org_of(colleague.post.branch), book.unit_name(colleague.post.unit).to_owned()),
        ("child", None) if !hidden && !row.label.given_name.is_empty() => {
            ("barn", say.with("front-from-child-named", "name", row.label.given_name.as_str()))
        }
        ("child", None) => ("barn", say.t("front-from-child")),
        (_, None) => ("fam", say.t("front-from-guardian")),
    }
}

fn tag(say: Say<'_>, row: &Waiting) -> TagView {
    let (tone, icon, key) = match (row.gist.check, row.urgency) {
        (Check::Danger, _) | (Check::NotAsked, Urgency::Acute) => ("danger", "octagon-alert", "front-check-call-first"),
        (Check::Handled, _) => ("warn", "triangle-alert", "front-check-handled"),
        (Check::NoDanger, _) => ("ok", "circle-check", "front-check-no-danger"),
        (Check::NotAsked, Urgency::SameDay) => ("warn", "triangle-alert", "front-check-same-day"),
        (Check::NotAsked, Urgency::Ordinary) => ("", "circle-help", "front-check-not-asked"),
    };
    TagView { tone, icon, text: say.t(key) }
}

/// What whoever asked has added or answered, until whoever has it writes again. Nobody has read it for certain before.
fn news(say: Say<'_>, row: &Waiting, now: Moment) -> String {
    let unread = |at: &Moment| row.draft_at.is_none_or(|saved| saved < *at);
    let at = |key: &str, at| say.with(key, "at", say.day_and_time(at, now).as_str());
    match (row.answered_at.filter(unread), row.added_at.filter(unread)) {
        (Some(answered), Some(added)) if added > answered => at("front-queue-added", added),
        (Some(answered), _) => at("front-queue-answered", answered),
        (None, Some(added)) => at("front-queue-added", added),
        (None, None) => String::new(),
    }
}

fn holder_about(say: Say<'_>, row: &Waiting, tab: Tab, now: Moment) -> String {
    let at = |key: &str, at| say.with(key, "at", say.day_and_time(at, now).as_str());
    match (tab, row.waiting_since, row.draft_at) {
        (Tab::Done, _, Some(decided)) => at("front-queue-decided", decided),
        (Tab::Mine | Tab::Others | Tab::Family | Tab::Done, Some(since), _) => at("front-queue-waiting", since),
        (Tab::Mine | Tab::Others | Tab::Family, None, Some(saved)) => at("front-queue-draft", saved),
        (Tab::Waiting, _, _) | (_, None, None) => String::new(),
    }
}

#[derive(Template)]
#[template(path = "queue_taken.html")]
struct TakenPage<'a> {
    a: Assets,
    say: Say<'a>,
    text: String,
}

/// The page for whoever was second: a colleague has it, and nothing was changed.
async fn too_late(visit: &Visit, who: Option<Id<Assignment>>) -> Result<Response, Problem> {
    let say = visit.say();
    let book = book_of(visit).await?;
    let text = match who.map(|who| book.colleague_name(who)).filter(|name| !name.is_empty()) {
        Some(name) => say.with("front-taken-by", "name", name),
        None => say.t("front-taken-by-another"),
    };
    let page = TakenPage { a: visit.assets(), say, text };
    visit.too_late_page(Shell::Work, &say.t("front-taken-title"), &page)
}

async fn take(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let (visit, id) = (sent.visit, id_of(&id)?);
    match commands::take(&visit.asker(), visit.post()?, id).await {
        Ok(()) => Ok(visit.see(&format!("/en-vag-in/{id}"))),
        Err(TakeError::TakenBy(who)) => too_late(&visit, who).await,
        Err(error) => Err(error.into()),
    }
}

async fn take_next(sent: Sent) -> Result<Response, Problem> {
    let visit = sent.visit;
    match commands::take_next(&visit.asker(), visit.post()?).await {
        Ok(id) => Ok(visit.see(&format!("/en-vag-in/{id}"))),
        Err(TakeError::NobodyWaits) => Ok(visit.see_and_tell("/en-vag-in", "front-nobody-waits")),
        Err(TakeError::TakenBy(who)) => too_late(&visit, who).await,
        Err(error) => Err(error.into()),
    }
}
