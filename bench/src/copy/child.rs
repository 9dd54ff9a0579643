//! A child of the pattern, and another child after it.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Context as _;
use audit::{Line, Outcome};
use domain::id::Id;
use domain::moment::Moment;
use environment::Environment;
use uuid::Uuid;
use vault::{Key, Master, Sealed, Wrapped};

use crate::copy::rows::{Cell, Holds, Row, Rows, Table};

/// Tables whose rows follow no child, although they name one: what is being written, and the log, which has its own way.
const NOT_FOLLOWED: [&str; 3] = ["draft", "audit_line", "child_key"];
/// Columns of bytes that are not sealed: they are found by what is in them, so each child has its own.
const FOUND_BY: [&str; 4] =
    ["person.number_fingerprint", "child.number_fingerprint", "access_code.fingerprint", "child_surname.fingerprint"];
/// And one that many children share.
const SHARED: &str = "trail.turns_18";
/// How an identifier is written in what is sealed.
const WRITTEN: usize = 36;

/// A child of the pattern: its rows, opened.
pub(crate) struct Original {
    child: Uuid,
    /// Identifiers that are the child's own, or of what belongs to it.
    own: Vec<Uuid>,
    rows: Vec<(&'static str, Row)>,
    log: Vec<Line>,
}

impl Original {
    /// Gathers what belongs to a child, and opens what is sealed.
    pub(crate) fn read(rows: &Rows, child: Uuid, master: &Master) -> anyhow::Result<Self> {
        let key = key(rows, child, master)?;
        let people = people(rows, child);
        let mut original = Self { child, own: vec![child], rows: Vec::new(), log: Vec::new() };
        original.own.extend(&people);
        for table in &rows.tables {
            let name: &'static str = Box::leak(table.name.clone().into_boxed_str());
            for row in rows.all(table) {
                let of_child = table.id(row, "child_id") == Some(child) && !NOT_FOLLOWED.contains(&name);
                let of_people = matches!(name, "access_code" | "person")
                    && ["id", "person_id"]
                        .iter()
                        .any(|column| table.id(row, column).is_some_and(|id| people.contains(&id)));
                // A protection is about whoever is protected, a child or a person.
                let of_owner = matches!(name, "named_staff" | "protection_grade")
                    && table.id(row, "owner_id").is_some_and(|id| id == child || people.contains(&id));
                let itself = name == "child" && table.id(row, "id") == Some(child);
                if !(of_child || of_people || of_owner || itself) {
                    continue;
                }
                original.own.extend(table.id(row, "id"));
                original.rows.push((name, opened(table, row, &key)?));
            }
        }
        let table = rows.table("audit_line").context("a log")?;
        let about = rows.all(table).iter().filter(|row| table.id(row, "child_id") == Some(child));
        original.log = about.map(|row| line(table, row)).collect::<anyhow::Result<_>>()?;
        original.log.sort_by_key(|line| (line.domain.value(), line.sequence));
        Ok(original)
    }
}

/// What makes further children.
pub(crate) struct Maker<'m> {
    pub(crate) rows: &'m Rows,
    pub(crate) master: &'m Master,
    pub(crate) environment: &'m Environment,
    pub(crate) heads: Heads,
}

impl Maker<'_> {
    /// The rows of another child after one of the pattern, under identifiers and a key of its own, and its lines in the
    /// log. Somebody else may have helped it.
    pub(crate) fn again(
        &mut self,
        original: &Original,
        helped_by: &[(Uuid, Uuid)],
    ) -> anyhow::Result<Vec<(&'static str, Row)>> {
        let Self { rows, master, environment, heads } = self;
        let mut new: HashMap<Uuid, Uuid> = original.own.iter().map(|id| (*id, environment.uuid())).collect();
        new.extend(helped_by.iter().copied());
        let child = *new.get(&original.child).context("the child has an identifier")?;
        let key = Key::generate(child, environment);
        let Wrapped { master: name, bytes } = master.wrap(&key);
        let mut made = vec![("child_key", vec![Cell::Uuid(child), Cell::Text(name), Cell::Bytes(bytes)])];
        for (name, row) in &original.rows {
            let table = rows.table(name).context("a table")?;
            let cells = table.columns.iter().zip(row).map(|(column, cell)| match cell {
                Cell::Uuid(id) => Cell::Uuid(new.get(id).copied().unwrap_or(*id)),
                Cell::Bytes(_) if FOUND_BY.contains(&column.place) => Cell::Bytes(environment.bytes::<32>().to_vec()),
                Cell::Bytes(shared) if column.place == SHARED => Cell::Bytes(shared.clone()),
                Cell::Bytes(plain) => Cell::Bytes(key.seal(column.place, &renamed(plain, &new), environment).0),
                Cell::Nothing | Cell::Text(_) | Cell::Integer(_) => cell.clone(),
            });
            made.push((name, cells.collect()));
        }
        for line in &original.log {
            let line = Line {
                child: line.child.map(|id| renewed(id, &new)),
                subject: new.get(&line.subject).copied().unwrap_or(line.subject),
                person: line.person.map(|id| renewed(id, &new)),
                staff: line.staff.map(|id| renewed(id, &new)),
                assignment: line.assignment.map(|id| renewed(id, &new)),
                ..line.clone()
            };
            made.push(("audit_line", cells(heads.follow(line))));
        }
        Ok(made)
    }
}

fn renewed<Of>(id: Id<Of>, new: &HashMap<Uuid, Uuid>) -> Id<Of> {
    new.get(&id.value()).copied().map_or(id, Id::new)
}

fn key(rows: &Rows, child: Uuid, master: &Master) -> anyhow::Result<Key> {
    let table = rows.table("child_key").context("keys")?;
    let row = rows.all(table).iter().find(|row| table.id(row, "child_id") == Some(child)).context("the child's key")?;
    let (Some(Cell::Text(name)), Some(Cell::Bytes(bytes))) = (table.cell(row, "master"), table.cell(row, "wrapped"))
    else {
        anyhow::bail!("a key that is no key");
    };
    Ok(master.unwrap(child, &Wrapped { master: name.clone(), bytes: bytes.clone() })?)
}

/// The child as a person, and its guardians.
fn people(rows: &Rows, child: Uuid) -> HashSet<Uuid> {
    let mut people = HashSet::new();
    for (name, column) in [("child", "id"), ("guardian", "child_id")] {
        let Some(table) = rows.table(name) else { continue };
        let about = rows.all(table).iter().filter(|row| table.id(row, column) == Some(child));
        people.extend(about.filter_map(|row| table.id(row, "person_id")));
    }
    people
}

/// A row with what is sealed opened.
fn opened(table: &Table, row: &Row, key: &Key) -> anyhow::Result<Row> {
    let cells = table.columns.iter().zip(row).map(|(column, cell)| match (column.holds, cell) {
        (Holds::Bytes, Cell::Bytes(_)) if FOUND_BY.contains(&column.place) || column.place == SHARED => {
            Ok(cell.clone())
        }
        (Holds::Bytes, Cell::Bytes(sealed)) => {
            Ok(Cell::Bytes(key.open(column.place, &Sealed(sealed.clone())).with_context(|| column.place)?))
        }
        _ => Ok(cell.clone()),
    });
    cells.collect()
}

/// What is sealed may name what belongs to the child.
fn renamed(plain: &[u8], new: &HashMap<Uuid, Uuid>) -> Vec<u8> {
    let mut bytes = plain.to_vec();
    let mut place = 0;
    while let Some(window) = bytes.get(place..place + WRITTEN) {
        let dashed = [8, 13, 18, 23].iter().all(|dash| window.get(*dash) == Some(&b'-'));
        let found = dashed.then(|| Uuid::try_parse_ascii(window).ok()).flatten().and_then(|id| new.get(&id));
        match (found, bytes.get_mut(place..place + WRITTEN)) {
            (Some(id), Some(window)) => {
                id.hyphenated().encode_lower(window);
                place += WRITTEN;
            }
            (Some(_), None) | (None, _) => place += 1,
        }
    }
    bytes
}

/// Where each chain of the log ends.
pub(crate) struct Heads(BTreeMap<Uuid, (i64, Vec<u8>)>);

impl Heads {
    pub(crate) fn of(rows: &Rows) -> anyhow::Result<Self> {
        let table = rows.table("audit_head").context("ends of chains")?;
        let each = rows.all(table).iter().map(|row| {
            let domain = table.id(row, "domain_id").context("a domain")?;
            match (table.cell(row, "sequence"), table.cell(row, "hash")) {
                (Some(Cell::Integer(sequence)), Some(Cell::Bytes(hash))) => Ok((domain, (*sequence, hash.clone()))),
                _ => anyhow::bail!("an end of a chain that is none"),
            }
        });
        Ok(Self(each.collect::<anyhow::Result<_>>()?))
    }

    /// The line with its place at the end of its chain.
    fn follow(&mut self, line: Line) -> Line {
        let (sequence, hash) = self.0.entry(line.domain.value()).or_insert_with(|| (0, vec![0; 32]));
        *sequence += 1;
        let mut line = Line { sequence: *sequence, previous: hash.clone(), ..line };
        line.hash = line.digest();
        hash.clone_from(&line.hash);
        line
    }

    /// As rows.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let each = self.0.iter();
        each.map(|(domain, (sequence, hash))| {
            vec![Cell::Uuid(*domain), Cell::Integer(*sequence), Cell::Bytes(hash.clone())]
        })
        .collect()
    }
}

fn line(table: &Table, row: &Row) -> anyhow::Result<Line> {
    let text = |column: &str| match table.cell(row, column) {
        Some(Cell::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let integer = |column: &str| match table.cell(row, column) {
        Some(Cell::Integer(number)) => Ok(*number),
        _ => anyhow::bail!("{column} of a line"),
    };
    let must = |column: &str| text(column).with_context(|| format!("{column} of a line"));
    Ok(Line {
        domain: Id::new(table.id(row, "domain_id").context("a domain")?),
        sequence: integer("sequence")?,
        at: Moment::from_microseconds(integer("at")?),
        actor_kind: must("actor_kind")?,
        staff: table.id(row, "staff_id").map(Id::new),
        assignment: table.id(row, "assignment_id").map(Id::new),
        unit: table.id(row, "unit_id").map(Id::new),
        role: text("role"),
        person: table.id(row, "person_id").map(Id::new),
        job: text("job"),
        action: must("action")?,
        outcome: Outcome::from_code(&must("outcome")?).context("an outcome")?,
        act: must("act")?,
        subject_kind: must("subject_kind")?,
        subject: table.id(row, "subject_id").context("a subject")?,
        child: table.id(row, "child_id").map(Id::new),
        rows_seen: integer("rows_seen")?,
        policies: must("policies")?,
        previous: Vec::new(),
        hash: Vec::new(),
    })
}

/// A line as a row, in the order of its table.
fn cells(line: Line) -> Row {
    let id = |id: Option<Uuid>| id.map_or(Cell::Nothing, Cell::Uuid);
    let text = |text: Option<String>| text.map_or(Cell::Nothing, Cell::Text);
    vec![
        Cell::Uuid(line.domain.value()),
        Cell::Integer(line.sequence),
        Cell::Integer(line.at.microseconds()),
        Cell::Text(line.actor_kind),
        id(line.staff.map(Id::value)),
        id(line.assignment.map(Id::value)),
        id(line.unit.map(Id::value)),
        text(line.role),
        id(line.person.map(Id::value)),
        text(line.job),
        Cell::Text(line.action),
        Cell::Text(line.outcome.code().to_owned()),
        Cell::Text(line.act),
        Cell::Text(line.subject_kind),
        Cell::Uuid(line.subject),
        id(line.child.map(Id::value)),
        Cell::Integer(line.rows_seen),
        Cell::Text(line.policies),
        Cell::Bytes(line.previous),
        Cell::Bytes(line.hash),
    ]
}
