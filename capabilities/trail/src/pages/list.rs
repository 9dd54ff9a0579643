//! *Leder*: the trails that my unit holds, or held last, in order of their next step; those without one stand first. And the
//! handovers that wait: for my unit's answer, and for the answers of others, in the order in which they are promised.

use access::action::trail::List;
use access::facts::UnitFacts;
use askama::Template;
use axum::response::Response;
use domain::calendar::{Standing, WorkingDays};
use domain::moment::Moment;
use domain::organisation::Unit;
use i18n::Say;
use identity::organisations::Book;
use web::{Assets, Fields, Problem, Shell, Visit};

use crate::clocks::Calendars;
use crate::lists::store as lists;
use crate::lists::waiting::{Answer, Waiting, store as waiting};
use crate::lists::{Late, Overdue, Part, Place, Row};
use crate::views::{colleague_name, next_or_missing, purpose, time, unit, whom, words};

/// The most statements the page asks, whatever the number of trails: the book, the directory and the list.
pub const QUERIES_MAX: u32 = 3;
/// Rows on a page.
const ROWS: usize = 25;

/// Which trails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    Mine,
    Units,
    Missing,
    Late,
    Offered,
    Waited,
    Closed,
}

impl Show {
    const ALL: [Self; 7] =
        [Self::Mine, Self::Units, Self::Missing, Self::Late, Self::Offered, Self::Waited, Self::Closed];

    /// As it stands in an address.
    const fn code(self) -> &'static str {
        match self {
            Self::Mine => "mina",
            Self::Units => "enhetens",
            Self::Missing => "utan-steg",
            Self::Late => "forsenade",
            Self::Offered => "erbjudna",
            Self::Waited => "vantar",
            Self::Closed => "avslutade",
        }
    }

    fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.code() == code).unwrap_or(Self::Units)
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Mine => "trail-list-mine",
            Self::Units => "trail-list-units",
            Self::Missing => "trail-list-missing",
            Self::Late => "trail-list-late",
            Self::Offered => "trail-list-offered",
            Self::Waited => "trail-list-waited",
            Self::Closed => "trail-list-closed",
        }
    }

    /// What is said where there is nothing.
    const fn nothing(self) -> &'static str {
        match self {
            Self::Mine => "trail-list-no-mine",
            Self::Units => "trail-list-no-units",
            Self::Missing => "trail-list-no-missing",
            Self::Late => "trail-list-no-late",
            Self::Offered => "trail-list-no-offered",
            Self::Waited => "trail-list-no-waited",
            Self::Closed => "trail-list-no-closed",
        }
    }

    /// Whether nothing is news to whoever looks, who then goes on to another list.
    const fn goes_on(self) -> bool {
        matches!(self, Self::Mine | Self::Units)
    }

    /// What the time of a row is, and who stands in it: of a handover, by when the answer is promised, and who sent it.
    const fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Offered | Self::Waited => ("trail-column-due", "trail-column-sent-by"),
            Self::Mine | Self::Units | Self::Missing | Self::Late | Self::Closed => {
                ("trail-column-when", "trail-column-holder")
            }
        }
    }

    /// The column of which unit is offered it; none where that is always one's own, or nobody.
    const fn offered(self) -> Option<&'static str> {
        match self {
            Self::Mine | Self::Units | Self::Missing | Self::Late | Self::Waited => Some("trail-column-offered"),
            Self::Offered | Self::Closed => None,
        }
    }

    /// What is asked of whoever looks, about every row; none where nothing is.
    const fn asks(self) -> Option<&'static str> {
        match self {
            Self::Offered => Some("trail-day-answer"),
            Self::Mine | Self::Units | Self::Missing | Self::Late | Self::Waited | Self::Closed => None,
        }
    }
}

struct TabView {
    href: String,
    label: String,
    current: bool,
}

struct RowView {
    href: String,
    child: String,
    place: String,
    next: String,
    holder: String,
    offered: String,
    offered_kind: &'static str,
    tone: &'static str,
    icon: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "trails.html")]
struct ListPage<'a> {
    a: Assets,
    s: Say<'a>,
    title: String,
    unit: String,
    csrf: String,
    tabs: Vec<TabView>,
    rows: Vec<RowView>,
    /// What is said where there are no rows.
    nothing: String,
    nothing_text: String,
    /// Headings of columns; of the last two empty where the list has none such.
    when: String,
    who: String,
    offered: String,
    /// What every row leads to, in words.
    asks: String,
    shown: String,
    next: String,
}

/// The rows of a page with their places, and whether there are more.
type Rows = (Vec<(Place, RowView)>, bool);

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Result<Response, Problem> {
    let post = visit.post()?;
    let say = visit.say();
    let asked = Fields::parse(visit.query.as_bytes())?;
    let show = Show::from_code(asked.text("visa"));
    let start = if show == Show::Closed { Place::latest() } else { Place::start() };
    let after = Place::read(asked.text("efter")).unwrap_or(start);
    let mut act = visit.asker().begin_reading("trail.list").await?;
    let now = act.now();
    let facts = UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch };
    let permit = act.authorize::<List>(&facts).await?;
    let book = Book::open(act.transaction()).await?;
    let calendars = Calendars::read(act.transaction()).await?;
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let (nothing, whole) = (Moment::from_microseconds(0), Moment::from_microseconds(i64::MAX));
    let place = |row: &Row| Place { at: row.at, trail: row.trail };
    let trails = |mut rows: Vec<Row>| -> Rows {
        let more = rows.len() > ROWS;
        rows.truncate(ROWS);
        (rows.iter().map(|row| (place(row), view(say, &book, row, show, now))).collect(), more)
    };
    let late = |mut rows: Vec<Overdue>| -> Rows {
        let more = rows.len() > ROWS;
        rows.truncate(ROWS);
        (rows.iter().map(|late| (place(&late.row), late_view(say, &book, late, now))).collect(), more)
    };
    let handovers = |part: Part<Waiting>| -> Rows {
        let view = |row: &Waiting| (row.place, waiting_view(say, &book, row, show, (&calendars.of(row.to), now)));
        (part.rows.iter().map(view).collect(), part.more)
    };
    let most = limit - 1;
    let (rows, more) = match show {
        Show::Mine => trails(lists::of_holder(&mut act, &permit, post.assignment, after, whole, limit).await?),
        Show::Units => trails(lists::of_unit(&mut act, &permit, (nothing, whole), after, limit).await?),
        Show::Missing => trails(lists::of_unit(&mut act, &permit, (nothing, nothing), after, limit).await?),
        Show::Late => late(lists::overdue(&mut act, &permit, now, after, limit).await?),
        Show::Offered => handovers(waiting::incoming(&mut act, &permit, after, most).await?),
        Show::Waited => handovers(waiting::outgoing(&mut act, &permit, post.assignment, after, most).await?),
        Show::Closed => trails(lists::closed(&mut act, &permit, after, limit).await?),
    };
    let logged = act.finish(permit).await?;
    let (when, who) = show.columns();
    let last = rows.last().filter(|_| more).map(|(place, _)| *place);
    let page = ListPage {
        a: visit.assets(),
        s: say,
        title: say.t("trail-menu-trails"),
        unit: unit_name(&book, post.unit),
        csrf: visit.form_token(),
        tabs: tabs(say, show),
        nothing: say.t(show.nothing()),
        nothing_text: if show.goes_on() { say.t("trail-list-none-text") } else { String::new() },
        when: say.t(when),
        who: say.t(who),
        offered: show.offered().map_or(String::new(), |key| say.t(key)),
        asks: show.asks().map_or(String::new(), |key| say.t(key)),
        shown: say.with("trail-list-shown", "count", rows.len()),
        next: last.map_or(String::new(), |place| format!("/leder?visa={}&efter={}", show.code(), place.written())),
        rows: rows.into_iter().map(|(_, view)| view).collect(),
    };
    visit.personal_page(logged, Shell::Work, &page.title.clone(), &page)
}

fn unit_name(book: &Book, id: domain::id::Id<Unit>) -> String {
    unit(book, id).name
}

fn tabs(say: Say<'_>, current: Show) -> Vec<TabView> {
    let tab = |show: Show| TabView {
        href: format!("/leder?visa={}", show.code()),
        label: say.t(show.words()),
        current: show == current,
    };
    Show::ALL.into_iter().map(tab).collect()
}

fn view(say: Say<'_>, book: &Book, row: &Row, show: Show, now: Moment) -> RowView {
    let (tone, icon, state) = if show == Show::Closed {
        let day = say.day(row.at.day(), now.day());
        ("", "circle-check", words(say, "trail-list-closed-on", [("day", &day)]))
    } else {
        let clock = time::step(say, &row.next, row.at, now);
        (tone(clock.standing), clock.shown.icon, clock.shown.text)
    };
    let offered = row.offered_to.map(|to| unit(book, to));
    RowView {
        href: format!("/led/{}", row.trail),
        child: whom(say, &row.whom, now.day()),
        place: match &row.whom {
            crate::lists::Whom::Known(label) => label.place.clone(),
            crate::lists::Whom::Protected => String::new(),
        },
        next: if show == Show::Closed { String::new() } else { next_or_missing(say, &row.next, now) },
        holder: colleague_name(say, book, row.holder),
        offered_kind: offered.as_ref().map_or("", |unit| unit.kind),
        offered: offered.map_or(String::new(), |unit| unit.name),
        tone,
        icon,
        state,
    }
}

/// A trail that has waited longer than it was to.
fn late_view(say: Say<'_>, book: &Book, late: &Overdue, now: Moment) -> RowView {
    let row = view(say, book, &late.row, Show::Late, now);
    match late.late {
        Late::Step => row,
        Late::Answer => {
            let day = say.near_day(late.row.at.day(), now.day());
            let state = words(say, "trail-list-answer-was-due", [("day", &day)]);
            RowView { tone: tone(Standing::Late), icon: "triangle-alert", state, ..row }
        }
    }
}

/// A handover that waits: who sent it, to whom, and by when the answer is promised.
fn waiting_view(
    say: Say<'_>,
    book: &Book,
    row: &Waiting,
    show: Show,
    (calendar, now): (&WorkingDays, Moment),
) -> RowView {
    let clock = time::promise(say, row.clock, calendar, now);
    let to = unit(book, row.to);
    let by = colleague_name(say, book, row.sent_by);
    RowView {
        href: format!("/led/{}", row.trail),
        child: whom(say, &row.whom, now.day()),
        place: match &row.whom {
            crate::lists::Whom::Known(label) => label.place.clone(),
            crate::lists::Whom::Protected => String::new(),
        },
        next: match row.answer {
            Answer::Receiver => purpose(say, row.purpose),
            Answer::Giver => words(say, "trail-day-asks-more", [("unit", &to.name)]),
        },
        // What one waits for oneself was sent from one's own unit, always.
        holder: if show == Show::Waited { by } else { format!("{by}, {}", unit_name(book, row.from)) },
        offered_kind: to.kind,
        offered: to.name,
        tone: tone(clock.standing),
        icon: clock.shown.icon,
        state: clock.shown.text,
    }
}

const fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Late => "danger",
        Standing::Today => "trail",
        Standing::InTime | Standing::Paused => "",
    }
}
