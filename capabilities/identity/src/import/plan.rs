//! What a file would change, decided against what is registered. Pure: nothing is read and nothing is saved.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::id::Id;
use domain::organisation::{Authority, Branch, Ownership, PrincipalKind, Role, Secrecy, Staff};

use crate::import::file::{DomainRow, File, PrincipalRow, Refusal, StaffRow, UnitRow};
use crate::organisations::Book;

/// Everyone at work whom the identity provider has a name for: that name, who, and their name here.
pub(super) type Registered = BTreeMap<String, (Id<Staff>, String)>;

/// What importing would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What changes, in the order it is done.
    pub changes: Vec<Change>,
    /// Rows that are already as the file says.
    pub unchanged: usize,
    /// Rows that cannot be taken, by line. When there is one, nothing is imported.
    pub refusals: Vec<Refusal>,
    /// Authorities that domains of the file already belong to, by principal and by the name that the file gives them.
    pub(super) authorities: BTreeMap<(String, String), Id<Authority>>,
}

/// One change. Everything is named as in the file: a new thing has no identifier before it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the parts are those of the file")]
pub enum Change {
    /// A principal is registered.
    Principal { name: String, kind: PrincipalKind },
    /// A secrecy domain is registered.
    Domain { name: String, principal: String, authority: String, secrecy: Secrecy, ownership: Ownership },
    /// A municipality is registered.
    Municipality { name: String },
    /// A unit is registered.
    Unit { name: String, domain: String, branch: Branch },
    /// Someone at work is registered.
    Staff { identity: String, name: String },
    /// Someone at work is called something else.
    Rename { identity: String, from: String, to: String },
    /// Someone gets an assignment from today.
    Assign { identity: String, unit: String, role: Role },
    /// An assignment ends today.
    End { identity: String, unit: String, role: Role },
    /// Someone answers for what arrives at a unit.
    Duty { unit: String, identity: String },
}

impl fmt::Display for Change {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Principal { name, .. } => write!(to, "register the principal {name}"),
            Self::Domain { name, principal, .. } => write!(to, "register the secrecy domain {name} of {principal}"),
            Self::Municipality { name } => write!(to, "register the municipality {name}"),
            Self::Unit { name, domain, .. } => write!(to, "register the unit {name} in {domain}"),
            Self::Staff { identity, name } => write!(to, "register {name} ({identity})"),
            Self::Rename { identity, from, to: name } => write!(to, "rename {from} ({identity}) to {name}"),
            Self::Assign { identity, unit, role } => {
                write!(to, "assign {identity} to {unit} as {}", access::role_code(*role))
            }
            Self::End { identity, unit, role } => {
                write!(to, "end the assignment of {identity} at {unit} as {}", access::role_code(*role))
            }
            Self::Duty { unit, identity } => write!(to, "let {identity} answer for what arrives at {unit}"),
        }
    }
}

/// What there is and will be, while the file is gone through from the top of the organisation downwards.
struct Planner<'a> {
    book: &'a Book,
    staff: &'a Registered,
    plan: Plan,
    principals: BTreeSet<String>,
    domains: BTreeMap<String, Secrecy>,
    units: BTreeSet<String>,
    /// Who will stand where, when all is done.
    posts: BTreeSet<(String, String)>,
    named: BTreeMap<(&'static str, String), usize>,
}

/// What the file changes.
pub(super) fn of(file: &File, book: &Book, staff: &Registered) -> Plan {
    let mut planner = Planner {
        book,
        staff,
        plan: Plan { refusals: file.refusals.clone(), authorities: authorities(file, book), ..Plan::default() },
        principals: book.principals.values().map(|principal| principal.name.clone()).collect(),
        domains: book.domains.values().map(|(domain, name)| (name.clone(), domain.secrecy)).collect(),
        units: book.units.values().map(|(unit, _)| unit.name.clone()).collect(),
        posts: BTreeSet::new(),
        named: BTreeMap::new(),
    };
    for (line, row) in &file.principals {
        planner.row(*line, ("principal", &row.name), |planner| planner.principal(row));
    }
    for (line, row) in &file.domains {
        planner.row(*line, ("domain", &row.name), |planner| planner.domain(row));
    }
    for (line, name) in &file.municipalities {
        planner.row(*line, ("municipality", name), |planner| Ok(planner.municipality(name)));
    }
    for (line, row) in &file.units {
        planner.row(*line, ("unit", &row.name), |planner| planner.unit(row));
    }
    for (line, row) in &file.staff {
        planner.row(*line, ("staff", &row.identity), |planner| planner.person(row));
    }
    for (line, row) in &file.units {
        if let Some(duty) = &row.duty {
            planner.row(*line, ("duty", &row.name), |planner| planner.duty(row, duty));
        }
    }
    planner.plan.refusals.sort();
    planner.plan
}

/// The book knows no names of authorities: a domain that is registered tells which one its name in the file means.
fn authorities(file: &File, book: &Book) -> BTreeMap<(String, String), Id<Authority>> {
    let registered =
        |name: &str| book.domains.values().find(|(_, known)| known == name).map(|(domain, _)| domain.authority);
    let named = |row: &DomainRow| Some(((row.principal.clone(), row.authority.clone()), registered(&row.name)?));
    file.domains.iter().filter_map(|(_, row)| named(row)).collect()
}

impl Planner<'_> {
    /// Goes through one row: what it changes, nothing, or why it cannot be taken.
    fn row(
        &mut self,
        line: usize,
        (kind, name): (&'static str, &str),
        decide: impl FnOnce(&mut Self) -> Result<Vec<Change>, String>,
    ) {
        let decided = match self.named.insert((kind, name.to_owned()), line) {
            Some(earlier) => Err(format!("is already on line {earlier}; write each once")),
            None => decide(self),
        };
        match decided {
            Ok(changes) if changes.is_empty() => self.plan.unchanged += 1,
            Ok(changes) => self.plan.changes.extend(changes),
            Err(what) => {
                let block = if kind == "duty" { "unit" } else { kind };
                self.plan.refusals.push(Refusal { line, what: format!("[[{block}]] {name}: {what}") });
            }
        }
    }

    fn principal(&mut self, row: &PrincipalRow) -> Result<Vec<Change>, String> {
        match self.book.principals.values().find(|principal| principal.name == row.name) {
            Some(known) if known.kind == row.kind => Ok(vec![]),
            Some(_) => Err("is registered with another `kind`, which cannot be changed; write that one".to_owned()),
            None => {
                self.principals.insert(row.name.clone());
                Ok(vec![Change::Principal { name: row.name.clone(), kind: row.kind }])
            }
        }
    }

    fn domain(&mut self, row: &DomainRow) -> Result<Vec<Change>, String> {
        let DomainRow { name, principal, authority, secrecy, ownership } = row;
        if !self.principals.contains(principal) {
            return Err(unknown("principal", principal));
        }
        if let Some((known, _)) = self.book.domains.values().find(|(_, known)| known == name) {
            let same_principal = self.book.principal(known.principal).is_some_and(|known| known.name == *principal);
            return if same_principal && known.secrecy == *secrecy && known.ownership == *ownership {
                Ok(vec![])
            } else {
                Err("is registered with another `principal`, `secrecy` or `ownership`, which cannot be changed: what \
                     was written there stays under the rules it was written under; write a new domain"
                    .to_owned())
            };
        }
        self.domains.insert(name.clone(), *secrecy);
        Ok(vec![Change::Domain {
            name: name.clone(),
            principal: principal.clone(),
            authority: authority.clone(),
            secrecy: *secrecy,
            ownership: *ownership,
        }])
    }

    fn municipality(&mut self, name: &str) -> Vec<Change> {
        let known = self.book.municipalities.values().any(|known| known == name);
        if known { vec![] } else { vec![Change::Municipality { name: name.to_owned() }] }
    }

    fn unit(&mut self, row: &UnitRow) -> Result<Vec<Change>, String> {
        let UnitRow { name, domain, branch, .. } = row;
        let Some(secrecy) = self.domains.get(domain) else { return Err(unknown("domain", domain)) };
        if branch.secrecy() != *secrecy {
            return Err(format!(
                "`branch` {} works under another secrecy than the domain {domain}; write a domain whose `secrecy` is {}",
                access::branch_code(*branch),
                crate::organisations::store::secrecy_code(branch.secrecy())
            ));
        }
        if let Some((known, _)) = self.book.units.values().find(|(known, _)| known.name == *name) {
            return if self.book.domain_name(known.domain) == domain && known.branch == *branch {
                Ok(vec![])
            } else {
                Err("is registered with another `domain` or `branch`, which cannot be changed; write a new unit"
                    .to_owned())
            };
        }
        self.units.insert(name.clone());
        Ok(vec![Change::Unit { name: name.clone(), domain: domain.clone(), branch: *branch }])
    }

    fn person(&mut self, row: &StaffRow) -> Result<Vec<Change>, String> {
        let StaffRow { identity, name, assignments } = row;
        if let Some((unit, _)) = assignments.iter().find(|(unit, _)| !self.units.contains(unit)) {
            return Err(unknown("unit", unit));
        }
        let wanted: BTreeSet<_> = assignments.iter().cloned().collect();
        if wanted.len() < assignments.len() {
            return Err("has the same assignment twice; write each once".to_owned());
        }
        let mut changes = Vec::new();
        let mut standing = BTreeSet::new();
        match self.staff.get(identity) {
            None => changes.push(Change::Staff { identity: identity.clone(), name: name.clone() }),
            Some((staff, known)) => {
                if known != name {
                    let (from, to) = (known.clone(), name.clone());
                    changes.push(Change::Rename { identity: identity.clone(), from, to });
                }
                let posts = self.book.assignments_of(*staff);
                standing.extend(
                    posts.iter().map(|known| (self.book.unit_name(known.post.unit).to_owned(), known.post.role)),
                );
            }
        }
        let assign = |(unit, role): &(String, Role)| Change::Assign {
            identity: identity.clone(),
            unit: unit.clone(),
            role: *role,
        };
        let end =
            |(unit, role): &(String, Role)| Change::End { identity: identity.clone(), unit: unit.clone(), role: *role };
        changes.extend(wanted.difference(&standing).map(assign));
        changes.extend(standing.difference(&wanted).map(end));
        self.posts.extend(wanted.into_iter().map(|(unit, _)| (identity.clone(), unit)));
        Ok(changes)
    }

    fn duty(&mut self, row: &UnitRow, duty: &str) -> Result<Vec<Change>, String> {
        let known = self.book.units.values().find(|(unit, _)| unit.name == row.name);
        let on_duty = known.and_then(|(unit, _)| self.book.duty(unit.id));
        let staff = self.staff.get(duty).map(|(staff, _)| *staff);
        if on_duty.is_some_and(|on_duty| Some(on_duty.post.staff) == staff) {
            return Ok(vec![]);
        }
        let stands_here = |colleague: &&crate::organisations::Colleague| {
            Some(colleague.post.staff) == staff && self.book.unit_name(colleague.post.unit) == row.name
        };
        let already = !self.named.contains_key(&("staff", duty.to_owned()))
            && self.book.colleagues.values().any(|colleague| stands_here(&colleague));
        if !already && !self.posts.contains(&(duty.to_owned(), row.name.clone())) {
            return Err(format!("`duty`: {duty} has no assignment at this unit; write one in [[staff]]"));
        }
        Ok(vec![Change::Duty { unit: row.name.clone(), identity: duty.to_owned() }])
    }
}

fn unknown(key: &str, name: &str) -> String {
    format!("`{key}`: there is no {name}; write a [[{key}]] with that name, or the name as it is registered")
}
