//! Small dense systems of linear equations.

/// Solves a·x = b by elimination with row exchange; none when the system is singular or not square.
pub(crate) fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let size = b.len();
    if a.len() != size || a.iter().any(|row| row.len() != size) {
        return None;
    }
    let scale = a.iter().flatten().fold(0.0_f64, |most, entry| most.max(entry.abs()));
    let mut done: Vec<(Vec<f64>, f64)> = Vec::with_capacity(size);
    for column in 0..size {
        let size_at = |row: &Vec<f64>| row.get(column).copied().unwrap_or(0.0).abs();
        let (best, _) = a.iter().enumerate().max_by(|one, other| size_at(one.1).total_cmp(&size_at(other.1)))?;
        let (pivot, right) = (a.swap_remove(best), b.swap_remove(best));
        let lead = *pivot.get(column)?;
        if lead.abs() <= 1e-12 * scale {
            return None;
        }
        for (row, value) in a.iter_mut().zip(&mut b) {
            let factor = row.get(column).copied().unwrap_or(0.0) / lead;
            for (entry, above) in row.iter_mut().zip(&pivot) {
                *entry -= factor * above;
            }
            *value -= factor * right;
        }
        done.push((pivot, right));
    }
    let mut reversed: Vec<f64> = Vec::with_capacity(size);
    for (column, (row, right)) in done.iter().enumerate().rev() {
        let known: f64 = row.iter().rev().zip(&reversed).map(|(entry, x)| entry * x).sum();
        reversed.push((right - known) / row.get(column)?);
    }
    reversed.reverse();
    Some(reversed)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_system_that_needs_a_row_exchange_is_solved() {
        let found = super::solve(vec![vec![0.0, 2.0], vec![3.0, 1.0]], vec![4.0, 5.0]).unwrap();
        assert!((found[0] - 1.0).abs() < 1e-12 && (found[1] - 2.0).abs() < 1e-12);
        assert_eq!(super::solve(vec![vec![1.0, 2.0], vec![2.0, 4.0]], vec![1.0, 2.0]), None);
    }
}
