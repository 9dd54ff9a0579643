//! One trail: who holds the baton and what happens next, the map, everything that has happened, and the people around
//! the child. How much is shown follows from how one's unit is related to the trail.

mod around;
mod buttons;
mod narrow;

use access::action::trail::{Read, ReadCopies, ReadCourse};
use access::facts::TrailFacts;
use askama::Template;
use audit::Act;
use axum::response::Response;
use domain::moment::Moment;
use domain::trail::{Event, Handover, NextStep, State, Trail};
use i18n::Say;
use identity::children::commands as children;
use identity::children::{GuardianView, Label};
use identity::organisations::Book;
use web::{Assets, Fields, Problem, Shell, Visit};

use crate::adults::Adults;
use crate::clocks::Calendars;
use crate::commands::CommandError;
use crate::pages::OnTrail;
use crate::pages::show::around::PersonView;
use crate::pages::show::buttons::{Button, Buttons};
use crate::panels::Around;
use crate::store;
use crate::views::happenings::{HappeningView, Teller};
use crate::views::map::{Drawing, MapView};
use crate::views::promises::{PromiseView, for_staff};
use crate::views::{colleague, name_and_age, purpose, step_in_words, unit, words};

/// The most statements the page asks: two for facts, and one each for the trail, its history, the child's label, the
/// book, guardians, what is written and shared on the trail, and three for promised times.
pub const QUERIES_MAX: u32 = 19;
/// Events shown at first, and with each "older".
const EVENTS: usize = 10;

/// How much of a trail one's unit may see. Source: `domain::trail::relation::Sight`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    /// The unit is asked to take the baton: the summary, and nothing else.
    Summary,
    /// The unit was given copies: these and who holds the baton, and the summary if it is asked to take it.
    Copies,
    /// The unit holds the baton or has held it lately: the course of the trail. Also for whom the glass is broken.
    Course,
}

impl Sight {
    /// From the facts and the policies alone, before anything of the trail is read.
    fn of(act: &Act, facts: &TrailFacts) -> Self {
        if act.may::<ReadCourse>(facts) {
            Self::Course
        } else if act.may::<ReadCopies>(facts) {
            Self::Copies
        } else {
            Self::Summary
        }
    }
}

struct BatonView {
    holder: String,
    kind: &'static str,
    organisation: String,
    since: String,
    next: String,
    next_note: String,
}

#[expect(clippy::struct_field_names, reason = "the component names them so")]
struct BatonWords {
    baton_label: String,
    baton_holder: String,
    baton_next: String,
    baton_no_holder: String,
    baton_no_next: String,
}

/// The child's own words.
struct VoiceView {
    words: String,
    who: String,
}

/// What other parts of this capability show on the page, already rendered.
#[derive(Default)]
struct Panels {
    /// The child's own words, if one's domain has them.
    voice: Option<VoiceView>,
    /// The entries of one's own domain.
    entries: String,
    /// Consents and sharing.
    sharing: String,
}

#[derive(Template)]
#[template(path = "trail.html")]
struct TrailPage<'a> {
    a: Assets,
    s: Say<'a>,
    t: BatonWords,
    child: String,
    about: String,
    baton: BatonView,
    closed: String,
    pending: Option<PendingView>,
    /// What is promised and by when, law and region side by side.
    promises: Vec<PromiseView>,
    buttons: Vec<Button>,
    more: Vec<Button>,
    drawings: Vec<Drawing>,
    sentence: String,
    planned: Option<HappeningView>,
    happenings: Vec<HappeningView>,
    older: String,
    older_label: String,
    newest: String,
    people: Vec<PersonView>,
    /// Where custody is confirmed and codes are handed out; empty for those who may not.
    adults: Adults,
    panels: Panels,
    warning: String,
}

struct PendingView {
    text: String,
    due: String,
    waits: String,
}

/// Everything that has been read for the page.
struct Found {
    trail: Trail,
    events: Vec<Event>,
    label: Label,
    guardians: Vec<GuardianView>,
    adults: Adults,
    panels: Panels,
    promises: Vec<PromiseView>,
}

/// Shows a trail.
pub(super) async fn show(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let own = visit.post()?;
    let say = visit.say();
    let mut act = visit.asker().begin_reading("trail.show").await?;
    let now = act.now();
    let facts = store::facts(act.transaction(), id, now).await?.ok_or(CommandError::NotFound)?;
    let permit = act.authorize::<Read>(&facts).await?;
    let trail = store::find(&mut act, &permit).await?.ok_or(Problem::NotFound)?;
    let label = store::label(&mut act, &permit).await?.ok_or(Problem::NotFound)?;
    let book = Book::open(act.transaction()).await?;
    let buttons = Buttons::of(&act, &facts, &trail, own.assignment);
    let sight = Sight::of(&act, &facts);
    let a = visit.assets();
    let asked = match trail.pending().filter(|pending| pending.to.unit == own.unit && sight != Sight::Course) {
        Some(pending) => {
            let due = crate::handovers::store::due(&mut act, &permit).await?;
            Some(narrow::asked(say, &book, (&trail, pending, due), now))
        }
        None => None,
    };
    if sight == Sight::Summary {
        let asked = asked.ok_or(Problem::NotFound)?;
        let page = narrow::AskedPage::of(a, say, (&trail, asked), &label, buttons, now);
        let logged = act.finish(permit).await?;
        return visit.personal_page(logged, Shell::Work, &say.t("trail-page"), &page);
    }
    let guardians = children::guardians_for_trail(&mut act, &permit).await?;
    let (child_name, years) = (label.given_name.as_str(), label.age.on(now.day()));
    let around = Around { say, a: &a, book: &book, guardians: &guardians, child_name, years, now };
    let panels = panels(&mut act, &permit, &facts, around).await?;
    if sight == Sight::Copies {
        let logged = act.finish(permit).await?;
        let baton = baton(say, &book, &trail, now);
        let page = narrow::CopiesPage::of(a.clone(), say, (&trail, asked, baton), &label, (buttons, panels), now);
        return visit.personal_page(logged, Shell::Work, &say.t("trail-page"), &page);
    }
    let events = crate::history::store::all(&mut act, &permit).await?;
    let adults = Adults::of(&act, &facts);
    let promises = promised(&mut act, &permit, &trail, (say, &*book)).await?;
    let found = Found { trail, events, label, guardians, adults, panels, promises };
    let logged = act.finish(permit).await?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let page = page(&visit, &book, found, buttons, fields.text("fore").parse().ok(), now);
    visit.personal_page(logged, Shell::Work, &say.t("trail-page"), &page)
}

/// The promises that run: the answer to a handover that waits, and those about the help itself.
async fn promised(
    act: &mut Act,
    permit: &access::Permit<Read>,
    trail: &Trail,
    (say, book): (Say<'_>, &Book),
) -> Result<Vec<PromiseView>, Problem> {
    let (child, now) = (trail.snapshot().child, act.now());
    let mut clocks = match trail.pending() {
        Some(pending) => crate::clocks::store::running(act.transaction(), child, pending.id).await?,
        None => vec![],
    };
    clocks.extend(crate::clocks::care::store::on_trail(act, permit).await?);
    clocks.sort_by_key(|(_, clock)| clock.due_at());
    let calendars = Calendars::read(act.transaction()).await?;
    Ok(for_staff(say, (book, &calendars), &clocks, now))
}

/// What entries and sharing show of themselves.
async fn panels(
    act: &mut Act,
    permit: &access::Permit<Read>,
    facts: &TrailFacts,
    around: Around<'_>,
) -> Result<Panels, Problem> {
    let Some((entries, sharing)) = crate::panels::read(act, permit, facts, around).await? else {
        return Ok(Panels::default());
    };
    let rendered = |html: Result<String, askama::Error>| html.map_err(|_| Problem::Internal);
    let voice = entries.voice().map(|voice| VoiceView { words: voice.words.clone(), who: voice.who.clone() });
    Ok(Panels { voice, entries: rendered(entries.render())?, sharing: rendered(sharing.render())? })
}

fn page<'a>(
    visit: &'a Visit,
    book: &Book,
    found: Found,
    buttons: Buttons,
    before: Option<usize>,
    now: Moment,
) -> TrailPage<'a> {
    let say = visit.say();
    let Found { trail, events, label, guardians, adults, panels, promises } = found;
    let teller = Teller { say, book, child: &label.given_name, now };
    let map = crate::views::map::draw((say, book), &trail, &events, &[], now);
    let (drawings, sentence) =
        map.map_or((vec![], String::new()), |MapView { drawings, sentence }| (drawings, sentence));
    let end = before.unwrap_or(events.len()).min(events.len());
    let start = end.saturating_sub(EVENTS);
    let shown = events.get(start..end).unwrap_or_default();
    let address = format!("/led/{}", trail.snapshot().id);
    let (first, more) = buttons.split(say, &address);
    TrailPage {
        a: visit.assets(),
        s: say,
        t: baton_words(say),
        child: name_and_age(say, &label, now.day()),
        about: about(say, &trail, &label, now),
        baton: baton(say, book, &trail, now),
        closed: closed(say, &trail, now),
        pending: trail.pending().map(|pending| pending_view(say, book, pending, now)),
        promises,
        buttons: first,
        more,
        drawings,
        sentence,
        planned: if before.is_none() { planned(say, book, &trail, now) } else { None },
        happenings: shown.iter().rev().map(|event| teller.tell(event)).collect(),
        older: if start > 0 { format!("{address}?fore={start}#handelser") } else { String::new() },
        older_label: say.with("trail-events-older", "count", start),
        newest: if before.is_some() { format!("{address}#handelser") } else { String::new() },
        people: around::people(say, book, &trail, &events, &guardians),
        adults,
        panels,
        warning: if trail.snapshot().returns >= 2 {
            say.with("trail-bounced-warning", "returns", trail.snapshot().returns)
        } else {
            String::new()
        },
    }
}

fn baton_words(say: Say<'_>) -> BatonWords {
    BatonWords {
        baton_label: say.t("trail-baton-label"),
        baton_holder: say.t("trail-baton-holder"),
        baton_next: say.t("trail-next-step"),
        baton_no_holder: say.t("trail-baton-no-holder"),
        baton_no_next: say.t("trail-no-next-step"),
    }
}

/// "Björkeryd. Led sedan 8 september."
fn about(say: Say<'_>, trail: &Trail, label: &Label, now: Moment) -> String {
    let since = say.day(trail.snapshot().opened_at.day(), now.day());
    let since = words(say, "trail-since", [("day", &since)]);
    if label.place.is_empty() { since } else { format!("{}. {since}", label.place) }
}

fn baton(say: Say<'_>, book: &Book, trail: &Trail, now: Moment) -> BatonView {
    match &trail.snapshot().state {
        State::Open(open) => {
            let holds = unit(book, open.holder.unit);
            let since = say.day(open.holder.since.day(), now.day());
            let (next, next_note) = match &open.next_step {
                NextStep::Known(step) if step.when.is_past(now) => {
                    (step_in_words(say, step, now), say.t("trail-next-step-past"))
                }
                NextStep::Known(step) => (step_in_words(say, step, now), String::new()),
                NextStep::Missing => (String::new(), String::new()),
            };
            BatonView {
                holder: colleague(say, book, open.holder.assignment),
                kind: holds.kind,
                organisation: holds.name,
                since: words(say, "trail-holds-since", [("day", &since)]),
                next,
                next_note,
            }
        }
        State::Closed(closed) => {
            let held = unit(book, closed.last.unit);
            BatonView {
                holder: colleague(say, book, closed.last.assignment),
                kind: held.kind,
                organisation: held.name,
                since: String::new(),
                next: String::new(),
                next_note: String::new(),
            }
        }
    }
}

/// "Avslutad 3 december: målen är nådda. …"; nothing of an open trail.
fn closed(say: Say<'_>, trail: &Trail, now: Moment) -> String {
    match &trail.snapshot().state {
        State::Open(_) => String::new(),
        State::Closed(closed) => {
            let day = say.day(closed.at.day(), now.day());
            let reason = say.t(&format!("trail-close-{}", closed.reason.code()));
            words(say, "trail-closed-on", [("day", &day), ("reason", &reason), ("told", closed.told.as_str())])
        }
    }
}

fn pending_view(say: Say<'_>, book: &Book, pending: &Handover, now: Moment) -> PendingView {
    let to = unit(book, pending.to.unit).name;
    let sent = say.day_and_time(pending.sent_at, now);
    let question = matches!(pending.stage, domain::trail::Stage::Asked { .. });
    let key = if question { "trail-pending-asked" } else { "trail-pending" };
    PendingView {
        text: words(say, key, [("unit", &to), ("sent", &sent)]),
        due: purpose(say, pending.purpose),
        waits: waits(say, pending, now),
    }
}

/// What the family has waited, and what of it the receiver has had, when the two differ.
fn waits(say: Say<'_>, handover: &Handover, now: Moment) -> String {
    let Some(clocks) = handover.clocks(now) else { return String::new() };
    let days = |time: jiff::SignedDuration| (time.as_hours() / 24).to_string();
    let (family, receiver) = (days(clocks.family), days(clocks.receiver));
    if clocks.family == clocks.receiver {
        return words(say, "trail-waits", [("days", &family)]);
    }
    words(say, "trail-waits-both", [("days", &family), ("receiver", &receiver)])
}

/// The next step, first in the list of events.
fn planned(say: Say<'_>, book: &Book, trail: &Trail, now: Moment) -> Option<HappeningView> {
    let State::Open(open) = &trail.snapshot().state else { return None };
    let NextStep::Known(step) = &open.next_step else { return None };
    let holds = unit(book, open.holder.unit);
    let when = match step.when {
        domain::trail::When::At(moment) => say.day_and_time(moment, now),
        domain::trail::When::On(day) => say.near_day(day, now.day()),
    };
    Some(HappeningView {
        kind: holds.kind,
        title: step.what.as_str().to_owned(),
        text: String::new(),
        when,
        datetime: step.when.day().to_string(),
        place: holds.name,
    })
}
