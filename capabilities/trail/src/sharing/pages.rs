//! Pages of sharing, for people at work: choose, see what each receiver will newly see and say the ground, check, do.

use access::action::trail::{Read, Share};
use access::facts::TrailFacts;
use askama::Template;
use audit::{Logged, Outcome};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::id::Id;
use domain::trail::Trail;
use i18n::Say;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::entries::forms::Faults;
use crate::entries::pages::known;
use crate::entries::views::{ChoiceView, Errors, FieldWords, child_line, paragraphs};
use crate::sharing::check::CheckPage;
use crate::sharing::commands::{self, NewSharing};
use crate::sharing::forms::{self, Selection};
use crate::sharing::ground::GroundPage;
use crate::sharing::list;
use crate::sharing::offer::Table;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/led/{trail}/dela", get(choose).post(share))
        .route("/led/{trail}/dela/grund", get(ground))
        .route("/led/{trail}/dela/granska", post(check))
        .merge(list::routes())
}

#[derive(Template)]
#[template(path = "sharing/choose.html")]
struct ChoosePage<'v> {
    a: Assets,
    t: FieldWords,
    say: Say<'v>,
    base: String,
    child: String,
    errors: Errors,
    entries: Vec<ChoiceView>,
    around: Vec<ChoiceView>,
    others: Vec<ChoiceView>,
}

/// Everything a discloser chooses from, and the line that was logged of it.
async fn lay(visit: &Visit, trail: Id<Trail>) -> Result<(Logged, Table, TrailFacts), Problem> {
    let mut act = visit.asker().begin_reading("sharing.form").await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(Problem::NotFound)?;
    let read = act.authorize::<Read>(&facts).await?;
    let permit = act.authorize::<Share>(&facts).await?;
    let table = Table::lay(&mut act, &facts, (&read, &permit)).await?;
    act.used(read, Outcome::Read);
    Ok((act.finish(permit).await?, table, facts))
}

async fn choose(visit: Visit, Path(trail): Path<String>) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let (logged, table, facts) = lay(&visit, trail).await?;
    let page = choose_page(&visit, trail, &table, &facts, &fields, &Faults::new());
    visit.personal_page(logged, Shell::Work, &visit.say().t("sharing-title"), &page)
}

fn choose_page<'v>(
    visit: &'v Visit,
    trail: Id<Trail>,
    table: &Table,
    facts: &TrailFacts,
    fields: &Fields,
    faults: &Faults,
) -> ChoosePage<'v> {
    let say = visit.say();
    let today = visit.now().day();
    let entry = |stored: &crate::entries::store::Stored| {
        let id = stored.id().to_string();
        let kind = say.t(&format!("entry-kind-{}", stored.entry.snapshot().kind.code()));
        let first = paragraphs(stored.entry.body().as_str()).into_iter().next().unwrap_or_default();
        ChoiceView {
            label: format!("{kind}, {}", say.near_day(stored.happened_on, today)),
            hint: first.chars().take(HINT_MAX).collect(),
            chosen: fields.all("entry").any(|chosen| chosen == id),
            value: id,
        }
    };
    let units = table.book.units();
    let (mut around, mut others) = (vec![], vec![ChoiceView::new("", say.t("sharing-other-none"), "")]);
    for unit in units.into_iter().filter(|unit| unit.domain != table.post.domain) {
        let id = unit.id.to_string();
        let chosen = fields.all("to").any(|chosen| chosen == id);
        let name = table.book.domain_name(unit.domain).to_owned();
        let helps = facts.units.contains(&unit.id) || facts.holder_unit == unit.id || chosen;
        if helps {
            around.push(ChoiceView { value: id, label: unit.name.clone(), hint: name, chosen });
        } else {
            others.push(ChoiceView::new(&id, unit.name.clone(), fields.text("other")));
        }
    }
    ChoosePage {
        a: visit.assets(),
        t: FieldWords::new(say),
        say,
        base: format!("/led/{trail}"),
        child: child_line(say, &table.label, today),
        errors: Errors::new(say, faults),
        entries: table.entries.iter().map(entry).collect(),
        around,
        others,
    }
}

/// How much of an entry stands beside its box: enough to know which it is.
const HINT_MAX: usize = 120;

async fn ground(visit: Visit, Path(trail): Path<String>) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let (logged, table, facts) = lay(&visit, trail).await?;
    let title = visit.say().t("sharing-title");
    match forms::selection(&fields) {
        Ok(selection) => {
            let page = GroundPage::new(&visit, trail, &table, &selection, &fields, &Faults::new())?;
            visit.personal_page(logged, Shell::Work, &visit.say().t("sharing-ground-title"), &page)
        }
        Err(faults) => {
            let page = choose_page(&visit, trail, &table, &facts, &fields, &faults);
            visit.refused_personal_form(logged, Shell::Work, &title, &page)
        }
    }
}

async fn check(Path(trail): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let Sent { visit, fields } = sent;
    let (logged, table, facts) = lay(&visit, trail).await?;
    let selection = forms::selection(&fields).map_err(|_| Problem::NotFound)?;
    let faults = match forms::receivers(&fields, &selection, visit.now().day()) {
        Ok(receivers) => match CheckPage::new(&visit, trail, &table, &facts, &selection, &receivers, &fields)? {
            Ok(page) => {
                return visit.personal_page(logged, Shell::Work, &visit.say().t("sharing-check-title"), &page);
            }
            Err(faults) => faults,
        },
        Err(faults) => faults,
    };
    let page = GroundPage::new(&visit, trail, &table, &selection, &fields, &faults)?;
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("sharing-ground-title"), &page)
}

async fn share(Path(trail): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let Sent { visit, fields } = sent;
    let Selection { entries, receivers } = forms::selection(&fields).map_err(|_| Problem::NotFound)?;
    let selection = Selection { entries: entries.clone(), receivers };
    let today = visit.now().day();
    let receivers = forms::receivers(&fields, &selection, today).map_err(|_| Problem::NotNow)?;
    let done = commands::share(&visit.asker(), trail, NewSharing { entries, receivers }).await?;
    let notice = match (done.shared, done.asked) {
        (0, _) => "sharing-asked",
        (_, 0) => "sharing-done",
        (_, _) => "sharing-done-and-asked",
    };
    Ok(visit.see_and_tell(&format!("/led/{trail}/samtycke"), notice))
}
