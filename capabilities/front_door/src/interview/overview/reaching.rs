//! Reaching the family: how they want to be reached, the attempts so far, and giving up after enough of them.

use axum::extract::Path;
use axum::response::Response;
use domain::front_door::reach::{Reach, Trace};
use domain::front_door::request::Refusal;
use domain::moment::Moment;
use i18n::Say;
use identity::children::Shown;
use identity::organisations::Book;
use web::{Fields, Problem, Sent};

use crate::interview::commands::{self, AssessError, Overview, Reached};
use crate::interview::overview::again;
use crate::interview::overview::holding::with_reason;
use crate::interview::overview::people::NAME_MAX;
use crate::interview::sheet::Attempt;
use crate::interview::views::request_address;
use crate::work::{Choice, Errors, id_of};

pub(super) fn reach(say: Say<'_>, overview: &Overview) -> (String, String) {
    match overview.asker {
        Shown::Open | Shown::ToTheNamed => {}
        Shown::Hidden => return (say.t("front-reach-hidden"), String::new()),
    }
    match &overview.stored.request.record().intake.reach {
        Reach::TextMessage(mobile) => {
            let number = mobile.telephone().as_str();
            (say.with("front-reach-text", "number", number), format!("tel:{number}"))
        }
        Reach::Call(telephone) => {
            (say.with("front-reach-call", "number", telephone.as_str()), format!("tel:{}", telephone.as_str()))
        }
        Reach::AtSchool(school) => (say.with("front-reach-school", "school", school.as_str()), String::new()),
        Reach::OnPage => (say.t("front-reach-page"), String::new()),
    }
}

/// What can have come of a try, to choose from.
pub(super) fn choices(say: Say<'_>, fields: &Fields) -> Vec<Choice> {
    let chosen = fields.text("reached");
    let choice = |one: Reached| Choice::new(one.code(), say.t(&format!("front-reached-{}", one.code())), chosen);
    Reached::NOTED.into_iter().map(choice).collect()
}

pub(super) fn trace(say: Say<'_>, trace: Trace) -> (&'static str, String) {
    let tone = match trace {
        Trace::Safe => "ok",
        Trace::Unsafe => "danger",
        Trace::NotAsked => "warn",
    };
    (tone, say.t(&format!("front-trace-{}", trace.code())))
}

pub(super) fn attempt_words(say: Say<'_>, book: &Book, attempt: &Attempt, now: Moment) -> String {
    let at = say.day_and_time(Moment::from_microseconds(attempt.at), now);
    let by = attempt.by.parse().map(|by| book.colleague_name(by)).unwrap_or_default();
    let outcome = say.t(&format!("front-reached-{}", attempt.outcome));
    let values = [("at", at.as_str().into()), ("by", by.into()), ("outcome", outcome.as_str().into())];
    let line = say.message("front-attempt", &values.into());
    if attempt.note.is_empty() { line } else { format!("{line} {}", attempt.note) }
}

pub(super) async fn tried(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let Some(reached) = Reached::NOTED.into_iter().find(|one| one.code() == fields.text("reached")) else {
        let mut errors = Errors::default();
        errors.add("reached", "front-error-reached");
        return again(&visit, id, &fields, &errors).await;
    };
    let note: String = fields.text("note").chars().take(NAME_MAX).collect();
    commands::tried(&visit.asker(), visit.post()?, id, reached, &note).await?;
    Ok(visit.see_and_tell(&request_address(id), "front-tried"))
}

pub(super) async fn give_up(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let reason = match with_reason(&visit, id, &fields, "give_up_reason").await? {
        Ok(reason) => reason,
        Err(response) => return Ok(response),
    };
    let mut errors = Errors::default();
    match commands::give_up(&visit.asker(), visit.post()?, id, reason).await {
        Ok(()) => return Ok(visit.see_and_tell("/en-vag-in", "front-given-up")),
        Err(AssessError::Refused(Refusal::TooFewAttempts)) => errors.add("reached", "front-error-too-few"),
        Err(AssessError::Refused(Refusal::TalkFirst)) => errors.add("reached", "front-error-talk-first"),
        Err(error) => return Err(error.into()),
    }
    again(&visit, id, &fields, &errors).await
}
