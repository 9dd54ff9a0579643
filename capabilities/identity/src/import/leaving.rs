//! Who may leave. Nobody whose hands are not empty: somebody always holds a child's trail, and a person who holds one must
//! be there to act. Nor the last who can receive, unless the operator says that the unit shall be empty.

use std::collections::BTreeSet;

use domain::id::Id;
use domain::organisation::{Assignment, Branch, Post, Role, Unit};

use crate::import::change::Change;
use crate::import::plan::Planner;
use crate::import::text::Place;

/// An assignment that would end.
pub(super) struct Ending {
    /// The row of the person.
    pub(super) at: Place,
    pub(super) identity: String,
    pub(super) post: Post,
}

/// What becomes of a unit's receiving.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Somebody can receive, or nobody could before.
    Somebody,
    /// Somebody can, but at a front door nobody is named for the day where somebody was.
    NobodyOnDuty,
    /// Nobody can any longer.
    Nobody,
}

impl Planner<'_> {
    /// Whether this assignment would end.
    pub(super) fn ends(&self, assignment: Id<Assignment>) -> bool {
        self.endings.iter().any(|ending| ending.post.assignment == assignment)
    }

    /// Refuses the rows of those who cannot leave.
    pub(super) fn leaving(&mut self) {
        let mut refusals = Vec::new();
        for ending in &self.endings {
            for what in self.holding(ending) {
                refusals.push((ending, what));
            }
        }
        let units: BTreeSet<Id<Unit>> = self.endings.iter().map(|ending| ending.post.unit).collect();
        for unit in units {
            refusals.extend(self.emptied(unit));
        }
        let refusals: Vec<_> = refusals
            .into_iter()
            .map(|(ending, what)| ending.at.refuse(format!("[[staff]] {}: {what}", ending.identity)))
            .collect();
        self.plan.refusals.extend(refusals);
    }

    /// What somebody would drop.
    fn holding(&self, ending: &Ending) -> Vec<String> {
        let Post { assignment, unit, role, .. } = ending.post;
        let place = format!("at {} as {}", self.known.book.unit_name(unit), access::role_code(role));
        let mut held = Vec::new();
        if let Some(trails) = self.known.in_hand.trails.get(&assignment) {
            let trails = count(*trails, "open trail", "open trails");
            held.push(format!(
                "holds {trails} {place}, and somebody always holds: let a colleague there take over, or another unit, \
                 before this assignment ends"
            ));
        }
        if let Some(requests) = self.known.in_hand.requests.get(&assignment) {
            let requests = count(*requests, "request for help", "requests for help");
            held.push(format!(
                "has taken {requests} {place}, not yet decided on: let a colleague there take over before this \
                 assignment ends"
            ));
        }
        held
    }

    /// Why the last who can receive at a unit cannot leave it.
    fn emptied(&self, unit: Id<Unit>) -> Option<(&Ending, String)> {
        let book = self.known.book;
        let branch = book.unit(unit)?.branch;
        let name = book.unit_name(unit);
        let duty = book.duty(unit).map(|duty| duty.post.assignment);
        let here = |ending: &&Ending| ending.post.unit == unit;
        match self.left(unit, branch) {
            Left::Somebody => None,
            Left::NobodyOnDuty => {
                let last = self.endings.iter().filter(here).find(|ending| Some(ending.post.assignment) == duty)?;
                let what = format!("is on duty at {name}: name somebody else there, with `duty` in [[unit]]");
                Some((last, what))
            }
            Left::Nobody => {
                let counts =
                    |ending: &&Ending| ending.post.role.has_duty(branch) || Some(ending.post.assignment) == duty;
                let last = self.endings.iter().filter(here).rfind(counts)?;
                self.reason(unit, name).map(|what| (last, what))
            }
        }
    }

    /// Why a unit cannot be left by the last who can receive; nothing when the operator has said that it shall be empty.
    fn reason(&self, unit: Id<Unit>, name: &str) -> Option<String> {
        if let Some(offers) = self.known.in_hand.offers.get(&unit) {
            let offers = count(*offers, "handover waits", "handovers wait");
            return Some(format!(
                "is the last at {name} who can answer, and {offers} for an answer there: let somebody there answer, or \
                 whoever sent it take it back, first"
            ));
        }
        if let Some(areas) = self.known.in_hand.areas.get(&unit) {
            let areas = count(*areas, "municipality", "municipalities");
            return Some(format!(
                "is the last who receives at {name}, which answers for {areas}: write somebody else there, in [[staff]]"
            ));
        }
        let said = self.known.leave_empty.contains(name);
        (!said).then(|| {
            format!(
                "is the last at {name} who can receive a child: write somebody else there, in [[staff]], or import with \
                 --leave-empty \"{name}\" if nobody shall be there"
            )
        })
    }

    fn left(&self, unit: Id<Unit>, branch: Branch) -> Left {
        let book = self.known.book;
        let name = book.unit_name(unit);
        let mut before = Vec::new();
        let mut after = Vec::new();
        for colleague in book.colleagues.values().filter(|colleague| colleague.post.unit == unit) {
            before.push(colleague.post.role);
            if !self.ends(colleague.post.assignment) {
                after.push(colleague.post.role);
            }
        }
        let mut named = false;
        for change in &self.plan.changes {
            match change {
                Change::Assign { unit, role, .. } if unit == name => after.push(*role),
                Change::Duty { unit, .. } if unit == name => named = true,
                Change::Assign { .. }
                | Change::Duty { .. }
                | Change::Principal { .. }
                | Change::Domain { .. }
                | Change::Authority { .. }
                | Change::Municipality { .. }
                | Change::Unit { .. }
                | Change::Staff { .. }
                | Change::Rename { .. }
                | Change::FamilyName { .. }
                | Change::End { .. } => {}
            }
        }
        let duty = book.duty(unit).filter(|duty| branch == Branch::FrontDoor && duty.post.role.may_hold());
        let stays = named || duty.is_some_and(|duty| !self.ends(duty.post.assignment));
        let some = |roles: &[Role]| roles.iter().any(|role| role.has_duty(branch));
        match (some(&before) || duty.is_some(), some(&after) || stays) {
            (true, false) => Left::Nobody,
            (true, true) if duty.is_some() && !stays => Left::NobodyOnDuty,
            (true, true) | (false, _) => Left::Somebody,
        }
    }
}

fn count(number: i64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
