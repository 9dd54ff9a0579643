//! Pages of asking the front door for help for a child, at work.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::organisation::Post;
use identity::organisations::Book;
use web::limit::Tries;
use web::{App, Problem, Sent, Shell, Visit};

use crate::area::commands::{Area, answered};
use crate::ask::store::Kept;
use crate::guide::Guide as _;
use crate::refer::answers::{Answers, NO};
use crate::refer::commands::{self, Answered};
use crate::refer::follow_pages;
use crate::refer::forms::{self, Known};
use crate::refer::step::{CALM, ERASE, LIST, RECEIPT, REVIEW, START, Step};
use crate::refer::views::{CalmPage, Promise, ReceiptPage, ReviewPage, StepPage};
use crate::request::commands::front_door;
use crate::request::promise;
use crate::work::Errors;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route(START, get(first).post(answer_first))
        .route("/remiss/{question}", get(question).post(answer_question))
        .route(CALM, get(calm))
        .route(REVIEW, get(review).post(send))
        .route(RECEIPT, get(receipt))
        .route(ERASE, post(erase))
        .merge(follow_pages::routes())
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
    show(&visit, Step::Child).await
}

async fn question(visit: Visit, Path(question): Path<String>) -> Result<Response, Problem> {
    show(&visit, Step::from_slug(&question).ok_or(Problem::NotFound)?).await
}

async fn show(visit: &Visit, step: Step) -> Result<Response, Problem> {
    let post = visit.post()?;
    let (kept, logged) = commands::kept(&visit.asker(), &post).await?;
    let areas = areas(visit, step).await?;
    let page = |answers| StepPage::new(visit, &post, step, answers, &areas, Errors::default());
    let page = match kept {
        Some(Kept::Draft(_, answers)) => {
            if !answers.is_time_for(step) {
                return Ok(visit.see(&next(&answers)));
            }
            page(*answers)
        }
        Some(Kept::Receipt(_)) if step == Step::Child => page(Answers::default()).after_sending(),
        None if step == Step::Child => page(Answers::default()),
        Some(Kept::Receipt(_)) | None => return Ok(visit.see(START)),
    };
    visit.personal_page(logged, Shell::Work, &page.title, &page)
}

async fn answer_first(sent: Sent) -> Result<Response, Problem> {
    answer(&sent, Step::Child).await
}

async fn answer_question(Path(question): Path<String>, sent: Sent) -> Result<Response, Problem> {
    answer(&sent, Step::from_slug(&question).ok_or(Problem::NotFound)?).await
}

async fn answer(sent: &Sent, step: Step) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let post = visit.post()?;
    let known = Known { areas: areas(visit, step).await?, today: visit.now().day() };
    let read = |answers: &mut Answers| forms::read(step, fields, &known, answers);
    match commands::answer(&visit.asker(), &post, step, read).await? {
        Answered::Kept(answers) => Ok(match step {
            Step::Topic if answers.is_urgent() => visit.see(CALM),
            // It is somebody else: then the number is wrong.
            Step::Same if answers.same == NO => visit.see_and_tell(START, "refer-number"),
            Step::Child
            | Step::Same
            | Step::Place
            | Step::Topic
            | Step::Words
            | Step::Since
            | Step::Tried
            | Step::Told
            | Step::Wish
            | Step::Reach
            | Step::Message
            | Step::Interpreter
            | Step::Caller => visit.see(&next(&answers)),
        }),
        Answered::Refused(answers, errors, logged) => {
            let page = StepPage::new(visit, &post, step, *answers, &known.areas, errors);
            match logged {
                Some(logged) => visit.refused_personal_form(logged, Shell::Work, &page.title, &page),
                None => visit.refused_form(Shell::Work, &page.title, &page),
            }
        }
    }
}

async fn calm(visit: Visit) -> Result<Response, Problem> {
    let post = visit.post()?;
    let (kept, logged) = commands::kept(&visit.asker(), &post).await?;
    match kept {
        Some(Kept::Draft(_, answers)) if answers.is_urgent() => {
            let page = CalmPage::new(&visit, &answers, next(&answers));
            visit.personal_page(logged, Shell::Work, &page.title, &page)
        }
        Some(Kept::Draft(_, answers)) => Ok(visit.see(&next(&answers))),
        Some(Kept::Receipt(_)) | None => Ok(visit.see(START)),
    }
}

async fn review(visit: Visit) -> Result<Response, Problem> {
    let post = visit.post()?;
    let (kept, logged) = commands::kept(&visit.asker(), &post).await?;
    let answers = match kept {
        Some(Kept::Draft(_, answers)) => answers,
        Some(Kept::Receipt(_)) => return Ok(visit.see(RECEIPT)),
        None => return Ok(visit.see(START)),
    };
    if let Some(missing) = answers.missing() {
        return Ok(visit.see(&missing.path()));
    }
    let (place, promise) = promised(&visit, &answers).await?;
    let page = ReviewPage::new(&visit, &answers, &place, &promise);
    visit.personal_page(logged, Shell::Work, &page.title, &page)
}

/// Where the child lives, who will read, and when somebody must have answered if it is sent now.
async fn promised(visit: &Visit, answers: &Answers) -> Result<(String, Promise), Problem> {
    let municipality = answers.municipality().ok_or(Problem::NotFound)?;
    let urgency = answers.topic().ok_or(Problem::NotFound)?.urgency();
    let mut transaction = visit.app.database().begin_reading("front_door.promise").await?;
    let (facts, holder) = front_door(&mut transaction, municipality).await?;
    let due_at = promise::due(&mut transaction, facts.unit, urgency, visit.now()).await?;
    let book = Book::open(&mut transaction).await?;
    transaction.commit().await?;
    let unit = book.unit_name(facts.unit).to_owned();
    Ok((book.municipality_name(municipality).to_owned(), Promise { unit, holder: holder.name, due_at }))
}

async fn send(sent: Sent) -> Result<Response, Problem> {
    let visit = sent.visit;
    let post: Post = visit.post()?;
    visit.try_once_more(Tries::Asking)?;
    Ok(match commands::send(&visit.asker(), &post, visit.say()).await? {
        commands::Sent::Received => visit.see(RECEIPT),
        commands::Sent::Missing(step) => visit.see(&step.path()),
        commands::Sent::Nothing => visit.see(START),
    })
}

async fn receipt(visit: Visit) -> Result<Response, Problem> {
    let post = visit.post()?;
    let (kept, logged) = commands::kept(&visit.asker(), &post).await?;
    match kept {
        Some(Kept::Receipt(receipt)) => {
            let page = ReceiptPage::new(&visit, &receipt);
            visit.personal_page(logged, Shell::Work, &page.title, &page)
        }
        Some(Kept::Draft(_, answers)) => Ok(visit.see(&next(&answers))),
        None => Ok(visit.see(LIST)),
    }
}

async fn erase(sent: Sent) -> Result<Response, Problem> {
    let post = sent.visit.post()?;
    commands::erase(&sent.visit.asker(), &post).await?;
    Ok(sent.visit.see_and_tell(LIST, "refer-erased"))
}
