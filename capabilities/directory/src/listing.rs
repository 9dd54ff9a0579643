//! The directory for anyone: a list to filter, and one entry with everything.

use std::collections::BTreeMap;

use access::action::directory::KeepEntry;
use access::facts::UnitFacts;
use access::{Actor, branch_code, branch_from_code};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::directory::guide::{Fit, fit_of_age, fit_of_area};
use domain::directory::{Entry, Validity};
use domain::front_door::intake::Age;
use domain::id::Id;
use domain::organisation::{Branch, Municipality, Unit};
use identity::organisations::Book;
use identity::pages::Choice;
use web::{Assets, Fields, Problem, Session, Shell, Visit};

use crate::entries::Entries;
use crate::guide::public_facts;
use crate::words::{EntryView, Words};

/// The most entries on one page.
const PAGE: usize = 25;
/// The most entries listed as one's own: a steward may keep them all, and those in need come first.
const OURS_MAX: usize = 50;

/// Kinds of service one may choose, in the order of the form. Teaching has its own entry only where a school wants it.
const KINDS: [Branch; 11] = [
    Branch::FrontDoor,
    Branch::PupilHealth,
    Branch::SchoolMedical,
    Branch::FirstLine,
    Branch::YouthClinic,
    Branch::PrimaryCare,
    Branch::ChildPsychiatry,
    Branch::SocialServices,
    Branch::ChildHealthCare,
    Branch::Habilitation,
    Branch::Teaching,
];

#[derive(Template)]
#[template(path = "directory.html")]
struct ListPage {
    a: Assets,
    t: ListText,
    ages: String,
    places: Vec<Choice>,
    kinds: Vec<Choice>,
    cards: Vec<EntryView>,
    next: String,
    ours: Vec<OurEntry>,
    error: String,
}

struct ListText {
    title: String,
    lead: String,
    age: String,
    place: String,
    kind: String,
    show: String,
    clear: String,
    found: String,
    shown: String,
    more: String,
    none: String,
    none_text: String,
    entry_expired: String,
    about_confirmed: String,
    ours: String,
    ours_text: String,
    guide: String,
    error_prefix: String,
}

/// An entry that the visitor may keep.
struct OurEntry {
    name: String,
    href: String,
    state: String,
    tone: &'static str,
    icon: &'static str,
    action: String,
}

/// What the list is narrowed to.
struct Filter {
    age: Option<Age>,
    place: Option<Id<Municipality>>,
    kind: Option<Branch>,
    from: usize,
}

impl Filter {
    fn of(fields: &Fields) -> Self {
        Self {
            age: fields.text("alder").parse().ok().and_then(|years| Age::new(years).ok()),
            place: fields.text("kommun").parse().ok(),
            kind: branch_from_code(fields.text("slag")),
            from: fields.text("fran").parse().unwrap_or(0),
        }
    }

    fn takes(&self, entry: &Entry) -> bool {
        let age = self.age.is_none() || fit_of_age(entry, self.age) != Fit::Not;
        let place = self.place.is_none() || fit_of_area(entry, self.place) != Fit::Not;
        age && place && self.kind.is_none_or(|kind| kind == entry.branch)
    }

    fn from(&self, from: usize) -> String {
        let age = self.age.map(|age| format!("alder={}&", age.years())).unwrap_or_default();
        let place = self.place.map(|place| format!("kommun={place}&")).unwrap_or_default();
        let kind = self.kind.map(|kind| format!("slag={}&", branch_code(kind))).unwrap_or_default();
        format!("/vem-gor-vad?{age}{place}{kind}fran={from}")
    }
}

/// The directory for anyone; people at work also see what is theirs to keep.
pub(crate) async fn list(visit: Visit) -> Result<Response, Problem> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let filter = Filter::of(&fields);
    let (book, entries) = public_facts(&visit).await?;
    let today = visit.now().day();
    let mut found: Vec<_> = entries.iter().filter(|entry| entry.takes_anybody(today) && filter.takes(entry)).collect();
    // Stable: within each half the order is by name.
    found.sort_by_key(|entry| entry.validity(today));
    let page = list_page(&visit, &fields, &filter, &book, &entries, &found);
    let title = page.t.title.clone();
    visit.open_page(shell(&visit), &title, &page)
}

/// The shell of the directory: people at work keep their menu.
pub(crate) fn shell(visit: &Visit) -> Shell {
    match &visit.session {
        Session::Staff { standing: Some(_), .. } => Shell::Work,
        Session::Staff { standing: None, .. } | Session::Nobody | Session::Child(_) | Session::Guardian(_) => {
            Shell::Public
        }
    }
}

fn list_page(
    visit: &Visit,
    fields: &Fields,
    filter: &Filter,
    book: &Book,
    entries: &Entries,
    found: &[&Entry],
) -> ListPage {
    let say = visit.say();
    let words = Words { say, book, now: visit.now() };
    let cards: Vec<_> = found.iter().skip(filter.from).take(PAGE).map(|entry| words.entry(entry)).collect();
    let until = filter.from.min(found.len()) + cards.len();
    let next = if until < found.len() { filter.from(until) } else { String::new() };
    let counts = BTreeMap::from([("shown", until.into()), ("all", found.len().into())]);
    let typed = fields.text("alder");
    let unread = !typed.is_empty() && filter.age.is_none();
    let t = ListText {
        title: say.t("directory-title"),
        lead: say.t("directory-lead"),
        age: say.t("directory-age"),
        place: say.t("directory-place"),
        kind: say.t("directory-kind"),
        show: say.t("directory-show"),
        clear: say.t("directory-clear"),
        found: say.with("directory-found", "count", found.len()),
        shown: say.message("directory-shown", &counts),
        more: say.t("directory-more"),
        none: say.t("directory-none"),
        none_text: say.t("directory-none-text"),
        entry_expired: say.t("directory-expired"),
        about_confirmed: say.t("directory-about-confirmed"),
        ours: say.t("directory-ours"),
        ours_text: say.t("directory-ours-text"),
        guide: say.t("directory-to-guide"),
        error_prefix: say.t("frame-error-prefix"),
    };
    ListPage {
        a: visit.assets(),
        t,
        ages: typed.to_owned(),
        places: place_choices(visit, book, filter.place),
        kinds: kind_choices(words, filter.kind),
        cards,
        next,
        ours: ours(visit, book, entries),
        error: if unread { say.t("guide-error-alder") } else { String::new() },
    }
}

fn place_choices(visit: &Visit, book: &Book, chosen: Option<Id<Municipality>>) -> Vec<Choice> {
    let any = any(visit.say().t("directory-any-place"), chosen.is_none());
    let places = book.municipalities().into_iter().map(|(id, name)| Choice {
        value: id.to_string(),
        label: name.to_owned(),
        hint: String::new(),
        chosen: chosen == Some(id),
    });
    std::iter::once(any).chain(places).collect()
}

fn kind_choices(words: Words<'_>, chosen: Option<Branch>) -> Vec<Choice> {
    let any = any(words.say.t("directory-any-kind"), chosen.is_none());
    let kinds = KINDS.into_iter().map(|kind| Choice {
        value: branch_code(kind).to_owned(),
        label: words.branch(kind),
        hint: String::new(),
        chosen: chosen == Some(kind),
    });
    std::iter::once(any).chain(kinds).collect()
}

fn any(label: String, chosen: bool) -> Choice {
    Choice { value: String::new(), label, hint: String::new(), chosen }
}

/// Whether the visitor may keep what the directory says of a unit.
pub(crate) fn may_keep(visit: &Visit, book: &Book, unit: Id<Unit>) -> bool {
    let Some(unit) = book.unit(unit) else { return false };
    let facts = UnitFacts { unit: unit.id, domain: unit.domain, branch: unit.branch };
    let asker = visit.asker();
    matches!(asker.actor, Actor::Staff(_)) && asker.access.decide::<KeepEntry>(&asker.actor, &facts).is_ok()
}

/// The entries that the visitor may keep: first those that nobody has written or that have run out.
fn ours(visit: &Visit, book: &Book, entries: &Entries) -> Vec<OurEntry> {
    let say = visit.say();
    let today = visit.now().day();
    let units = book.units().into_iter().filter(|unit| may_keep(visit, book, unit.id));
    let mut ours: Vec<_> = units
        .map(|unit| {
            let (place, key, tone, icon) = match entries.of(unit.id).map(|entry| entry.validity(today)) {
                None => (0, "directory-state-missing", "warn", "circle"),
                Some(Validity::Expired) => (1, "directory-state-expired", "warn", "triangle-alert"),
                Some(Validity::Confirmed) => (2, "directory-state-confirmed", "ok", "circle-check"),
            };
            let href = format!("/vem-gor-vad/{}/andra", unit.id);
            let action = say.t("directory-change");
            (place, OurEntry { name: unit.name.clone(), href, state: say.t(key), tone, icon, action })
        })
        .collect();
    ours.sort_by_key(|(place, _)| *place);
    ours.into_iter().take(OURS_MAX).map(|(_, ours)| ours).collect()
}

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage {
    a: Assets,
    t: EntryText,
    entry: EntryView,
    area: String,
    days: Vec<(String, String)>,
    holidays: String,
    levels: Vec<String>,
    keep: String,
}

struct EntryText {
    back: String,
    expired: String,
    phone: String,
    hours: String,
    place: String,
    ages: String,
    area: String,
    intake: String,
    not_for: String,
    levels: String,
    print: String,
    ask: String,
    ask_text: String,
    keep: String,
}

/// One entry with everything.
pub(crate) async fn entry(visit: Visit, Path(unit): Path<String>) -> Result<Response, Problem> {
    let unit: Id<Unit> = unit.parse().map_err(|_| Problem::NotFound)?;
    let (book, entries) = public_facts(&visit).await?;
    let entry = entries.of(unit).ok_or(Problem::NotFound)?;
    let page = entry_page(&visit, &book, entry);
    let title = page.entry.name.clone();
    visit.open_page(shell(&visit), &title, &page)
}

fn entry_page(visit: &Visit, book: &Book, entry: &Entry) -> EntryPage {
    let say = visit.say();
    let words = Words { say, book, now: visit.now() };
    let t = EntryText {
        back: say.t("directory-back"),
        expired: say.t("directory-expired-text"),
        phone: say.t("directory-phone"),
        hours: say.t("directory-hours"),
        place: say.t("directory-address"),
        ages: say.t("directory-ages"),
        area: say.t("directory-area"),
        intake: say.t("directory-intake"),
        not_for: say.t("directory-not-for"),
        levels: say.t("directory-levels"),
        print: say.t("directory-print"),
        ask: say.t("guide-ask"),
        ask_text: say.t("directory-ask-text"),
        keep: say.t("directory-change"),
    };
    EntryPage {
        a: visit.assets(),
        t,
        area: words.area(&entry.area, usize::MAX),
        days: words.days(&entry.hours),
        holidays: words.holidays(&entry.hours),
        levels: entry.levels.iter().map(|level| say.t(&format!("directory-level-{}", level.code()))).collect(),
        keep: if may_keep(visit, book, entry.unit) {
            format!("/vem-gor-vad/{}/andra", entry.unit)
        } else {
            String::new()
        },
        entry: words.entry(entry),
    }
}
