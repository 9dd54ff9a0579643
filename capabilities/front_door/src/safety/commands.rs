//! Acting on acute danger.

use access::action::front_door::{Interview, SeeRequest};
use audit::{Asker, Logged, Outcome};
use domain::front_door::interrupt::Response;
use domain::front_door::request::Request;
use domain::id::Id;
use domain::organisation::Post;
use domain::trail::{NextStep, Step, Text, When};
use identity::children::{Label, Shown};
use trail::commands::{CommandError, set_next_step_in};
use web::Problem;

use crate::interview::commands::AssessError;
use crate::queue::commands::plan_if_held;
use crate::request::reaching::asker_shown;
use crate::request::store::{self as requests, Stored};

/// Danger as its page shows it.
#[derive(Clone, Debug)]
pub struct Danger {
    /// The request.
    pub stored: Stored,
    /// How much of whoever asked is shown, and so of how they are reached.
    pub asker: Shown,
    /// First name, age, place.
    pub label: Label,
    /// Whether whoever looks has the request.
    pub theirs: Theirs,
}

/// Whether the request is in the looker's own hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theirs {
    /// It is.
    Own,
    /// A colleague has it; one may take over.
    Colleagues,
}

/// Why danger was not documented. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// The request says no.
    #[error(transparent)]
    Assess(#[from] AssessError),
    /// The trail says no.
    #[error(transparent)]
    Trail(#[from] CommandError),
}

impl From<HandleError> for Problem {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::Assess(error) => error.into(),
            HandleError::Trail(error) => error.into(),
        }
    }
}

impl From<database::Failure> for HandleError {
    fn from(failure: database::Failure) -> Self {
        Self::Assess(failure.into())
    }
}

impl From<audit::Refused> for HandleError {
    fn from(refused: audit::Refused) -> Self {
        Self::Assess(refused.into())
    }
}

/// Shows the danger of a request to everybody at the front door: a second person must always be able to act.
pub async fn show(asker: &Asker, id: Id<Request>) -> Result<(Danger, Logged), AssessError> {
    let mut act = asker.begin_reading("front_door.danger").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<SeeRequest>(&facts).await?;
    let stored = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let label =
        identity::children::commands::label_for_request(&mut act, &permit).await?.ok_or(AssessError::NotFound)?;
    let asker = asker_shown(&mut act, &facts).await?;
    let theirs = if act.may::<Interview>(&facts) { Theirs::Own } else { Theirs::Colleagues };
    Ok((Danger { stored, asker, label, theirs }, act.finish(permit).await?))
}

/// Somebody has acted. The follow-up becomes the next step of the trail, in neutral words: the family reads it too.
pub async fn handle(
    asker: &Asker,
    post: Post,
    id: Id<Request>,
    response: Response,
    next_words: &str,
) -> Result<(), HandleError> {
    let mut act = asker.begin("front_door.handle_danger").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let follow_up = response.follow_up_at;
    let (request, event) = before.request.clone().handle(response, post, now).map_err(AssessError::from)?;
    let plan = plan_if_held(&mut act, before.trail, before.unit).await?;
    requests::save(&mut act, &permit, &before, &request, &event).await?;
    // In a trail that another unit holds the next step is theirs to say.
    if let Some(plan) = plan {
        if let (Some(at), Ok(what)) = (follow_up, Text::parse(next_words)) {
            set_next_step_in(&mut act, &plan, NextStep::Known(Step { what, when: When::At(at) })).await?;
        }
        act.used(plan, Outcome::Changed);
    }
    act.commit(permit).await?;
    Ok(())
}
