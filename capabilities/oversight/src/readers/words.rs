//! A line of the log in plain words: when, who, what, and on what ground.

use audit::{Line, Outcome};
use domain::child::Person;
use domain::id::Id;
use domain::moment::{Day, Moment};
use i18n::Say;
use identity::organisations::Book;
use web::app::ReaderNames;

use crate::readers::gathered::Row;
use crate::readers::store::Told;
use crate::views::{capital, datetime, state, when, words};

/// The policy under which a line was written while the glass was broken.
const GLASS: &str = "trail.a_broken_glass_reads_for_a_while";
/// The action of breaking it.
const BREAK: &str = "oversight.break_glass";

/// The key of what somebody did.
pub fn did_key(action: &str) -> String {
    format!("oversight-did-{}", action.replace('.', "-"))
}

/// The key of what somebody wanted to do and was refused.
pub fn tried_key(action: &str) -> String {
    format!("oversight-tried-{}", action.replace('.', "-"))
}

/// A line as a page shows it.
#[derive(Clone, Debug)]
pub(crate) struct LineView {
    pub(crate) when: String,
    pub(crate) datetime: String,
    pub(crate) who: String,
    pub(crate) place: String,
    /// "Nekades" when it was refused, empty otherwise.
    pub(crate) refused: String,
    pub(crate) what: String,
    pub(crate) why: String,
    /// What the reviewer of an opening tells the family.
    pub(crate) told: String,
    pub(crate) glass: bool,
    /// That there are more of the reader's own visits that day, with their number; empty of every other line.
    pub(crate) many: String,
    /// Those visits.
    pub(crate) visits: Vec<VisitView>,
}

/// One of the reader's own visits of a day.
#[derive(Clone, Debug)]
pub(crate) struct VisitView {
    pub(crate) when: String,
    pub(crate) datetime: String,
    pub(crate) what: String,
}

/// Tells lines of the log to one reader.
pub(crate) struct Teller<'a> {
    pub(crate) say: Say<'a>,
    pub(crate) book: &'a Book,
    pub(crate) now: Moment,
    /// Whether people at work are named.
    pub(crate) names: ReaderNames,
    /// Who reads the page, if that is a private person.
    pub(crate) viewer: Option<Id<Person>>,
    /// Openings about the child, where the reader is told of them.
    pub(crate) openings: &'a [Told],
}

impl Teller<'_> {
    /// A row in words: a line, or the reader's own visits of a day, which can be unfolded.
    pub(crate) fn tell_row(&self, row: &Row<&Line>) -> LineView {
        let newest = self.tell(row.newest);
        if row.older.is_empty() {
            return newest;
        }
        let visit = |line: &Line| VisitView {
            when: when(self.say, line.at, self.now),
            datetime: datetime(line.at),
            what: what(self.say, line),
        };
        let visits: Vec<_> = std::iter::once(row.newest).chain(row.older.iter().copied()).map(visit).collect();
        LineView {
            when: capital(&self.say.near_day(row.newest.at.day(), self.now.day())),
            datetime: row.newest.at.day().to_string(),
            what: String::new(),
            many: self.say.with("oversight-readers-own", "count", visits.len()),
            visits,
            ..newest
        }
    }

    /// On which day a line is a visit of the reader's own. What they changed, or were refused, stands by itself.
    pub(crate) fn own_day(&self, line: &Line) -> Option<Day> {
        let own = line.person.is_some() && line.person == self.viewer && line.outcome == Outcome::Read;
        own.then(|| line.at.day())
    }

    /// A line in words.
    pub(crate) fn tell(&self, line: &Line) -> LineView {
        let say = self.say;
        let (who, place) = self.who(line);
        let opening = self.opening(line);
        let breaks = line.action == BREAK && line.outcome != Outcome::Refused;
        let (why, told) = match opening {
            Some(opening) if breaks => {
                let reason = say.t(&format!("oversight-reason-{}", opening.reason.code()));
                (format!("{reason}. {}.", state(say, opening.state)), opening.to_family.clone())
            }
            Some(_) | None => (self.why(line), String::new()),
        };
        LineView {
            when: when(say, line.at, self.now),
            datetime: datetime(line.at),
            who,
            place,
            refused: if line.outcome == Outcome::Refused { say.t("oversight-line-refused") } else { String::new() },
            what: what(say, line),
            why,
            told,
            glass: breaks || opening.is_some() || line.policies.split(' ').any(|policy| policy == GLASS),
            many: String::new(),
            visits: Vec::new(),
        }
    }

    fn opening(&self, line: &Line) -> Option<&Told> {
        self.openings.iter().find(|opening| {
            Some(opening.staff) == line.staff
                && Some(opening.unit) == line.unit
                && opening.opened_at <= line.at
                && line.at <= opening.until
        })
    }

    /// Who, and where they work.
    fn who(&self, line: &Line) -> (String, String) {
        if line.person.is_some() && line.person == self.viewer {
            return (self.say.t("oversight-who-you"), String::new());
        }
        let key = match line.actor_kind.as_str() {
            "staff" => return self.staff(line),
            "guardian" => "oversight-who-guardian",
            "child" => "oversight-who-child",
            "visitor" => "oversight-who-visitor",
            _ => "oversight-who-job",
        };
        (self.say.t(key), String::new())
    }

    fn staff(&self, line: &Line) -> (String, String) {
        let role = self.say.t(&format!("role-{}", line.role.as_deref().unwrap_or_default()));
        let place = line.unit.map_or("", |unit| self.book.unit_name(unit)).to_owned();
        let name = line.assignment.map_or("", |assignment| self.book.colleague_name(assignment));
        let who = match self.names {
            ReaderNames::Shown if !name.is_empty() => format!("{name}, {role}"),
            ReaderNames::Shown | ReaderNames::Hidden => capital(&role),
        };
        (who, place)
    }

    /// The ground, where there are words for one of the policies that decided.
    fn why(&self, line: &Line) -> String {
        if line.outcome == Outcome::Refused {
            return self.say.t("oversight-why-refused");
        }
        let key = |policy: &str| format!("oversight-why-{}", policy.replace('.', "-"));
        // Broken glass is the ground only where there is no other.
        let policies = line
            .policies
            .split(' ')
            .filter(|policy| *policy != GLASS)
            .chain(line.policies.split(' ').filter(|policy| *policy == GLASS));
        policies.map(key).find(|key| self.say.has(key)).map_or(String::new(), |key| self.say.t(&key))
    }
}

/// What was done, or what was refused.
fn what(say: Say<'_>, line: &Line) -> String {
    let did = capital(&say.t(&did_key(&line.action)));
    match line.outcome {
        Outcome::Read | Outcome::Changed => did,
        Outcome::Refused => capital(&say.t(&tried_key(&line.action))),
        Outcome::Printed => words(say, "oversight-line-printed", [("what", &did)]),
        Outcome::Exported => words(say, "oversight-line-exported", [("what", &did)]),
    }
}
