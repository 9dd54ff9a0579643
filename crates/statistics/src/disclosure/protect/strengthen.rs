//! Cuts made stronger.
//!
//! A cut says what a sensitive cell needs against one attacker: Σ a·x ≥ r. Against insiders it must hold whichever single
//! cell somebody knows, so what is held back must come to r beside the largest cell of it: that is more than all the cuts
//! of the single insiders come to in shares. And since cells are held back as a whole, the sums can be rounded.
//! Sources: Fischetti & Salazar 2001, Management Science 47, 1008–1027 (covers of the cuts); Marchand & Wolsey 2001,
//! Operations Research 49, 363–371 (rounding with cells turned round).

use std::collections::BTreeSet;

use crate::disclosure::protect::separation::Cut;

const SMALL: f64 = 1e-6;
/// The most sizes by which a cut is rounded.
const SIZES_MAX: usize = 6;
/// Rounding by a part smaller than this would multiply what the numbers have lost.
const PART_MIN: f64 = 0.02;
/// How deep shares must lie below a rounded cut for it to be worth having.
const DEPTH_MIN: f64 = 1e-3;

/// A cell, and what it counts for.
type Term = (usize, f64);

/// What holds for every pattern: the cells always held back, and whether an insider may know a cell.
pub(super) struct Ground<'a> {
    pub(super) forced: &'a BTreeSet<usize>,
    pub(super) knowable: &'a dyn Fn(usize) -> bool,
}

/// Cuts over open cells that follow from one over all cells, for all attackers together.
pub(super) fn stronger(raw: &Cut, ground: &Ground, shares: &[f64]) -> Vec<Cut> {
    let (given, open): (Vec<Term>, Vec<Term>) =
        raw.terms.iter().copied().partition(|(cell, _)| ground.forced.contains(cell));
    let held: f64 = given.iter().map(|(_, term)| term).sum();
    let known = given.iter().filter(|(cell, _)| (ground.knowable)(*cell)).map(|(_, term)| *term).fold(0.0, f64::max);
    let mut made = Vec::new();
    // Somebody knows the largest of the cells always held back.
    let right = raw.right - held + known;
    if right > SMALL {
        made.push(Cut { terms: capped(&open, right), right });
    }
    // Somebody knows the largest of the others.
    let right = raw.right - held;
    if right > SMALL {
        let terms = capped(&open, right);
        let most = least_known(&terms, right, ground.knowable);
        made.extend(most.filter(|most| *most > SMALL).map(|most| Cut { terms, right: right + most }));
    }
    let rounded: Vec<Cut> = made.iter().filter_map(|cut| rounded(cut, shares)).collect();
    made.extend(rounded);
    made
}

/// No single cell needs to count for more than all that is asked.
fn capped(terms: &[(usize, f64)], right: f64) -> Vec<(usize, f64)> {
    terms.iter().map(|(cell, term)| (*cell, term.min(right))).collect()
}

/// The least that the largest known cell of any sufficient choice can be: a choice whose largest is this must come to
/// `right` beside it. None when no choice is sufficient.
fn least_known(terms: &[(usize, f64)], right: f64, knowable: &dyn Fn(usize) -> bool) -> Option<f64> {
    let (known, unknown): (Vec<Term>, Vec<Term>) = terms.iter().copied().partition(|(cell, _)| knowable(*cell));
    let mut sum: f64 = unknown.iter().map(|(_, term)| term).sum();
    if sum >= right - SMALL {
        return Some(0.0);
    }
    let mut sizes: Vec<f64> = known.iter().map(|(_, term)| *term).collect();
    sizes.sort_by(f64::total_cmp);
    for (at, size) in sizes.iter().enumerate() {
        sum += size;
        let last = sizes.get(at + 1).is_none_or(|next| *next > size + SMALL);
        if last && sum >= right + size - SMALL {
            return Some(*size);
        }
    }
    None
}

/// How far shares lie below a cut, in the distance of ordinary space.
pub(super) fn depth(cut: &Cut, shares: &[f64]) -> f64 {
    let left: f64 = cut.terms.iter().map(|(cell, term)| term * shares.get(*cell).copied().unwrap_or(0.0)).sum();
    let length = cut.terms.iter().map(|(_, term)| term * term).sum::<f64>().sqrt();
    if length > 0.0 { (cut.right - left) / length } else { 0.0 }
}

/// The deepest of the cuts that whole cells allow.
fn rounded(cut: &Cut, shares: &[f64]) -> Option<Cut> {
    let by_size = sizes(cut).into_iter().filter_map(|size| by_size(cut, size, shares));
    let all = by_size.chain(counted(cut)).map(|cut| (depth(&cut, shares), cut));
    let worth = all.filter(|(depth, _)| *depth > DEPTH_MIN);
    worth.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, cut)| cut)
}

/// The different sizes of the terms, the largest first.
fn sizes(cut: &Cut) -> Vec<f64> {
    let mut sizes: Vec<f64> = cut.terms.iter().map(|(_, term)| *term).filter(|term| *term > SMALL).collect();
    sizes.sort_by(|one, other| other.total_cmp(one));
    sizes.dedup_by(|one, other| (*one - *other).abs() < SMALL);
    sizes.truncate(SIZES_MAX);
    sizes
}

/// So many cells at least, however large they are.
fn counted(cut: &Cut) -> Option<Cut> {
    let mut terms: Vec<f64> = cut.terms.iter().map(|(_, term)| *term).collect();
    terms.sort_by(|one, other| other.total_cmp(one));
    let (mut sum, mut needed) = (0.0, 0.0);
    for term in terms {
        if sum >= cut.right - SMALL {
            break;
        }
        sum += term;
        needed += 1.0;
    }
    let terms = || cut.terms.iter().filter(|(_, term)| *term > 1e-9).map(|(cell, _)| (*cell, 1.0)).collect();
    (needed > 1.5 && sum >= cut.right - SMALL).then(|| Cut { terms: terms(), right: needed })
}

/// Rounds a cut divided by a size, with the cells that are mostly held back turned round.
fn by_size(cut: &Cut, size: f64, shares: &[f64]) -> Option<Cut> {
    let turned = |cell: usize| shares.get(cell).is_some_and(|share| *share > 0.5);
    let away: f64 = cut.terms.iter().filter(|(cell, _)| turned(*cell)).map(|(_, term)| term).sum();
    let level = (cut.right - away) / size;
    let part = level - level.floor();
    if !(PART_MIN..=1.0 - 1e-3).contains(&part) {
        return None;
    }
    let mut right = level.ceil();
    let mut terms = Vec::with_capacity(cut.terms.len());
    for (cell, term) in &cut.terms {
        if turned(*cell) {
            let back = whole(-term / size, part);
            right -= back;
            terms.push((*cell, -back));
        } else {
            terms.push((*cell, whole(term / size, part)));
        }
    }
    upward(terms, right)
}

/// The rounding function of mixed integer rounding for sums that must reach something.
pub(super) fn whole(term: f64, part: f64) -> f64 {
    term.floor() + ((term - term.floor()) / part).min(1.0)
}

/// Holding back more never hurts, so a cell that counts against a cut may be taken as held back. What is next to
/// nothing is let go the same way. None when nothing is asked any more.
pub(super) fn upward(terms: Vec<(usize, f64)>, mut right: f64) -> Option<Cut> {
    let mut kept = Vec::with_capacity(terms.len());
    for (cell, term) in terms {
        if term < SMALL {
            right -= term;
        } else {
            kept.push((cell, term));
        }
    }
    // What the numbers may have lost is given away.
    right -= 1e-8 * (1.0 + right.abs());
    (right > 1e-3).then(|| Cut { terms: capped(&kept, right), right })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(terms: &[(usize, f64)], right: f64) -> Cut {
        Cut { terms: terms.to_vec(), right }
    }

    /// Whether a whole choice meets a cut.
    fn meets(cut: &Cut, chosen: usize) -> bool {
        let left: f64 = cut.terms.iter().filter(|(cell, _)| (chosen >> cell) & 1 == 1).map(|(_, term)| term).sum();
        left >= cut.right - 1e-6
    }

    #[test]
    fn two_cells_must_be_held_back_beside_one_that_an_insider_knows() {
        let raw = cut(&[(0, 4.0), (1, 4.0), (2, 4.0), (3, 4.0)], 4.0);
        let ground = Ground { forced: &BTreeSet::new(), knowable: &|_| true };
        let made = stronger(&raw, &ground, &[0.4; 4]);
        assert!(made.contains(&cut(&[(0, 4.0), (1, 4.0), (2, 4.0), (3, 4.0)], 8.0)), "{made:?}");
        // Nobody is in the zeros, so nobody knows them.
        let ground = Ground { forced: &BTreeSet::new(), knowable: &|cell| cell > 1 };
        let made = stronger(&raw, &ground, &[0.1; 4]);
        assert!(made.iter().all(|cut| meets(cut, 0b0001)), "{made:?}");
    }

    #[test]
    fn no_sufficient_choice_is_cut_away() {
        // Every set of sizes from 1 to 5 over six cells, two of them always held back, one known by nobody.
        let forced = BTreeSet::from([4, 5]);
        let knowable = |cell: usize| cell != 0;
        let ground = Ground { forced: &forced, knowable: &knowable };
        for number in 0..5_u32.pow(6) {
            let right = 6.0;
            let size = |cell: u32| f64::from(number / 5_u32.pow(cell) % 5 + 1);
            let terms: Vec<(usize, f64)> = (0..6_usize).zip((0..6).map(size)).collect();
            let shares: Vec<f64> = (0..6).map(|cell| f64::from((number / 7 + cell * 3) % 10) / 10.0).collect();
            let raw = cut(&terms, right);
            let made = stronger(&raw, &ground, &shares);
            for open in 0..16_usize {
                let chosen = open | 0b11_0000;
                let sum: f64 = terms.iter().filter(|(cell, _)| (chosen >> cell) & 1 == 1).map(|(_, term)| term).sum();
                let known = terms.iter().filter(|(cell, _)| (chosen >> cell) & 1 == 1 && knowable(*cell));
                let most = known.map(|(_, term)| *term).fold(0.0, f64::max);
                if sum - most >= right {
                    assert!(made.iter().all(|cut| meets(cut, chosen)), "{terms:?} {chosen:b} {made:?}");
                }
            }
        }
    }

    #[test]
    fn a_rounded_cut_asks_for_whole_cells() {
        // 3 + 2 is less than 6, so three cells are needed.
        let made = counted(&cut(&[(0, 3.0), (1, 2.0), (2, 2.0), (3, 2.0)], 6.0));
        assert_eq!(made, Some(cut(&[(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)], 3.0)));
    }
}
