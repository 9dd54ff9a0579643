//! Protect, then attack: on tables of every shape, whatever is in them.

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;
    use statistics::disclosure::attack::{Knowledge, Rule, attack};
    use statistics::disclosure::ledger::{Ledger, Release};
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

    /// Margins of one table, released one after another, each protected by itself.
    fn check_ledger(dims: &[usize], counts: &[u64], order: &[prop::sample::Index], width: u64) {
        let rule = CountRule { largest: 3, zeros: Zeros::Protected };
        let whole = table(dims, counts, rule, false);
        let mut ledger = Ledger::new(whole.inner().to_vec(), Zeros::Protected, width).unwrap();
        let mut promised: Vec<Vec<usize>> = Vec::new();
        let mut told: Vec<Vec<usize>> = Vec::new();
        for (number, start) in order.iter().enumerate() {
            let first = start.index(whole.cells().len());
            let cells: Vec<Cell> = whole.cells().iter().skip(first).step_by(2).cloned().collect();
            let held: Vec<usize> =
                (0..cells.len()).filter(|at| cells[*at].sensitivity == Sensitivity::Primary).collect();
            let release = Release { name: number.to_string(), cells: cells.clone(), suppressed: held.clone() };
            let Ok(entered) = ledger.clone().enter(release) else { continue };
            ledger = entered;
            promised.extend(held.iter().map(|at| cells[*at].members.clone()));
            told.extend((0..cells.len()).filter(|at| !held.contains(at)).map(|at| cells[at].members.clone()));
            // What was promised in any release must hold against everything told in all of them.
            let cell = |members: &Vec<usize>| Cell { members: members.clone(), sensitivity: Sensitivity::Open };
            let all =
                Table::new(whole.inner().to_vec(), told.iter().chain(&promised).map(cell).collect(), Zeros::Protected);
            let held: Vec<usize> = (told.len()..told.len() + promised.len()).collect();
            let knowledge = Knowledge { rule: Rule::Known, own_cell: None };
            for bound in attack(&all.unwrap(), &held, knowledge).unwrap() {
                let least = f64::from(u32::try_from(width).unwrap());
                assert!(bound.width() >= least - 1e-6, "{bound:?} after release {number}");
            }
        }
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
            check_ledger(&dims, &counts, &order, width);
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
}
