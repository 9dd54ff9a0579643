//! Answers to a question about sharing: by the family itself, or recorded by somebody at work who was told. When everyone
//! who is needed has said yes, what they were shown is shared; when one says no, nothing is.

use access::Actor;
use access::Permit;
use access::action::trail::{Consent as MayConsent, ReadAsGuardian, SettleSharing, Share};
use access::facts::{SharingFacts, TrailFacts};
use audit::{Act, Asker, Outcome};
use domain::age::MAJORITY;
use domain::child::{Child, Person};
use domain::consent::{Answer, Consenter, Event, How};
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Post;
use domain::trail::Trail;
use domain::trail::entry::Entry;
use domain::trail::sharing::{self, Sharing, preview};
use identity::children::commands as children;

use crate::entries::store::{self as entries, OnTrail};
use crate::sharing::arrangement::{Arrangement, State};
use crate::sharing::commands::{ShareError, perform};
use crate::sharing::store;

/// What somebody who is asked says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Yes, until a day at the latest.
    Yes {
        /// The last day.
        until: Day,
    },
    /// No.
    No,
}

/// What came of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Where the question stands now.
    pub state: State,
    /// What it was about.
    pub about: About,
}

/// What a family is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// That somebody may have copies.
    Sharing,
    /// That the baton may be offered to somebody.
    Handover,
}

impl Arrangement {
    /// What the family is asked about.
    pub fn about(&self) -> About {
        if self.proposal.is_some() { About::Handover } else { About::Sharing }
    }
}

/// The family's own answer, logged in.
pub async fn answer(asker: &Asker, id: Id<Sharing>, said: Said) -> Result<Answered, ShareError> {
    let mut act = asker.begin(act_name(said)).await?;
    let facts = facts(&mut act, id).await?;
    let who = consenter(&mut act, &facts).await?;
    let permit = act.authorize::<MayConsent>(&facts).await?;
    let kept = asked(&mut act, &permit, id, who).await?;
    let about = kept.about();
    let state = settle(&mut act, &permit, kept, (who, How::LoggedIn, said), &facts.guardians).await?;
    act.commit(permit).await?;
    Ok(Answered { state, about })
}

/// An answer that somebody at work was given, by word of mouth or on paper, and writes down.
pub async fn record(
    asker: &Asker,
    (trail, id): (Id<Trail>, Id<Sharing>),
    who: Consenter,
    how: fn(Id<domain::organisation::Staff>) -> How,
    said: Said,
) -> Result<Answered, ShareError> {
    let mut act = asker.begin("sharing.record_answer").await?;
    let facts = facts_on(&mut act, trail, id).await?;
    let permit = act.authorize::<Share>(&facts).await?;
    let post = post(&act)?;
    let kept = asked(&mut act, &permit, id, who).await?;
    refuse_others(&act, &kept, facts.child)?;
    let about = kept.about();
    let state = settle(&mut act, &permit, kept, (who, how(post.staff), said), &facts.guardians).await?;
    act.commit(permit).await?;
    Ok(Answered { state, about })
}

/// The family takes a yes back: nothing more is shared from this moment. What was received stays, with a note.
pub async fn withdraw(asker: &Asker, id: Id<Sharing>) -> Result<(), ShareError> {
    let mut act = asker.begin("sharing.withdraw").await?;
    let facts = facts(&mut act, id).await?;
    let who = consenter(&mut act, &facts).await?;
    let permit = act.authorize::<MayConsent>(&facts).await?;
    let kept = asked(&mut act, &permit, id, who).await?;
    take_back(&mut act, &permit, &kept, who).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Somebody at work ends a sharing, or records that one who said yes has taken it back.
pub async fn end(
    asker: &Asker,
    (trail, id): (Id<Trail>, Id<Sharing>),
    told_by: Option<Consenter>,
) -> Result<(), ShareError> {
    let mut act = asker.begin("sharing.end").await?;
    let facts = facts_on(&mut act, trail, id).await?;
    let permit = act.authorize::<Share>(&facts).await?;
    let kept = store::find(&mut act, &permit, id).await?.ok_or(ShareError::NotFound)?;
    refuse_others(&act, &kept, facts.child)?;
    if let Some(who) = told_by {
        take_back(&mut act, &permit, &kept, who).await?;
    } else {
        if kept.state != State::Active && kept.state != State::Asked {
            return Err(sharing::Refusal::SharingWithdrawn.into());
        }
        close(&mut act, &permit, &kept).await?;
    }
    act.commit(permit).await?;
    Ok(())
}

const fn act_name(said: Said) -> &'static str {
    match said {
        Said::Yes { .. } => "sharing.say_yes",
        Said::No => "sharing.say_no",
    }
}

/// The facts of the trail that a sharing is on.
pub(crate) async fn facts(act: &mut Act, id: Id<Sharing>) -> Result<TrailFacts, ShareError> {
    let now = act.now();
    let trail = store::trail_of(act.transaction(), id).await?.ok_or(ShareError::NotFound)?;
    crate::facts(act.transaction(), trail, now).await?.ok_or(ShareError::NotFound)
}

/// The facts of the trail, if the sharing is on it: an address that pairs it with another trail leads nowhere.
async fn facts_on(act: &mut Act, trail: Id<Trail>, id: Id<Sharing>) -> Result<TrailFacts, ShareError> {
    let now = act.now();
    let on = store::trail_of(act.transaction(), id).await?.filter(|on| *on == trail).ok_or(ShareError::NotFound)?;
    crate::facts(act.transaction(), on, now).await?.ok_or(ShareError::NotFound)
}

/// Who in the family asks. A guardian has no say once the child is of age.
pub(crate) async fn consenter(act: &mut Act, facts: &TrailFacts) -> Result<Consenter, ShareError> {
    match *act.actor() {
        Actor::Child(_) => Ok(Consenter::Child),
        Actor::Guardian(person) => {
            let permit = act.authorize::<ReadAsGuardian>(facts).await?;
            let label = children::label_for_guardian(act, &permit).await?.ok_or(ShareError::NotFound)?;
            act.used(permit, Outcome::Read);
            let today = act.now().day();
            if label.age.on(today) < MAJORITY { Ok(Consenter::Guardian(person)) } else { Err(ShareError::NotFound) }
        }
        Actor::Staff(_) | Actor::Visitor | Actor::Job(_) => Err(ShareError::NotFound),
    }
}

/// The sharing, if this person is among those asked.
pub(crate) async fn asked<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    id: Id<Sharing>,
    who: Consenter,
) -> Result<Arrangement, ShareError> {
    let kept = store::find(act, permit, id).await?;
    kept.filter(|kept| kept.reply_of(who).is_some()).ok_or(ShareError::NotFound)
}

fn post(act: &Act) -> Result<Post, ShareError> {
    act.actor().post().copied().ok_or(ShareError::NotFound)
}

/// What one domain has asked is no other domain's to answer or end, or to know of.
pub(crate) fn refuse_others(act: &Act, kept: &Arrangement, child: Id<Child>) -> Result<(), ShareError> {
    let facts = SharingFacts { sharing: kept.id.value(), child, from: kept.from.domain };
    if act.may::<SettleSharing>(&facts) { Ok(()) } else { Err(ShareError::NotFound) }
}

/// Takes an answer, and shares when it was the last that was needed.
async fn settle<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    kept: Arrangement,
    (who, how, said): (Consenter, How, Said),
    custody: &[Id<Person>],
) -> Result<State, ShareError> {
    let now = act.now();
    let consent = kept.consent.clone().ok_or(ShareError::NotFound)?;
    let (consent, event) = match said {
        Said::Yes { until } => consent.give(Answer { by: who, how, at: now, until })?,
        Said::No => consent.decline(who, now)?,
    };
    // First of all, so that of two answers at once the second meets the first instead of passing it.
    store::save_state(act, permit, &kept, State::Asked).await?;
    let kept = Arrangement { version: kept.version + 1, consent: Some(consent), ..kept };
    let (state, what) = match event {
        Event::Declined(_) => {
            store::save_no(act, permit, kept.id, who, how).await?;
            (State::Declined, "declined")
        }
        Event::Answered(answer) => {
            store::save_yes(act, permit, kept.id, &answer).await?;
            (State::Asked, "said_yes")
        }
        Event::Given { answer, .. } => {
            store::save_yes(act, permit, kept.id, &answer).await?;
            (carry_out(act, permit, &kept, custody).await?, "given")
        }
        Event::Asked | Event::Withdrawn(_) | Event::Expired => return Err(ShareError::NotFound),
    };
    if state != State::Asked {
        store::save_state(act, permit, &kept, state).await?;
    }
    store::happened(act, permit, kept.id, what).await?;
    Ok(state)
}

/// Shares what those who were asked had before them, as the one who asked. If it has changed since, or one of them decides
/// no longer, nothing is shared and it must be asked anew. A yes to a handover moves nothing by itself: whoever holds the
/// baton offers it.
async fn carry_out<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    kept: &Arrangement,
    custody: &[Id<Person>],
) -> Result<State, ShareError> {
    if kept.has_fallen(act.now().day(), custody) {
        store::happened(act, permit, kept.id, "outdated").await?;
        return Ok(State::Outdated);
    }
    match kept.about() {
        About::Handover => return Ok(State::Active),
        About::Sharing => {}
    }
    let domain = kept.from.domain;
    let all = entries::of_domain(act, permit, domain).await?;
    let already = entries::copied(act, permit, domain).await?;
    let wanted = kept.items.iter().filter_map(|seen| all.iter().find(|stored| stored.id() == seen.entry));
    let sources: Vec<Entry> = wanted.map(|stored| stored.entry.clone()).collect();
    let previews = preview(domain, &sources, &[kept.to], &already)?;
    let Some(preview) = previews.first() else { return Ok(State::Outdated) };
    let started = Arrangement { state: State::Active, started_at: Some(act.now()), ..kept.clone() };
    match perform(act, permit, &started, preview, &kept.items, (&all, kept.by, custody)).await {
        Ok(()) | Err(ShareError::Rule(sharing::Refusal::NothingNew)) => Ok(State::Active),
        Err(ShareError::Rule(sharing::Refusal::PreviewOutdated)) => {
            store::happened(act, permit, kept.id, "outdated").await?;
            Ok(State::Outdated)
        }
        Err(error) => Err(error),
    }
}

async fn take_back<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    kept: &Arrangement,
    who: Consenter,
) -> Result<(), ShareError> {
    let consent = kept.consent.clone().ok_or(ShareError::NotFound)?;
    if kept.state != State::Active {
        return Err(domain::consent::Refusal::NotGiven.into());
    }
    consent.withdraw(who, act.now())?;
    close(act, permit, kept).await?;
    Ok(store::save_taken_back(act, permit, kept.id, who).await?)
}

async fn close<A: OnTrail>(act: &mut Act, permit: &Permit<A>, kept: &Arrangement) -> Result<(), ShareError> {
    store::save_state(act, permit, kept, State::Withdrawn).await?;
    entries::note_ended(act, permit, kept.id).await?;
    store::happened(act, permit, kept.id, "withdrawn").await?;
    Ok(())
}
