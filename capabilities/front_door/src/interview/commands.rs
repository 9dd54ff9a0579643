//! What can be done with an assessment: opening it, writing answers down, trying to reach the family, finding out who the
//! child is.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::action::front_door::{Interview, SeeRequest, Take};
use access::action::identity::{ChangeIdentity, ConfirmCustody, FindChild, RegisterChild, SeeIdentity};
use access::facts::RegionFacts;
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::child::{Custody, Protection};
use domain::front_door::interview;
use domain::front_door::referral::Referral;
use domain::front_door::request::{Refusal, Request, State, Whereabouts};
use domain::front_door::speaker::Speaker;
use domain::front_door::table::Table;
use domain::front_door::text::Note;
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::moment::Day;
use domain::organisation::{Assignment, Post, Unit};
use identity::children::adults::{Source, commands as adults};
use identity::children::commands::{NewGuardian, WhoItIs};
use identity::children::{Age, Label, Relations};
use trail::clocks::care::Done;
use web::Problem;

pub use crate::interview::sheet::{Change, Reached};
pub use crate::interview::store::Assessment;
pub use crate::request::events::store::Happened;
pub use crate::request::following::store::Addition;
pub use crate::request::store::Stored;

use crate::decision::anew::{self, Anew};
use crate::decision::store::Made;
use crate::interview::sheet::Attempt;
use crate::interview::store;
use crate::preparation::store::Preparation;
use crate::queue::commands::own_unit;
use crate::refer;
use crate::refer::store::Question;
use crate::request::events::store as happened;
use crate::request::following::store as following;
use crate::request::{promise, store as requests};

/// Why an assessment was not opened or changed. Nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// There is no such request.
    #[error("there is no such request")]
    NotFound,
    /// Somebody else has it, or nobody.
    #[error("the request is not theirs")]
    NotTheirs,
    /// Acute danger that nobody has acted on yet.
    #[error("acute danger has not been acted on")]
    Interrupted,
    /// Somebody else has saved it since the page was opened.
    #[error("the assessment was saved by somebody else")]
    Changed,
    /// Another child has the same identity number.
    #[error("another child has the same identity number")]
    SameNumber,
    /// A grown-up with the same number stands around the child already.
    #[error("the grown-up stands around the child already")]
    AlreadyHere,
    /// Whoever asked cannot read what is written, or may not.
    #[error("whoever asked cannot be written to")]
    CannotBeWrittenTo,
    /// So much has been written to whoever asked that it is a talk.
    #[error("whoever asked has been written to as often as may be")]
    WrittenTooOften,
    /// The request says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The interview says no.
    #[error(transparent)]
    Interview(#[from] interview::Refusal),
    /// No right, or the database failed.
    #[error(transparent)]
    Act(#[from] Refused),
}

impl From<Failure> for AssessError {
    fn from(failure: Failure) -> Self {
        if matches!(failure, Failure::Conflict) { Self::Changed } else { Self::Act(failure.into()) }
    }
}

impl From<AssessError> for Problem {
    fn from(error: AssessError) -> Self {
        match error {
            AssessError::NotFound => Self::NotFound,
            AssessError::Changed => Self::Conflict,
            AssessError::NotTheirs
            | AssessError::Interrupted
            | AssessError::SameNumber
            | AssessError::AlreadyHere
            | AssessError::CannotBeWrittenTo
            | AssessError::WrittenTooOften
            | AssessError::Refused(_)
            | AssessError::Interview(_) => Self::NotNow,
            AssessError::Act(refused) => refused.into(),
        }
    }
}

/// An assessment as its pages show it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The request.
    pub stored: Stored,
    /// The assessment.
    pub assessment: Assessment,
    /// First name, age, place.
    pub label: Label,
    /// The table of rules in force, if there is one.
    pub table: Option<Arc<Table>>,
}

/// Opens an assessment for whoever has the request. Danger that nobody has acted on leads there first.
pub async fn open(asker: &Asker, id: Id<Request>) -> Result<(Opened, Logged), AssessError> {
    let mut act = asker.begin_reading("front_door.assessment").await?;
    let (opened, permit) = open_in(&mut act, id).await?;
    if opened.stored.request.record().interrupt.is_some() {
        return Err(AssessError::Interrupted);
    }
    Ok((opened, act.finish(permit).await?))
}

pub(crate) async fn open_in(
    act: &mut Act,
    id: Id<Request>,
) -> Result<(Opened, access::Permit<SeeRequest>), AssessError> {
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<SeeRequest>(&facts).await?;
    if !act.may::<Interview>(&facts) {
        return Err(AssessError::NotTheirs);
    }
    let stored = requests::find(act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let assessment = store::find(act, &permit, &stored).await?.ok_or(AssessError::NotTheirs)?;
    let label = identity::children::commands::label_for_request(act, &permit).await?.ok_or(AssessError::NotFound)?;
    let table = crate::rules::in_force(act.transaction(), now).await?;
    Ok((Opened { stored, assessment, label, table }, permit))
}

/// A request as the page that one comes to after taking it shows it.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The request.
    pub stored: Stored,
    /// First name, age, place.
    pub label: Label,
    /// Who holds the trail, where that is not the front door: the request joined a trail that was open already.
    pub joined: Option<(Id<Assignment>, Id<Unit>)>,
    /// How the identity is protected.
    pub protection: Protection,
    /// Who the child is and how to reach the family; only for whoever has taken it.
    pub who: Option<WhoItIs>,
    /// The assessment; only for whoever has taken it.
    pub assessment: Option<Assessment>,
    /// What has happened.
    pub events: Vec<Happened>,
    /// What was decided, if it is.
    pub(crate) made: Option<Made>,
    /// What was decided before that, the latest first.
    pub(crate) earlier: Vec<Made>,
    /// Whether it can be decided anew, by whoever looks.
    pub(crate) anew: Anew,
    /// What was prepared on the public pages and given by code.
    pub preparation: Option<Preparation>,
    /// What somebody at work told who referred the child.
    pub(crate) referral: Option<Referral>,
    /// What they have been asked for, and have answered.
    pub(crate) questions: Vec<Question>,
    /// What whoever asked has added since.
    pub additions: Vec<Addition>,
}

/// Opens a request. Identity and contact are shown to whoever has taken it, and that is logged.
pub async fn overview(asker: &Asker, id: Id<Request>) -> Result<(Overview, Logged), AssessError> {
    let mut act = asker.begin_reading("front_door.request").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<SeeRequest>(&facts).await?;
    let stored = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let label =
        identity::children::commands::label_for_request(&mut act, &permit).await?.ok_or(AssessError::NotFound)?;
    let events = happened::all(&mut act, &permit, &stored).await?;
    let mut made = crate::decision::store::all(&mut act, &permit, &stored).await?.into_iter();
    let (made, earlier) = (made.next(), made.collect());
    let preparation = crate::preparation::commands::of(&mut act, &permit, &stored).await?;
    let (referral, questions) = match facts.asked_by {
        Some(_) => refer::follow::of(&mut act, &permit, &stored).await?,
        None => (None, vec![]),
    };
    let (who, assessment) = if act.may::<Interview>(&facts) {
        let relations = Relations::of(act.transaction(), facts.child, now).await?.ok_or(AssessError::NotFound)?;
        let see = act.authorize::<SeeIdentity>(&relations.identity_facts()).await?;
        let who = identity::children::commands::see(&mut act, &see, facts.child).await?;
        act.used(see, Outcome::Read);
        (who, store::find(&mut act, &permit, &stored).await?)
    } else {
        (None, None)
    };
    let trail = trail::facts(act.transaction(), stored.trail, now).await?.ok_or(AssessError::NotFound)?;
    let under_way = matches!(stored.request.record().state, State::Waiting | State::Taken(_) | State::Interviewed(..));
    let joined =
        (under_way && trail.holder_unit != stored.unit).then_some((trail.holder_assignment, trail.holder_unit));
    let whereabouts = anew::whereabouts(&trail, stored.unit);
    let decided = matches!(stored.request.record().state, State::Decided(..));
    let open = decided && whereabouts == Whereabouts::Here && act.may::<Take>(&facts);
    let anew = if open { Anew::Open } else { Anew::Closed };
    let additions = following::additions(&mut act, &permit, &stored).await?;
    let overview = Overview {
        stored,
        label,
        joined,
        protection: facts.protection,
        who,
        assessment,
        events,
        made,
        earlier,
        anew,
        preparation,
        referral,
        questions,
        additions,
    };
    Ok((overview, act.finish(permit).await?))
}

/// What a step saves.
#[derive(Clone, Debug, Default)]
pub struct Saving {
    /// Answers that were given, changed or taken away.
    pub changes: Vec<Change>,
    /// What is typed about the decision, if that is the step.
    pub typed: Option<BTreeMap<String, Vec<String>>>,
}

/// Whether the acute questions count as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screening {
    /// A draft on its way: nothing is asked yet.
    Draft,
    /// The step was sent: a yes interrupts.
    Asked,
}

/// What came of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Saved; the version the next change must be based on.
    Draft(i64),
    /// Saved, and somebody must act at once.
    Interrupted,
}

/// Saves a step that is still at its version.
pub async fn save(
    asker: &Asker,
    post: Post,
    id: Id<Request>,
    version: i64,
    saving: Saving,
    screening: Screening,
) -> Result<Saved, AssessError> {
    let mut act = asker.begin("front_door.assess").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    open_for_answers(&before.request)?;
    let mut assessment = store::find(&mut act, &permit, &before).await?.ok_or(AssessError::NotTheirs)?;
    if assessment.version != version {
        return Err(AssessError::Changed);
    }
    for change in &saving.changes {
        assessment.sheet.write(change, now);
    }
    if saving.changes.iter().any(told_by_family) {
        assessment.first_contact_at = assessment.first_contact_at.or(Some(now));
        assessment.waiting_since = None;
    }
    if let Some(typed) = saving.typed {
        assessment.sheet.type_in(typed);
    }
    store::save(&mut act, &permit, &before, &assessment).await?;
    let mut saved = Saved::Draft(version + 1);
    let screen = assessment.draft(id).screen();
    if screening == Screening::Asked && screen != before.request.record().screen {
        let (request, event) = before.request.clone().screen(screen, post, now)?;
        if request.record().interrupt.is_some() {
            saved = Saved::Interrupted;
        }
        requests::save(&mut act, &permit, &before, &request, &event).await?;
    }
    act.commit(permit).await?;
    Ok(saved)
}

fn told_by_family(change: &Change) -> bool {
    change.answer.is_some() && change.speaker != Speaker::Professional
}

/// Nothing is written while danger waits, or when it is decided already.
fn open_for_answers(request: &Request) -> Result<(), AssessError> {
    if request.record().interrupt.is_some() {
        return Err(AssessError::Interrupted);
    }
    match request.record().state {
        State::Taken(_) | State::Interviewed(..) => Ok(()),
        State::Waiting => Err(AssessError::NotTheirs),
        State::Decided(..) => Err(Refusal::AlreadyDecided.into()),
        State::Closed(_) => Err(Refusal::Closed.into()),
    }
}

/// Notes a try to reach the family.
pub async fn tried(
    asker: &Asker,
    post: Post,
    id: Id<Request>,
    reached: Reached,
    note: &str,
) -> Result<(), AssessError> {
    let mut act = asker.begin("front_door.try_to_reach").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let mut assessment = store::find(&mut act, &permit, &before).await?.ok_or(AssessError::NotTheirs)?;
    let (outcome, by) = (reached.code().to_owned(), post.assignment.to_string());
    assessment.sheet.tried(Attempt { at: now.microseconds(), outcome, note: note.to_owned(), by });
    match reached {
        Reached::Talked => {
            assessment.first_contact_at = assessment.first_contact_at.or(Some(now));
            assessment.waiting_since = None;
        }
        Reached::NoAnswer | Reached::TheyCallBack | Reached::TextSent | Reached::AskedSchool | Reached::Written => {
            assessment.waiting_since = assessment.waiting_since.or(Some(now));
        }
    }
    store::save(&mut act, &permit, &before, &assessment).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Ends a request because nobody could be reached, after enough tries. Its trail stays with whoever holds it.
pub async fn give_up(asker: &Asker, post: Post, id: Id<Request>, note: Note) -> Result<(), AssessError> {
    let mut act = asker.begin("front_door.give_up").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let assessment = store::find(&mut act, &permit, &before).await?.ok_or(AssessError::NotTheirs)?;
    let tries = assessment.sheet.attempts().iter().filter(|attempt| attempt.outcome == Reached::NoAnswer.code());
    let attempts = u8::try_from(tries.count()).unwrap_or(u8::MAX);
    let (request, event) = before.request.clone().give_up(attempts, note, post, now)?;
    requests::save(&mut act, &permit, &before, &request, &event).await?;
    promise::done_with(&mut act, &permit, &before, Done::AskedNoMore).await?;
    act.commit(permit).await?;
    Ok(())
}

/// What somebody has found out about who the child is.
#[derive(Clone, Debug)]
pub struct Identified {
    /// The name the child goes by.
    pub given_name: String,
    /// The family name.
    pub family_name: String,
    /// The day of birth, when it is known. Never taken from the number alone.
    pub born: Option<Day>,
    /// The identity number, when there is one.
    pub number: IdentityNumber,
    /// The school.
    pub school: String,
    /// Whether somebody has looked at other children with the same number and says that it is right all the same.
    pub same: SameNumber,
}

/// What is said of other children with the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameNumber {
    /// Nothing yet.
    NotAsked,
    /// The number is right. The two are not merged: somebody does that openly, or nobody.
    Right,
}

/// Makes sure who the child is. A number that another child has is said, and never merged silently.
pub async fn identify(asker: &Asker, post: Post, id: Id<Request>, told: Identified) -> Result<(), AssessError> {
    let mut act = asker.begin("front_door.identify").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let relations = Relations::of(act.transaction(), facts.child, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let find = act.authorize::<FindChild>(&own_unit(&post)).await?;
    let see = act.authorize::<SeeIdentity>(&relations.identity_facts()).await?;
    let change = act.authorize::<ChangeIdentity>(&relations.identity_facts()).await?;
    let known = identity::children::commands::find_by_number(&mut act, &find, &told.number).await?;
    if told.same == SameNumber::NotAsked && known.iter().any(|child| *child != facts.child) {
        act.used(see, Outcome::Read);
        act.used(change, Outcome::Read);
        act.used(permit, Outcome::Read);
        act.finish_found(find, &known).await?;
        return Err(AssessError::SameNumber);
    }
    let before = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let mut who = identity::children::commands::see(&mut act, &see, facts.child).await?.ok_or(AssessError::NotFound)?;
    who.label.given_name = told.given_name;
    who.label.age = told.born.map_or(who.label.age, Age::Born);
    who.identity.family_name = told.family_name;
    who.identity.number = told.number.normal_form().unwrap_or_default();
    who.identity.school = told.school;
    identity::children::commands::change(&mut act, &change, facts.child, &who).await?;
    let (request, event) = before.request.clone().identify(facts.child, post, now)?;
    requests::save(&mut act, &permit, &before, &request, &event).await?;
    act.found(find, &known);
    act.used(see, Outcome::Read);
    act.used(change, Outcome::Changed);
    act.commit(permit).await?;
    Ok(())
}

/// Names a grown-up around the child. The same number is the same person, wherever they stand; custody is confirmed by
/// somebody who says how they know.
pub async fn add_guardian(
    asker: &Asker,
    id: Id<Request>,
    new: NewGuardian,
    source: Option<Source>,
) -> Result<(), AssessError> {
    let mut act = asker.begin("front_door.add_guardian").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let relations = Relations::of(act.transaction(), facts.child, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let register = act.authorize::<RegisterChild>(&RegionFacts).await?;
    // Whoever is named may come to read and to consent: it is a change of who the child is, and of nobody less.
    let change = act.authorize::<ChangeIdentity>(&relations.identity_facts()).await?;
    let confirm = match new.custody {
        Custody::Holder => Some(act.authorize::<ConfirmCustody>(&relations.identity_facts()).await?),
        Custody::None => None,
    };
    if adults::is_here(&mut act, &register, facts.child, &new.number).await? {
        return Err(AssessError::AlreadyHere);
    }
    let custody = new.custody;
    let person = identity::children::commands::add_guardian(&mut act, &register, facts.child, new).await?;
    if let Some(confirm) = confirm {
        adults::note(&mut act, &confirm, person, custody, source).await?;
        act.used(confirm, Outcome::Changed);
    }
    act.used_about(register, Outcome::Changed, facts.child);
    act.used(change, Outcome::Changed);
    act.commit(permit).await?;
    Ok(())
}
