//! The file: TOML, one block per principal, domain, municipality, unit and person. Every fault is found at once, each with
//! the line of its block and what to write instead.

use domain::organisation::{Branch, Ownership, PrincipalKind, Role, Secrecy};
use serde::Deserialize;
use toml::{Spanned, Table};

use crate::organisations::store::{
    kind_code, kind_from_code, ownership_code, ownership_from_code, secrecy_code, secrecy_from_code,
};

/// The longest name.
const NAME_MAX: usize = 200;

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Refusal {
    /// The line of its block, counted from 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub what: String,
}

/// What a file says, with the line of each block.
#[derive(Default)]
pub(super) struct File {
    pub(super) principals: Vec<(usize, PrincipalRow)>,
    pub(super) domains: Vec<(usize, DomainRow)>,
    pub(super) municipalities: Vec<(usize, String)>,
    pub(super) units: Vec<(usize, UnitRow)>,
    pub(super) staff: Vec<(usize, StaffRow)>,
    pub(super) refusals: Vec<Refusal>,
}

pub(super) struct PrincipalRow {
    pub(super) name: String,
    pub(super) kind: PrincipalKind,
}

pub(super) struct DomainRow {
    pub(super) name: String,
    pub(super) principal: String,
    pub(super) authority: String,
    pub(super) secrecy: Secrecy,
    pub(super) ownership: Ownership,
}

pub(super) struct UnitRow {
    pub(super) name: String,
    pub(super) domain: String,
    pub(super) branch: Branch,
    pub(super) duty: Option<String>,
}

pub(super) struct StaffRow {
    pub(super) identity: String,
    pub(super) name: String,
    pub(super) assignments: Vec<(String, Role)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    principal: Vec<Spanned<Table>>,
    #[serde(default)]
    domain: Vec<Spanned<Table>>,
    #[serde(default)]
    municipality: Vec<Spanned<Table>>,
    #[serde(default)]
    unit: Vec<Spanned<Table>>,
    #[serde(default)]
    staff: Vec<Spanned<Table>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPrincipal {
    name: String,
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDomain {
    name: String,
    principal: String,
    authority: Option<String>,
    secrecy: String,
    ownership: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMunicipality {
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenUnit {
    name: String,
    domain: String,
    branch: String,
    duty: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStaff {
    identity: String,
    name: String,
    #[serde(default)]
    assignments: Vec<WrittenAssignment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAssignment {
    unit: String,
    role: String,
}

/// Reads a file, finding every fault that can be seen without knowing what is registered.
pub(super) fn read(text: &str) -> File {
    let written: Written = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_at(text, span.start));
            let what = format!("the file cannot be read: {}", error.message());
            return File { refusals: vec![Refusal { line, what }], ..File::default() };
        }
    };
    let mut file = File::default();
    let mut refusals = Vec::new();
    take(text, written.principal, "principal", &mut refusals, principal, &mut file.principals);
    take(text, written.domain, "domain", &mut refusals, domain_row, &mut file.domains);
    take(text, written.municipality, "municipality", &mut refusals, municipality, &mut file.municipalities);
    take(text, written.unit, "unit", &mut refusals, unit, &mut file.units);
    take(text, written.staff, "staff", &mut refusals, person, &mut file.staff);
    file.refusals = refusals;
    file
}

fn line_at(text: &str, place: usize) -> usize {
    text.bytes().take(place).filter(|byte| *byte == b'\n').count() + 1
}

fn take<W: serde::de::DeserializeOwned, R>(
    text: &str,
    blocks: Vec<Spanned<Table>>,
    kind: &str,
    refusals: &mut Vec<Refusal>,
    parse: impl Fn(&W) -> Result<R, String>,
    rows: &mut Vec<(usize, R)>,
) {
    for block in blocks {
        let line = line_at(text, block.span().start);
        let read = block.into_inner().try_into::<W>().map_err(|error| error.message().to_owned());
        match read.and_then(|written| parse(&written)) {
            Ok(row) => rows.push((line, row)),
            Err(what) => refusals.push(Refusal { line, what: format!("[[{kind}]] {what}") }),
        }
    }
}

fn principal(written: &WrittenPrincipal) -> Result<PrincipalRow, String> {
    let kind = code("kind", &written.kind, kind_from_code, PrincipalKind::ALL.iter().map(|kind| kind_code(*kind)))?;
    Ok(PrincipalRow { name: name("name", &written.name)?, kind })
}

fn domain_row(written: &WrittenDomain) -> Result<DomainRow, String> {
    let secrecies = Secrecy::ALL.iter().map(|secrecy| secrecy_code(*secrecy));
    let secrecy = code("secrecy", &written.secrecy, secrecy_from_code, secrecies)?;
    let ownership = written.ownership.as_deref().unwrap_or(ownership_code(Ownership::Public));
    let ownerships = [Ownership::Public, Ownership::Independent].into_iter().map(ownership_code);
    let ownership = code("ownership", ownership, ownership_from_code, ownerships)?;
    let own = name("name", &written.name)?;
    Ok(DomainRow {
        principal: name("principal", &written.principal)?,
        authority: written.authority.as_deref().map_or(Ok(own.clone()), |authority| name("authority", authority))?,
        name: own,
        secrecy,
        ownership,
    })
}

fn municipality(written: &WrittenMunicipality) -> Result<String, String> {
    name("name", &written.name)
}

fn unit(written: &WrittenUnit) -> Result<UnitRow, String> {
    let branches = Branch::ALL.iter().map(|branch| access::branch_code(*branch));
    Ok(UnitRow {
        name: name("name", &written.name)?,
        domain: name("domain", &written.domain)?,
        branch: code("branch", &written.branch, access::branch_from_code, branches)?,
        duty: written.duty.as_deref().map(|duty| name("duty", duty)).transpose()?,
    })
}

fn person(written: &WrittenStaff) -> Result<StaffRow, String> {
    let roles = || Role::ALL.iter().map(|role| access::role_code(*role));
    let assignment = |written: &WrittenAssignment| {
        Ok((name("unit", &written.unit)?, code("role", &written.role, access::role_from_code, roles())?))
    };
    Ok(StaffRow {
        identity: name("identity", &written.identity)?,
        name: name("name", &written.name)?,
        assignments: written.assignments.iter().map(assignment).collect::<Result<_, String>>()?,
    })
}

fn name(key: &str, text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > NAME_MAX || text.chars().any(char::is_control) {
        return Err(format!("`{key}`: write one line of 1 to {NAME_MAX} characters"));
    }
    Ok(text.to_owned())
}

fn code<T>(
    key: &str,
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    all: impl Iterator<Item = &'static str>,
) -> Result<T, String> {
    let text = text.trim();
    parse(text).ok_or_else(|| {
        let all: Vec<_> = all.collect();
        format!("`{key}`: there is no `{text}`; write one of {}", all.join(", "))
    })
}
