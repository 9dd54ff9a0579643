//! Pages of samples of the log: one sample, line by line.

use askama::Template;
use audit::{Line, Outcome};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::oversight::sampling::How;
use i18n::Say;
use identity::organisations::Book;
use web::app::ReaderNames;
use web::{App, Assets, Problem, Sent, Shell, Visit};

use crate::export;
use crate::openings::pages::parsed;
use crate::readers::words::Teller;
use crate::reviews::pages::{book, printed};
use crate::samples::commands::{self, Shown};
use crate::samples::store::{Finding, Picked, how_code};
use crate::views::{when, words};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/granskning/stickprov", post(draw))
        .route("/granskning/stickprov/{id}", get(show))
        .route("/granskning/stickprov/{id}/rad/{place}", post(record))
        .route("/granskning/stickprov/{id}/utskrift", get(print))
        .route("/granskning/stickprov/{id}/fil", get(send_file))
}

#[derive(Template)]
#[template(path = "sample.html")]
struct SamplePage<'v> {
    a: Assets,
    s: Say<'v>,
    csrf: String,
    here: String,
    about: String,
    rows: Vec<RowView>,
    findings: Vec<FindingView>,
    printed: String,
}

struct RowView {
    place: u32,
    who: String,
    unit: String,
    when: String,
    datetime: String,
    what: String,
    child: String,
    how: String,
    marks: Vec<String>,
    risky: bool,
    own: bool,
    found: String,
    found_by: String,
}

struct FindingView {
    value: &'static str,
    label: String,
}

async fn draw(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, .. } = sent;
    visit.post()?;
    let sample = commands::draw(&visit.asker()).await?;
    Ok(visit.see(&format!("/granskning/stickprov/{sample}")))
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let (shown, logged) = commands::show(&visit.asker(), parsed(&id)?, Outcome::Read).await?;
    let page = sample_page(&visit, &shown, &*book(&visit).await?);
    visit.personal_page(logged, Shell::Work, &visit.say().t("oversight-sample-title"), &page)
}

/// The same page to be printed: without buttons, with who printed it and when.
async fn print(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let post = visit.post()?;
    let (shown, logged) = commands::show(&visit.asker(), parsed(&id)?, Outcome::Printed).await?;
    let mut page = sample_page(&visit, &shown, &*book(&visit).await?);
    page.printed = printed(&visit, &post).await?;
    visit.personal_page(logged, Shell::Work, &visit.say().t("oversight-sample-title"), &page)
}

async fn send_file(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let (shown, logged) = commands::show(&visit.asker(), parsed(&id)?, Outcome::Exported).await?;
    let page = sample_page(&visit, &shown, &*book(&visit).await?);
    let say = visit.say();
    let heads = [
        "oversight-column-when",
        "oversight-column-who",
        "oversight-column-what",
        "oversight-column-child",
        "oversight-column-how",
        "oversight-column-found",
        "oversight-column-found-by",
    ];
    let mut rows = vec![heads.map(|key| say.t(key)).to_vec()];
    rows.extend(page.rows.into_iter().map(|row| {
        let how = if row.marks.is_empty() { row.how } else { format!("{}: {}", row.how, row.marks.join(", ")) };
        vec![row.datetime, row.who, row.what, row.child, how, row.found, row.found_by]
    }));
    export::file(logged, &format!("stickprov-{id}"), &rows)
}

async fn record(Path((id, place)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let sample = parsed(&id)?;
    let place = place.parse().map_err(|_| Problem::NotFound)?;
    let finding = Finding::from_code(fields.text("outcome")).ok_or(Problem::Unreadable)?;
    commands::record(&visit.asker(), sample, place, finding).await?;
    Ok(visit.see_and_tell(&format!("/granskning/stickprov/{sample}"), "finding-recorded"))
}

fn sample_page<'v>(visit: &'v Visit, shown: &Shown, book: &Book) -> SamplePage<'v> {
    let (say, now) = (visit.say(), visit.now());
    let sample = &shown.sample;
    let about = words(
        say,
        "oversight-sample-about",
        [
            ("from", &say.day(sample.from.day(), now.day())),
            ("to", &say.day_and_time(sample.before, now)),
            ("lines", &sample.lines.to_string()),
        ],
    );
    let finding = |finding: Finding| FindingView { value: finding.code(), label: say.t(&finding_key(finding)) };
    SamplePage {
        a: visit.assets(),
        s: say,
        csrf: visit.form_token(),
        here: format!("/granskning/stickprov/{}", sample.id),
        about,
        rows: shown.picked.iter().map(|(picked, line)| row(visit, book, picked, line.as_ref())).collect(),
        findings: Finding::ALL.into_iter().map(finding).collect(),
        printed: String::new(),
    }
}

fn row(visit: &Visit, book: &Book, picked: &Picked, line: Option<&Line>) -> RowView {
    let (say, now) = (visit.say(), visit.now());
    let teller = Teller { say, book, now, names: ReaderNames::Shown, viewer: None, openings: &[] };
    let told = line.map(|line| teller.tell(line));
    let text = |part: fn(&crate::readers::words::LineView) -> &str| {
        told.as_ref().map_or(String::new(), |told| part(told).to_owned())
    };
    let what = match &told {
        // The log is append-only: `cairn audit verify` says what has become of it.
        None => say.t("oversight-line-gone"),
        Some(told) if told.refused.is_empty() => told.what.clone(),
        Some(told) => format!("{}: {}", told.refused, told.what),
    };
    let post = visit.session.actor().post().copied();
    let (found, found_by) = match &picked.found {
        None => (String::new(), String::new()),
        Some(found) => {
            let by = book.assignments_of(found.by).first().map_or(String::new(), |by| by.name.clone());
            let at = when(say, found.at, now);
            (say.t(&finding_key(found.outcome)), if by.is_empty() { at } else { format!("{by}, {at}") })
        }
    };
    RowView {
        place: picked.place,
        who: text(|told| &told.who),
        unit: text(|told| &told.place),
        when: text(|told| &told.when),
        datetime: text(|told| &told.datetime),
        what,
        child: line.and_then(|line| line.child).map_or(String::new(), |child| mark_of(&child.to_string())),
        how: say.t(&format!("oversight-picked-{}", how_code(picked.how))),
        marks: picked.marks.iter().map(|mark| say.t(&format!("oversight-risk-{}", mark.code()))).collect(),
        risky: picked.how == How::ByRisk,
        own: post.is_some() && line.and_then(|line| line.staff) == post.map(|post| post.staff),
        found,
        found_by,
    }
}

/// The end of a child's identifier: enough to see that two lines are about one child, and nothing of who it is.
fn mark_of(id: &str) -> String {
    id.get(id.len().saturating_sub(6)..).unwrap_or_default().to_owned()
}

fn finding_key(finding: Finding) -> String {
    format!("oversight-finding-{}", finding.code())
}
