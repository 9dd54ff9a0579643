//! One sentence for each permission and each denial: who, sees what, until when, who said yes. No reasons where others
//! could read them.

use std::collections::BTreeMap;

use domain::child::{Custody, Person};
use domain::consent::Consenter;
use domain::disclosure::Ground;
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Post;
use domain::trail::entry::{HiddenFrom, HideReason, Kind};

use crate::entries::store::Stored;
use crate::entries::views::{Eyes, listed};
use crate::family::reading::{Choice, Choices};
use crate::sharing::arrangement::{Arrangement, Reply, State};
use crate::sharing::commands::About;
use crate::views::capital;

/// One permission or denial.
pub(crate) struct ConsentLine {
    /// "yes", "no" or "asked".
    pub(crate) answer: &'static str,
    pub(crate) text: String,
    pub(crate) about: String,
}

/// Puts permissions and denials into words for one reader.
pub(crate) struct Teller<'a> {
    pub(crate) eyes: Eyes<'a>,
    pub(crate) today: Day,
    pub(crate) post: &'a Post,
    /// Who has custody today.
    pub(crate) custody: &'a [Id<Person>],
}

impl Teller<'_> {
    pub(crate) fn name(&self, who: Consenter) -> String {
        match who {
            Consenter::Child => self.eyes.child_name.to_owned(),
            Consenter::Guardian(person) => self.eyes.guardian(person),
        }
    }

    /// The names of those who have answered in one way.
    fn names(&self, kept: &Arrangement, reply: Reply) -> String {
        let those = kept.parties.iter().filter(|party| party.reply == reply);
        let names: Vec<String> = those.map(|party| self.name(party.who)).collect();
        capital(&listed(self.eyes.say, &names))
    }

    pub(crate) fn sharing(&self, kept: &Arrangement) -> ConsentLine {
        let say = self.eyes.say;
        let (from, to) = (self.eyes.book.unit_name(kept.from.unit), self.eyes.book.unit_name(kept.to.unit));
        let kinds = kinds(say, "sharing-kinds", &kept.kinds);
        let values = [("from", from.into()), ("to", to.into()), ("kinds", (&kinds).into())].into_iter().collect();
        let beginning = match kept.about() {
            About::Sharing => "sharing-line",
            About::Handover => "sharing-handover",
        };
        let line = |answer, key: &str, about: String| ConsentLine {
            answer,
            text: say.message(&format!("{beginning}-{key}"), &values),
            about,
        };
        let until = kept.until().map(|until| say.day(until, self.today)).unwrap_or_default();
        let ended = kept.ended_at.map(|at| say.near_day(at.day(), self.today)).unwrap_or_default();
        if kept.has_run_out(self.today) {
            let (key, about) = match kept.started_at {
                Some(_) => ("no-more", "sharing-about-run-out"),
                None => ("no", "sharing-about-unanswered"),
            };
            return line("no", key, say.with(about, "day", &until));
        }
        if kept.has_fallen(self.today, self.custody) {
            let key = if kept.started_at.is_some() { "no-more" } else { "no" };
            return line("no", key, say.t("sharing-about-fallen"));
        }
        match kept.state {
            State::Asked => {
                let waiting = self.names(kept, Reply::Waiting);
                let yes = self.names(kept, Reply::Yes);
                let mut about = say.with("sharing-about-waiting", "names", &waiting);
                if !yes.is_empty() {
                    about = format!("{} {about}", say.with("sharing-about-yes", "names", &yes));
                }
                line("asked", "asked", about)
            }
            State::Active if kept.ground == Ground::Consent => {
                let yes = self.names(kept, Reply::Yes);
                let about = [("names", (&yes).into()), ("day", (&until).into())].into_iter().collect();
                line("yes", "yes", say.message("sharing-about-given", &about))
            }
            State::Active => {
                let ground = say.t(&format!("sharing-ground-{}", kept.ground.as_str()));
                let day = say.near_day(kept.asked_at.day(), self.today);
                let about = [("ground", (&ground).into()), ("day", (&day).into())].into_iter().collect();
                line("yes", "once", say.message("sharing-about-once", &about))
            }
            State::Declined => line("no", "no", say.with("sharing-about-declined", "day", &ended)),
            State::Withdrawn | State::RunOut => {
                line("no", "no-more", say.with("sharing-about-withdrawn", "day", &ended))
            }
            State::Outdated => line("asked", "asked", say.t("sharing-about-outdated")),
        }
    }

    /// What each guardian reads.
    pub(crate) fn guardians(&self, choices: &BTreeMap<Id<Person>, Choices>, decides: bool) -> Vec<ConsentLine> {
        let holders = self.eyes.guardians.iter().filter(|guardian| guardian.custody == Custody::Holder);
        holders.map(|guardian| self.guardian(guardian.person, choices.get(&guardian.person), decides)).collect()
    }

    fn guardian(&self, person: Id<Person>, choices: Option<&Choices>, decides: bool) -> ConsentLine {
        let say = self.eyes.say;
        let (answer, key, about) = match choices.and_then(|choices| choices.all) {
            Some(Choice::Shared) => ("yes", "sharing-guardian-reads", "sharing-guardian-chosen"),
            Some(Choice::Kept) => ("no", "sharing-guardian-reads-not", "sharing-guardian-chosen"),
            None if decides => ("no", "sharing-guardian-reads-not", "sharing-guardian-not-chosen"),
            None => ("yes", "sharing-guardian-reads", "sharing-guardian-young"),
        };
        let who = capital(&self.eyes.guardian(person));
        let about = say.with(about, "name", self.eyes.child_name);
        ConsentLine { answer, text: say.with(key, "who", &who), about }
    }

    /// What is hidden of one's own entries, and from whom.
    pub(crate) fn hidings(&self, entries: &[Stored]) -> Vec<ConsentLine> {
        let say = self.eyes.say;
        let mut hidden: BTreeMap<(HiddenFrom, HideReason), (usize, Day)> = BTreeMap::new();
        let ours = entries.iter().filter(|stored| stored.entry.snapshot().place.domain == self.post.domain);
        for hiding in ours.flat_map(|stored| &stored.entry.snapshot().hidings) {
            let (count, review) = hidden.entry((hiding.from, hiding.reason)).or_insert((0, hiding.review_on));
            *count += 1;
            *review = (*review).min(hiding.review_on);
        }
        let line = |((from, reason), (count, review)): ((HiddenFrom, HideReason), (usize, Day))| {
            let who = capital(&self.eyes.from(from));
            let text = [("who", (&who).into()), ("count", count.into())].into_iter().collect();
            let (reason, day) = (say.t(&format!("entry-reason-{}", reason.code())), say.day(review, self.today));
            let about = [("reason", (&reason).into()), ("day", (&day).into())].into_iter().collect();
            let (text, about) = (say.message("sharing-hidden", &text), say.message("sharing-hidden-about", &about));
            ConsentLine { answer: "no", text, about }
        };
        hidden.into_iter().map(line).collect()
    }
}

/// Kinds of entries in a row, or what a handover took along, in the words of one reader.
pub(crate) fn kinds(say: i18n::Say<'_>, words: &str, kinds: &[Kind]) -> String {
    if kinds.is_empty() {
        // A yes to a handover is about no entry: about what was written when it was offered, and since.
        return say.t(&format!("{words}-handover"));
    }
    let names: Vec<String> = kinds.iter().map(|kind| say.t(&format!("{words}-{}", kind.code()))).collect();
    listed(say, &names)
}
