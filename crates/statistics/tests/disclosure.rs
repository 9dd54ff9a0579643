//! Protect, then attack: on tables of every shape, whatever is in them.

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;
    use statistics::disclosure::attack::{Knowledge, Rule, attack};
    use statistics::disclosure::protect::protect;
    use statistics::disclosure::rules::CountRule;
    use statistics::disclosure::table::{Attacker, Cell, Demand, Objective, Table, Zeros};

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
