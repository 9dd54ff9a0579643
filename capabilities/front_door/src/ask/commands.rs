//! Keeping what is being written, sending it, and erasing it.

use access::action::front_door::Ask;
use access::action::identity::Erase;
use access::facts::{IdentityFacts, RegionFacts};
use access::{Actor, Permit};
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::Failure;
use domain::age::Majority;
use domain::child::{Child, Protection};
use domain::front_door::intake::{self, Age as StatedAge, Intake, Login};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::moment::Moment;
use i18n::Say;
use identity::children::commands::{NewChild, own_children, own_self};
use identity::children::{Age, Identity, Label};
use identity::organisations::Book;

use crate::ask::answers::Answers;
use crate::ask::forms::FieldError;
use crate::ask::step::Step;
use crate::ask::store::{self, Kept, Receipt};
use crate::guide::Guide as _;
use crate::preparation;
use crate::request::commands::{About, Asked, ReceiveError, Received, SaysProtected, Stated, first_step, receive_in};
use crate::request::following::store as following;
use crate::request::reaching::contact_of;

/// The purpose of fingerprints of browsers.
const BROWSER: &str = "draft_browser";
/// Drafts that are destroyed in one transaction.
const PURGED_AT_ONCE: u32 = 100;

/// Under what a browser's draft is found.
pub(crate) fn browser(database: &database::Database, token: &str) -> Vec<u8> {
    database.fingerprint(BROWSER, token.as_bytes())
}

/// What is kept for a browser, and the proof that it was logged.
pub(crate) async fn kept(asker: &Asker, browser: &[u8]) -> Result<Option<(Kept, Logged)>, Refused> {
    let mut act = asker.begin_reading("front_door.see_draft").await?;
    let permit = act.authorize::<Ask>(&RegionFacts).await?;
    let now = act.now();
    let Some(kept) = store::find(act.transaction(), &permit, browser, now).await? else { return Ok(None) };
    Ok(Some((kept, act.finish(permit).await?)))
}

/// What came of an answer.
pub(crate) enum Answered {
    /// It was kept; these are all the answers now.
    Kept(Answers),
    /// It was not kept; these are the answers with what was typed, and what to write. There is a line in the log where
    /// answers were kept before: they are shown again.
    Refused(Answers, Vec<FieldError>, Option<Logged>),
}

/// Reads an answer into the draft and keeps it. The first answer makes the draft and its key.
pub(crate) async fn answer(
    asker: &Asker,
    browser: &[u8],
    read: impl FnOnce(&mut Answers) -> Vec<FieldError>,
) -> Result<Answered, Refused> {
    let mut act = asker.begin("front_door.save_draft").await?;
    let permit = act.authorize::<Ask>(&RegionFacts).await?;
    let now = act.now();
    let kept = store::find::<Answers>(act.transaction(), &permit, browser, now).await?;
    let (child, mut answers) = match kept {
        Some(Kept::Draft(child, answers)) => (Some(child), *answers),
        Some(Kept::Receipt(_)) | None => (None, Answers::default()),
    };
    let errors = read(&mut answers);
    if !errors.is_empty() {
        let logged = match child {
            Some(_) => Some(act.finish(permit).await?),
            None => None,
        };
        return Ok(Answered::Refused(answers, errors, logged));
    }
    if let Some(child) = child {
        store::save(act.transaction(), &permit, browser, child, &answers, now).await?;
    } else {
        store::forget(act.transaction(), &permit, browser).await?;
        store::insert(act.transaction(), &permit, browser, &answers, now).await?;
    }
    act.commit(permit).await?;
    Ok(Answered::Kept(answers))
}

/// Erases what is kept for a browser, and with a draft its key.
pub(crate) async fn erase(asker: &Asker, browser: &[u8]) -> Result<(), Refused> {
    let mut act = asker.begin("front_door.erase_draft").await?;
    let permit = act.authorize::<Ask>(&RegionFacts).await?;
    store::forget(act.transaction(), &permit, browser).await?;
    act.commit(permit).await?;
    Ok(())
}

/// What came of sending.
pub(crate) enum Sent {
    /// It was received, now or already.
    Received,
    /// A question has no answer yet.
    Missing(Step),
    /// There is nothing to send.
    Nothing,
}

/// Sends the draft: request, child, trail, clock and receipt in one transaction. Sending again finds the receipt.
pub(crate) async fn send(asker: &Asker, browser: &[u8], say: Say<'_>) -> Result<Sent, ReceiveError> {
    match send_once(asker, browser, say).await {
        // The same form came twice at the same moment: the other one has sent it.
        Err(ReceiveError::Act(Refused::Failed(Failure::Conflict))) => match kept(asker, browser).await? {
            Some((Kept::Receipt(_), _)) => Ok(Sent::Received),
            Some((Kept::Draft(..), _)) => Err(Failure::Conflict.into()),
            None => Ok(Sent::Nothing),
        },
        sent => sent,
    }
}

async fn send_once(asker: &Asker, browser: &[u8], say: Say<'_>) -> Result<Sent, ReceiveError> {
    let mut act = asker.begin("front_door.ask").await?;
    let permit = act.authorize::<Ask>(&RegionFacts).await?;
    let now = act.now();
    let (draft, answers) = match store::find::<Answers>(act.transaction(), &permit, browser, now).await? {
        Some(Kept::Draft(draft, answers)) => (draft, answers),
        Some(Kept::Receipt(_)) => return Ok(Sent::Received),
        None => return Ok(Sent::Nothing),
    };
    if let Some(step) = answers.missing() {
        return Ok(Sent::Missing(step));
    }
    let Some(intake) = answers.intake(login(act.actor())) else { return Ok(Sent::Missing(Step::Who)) };
    store::claim(act.transaction(), &permit, browser, draft).await?;
    let told = told(&mut act, draft, intake, &answers, say).await?;
    let received = receive_in(&mut act, &permit, told).await?;
    if let Some(preparation) = &answers.preparation {
        preparation::store::give(act.transaction(), received.child, received.request, preparation, now).await?;
    }
    if answers.says_protected()
        && received.child != draft
        && let Ok(said) = Note::new(say.t("ask-protected-told"))
    {
        // Nobody knows yet whose identity it is: whoever takes the request makes sure.
        following::insert_with_request(&mut act, &permit, (received.child, received.request), &said).await?;
    }
    let receipt = receipt(&mut act, &received, &answers).await?;
    store::keep_receipt(act.transaction(), &permit, browser, received.child, &receipt, now).await?;
    if received.child != draft {
        act.transaction().destroy_child_key(draft).await?;
    }
    act.commit_about(permit, received.child).await?;
    Ok(Sent::Received)
}

/// Whether the asker is logged in as a private person.
fn login(actor: &Actor) -> Login {
    match actor {
        Actor::Child(person) | Actor::Guardian(person) => Login::As(*person),
        Actor::Staff(_) | Actor::Visitor | Actor::Job(_) => Login::Without,
    }
}

pub(super) async fn told(
    act: &mut Act,
    draft: Id<Child>,
    intake: Intake,
    answers: &Answers,
    say: Say<'_>,
) -> Result<Asked, Failure> {
    // A child who is logged in asks about itself, a guardian who is about their own; anybody else about a child that
    // nobody has identified yet.
    let known = match (&intake.asker, act.actor()) {
        (intake::Asker::Child(_), Actor::Child(_)) => own_self(act).await?,
        (intake::Asker::Guardian(_), Actor::Guardian(_)) => own_child(act, &intake).await?,
        _ => None,
    };
    let child = match known {
        Some(child) => About::Known(child),
        None => About::New(draft, Box::new(new_child(act, &intake, answers).await?)),
    };
    let (name, relation) = (answers.own_name.clone(), answers.own_relation.clone());
    let guardian = Stated { name, relation, protected: said(answers) };
    Ok(Asked { intake, child, guardian, first_step: first_step(say) })
}

fn said(answers: &Answers) -> SaysProtected {
    if answers.says_protected() { SaysProtected::Yes } else { SaysProtected::No }
}

/// The one of a guardian's own children that they ask about: by the name they call it and its age.
async fn own_child(act: &mut Act, intake: &Intake) -> Result<Option<Id<Child>>, Failure> {
    let (Some(name), Some(age)) = (&intake.first_name, intake.age) else { return Ok(None) };
    let today = act.now().day();
    let name = name.as_str().to_lowercase();
    let own = own_children(act).await?;
    let mut meant = own.iter().filter(|own| {
        let years = own.label.age.on(today);
        own.label.given_name.to_lowercase() == name && years.abs_diff(age.years()) <= 1
    });
    // Of two with the same name nobody can say which.
    Ok(meant.next().filter(|_| meant.next().is_none()).map(|own| own.child))
}

async fn new_child(act: &mut Act, intake: &Intake, answers: &Answers) -> Result<NewChild, Failure> {
    let today = act.now().day();
    let book = Book::open(act.transaction()).await?;
    let phone = intake.reach.telephone().map(|telephone| telephone.as_str().to_owned());
    // A guardian's number is the guardian's, not the child's.
    let phone = match intake.asker {
        intake::Asker::Child(_) => phone.unwrap_or_default(),
        intake::Asker::Guardian(_) | intake::Asker::Professional(_) => String::new(),
    };
    let contact = contact_of(intake, phone);
    // Where the identity is protected no place is kept: the municipality says whose front door answers, and no more.
    let protected = answers.says_protected();
    Ok(NewChild {
        label: Label {
            given_name: intake.first_name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default(),
            age: Age::Stated(intake.age.map_or(0, StatedAge::years), today),
            place: if protected { String::new() } else { book.municipality_name(intake.municipality).to_owned() },
        },
        identity: Identity {
            family_name: String::new(),
            number: String::new(),
            contact,
            school: if protected { String::new() } else { answers.school.clone() },
        },
        municipality: (!protected).then_some(intake.municipality),
        protection: said(answers).protection(),
    })
}

async fn receipt(act: &mut Act, received: &Received, answers: &Answers) -> Result<Receipt, Failure> {
    let book = Book::open(act.transaction()).await?;
    let urgency = answers.topic().map(|topic| topic.urgency().code()).unwrap_or_default();
    Ok(Receipt {
        holder: received.holder.name.clone(),
        role: access::role_code(received.holder.post.role).to_owned(),
        unit: book.unit_name(received.unit).to_owned(),
        urgency: urgency.to_owned(),
        reach: crate::ask::views::heard_by(answers).to_owned(),
        due_at: received.due_at.microseconds(),
        code: received.code.clone().unwrap_or_default(),
        who: answers.who.clone(),
        request: String::new(),
    })
}

/// Destroys drafts past their time, with their keys, and receipts past theirs. Run by `Actor::Job("disposal")`; doing it
/// again does nothing more. Returns how many there were.
pub async fn purge_drafts(asker: &Asker, now: Moment) -> Result<usize, Refused> {
    let mut act = asker.begin("front_door.purge_drafts").await?;
    let expired = store::expired(act.transaction(), now, PURGED_AT_ONCE).await?;
    let mut permits: Vec<Permit<Erase>> = Vec::new();
    for draft in &expired {
        permits.push(act.authorize::<Erase>(&nobody(draft.child)).await?);
    }
    let Some(last) = permits.pop() else { return Ok(0) };
    for draft in &expired {
        store::remove(act.transaction(), draft).await?;
    }
    for permit in permits {
        act.used(permit, Outcome::Changed);
    }
    act.commit(last).await?;
    Ok(expired.len())
}

/// The facts of a child that was never registered: nobody stands in any relation to it.
fn nobody(child: Id<Child>) -> IdentityFacts {
    IdentityFacts {
        child,
        units: vec![],
        guardians: vec![],
        child_person: None,
        protection: Protection::None,
        named: vec![],
        broken_glass: vec![],
        majority: Majority::Minor,
    }
}
