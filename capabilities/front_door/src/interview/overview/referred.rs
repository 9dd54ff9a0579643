//! What somebody at work told when they referred the child, where they can be called, and asking them for more.

use axum::extract::Path;
use axum::response::Response;
use domain::front_door::intake::Asker;
use domain::moment::Moment;
use i18n::Say;
use identity::organisations::Book;
use web::layout::org_of;
use web::{Fields, Problem, Sent};

use crate::interview::commands::Overview;
use crate::interview::overview::again;
use crate::interview::views::request_address;
use crate::refer::follow::{self, FollowError};
use crate::refer::follow_pages::{QuestionView, note, questions, referral_rows};
use crate::refer::views::Row;
use crate::work::{Errors, id_of};

/// The field of the question.
const QUESTION: &str = "question";

/// Who referred, and what they told.
pub(super) struct Referred {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) unit: String,
    pub(super) phone: String,
    pub(super) rows: Vec<Row>,
    /// Whether one waits for its answer: then no other is asked.
    pub(super) waits: bool,
    pub(super) question: String,
    pub(super) error: String,
}

/// What they have been asked for, and have answered.
pub(super) fn asked(say: Say<'_>, book: &Book, overview: &Overview, now: Moment) -> Vec<QuestionView> {
    questions(say, book, &overview.questions, now)
}

pub(super) fn referred(
    say: Say<'_>,
    book: &Book,
    overview: &Overview,
    fields: &Fields,
    errors: &Errors,
) -> Option<Referred> {
    let post = match overview.stored.request.record().intake.asker {
        Asker::Professional(post) => post,
        Asker::Child(_) | Asker::Guardian(_) => return None,
    };
    let colleague = book.colleague(post.assignment);
    let role = say.t(&format!("role-{}", access::role_code(post.role)));
    let (referral, asked) = (&overview.referral, &overview.questions);
    Some(Referred {
        name: colleague.map_or_else(|| role.clone(), |colleague| format!("{}, {role}", colleague.name)),
        kind: org_of(post.branch),
        unit: book.unit_name(post.unit).to_owned(),
        phone: referral.as_ref().map(|referral| referral.call_back.as_str().to_owned()).unwrap_or_default(),
        rows: referral.as_ref().map(|referral| referral_rows(say, referral)).unwrap_or_default(),
        waits: asked.iter().any(|question| question.answer.is_none()),
        question: fields.raw(QUESTION).to_owned(),
        error: errors.of(say, QUESTION),
    })
}

pub(super) async fn ask(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let text = match note(fields.raw(QUESTION), QUESTION, "refer-error-question") {
        Ok(text) => text,
        Err(errors) => return again(&visit, id, &fields, &errors).await,
    };
    let mut errors = Errors::default();
    match follow::ask(&visit.asker(), &visit.post()?, id, &text).await {
        Ok(()) => return Ok(visit.see_and_tell(&request_address(id), "refer-asked")),
        Err(FollowError::Unanswered) => errors.add(QUESTION, "refer-error-unanswered"),
        Err(FollowError::Decided) => errors.add(QUESTION, "refer-error-decided"),
        Err(error) => return Err(error.into()),
    }
    again(&visit, id, &fields, &errors).await
}
