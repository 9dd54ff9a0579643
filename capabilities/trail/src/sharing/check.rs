//! The page that shows what is about to happen, before it does: who will newly see what, on what ground, and who is asked.

use access::facts::TrailFacts;
use askama::Template;
use domain::consent::{Consenter, Requirement};
use domain::id::Id;
use domain::trail::Trail;
use domain::trail::entry::{Entry, Place};
use domain::trail::sharing::Preview;
use i18n::Say;
use web::{Assets, Fields, Problem, Visit};

use crate::entries::forms::{Fault, Faults};
use crate::entries::views::{Eyes, child_line, listed};
use crate::sharing::commands::{Asking, NewReceiver, On, requirement};
use crate::sharing::forms::{Selection, named};
use crate::sharing::ground::{ItemView, address, items};
use crate::sharing::offer::{Table, kinds_of};

/// What is about to happen.
#[derive(Template)]
#[template(path = "sharing/check.html")]
pub(crate) struct CheckPage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    base: String,
    child: String,
    change: String,
    receivers: Vec<CheckView>,
    carried: Vec<(String, String)>,
    asks: bool,
    shares: bool,
}

struct CheckView {
    name: String,
    kind: &'static str,
    items: Vec<ItemView>,
    ground: String,
    why: String,
    until: String,
    asked: String,
}

impl<'v> CheckPage<'v> {
    /// The page, or what must be changed first.
    pub(crate) fn new(
        visit: &'v Visit,
        trail: Id<Trail>,
        table: &Table,
        facts: &TrailFacts,
        selection: &Selection,
        receivers: &[NewReceiver],
        fields: &Fields,
    ) -> Result<Result<Self, Faults>, Problem> {
        let say = visit.say();
        let chosen = table.chosen(&selection.entries).ok_or(Problem::NotFound)?;
        let entries: Vec<Entry> = chosen.iter().map(|stored| stored.entry.clone()).collect();
        let places: Option<Vec<Place>> = receivers.iter().map(|receiver| table.receiver(receiver.unit)).collect();
        let previews = table.previews(&entries, &places.ok_or(Problem::NotFound)?).map_err(|_| Problem::NotNow)?;
        let (mut views, mut faults) = (vec![], Faults::new());
        for (receiver, preview) in receivers.iter().zip(&previews) {
            let field = named("ground", receiver.unit);
            if preview.items.is_empty() {
                faults.push(Fault { field, key: "sharing-error-nothing-new" });
                continue;
            }
            if preview.seen() != receiver.seen {
                faults.push(Fault { field, key: "sharing-error-outdated" });
                continue;
            }
            match view(visit, table, facts, (receiver, preview)) {
                Ok(view) => views.push(CheckView { items: items(visit, table, preview), ..view }),
                Err(key) => faults.push(Fault { field, key }),
            }
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let carried = fields.iter().filter(|(name, _)| *name != web::form::TOKEN_FIELD);
        let asks = |receiver: &NewReceiver| matches!(receiver.on, On::AskedConsent(_));
        Ok(Ok(Self {
            a: visit.assets(),
            say,
            csrf: visit.form_token(),
            base: format!("/led/{trail}"),
            child: child_line(say, &table.label, visit.now().day()),
            change: address(trail, selection),
            carried: carried.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            asks: receivers.iter().any(asks),
            shares: !receivers.iter().all(asks),
            receivers: views,
        }))
    }
}

fn view(
    visit: &Visit,
    table: &Table,
    facts: &TrailFacts,
    (receiver, preview): (&NewReceiver, &Preview<'_>),
) -> Result<CheckView, &'static str> {
    let (say, today) = (visit.say(), visit.now().day());
    let mut view = CheckView {
        name: table.book.unit_name(receiver.unit).to_owned(),
        kind: table.book.unit(receiver.unit).map_or("fam", |unit| web::layout::org_of(unit.branch)),
        items: vec![],
        ground: String::new(),
        why: String::new(),
        until: String::new(),
        asked: String::new(),
    };
    match &receiver.on {
        On::AskedConsent(asking) => {
            let required = requirement(table, asking, facts.protection).map_err(nobody_key)?;
            let Asking { purpose, until, .. } = asking;
            view.ground = say.t("sharing-ground-consent-choose");
            purpose.as_str().clone_into(&mut view.why);
            view.until = say.day(*until, today);
            view.asked = asked(visit, table, &required);
        }
        On::StandingConsent(id) => {
            let kinds = kinds_of(preview.items.iter().map(|item| item.entry));
            let standing = table.standing(preview.receiver, &kinds, visit.now()).filter(|kept| kept.id == *id);
            let kept = standing.ok_or("sharing-error-standing")?;
            let until = kept.until().map(|until| say.day(until, today)).unwrap_or_default();
            view.ground = say.with("sharing-standing", "day", &until);
            view.until = until;
        }
        On::Ground { ground, necessity } => {
            view.ground = say.t(&format!("sharing-ground-{}-choose", ground.as_str()));
            necessity.as_str().clone_into(&mut view.why);
        }
    }
    Ok(view)
}

/// Who is asked, and why they.
fn asked(visit: &Visit, table: &Table, required: &Requirement) -> String {
    let say = visit.say();
    let (book, guardians) = (&*table.book, table.guardians.as_slice());
    let eyes = Eyes { say, book, guardians, child_name: &table.label.given_name, now: visit.now() };
    let name = |who: &Consenter| match who {
        Consenter::Child => table.label.given_name.clone(),
        Consenter::Guardian(person) => eyes.guardian(*person),
    };
    let names: Vec<String> = required.all_of.iter().chain(&required.one_of).map(name).collect();
    let basis = say.t(&format!("sharing-basis-{}", crate::sharing::rows::basis_code(required.basis)));
    let (names, basis) = (listed(say, &names), basis);
    let values = [("names", (&names).into()), ("basis", (&basis).into())];
    let line = say.message("sharing-asked-of", &values.into_iter().collect());
    match required.asking {
        domain::consent::Asking::Ordinary => line,
        domain::consent::Asking::ReviewFirst => format!("{line} {}", say.t("sharing-review-first")),
    }
}

fn nobody_key(nobody: domain::consent::NobodyDecides) -> &'static str {
    use domain::consent::NobodyDecides;
    match nobody {
        NobodyDecides::NoHolder => "sharing-error-no-holder",
        NobodyDecides::AllPrevented => "sharing-error-all-prevented",
        NobodyDecides::TooManyHolders
        | NobodyDecides::FarReachingWaits
        | NobodyDecides::BoardMayNot
        | NobodyDecides::BoardNeedsAnother => "sharing-error-nobody",
    }
}
