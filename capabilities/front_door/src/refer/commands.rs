//! Keeping what is being written in a referral, sending it, and erasing it. Sending is the same receiving as a family's.

use access::Permit;
use access::action::front_door::{Ask, Refer};
use access::action::identity::{FindChild, RegisterChild};
use access::facts::RegionFacts;
use audit::{Act, Asker, Logged, Outcome, Refused};
use database::{Database, Failure};
use domain::child::{Child, Protection};
use domain::front_door::intake::{Age as StatedAge, Intake};
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Post;
use i18n::Say;
use identity::children::commands::{NewChild, find_by_number, name_staff};
use identity::children::{Age, Identity, Label, Relations};
use identity::organisations::Book;

use crate::ask::store::{self as drafts, Kept, Receipt};
use crate::guide::Guide as _;
use crate::queue::commands::own_unit;
use crate::refer::answers::{Answers, NUMBER, PROTECTED, YES};
use crate::refer::step::Step;
use crate::refer::store;
use crate::request::commands::{About, Asked, ReceiveError, Received, Stated, first_step, receive_in};
use crate::request::reaching::contact_of;
use crate::work::Errors;

/// The purpose of fingerprints of assignments: a draft follows the assignment, not the browser, since computers at work are
/// shared, and a colleague who logs in after must not come to it.
const ASSIGNMENT: &str = "draft_assignment";

/// Under what the draft of somebody at work is found.
fn own_draft(database: &Database, post: &Post) -> Vec<u8> {
    database.fingerprint(ASSIGNMENT, post.assignment.value().as_bytes())
}

/// Leave to ask from one's own unit, and to keep a draft as everybody may.
async fn rights(act: &mut Act, post: &Post) -> Result<(Permit<Refer>, Permit<Ask>), Refused> {
    let refer = act.authorize::<Refer>(&own_unit(post)).await?;
    let ask = act.authorize::<Ask>(&RegionFacts).await?;
    Ok((refer, ask))
}

/// What is kept for whoever asks, and the proof that it was logged.
pub(crate) async fn kept(asker: &Asker, post: &Post) -> Result<(Option<Kept<Answers>>, Logged), Refused> {
    let mut act = asker.begin_reading("front_door.see_referral_draft").await?;
    let (refer, ask) = rights(&mut act, post).await?;
    let now = act.now();
    let draft = own_draft(act.transaction().database(), post);
    let kept = drafts::find(act.transaction(), &ask, &draft, now).await?;
    act.used(ask, Outcome::Read);
    Ok((kept, act.finish(refer).await?))
}

/// What came of an answer.
pub(crate) enum Answered {
    /// It was kept; these are all the answers now.
    Kept(Box<Answers>),
    /// It was not kept; these are the answers with what was typed, and what to write. There is a line in the log where
    /// answers were kept before: they are shown again.
    Refused(Box<Answers>, Errors, Option<Logged>),
}

/// Reads an answer into the draft and keeps it. The first answer makes the draft and its key. A number is looked for at
/// once, so that whoever asks can say whether the child who is known is the one meant.
pub(crate) async fn answer(
    asker: &Asker,
    post: &Post,
    step: Step,
    read: impl FnOnce(&mut Answers) -> Errors,
) -> Result<Answered, Refused> {
    let mut act = asker.begin("front_door.save_referral_draft").await?;
    let (refer, ask) = rights(&mut act, post).await?;
    let now = act.now();
    let draft = own_draft(act.transaction().database(), post);
    let kept = drafts::find::<Answers>(act.transaction(), &ask, &draft, now).await?;
    let (child, mut answers) = match kept {
        Some(Kept::Draft(child, answers)) => (Some(child), answers),
        Some(Kept::Receipt(_)) | None => (None, Box::default()),
    };
    let errors = read(answers.as_mut());
    if !errors.is_empty() {
        let logged = match child {
            Some(_) => {
                act.used(ask, Outcome::Read);
                Some(act.finish(refer).await?)
            }
            None => None,
        };
        return Ok(Answered::Refused(answers, errors, logged));
    }
    if step == Step::Child && known(&mut act, post, &answers, now.day()).await?.is_some() {
        YES.clone_into(&mut answers.found);
    }
    if let Some(child) = child {
        drafts::save(act.transaction(), &ask, &draft, child, &*answers, now).await?;
    } else {
        drafts::forget(act.transaction(), &ask, &draft).await?;
        drafts::insert(act.transaction(), &ask, &draft, &*answers, now).await?;
    }
    act.used(ask, Outcome::Changed);
    act.commit(refer).await?;
    Ok(Answered::Kept(answers))
}

/// The one child with the number. Of several, or none, nobody can say: then the child is somebody new until the front door
/// has made sure. There is a line in the log about each that was found.
async fn known(act: &mut Act, post: &Post, answers: &Answers, today: Day) -> Result<Option<Id<Child>>, Refused> {
    let Some(number) = answers.number(today) else { return Ok(None) };
    let permit = act.authorize::<FindChild>(&own_unit(post)).await?;
    let found = find_by_number(act, &permit, &number).await?;
    act.found(permit, &found);
    Ok(match found.as_slice() {
        [child] => Some(*child),
        _ => None,
    })
}

/// Erases what is kept, and with a draft its key.
pub(crate) async fn erase(asker: &Asker, post: &Post) -> Result<(), Refused> {
    let mut act = asker.begin("front_door.erase_referral_draft").await?;
    let (refer, ask) = rights(&mut act, post).await?;
    let draft = own_draft(act.transaction().database(), post);
    drafts::forget(act.transaction(), &ask, &draft).await?;
    act.used(ask, Outcome::Changed);
    act.commit(refer).await?;
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
pub(crate) async fn send(asker: &Asker, post: &Post, say: Say<'_>) -> Result<Sent, ReceiveError> {
    match send_once(asker, post, say).await {
        // The same form came twice at the same moment: the other one has sent it.
        Err(ReceiveError::Act(Refused::Failed(Failure::Conflict))) => match kept(asker, post).await?.0 {
            Some(Kept::Receipt(_)) => Ok(Sent::Received),
            Some(Kept::Draft(..)) => Err(Failure::Conflict.into()),
            None => Ok(Sent::Nothing),
        },
        sent => sent,
    }
}

async fn send_once(asker: &Asker, post: &Post, say: Say<'_>) -> Result<Sent, ReceiveError> {
    let mut act = asker.begin("front_door.refer").await?;
    let (refer, ask) = rights(&mut act, post).await?;
    let (now, today) = (act.now(), act.now().day());
    let place = own_draft(act.transaction().database(), post);
    let (draft, mut answers) = match drafts::find::<Answers>(act.transaction(), &ask, &place, now).await? {
        Some(Kept::Draft(draft, answers)) => (draft, answers),
        Some(Kept::Receipt(_)) => return Ok(Sent::Received),
        None => return Ok(Sent::Nothing),
    };
    if let Some(step) = answers.missing() {
        return Ok(Sent::Missing(step));
    }
    let known = known(&mut act, post, &answers, today).await?;
    if known.is_some() && answers.same != YES {
        // The number has become known since it was written: whether it is the same child is not for the program to say.
        YES.clone_into(&mut answers.found);
        drafts::save(act.transaction(), &ask, &place, draft, &*answers, now).await?;
        act.used(ask, Outcome::Changed);
        act.commit(refer).await?;
        return Ok(Sent::Missing(Step::Same));
    }
    let Some((intake, referral)) = answers.told(*post, today) else { return Ok(Sent::Missing(Step::Child)) };
    drafts::claim(act.transaction(), &ask, &place, draft).await?;
    let child = match known {
        Some(child) => About::Known(child),
        None => About::New(draft, Box::new(new_child(&mut act, &intake, &answers).await?)),
    };
    let told = Asked { intake, child, guardian: Stated::default(), first_step: first_step(say) };
    let received = receive_in(&mut act, &ask, told).await?;
    let_the_holder_open(&mut act, &received).await?;
    store::insert(act.transaction(), &refer, (received.child, received.request), &referral, now).await?;
    let receipt = receipt(&mut act, &received, &answers).await?;
    drafts::keep_receipt(act.transaction(), &ask, &place, received.child, &receipt, now).await?;
    if received.child != draft {
        act.transaction().destroy_child_key(draft).await?;
    }
    act.used_about(ask, Outcome::Changed, received.child);
    act.commit_about(refer, received.child).await?;
    Ok(Sent::Received)
}

/// A protected identity opens for the few who are named. Whoever holds the request at the front door is one of them from
/// now on, where nobody there is: otherwise nobody could take it, and the child would wait for ever.
async fn let_the_holder_open(act: &mut Act, received: &Received) -> Result<(), ReceiveError> {
    let now = act.now();
    let Some(relations) = Relations::of(act.transaction(), received.child, now).await? else { return Ok(()) };
    let book = Book::open(act.transaction()).await?;
    let named = book.colleagues_at(received.unit).iter().any(|there| relations.named.contains(&there.post.staff));
    if relations.protection == Protection::None || named {
        return Ok(());
    }
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await?;
    name_staff(act, &permit, received.child, received.holder.post.staff).await?;
    act.used_about(permit, Outcome::Changed, received.child);
    Ok(())
}

async fn new_child(act: &mut Act, intake: &Intake, answers: &Answers) -> Result<NewChild, Failure> {
    let today = act.now().day();
    let book = Book::open(act.transaction()).await?;
    let protected = answers.identity == PROTECTED;
    let born = answers.born(today);
    let number = answers.number(today).and_then(|number| number.normal_form()).unwrap_or_default();
    // The number is the family's, or that of whoever asks: not the child's own.
    let contact = contact_of(intake, String::new());
    let municipality = (!protected).then_some(intake.municipality);
    Ok(NewChild {
        label: Label {
            given_name: answers.first_name.clone(),
            age: born.map_or_else(|| Age::Stated(intake.age.map_or(0, StatedAge::years), today), Age::Born),
            place: municipality.map_or_else(String::new, |place| book.municipality_name(place).to_owned()),
        },
        identity: Identity {
            family_name: answers.family_name.clone(),
            number: if answers.identity == NUMBER { number } else { String::new() },
            contact,
            school: answers.school.clone(),
        },
        municipality,
        // The mildest of three grades, until somebody has made sure which it is: all three hide as much in lists.
        protection: if protected { Protection::Marked } else { Protection::None },
    })
}

async fn receipt(act: &mut Act, received: &Received, answers: &Answers) -> Result<Receipt, Failure> {
    let book = Book::open(act.transaction()).await?;
    let urgency = answers.topic().map_or("", |topic| topic.urgency().code());
    Ok(Receipt {
        holder: received.holder.name.clone(),
        role: access::role_code(received.holder.post.role).to_owned(),
        unit: book.unit_name(received.unit).to_owned(),
        urgency: urgency.to_owned(),
        due_at: received.due_at.microseconds(),
        request: received.request.to_string(),
        ..Receipt::default()
    })
}
