//! Making a region of any size after a pattern. Every child gets what a child of the pattern has, under identifiers and a
//! key of its own: what is sealed is opened with the pattern's key and sealed anew, and each line of the log takes its
//! place at the end of its chain. So the real code reads every row, and the log is whole.

mod child;
mod rows;
mod target;

use std::collections::HashMap;

use anyhow::Context as _;
use environment::Environment;
use server::assemble;
use uuid::Uuid;
use vault::Master;

use crate::pattern::{Example, Kind, Pattern};
use crate::places::{Engine, Place};
use crate::serving::settings;

use child::{Heads, Maker, Original};
use rows::Rows;
use target::Target;

/// Children whose rows are written together.
const AT_ONCE: usize = 1_000;

/// What a region has in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) children: i64,
    pub(crate) events: i64,
    pub(crate) log_lines: i64,
    pub(crate) megabytes: f64,
}

/// Fills an empty place with so many children after the pattern.
pub(crate) async fn fill(
    pattern_place: &Place,
    pattern: &Pattern,
    engine: Engine,
    place: &Place,
    children: usize,
) -> anyhow::Result<Size> {
    // The same master key opens both, so the secrets of the pattern can be taken along.
    std::fs::copy(pattern_place.folder.join("master.key"), place.folder.join("master.key"))?;
    let environment = Environment::real();
    assemble::open(&settings(place)?, &environment).await?.close().await;
    let master = Master::open(&place.folder.join("master.key"), &environment)?;
    let rows = Rows::read(&pattern_place.database).await?;
    let mut target = Target::open(engine, &place.database).await?;
    target.begin().await?;
    for table in rows.tables.iter().rev() {
        target.empty(table).await?;
    }
    for table in &rows.tables {
        target.put(table, rows.all(table).to_vec()).await?;
    }
    target.commit().await?;

    let originals = originals(&rows, &pattern.examples, &master)?;
    let mut maker = Maker { rows: &rows, master: &master, environment: &environment, heads: Heads::of(&rows)? };
    let mut helped: HashMap<(usize, bool), usize> = HashMap::new();
    for batch in order(&pattern.examples, children).chunks(AT_ONCE) {
        let mut made: HashMap<&str, Vec<rows::Row>> = HashMap::new();
        for example in batch {
            let original = originals.get(&example.child.value()).context("a child of the pattern")?;
            let before = helped.entry((example.clinician, example.kind == Kind::Held)).or_default();
            let by = helper(pattern, example, *before);
            *before += 1;
            for (table, row) in maker.again(original, &by)? {
                made.entry(table).or_default().push(row);
            }
        }
        target.begin().await?;
        for table in &rows.tables {
            if let Some(rows) = made.remove(table.name.as_str()) {
                target.put(table, rows).await?;
            }
        }
        target.commit().await?;
    }
    target.begin().await?;
    if let Some(table) = rows.table("audit_head") {
        target.empty(table).await?;
        target.put(table, maker.heads.rows()).await?;
    }
    target.commit().await?;
    target.finish().await
}

fn originals(rows: &Rows, examples: &[Example], master: &Master) -> anyhow::Result<HashMap<Uuid, Original>> {
    let each = examples.iter().map(|example| {
        let child = example.child.value();
        Ok((child, Original::read(rows, child, master)?))
    });
    each.collect()
}

/// How many trails a clinician holds; the rest are held by colleagues.
const HELD_BY_ONE: usize = 120;

/// Who helps a child instead of the clinician of the pattern: identifiers and what they become.
fn helper(pattern: &Pattern, example: &Example, before: usize) -> Vec<(Uuid, Uuid)> {
    let Some((clinician, colleagues)) = pattern.colleagues.get(example.clinician) else { return vec![] };
    let other = match example.kind {
        Kind::Held if before >= HELD_BY_ONE => colleagues.get((before - HELD_BY_ONE) % colleagues.len().max(1)),
        Kind::Closed => colleagues.get(before % (colleagues.len() + 1)),
        Kind::Held | Kind::Waiting | Kind::Taken | Kind::Recent | Kind::Offered => None,
    };
    other.map_or(vec![], |other| {
        vec![(clinician.staff.value(), other.staff.value()), (clinician.assignment.value(), other.assignment.value())]
    })
}

/// After whom each further child is made, the kinds mixed as they would be in time.
fn order(examples: &[Example], children: usize) -> Vec<Example> {
    let of = |kind: Kind| -> Vec<Example> { examples.iter().filter(|example| example.kind == kind).copied().collect() };
    let mut order = Vec::new();
    for kind in Kind::ALL {
        let pattern = of(kind);
        let more = kind.share(children).saturating_sub(pattern.len());
        order.extend(pattern.iter().copied().cycle().take(more));
    }
    let closed = of(Kind::Closed);
    let more = children.saturating_sub(order.len() + examples.len());
    order.extend(closed.iter().copied().cycle().take(more));
    // A stride that shares no factor with the length visits each place once.
    let length = order.len();
    let stride = (length * 618 / 1000..=length.max(1))
        .find(|stride| *stride > 0 && greatest_common(*stride, length.max(1)) == 1);
    let stride = stride.unwrap_or(1);
    (0..length).filter_map(|place| order.get(place * stride % length.max(1)).copied()).collect()
}

fn greatest_common(one: usize, other: usize) -> usize {
    if other == 0 { one } else { greatest_common(other, one % other) }
}
