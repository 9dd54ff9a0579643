//! The file: TOML, one block per principal, domain, municipality, unit and person. Every fault is found at once, each with
//! its place and what to write instead.

use domain::organisation::{Branch, Ownership, PrincipalKind, Role, Secrecy};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::import::block::{Block, Placed, Told, Words};
use crate::import::text::{Lines, Place};
use crate::organisations::store::{
    kind_code, kind_from_code, ownership_code, ownership_from_code, secrecy_code, secrecy_from_code,
};

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("line {line}, column {column}: {what}")]
pub struct Refusal {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in it, counted from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub what: String,
}

/// What a file says.
#[derive(Default)]
pub(super) struct File {
    pub(super) principals: Vec<PrincipalRow>,
    pub(super) domains: Vec<DomainRow>,
    pub(super) municipalities: Vec<MunicipalityRow>,
    pub(super) units: Vec<UnitRow>,
    pub(super) staff: Vec<StaffRow>,
    pub(super) refusals: Vec<Refusal>,
}

pub(super) struct PrincipalRow {
    pub(super) at: Place,
    pub(super) name: String,
    pub(super) kind: PrincipalKind,
}

pub(super) struct DomainRow {
    pub(super) at: Place,
    pub(super) name: String,
    pub(super) principal: Placed,
    /// Its own name where none is written.
    pub(super) authority: Placed,
    pub(super) secrecy: Secrecy,
    pub(super) ownership: Ownership,
}

pub(super) struct MunicipalityRow {
    pub(super) at: Place,
    pub(super) name: String,
}

pub(super) struct UnitRow {
    pub(super) at: Place,
    pub(super) name: String,
    pub(super) domain: Placed,
    pub(super) branch: Branch,
    pub(super) duty: Option<Placed>,
}

pub(super) struct StaffRow {
    pub(super) at: Place,
    pub(super) identity: String,
    pub(super) name: String,
    pub(super) family_name: Option<String>,
    pub(super) assignments: Vec<AssignmentRow>,
}

pub(super) struct AssignmentRow {
    pub(super) at: Place,
    pub(super) unit: String,
    pub(super) role: Role,
}

/// The kinds of blocks.
const KINDS: [&str; 5] = ["principal", "domain", "municipality", "unit", "staff"];

/// Reads a file, finding every fault that can be seen without knowing what is registered.
pub(super) fn read(text: &str) -> File {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines::of(text);
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let refusal = if let Some((at, between)) = lines.columns() {
                at.refuse(format!(
                    "the file cannot be read: this looks like rows of a spreadsheet, with {between} between the columns; \
                     write it as the example in docs/operations/import.md"
                ))
            } else {
                let at = error.span().map_or(Place::START, |span| lines.place(span.start));
                at.refuse(format!("the file cannot be read: {}", error.message()))
            };
            return File { refusals: vec![refusal], ..File::default() };
        }
    };
    let mut reading = Reading { lines: &lines, refusals: unknown(&lines, table.get_ref()) };
    if table.get_ref().is_empty() {
        let what = "the file says nothing; write at least one block, such as [[unit]]";
        reading.refusals.push(Place::START.refuse(what));
    }
    let table = table.get_ref();
    let mut file = File {
        principals: reading.rows(table, "principal", principal),
        domains: reading.rows(table, "domain", domain_row),
        municipalities: reading.rows(table, "municipality", municipality),
        units: reading.rows(table, "unit", unit),
        staff: reading.rows(table, "staff", person),
        refusals: Vec::new(),
    };
    file.refusals = reading.refusals;
    file
}

fn unknown(lines: &Lines<'_>, table: &DeTable<'_>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for key in table.keys() {
        let written: &str = key.get_ref();
        if !KINDS.contains(&written) {
            let known = KINDS.map(|kind| format!("[[{kind}]]")).join(", ");
            let what = format!("the file cannot be read: unknown field `{written}`; write one of {known}");
            refusals.push(lines.place(key.span().start).refuse(what));
        }
    }
    refusals
}

struct Reading<'a> {
    lines: &'a Lines<'a>,
    refusals: Vec<Refusal>,
}

impl<'a> Reading<'a> {
    /// The rows of the blocks of one kind that have no fault.
    fn rows<R>(
        &mut self,
        table: &'a DeTable<'a>,
        kind: &'static str,
        read: impl Fn(&mut Block<'a>) -> Result<R, Told>,
    ) -> Vec<R> {
        let Some((_, blocks)) = table.iter().find(|(key, _)| key.get_ref() == kind) else { return Vec::new() };
        let Some(blocks) = blocks.get_ref().as_array() else {
            self.refuse(blocks, format!("the file cannot be read: write [[{kind}]], with two brackets"));
            return Vec::new();
        };
        let mut rows = Vec::new();
        for block in blocks {
            let Some(table) = block.get_ref().as_table() else {
                self.refuse(block, format!("[[{kind}]] write keys and values"));
                continue;
            };
            let mut inside = Block::of(kind, self.lines, self.lines.place(block.span().start), table);
            let row = read(&mut inside);
            self.refusals.extend(inside.faults());
            rows.extend(row);
        }
        rows
    }

    fn refuse(&mut self, value: &Spanned<DeValue<'_>>, what: String) {
        self.refusals.push(self.lines.place(value.span().start).refuse(what));
    }
}

fn principal(block: &mut Block<'_>) -> Result<PrincipalRow, Told> {
    let all = PrincipalKind::ALL.iter().map(|kind| kind_code(*kind)).collect();
    let (name, kind) = (block.name("name"), block.code("kind", &Words { parse: kind_from_code, all }));
    Ok(PrincipalRow { at: block.at, name: name?.1, kind: kind? })
}

fn domain_row(block: &mut Block<'_>) -> Result<DomainRow, Told> {
    let name = block.name("name");
    let principal = block.name("principal");
    let authority = block.name_if_any("authority");
    let all = Secrecy::ALL.iter().map(|secrecy| secrecy_code(*secrecy)).collect();
    let secrecy = block.code("secrecy", &Words { parse: secrecy_from_code, all });
    let all = [Ownership::Public, Ownership::Independent].map(ownership_code).to_vec();
    let ownership = block.code_if_any("ownership", &Words { parse: ownership_from_code, all });
    let (at, name) = (block.at, name?.1);
    Ok(DomainRow {
        at,
        principal: principal?,
        authority: authority?.unwrap_or_else(|| (at, name.clone())),
        name,
        secrecy: secrecy?,
        ownership: ownership?.unwrap_or(Ownership::Public),
    })
}

fn municipality(block: &mut Block<'_>) -> Result<MunicipalityRow, Told> {
    let (_, name) = block.name("name")?;
    Ok(MunicipalityRow { at: block.at, name })
}

fn unit(block: &mut Block<'_>) -> Result<UnitRow, Told> {
    let (name, domain) = (block.name("name"), block.name("domain"));
    let all = Branch::ALL.iter().map(|branch| access::branch_code(*branch)).collect();
    let branch = block.code("branch", &Words { parse: access::branch_from_code, all });
    let duty = block.identity_if_any("duty");
    Ok(UnitRow { at: block.at, name: name?.1, domain: domain?, branch: branch?, duty: duty? })
}

fn person(block: &mut Block<'_>) -> Result<StaffRow, Told> {
    let (identity, name) = (block.identity("identity"), block.name("name"));
    let family_name = block.name_if_any("family_name");
    let assignments = block.parts("assignments", assignment);
    Ok(StaffRow {
        at: block.at,
        identity: identity?.1,
        name: name?.1,
        family_name: family_name?.map(|(_, name)| name),
        assignments: assignments?,
    })
}

fn assignment(block: &mut Block<'_>) -> Result<AssignmentRow, Told> {
    let all = Role::ALL.iter().map(|role| access::role_code(*role)).collect();
    let (unit, role) = (block.name("unit"), block.code("role", &Words { parse: access::role_from_code, all }));
    let (at, unit) = unit?;
    Ok(AssignmentRow { at, unit, role: role? })
}
