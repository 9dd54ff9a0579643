//! What a file would change, decided against what is registered. Pure: nothing is read and nothing is saved.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::Id;
use domain::organisation::{Assignment, Authority, Role, Secrecy, Staff};

use crate::import::Refusal;
use crate::import::change::Change;
use crate::import::file::{DomainRow, File, PrincipalRow, StaffRow, UnitRow};
use crate::import::leaving::Ending;
use crate::import::names::alike;
use crate::import::text::Place;
use crate::organisations::store::{Employed, secrecy_code};
use crate::organisations::{Book, Colleague, InHand};

/// Everyone at work whom the identity provider has a name for, by that name.
pub(super) type Registered = BTreeMap<String, Employed>;

/// What is registered when the file is read, and what the operator has said beside it.
pub(super) struct Known<'a> {
    pub(super) book: &'a Book,
    pub(super) staff: &'a Registered,
    /// The names of authorities, as far as a file has told them.
    pub(super) authorities: &'a BTreeMap<Id<Authority>, String>,
    pub(super) in_hand: &'a InHand,
    /// Units that the last who can receive may leave.
    pub(super) leave_empty: &'a BTreeSet<String>,
}

/// What importing would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What changes, in the order it is done.
    pub changes: Vec<Change>,
    /// Rows that are already as the file says.
    pub unchanged: usize,
    /// Rows that cannot be taken, by place. When there is one, nothing is imported.
    pub refusals: Vec<Refusal>,
    /// Authorities that are registered, by principal and by name.
    pub(super) authorities: BTreeMap<(String, String), Id<Authority>>,
    /// Those of them whose names earlier files have told.
    pub(super) noted: BTreeSet<Id<Authority>>,
    /// The assignments that end.
    pub(super) ended: Vec<Id<Assignment>>,
}

/// What a row changes, or where it is wrong and what to write instead.
type Decided = Result<Vec<Change>, (Place, String)>;

/// What there is and will be, while the file is gone through from the top of the organisation downwards.
pub(super) struct Planner<'a> {
    pub(super) known: Known<'a>,
    pub(super) plan: Plan,
    pub(super) endings: Vec<Ending>,
    principals: BTreeSet<String>,
    domains: BTreeMap<String, Secrecy>,
    units: BTreeSet<String>,
    /// Names of authorities, those that this file tells among them.
    authorities: BTreeMap<Id<Authority>, String>,
    standing: BTreeMap<Id<Staff>, Vec<&'a Colleague>>,
    /// As what those whom the file names will stand where, when all is done.
    posts: BTreeMap<(String, String), BTreeSet<Role>>,
    /// What the file has named so far, however it is spelled: the line and the spelling.
    named: BTreeMap<(&'static str, String), (usize, String)>,
    /// What is registered, however it is spelled.
    spelled: BTreeMap<(&'static str, String), String>,
}

/// What the file changes.
pub(super) fn of(file: &File, known: Known<'_>) -> Plan {
    let mut planner = Planner::new(file, known);
    for row in &file.principals {
        planner.row(row.at, ("principal", &row.name), |planner| planner.principal(row));
    }
    for row in &file.domains {
        planner.row(row.at, ("domain", &row.name), |planner| planner.domain(row));
    }
    for row in &file.municipalities {
        planner.row(row.at, ("municipality", &row.name), |planner| planner.municipality(row.at, &row.name));
    }
    for row in &file.units {
        planner.row(row.at, ("unit", &row.name), |planner| planner.unit(row));
    }
    for row in &file.staff {
        planner.row(row.at, ("staff", &row.identity), |planner| planner.person(row));
    }
    for row in &file.units {
        if let Some((at, duty)) = &row.duty {
            planner.row(row.at, ("duty", &row.name), |planner| planner.duty(&row.name, *at, duty));
        }
    }
    planner.leaving();
    planner.plan.ended = planner.endings.iter().map(|ending| ending.post.assignment).collect();
    planner.plan.refusals.sort();
    planner.plan
}

impl<'a> Planner<'a> {
    fn new(file: &File, known: Known<'a>) -> Self {
        let book = known.book;
        let mut standing: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for colleague in book.colleagues.values() {
            standing.entry(colleague.post.staff).or_default().push(colleague);
        }
        let plan = Plan {
            refusals: file.refusals.clone(),
            authorities: authorities(file, &known),
            noted: known.authorities.keys().copied().collect(),
            ..Plan::default()
        };
        Self {
            plan,
            endings: Vec::new(),
            principals: book.principals.values().map(|principal| principal.name.clone()).collect(),
            domains: book.domains.values().map(|(domain, name)| (name.clone(), domain.secrecy)).collect(),
            units: book.units.values().map(|(unit, _)| unit.name.clone()).collect(),
            authorities: known.authorities.clone(),
            standing,
            posts: BTreeMap::new(),
            named: BTreeMap::new(),
            spelled: spelled(&known),
            known,
        }
    }

    /// Goes through one row: what it changes, nothing, or why it cannot be taken.
    fn row(&mut self, at: Place, (kind, name): (&'static str, &str), decide: impl FnOnce(&mut Self) -> Decided) {
        let earlier = self.named.get(&(kind, alike(name))).cloned();
        let decided = match earlier {
            Some((line, spelling)) if spelling == name => {
                Err((at, format!("is already on line {line}; write each once")))
            }
            Some((line, spelling)) => {
                Err((at, format!("is spelled almost as {spelling} on line {line}; write one of them, once")))
            }
            None => {
                self.named.insert((kind, alike(name)), (at.line, name.to_owned()));
                decide(self)
            }
        };
        match decided {
            Ok(changes) if changes.is_empty() => self.plan.unchanged += 1,
            Ok(changes) => self.plan.changes.extend(changes),
            Err((at, what)) => {
                let block = if kind == "duty" { "unit" } else { kind };
                self.plan.refusals.push(at.refuse(format!("[[{block}]] {name}: {what}")));
            }
        }
    }

    /// A new name must not be another spelling of one that is registered.
    fn as_registered(&self, at: Place, kind: &'static str, name: &str) -> Result<(), (Place, String)> {
        match self.spelled.get(&(kind, alike(name))) {
            Some(registered) if registered != name => {
                Err((at, format!("is spelled almost as {registered}, which is registered; write it as that")))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Something that another block or an earlier file must have named.
    fn unknown(&self, at: Place, kind: &'static str, name: &str) -> (Place, String) {
        let key = (kind, alike(name));
        let meant = self.spelled.get(&key).or_else(|| self.named.get(&key).map(|(_, spelling)| spelling));
        let what = match meant {
            Some(meant) if meant != name => format!("`{kind}`: there is no {name}; there is {meant}: write it as that"),
            Some(_) | None => format!(
                "`{kind}`: there is no {name}; write a [[{kind}]] with that name, or the name as it is registered"
            ),
        };
        (at, what)
    }

    fn principal(&mut self, row: &PrincipalRow) -> Decided {
        match self.known.book.principals.values().find(|principal| principal.name == row.name) {
            Some(known) if known.kind == row.kind => Ok(vec![]),
            Some(_) => {
                let what = "is registered with another `kind`, which cannot be changed; write that one";
                Err((row.at, what.to_owned()))
            }
            None => {
                self.as_registered(row.at, "principal", &row.name)?;
                self.principals.insert(row.name.clone());
                Ok(vec![Change::Principal { name: row.name.clone(), kind: row.kind }])
            }
        }
    }

    fn domain(&mut self, row: &DomainRow) -> Decided {
        let DomainRow { at, name, principal: (principal_at, principal), authority, secrecy, ownership } = row;
        if !self.principals.contains(principal) {
            return Err(self.unknown(*principal_at, "principal", principal));
        }
        let book = self.known.book;
        if let Some((known, _)) = book.domains.values().find(|(_, known)| known == name) {
            let same_principal = book.principal(known.principal).is_some_and(|known| known.name == *principal);
            return if same_principal && known.secrecy == *secrecy && known.ownership == *ownership {
                self.authority(row, known.authority)
            } else {
                let what = "is registered with another `principal`, `secrecy` or `ownership`, which cannot be changed: \
                            what was written there stays under the rules it was written under; write a new domain";
                Err((*at, what.to_owned()))
            };
        }
        self.as_registered(*at, "domain", name)?;
        self.domains.insert(name.clone(), *secrecy);
        Ok(vec![Change::Domain {
            name: name.clone(),
            principal: principal.clone(),
            authority: authority.1.clone(),
            secrecy: *secrecy,
            ownership: *ownership,
        }])
    }

    /// A registered domain belongs to the authority that the file says, or to one that no file has named before.
    fn authority(&mut self, row: &DomainRow, registered: Id<Authority>) -> Decided {
        let (at, name) = &row.authority;
        match self.authorities.get(&registered) {
            Some(known) if known == name => Ok(vec![]),
            Some(known) => {
                let what = format!(
                    "`authority`: is registered under the authority {known}, which cannot be changed: what was written \
                     there stays under the rules it was written under; write authority = \"{known}\", or a new domain"
                );
                Err((*at, what))
            }
            None => {
                let named = (row.principal.1.clone(), name.clone());
                if self.plan.authorities.get(&named).is_some_and(|known| *known != registered) {
                    let what = format!(
                        "`authority`: is registered under another authority than {name}, which cannot be changed; write \
                         the name of that one, or a new domain"
                    );
                    return Err((*at, what));
                }
                self.authorities.insert(registered, name.clone());
                let (domain, principal) = (row.name.clone(), row.principal.1.clone());
                Ok(vec![Change::Authority { domain, principal, name: name.clone() }])
            }
        }
    }

    fn municipality(&mut self, at: Place, name: &str) -> Decided {
        if self.known.book.municipalities.values().any(|known| known == name) {
            return Ok(vec![]);
        }
        self.as_registered(at, "municipality", name)?;
        Ok(vec![Change::Municipality { name: name.to_owned() }])
    }

    fn unit(&mut self, row: &UnitRow) -> Decided {
        let UnitRow { at, name, domain: (domain_at, domain), branch, .. } = row;
        let Some(secrecy) = self.domains.get(domain) else { return Err(self.unknown(*domain_at, "domain", domain)) };
        if branch.secrecy() != *secrecy {
            let what = format!(
                "`branch` {} works under another secrecy than the domain {domain}; write a domain whose `secrecy` is {}",
                access::branch_code(*branch),
                secrecy_code(branch.secrecy())
            );
            return Err((*at, what));
        }
        let book = self.known.book;
        if let Some((known, _)) = book.units.values().find(|(known, _)| known.name == *name) {
            return if book.domain_name(known.domain) == domain && known.branch == *branch {
                Ok(vec![])
            } else {
                let what = "is registered with another `domain` or `branch`, which cannot be changed; write a new unit";
                Err((*at, what.to_owned()))
            };
        }
        self.as_registered(*at, "unit", name)?;
        self.units.insert(name.clone());
        Ok(vec![Change::Unit { name: name.clone(), domain: domain.clone(), branch: *branch }])
    }

    fn person(&mut self, row: &StaffRow) -> Decided {
        let StaffRow { at, identity, name, family_name, assignments } = row;
        let mut wanted = BTreeSet::new();
        for assignment in assignments {
            if !self.units.contains(&assignment.unit) {
                return Err(self.unknown(assignment.at, "unit", &assignment.unit));
            }
            if !wanted.insert((assignment.unit.clone(), assignment.role)) {
                return Err((assignment.at, "has the same assignment twice; write each once".to_owned()));
            }
        }
        let mut changes = Vec::new();
        let registered = self.known.staff.get(identity);
        match registered {
            None => {
                self.as_registered(*at, "staff", identity)?;
                changes.push(Change::Staff { identity: identity.clone(), name: name.clone() });
            }
            Some(known) if known.name != *name => {
                let (from, to) = (known.name.clone(), name.clone());
                changes.push(Change::Rename { identity: identity.clone(), from, to });
            }
            Some(_) => {}
        }
        let noted = registered.and_then(|known| known.family_name.as_ref());
        if let Some(family_name) = family_name.as_ref().filter(|wanted| noted != Some(*wanted)) {
            changes.push(Change::FamilyName { identity: identity.clone(), name: family_name.clone() });
        }
        let book = self.known.book;
        let standing: BTreeMap<_, _> = registered
            .and_then(|known| self.standing.get(&known.id))
            .into_iter()
            .flatten()
            .map(|known| ((book.unit_name(known.post.unit).to_owned(), known.post.role), known.post))
            .collect();
        for (unit, role) in wanted.iter().filter(|wanted| !standing.contains_key(*wanted)) {
            changes.push(Change::Assign { identity: identity.clone(), unit: unit.clone(), role: *role });
        }
        for ((unit, role), post) in standing.iter().filter(|(standing, _)| !wanted.contains(*standing)) {
            changes.push(Change::End { identity: identity.clone(), unit: unit.clone(), role: *role });
            self.endings.push(Ending { at: *at, identity: identity.clone(), post: *post });
        }
        for (unit, role) in wanted {
            self.posts.entry((identity.clone(), unit)).or_default().insert(role);
        }
        Ok(changes)
    }

    fn duty(&mut self, unit: &str, at: Place, duty: &str) -> Decided {
        let book = self.known.book;
        let staff = self.known.staff.get(duty).map(|known| known.id);
        let known = book.units.values().find(|(known, _)| known.name == unit);
        let on_duty = known.and_then(|(known, _)| book.duty(known.id));
        let stays = |on_duty: &Colleague| !self.ends(on_duty.post.assignment);
        if on_duty.is_some_and(|on_duty| Some(on_duty.post.staff) == staff && stays(on_duty)) {
            return Ok(vec![]);
        }
        let roles = if self.named.contains_key(&("staff", alike(duty))) {
            self.posts.get(&(duty.to_owned(), unit.to_owned())).cloned().unwrap_or_default()
        } else {
            let standing = staff.and_then(|staff| self.standing.get(&staff)).into_iter().flatten();
            let here = standing.filter(|colleague| book.unit_name(colleague.post.unit) == unit);
            here.map(|colleague| colleague.post.role).collect()
        };
        if roles.is_empty() {
            let what = format!("`duty`: {duty} has no assignment at this unit; write one in [[staff]]");
            return Err((at, what));
        }
        let fitting = roles.iter().find(|role| role.receives()).or_else(|| roles.iter().find(|role| role.may_hold()));
        let Some(role) = fitting else {
            let what = format!(
                "`duty`: {duty} has no role at this unit in which one may hold a child's trail; write another role for \
                 {duty} in [[staff]], or somebody else"
            );
            return Err((at, what));
        };
        Ok(vec![Change::Duty { unit: unit.to_owned(), identity: duty.to_owned(), role: *role }])
    }
}

/// Authorities that are registered, by principal and name: as files have told them, and as this one does of domains whose
/// authority has no name yet.
fn authorities(file: &File, known: &Known<'_>) -> BTreeMap<(String, String), Id<Authority>> {
    let mut all = BTreeMap::new();
    for (domain, _) in known.book.domains.values() {
        let principal = known.book.principal(domain.principal).map(|principal| principal.name.clone());
        if let (Some(principal), Some(name)) = (principal, known.authorities.get(&domain.authority)) {
            all.insert((principal, name.clone()), domain.authority);
        }
    }
    for row in &file.domains {
        let registered = known.book.domains.values().find(|(_, name)| *name == row.name);
        if let Some((domain, _)) = registered.filter(|(domain, _)| !known.authorities.contains_key(&domain.authority)) {
            all.entry((row.principal.1.clone(), row.authority.1.clone())).or_insert(domain.authority);
        }
    }
    all
}

fn spelled(known: &Known<'_>) -> BTreeMap<(&'static str, String), String> {
    let Known { book, staff, .. } = known;
    let principals = book.principals.values().map(|principal| ("principal", &principal.name));
    let domains = book.domains.values().map(|(_, name)| ("domain", name));
    let municipalities = book.municipalities.values().map(|name| ("municipality", name));
    let units = book.units.values().map(|(unit, _)| ("unit", &unit.name));
    let people = staff.keys().map(|identity| ("staff", identity));
    let all = principals.chain(domains).chain(municipalities).chain(units).chain(people);
    all.map(|(kind, name)| ((kind, alike(name)), name.clone())).collect()
}
