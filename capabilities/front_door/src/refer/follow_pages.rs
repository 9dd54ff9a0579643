//! The pages where whoever asked sees what became of it, and answers; and the form in which the front door asks them.

use askama::Template;
use audit::Logged;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::child::Protection;
use domain::front_door::referral::{Referral, Standing, Told};
use domain::front_door::text::{Name, Note, TextFault};
use domain::moment::Moment;
use domain::organisation::Post;
use i18n::Say;
use identity::organisations::Book;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::refer::follow::{self, FollowError, Followed};
use crate::refer::step::{LIST, START};
use crate::refer::store::{Before, Listed, Question};
use crate::refer::views::Row;
use crate::work::{ErrorView, Errors, FieldWords, TagView, book_of, id_of};

/// The most characters of an answer.
const NOTE_MAX: usize = 2_000;

pub(crate) fn routes() -> Router<App> {
    Router::new().route(LIST, get(list)).route("/remisser/{id}", get(show)).route("/remisser/{id}/svar", post(answer))
}

#[derive(Template)]
#[template(path = "refer_list.html")]
struct ListPage<'a> {
    a: Assets,
    say: Say<'a>,
    title: String,
    about: String,
    rows: Vec<ListRow>,
    start: &'static str,
    /// Where the next page is; empty on the last.
    next: String,
}

struct ListRow {
    name: String,
    /// Empty where one may not open it.
    href: String,
    unit: String,
    tag: TagView,
    received: String,
    by: String,
}

async fn list(visit: Visit) -> Result<Response, Problem> {
    let post = visit.post()?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let (listed, logged) = follow::list(&visit.asker(), &post, Before::read(fields.text("efter"))).await?;
    let book = book_of(&visit).await?;
    let say = visit.say();
    let page = ListPage {
        a: visit.assets(),
        say,
        title: say.t("refer-list-title"),
        about: book.unit_name(post.unit).to_owned(),
        rows: listed.rows.iter().map(|listed| list_row(&visit, &book, &post, listed)).collect(),
        start: START,
        next: listed.next.map(|next| format!("{LIST}?efter={}", next.written())).unwrap_or_default(),
    };
    visit.personal_page(logged, Shell::Work, &page.title, &page)
}

fn list_row(visit: &Visit, book: &Book, post: &Post, listed: &Listed) -> ListRow {
    let (say, now) = (visit.say(), visit.now());
    // Where the identity is protected, only who asked knows of whom.
    let hidden = listed.protection != Protection::None && listed.asked_by != Some(post.assignment);
    ListRow {
        name: if hidden { say.t("front-protected") } else { listed.first_name.clone() },
        href: if hidden { String::new() } else { format!("{LIST}/{}", listed.id) },
        unit: book.unit_name(listed.unit).to_owned(),
        tag: tag(say, listed.standing, listed.due_at, now),
        received: say.day_and_time(listed.received_at, now),
        by: listed.asked_by.map(|by| book.colleague_name(by).to_owned()).unwrap_or_default(),
    }
}

/// How it stands, as a tag: what is late or waits for an answer is told apart by its words first.
fn tag(say: Say<'_>, standing: Standing, due_at: Moment, now: Moment) -> TagView {
    let text = say.t(&format!("refer-standing-{}", standing.code()));
    let (tone, icon) = match standing {
        Standing::MoreWanted => ("warn", "circle-help"),
        Standing::Returned => ("warn", "triangle-alert"),
        Standing::Accepted | Standing::Answered => ("ok", "circle-check"),
        Standing::Received if due_at < now => ("warn", "clock"),
        Standing::Received | Standing::UnderWay | Standing::Decided => ("", "clock"),
        Standing::Joined | Standing::Withdrawn => ("", "circle-minus"),
    };
    TagView { tone, icon, text }
}

/// A question of the front door with its answer, as shown.
pub(crate) struct QuestionView {
    pub(crate) text: String,
    pub(crate) asked: String,
    /// Empty until there is one.
    pub(crate) answer: String,
    pub(crate) answered: String,
}

/// The questions, the first one first.
pub(crate) fn questions(say: Say<'_>, book: &Book, questions: &[Question], now: Moment) -> Vec<QuestionView> {
    let line = |key: &str, name: &str, at: Moment| {
        let at = say.day_and_time(at, now);
        say.message(key, &[("name", name.into()), ("at", at.as_str().into())].into())
    };
    let view = |question: &Question| QuestionView {
        text: question.text.clone(),
        asked: line("refer-asked", book.colleague_name(question.asked_by), question.asked_at),
        answer: question.answer.as_ref().map(|answer| answer.text.clone()).unwrap_or_default(),
        answered: question.answer.as_ref().map_or(String::new(), |answer| {
            line("refer-answered", answer.by.map(|by| book.colleague_name(by)).unwrap_or_default(), answer.at)
        }),
    };
    questions.iter().map(view).collect()
}

#[derive(Template)]
#[template(path = "refer_show.html")]
struct ShowPage<'a> {
    a: Assets,
    t: FieldWords,
    say: Say<'a>,
    csrf: String,
    title: String,
    about: String,
    tag: TagView,
    text: String,
    holder: String,
    questions: Vec<QuestionView>,
    /// The number of the question that waits; 0 when none does.
    open: i64,
    answer: String,
    answer_error: String,
    errors: Vec<ErrorView>,
    action: String,
    rows: Vec<Row>,
    words: String,
    protected: bool,
    list: &'static str,
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let (followed, logged) = follow::see(&visit.asker(), id_of(&id)?).await?;
    let page = page(&visit, &followed, "", &Errors::default()).await?;
    // No name in the title: browsers keep titles.
    visit.personal_page(logged, Shell::Work, &visit.say().t("refer-show-title"), &page)
}

async fn page<'a>(
    visit: &'a Visit,
    followed: &Followed,
    typed: &str,
    errors: &Errors,
) -> Result<ShowPage<'a>, Problem> {
    let (say, now) = (visit.say(), visit.now());
    let book = book_of(visit).await?;
    let record = followed.stored.request.record();
    let unit = book.unit_name(followed.stored.unit);
    let name = record.intake.first_name.as_ref().map_or("", Name::as_str);
    let received = say.day_and_time(record.received_at, now);
    let about = [("unit", unit.into()), ("at", received.as_str().into())];
    let due = say.day_and_time(record.due_at, now);
    let holder = record.state.holder().map(|holder| book.colleague_name(holder.by.assignment).to_owned());
    let open = followed.open().map_or(0, |question| question.number);
    Ok(ShowPage {
        a: visit.assets(),
        t: FieldWords::new(say, NOTE_MAX),
        say,
        csrf: visit.form_token(),
        title: name.to_owned(),
        about: say.message("refer-show-about", &about.into()),
        tag: tag(say, followed.standing, record.due_at, now),
        text: say.with(&format!("refer-standing-{}-about", followed.standing.code()), "when", due.as_str()),
        holder: holder.unwrap_or_default(),
        questions: questions(say, &book, &followed.questions, now),
        open,
        answer: typed.to_owned(),
        answer_error: errors.of(say, "answer"),
        errors: errors.views(say),
        action: format!("{LIST}/{}/svar", record.id),
        rows: told(say, followed),
        words: record.intake.words.as_str().to_owned(),
        protected: followed.protection != Protection::None,
        list: LIST,
    })
}

/// What was told, as it was told: nothing else.
fn told(say: Say<'_>, followed: &Followed) -> Vec<Row> {
    let topic = followed.stored.request.record().intake.topic;
    let mut rows = vec![row(say, "refer-topic-row", say.t(&format!("refer-topic-{}", topic.code())))];
    if let Some(referral) = &followed.referral {
        rows.extend(referral_rows(say, referral));
    }
    rows
}

fn row(say: Say<'_>, key: &str, value: String) -> Row {
    Row { name: say.t(key), value, href: String::new() }
}

/// What was told beside the request, row by row.
pub(crate) fn referral_rows(say: Say<'_>, referral: &Referral) -> Vec<Row> {
    let told = &referral.told;
    let mut rows = vec![
        row(say, "refer-since-row", referral.since.as_str().to_owned()),
        row(say, "refer-tried-row", referral.tried.as_str().to_owned()),
        row(say, "refer-child_knows-row", say.t(&format!("refer-child_knows-{}", told.child().code()))),
        row(say, "refer-guardians_know-row", say.t(&format!("refer-guardians_know-{}", told.guardians().code()))),
    ];
    match told {
        Told::Everyone => {}
        Told::NotEveryone { why, .. } => rows.push(row(say, "refer-why_not-row", why.as_str().to_owned())),
    }
    rows.push(row(say, "refer-wish-row", referral.wish.as_str().to_owned()));
    rows
}

/// A text that somebody must have written, or what to do.
pub(crate) fn note(text: &str, field: &str, missing: &str) -> Result<Note, Errors> {
    Note::new(text).map_err(|fault| {
        let mut errors = Errors::default();
        match fault {
            TextFault::Blank | TextFault::Unstorable => errors.add(field, missing),
            TextFault::TooLong { .. } => errors.add(field, "refer-error-long-2000"),
        }
        errors
    })
}

async fn answer(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let post = visit.post()?;
    let id = id_of(&id)?;
    let number = fields.text("number").parse().unwrap_or_default();
    let text = match note(fields.raw("answer"), "answer", "refer-error-answer") {
        Ok(text) => text,
        Err(errors) => {
            let (followed, logged) = follow::see(&visit.asker(), id).await?;
            return again(&visit, logged, &followed, fields.raw("answer"), &errors).await;
        }
    };
    match follow::answer(&visit.asker(), &post, id, number, &text).await {
        Ok(()) => Ok(visit.see_and_tell(&format!("{LIST}/{id}"), "refer-answered")),
        Err(FollowError::NotAsked) => {
            // Somebody else at the unit was quicker, or it is decided: what was typed is shown, so that it is not lost.
            let (followed, logged) = follow::see(&visit.asker(), id).await?;
            let mut errors = Errors::default();
            errors.add("answer", "refer-error-not-asked");
            again(&visit, logged, &followed, fields.raw("answer"), &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn again(
    visit: &Visit,
    logged: Logged,
    followed: &Followed,
    typed: &str,
    errors: &Errors,
) -> Result<Response, Problem> {
    let page = page(visit, followed, typed, errors).await?;
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("refer-show-title"), &page)
}
