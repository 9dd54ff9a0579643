//! Sharing: on a ground that is used once, under a consent that is alive, or by asking for one. What is shared is what
//! was shown before the yes; if something has changed since, nothing is shared.

use access::Permit;
use access::action::trail::{Read, Share};
use audit::{Act, Asker, Outcome, Refused};
use database::Failure;
use domain::child::{Person, Protection};
use domain::consent::{self, Maturity, NobodyDecides, Requirement};
use domain::disclosure::{Choice, Ground, HiddenReason};
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::{Post, Unit};
use domain::trail::entry::{Entry, Place};
use domain::trail::sharing::{self, Preview, Seen, Sharing};
use domain::trail::{Text, Trail};
use web::Problem;

use crate::crossing::required;
use crate::entries::store::{self as entries, OnTrail, Scope, Stored};
use crate::sharing::arrangement::{Arrangement, State};
use crate::sharing::offer::{Table, kinds_of};
use crate::sharing::store::{self, Crossing};

pub use crate::sharing::consents::{About, Answered, Said, answer, end, record, withdraw};

/// Why nothing was shared or answered.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// There is no such trail, entry, receiver or sharing, as far as the asker may know.
    #[error("no such thing to share")]
    NotFound,
    /// No right, or no database.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The rules of sharing say no.
    #[error(transparent)]
    Rule(#[from] sharing::Refusal),
    /// The rules of consent say no.
    #[error(transparent)]
    Consent(#[from] consent::Refusal),
    /// Nobody can be named who may decide.
    #[error(transparent)]
    Nobody(#[from] NobodyDecides),
    /// The ground is not there for this receiver.
    #[error("the ground is not offered")]
    GroundHidden(Option<HiddenReason>),
}

impl From<Failure> for ShareError {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure.into())
    }
}

impl From<ShareError> for Problem {
    fn from(error: ShareError) -> Self {
        match error {
            ShareError::NotFound => Self::NotFound,
            ShareError::Refused(refused) => refused.into(),
            ShareError::Rule(sharing::Refusal::PreviewOutdated) => Self::Conflict,
            ShareError::Rule(_) | ShareError::Consent(_) | ShareError::Nobody(_) | ShareError::GroundHidden(_) => {
                Self::NotNow
            }
        }
    }
}

/// A sharing to be done or asked for.
#[derive(Clone, Debug)]
pub struct NewSharing {
    /// Which entries.
    pub entries: Vec<Id<Entry>>,
    /// With whom, and on what ground.
    pub receivers: Vec<NewReceiver>,
}

/// One receiver of a sharing.
#[derive(Clone, Debug)]
pub struct NewReceiver {
    /// Which unit.
    pub unit: Id<Unit>,
    /// What the discloser was shown that this receiver would newly see.
    pub seen: Vec<Seen>,
    /// On what ground.
    pub on: On,
}

/// On what ground something is shared.
#[derive(Clone, Debug)]
pub enum On {
    /// On a consent that is yet to be given: those who must say yes are asked first.
    AskedConsent(Asking),
    /// Under a consent that is given and alive.
    StandingConsent(Id<Sharing>),
    /// On another ground, once.
    Ground {
        /// Which.
        ground: Ground,
        /// What it demands in writing.
        necessity: Text<1000>,
    },
}

/// What those who must consent are asked.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Why it is shared and what for, in words for the family.
    pub purpose: Text<600>,
    /// The last day.
    pub until: Day,
    /// The judgement of whether the child decides in this matter.
    pub maturity: Maturity,
    /// Who with custody is absent, ill or otherwise prevented.
    pub prevented: Vec<Id<Person>>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// To how many receivers copies went.
    pub shared: usize,
    /// For how many a consent is asked.
    pub asked: usize,
    /// The last of those questions.
    pub question: Option<Id<Sharing>>,
}

/// Shares entries, or asks for consent to, receiver by receiver; all of it or nothing.
pub async fn share(asker: &Asker, trail: Id<Trail>, new: NewSharing) -> Result<Done, ShareError> {
    let mut act = asker.begin(act_name(&new)).await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(ShareError::NotFound)?;
    let read = act.authorize::<Read>(&facts).await?;
    let permit = act.authorize::<Share>(&facts).await?;
    let table = Table::lay(&mut act, &facts, (&read, &permit)).await?;
    let chosen = table.chosen(&new.entries).ok_or(ShareError::NotFound)?;
    let places: Option<Vec<Place>> = new.receivers.iter().map(|receiver| table.receiver(receiver.unit)).collect();
    let places = places.filter(|places| !places.is_empty()).ok_or(ShareError::NotFound)?;
    let entries: Vec<Entry> = chosen.iter().map(|stored| stored.entry.clone()).collect();
    let previews = table.previews(&entries, &places)?;
    let mut done = Done::default();
    let pairs: Vec<(NewReceiver, &Preview<'_>)> = new.receivers.into_iter().zip(&previews).collect();
    for (receiver, preview) in pairs {
        let NewReceiver { seen, on, .. } = receiver;
        let to = preview.receiver;
        match on {
            On::AskedConsent(asking) => {
                refuse_outdated(preview, &seen)?;
                done.question = Some(ask(&mut act, &permit, &table, (to, seen), asking, facts.protection).await?);
                done.asked += 1;
            }
            On::StandingConsent(id) => {
                let kinds = kinds_of(preview.items.iter().map(|item| item.entry));
                let standing = table.standing(to, &kinds, now).filter(|kept| kept.id == id);
                let kept = standing.ok_or(ShareError::Rule(sharing::Refusal::SharingWithdrawn))?;
                perform(&mut act, &permit, kept, preview, &seen, (&table.entries, table.post, &table.custody)).await?;
                done.shared += 1;
            }
            On::Ground { ground, necessity } => {
                refuse_hidden(&table, to, ground)?;
                let kept = used_once(&act, &table, (to, &seen), ground, necessity, &entries);
                store::insert(&mut act, &permit, &kept).await?;
                perform(&mut act, &permit, &kept, preview, &seen, (&table.entries, table.post, &table.custody)).await?;
                done.shared += 1;
            }
        }
    }
    act.used(read, Outcome::Read);
    act.commit(permit).await?;
    Ok(done)
}

/// The name of the act says the ground, so that the log does: one ground is the rule, several at once the exception.
fn act_name(new: &NewSharing) -> &'static str {
    let name = |on: &On| match on {
        On::AskedConsent(_) => "sharing.ask_consent",
        On::StandingConsent(_) => "sharing.under_consent",
        On::Ground { ground: Ground::Consent, .. } => "sharing.several_grounds",
        On::Ground { ground: Ground::UnderEighteen, .. } => "sharing.under_eighteen",
        On::Ground { ground: Ground::PupilSupport, .. } => "sharing.pupil_support",
        On::Ground { ground: Ground::GeneralClause, .. } => "sharing.general_clause",
        On::Ground { ground: Ground::DutyByLaw, .. } => "sharing.duty_by_law",
    };
    let mut names = new.receivers.iter().map(|receiver| name(&receiver.on));
    let first = names.next().unwrap_or("sharing.several_grounds");
    if names.all(|other| other == first) { first } else { "sharing.several_grounds" }
}

fn refuse_outdated(preview: &Preview<'_>, seen: &[Seen]) -> Result<(), ShareError> {
    match preview.seen() {
        now if now.is_empty() => Err(sharing::Refusal::NothingNew.into()),
        now if now != seen => Err(sharing::Refusal::PreviewOutdated.into()),
        _ => Ok(()),
    }
}

/// Consent is asked for; every other ground must be offered for this very pair of domains.
fn refuse_hidden(table: &Table, to: Place, ground: Ground) -> Result<(), ShareError> {
    let offered = table.grounds(to).into_iter().find(|offered| offered.ground == ground);
    match offered.map(|offered| offered.choice) {
        Some(Choice::Open(_)) if ground != Ground::Consent => Ok(()),
        Some(Choice::Hidden(reason)) => Err(ShareError::GroundHidden(Some(reason))),
        Some(Choice::Open(_)) | None => Err(ShareError::GroundHidden(None)),
    }
}

/// Whose yes is needed.
pub(crate) fn requirement(
    table: &Table,
    asking: &Asking,
    protection: Protection,
) -> Result<Requirement, NobodyDecides> {
    required(&table.guardians, table.age, (asking.maturity, asking.prevented.as_slice()), protection, table.policy)
}

/// Asks those who must say yes, and returns the question. Nothing is shared yet.
async fn ask(
    act: &mut Act,
    permit: &Permit<Share>,
    table: &Table,
    (to, seen): (Place, Vec<Seen>),
    asking: Asking,
    protection: Protection,
) -> Result<Id<Sharing>, ShareError> {
    // The same question twice is one question: a form sent again asks nobody again.
    let (now, custody) = (act.now(), &table.custody);
    let same = |kept: &&Arrangement| kept.awaits(now.day(), custody) && kept.to == to && kept.items == seen;
    if let Some(kept) = table.kept.iter().find(|kept| same(kept) && kept.from.domain == table.post.domain) {
        return Ok(kept.id);
    }
    let scope = Scope::of(permit)?;
    let required = requirement(table, &asking, protection)?;
    let Asking { purpose, until, maturity, .. } = asking;
    let id: Id<Sharing> = act.environment().id();
    let sources = table.entries.iter().filter(|stored| seen.iter().any(|seen| seen.entry == stored.id()));
    let kinds = kinds_of(sources.map(|stored| &stored.entry));
    let kept = Arrangement {
        purpose: purpose.as_str().to_owned(),
        kinds,
        items: seen,
        maturity,
        ..arrangement(act, table, id, to, Ground::Consent)
    };
    let kept = kept.asking(scope.child, (required, until), now)?;
    store::insert(act, permit, &kept).await?;
    store::happened(act, permit, id, "asked").await?;
    Ok(id)
}

/// A sharing on a ground that is used once.
fn used_once(
    act: &Act,
    table: &Table,
    (to, seen): (Place, &[Seen]),
    ground: Ground,
    necessity: Text<1000>,
    entries: &[Entry],
) -> Arrangement {
    Arrangement {
        necessity: Some(necessity),
        kinds: kinds_of(entries),
        items: seen.to_vec(),
        state: State::Active,
        started_at: Some(act.now()),
        ..arrangement(act, table, act.environment().id(), to, ground)
    }
}

fn arrangement(act: &Act, table: &Table, id: Id<Sharing>, to: Place, ground: Ground) -> Arrangement {
    let by = (table.post, table.book.colleague_name(table.post.assignment).to_owned());
    Arrangement::begun(id, entries_trail(table), by, to, ground, act.now())
}

/// The trail that the table's entries are on; there is at least one whenever something is shared.
fn entries_trail(table: &Table) -> Id<Trail> {
    table.entries.first().map_or(Id::new(uuid::Uuid::nil()), |stored| stored.entry.snapshot().trail)
}

/// Makes the copies, writes the journal, and lets the receiver in to its copies, if what it rests on holds.
pub(crate) async fn perform<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
    kept: &Arrangement,
    preview: &Preview<'_>,
    seen: &[Seen],
    (sources, by, custody): (&[Stored], Post, &[Id<Person>]),
) -> Result<(), ShareError> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    let sharing = kept.sharing(now, custody).ok_or(sharing::Refusal::SharingWithdrawn)?;
    let environment = act.environment().clone();
    let (copies, _) = sharing.perform(preview, seen, by, std::iter::repeat_with(|| environment.id()), now)?;
    let original = |source: &Seen| sources.iter().find(|stored| stored.id() == source.entry);
    let made = copies.into_iter().zip(seen);
    let made: Vec<(Seen, Stored)> =
        made.filter_map(|(copy, source)| Some((*source, original(source)?.with(copy)))).collect();
    for (source, copy) in made {
        entries::insert(act, permit, &copy).await?;
        store::disclose(act, permit, Crossing { kept, source, copy: copy.id(), by }).await?;
    }
    let place = (scope.child, scope.trail);
    crate::store::invite(act.transaction(), place, kept.to.unit, now).await?;
    store::happened(act, permit, kept.id, "copied").await?;
    Ok(())
}
