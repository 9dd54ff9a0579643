//! Protect, then attack: on tables of every shape, whatever is in them.

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use proptest::prelude::*;
    use statistics::disclosure::attack::{Knowledge, Rule, attack};
    use statistics::disclosure::ledger::{Ledger, Refused, Release};
    use statistics::disclosure::protect::protect;
    use statistics::disclosure::rules::CountRule;
    use statistics::disclosure::table::{Attacker, Cell, Demand, Objective, Sensitivity, Table, Zeros};

    /// All margins of a table with these dimensions; with `linked`, only those of all dimensions but one.
    fn table(dims: &[usize], counts: &[u64], rule: CountRule, linked: bool) -> Table {
        let size: usize = dims.iter().product();
        let inner: Vec<u64> = counts.iter().copied().cycle().take(size).collect();
        let mut cells = Vec::new();
        let choices = dims.iter().fold(vec![vec![]], |all: Vec<Vec<Option<usize>>>, dim| {
            let step = |head: &Vec<Option<usize>>| {
                let head = head.clone();
                (0..=*dim).map(move |at| head.iter().copied().chain([at.checked_sub(1)]).collect()).collect::<Vec<_>>()
            };
            all.iter().flat_map(step).collect()
        });
        for choice in choices {
            if linked && choice.iter().all(Option::is_some) {
                continue;
            }
            let fits = |at: &usize| {
                let mut rest = *at;
                choice.iter().zip(dims).rev().all(|(wanted, dim)| {
                    let own = rest % dim;
                    rest /= dim;
                    wanted.is_none_or(|wanted| wanted == own)
                })
            };
            let members: Vec<usize> = (0..size).filter(fits).collect();
            let sum = members.iter().map(|member| inner[*member]).sum();
            cells.push(Cell { members, sensitivity: rule.judge(sum) });
        }
        Table::new(inner, cells, rule.zeros).unwrap()
    }

    fn check(table: &Table, width: u32, attacker: Attacker, objective: Objective) {
        let demand = Demand { width: u64::from(width), attacker, objective, time: Duration::from_secs(5) };
        let Ok(found) = protect(table, &demand) else { return };
        let primaries: Vec<usize> = table.primaries().collect();
        let mut insiders = vec![None];
        if attacker == Attacker::Insider {
            insiders.extend(found.suppressed.iter().copied().filter(|cell| table.frequencies()[*cell] > 0).map(Some));
        }
        for own_cell in insiders {
            let knowledge = Knowledge { rule: Rule::Known, own_cell };
            for bound in attack(table, &found.suppressed, knowledge).unwrap() {
                let watched = primaries.contains(&bound.cell) && own_cell != Some(bound.cell);
                assert!(!watched || bound.width() >= f64::from(width) - 1e-6, "{bound:?} to {own_cell:?} in {table:?}");
                let truth = f64::from(u32::try_from(table.frequencies()[bound.cell]).unwrap());
                assert!(bound.low_whole <= truth && bound.high_whole.is_none_or(|high| truth <= high));
            }
        }
    }

    /// What somebody can know who stands in this finest cell: one cell held back and told nowhere of every release.
    fn known_from(place: usize, releases: &[Release], told: &[Vec<usize>]) -> Vec<Vec<Vec<usize>>> {
        let mut ways: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
        for release in releases {
            let held = release.suppressed.iter().map(|at| &release.cells[*at].members);
            let open: Vec<&Vec<usize>> =
                held.filter(|members| members.contains(&place) && !told.contains(members)).collect();
            let with = |way: &Vec<Vec<usize>>| {
                let longer = open.iter().map(|cell| way.iter().chain([*cell]).cloned().collect::<Vec<_>>());
                if open.is_empty() { vec![way.clone()] } else { longer.collect() }
            };
            ways = ways.iter().flat_map(with).collect();
        }
        ways
    }

    /// That a sum keeps its width against somebody who is told these, by an attack on a table built for it.
    fn check_kept(inner: &[u64], told: &[Vec<usize>], aim: &[usize], width: u64) {
        let cell = |members: &Vec<usize>| Cell { members: members.clone(), sensitivity: Sensitivity::Open };
        let cells = told.iter().map(cell).chain([cell(&aim.to_vec())]).collect();
        let all = Table::new(inner.to_vec(), cells, Zeros::Protected).unwrap();
        let knowledge = Knowledge { rule: Rule::Known, own_cell: None };
        let bound = attack(&all, &[told.len()], knowledge).unwrap()[0];
        let least = f64::from(u32::try_from(width).unwrap());
        assert!(bound.width() >= least - 1e-6, "{bound:?} of {aim:?} told {told:?}");
    }

    /// Margins of one table, released one after another, each protected by itself. What was promised in any release must
    /// hold against everything told in all of them, and where it was asked against everybody counted in them.
    fn check_ledger(dims: &[usize], counts: &[u64], order: &[prop::sample::Index], width: u64, attacker: Attacker) {
        let rule = CountRule { largest: 3, zeros: Zeros::Protected };
        let whole = table(dims, counts, rule, false);
        let mut ledger = Ledger::new(whole.inner().to_vec(), Zeros::Protected, width).unwrap();
        for (number, start) in order.iter().enumerate() {
            let first = start.index(whole.cells().len());
            let cells: Vec<Cell> = whole.cells().iter().skip(first).step_by(2).cloned().collect();
            let small = |at: &usize| cells[*at].sensitivity == Sensitivity::Primary;
            // Against insiders little is safe, so much is held back.
            let held = |at: &usize| small(at) || (attacker == Attacker::Insider && !at.is_multiple_of(3));
            let suppressed = (0..cells.len()).filter(held).collect();
            let release = Release { name: number.to_string(), cells, suppressed, attacker };
            let Ok(entered) = ledger.clone().enter(release) else { continue };
            ledger = entered;
            let releases = ledger.releases();
            let cells = |held: bool| {
                let of = move |release: &Release| {
                    let picked = release.cells.iter().enumerate();
                    let picked = picked.filter(move |(at, _)| release.suppressed.contains(at) == held);
                    picked.map(|(_, cell)| cell.clone()).collect::<Vec<_>>()
                };
                releases.iter().flat_map(of)
            };
            let mut told: Vec<Vec<usize>> = cells(false).map(|cell| cell.members).collect();
            told.sort();
            told.dedup();
            let promised = cells(true).filter(|cell| cell.sensitivity == Sensitivity::Primary);
            for aim in promised.map(|cell| cell.members) {
                check_kept(whole.inner(), &told, &aim, width);
                if attacker == Attacker::Outsider {
                    continue;
                }
                let places = (0..whole.inner().len()).filter(|at| whole.inner()[*at] > 0);
                let ways: BTreeSet<_> = places.flat_map(|place| known_from(place, releases, &told)).collect();
                for known in ways.into_iter().filter(|known| !known.contains(&aim)) {
                    let seen: Vec<Vec<usize>> = told.iter().cloned().chain(known).collect();
                    check_kept(whole.inner(), &seen, &aim, width);
                }
            }
        }
    }

    /// One release: the ledger refuses exactly what the attack finds, by everybody and by somebody in a cell held back.
    fn check_alike(table: &Table, held: &[bool], width: u32) {
        let suppressed: Vec<usize> = (0..table.cells().len()).filter(|at| held[at % held.len()]).collect();
        let mut narrow: Vec<usize> = table.primaries().filter(|cell| !suppressed.contains(cell)).collect();
        let contributes = suppressed.iter().copied().filter(|cell| table.frequencies()[*cell] > 0).map(Some);
        for own_cell in [None].into_iter().chain(contributes) {
            let bounds = attack(table, &suppressed, Knowledge { rule: Rule::Known, own_cell }).unwrap();
            let close =
                bounds.iter().filter(|bound| bound.width() < f64::from(width) - 1e-6 && own_cell != Some(bound.cell));
            narrow.extend(close.map(|bound| bound.cell).filter(|cell| table.primaries().any(|other| other == *cell)));
        }
        narrow.sort_unstable();
        narrow.dedup();
        let ledger = Ledger::new(table.inner().to_vec(), table.zeros(), u64::from(width)).unwrap();
        let cells = table.cells().to_vec();
        let release = Release { name: "one".to_owned(), cells, suppressed, attacker: Attacker::Insider };
        let mut refused: Vec<usize> = match ledger.enter(release) {
            Ok(_) => Vec::new(),
            Err(Refused::Reveals(exposures)) => exposures.iter().map(|found| found.cell[0].cell).collect(),
            Err(other) => panic!("{other}"),
        };
        refused.sort_unstable();
        assert_eq!(refused, narrow);
    }

    fn shapes() -> impl Strategy<Value = Vec<usize>> {
        prop_oneof![Just(vec![3, 4]), Just(vec![2, 5]), Just(vec![3, 3, 3]), Just(vec![2, 2, 3]), Just(vec![7])]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_attack_narrows_a_sensitive_cell_below_the_width(
            dims in shapes(),
            counts in prop::collection::vec(0_u64..14, 5..40),
            linked in any::<bool>(),
            published in any::<bool>(),
            width in 1_u32..5,
            by_count in any::<bool>(),
        ) {
            let zeros = if published { Zeros::Published } else { Zeros::Protected };
            let objective = if by_count { Objective::Frequency } else { Objective::Cells };
            let table = table(&dims, &counts, CountRule { largest: 3, zeros }, linked && dims.len() > 1);
            check(&table, width, Attacker::Outsider, objective);
        }

        #[test]
        fn a_later_release_never_breaks_an_earlier_promise(
            dims in prop_oneof![Just(vec![3, 4]), Just(vec![2, 2, 3])],
            counts in prop::collection::vec(0_u64..14, 5..30),
            order in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
            width in 1_u64..5,
        ) {
            check_ledger(&dims, &counts, &order, width, Attacker::Outsider);
        }

        #[test]
        fn of_one_release_the_ledger_refuses_what_the_attack_finds(
            dims in prop_oneof![Just(vec![3, 4]), Just(vec![2, 2, 3]), Just(vec![6])],
            counts in prop::collection::vec(0_u64..14, 5..30),
            held in prop::collection::vec(any::<bool>(), 3..40),
            width in 1_u32..5,
        ) {
            let rule = CountRule { largest: 3, zeros: Zeros::Protected };
            check_alike(&table(&dims, &counts, rule, false), &held, width);
        }

        #[test]
        fn no_insider_learns_of_another_sensitive_cell(
            dims in prop_oneof![Just(vec![3, 4]), Just(vec![4, 4]), Just(vec![2, 2, 3])],
            counts in prop::collection::vec(0_u64..20, 5..30),
            width in 1_u32..4,
        ) {
            let table = table(&dims, &counts, CountRule { largest: 2, zeros: Zeros::Protected }, false);
            check(&table, width, Attacker::Insider, Objective::Cells);
        }
    }

    // Every way of knowing is attacked apart, so there are few tables.
    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_later_release_never_breaks_what_was_kept_from_insiders(
            counts in prop::collection::vec(0_u64..20, 5..30),
            order in prop::collection::vec(any::<prop::sample::Index>(), 1..3),
            width in 1_u64..4,
        ) {
            check_ledger(&[3, 3], &counts, &order, width, Attacker::Insider);
        }
    }
}
