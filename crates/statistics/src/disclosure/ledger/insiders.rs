//! What somebody learns who knows cells held back because they are counted in them. The model: see the ledger.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::attack::AttackError;
use crate::disclosure::ledger::system::{Aim, System};
use crate::disclosure::ledger::{Exposure, Ledger};

/// The most ways of knowing one cell per release that are tried; somebody who could know in more ways counts as knowing
/// all these cells at once, which refuses too much rather than too little.
const WAYS_MAX: usize = 512;

/// People who can know the same.
struct Kind {
    /// The finest cells in which they stand.
    inner: Vec<usize>,
    /// For every release and finest cell of theirs, the cells held back that count them: they know one of each.
    choices: Vec<BTreeSet<usize>>,
}

impl Kind {
    /// Every cell that they could know.
    fn all(&self) -> BTreeSet<usize> {
        self.choices.iter().flatten().copied().collect()
    }

    /// What they can know at once without knowing the aim itself; none when there are too many ways.
    fn ways(&self, aim: Option<usize>) -> Option<BTreeSet<BTreeSet<usize>>> {
        let mut ways = BTreeSet::from([BTreeSet::new()]);
        for choice in &self.choices {
            let open = || choice.iter().filter(|cell| Some(**cell) != aim);
            if open().next().is_none() {
                continue;
            }
            let mut longer = BTreeSet::new();
            for way in &ways {
                longer.extend(open().map(|cell| way.iter().chain([cell]).copied().collect::<BTreeSet<usize>>()));
            }
            ways = longer;
            if ways.len() > WAYS_MAX {
                return None;
            }
        }
        Some(ways)
    }
}

/// An aim with the classes that can move it, and whether it is found out already.
struct Open<'a> {
    aim: &'a Aim,
    part: BTreeSet<usize>,
    found: bool,
}

/// The aims kept from insiders that one of them could find out, each with the first who could.
pub(super) fn exposures(ledger: &Ledger, system: &System, aims: Vec<&Aim>) -> Result<Vec<Exposure>, AttackError> {
    let aims: Vec<&Aim> = aims.into_iter().filter(|aim| aim.inside).collect();
    if aims.is_empty() {
        return Ok(Vec::new());
    }
    let parts = system.parts(&aims)?;
    let mut open: Vec<Open> = aims.into_iter().zip(parts).map(|(aim, part)| Open { aim, part, found: false }).collect();
    let mut exposures = Vec::new();
    for kind in kinds(ledger, system) {
        for at in suspects(ledger, system, &kind, &open)? {
            let Some(slot) = open.get_mut(at) else { continue };
            if let Some(exposure) = find_out(ledger, system, &kind, slot.aim)? {
                exposures.push(exposure);
                slot.found = true;
            }
        }
    }
    Ok(exposures)
}

/// The aims that these people would find out if they knew everything they could at once, and those that they could know
/// themselves, who are asked about apart. Whatever stays wide against that stays wide against every single way.
fn suspects(ledger: &Ledger, system: &System, kind: &Kind, open: &[Open]) -> Result<Vec<usize>, AttackError> {
    let all = kind.all();
    let members = |cell: &usize| system.table.cells().get(*cell).into_iter().flat_map(|cell| &cell.members);
    let touched: BTreeSet<usize> = all.iter().flat_map(members).copied().collect();
    let near = |(_, open): &(usize, &Open)| !open.found && !open.part.is_disjoint(&touched);
    let (own, other): (Vec<_>, Vec<_>) = open
        .iter()
        .enumerate()
        .filter(near)
        .partition(|(_, open)| open.aim.cell.is_some_and(|cell| all.contains(&cell)));
    let mut found: Vec<usize> = own.into_iter().map(|(at, _)| at).collect();
    if !other.is_empty() {
        let seen: BTreeSet<usize> = system.told.union(&all).copied().collect();
        let asked: Vec<&Aim> = other.iter().map(|(_, open)| open.aim).collect();
        let narrow = other.iter().zip(system.ranges(&asked, &seen)?).filter(|(_, range)| !range.is_wide(ledger.width));
        found.extend(narrow.map(|((at, _), _)| *at));
    }
    Ok(found)
}

/// The exposure of an aim to these people, if one of their ways of knowing leaves it too narrow.
fn find_out(ledger: &Ledger, system: &System, kind: &Kind, aim: &Aim) -> Result<Option<Exposure>, AttackError> {
    let mut all = kind.all();
    if let Some(cell) = aim.cell {
        all.remove(&cell);
    }
    let look = |known: &BTreeSet<usize>| system.range(aim, &system.told.union(known).copied().collect());
    if look(&all)?.is_wide(ledger.width) {
        return Ok(None);
    }
    for known in kind.ways(aim.cell).unwrap_or_else(|| BTreeSet::from([all])) {
        let range = look(&known)?;
        if !range.is_wide(ledger.width) {
            return system.exposure(aim, range, Some((&kind.inner, &known)), ledger.width).map(Some);
        }
    }
    Ok(None)
}

/// All people who contribute to a cell held back, those who can know the same as one.
fn kinds(ledger: &Ledger, system: &System) -> Vec<Kind> {
    let who = |class: usize, at: usize| ledger.people.as_ref().map_or(Some(class), |people| people.get(at).copied());
    let mut inner: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut choices: BTreeMap<usize, BTreeMap<(usize, usize), BTreeSet<usize>>> = BTreeMap::new();
    // For every class the people who stand in it.
    let mut present: Vec<BTreeSet<usize>> = Vec::with_capacity(system.classes.len());
    for (class, finest) in system.classes.iter().enumerate() {
        let mut here = BTreeSet::new();
        for at in finest.iter().filter(|at| ledger.inner.get(**at).is_some_and(|count| *count > 0)) {
            if let Some(who) = who(class, *at) {
                inner.entry(who).or_default().push(*at);
                here.insert(who);
            }
        }
        present.push(here);
    }
    for (release, held) in system.held.iter().enumerate() {
        for cell in held {
            let members = system.table.cells().get(*cell).map_or(&[][..], |cell| cell.members.as_slice());
            for class in members {
                for who in present.get(*class).into_iter().flatten() {
                    choices.entry(*who).or_default().entry((release, *class)).or_default().insert(*cell);
                }
            }
        }
    }
    let mut alike: BTreeMap<Vec<BTreeSet<usize>>, Vec<usize>> = BTreeMap::new();
    for (who, choices) in choices {
        let mut choices: Vec<BTreeSet<usize>> = choices.into_values().collect();
        choices.sort_unstable();
        // To know one cell twice is to know it once; of several cells one may be known in one release, another in the next.
        choices.dedup_by(|one, other| one == other && one.len() == 1);
        alike.entry(choices).or_default().extend(inner.remove(&who).into_iter().flatten());
    }
    alike.into_iter().map(|(choices, inner)| Kind { inner, choices }).collect()
}
