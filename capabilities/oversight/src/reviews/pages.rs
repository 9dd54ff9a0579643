//! Pages of review: what waits at the unit, and one opening with what was done during it.

use askama::Template;
use audit::{Logged, Outcome};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::moment::Moment;
use domain::organisation::Post;
use domain::oversight::break_glass::{FollowUp, Review, Verdict};
use i18n::Say;
use identity::organisations::Book;
use identity::pages::ClockView;
use web::app::ReaderNames;
use web::layout::org_of;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::export;
use crate::openings::commands::CommandError;
use crate::openings::pages::{TalkView, parsed, talk};
use crate::openings::store::Facts;
use crate::readers::words::{LineView, Teller};
use crate::reviews::commands::{self, More, Queue, Shown};
use crate::reviews::forms;
use crate::reviews::store::Place;
use crate::samples::store::Sample;
use crate::views::{Choice, Fault, FieldError, FieldWords, clock, error_of, errors, state, state_look, when, words};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/granskning", get(queue))
        .route("/granskning/{id}", get(show).post(answer))
        .route("/granskning/{id}/utskrift", get(print))
        .route("/granskning/{id}/fil", get(send_file))
}

#[derive(Template)]
#[template(path = "review_queue.html")]
struct QueuePage<'v> {
    a: Assets,
    s: Say<'v>,
    csrf: String,
    waiting: Vec<OpeningView>,
    next: String,
    answered: Vec<OpeningView>,
    samples: Vec<SampleView>,
}

struct OpeningView {
    href: String,
    title: String,
    text: String,
    kind: &'static str,
    unit: String,
    tone: &'static str,
    icon: &'static str,
    state: String,
    clock: ClockView,
    urgent: bool,
}

struct SampleView {
    href: String,
    drawn: String,
    done: String,
    tone: &'static str,
    icon: &'static str,
}

async fn queue(visit: Visit) -> Result<Response, Problem> {
    visit.post()?;
    let (queue, logged) = commands::queue(&visit.asker(), place(&visit)?).await?;
    let book = book(&visit).await?;
    let (say, now) = (visit.say(), visit.now());
    let next = match (queue.more, queue.waiting.last()) {
        (More::Yes, Some(last)) => format!("/granskning?efter={}.{}", last.due.microseconds(), last.id),
        (More::Yes, None) | (More::No, _) => String::new(),
    };
    let Queue { waiting, answered, samples, .. } = queue;
    let view = |facts: &Facts| opening_view(say, &book, facts, now);
    let page = QueuePage {
        a: visit.assets(),
        s: say,
        csrf: visit.form_token(),
        waiting: waiting.iter().map(view).collect(),
        next,
        answered: answered.iter().map(view).collect(),
        samples: samples.iter().map(|sample| sample_view(say, sample, now)).collect(),
    };
    visit.personal_page(logged, Shell::Work, &say.t("oversight-queue-title"), &page)
}

fn opening_view(say: Say<'_>, book: &Book, facts: &Facts, now: Moment) -> OpeningView {
    let (tone, icon) = state_look(facts.state);
    OpeningView {
        href: format!("/granskning/{}", facts.id),
        title: words(say, "oversight-queue-row", [("who", &who(say, book, &facts.by))]),
        text: when(say, facts.opened_at, now),
        kind: org_of(facts.by.branch),
        unit: book.unit_name(facts.by.unit).to_owned(),
        tone,
        icon,
        state: state(say, facts.state),
        clock: clock(say, facts, now),
        urgent: now.day() >= facts.due.day(),
    }
}

fn sample_view(say: Say<'_>, sample: &Sample, now: Moment) -> SampleView {
    let done = sample.reviewed >= sample.picked;
    let counts = [("done", sample.reviewed.to_string()), ("all", sample.picked.to_string())];
    let counts = counts.each_ref().map(|(name, count)| (*name, count.as_str()));
    SampleView {
        href: format!("/granskning/stickprov/{}", sample.id),
        drawn: when(say, sample.drawn_at, now),
        done: words(say, "oversight-sample-done", counts),
        tone: if done { "ok" } else { "warn" },
        icon: if done { "circle-check" } else { "circle-dot" },
    }
}

/// Someone at work by name and role. An assignment that has ended leaves the role.
pub(crate) fn who(say: Say<'_>, book: &Book, post: &Post) -> String {
    let role = say.t(&format!("role-{}", access::role_code(post.role)));
    match book.colleague_name(post.assignment) {
        "" => role,
        name => format!("{name}, {role}"),
    }
}

fn place(visit: &Visit) -> Result<Option<Place>, Problem> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let written = fields.text("efter");
    if written.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (due, id) = written.split_once('.')?;
        Some(Place { due: Moment::from_microseconds(due.parse().ok()?), id: id.parse().ok()? })
    };
    read().map(Some).ok_or(Problem::NotFound)
}

/// Names of units and people at work; public facts.
pub(crate) async fn book(visit: &Visit) -> Result<std::sync::Arc<Book>, Problem> {
    let mut transaction = visit.app.database().begin_reading("oversight.book").await?;
    let book = Book::open(&mut transaction).await?;
    transaction.commit().await?;
    Ok(book)
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage<'v> {
    a: Assets,
    s: Say<'v>,
    t: FieldWords,
    csrf: String,
    here: String,
    errors: Vec<FieldError>,
    who: String,
    kind: &'static str,
    unit: String,
    opened: String,
    until: String,
    reason: String,
    why: String,
    clock: ClockView,
    open: bool,
    own: bool,
    tone: &'static str,
    icon: &'static str,
    state: String,
    talk: Vec<TalkView>,
    question: String,
    verdict: Option<VerdictView>,
    lines: Vec<LineView>,
    verdicts: Vec<Choice>,
    follow_ups: Vec<Choice>,
    to_family: String,
    new_question: String,
    printed: String,
}

struct VerdictView {
    by: String,
    to_family: String,
    follow_up: String,
}

impl ReviewPage<'_> {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let (shown, logged) = commands::show(&visit.asker(), parsed(&id)?, Outcome::Read).await?;
    let page = review_page(&visit, &shown, &Fields::default(), &[]).await?;
    visit.personal_page(logged, Shell::Work, &visit.say().t("oversight-review-title"), &page)
}

/// The same page to be printed: without forms, with who printed it and when.
async fn print(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let post = visit.post()?;
    let (shown, logged) = commands::show(&visit.asker(), parsed(&id)?, Outcome::Printed).await?;
    let mut page = review_page(&visit, &shown, &Fields::default(), &[]).await?;
    page.printed = printed(&visit, &post).await?;
    visit.personal_page(logged, Shell::Work, &visit.say().t("oversight-review-title"), &page)
}

/// Who printed, and when.
pub(crate) async fn printed(visit: &Visit, post: &Post) -> Result<String, Problem> {
    let (say, book) = (visit.say(), book(visit).await?);
    let by = who(say, &book, post);
    Ok(words(say, "oversight-printed", [("who", &by), ("when", &say.day_and_time(visit.now(), visit.now()))]))
}

async fn send_file(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let (shown, logged): (Shown, Logged) = commands::show(&visit.asker(), parsed(&id)?, Outcome::Exported).await?;
    let page = review_page(&visit, &shown, &Fields::default(), &[]).await?;
    let say = visit.say();
    let pair = |key: &str, value: &str| vec![say.t(key), value.to_owned()];
    let mut rows = vec![
        pair("oversight-review-who", &page.who),
        pair("oversight-review-unit", &page.unit),
        pair("oversight-review-opened", &page.opened),
        pair("oversight-review-until", &page.until),
        pair("oversight-review-reason", &page.reason),
        pair("oversight-review-why", &page.why),
        pair("oversight-review-state", &page.state),
    ];
    for talk in &page.talk {
        rows.push(vec![talk.asked.clone(), talk.question.clone()]);
        rows.push(vec![talk.answered.clone(), talk.answer.clone()]);
    }
    if let Some(verdict) = &page.verdict {
        rows.push(pair("oversight-review-by", &verdict.by));
        rows.push(pair("oversight-review-to-family", &verdict.to_family));
        rows.push(pair("oversight-review-follow-up", &verdict.follow_up));
    }
    rows.push(["oversight-column-when", "oversight-column-what"].map(|key| say.t(key)).to_vec());
    rows.extend(page.lines.iter().map(|line| vec![line.datetime.clone(), line.what.clone()]));
    export::file(logged, &format!("nodoppning-{id}"), &rows)
}

async fn answer(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let id = parsed(&id)?;
    match forms::read(&fields) {
        Ok(answer) => {
            commands::answer(&visit.asker(), id, answer).await?;
            Ok(visit.see_and_tell("/granskning", "review-answered"))
        }
        Err(faults) => {
            let (shown, logged) = commands::show(&visit.asker(), id, Outcome::Read).await?;
            let page = review_page(&visit, &shown, &fields, &faults).await?;
            visit.refused_personal_form(logged, Shell::Work, &visit.say().t("oversight-review-title"), &page)
        }
    }
}

async fn review_page<'v>(
    visit: &'v Visit,
    shown: &Shown,
    fields: &Fields,
    faults: &[Fault],
) -> Result<ReviewPage<'v>, CommandError> {
    let mut transaction = visit.app.database().begin_reading("oversight.book").await?;
    let book = Book::open(&mut transaction).await?;
    transaction.commit().await?;
    let (say, now) = (visit.say(), visit.now());
    let Shown { facts, opening, lines } = shown;
    let teller = Teller { say, book: &book, now, names: ReaderNames::Shown, viewer: None, openings: &[] };
    let (tone, icon) = state_look(facts.state);
    let snapshot = opening.snapshot();
    let (open, question, verdict) = match &snapshot.review {
        Review::Waiting => (true, String::new(), None),
        Review::Asked(question) => (true, question.question.as_str().to_owned(), None),
        Review::Justified(verdict) => (false, String::new(), Some(verdict_view(say, &book, verdict, None))),
        Review::NotJustified { verdict, follow_up } => {
            (false, String::new(), Some(verdict_view(say, &book, verdict, Some(*follow_up))))
        }
    };
    Ok(ReviewPage {
        a: visit.assets(),
        s: say,
        t: FieldWords::new(say, forms::WORDS_MAX),
        csrf: visit.form_token(),
        here: format!("/granskning/{}", facts.id),
        errors: errors(say, faults),
        who: who(say, &book, &facts.by),
        kind: org_of(facts.by.branch),
        unit: book.unit_name(facts.by.unit).to_owned(),
        opened: when(say, facts.opened_at, now),
        until: when(say, facts.until, now),
        reason: say.t(&format!("oversight-reason-{}", snapshot.reason.code())),
        why: snapshot.why.as_str().to_owned(),
        clock: clock(say, facts, now),
        open,
        own: visit.session.actor().post().is_some_and(|post| post.staff == facts.by.staff),
        tone,
        icon,
        state: state(say, facts.state),
        talk: talk(visit, opening),
        question,
        verdict,
        lines: lines.iter().map(|line| teller.tell(line)).collect(),
        verdicts: verdicts(say, fields),
        follow_ups: follow_ups(say, fields),
        to_family: fields.raw("to_family").to_owned(),
        new_question: fields.raw("question").to_owned(),
        printed: String::new(),
    })
}

fn verdict_view(say: Say<'_>, book: &Book, verdict: &Verdict, follow_up: Option<FollowUp>) -> VerdictView {
    VerdictView {
        by: who(say, book, &verdict.by),
        to_family: verdict.to_family.as_str().to_owned(),
        follow_up: follow_up.map_or(String::new(), |follow_up| say.t(&follow_up_key(follow_up))),
    }
}

fn verdicts(say: Say<'_>, fields: &Fields) -> Vec<Choice> {
    let choice = |value: &'static str| Choice {
        value,
        label: say.t(&format!("oversight-verdict-{value}")),
        hint: say.t(&format!("oversight-verdict-{value}-hint")),
        chosen: fields.text("verdict") == value,
    };
    forms::VERDICTS.into_iter().map(choice).collect()
}

fn follow_ups(say: Say<'_>, fields: &Fields) -> Vec<Choice> {
    let choice = |follow_up: &FollowUp| Choice {
        value: follow_up.code(),
        label: say.t(&follow_up_key(*follow_up)),
        hint: String::new(),
        chosen: fields.text("follow_up") == follow_up.code(),
    };
    FollowUp::ALL.iter().map(choice).collect()
}

fn follow_up_key(follow_up: FollowUp) -> String {
    format!("oversight-follow-up-{}", follow_up.code())
}
