//! What one may do with a trail now: only what one has the right to and what the trail's state allows is shown.

use access::action::trail::{Answer, Close, HandOver, Plan};
use access::facts::TrailFacts;
use audit::Act;
use domain::id::Id;
use domain::organisation::Assignment;
use domain::trail::{Stage, Trail};
use i18n::Say;

/// A thing to do, as a link to its page.
#[derive(Clone, Debug)]
pub(super) struct Button {
    pub(super) href: String,
    pub(super) icon: &'static str,
    pub(super) label: String,
    /// The first thing to do.
    pub(super) first: bool,
}

/// A thing that may be done: the last part of its address, its icon and the key of its words.
#[derive(Clone, Copy)]
struct Doing(&'static str, &'static str, &'static str);

/// Everything that may be done, the nearest first.
pub(super) struct Buttons(Vec<Doing>);

impl Buttons {
    pub(super) fn of(act: &Act, facts: &TrailFacts, trail: &Trail, own: Id<Assignment>) -> Self {
        let mut doings = Vec::new();
        let stage = trail.pending().map(|pending| &pending.stage);
        if act.may::<Answer>(facts) {
            doings.extend(answers(stage));
        }
        if act.may::<HandOver>(facts) {
            doings.extend(handing(stage));
        }
        if act.may::<Plan>(facts) {
            doings.push(Doing("nasta-steg", "calendar-plus", "trail-do-next-step"));
            if trail.holder().is_some_and(|holder| holder.assignment != own) {
                doings.push(Doing("ta-over", "hand-helping", "trail-do-reassign"));
            }
        }
        if act.may::<Close>(facts) {
            doings.push(if trail.holder().is_some() {
                Doing("avsluta", "flag", "trail-do-close")
            } else {
                Doing("oppna-igen", "refresh-cw", "trail-do-reopen")
            });
        }
        Self(doings)
    }

    /// All of them.
    pub(super) fn all(self, say: Say<'_>, address: &str) -> Vec<Button> {
        let button = |(place, Doing(last, icon, key)): (usize, Doing)| Button {
            href: format!("{address}/{last}"),
            icon,
            label: say.t(key),
            first: place == 0,
        };
        self.0.into_iter().enumerate().map(button).collect()
    }

    /// The nearest one, for the baton, and the rest.
    pub(super) fn split(self, say: Say<'_>, address: &str) -> (Vec<Button>, Vec<Button>) {
        let mut all = self.all(say, address);
        let rest = all.split_off(all.len().min(1));
        (all, rest)
    }
}

fn answers(stage: Option<&Stage>) -> Vec<Doing> {
    match stage {
        Some(Stage::Sent) => vec![Doing("ta-emot", "inbox", "trail-do-receive")],
        Some(Stage::Received(_)) => vec![
            Doing("tacka-ja", "check", "trail-do-accept"),
            Doing("fraga", "circle-help", "trail-do-want-more"),
            Doing("lamna-tillbaka", "corner-up-left", "trail-do-give-back"),
        ],
        Some(Stage::Asked { .. }) => vec![
            Doing("tacka-ja", "check", "trail-do-accept"),
            Doing("lamna-tillbaka", "corner-up-left", "trail-do-give-back"),
        ],
        None => vec![],
    }
}

fn handing(stage: Option<&Stage>) -> Vec<Doing> {
    match stage {
        None => vec![Doing("lamna-over", "arrow-right-left", "trail-do-hand-over")],
        Some(Stage::Asked { .. }) => {
            vec![Doing("komplettera", "send", "trail-do-supply"), Doing("ta-tillbaka", "undo-2", "trail-do-withdraw")]
        }
        Some(Stage::Sent | Stage::Received(_)) => vec![Doing("ta-tillbaka", "undo-2", "trail-do-withdraw")],
    }
}
