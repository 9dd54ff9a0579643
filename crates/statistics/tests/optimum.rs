//! What is called cheapest is cheapest, and the tables of the family are proven.

#[cfg(test)]
mod family;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};
    use statistics::disclosure::attack::{Knowledge, Rule, sums};
    use statistics::disclosure::protect::{Unprotected, cover, protect};
    use statistics::disclosure::rules::CountRule;
    use statistics::disclosure::table::{Attacker, Cell, Demand, Objective, Sensitivity, Table, Zeros};

    use crate::family;

    /// Long enough never to be reached.
    const TIME: Duration = Duration::from_mins(15);

    /// Rows by columns with all margins.
    fn square(rows: usize, columns: usize, number: u64, zeros: Zeros) -> Table {
        let mut chance = StdRng::seed_from_u64(number);
        let inner: Vec<u64> = (0..rows * columns).map(|_| chance.random_range(0..16)).collect();
        let row = |row: usize| (0..columns).map(move |column| row * columns + column).collect::<Vec<_>>();
        let column = |column: usize| (0..rows).map(move |row| row * columns + column).collect::<Vec<_>>();
        let members = (0..rows * columns)
            .map(|cell| vec![cell])
            .chain((0..rows).map(row))
            .chain((0..columns).map(column))
            .chain([(0..rows * columns).collect()]);
        let rule = CountRule { largest: 2, zeros };
        let cells = members
            .map(|members| Cell { sensitivity: rule.judge(members.iter().map(|at| inner[*at]).sum()), members })
            .collect();
        Table::new(inner, cells, zeros).unwrap()
    }

    /// Whether the attack leaves every sensitive cell the width.
    fn is_safe(table: &Table, held: &[usize], demand: &Demand) -> bool {
        let mut knowers = vec![None];
        if demand.attacker == Attacker::Insider {
            knowers.extend(held.iter().copied().filter(|cell| table.frequencies()[*cell] > 0).map(Some));
        }
        let width = f64::from(u32::try_from(demand.width).unwrap());
        knowers.into_iter().all(|own_cell| {
            let knowledge = Knowledge { rule: Rule::Known, own_cell };
            table.primaries().filter(|cell| own_cell != Some(*cell)).all(|cell| {
                let members = &table.cells()[cell].members;
                sums(table, held, knowledge, &[members]).unwrap().iter().all(|bound| bound.width() >= width - 1e-6)
            })
        })
    }

    /// Tries every pattern with one cell less: more cells never make a pattern less safe, so none smaller is safe either.
    fn check_cheapest(table: &Table, demand: &Demand) {
        let open: Vec<usize> = (0..table.cells().len())
            .filter(|cell| table.cells()[*cell].sensitivity == Sensitivity::Open)
            .filter(|cell| table.zeros() == Zeros::Protected || table.frequencies()[*cell] > 0)
            .collect();
        let primaries: Vec<usize> = table.primaries().collect();
        let with = |chosen: usize| -> Vec<usize> {
            let more = open.iter().enumerate().filter(|(at, _)| (chosen >> at) & 1 == 1).map(|(_, cell)| *cell);
            primaries.iter().copied().chain(more).collect()
        };
        match protect(table, demand) {
            Ok(found) => {
                assert!(found.optimal && is_safe(table, &found.suppressed, demand), "{table:?}");
                let fewer = u32::try_from(found.secondary_cells).unwrap().checked_sub(1);
                let chosen = (0..1_usize << open.len()).filter(|chosen| Some(chosen.count_ones()) == fewer);
                for chosen in chosen {
                    assert!(!is_safe(table, &with(chosen), demand), "{table:?}: {:?}", with(chosen));
                }
            }
            Err(Unprotected::Impossible { .. }) => {
                assert!(!is_safe(table, &with((1 << open.len()) - 1), demand), "{table:?}");
            }
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn no_pattern_with_fewer_cells_is_safe() {
        for number in 0..6 {
            for zeros in [Zeros::Protected, Zeros::Published] {
                for attacker in [Attacker::Outsider, Attacker::Insider] {
                    let demand = Demand { width: 3, attacker, objective: Objective::Cells, time: TIME };
                    check_cheapest(&square(3, 3, number, zeros), &demand);
                    check_cheapest(&square(2, 4, number, zeros), &demand);
                }
            }
        }
    }

    /// However short the time, what is given is safe and costs no less than the bound.
    #[track_caller]
    fn check_bounded(kind: &str, attacker: Attacker) {
        let table = family::table(kind, 0).unwrap();
        let time = Duration::from_secs(2);
        let demand = Demand { width: family::SMALL + 1, attacker, objective: Objective::Cells, time };
        let Ok(found) = protect(&table, &demand) else { return };
        let cost = f64::from(u32::try_from(found.secondary_cells).unwrap());
        assert!(found.bound <= cost && found.optimal == (found.bound > cost - 1e-6), "{kind}: {found:?}");
        assert!(is_safe(&table, &found.suppressed, &demand), "{kind}: {found:?}");
    }

    #[test]
    fn a_bound_is_never_above_the_cost_of_a_safe_pattern() {
        check_bounded("cube", Attacker::Outsider);
        check_bounded("tree", Attacker::Outsider);
        check_bounded("linked", Attacker::Outsider);
        check_bounded("linked", Attacker::Insider);
        check_bounded("large", Attacker::Outsider);
        assert!(family::KINDS.iter().all(|(kind, _)| family::table(kind, 0).is_some()));
    }

    #[test]
    fn of_as_few_cells_those_that_count_fewest_are_held_back() {
        // 2 9 50 / 8 7 60 with all margins: three cells beside the two are enough, and there are many such threes.
        let lines: [&[usize]; 12] = [
            &[0],
            &[1],
            &[2],
            &[3],
            &[4],
            &[5],
            &[0, 1, 2],
            &[3, 4, 5],
            &[0, 3],
            &[1, 4],
            &[2, 5],
            &[0, 1, 2, 3, 4, 5],
        ];
        let counts = [2, 9, 50, 8, 7, 60];
        let rule = CountRule { largest: 3, zeros: Zeros::Protected };
        let cell = |members: &&[usize]| Cell {
            sensitivity: rule.judge(members.iter().map(|at| counts[*at]).sum()),
            members: members.to_vec(),
        };
        let table = Table::new(counts.to_vec(), lines.iter().map(cell).collect(), Zeros::Protected).unwrap();
        let demand = Demand { width: 4, attacker: Attacker::Outsider, objective: Objective::Cells, time: TIME };
        let found = protect(&table, &demand).unwrap();
        assert!(found.optimal);
        assert_eq!((found.suppressed, found.secondary_frequency), (vec![0, 1, 3, 4], 24));
    }

    #[test]
    fn the_cover_is_written_for_other_solvers() {
        let demand = Demand {
            width: 3,
            attacker: Attacker::Outsider,
            objective: Objective::Cells,
            time: Duration::from_mins(1),
        };
        let text = cover(&square(3, 3, 1, Zeros::Protected), &demand).unwrap();
        assert!(text.starts_with("Minimize\n cost: + 1 x0"), "{text}");
        assert!(text.contains(">= 1\n") && text.ends_with("\nEnd\n"), "{text}");
    }
}
