//! Rows and sealed forms of a sharing, to and from domain values.

use database::{Failure, Row};
use domain::child::Child;
use domain::consent::{
    self, Answer, Asking, Basis, Consent, Consenter, Ending, How, Kind as ConsentKind, Maturity, Requirement, Terms,
};
use domain::disclosure::Ground;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{SecrecyDomain, Staff};
use domain::trail::Purpose;
use domain::trail::entry::{Kind, Place};
use domain::trail::sharing::{Seen, Sharing};
use serde::{Deserialize, Serialize};

use crate::entries::rows::{Scope, text};
use crate::entries::sealed::{Names, SealedPost, name_of};
use crate::sealed::purpose;
use crate::sharing::arrangement::{Arrangement, Party, Proposal, Reasoned, Reply, State};

/// The place of the sealed part.
pub(crate) const SHARING: &str = "sharing.sealed";

/// The sealed part of a sharing. Ours to keep readable: a field is added with a default, never renamed.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedSharing {
    by: SealedPost,
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    necessity: Option<String>,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    maturity: String,
    /// The handover that the family is asked about.
    #[serde(default)]
    proposal: Option<SealedProposal>,
}

/// A handover that the family is asked about, as kept.
#[derive(Serialize, Deserialize)]
struct SealedProposal {
    purpose: String,
    #[serde(default)]
    level: Option<u8>,
    summary: String,
    /// Whether the summary says why the child goes to a unit that does not fit.
    #[serde(default)]
    reasoned: bool,
}

impl From<&Proposal> for SealedProposal {
    fn from(proposal: &Proposal) -> Self {
        let level = match proposal.purpose {
            Purpose::Referral(level) => Some(level.number()),
            Purpose::Transition18 | Purpose::Ordinary => None,
        };
        Self {
            purpose: proposal.purpose.code().to_owned(),
            level,
            summary: proposal.summary.as_str().to_owned(),
            reasoned: proposal.fit == Reasoned::Said,
        }
    }
}

impl SealedProposal {
    fn open(&self) -> Result<Proposal, Failure> {
        Ok(Proposal {
            purpose: purpose(&self.purpose, self.level)?,
            summary: text(&self.summary, SHARING)?,
            fit: if self.reasoned { Reasoned::Said } else { Reasoned::NotNeeded },
        })
    }
}

impl From<&Arrangement> for SealedSharing {
    fn from(kept: &Arrangement) -> Self {
        Self {
            by: SealedPost::of(&kept.by, name_of(&kept.names, &kept.by)),
            purpose: kept.purpose.clone(),
            necessity: kept.necessity.as_ref().map(|why| why.as_str().to_owned()),
            kinds: kept.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
            maturity: maturity_code(kept.maturity).to_owned(),
            proposal: kept.proposal.as_ref().map(SealedProposal::from),
        }
    }
}

macro_rules! codes {
    ($to:ident, $from:ident, $kind:ident, $($variant:ident = $code:literal),+ $(,)?) => {
        pub(crate) const fn $to(value: $kind) -> &'static str {
            match value { $($kind::$variant => $code),+ }
        }
        pub(crate) fn $from(code: &str) -> Option<$kind> {
            match code { $($code => Some($kind::$variant),)+ _ => None }
        }
    };
}

codes!(
    maturity_code,
    maturity_from_code,
    Maturity,
    NotAssessed = "not_assessed",
    NotMature = "not_mature",
    Mature = "mature",
);
codes!(
    basis_code,
    basis_from_code,
    Basis,
    Adult = "adult",
    MatureChild = "mature_child",
    Everyday = "everyday",
    Together = "together",
    OthersPrevented = "others_prevented",
    BoardDecision = "board_decision",
);
codes!(asking_code, asking_from_code, Asking, Ordinary = "ordinary", ReviewFirst = "review_first");
codes!(reply_code, reply_from_code, Reply, Waiting = "waiting", Yes = "yes", No = "no", Withdrawn = "withdrawn",);

pub(crate) fn ground_from_code(code: &str) -> Option<Ground> {
    Ground::ALL.into_iter().find(|ground| ground.as_str() == code)
}

pub(crate) fn state_from_code(code: &str) -> Option<State> {
    State::ALL.into_iter().find(|state| state.code() == code)
}

/// How an answer was given, and who at work recorded it.
pub(crate) const fn how_columns(how: How) -> (&'static str, Option<Id<Staff>>) {
    match how {
        How::LoggedIn => ("logged_in", None),
        How::Oral(staff) => ("oral", Some(staff)),
        How::Written(staff) => ("written", Some(staff)),
    }
}

/// One row of who is asked.
pub(crate) struct PartyRow {
    party: Party,
    need: String,
    answer: Option<Answer>,
    ended_at: Option<Moment>,
}

pub(crate) fn party(row: &Row, child: Id<Child>) -> Result<PartyRow, Failure> {
    let id = row.id("party_id")?;
    let who = if id.value() == child.value() { Consenter::Child } else { Consenter::Guardian(id) };
    let reply = match row.text_maybe("answer")? {
        None => Reply::Waiting,
        Some(code) => reply_from_code(&code).ok_or(Failure::Meaning { what: "answer" })?,
    };
    let at = row.moment_maybe("answered_at")?;
    let answer = match (reply, at, row.day_maybe("until_on")?) {
        (Reply::Yes | Reply::Withdrawn, Some(at), Some(until)) => Some(Answer { by: who, how: how(row)?, at, until }),
        _ => None,
    };
    Ok(PartyRow { party: Party { who, reply }, need: row.text("need")?, answer, ended_at: at })
}

fn how(row: &Row) -> Result<How, Failure> {
    let by = row.id_maybe("recorded_by")?;
    match (row.text_maybe("how")?.as_deref(), by) {
        (Some("logged_in"), _) => Ok(How::LoggedIn),
        (Some("oral"), Some(staff)) => Ok(How::Oral(staff)),
        (Some("written"), Some(staff)) => Ok(How::Written(staff)),
        _ => Err(Failure::Meaning { what: "how" }),
    }
}

/// A row of a sharing with what belongs to it.
pub(crate) fn arrangement(
    row: &Row,
    scope: Scope,
    sealed: SealedSharing,
    parties: &[PartyRow],
    items: Vec<Seen>,
) -> Result<Arrangement, Failure> {
    let meaning = Failure::Meaning { what: SHARING };
    let id: Id<Sharing> = row.id("id")?;
    let from = Place { unit: row.id("from_unit_id")?, domain: row.id("from_domain_id")? };
    let to = Place { unit: row.id("to_unit_id")?, domain: row.id("to_domain_id")? };
    let state = row.code("state", state_from_code)?;
    let ended_at = row.moment_maybe("ended_at")?;
    let mut names = Names::new();
    let kinds: Option<Vec<_>> = sealed.kinds.iter().map(|code| Kind::from_code(code)).collect();
    let consent = consent(row, scope, id, (from.domain, to.domain), state, parties)?;
    Ok(Arrangement {
        id,
        trail: scope.trail,
        from,
        to,
        ground: row.code("ground", ground_from_code)?,
        state,
        asked_at: row.moment("asked_at")?,
        started_at: row.moment_maybe("started_at")?,
        ended_at,
        by: sealed.by.open(&mut names).ok_or(Failure::Meaning { what: SHARING })?,
        names,
        purpose: sealed.purpose,
        necessity: sealed.necessity.map(|why| text(&why, SHARING)).transpose()?,
        kinds: kinds.ok_or(meaning)?,
        items,
        proposal: sealed.proposal.as_ref().map(SealedProposal::open).transpose()?,
        maturity: maturity_from_code(&sealed.maturity).unwrap_or(Maturity::NotAssessed),
        consent,
        parties: parties.iter().map(|row| row.party).collect(),
        version: row.integer("version")?,
    })
}

/// The consent behind a row. Nothing sealed is needed for it.
pub(crate) fn consent(
    row: &Row,
    scope: Scope,
    id: Id<Sharing>,
    (from, to): (Id<SecrecyDomain>, Id<SecrecyDomain>),
    state: State,
    parties: &[PartyRow],
) -> Result<Option<Consent>, Failure> {
    let (Some(until), Some(basis)) = (row.day_maybe("until_on")?, row.text_maybe("basis")?) else { return Ok(None) };
    let asking = row.text_maybe("asking")?.as_deref().and_then(asking_from_code).unwrap_or(Asking::ReviewFirst);
    let those = |need: &str| parties.iter().filter(|row| row.need == need).map(|row| row.party.who).collect();
    let required = Requirement {
        all_of: those("all"),
        one_of: those("one"),
        basis: basis_from_code(&basis).ok_or(Failure::Meaning { what: "basis" })?,
        asking,
    };
    let terms = Terms { kind: ConsentKind::Secrecy, child: scope.child, from, to, until, required };
    let state = consent_state(state, until, parties)?;
    Ok(Some(Consent { id: Id::new(id.value()), terms, state }))
}

fn consent_state(state: State, until: Day, parties: &[PartyRow]) -> Result<consent::State, Failure> {
    let answers: Vec<Answer> =
        parties.iter().filter(|row| row.party.reply == Reply::Yes).filter_map(|row| row.answer).collect();
    let ended = |reply: Reply| {
        let row = parties.iter().find(|row| row.party.reply == reply);
        let ending = row.and_then(|row| Some(Ending { by: row.party.who, at: row.ended_at? }));
        ending.ok_or(Failure::Meaning { what: "sharing_party" })
    };
    Ok(match state {
        State::Asked => consent::State::Asked { answers },
        State::Active | State::Outdated => {
            let until = answers.iter().map(|answer| answer.until).fold(until, Day::min);
            consent::State::Given { answers, until }
        }
        State::RunOut => consent::State::Expired { until },
        State::Declined => consent::State::Declined(ended(Reply::No)?),
        // A sharing that somebody at work ended has no one of the family who did.
        State::Withdrawn => match ended(Reply::Withdrawn) {
            Ok(ending) => consent::State::Withdrawn(ending),
            Err(_) => consent::State::Expired { until },
        },
    })
}
