//! Releases that are safe alone and not together: for everybody, and for somebody who is counted in them.

use super::*;
use crate::disclosure::table::Sensitivity;

const OPEN: Sensitivity = Sensitivity::Open;
const PRIMARY: Sensitivity = Sensitivity::Primary;

fn release(name: &str, cells: &[(&[usize], Sensitivity)], suppressed: &[usize]) -> Release {
    let cell = |(members, sensitivity): &(&[usize], Sensitivity)| Cell {
        members: members.to_vec(),
        sensitivity: *sensitivity,
    };
    let cells = cells.iter().map(cell).collect();
    Release { name: name.to_owned(), cells, suppressed: suppressed.to_vec(), attacker: Attacker::Outsider }
}

/// The same, kept from insiders.
fn kept(release: Release) -> Release {
    Release { attacker: Attacker::Insider, ..release }
}

fn ledger(inner: &[u64], width: u64) -> Ledger {
    Ledger::new(inner.to_vec(), Zeros::Protected, width).unwrap()
}

#[track_caller]
fn exposures(refused: Result<Ledger, Refused>) -> Vec<Exposure> {
    match refused {
        Err(Refused::Reveals(exposures)) => exposures,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn revealed_by(refused: Result<Ledger, Refused>) -> Vec<Place> {
    exposures(refused).into_iter().flat_map(|found| found.revealed_by).collect()
}

fn place(release: &str, cell: usize) -> Place {
    Place { release: release.to_owned(), cell }
}

#[test]
fn two_age_groupings_that_differ_by_a_few_children_are_refused_together() {
    // Ages 0–5, 6, 7–12; the second grouping sets the three six-year-olds apart.
    let ledger = ledger(&[40, 3, 50], 4).enter(release("0-5", &[(&[0], OPEN), (&[1, 2], OPEN)], &[])).unwrap();
    let second = release("0-6", &[(&[0, 1], OPEN), (&[2], OPEN), (&[1], PRIMARY)], &[2]);
    let found = revealed_by(ledger.enter(second));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().any(|place| place.release == "0-5") && found.iter().any(|place| place.release == "0-6"));
}

#[test]
fn a_few_children_whom_no_release_lists_are_not_set_apart_either() {
    let (first, second) =
        (release("0-5", &[(&[0], OPEN), (&[1, 2], OPEN)], &[]), release("0-6", &[(&[0, 1], OPEN), (&[2], OPEN)], &[]));
    let unwatched = ledger(&[40, 3, 50], 4).enter(first.clone()).unwrap().enter(second.clone());
    assert!(unwatched.is_ok(), "nothing is sensitive");
    let watching = ledger(&[40, 3, 50], 4).watching([1]).unwrap().enter(first).unwrap();
    let found = exposures(watching.enter(second));
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&only.cell, &only.inner), (&vec![], &vec![1]));
    assert!((only.low - 3.0).abs() < 1e-9 && (only.high - 3.0).abs() < 1e-9, "{only:?}");
    assert_eq!(only.revealed_by, [place("0-5", 1), place("0-6", 1)]);
}

#[test]
fn a_few_children_set_apart_are_found_though_girls_and_boys_among_them_are_not() {
    // Six-year-olds: one girl and two boys. Together they are told; neither can be told from the other.
    let first = release("0-5", &[(&[0], OPEN), (&[1, 2, 3], OPEN)], &[]);
    let watching = ledger(&[40, 1, 2, 50], 4).watching([1, 2]).unwrap().enter(first).unwrap();
    let second = release("0-6", &[(&[0, 1, 2], OPEN), (&[3], OPEN)], &[]);
    let found = exposures(watching.enter(second));
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(only.inner, [1, 2]);
    assert!(only.low.abs() < 1e-9 && (only.high - 3.0).abs() < 1e-9, "{only:?}");
}

#[test]
fn a_release_that_lists_a_finest_cell_says_itself_whether_it_is_sensitive() {
    let ledger = ledger(&[40, 0, 50], 4).watching([1]).unwrap();
    // Nobody can be in the second: it is listed, and open.
    ledger.enter(release("all", &[(&[0], OPEN), (&[1], OPEN), (&[2], OPEN)], &[])).unwrap();
}

#[test]
fn running_totals_over_years_that_give_away_one_year_are_refused() {
    let years = release("years", &[(&[0], OPEN), (&[1], PRIMARY), (&[2], OPEN)], &[0, 1]);
    let ledger = ledger(&[20, 2, 30, 25], 3).enter(years).unwrap();
    let ledger = ledger.enter(release("2020-21", &[(&[0, 1], OPEN)], &[])).unwrap();
    let ledger = ledger.enter(release("2022-23", &[(&[2, 3], OPEN)], &[])).unwrap();
    let found = revealed_by(ledger.enter(release("2021-23", &[(&[1, 2, 3], OPEN)], &[])));
    assert_eq!(found, vec![place("2022-23", 0), place("2021-23", 0)]);
}

#[test]
fn a_sensitive_cell_that_is_published_reveals_itself() {
    let found = revealed_by(ledger(&[2, 9], 3).enter(release("all", &[(&[0], PRIMARY)], &[])));
    assert_eq!(found, vec![place("all", 0)]);
}

#[test]
fn a_zero_held_back_where_zeros_are_published_is_named() {
    let ledger = Ledger::new(vec![0, 9], Zeros::Published, 3).unwrap();
    let refused = ledger.enter(release("all", &[(&[0], OPEN), (&[1], OPEN)], &[0, 1]));
    assert_eq!(refused.unwrap_err(), Refused::HeldZero(0));
}

/// Ages 0–5, 6 and 7–12 in one place; only the total is told, by both groupings.
fn groupings() -> [Release; 2] {
    let first = release("0-5", &[(&[0], OPEN), (&[1, 2], OPEN), (&[0, 1, 2], OPEN)], &[0, 1]);
    let second: [(&[usize], Sensitivity); 4] = [(&[0, 1], OPEN), (&[2], OPEN), (&[1], PRIMARY), (&[0, 1, 2], OPEN)];
    [first, release("0-6", &second, &[0, 1, 2])]
}

#[test]
fn somebody_counted_in_two_groupings_who_knows_both_counts_is_not_told_a_third() {
    let [first, second] = groupings();
    // Each is safe alone, also from insiders, and both together from everybody else.
    let ledger = ledger(&[9, 5, 8], 4);
    ledger.clone().enter(kept(second.clone())).unwrap();
    let ledger = ledger.enter(first).unwrap();
    ledger.clone().enter(second.clone()).unwrap();
    // A child under six is counted in 0–5 and in 0–6: who knows both counts knows the six-year-olds.
    let found = exposures(ledger.enter(kept(second)));
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(only.cell, [place("0-6", 2)]);
    assert!((only.low - 5.0).abs() < 1e-9 && (only.high - 5.0).abs() < 1e-9, "{only:?}");
    let insider = only.insider.as_ref().unwrap();
    assert_eq!(
        (insider.inner.as_slice(), insider.knows.as_slice()),
        (&[0][..], &[place("0-5", 0), place("0-6", 0)][..])
    );
    assert!(only.revealed_by.is_empty(), "{only:?}");
}

#[test]
fn what_was_kept_from_insiders_once_is_kept_from_them_when_a_later_release_does_not_ask() {
    let [first, second] = groupings();
    let ledger = ledger(&[9, 5, 8], 4).enter(kept(second)).unwrap();
    let found = exposures(ledger.enter(first));
    assert!(found.len() == 1 && found[0].insider.is_some(), "{found:?}");
}

#[test]
fn somebody_counted_in_one_year_and_in_two_together_is_not_told_the_other_year() {
    // Areas A and B in 2020 and 2021; every release tells its total.
    let ledger = ledger(&[6, 7, 20, 22], 4);
    let one = release("2021", &[(&[1], OPEN), (&[3], OPEN), (&[1, 3], OPEN)], &[0, 1]);
    let both: [(&[usize], Sensitivity); 4] = [(&[0, 1], OPEN), (&[2, 3], OPEN), (&[0], PRIMARY), (&[0, 1, 2, 3], OPEN)];
    let both = kept(release("2020-21", &both, &[0, 1, 2]));
    ledger.clone().enter(both.clone()).unwrap();
    let found = exposures(ledger.enter(one).unwrap().enter(both));
    let [only] = found.as_slice() else { panic!("{found:?}") };
    let insider = only.insider.as_ref().unwrap();
    assert_eq!(
        (insider.inner.as_slice(), insider.knows.as_slice()),
        (&[1][..], &[place("2021", 0), place("2020-21", 0)][..])
    );
}

#[test]
fn the_same_children_in_two_years_know_a_count_of_each() {
    // A in 2020, A in 2021, P, Q. Whoever knows A of both years knows Q, and then P.
    let first = release("2020", &[(&[0], OPEN), (&[2], PRIMARY), (&[0, 2, 3], OPEN)], &[0, 1]);
    let second = release("2021", &[(&[1], OPEN), (&[1, 3], OPEN)], &[0]);
    let apart = ledger(&[6, 7, 4, 9], 4);
    apart.clone().enter(kept(first.clone())).unwrap().enter(second.clone()).unwrap();
    let same = apart.with_people(vec![0, 0, 1, 2]).unwrap();
    let found = exposures(same.enter(kept(first)).unwrap().enter(second));
    let [only] = found.as_slice() else { panic!("{found:?}") };
    let insider = only.insider.as_ref().unwrap();
    assert_eq!(
        (insider.inner.as_slice(), insider.knows.as_slice()),
        (&[0, 1][..], &[place("2020", 0), place("2021", 0)][..])
    );
    assert_eq!(only.revealed_by, [place("2020", 2), place("2021", 1)]);
}

#[test]
fn nobody_contributes_to_an_empty_cell() {
    let both = kept(release("both", &[(&[0], OPEN), (&[1], PRIMARY), (&[0, 1], OPEN)], &[0, 1]));
    assert_eq!(exposures(ledger(&[3, 5], 4).enter(both.clone())).len(), 1);
    // With nobody in the first cell nobody knows its count from being in it.
    ledger(&[0, 5], 4).enter(both).unwrap();
}

#[test]
fn people_are_told_of_every_finest_cell_or_none() {
    assert!(ledger(&[1, 2], 3).with_people(vec![0]).is_err());
    assert!(ledger(&[1, 2], 3).watching([2]).is_err());
}
