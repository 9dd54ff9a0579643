//! *Min dag*: what waits for me, what I wait for, and what is new on my trails. Waiting first, in order of time left.

mod none;
mod notes;

use access::action::trail::List;
use access::facts::UnitFacts;
use askama::Template;
use axum::response::Response;
use domain::calendar::{Standing, week};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Post;
use domain::trail::Trail;
use i18n::Say;
use identity::organisations::Book;
use jiff::SignedDuration;
use web::{Assets, Link, Problem, Session, Shell, Visit};

use crate::clocks::Calendars;
use crate::clocks::care::store::{self as promises, Promised};
use crate::entries::hidings::{Due, store as hidings};
use crate::listening::{Notes, on_the_day};
use crate::lists::store as lists;
use crate::lists::waiting::{Answer, Waiting, store as waiting};
use crate::lists::{Given, News, Overdue, Part, Place, Row};
use crate::pages::day::none::no_trails;
use crate::pages::day::notes::{
    NoteView, OVERDUE_MAX, REVIEWS_MAX, bounced, months, overdue, promised, review, turning,
};
use crate::views::happenings::Teller;
use crate::views::time::{self, Counted};
use crate::views::{actor, capital, colleague_name, next_step, purpose, unit, whom, words};

/// The most statements the page asks, whatever the number of trails: the book, the directory, and ten lists.
pub const QUERIES_MAX: u32 = 12;
/// Rows shown of each list.
const ROWS_MAX: i64 = 15;
/// How far ahead a next step counts as waiting, in days.
const STEP_DAYS: i32 = 7;
/// How long something is new, in days.
const NEWS_DAYS: i64 = 14;

struct TaskView {
    clock: Counted,
    href: String,
    title: String,
    text: String,
    action: String,
    kind: &'static str,
    unit: String,
    person: String,
}

struct WaitView {
    href: String,
    child: String,
    kind: &'static str,
    unit: String,
    purpose: String,
    tone: &'static str,
    icon: &'static str,
    due: String,
}

struct NewsView {
    href: String,
    child: String,
    text: String,
    when: String,
}

#[derive(Template)]
#[template(path = "day.html")]
struct DayPage<'a> {
    a: Assets,
    s: Say<'a>,
    today: String,
    greeting: String,
    waiting: String,
    waiting_urgent: String,
    tasks: Vec<TaskView>,
    /// Where the rest stands of what is too much for one page.
    rest: Vec<Link>,
    waits: Vec<WaitView>,
    rest_of_waits: Vec<Link>,
    news: Vec<NewsView>,
    /// What is promised to the children whose baton I hold, and broken or soon due.
    promised: Vec<NoteView>,
    /// What is hidden from a guardian and must be looked at again.
    reviews: Vec<NoteView>,
    /// What is late at the unit, for whoever leads it.
    overdue: Vec<NoteView>,
    bounced: Vec<NoteView>,
    turning: Vec<NoteView>,
    more: Vec<Notes>,
    may_open: bool,
}

/// The lists of the day.
struct Lists {
    incoming: Part<Waiting>,
    outgoing: Part<Waiting>,
    steps: Vec<Row>,
    news: Vec<News>,
    given: Vec<Given>,
    promised: Vec<Promised>,
    reviews: Vec<Due>,
    overdue: Vec<Overdue>,
    bounced: Vec<Row>,
    turning: Vec<Row>,
    more: Vec<Notes>,
}

/// Shows the day.
pub(super) async fn show(visit: Visit) -> Result<Response, Problem> {
    let Session::Staff { standing, name, .. } = &visit.session else { return Err(Problem::NotLoggedIn) };
    let Some((post, _)) = standing else { return Ok(visit.see("/uppdrag")) };
    let say = visit.say();
    let mut act = visit.asker().begin_reading("trail.day").await?;
    let now = act.now();
    let title = say.t("trail-menu-day");
    let (today, greeting) = (date(say, now), greeting(say, name, now));
    let facts = UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch };
    if !act.may::<List>(&facts) {
        // Whoever keeps the log or the system has a first page too, but no trails on it.
        return no_trails(&visit, &act, (today, greeting));
    }
    let permit = act.authorize::<List>(&facts).await?;
    let book = Book::open(act.transaction()).await?;
    let calendars = Calendars::read(act.transaction()).await?;
    let until = crate::store::end_of(now.day().plus_days(STEP_DAYS));
    let since = now.plus(-SignedDuration::from_hours(24 * NEWS_DAYS));
    let holder = post.assignment;
    let leads = post.role.leads();
    let lists = Lists {
        incoming: waiting::incoming(&mut act, &permit, Place::start(), ROWS_MAX).await?,
        outgoing: waiting::outgoing(&mut act, &permit, holder, Place::start(), ROWS_MAX).await?,
        steps: lists::of_holder(&mut act, &permit, holder, Place::start(), until, ROWS_MAX + 1).await?,
        news: lists::news(&mut act, &permit, holder, since, ROWS_MAX).await?,
        given: lists::given(&mut act, &permit, holder, since, ROWS_MAX).await?,
        promised: promises::of_holder(&mut act, &permit, holder, until, ROWS_MAX).await?,
        reviews: hidings::due(&mut act, &permit).await?,
        overdue: if leads {
            lists::overdue(&mut act, &permit, now, Place::start(), OVERDUE_MAX).await?
        } else {
            vec![]
        },
        bounced: if leads { lists::bounced(&mut act, &permit, ROWS_MAX).await? } else { vec![] },
        turning: lists::turning_18(&mut act, &permit, months(now), ROWS_MAX).await?,
        more: on_the_day(&mut act, say).await?,
    };
    let logged = act.finish(permit).await?;
    let known = Known { book: &book, calendars: &calendars, post };
    let page = page(&visit, known, lists, (today, greeting), now);
    visit.personal_page(logged, Shell::Work, &title, &page)
}

/// What rows are put into words with.
#[derive(Clone, Copy)]
struct Known<'a> {
    book: &'a Book,
    calendars: &'a Calendars,
    post: &'a Post,
}

impl Known<'_> {
    /// The clock of a handover, on the calendar of whoever is to answer.
    fn clock(self, say: Say<'_>, row: &Waiting, now: Moment) -> Counted {
        time::promise(say, row.clock, &self.calendars.of(row.to), now)
    }
}

fn page<'a>(
    visit: &'a Visit,
    known: Known<'_>,
    mut lists: Lists,
    (today, greeting): (String, String),
    now: Moment,
) -> DayPage<'a> {
    let (say, Known { book, calendars, post }) = (visit.say(), known);
    let reviews = lists.reviews.iter().filter_map(|due| review(say, book, due, post, now));
    let teller = Teller { say, book, child: "", now };
    let offered = lists.incoming.more.then(|| link(say, "erbjudna", "trail-day-all-offered"));
    let steps = cut(&mut lists.steps).then(|| link(say, "mina", "trail-day-all-mine"));
    let waited = lists.outgoing.more.then(|| link(say, "vantar", "trail-day-all-waited"));
    let rest: Vec<Link> = offered.into_iter().chain(steps).collect();
    let mut tasks: Vec<TaskView> = lists.incoming.rows.iter().map(|row| incoming(say, known, row, now)).collect();
    tasks.extend(
        lists.outgoing.rows.iter().filter(|row| row.answer == Answer::Giver).map(|row| asked(say, known, row, now)),
    );
    tasks.extend(lists.steps.iter().map(|row| step(say, row, now)));
    tasks.sort_by_key(|task| (task.clock.standing != Standing::Late, task.clock.due_at));
    let (waiting, mut waiting_urgent) = sentence(say, &tasks, !rest.is_empty() || waited.is_some());
    if tasks.is_empty() && !(lists.overdue.is_empty() && lists.more.is_empty()) {
        waiting_urgent = say.t("trail-day-to-know");
    }
    let waits = lists.outgoing.rows.iter().filter(|row| row.answer == Answer::Receiver);
    let mut news: Vec<(Moment, NewsView)> = lists.news.iter().map(|row| news(teller, row)).collect();
    news.extend(lists.given.iter().map(|row| given(teller, row)));
    news.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    DayPage {
        a: visit.assets(),
        s: say,
        today,
        greeting,
        waiting,
        waiting_urgent,
        rest,
        waits: waits.map(|row| wait(say, known, row, now)).collect(),
        rest_of_waits: waited.into_iter().collect(),
        news: news.into_iter().map(|(_, view)| view).take(8).collect(),
        promised: lists.promised.iter().filter_map(|row| promised(say, (book, calendars), row, now)).collect(),
        reviews: reviews.take(REVIEWS_MAX).collect(),
        overdue: lists.overdue.iter().map(|late| overdue(say, book, late, now)).collect(),
        bounced: lists.bounced.iter().map(|row| bounced(say, book, row, now)).collect(),
        turning: lists.turning.iter().filter_map(|row| turning(say, row, now)).collect(),
        tasks,
        more: lists.more,
        may_open: true,
    }
}

/// Whether there is more than is shown; what is more is taken away.
fn cut<T>(rows: &mut Vec<T>) -> bool {
    let shown = usize::try_from(ROWS_MAX).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    more
}

fn link(say: Say<'_>, list: &str, key: &str) -> Link {
    Link { href: format!("/leder?visa={list}"), label: say.t(key) }
}

fn address(trail: Id<Trail>) -> String {
    format!("/led/{trail}")
}

/// A handover that waits for my unit's answer.
fn incoming(say: Say<'_>, known: Known<'_>, row: &Waiting, now: Moment) -> TaskView {
    let from = unit(known.book, row.from);
    TaskView {
        clock: known.clock(say, row, now),
        href: address(row.trail),
        title: whom(say, &row.whom, now.day()),
        text: purpose(say, row.purpose),
        action: say.t("trail-day-answer"),
        kind: from.kind,
        unit: from.name,
        person: colleague_name(say, known.book, row.sent_by),
    }
}

/// A question about what my unit has sent.
fn asked(say: Say<'_>, known: Known<'_>, row: &Waiting, now: Moment) -> TaskView {
    let to = unit(known.book, row.to);
    let mut clock = known.clock(say, row, now);
    // The receiver's clock stands still while it waits for us; for us that is a reason to hurry, not to rest.
    if clock.standing == Standing::Paused {
        clock.shown.text = say.t("trail-day-question");
        clock.shown.left = say.t("trail-day-question-left");
        clock.shown.tone = "today";
        clock.shown.icon = "circle-help";
        clock.standing = Standing::Today;
    }
    TaskView {
        clock,
        href: format!("{}/komplettera", address(row.trail)),
        title: whom(say, &row.whom, now.day()),
        text: words(say, "trail-day-asks-more", [("unit", &to.name)]),
        action: say.t("trail-day-reply"),
        kind: to.kind,
        unit: to.name,
        person: String::new(),
    }
}

/// A next step on a trail that I hold.
fn step(say: Say<'_>, row: &Row, now: Moment) -> TaskView {
    let clock = time::step(say, &row.next, row.at, now);
    let text = next_step(say, &row.next, now);
    let (text, action) = if text.is_empty() {
        (say.t("trail-no-next-step"), say.t("trail-day-say-step"))
    } else {
        (text, say.t("trail-day-follow-up"))
    };
    TaskView {
        clock,
        href: address(row.trail),
        title: whom(say, &row.whom, now.day()),
        text,
        action,
        kind: "",
        unit: String::new(),
        person: say.t("trail-day-you-hold"),
    }
}

fn wait(say: Say<'_>, known: Known<'_>, row: &Waiting, now: Moment) -> WaitView {
    let to = unit(known.book, row.to);
    let clock = known.clock(say, row, now);
    let (tone, icon) = match clock.standing {
        Standing::Late => ("danger", "triangle-alert"),
        Standing::Today => ("trail", "alarm-clock"),
        Standing::InTime | Standing::Paused => ("", "clock"),
    };
    WaitView {
        href: address(row.trail),
        child: whom(say, &row.whom, now.day()),
        kind: to.kind,
        unit: to.name,
        purpose: purpose(say, row.purpose),
        tone,
        icon,
        due: clock.shown.text,
    }
}

fn news(teller: Teller<'_>, row: &News) -> (Moment, NewsView) {
    let Teller { say, book, now, .. } = teller;
    let child = whom(say, &row.whom, now.day());
    let by = actor(say, book, "", &row.by);
    let view = NewsView {
        href: address(row.trail),
        child,
        text: teller.title(&row.happened, &by),
        when: say.day_and_time(row.at, now),
    };
    (row.at, view)
}

fn given(teller: Teller<'_>, row: &Given) -> (Moment, NewsView) {
    let Teller { say, book, now, .. } = teller;
    let holder = row.holder.map_or(String::new(), |holder| unit(book, holder).name);
    let view = NewsView {
        href: address(row.trail),
        child: whom(say, &row.whom, now.day()),
        text: words(say, "trail-day-given", [("unit", &holder)]),
        when: say.day_and_time(row.at, now),
    };
    (row.at, view)
}

/// "Tisdag 24 november, vecka 48".
fn date(say: Say<'_>, now: Moment) -> String {
    let today = now.day();
    let number = week(today).number.to_string();
    capital(&words(say, "trail-day-date", [("day", &say.weekday(today, today)), ("week", &number)]))
}

fn greeting(say: Say<'_>, name: &str, now: Moment) -> String {
    let key = match now.stockholm().hour() {
        4..=10 => "trail-day-morning",
        17..=23 => "trail-day-evening",
        _ => "trail-day-hello",
    };
    words(say, key, [("name", name.split_whitespace().next().unwrap_or_default())])
}

/// "Fem saker väntar på dig." and, in bold, what of it is late or due today. What is more than a page shows is not counted, and
/// that is said.
fn sentence(say: Say<'_>, tasks: &[TaskView], more: bool) -> (String, String) {
    let count = |standing: Standing| tasks.iter().filter(|task| task.clock.standing == standing).count();
    let (late, today) = (count(Standing::Late), count(Standing::Today));
    let urgent = match (late, today) {
        (0, 0) => String::new(),
        (late, 0) => say.with("trail-day-late", "late", late),
        (0, today) => say.with("trail-day-today", "today", today),
        (late, today) => {
            let late = say.with("trail-day-late-and", "late", late);
            let today = say.with("trail-day-and-today", "today", today);
            format!("{late} {today}")
        }
    };
    let key = if more { "trail-day-waiting-more" } else { "trail-day-waiting" };
    (say.with(key, "count", tasks.len()), urgent)
}
