//! Answers of PxWeb that are laid out for people: CSV, where the values of the heading are joined by spaces, and workbooks, where they
//! stand on rows of their own. What stands where is worked out from the names of what was asked for; where that can be read in two ways
//! the answer is refused rather than guessed at. Source: the serializers of the reference installation.

use std::collections::{BTreeSet, HashMap};

use super::super::Gather;
use super::answer::figure;
use super::coded::{whole, wrong};
use crate::fault::{Fault, Result};
use crate::model::{Dataset, Dimension};

/// A row, its fields as texts.
pub(super) type Row = Vec<String>;
/// Categories by dimension, as they are put together for one cell.
type Key = Vec<Option<usize>>;

/// The names of one dimension and its categories.
struct Axis<'a> {
    dimension: &'a Dimension,
    /// Code, label, both; `None` where two categories have one name.
    names: HashMap<String, Option<usize>>,
}

impl<'a> Axis<'a> {
    fn new(dimension: &'a Dimension) -> Self {
        let mut names: HashMap<String, Option<usize>> = HashMap::new();
        for (at, category) in dimension.categories.iter().enumerate() {
            let (code, name) = (&category.code, category.name());
            let forms =
                BTreeSet::from([code.clone(), name.to_owned(), format!("{code} {name}"), format!("{code} - {name}")]);
            for form in forms {
                names.entry(form).and_modify(|known| *known = None).or_insert(Some(at));
            }
        }
        Self { dimension, names }
    }

    fn find(&self, text: &str) -> Option<usize> {
        self.names.get(text.trim()).copied().flatten()
    }

    fn is_called(&self, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        let (code, name) = (self.dimension.code.to_lowercase(), self.dimension.name().to_lowercase());
        text == code || text == name || text == format!("{code} - {name}")
    }

    /// The only category, which need not be named.
    fn implied(&self) -> Option<usize> {
        (self.dimension.categories.len() == 1).then_some(0)
    }
}

fn ambiguous() -> Fault {
    wrong("the names of values can be read in two ways")
}

fn gather(asked: &[Dimension]) -> Gather {
    Gather::new(asked.to_vec())
}

fn put(gather: &mut Gather, axes: &[Axis<'_>], key: &Key, text: &str) -> Result<()> {
    let mut codes = Vec::with_capacity(axes.len());
    for (axis, at) in axes.iter().zip(key) {
        let at = at.or_else(|| axis.implied());
        let category = at.and_then(|at| axis.dimension.categories.get(at));
        let category = category.ok_or_else(|| wrong(format!("nothing says which {}", axis.dimension.name())))?;
        codes.push(category.code.as_str());
    }
    let (value, mark) = figure(text)?;
    gather.put(&codes, value, mark)
}

/// Two keys as one; `None` when they do not agree.
fn joined(left: &Key, right: &Key) -> Option<Key> {
    let both = |(left, right): (&Option<usize>, &Option<usize>)| match (left, right) {
        (Some(left), Some(right)) if left != right => None,
        _ => Some(left.or(*right)),
    };
    left.iter().zip(right).map(both).collect()
}

/// CSV: the variables of the stub by name, then a column for each combination of the heading; or one column, where all variables are
/// in the stub.
pub(super) fn csv(rows: &[Row], asked: &[Dimension]) -> Result<Dataset> {
    let axes: Vec<Axis<'_>> = asked.iter().map(Axis::new).collect();
    let stub_of = |row: &Row| -> Vec<usize> {
        let named = |cell: &String| axes.iter().position(|axis| axis.is_called(cell));
        row.iter().map_while(named).collect()
    };
    let head = rows.iter().position(|row| !stub_of(row).is_empty());
    let (at, head) =
        head.and_then(|at| Some((at, rows.get(at)?))).ok_or_else(|| wrong("no row names the variables"))?;
    let stub = stub_of(head);
    let rest: Vec<usize> = (0..axes.len()).filter(|axis| !stub.contains(axis)).collect();
    let mut columns: Vec<Key> = Vec::new();
    for cell in head.iter().skip(stub.len()) {
        if rest.is_empty() {
            columns.push(vec![None; axes.len()]);
            continue;
        }
        let mut found = BTreeSet::new();
        read_heading(cell, &axes, &rest, &vec![None; axes.len()], &mut found);
        let mut found = found.into_iter();
        let key = found.next().ok_or_else(|| wrong(format!("a column \"{cell}\" that was not asked for")))?;
        if found.next().is_some() {
            return Err(ambiguous());
        }
        columns.push(key);
    }
    if rest.is_empty() && columns.len() != 1 {
        return Err(wrong("several columns of figures, and nothing says of what"));
    }
    let mut gather = gather(asked);
    for (number, row) in rows.iter().enumerate().skip(at + 1) {
        if row.len() != head.len() {
            return Err(wrong(format!("row {} has {} fields, but there are {}", number + 1, row.len(), head.len())));
        }
        let mut key = vec![None; axes.len()];
        for (axis, cell) in stub.iter().zip(row) {
            let found = axes.get(*axis).and_then(|axis| axis.find(cell));
            let found = found.ok_or_else(|| wrong(format!("row {}: \"{cell}\" was not asked for", number + 1)))?;
            if let Some(slot) = key.get_mut(*axis) {
                *slot = Some(found);
            }
        }
        for (column, cell) in columns.iter().zip(row.iter().skip(stub.len())) {
            let whole = joined(&key, column).ok_or_else(ambiguous)?;
            put(&mut gather, &axes, &whole, cell)?;
        }
    }
    whole(gather, asked)
}

/// Every way in which a heading names one category of each of the dimensions left, in any order. A dimension of one category need
/// not be named.
fn read_heading(text: &str, axes: &[Axis<'_>], rest: &[usize], key: &Key, found: &mut BTreeSet<Key>) {
    let text = text.trim();
    if text.is_empty() {
        let mut whole = key.clone();
        for axis in rest {
            if let Some(slot) = whole.get_mut(*axis) {
                *slot = axes.get(*axis).and_then(Axis::implied);
            }
        }
        // With what is implied put in, so that two ways to write the same are one.
        if rest.iter().all(|axis| whole.get(*axis).is_some_and(Option::is_some)) {
            found.insert(whole);
        }
        return;
    }
    // Two ways are already too many.
    if found.len() > 1 {
        return;
    }
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
    for end in ends {
        let (name, after) = text.split_at(end);
        for axis in rest {
            let Some(at) = axes.get(*axis).and_then(|axis| axis.find(name)) else { continue };
            let mut longer = key.clone();
            if let Some(slot) = longer.get_mut(*axis) {
                *slot = Some(at);
            }
            let left: Vec<usize> = rest.iter().copied().filter(|other| other != axis).collect();
            read_heading(after, axes, &left, &longer, found);
        }
    }
}

/// A line of names in a workbook: a column of the stub or a row of the heading.
struct Line {
    names: Vec<String>,
}

/// A workbook: a title, the rows of the heading, whose first fields are empty, then rows with the stub before their figures; notes below.
pub(super) fn workbook(rows: &[Row], asked: &[Dimension]) -> Result<Dataset> {
    let axes: Vec<Axis<'_>> = asked.iter().map(Axis::new).collect();
    let empty = |cell: Option<&String>| cell.is_none_or(|cell| cell.trim().is_empty());
    let leading = |row: &Row| row.iter().take_while(|cell| cell.trim().is_empty()).count();
    let first = rows.iter().position(|row| leading(row) > 0 && leading(row) < row.len());
    let first = first.ok_or_else(|| wrong("no row holds the heading"))?;
    let width = rows.get(first).map_or(0, &leading);
    let is_heading = |row: &&Row| (0..width).all(|column| empty(row.get(column)));
    let heading: Vec<&Row> = rows.iter().skip(first).take_while(is_heading).collect();
    let known = |cell: &String| cell.trim().is_empty() || axes.iter().any(|axis| axis.find(cell).is_some());
    let is_body = |row: &&Row| row.len() > width && row.iter().take(width).all(known);
    let body: Vec<&Row> = rows.iter().skip(first + heading.len()).take_while(is_body).collect();
    // Notes on figures may stand in columns of their own, which the lowest row of the heading does not name.
    let last = heading.last().copied().cloned().unwrap_or_default();
    let columns: Vec<usize> = (width..last.len()).filter(|column| !empty(last.get(*column))).collect();
    let mut lines: Vec<Line> = Vec::new();
    for column in 0..width {
        lines.push(Line { names: carried(body.iter().map(|row| row.get(column).map_or("", String::as_str))) });
    }
    for row in &heading {
        let whole = carried((width..last.len()).map(|column| row.get(column).map_or("", String::as_str)));
        let names = columns.iter().filter_map(|column| whole.get(column - width)).cloned().collect();
        lines.push(Line { names });
    }
    let mut found = Vec::new();
    assign(&lines, &axes, width, &mut Vec::new(), &mut found);
    let [assignment] = found.as_slice() else {
        return Err(if found.is_empty() { wrong("a name that was not asked for") } else { ambiguous() });
    };
    let mut gather = gather(asked);
    for (number, row) in body.iter().enumerate() {
        for (offset, column) in columns.iter().enumerate() {
            let mut key: Key = vec![None; axes.len()];
            for ((line, axis), at) in lines.iter().zip(assignment).zip(0..) {
                let name = line.names.get(if at < width { number } else { offset });
                let place = name.and_then(|name| axes.get(*axis)?.find(name));
                if let Some(slot) = key.get_mut(*axis) {
                    *slot = place;
                }
            }
            put(&mut gather, &axes, &key, row.get(*column).map_or("", String::as_str))?;
        }
    }
    whole(gather, asked)
}

/// A name holds until the next one.
fn carried<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut last = String::new();
    names
        .map(|name| {
            if !name.trim().is_empty() {
                name.trim().clone_into(&mut last);
            }
            last.clone()
        })
        .collect()
}

/// Every way to say which line names which dimension: each dimension once, or twice where code and label stand in two columns of the
/// stub side by side; one of a single category perhaps not at all.
fn assign(lines: &[Line], axes: &[Axis<'_>], stub: usize, so_far: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    if found.len() > 1 {
        return;
    }
    let number = so_far.len();
    let Some(line) = lines.get(number) else {
        let named = |axis: usize| so_far.contains(&axis);
        let whole = (0..axes.len()).all(|at| named(at) || axes.get(at).is_some_and(|axis| axis.implied().is_some()));
        if whole {
            found.push(so_far.clone());
        }
        return;
    };
    for (at, axis) in axes.iter().enumerate() {
        let doubled = number < stub && so_far.last() == Some(&at);
        if (so_far.contains(&at) && !doubled) || !line.names.iter().all(|name| axis.find(name).is_some()) {
            continue;
        }
        so_far.push(at);
        assign(lines, axes, stub, so_far, found);
        so_far.pop();
    }
}
