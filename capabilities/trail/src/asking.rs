//! Asking the family on its own pages whether a handover may cross into another secrecy domain. What they read is what the
//! receiver will read, word for word; when all who are needed have said yes, that is what can be offered, once. Nothing
//! is offered by their yes alone: the holder does that, or lets it be.

use access::Permit;
use access::action::trail::HandOver;
use audit::{Act, Asker};
use domain::child::Person;
use domain::consent::Maturity;
use domain::disclosure::{self, Ground};
use domain::front_door::routing::Fit;
use domain::id::Id;
use domain::organisation::{Post, Unit};
use domain::trail::entry::Place;
use domain::trail::sharing::Sharing;
use domain::trail::{Destination, Offer, Text, Trail};
use identity::organisations::Book;

use crate::commands::{CommandError, Offering, offer_in, permitted, post};
use crate::crossing::{self, NoGround, On, YES_DAYS, required};
use crate::fitting::{fitting, worded};
use crate::sharing::arrangement::{Arrangement, Proposal, Reasoned};
use crate::sharing::consents::refuse_others;
use crate::sharing::store as sharings;
use crate::store;

/// What the family is asked, beside the handover itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Why it is handed over, in words for the family.
    pub why: Text<600>,
    /// The judgement of whether the child decides in this matter.
    pub maturity: Maturity,
    /// Who with custody is absent, ill or otherwise prevented.
    pub prevented: Vec<Id<Person>>,
}

/// Asks those whose yes is needed whether this may be offered. Nothing is offered yet.
pub async fn ask_family(
    asker: &Asker,
    trail: Id<Trail>,
    offering: Offering,
    question: Question,
) -> Result<Id<Sharing>, CommandError> {
    let mut act = asker.begin("trail.ask_family").await?;
    let permit = permitted::<HandOver>(&mut act, trail).await?;
    let sharing = ask_in(&mut act, &permit, offering, question).await?;
    act.commit(permit).await?;
    Ok(sharing)
}

/// Offers what the family has said yes to, as it was asked.
pub async fn offer_agreed(asker: &Asker, trail: Id<Trail>, question: Id<Sharing>) -> Result<(), CommandError> {
    let mut act = asker.begin("trail.offer_agreed").await?;
    let permit = permitted::<HandOver>(&mut act, trail).await?;
    let kept = sharings::find(&mut act, &permit, question).await?.ok_or(CommandError::NotFound)?;
    let by = post(&act)?;
    let child = permit.subject().child.ok_or(CommandError::NotFound)?;
    refuse_others(&act, &kept, child).map_err(|_| CommandError::NotFound)?;
    let proposal = kept.proposal.ok_or(CommandError::NotFound)?;
    let to = Book::open(act.transaction()).await?.unit(kept.to.unit).ok_or(CommandError::NotFound)?.clone();
    // Places close, and children have birthdays, while a family thinks.
    match (fitting(&mut act, &permit, (by, &to), proposal.purpose).await?, proposal.fit) {
        (Fit::Fits(_), _) | (Fit::WantsReason(_), Reasoned::Said) => {}
        (Fit::WantsReason(refusal), Reasoned::NotNeeded) | (Fit::Never(refusal), _) => {
            return Err(CommandError::Misfit(refusal));
        }
    }
    let Proposal { purpose, summary, .. } = proposal;
    let offering = Offering { to: to.id, purpose, summary, on: Some(On::Answered(question)), despite: None };
    offer_in(&mut act, &permit, offering).await?;
    act.commit(permit).await?;
    Ok(())
}

async fn ask_in(
    act: &mut Act,
    permit: &Permit<HandOver>,
    offering: Offering,
    question: Question,
) -> Result<Id<Sharing>, CommandError> {
    let (by, now) = (post(act)?, act.now());
    let book = Book::open(act.transaction()).await?;
    let to = book.unit(offering.to).ok_or(CommandError::NotFound)?.clone();
    let (child, trail) = store::subject(permit)?;
    let Offering { purpose, summary, despite, .. } = offering;
    let (summary, fit) = worded(act, permit, (by, &to), purpose, (summary, despite.as_ref())).await?;
    let proposal = Proposal { purpose, summary, fit };
    could_be_offered(act, permit, (by, &to), &proposal).await?;
    let label = store::label(act, permit).await?.ok_or(CommandError::NotFound)?;
    let age = label.age.on(now.day());
    let from = book.domain(by.domain).ok_or(CommandError::NotFound)?;
    let receiving = book.domain(to.domain).ok_or(CommandError::NotFound)?;
    // Inside one domain nothing crosses, and nobody is asked.
    let ground = disclosure::crossing(from, receiving, age, Some(Ground::Consent)).map_err(NoGround::from)?;
    let ground = ground.ok_or(NoGround::Missing)?;
    let to = Place { unit: to.id, domain: to.domain };
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(CommandError::NotFound)?;
    // The same question twice is one question: a form sent again asks nobody again.
    let same = |kept: &Arrangement| {
        let between = kept.to == to && kept.from.domain == by.domain;
        between && kept.awaits(now.day(), &facts.guardians) && kept.proposal.as_ref() == Some(&proposal)
    };
    if let Some(kept) = sharings::of_trail(act, permit).await?.into_iter().find(same) {
        return Ok(kept.id);
    }
    let guardians = crossing::guardians(act, &facts).await?;
    let Question { why, maturity, prevented } = question;
    let policy = directory::deciding::policy(act.transaction(), now.day()).await?;
    let required = required(&guardians, age, (maturity, prevented.as_slice()), facts.protection, policy)
        .map_err(NoGround::from)?;
    let id: Id<Sharing> = act.environment().id();
    let name = book.colleague_name(by.assignment).to_owned();
    let kept = Arrangement {
        purpose: why.as_str().to_owned(),
        proposal: Some(proposal),
        maturity,
        ..Arrangement::begun(id, trail, (by, name), to, ground, now)
    };
    let until = now.day().plus_days(YES_DAYS);
    let kept = kept.asking(child, (required, until), now).map_err(NoGround::from)?;
    sharings::insert(act, permit, &kept).await?;
    sharings::happened(act, permit, id, "asked").await?;
    Ok(id)
}

/// Nobody is asked about what the rules of the trail refuse.
async fn could_be_offered(
    act: &mut Act,
    permit: &Permit<HandOver>,
    (by, to): (Post, &Unit),
    proposal: &Proposal,
) -> Result<(), CommandError> {
    let trail = store::find(act, permit).await?.ok_or(CommandError::NotFound)?;
    let to = Destination { unit: to.id, branch: to.branch };
    let Proposal { purpose, summary, .. } = proposal.clone();
    let offer = Offer { id: act.environment().id(), to, purpose, summary };
    trail.offer(by, offer, act.now())?;
    Ok(())
}
