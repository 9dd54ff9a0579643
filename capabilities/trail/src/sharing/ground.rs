//! The page on which a discloser sees what each receiver will newly see, and says on what ground.

use askama::Template;
use domain::child::Custody;
use domain::consent::Maturity;
use domain::disclosure::{Choice, Ground, Offered};
use domain::id::Id;
use domain::organisation::Unit;
use domain::trail::Trail;
use domain::trail::entry::{Entry, Place};
use domain::trail::sharing::{Newness, Preview};
use i18n::Say;
use identity::pages::called;
use web::{Assets, Fields, Problem, Visit};

use crate::entries::forms::Faults;
use crate::entries::views::{ChoiceView, EntryView, Errors, Eyes, FieldWords, child_line};
use crate::sharing::forms::{ASK, STANDING, Selection, named, seen_written};
use crate::sharing::offer::{Table, kinds_of};
use crate::sharing::rows::maturity_code;

/// On what ground, receiver by receiver.
#[derive(Template)]
#[template(path = "sharing/ground.html")]
pub(crate) struct GroundPage<'v> {
    a: Assets,
    t: FieldWords,
    say: Say<'v>,
    csrf: String,
    base: String,
    child: String,
    errors: Errors,
    hidden: Vec<(String, String)>,
    receivers: Vec<ReceiverView>,
    change: String,
    /// Where to go when nobody has custody; empty when somebody has.
    without_custody: String,
}

/// One receiver: what is new to it, and the grounds.
pub(crate) struct ReceiverView {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) domain: String,
    pub(crate) items: Vec<ItemView>,
    pub(crate) known: String,
    pub(crate) seen: (String, String),
    /// That a consent there was holds no longer, and what to do; empty when one holds, or there was none.
    fallen: String,
    grounds: Vec<ChoiceView>,
    not_offered: Vec<NotOffered>,
    names: Names,
    purpose: String,
    until: String,
    maturity: Vec<ChoiceView>,
    guardians: Vec<ChoiceView>,
    why: String,
    asks_why: bool,
}

/// The names of a receiver's own fields.
struct Names {
    ground: String,
    purpose: String,
    until: String,
    maturity: String,
    prevented: String,
    why: String,
}

/// One entry that a receiver will newly see.
pub(crate) struct ItemView {
    pub(crate) entry: EntryView,
    pub(crate) newness: String,
}

/// A ground that is hidden, and why.
struct NotOffered {
    ground: String,
    reason: String,
}

impl<'v> GroundPage<'v> {
    pub(crate) fn new(
        visit: &'v Visit,
        trail: Id<Trail>,
        table: &Table,
        selection: &Selection,
        fields: &Fields,
        faults: &Faults,
    ) -> Result<Self, Problem> {
        let say = visit.say();
        let chosen = table.chosen(&selection.entries).ok_or(Problem::NotFound)?;
        let entries: Vec<Entry> = chosen.iter().map(|stored| stored.entry.clone()).collect();
        let places: Option<Vec<Place>> = selection.receivers.iter().map(|unit| table.receiver(*unit)).collect();
        let previews = table.previews(&entries, &places.ok_or(Problem::NotFound)?).map_err(|_| Problem::NotNow)?;
        let view = |preview: &Preview<'_>| receiver(visit, table, preview, fields);
        let today = visit.now().day();
        Ok(Self {
            a: visit.assets(),
            t: FieldWords::new(say),
            say,
            csrf: visit.form_token(),
            base: format!("/led/{trail}"),
            child: child_line(say, &table.label, today),
            errors: Errors::new(say, faults),
            hidden: hidden(selection),
            receivers: previews.iter().map(view).collect(),
            change: address(trail, selection),
            without_custody: table.without_custody.clone(),
        })
    }
}

/// The chosen entries and receivers, to be carried on.
pub(crate) fn hidden(selection: &Selection) -> Vec<(String, String)> {
    let entries = selection.entries.iter().map(|entry| ("entry".to_owned(), entry.to_string()));
    let receivers = selection.receivers.iter().map(|unit| ("to".to_owned(), unit.to_string()));
    entries.chain(receivers).collect()
}

/// Where the choice of entries and receivers can be changed. Identifiers only: an address is no place for words.
pub(crate) fn address(trail: Id<Trail>, selection: &Selection) -> String {
    let pairs: Vec<_> = hidden(selection).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("/led/{trail}/dela?{}", pairs.join("&"))
}

/// What a receiver will newly see.
pub(crate) fn items(visit: &Visit, table: &Table, preview: &Preview<'_>) -> Vec<ItemView> {
    let say = visit.say();
    let (book, guardians) = (&*table.book, table.guardians.as_slice());
    let eyes = Eyes { say, book, guardians, child_name: &table.label.given_name, now: visit.now() };
    let item = |item: &domain::trail::sharing::Item<'_>| {
        let stored = table.entries.iter().find(|stored| stored.id() == item.entry.snapshot().id)?;
        let newness = match item.newness {
            Newness::First => say.t("sharing-new-first"),
            Newness::Corrected { .. } => say.t("sharing-new-corrected"),
        };
        Some(ItemView { entry: eyes.entry(stored), newness })
    };
    preview.items.iter().filter_map(item).collect()
}

fn receiver(visit: &Visit, table: &Table, preview: &Preview<'_>, fields: &Fields) -> ReceiverView {
    let (say, now) = (visit.say(), visit.now());
    let to = preview.receiver;
    let names = names(to.unit);
    let kinds = kinds_of(preview.items.iter().map(|item| item.entry));
    let standing = table.standing(to, &kinds, now);
    let fallen = standing.is_none() && table.has_fallen(to, &kinds, now);
    let fallen = if fallen { say.t("sharing-standing-fallen") } else { String::new() };
    let offered = table.grounds(to);
    let chosen = fields.text(&names.ground).to_owned();
    let mut grounds: Vec<ChoiceView> = Vec::new();
    if let Some(kept) = standing {
        let until = kept.until().map(|until| say.day(until, now.day())).unwrap_or_default();
        let label = say.with("sharing-standing", "day", &until);
        grounds.push(ChoiceView::new(&format!("{STANDING}{}", kept.id), label, &chosen));
    }
    grounds.extend(offered.iter().filter_map(|offered| open(say, *offered, &chosen)));
    let maturity = [Maturity::NotAssessed, Maturity::NotMature, Maturity::Mature].map(|judged| {
        let code = maturity_code(judged);
        let label = say.with(&format!("sharing-maturity-{code}"), "name", &table.label.given_name);
        ChoiceView::new(code, label, fields.text(&names.maturity))
    });
    let holders = table.guardians.iter().filter(|guardian| guardian.custody == Custody::Holder);
    let guardians = holders.map(|guardian| {
        let id = guardian.person.to_string();
        let chosen = fields.all(&names.prevented).any(|prevented| prevented == id);
        ChoiceView { value: id, label: called(say, guardian), hint: guardian.relation.clone(), chosen }
    });
    ReceiverView {
        name: table.book.unit_name(to.unit).to_owned(),
        kind: table.book.unit(to.unit).map_or("fam", |unit| web::layout::org_of(unit.branch)),
        domain: table.book.domain_name(to.domain).to_owned(),
        items: items(visit, table, preview),
        known: match preview.known.len() {
            0 => String::new(),
            count => say.with("sharing-known", "count", count),
        },
        seen: (named("seen", to.unit), seen_written(&preview.seen())),
        asks_why: offered.iter().any(|one| one.ground != Ground::Consent && matches!(one.choice, Choice::Open(_))),
        fallen,
        grounds,
        not_offered: offered.iter().filter_map(|offered| not_offered(say, *offered)).collect(),
        purpose: fields.raw(&names.purpose).to_owned(),
        until: fields.text(&names.until).to_owned(),
        maturity: maturity.into(),
        guardians: guardians.collect(),
        why: fields.raw(&names.why).to_owned(),
        names,
    }
}

fn names(unit: Id<Unit>) -> Names {
    let name = |name| named(name, unit);
    Names {
        ground: name("ground"),
        purpose: name("purpose"),
        until: name("until"),
        maturity: name("maturity"),
        prevented: name("prevented"),
        why: name("why"),
    }
}

fn open(say: Say<'_>, offered: Offered, chosen: &str) -> Option<ChoiceView> {
    let Choice::Open(_) = offered.choice else { return None };
    let code = offered.ground.as_str();
    let value = if offered.ground == Ground::Consent { ASK } else { code };
    let hint = say.t(&format!("sharing-ground-{code}-about"));
    Some(ChoiceView { hint, ..ChoiceView::new(value, say.t(&format!("sharing-ground-{code}-choose")), chosen) })
}

fn not_offered(say: Say<'_>, offered: Offered) -> Option<NotOffered> {
    let Choice::Hidden(reason) = offered.choice else { return None };
    let ground = say.t(&format!("sharing-ground-{}-choose", offered.ground.as_str()));
    Some(NotOffered { ground, reason: say.t(reason.key()) })
}
