//! The page of a protected identity, a child's or a grown-up's: its grade, who may open it, and taking the protection away.
//! It shows nothing of who they are.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::child::Protection;
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Staff;
use domain::protection::{Grade, Refusal, Source};
use i18n::Say;
use web::{App, Fields, Problem, Sent, Shell, Visit};

use crate::children::pages::Frame;
use crate::children::protection::about::{About, Address, Words};
use crate::children::protection::commands::{self, Had, ProtectError, Shown};
use crate::children::store::{protection_code, protection_from_code};
use crate::organisations::Book;
use crate::pages::{Choice, Errors, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/barn/{child}/skydd", get(show).post(set))
        .route("/barn/{child}/skydd/namngiven", post(name))
        .route("/barn/{child}/skydd/inte-namngiven", post(unname))
        .route("/barn/{child}/skydd/ta-bort", post(ask))
        .route("/barn/{child}/skydd/behall", post(keep))
        .route("/barn/{child}/skydd/bekrafta", post(confirm))
        .route("/barn/{child}/vuxna/{person}/skydd", get(show).post(set))
        .route("/barn/{child}/vuxna/{person}/skydd/namngiven", post(name))
        .route("/barn/{child}/vuxna/{person}/skydd/inte-namngiven", post(unname))
        .route("/barn/{child}/vuxna/{person}/skydd/ta-bort", post(ask))
        .route("/barn/{child}/vuxna/{person}/skydd/behall", post(keep))
        .route("/barn/{child}/vuxna/{person}/skydd/bekrafta", post(confirm))
}

/// One of the named.
struct NamedView {
    id: String,
    name: String,
}

#[derive(Template)]
#[template(path = "protection.html")]
struct ProtectionPage<'v> {
    frame: Frame<'v>,
    words: Words,
    here: String,
    protected: bool,
    /// The grade that holds, in words.
    grade_now: String,
    history: Vec<String>,
    grades: Vec<Choice>,
    grade_error: String,
    sources: Vec<Choice>,
    source_error: String,
    since: String,
    since_error: String,
    named: Vec<NamedView>,
    others: Vec<Choice>,
    staff_error: String,
    ends: Vec<Choice>,
    end_error: String,
    /// Who asked that it be taken away, when, and on what source; empty when nobody has.
    asked: String,
    /// Whether whoever looks may confirm: somebody else has asked.
    confirms: bool,
}

/// Grades that can be set. To have none is no grade.
const GRADES: [Protection; 3] = [Protection::Marked, Protection::Registered, Protection::NewIdentity];

async fn show(visit: Visit, Path(address): Path<Address>) -> Result<Response, Problem> {
    visit.post()?;
    let about = address.read()?;
    let (shown, logged) = commands::show(&visit.asker(), about.child, about.whose).await?;
    let page = page(&visit, about, &shown, None, &Errors::default())?;
    visit.personal_page(logged, Shell::Work, &visit.say().t("protection-page"), &page)
}

fn page<'v>(
    visit: &'v Visit,
    about: About,
    shown: &Shown,
    typed: Option<&Fields>,
    errors: &Errors,
) -> Result<ProtectionPage<'v>, Problem> {
    let (say, own) = (visit.say(), visit.post()?);
    let today = visit.now().day();
    let latest = shown.grades.first().filter(|had| had.protection == shown.protection);
    let since = latest.map_or(today, |had| had.since).to_string();
    let source = latest.map_or("", |had| had.source.code());
    let known = Fields::of([("grade", protection_code(shown.protection)), ("source", source), ("since", &since)]);
    let fields = typed.unwrap_or(&known);
    let person = |staff: Id<Staff>| NamedView { id: staff.to_string(), name: name_of(&shown.book, staff) };
    let ticked: Vec<&str> = fields.all("staff").collect();
    let other = |(staff, name): &(Id<Staff>, String)| {
        let value = staff.to_string();
        let chosen = ticked.contains(&value.as_str());
        Choice { value, label: name.clone(), hint: String::new(), chosen }
    };
    Ok(ProtectionPage {
        frame: Frame::of(visit, say.t("protection-page"), about.back(), errors),
        words: about.words(say),
        here: about.here(),
        protected: shown.protection != Protection::None,
        grade_now: say.t(&format!("protection-grade-{}", protection_code(shown.protection))),
        history: shown.grades.iter().map(|had| told(say, &shown.book, had, today)).collect(),
        grades: GRADES
            .map(|grade| Choice::of(say, "protection-grade", protection_code(grade), fields.text("grade")))
            .into(),
        grade_error: errors.of(say, "grade"),
        sources: sources(say, &Source::ALL, fields.text("source")),
        source_error: errors.of(say, "source"),
        since: fields.text("since").to_owned(),
        since_error: errors.of(say, "since"),
        named: shown.named.iter().copied().map(person).collect(),
        others: shown.others.iter().filter(|(staff, _)| *staff != own.staff).map(other).collect(),
        staff_error: errors.of(say, "staff"),
        ends: sources(say, &[Source::Register, Source::Authority], fields.text("end")),
        end_error: errors.of(say, "end"),
        asked: shown.removal.map_or(String::new(), |removal| {
            let (by, at) = (name_of(&shown.book, removal.by), say.day_and_time(removal.at, visit.now()));
            let source = say.t(&format!("protection-by-{}", removal.source.code()));
            let values = [("by", by.as_str().into()), ("at", at.as_str().into()), ("source", source.as_str().into())];
            say.message("protection-asked", &values.into())
        }),
        confirms: shown.removal.is_some_and(|removal| removal.by != own.staff),
    })
}

fn sources(say: Say<'_>, sources: &[Source], chosen: &str) -> Vec<Choice> {
    sources.iter().map(|source| Choice::of(say, "protection-source", source.code(), chosen)).collect()
}

fn name_of(book: &Book, staff: Id<Staff>) -> String {
    book.assignments_of(staff)
        .first()
        .map_or(String::new(), |one| format!("{}, {}", one.name, book.unit_name(one.post.unit)))
}

/// "Sekretessmarkering sedan 3 november, enligt folkbokföringen. Satt av Mikael K. i dag".
fn told(say: Say<'_>, book: &Book, had: &Had, today: Day) -> String {
    let grade = say.t(&format!("protection-grade-{}", protection_code(had.protection)));
    let source = say.t(&format!("protection-by-{}", had.source.code()));
    let (since, at) = (say.day(had.since, today), say.near_day(had.at.day(), today));
    let by = had.by.map_or("", |by| book.colleague_name(by));
    let values = [
        ("grade", grade.as_str().into()),
        ("source", source.as_str().into()),
        ("since", since.as_str().into()),
        ("at", at.as_str().into()),
        ("by", by.into()),
    ];
    say.message(if by.is_empty() { "protection-had-stated" } else { "protection-had" }, &values.into())
}

async fn again(visit: &Visit, about: About, fields: &Fields, errors: &Errors) -> Result<Response, Problem> {
    let (shown, logged) = commands::show(&visit.asker(), about.child, about.whose).await?;
    let page = page(visit, about, &shown, Some(fields), errors)?;
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("protection-page"), &page)
}

async fn set(Path(address): Path<Address>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (about, post) = (address.read()?, visit.post()?);
    let mut errors = Errors::default();
    let protection = protection_from_code(fields.text("grade")).filter(|grade| *grade != Protection::None);
    if protection.is_none() {
        errors.add("grade", "protection-error-grade");
    }
    let source = Source::from_code(fields.text("source"));
    if source.is_none() {
        errors.add("source", "protection-error-source");
    }
    let since: Option<Day> = fields.text("since").parse().ok();
    if since.is_none() {
        errors.add("since", "protection-error-since");
    }
    let (Some(protection), Some(source), Some(since)) = (protection, source, since) else {
        return again(&visit, about, &fields, &errors).await;
    };
    let named = fields.all("staff").map(id_of).collect::<Result<Vec<Id<Staff>>, _>>()?;
    let grade = match Grade::set(protection, source, since, visit.now().day()) {
        Ok(grade) => grade,
        Err(refusal) => {
            errors.add(field_of(refusal), key_of(refusal));
            return again(&visit, about, &fields, &errors).await;
        }
    };
    commands::set(&visit.asker(), post, (about.child, about.whose), grade, &named).await?;
    Ok(visit.see_and_tell(&about.here(), "protection-set"))
}

/// Where on the page a refusal belongs.
const fn field_of(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Ahead => "since",
        Refusal::TwoSteps => "grade",
        Refusal::LastNamed => "staff",
        Refusal::FamilySays | Refusal::SamePerson => "end",
    }
}

const fn key_of(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Ahead => "protection-error-ahead",
        Refusal::TwoSteps => "protection-error-grade",
        Refusal::LastNamed => "protection-error-last",
        Refusal::FamilySays => "protection-error-end",
        Refusal::SamePerson => "protection-error-same",
    }
}

/// Leads on, or shows the page again with what to do.
async fn done(
    visit: &Visit,
    about: About,
    fields: &Fields,
    came: Result<(), ProtectError>,
    notice: &str,
) -> Result<Response, Problem> {
    match came {
        Ok(()) => Ok(visit.see_and_tell(&about.here(), notice)),
        Err(ProtectError::Refused(refusal)) => {
            again(visit, about, fields, &Errors::one(field_of(refusal), key_of(refusal))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn name(Path(address): Path<Address>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let about = address.read()?;
    let came = commands::name(&visit.asker(), about.child, about.whose, id_of(fields.text("staff"))?).await;
    done(&visit, about, &fields, came, "protection-named").await
}

async fn unname(Path(address): Path<Address>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (about, own) = (address.read()?, visit.post()?);
    let staff = id_of(fields.text("staff"))?;
    let came = commands::unname(&visit.asker(), about.child, about.whose, staff).await;
    if came.is_ok() && staff == own.staff {
        // Whoever takes themselves off the list sees nothing more of it.
        return Ok(visit.see_and_tell(&about.left(), "protection-left"));
    }
    done(&visit, about, &fields, came, "protection-unnamed").await
}

async fn ask(Path(address): Path<Address>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (about, post) = (address.read()?, visit.post()?);
    let Some(source) = Source::from_code(fields.text("end")) else {
        return again(&visit, about, &fields, &Errors::one("end", "protection-error-end")).await;
    };
    let came = commands::ask_removal(&visit.asker(), post, (about.child, about.whose), source).await;
    done(&visit, about, &fields, came, "protection-removal-asked").await
}

async fn keep(Path(address): Path<Address>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let about = address.read()?;
    let came = commands::keep_protection(&visit.asker(), about.child, about.whose).await;
    done(&visit, about, &fields, came, "protection-kept").await
}

async fn confirm(Path(address): Path<Address>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (about, post) = (address.read()?, visit.post()?);
    let came = commands::confirm_removal(&visit.asker(), post, about.child, about.whose).await;
    done(&visit, about, &fields, came, "protection-removed").await
}
