//! Pages of asking for help.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use web::limit::Tries;
use web::{App, Fields, Problem, Sent, Shell, Visit};

use crate::area::commands::{Area, answered};
use crate::ask::answers::{Answers, PROFESSIONAL};
use crate::ask::commands::{self, Answered};
use crate::ask::forms::{self, Known};
use crate::ask::step::{CALM, ERASE, RECEIPT, REVIEW, START, Step};
use crate::ask::store::Kept;
use crate::ask::views::{CalmPage, Promise, ReceiptPage, ReviewPage, StepPage};
use crate::guide::Guide as _;
use crate::preparation::{self, Preparation};
use crate::request::commands::front_door;
use crate::request::promise;

/// Where somebody at work asks.
const AT_WORK: &str = crate::refer::START;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route(START, get(first).post(answer_first))
        .route("/be-om-hjalp/{question}", get(question).post(answer_question))
        .route(CALM, get(calm))
        .route(REVIEW, get(review).post(send))
        .route(RECEIPT, get(receipt).post(done))
        .route(ERASE, post(erase))
}

fn browser(visit: &Visit) -> Vec<u8> {
    commands::browser(visit.app.database(), visit.browser_token())
}

/// The next page after what has been answered.
fn next(answers: &Answers) -> String {
    answers.missing().map_or_else(|| REVIEW.to_owned(), Step::path)
}

/// What a question chooses among.
async fn areas(visit: &Visit, step: Step) -> Result<Vec<Area>, Problem> {
    if step == Step::Place { Ok(answered(visit.app.database()).await?) } else { Ok(vec![]) }
}

async fn first(visit: Visit) -> Result<Response, Problem> {
    show(&visit, Step::Who).await
}

async fn question(visit: Visit, Path(question): Path<String>) -> Result<Response, Problem> {
    show(&visit, Step::from_slug(&question).ok_or(Problem::NotFound)?).await
}

async fn show(visit: &Visit, step: Step) -> Result<Response, Problem> {
    let areas = areas(visit, step).await?;
    let page = |answers| StepPage::new(visit, step, answers, &areas, &[], &Fields::default());
    match commands::kept(&visit.asker(), &browser(visit)).await? {
        Some((Kept::Draft(_, answers), logged)) => {
            if !answers.is_time_for(step) {
                return Ok(visit.see(&next(&answers)));
            }
            let page = page(*answers);
            visit.personal_page(logged, Shell::Public, &page.title, &page)
        }
        Some((Kept::Receipt(_), _)) if step == Step::Who => {
            let page = page(Answers::default()).after_sending();
            visit.open_page(Shell::Public, &page.title, &page)
        }
        None if step == Step::Who => {
            let page = page(Answers::default());
            visit.open_page(Shell::Public, &page.title, &page)
        }
        Some((Kept::Receipt(_), _)) | None => Ok(visit.see(START)),
    }
}

async fn answer_first(sent: Sent) -> Result<Response, Problem> {
    if sent.fields.text("who") == PROFESSIONAL {
        return Ok(sent.visit.see(AT_WORK));
    }
    sent.visit.try_once_more(Tries::Asking)?;
    answer(&sent, Step::Who).await
}

async fn answer_question(Path(question): Path<String>, sent: Sent) -> Result<Response, Problem> {
    answer(&sent, Step::from_slug(&question).ok_or(Problem::NotFound)?).await
}

async fn answer(sent: &Sent, step: Step) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let areas = areas(visit, step).await?;
    let known = Known { areas: areas.clone(), preparation: prepared(visit, step, fields).await? };
    let read = |answers: &mut Answers| forms::read(step, fields, known, answers);
    match commands::answer(&visit.asker(), &browser(visit), read).await? {
        Answered::Kept(answers) if step == Step::Topic && answers.is_urgent() => Ok(visit.see(CALM)),
        Answered::Kept(answers) => Ok(visit.see(&next(&answers))),
        Answered::Refused(answers, errors, logged) => {
            let page = StepPage::new(visit, step, answers, &areas, &errors, fields);
            match logged {
                Some(logged) => visit.refused_personal_form(logged, Shell::Public, &page.title, &page),
                None => visit.refused_form(Shell::Public, &page.title, &page),
            }
        }
    }
}

/// What the code of a preparation opens, where one was typed.
async fn prepared(visit: &Visit, step: Step, fields: &Fields) -> Result<Option<Preparation>, Problem> {
    if step != Step::Words || fields.text("code").is_empty() {
        return Ok(None);
    }
    visit.try_once_more(Tries::Codes)?;
    Ok(preparation::open(visit.app.database(), fields.text("code"), visit.now()).await?)
}

async fn calm(visit: Visit) -> Result<Response, Problem> {
    match commands::kept(&visit.asker(), &browser(&visit)).await? {
        Some((Kept::Draft(_, answers), logged)) if answers.is_urgent() => {
            let page = CalmPage::new(&visit, &answers, next(&answers));
            visit.personal_page(logged, Shell::Public, &page.title, &page)
        }
        Some((Kept::Draft(_, answers), _)) => Ok(visit.see(&next(&answers))),
        Some((Kept::Receipt(_), _)) | None => Ok(visit.see(START)),
    }
}

async fn review(visit: Visit) -> Result<Response, Problem> {
    let (answers, logged) = match commands::kept(&visit.asker(), &browser(&visit)).await? {
        Some((Kept::Draft(_, answers), logged)) => (answers, logged),
        Some((Kept::Receipt(_), _)) => return Ok(visit.see(RECEIPT)),
        None => return Ok(visit.see(START)),
    };
    if let Some(missing) = answers.missing() {
        return Ok(visit.see(&missing.path()));
    }
    let (place, promise) = promised(&visit, &answers).await?;
    let page = ReviewPage::new(&visit, &answers, &place, &promise);
    visit.personal_page(logged, Shell::Public, &page.title, &page)
}

/// Where the child lives, who will read, and when somebody must have answered if it is sent now.
async fn promised(visit: &Visit, answers: &Answers) -> Result<(String, Promise), Problem> {
    let municipality = answers.municipality().ok_or(Problem::NotFound)?;
    let urgency = answers.topic().ok_or(Problem::NotFound)?.urgency();
    let mut transaction = visit.app.database().begin_reading("front_door.promise").await?;
    let (facts, holder) = front_door(&mut transaction, municipality).await?;
    let due_at = promise::due(&mut transaction, facts.unit, urgency, visit.now()).await?;
    let book = identity::organisations::Book::open(&mut transaction).await?;
    transaction.commit().await?;
    let role = access::role_code(holder.post.role).to_owned();
    Ok((book.municipality_name(municipality).to_owned(), Promise { holder: holder.name, role, due_at }))
}

async fn send(sent: Sent) -> Result<Response, Problem> {
    let visit = sent.visit;
    visit.try_once_more(Tries::Asking)?;
    Ok(match commands::send(&visit.asker(), &browser(&visit), visit.say()).await? {
        commands::Sent::Received => visit.see(RECEIPT),
        commands::Sent::Missing(step) => visit.see(&step.path()),
        commands::Sent::Nothing => visit.see(START),
    })
}

async fn receipt(visit: Visit) -> Result<Response, Problem> {
    match commands::kept(&visit.asker(), &browser(&visit)).await? {
        Some((Kept::Receipt(receipt), logged)) => {
            let page = ReceiptPage::new(&visit, &receipt);
            visit.personal_page(logged, Shell::Public, &page.title, &page)
        }
        Some((Kept::Draft(_, answers), _)) => Ok(visit.see(&next(&answers))),
        None => Ok(visit.see(START)),
    }
}

/// The code has been written down: this browser forgets it.
async fn done(sent: Sent) -> Result<Response, Problem> {
    commands::erase(&sent.visit.asker(), &browser(&sent.visit)).await?;
    Ok(sent.visit.see("/"))
}

async fn erase(sent: Sent) -> Result<Response, Problem> {
    commands::erase(&sent.visit.asker(), &browser(&sent.visit)).await?;
    Ok(sent.visit.see_and_tell(START, "ask-erased"))
}
