//! What crosses into another secrecy domain with a handover: on what ground, who said yes to it, and the lines of the
//! journal. Inside one domain nothing is asked. Source: dossier 6.1, 6.2; mission promise 3.
//! Not here: which grounds there are and who must consent, which the domain knows.

use access::Permit;
use access::action::trail::{HandOver, Read};
use access::facts::TrailFacts;
use audit::{Act, Outcome};
use domain::child::{Custody, Person, Protection};
use domain::consent::{
    self, Answer, BestInterests, BoardPower, Consenter, Holder, How, Maturity, Measure, NobodyDecides, Policy,
    Presence, Requirement, Situation, Weight, consent_requirement,
};
use domain::disclosure::{self, Ground, HiddenReason, Offered};
use domain::id::Id;
use domain::organisation::{Post, Unit};
use domain::trail::entry::Place;
use domain::trail::sharing::Sharing;
use domain::trail::{Handover, Offer, Text};
use identity::children::{GuardianView, commands as children};
use identity::organisations::Book;

use crate::commands::CommandError;
use crate::handovers::store::{self as handovers, Line, Part};
use crate::sharing::arrangement::{Arrangement, State};
use crate::sharing::forms::who;
use crate::sharing::rows::{ground_from_code, maturity_code, maturity_from_code};
use crate::sharing::store as sharings;
use crate::store;

/// How long a yes to a handover holds: as long as questions about it may still be answered. PROPOSED, no source says.
pub(crate) const YES_DAYS: i32 = 90;

/// On what ground something crosses with a handover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum On {
    /// The family has said yes, to somebody at work who writes it down.
    Consent(Agreed),
    /// The family has said yes to this very handover, in answer to the question that was put to it.
    Answered(Id<Sharing>),
    /// Another ground.
    Ground {
        /// Which.
        ground: Ground,
        /// What it demands in writing.
        necessity: Text<1000>,
    },
}

impl On {
    fn ground(&self) -> Ground {
        match self {
            Self::Consent(_) | Self::Answered(_) => Ground::Consent,
            Self::Ground { ground, .. } => *ground,
        }
    }
}

/// A consent that was given to somebody at work, who writes it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// Who has said yes.
    pub yes: Vec<Consenter>,
    /// How they said it.
    pub told: Told,
    /// The judgement of whether the child decides in this matter.
    pub maturity: Maturity,
    /// Who with custody is absent, ill or otherwise prevented.
    pub prevented: Vec<Id<Person>>,
}

/// How somebody at work was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// By word of mouth.
    Orally,
    /// On paper.
    OnPaper,
}

/// Why nothing may cross. Nothing was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoGround {
    /// The receiver is in another domain, and nobody has said on what ground.
    #[error("a ground is needed")]
    Missing,
    /// The ground is not there for these two domains and this child.
    #[error("the ground is not offered")]
    Hidden(HiddenReason),
    /// Nobody can be named who may decide.
    #[error(transparent)]
    Nobody(#[from] NobodyDecides),
    /// The rules of consent say no.
    #[error(transparent)]
    Consent(#[from] consent::Refusal),
    /// Somebody whose yes is needed has not given it.
    #[error("somebody whose yes is needed has not given it")]
    YesMissing,
    /// What the handover crossed on holds no longer, or was never said.
    #[error("the ground of the handover holds no longer")]
    HoldsNoMore,
}

impl From<disclosure::Refusal> for NoGround {
    fn from(refusal: disclosure::Refusal) -> Self {
        match refusal {
            disclosure::Refusal::GroundMissing => Self::Missing,
            disclosure::Refusal::Hidden(reason) => Self::Hidden(reason),
        }
    }
}

impl NoGround {
    /// The key of what to do about it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing | Self::Hidden(_) => "trail-error-ground",
            Self::Nobody(NobodyDecides::NoHolder) => "sharing-error-no-holder",
            Self::Nobody(NobodyDecides::AllPrevented) => "sharing-error-all-prevented",
            Self::Nobody(_) | Self::Consent(_) => "sharing-error-nobody",
            Self::YesMissing => "trail-error-yes-missing",
            Self::HoldsNoMore => "trail-error-holds-no-more",
        }
    }

    /// The part of the form that it is about.
    pub const fn field(self) -> Asked {
        match self {
            Self::Missing | Self::Hidden(_) | Self::HoldsNoMore => Asked::Ground,
            Self::Nobody(_) | Self::Consent(_) | Self::YesMissing => Asked::Yes,
        }
    }
}

/// What a form asks about the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Which ground.
    Ground,
    /// What it demands in writing.
    Necessity,
    /// Who has said yes.
    Yes,
    /// How they said it.
    Told,
    /// Whether the child decides.
    Maturity,
}

/// What is typed about the ground, in whatever form.
#[derive(Clone, Debug, Default)]
pub struct Typed<'t> {
    /// The ground's code.
    pub ground: &'t str,
    /// What it demands in writing.
    pub necessity: &'t str,
    /// Who has said yes: the child, or guardians by their identifier.
    pub yes: Vec<&'t str>,
    /// How they said it.
    pub told: &'t str,
    /// The judgement of maturity, by its code.
    pub maturity: &'t str,
    /// Who is prevented.
    pub prevented: Vec<&'t str>,
}

impl Typed<'_> {
    /// The ground, or what is missing of it.
    pub fn read(&self) -> Result<On, Vec<(Asked, &'static str)>> {
        let Some(ground) = ground_from_code(self.ground) else {
            return Err(vec![(Asked::Ground, "trail-error-ground")]);
        };
        if ground != Ground::Consent {
            let necessity = Text::parse(self.necessity.trim());
            let fault = |_| vec![(Asked::Necessity, "trail-error-necessity")];
            return Ok(On::Ground { ground, necessity: necessity.map_err(fault)? });
        }
        let mut faults = Vec::new();
        let yes: Vec<Consenter> = self.yes.iter().filter_map(|code| who(code)).collect();
        if yes.is_empty() {
            faults.push((Asked::Yes, "trail-error-yes"));
        }
        let told = match self.told {
            "oral" => Some(Told::Orally),
            "written" => Some(Told::OnPaper),
            _ => None,
        };
        if told.is_none() {
            faults.push((Asked::Told, "trail-error-told"));
        }
        let maturity = maturity_from_code(self.maturity);
        if maturity.is_none() {
            faults.push((Asked::Maturity, "sharing-error-maturity"));
        }
        let prevented = self.prevented.iter().filter_map(|id| id.parse().ok()).collect();
        match (told, maturity) {
            (Some(told), Some(maturity)) if faults.is_empty() => {
                Ok(On::Consent(Agreed { yes, told, maturity, prevented }))
            }
            _ => Err(faults),
        }
    }
}

/// Every ground for a crossing between two units, offered or hidden. Empty inside one domain, where nothing is asked.
pub fn grounds(book: &Book, from: Id<Unit>, to: Id<Unit>, child_age: u8) -> Vec<Offered> {
    match (book.domain_of(from), book.domain_of(to)) {
        (Some(from), Some(to)) => disclosure::grounds(from, to, child_age),
        (None, _) | (_, None) => vec![],
    }
}

/// The code under which forms name a judgement of maturity.
pub const fn maturity(judged: Maturity) -> &'static str {
    maturity_code(judged)
}

/// Whose yes is needed to lift secrecy: all with custody together, or the child who decides by the region's rule; the social
/// board has no part in it. Source: dossier 2.3, 6.2.
pub(crate) fn required(
    guardians: &[GuardianView],
    age: u8,
    (maturity, prevented): (Maturity, &[Id<Person>]),
    protection: Protection,
    policy: Policy,
) -> Result<Requirement, NobodyDecides> {
    let presence = |person| if prevented.contains(&person) { Presence::Prevented } else { Presence::Reachable };
    let holders = guardians.iter().filter(|guardian| guardian.custody == Custody::Holder);
    let holders: Vec<Holder> =
        holders.map(|guardian| Holder { person: guardian.person, presence: presence(guardian.person) }).collect();
    consent_requirement(&Situation {
        measure: Measure { weight: Weight::Intrusive, board: BoardPower::MayNot },
        age,
        maturity,
        holders: &holders,
        board_decision_6_13a: None,
        best_interests: BestInterests::NotShown,
        protection,
        policy,
    })
}

/// Finds the ground of a handover's summary, keeps who said yes, and writes the line of the journal. Nothing inside one
/// domain.
pub(crate) async fn cross(
    act: &mut Act,
    permit: &Permit<HandOver>,
    (by, to): (Post, &Unit),
    offer: &Offer,
    on: Option<On>,
) -> Result<(), CommandError> {
    let book = Book::open(act.transaction()).await?;
    let from = book.domain(by.domain).ok_or(CommandError::NotFound)?;
    let receiving = book.domain(to.domain).ok_or(CommandError::NotFound)?;
    if !disclosure::is_disclosure(from, receiving) {
        return Ok(());
    }
    let label = store::label(act, permit).await?.ok_or(CommandError::NotFound)?;
    let age = label.age.on(act.now().day());
    let said = on.as_ref().map(On::ground);
    let ground = disclosure::crossing(from, receiving, age, said).map_err(NoGround::from)?;
    let (Some(ground), Some(on)) = (ground, on) else { return Err(NoGround::Missing.into()) };
    let to = Place { unit: to.id, domain: to.domain };
    let name = book.colleague_name(by.assignment).to_owned();
    let (_, trail) = store::subject(permit)?;
    let new = Arrangement {
        state: State::Active,
        started_at: Some(act.now()),
        ..Arrangement::begun(act.environment().id(), trail, (by, name), to, ground, act.now())
    };
    let kept = match on {
        On::Ground { necessity, .. } => {
            let kept = Arrangement { necessity: Some(necessity), ..new };
            sharings::insert(act, permit, &kept).await?;
            kept
        }
        On::Consent(agreed) => agree(act, permit, new, agreed, age).await?,
        On::Answered(question) => answered(act, permit, &new, question, offer).await?,
    };
    sharings::happened(act, permit, kept.id, "handed_over").await?;
    let line = Line { part: Part::Summary, sharing: kept.id, handover: offer.id, from: kept.from, to, ground, by };
    Ok(handovers::disclose(act, permit, line).await?)
}

/// The family's own answer to this very handover: the same receiver, purpose and words, not taken back, not run out, not
/// used before, and of those who may still give it.
async fn answered(
    act: &mut Act,
    permit: &Permit<HandOver>,
    new: &Arrangement,
    question: Id<Sharing>,
    offer: &Offer,
) -> Result<Arrangement, CommandError> {
    let kept = sharings::find(act, permit, question).await?.ok_or(CommandError::NotFound)?;
    // What one domain has asked is no other domain's to use, or to know of.
    if kept.from.domain != new.from.domain {
        return Err(CommandError::NotFound);
    }
    let asked = kept.proposal.as_ref();
    let same = asked.is_some_and(|asked| asked.purpose == offer.purpose && asked.summary == offer.summary);
    let used = handovers::crossed_with(act, permit, question).await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), kept.trail, now).await?.ok_or(CommandError::NotFound)?;
    if same && kept.to == new.to && kept.carries(now, &facts.guardians) && !used {
        return Ok(kept);
    }
    Err(NoGround::HoldsNoMore.into())
}

/// Keeps the yes of everyone whose yes is needed.
async fn agree(
    act: &mut Act,
    permit: &Permit<HandOver>,
    kept: Arrangement,
    agreed: Agreed,
    age: u8,
) -> Result<Arrangement, CommandError> {
    let now = act.now();
    let Agreed { yes, told, maturity, prevented } = agreed;
    let facts = crate::facts(act.transaction(), kept.trail, now).await?.ok_or(CommandError::NotFound)?;
    let guardians = guardians(act, &facts).await?;
    let policy = directory::deciding::policy(act.transaction(), now.day()).await?;
    let required = required(&guardians, age, (maturity, prevented.as_slice()), facts.protection, policy)
        .map_err(NoGround::from)?;
    let until = now.day().plus_days(YES_DAYS);
    let asked: Vec<Consenter> = yes.into_iter().filter(|who| required.asks(*who)).collect();
    let kept = Arrangement { maturity, ..kept };
    let kept = kept.asking(facts.child, (required, until), now).map_err(NoGround::from)?;
    let Some(mut consent) = kept.consent.clone() else { return Err(NoGround::YesMissing.into()) };
    sharings::insert(act, permit, &kept).await?;
    let how = match told {
        Told::Orally => How::Oral(kept.by.staff),
        Told::OnPaper => How::Written(kept.by.staff),
    };
    for by in asked {
        let answer = Answer { by, how, at: now, until };
        (consent, _) = match consent.give(answer) {
            Ok(given) => given,
            // One of several is enough, and the rest have agreed too.
            Err(consent::Refusal::NotOpen) => return Ok(kept),
            Err(refusal) => return Err(NoGround::from(refusal).into()),
        };
        sharings::save_yes(act, permit, kept.id, &answer).await?;
    }
    if consent.holds(now, &facts.guardians) { Ok(kept) } else { Err(NoGround::YesMissing.into()) }
}

pub(crate) async fn guardians(act: &mut Act, facts: &TrailFacts) -> Result<Vec<GuardianView>, CommandError> {
    let read = act.authorize::<Read>(facts).await?;
    let guardians = children::guardians_for_trail(act, &read).await?;
    act.used(read, Outcome::Read);
    Ok(guardians)
}

/// Writes the line of an answer that follows its handover across, if what the handover crossed on still holds.
pub(crate) async fn follow(
    act: &mut Act,
    permit: &Permit<HandOver>,
    (by, handover): (Post, &Handover),
) -> Result<(), CommandError> {
    let book = Book::open(act.transaction()).await?;
    let to = book.unit(handover.to.unit).ok_or(CommandError::NotFound)?;
    if to.domain == by.domain {
        return Ok(());
    }
    let sharing = handovers::crossed_under(act, permit, handover.id).await?.ok_or(NoGround::HoldsNoMore)?;
    let kept = sharings::find(act, permit, sharing).await?.ok_or(NoGround::HoldsNoMore)?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), kept.trail, now).await?.ok_or(CommandError::NotFound)?;
    if !kept.carries(now, &facts.guardians) {
        return Err(NoGround::HoldsNoMore.into());
    }
    let Arrangement { ground, from, to, .. } = kept;
    let line = Line { part: Part::Answer, sharing: kept.id, handover: handover.id, from, to, ground, by };
    Ok(handovers::disclose(act, permit, line).await?)
}
