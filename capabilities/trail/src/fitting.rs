//! How a handover fits the unit that is to receive it: level, age and area as the directory knows them, by the same rule as
//! the front door's first decision. Source: dossier 3.1, 3.6; mission promise 8.

use access::Permit;
use access::action::trail::HandOver;
use audit::Act;
use domain::front_door::intake::Age as Stated;
use domain::front_door::level::Level;
use domain::front_door::routing::{Child, Fit, KnownAge, fit};
use domain::organisation::{Branch, Post, Unit};
use domain::trail::{Purpose, Text};
use identity::children::{Age, commands as children};

use crate::commands::CommandError;
use crate::history::store as history;
use crate::sharing::arrangement::Reasoned;

/// How an offer fits its receiver.
pub(crate) async fn fitting(
    act: &mut Act,
    permit: &Permit<HandOver>,
    (by, to): (Post, &Unit),
    purpose: Purpose,
) -> Result<Fit, CommandError> {
    let today = act.now().day();
    let (label, municipality) = children::home_for_handover(act, permit).await?.ok_or(CommandError::NotFound)?;
    let age = match label.age {
        Age::Born(born) => KnownAge::Born(born),
        Age::Stated(..) => {
            let years = label.age.on(today).min(Stated::MAX);
            Stated::new(years).map_or(KnownAge::Born(today), KnownAge::Stated)
        }
    };
    let level = match purpose {
        Purpose::Referral(level) => Level::from_number(level.number()),
        Purpose::Transition18 | Purpose::Ordinary => None,
    };
    // What the front door sends on is a referral from where it began.
    let asked = if by.branch == Branch::FrontDoor { history::branch_that_asked(act, permit).await? } else { None };
    let from = asked.unwrap_or(by.branch);
    let entries = directory::entries(act.transaction()).await?;
    let entry = entries.of(to.id).map(directory::Entry::for_routing);
    // Whoever turns eighteen soon is handed over for that very reason.
    match (fit(to.branch, entry.as_ref(), &Child { age, municipality, from, level, today }), purpose) {
        (Fit::WantsReason(refusal), Purpose::Transition18) if refusal.is_of_age() => Ok(Fit::Fits(vec![])),
        (fit, _) => Ok(fit),
    }
}

/// What the receiver reads of an offer: the summary, with the reason where the child does not fit; or why it cannot be offered.
pub(crate) async fn worded(
    act: &mut Act,
    permit: &Permit<HandOver>,
    (by, to): (Post, &Unit),
    purpose: Purpose,
    (summary, despite): (Text<4000>, Option<&Text<1000>>),
) -> Result<(Text<4000>, Reasoned), CommandError> {
    match (fitting(act, permit, (by, to), purpose).await?, despite) {
        (Fit::Fits(_), _) => Ok((summary, Reasoned::NotNeeded)),
        (Fit::WantsReason(refusal), Some(reason)) => {
            let summary = with_reason(&summary, reason).ok_or(CommandError::Misfit(refusal))?;
            Ok((summary, Reasoned::Said))
        }
        (Fit::WantsReason(refusal), None) | (Fit::Never(refusal), _) => Err(CommandError::Misfit(refusal)),
    }
}

/// The summary with the reason for sending the child there all the same, which the receiver reads with it.
pub(crate) fn with_reason(summary: &Text<4000>, reason: &Text<1000>) -> Option<Text<4000>> {
    Text::parse(&format!("{}\n\n{}", summary.as_str(), reason.as_str())).ok()
}
