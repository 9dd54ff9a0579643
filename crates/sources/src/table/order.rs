//! Puts rows that came in any order where they belong, without room for a second copy: parted by the front of their positions
//! first, so that what moves lies near, then part by part from the end.

/// Positions in a part, as a power of two: half a megabyte of figures.
const PART: u32 = 16;

/// Figures of the rows, so many of each row.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) width: usize,
    pub(super) figures: Vec<f64>,
}

impl Lane {
    pub(super) fn new(width: usize) -> Self {
        Self { width, figures: Vec::new() }
    }

    /// Makes room for so many rows; those that are not there have no figures.
    pub(super) fn extend_to(&mut self, rows: usize) {
        let length = rows * self.width;
        self.figures.reserve_exact(length.saturating_sub(self.figures.len()));
        self.figures.resize(length, f64::NAN);
        self.figures.shrink_to_fit();
    }

    fn swap(&mut self, left: usize, right: usize) {
        for offset in 0..self.width {
            self.figures.swap(left * self.width + offset, right * self.width + offset);
        }
    }

    /// Moves the rows `from..to` to their positions, all of which are in `base..top`.
    fn scatter(&mut self, [from, to]: [usize; 2], positions: &[u32], [base, top]: [usize; 2], held: &mut Vec<f64>) {
        let width = self.width;
        held.clear();
        held.extend_from_slice(self.figures.get(from * width..to * width).unwrap_or_default());
        self.figures.get_mut(base * width..top * width).unwrap_or_default().fill(f64::NAN);
        for (row, position) in held.chunks_exact(width).zip(positions) {
            let start = *position as usize * width;
            if let [figure] = row {
                self.figures.get_mut(start).into_iter().for_each(|cell| *cell = *figure);
            } else {
                let cells = self.figures.get_mut(start..).unwrap_or_default();
                cells.iter_mut().zip(row).for_each(|(cell, figure)| *cell = *figure);
            }
        }
    }
}

/// Puts every row at its position, below `places`. `None` when two rows have one position; then nothing is where it was.
pub(super) fn put(positions: &mut [u32], lanes: &mut [Lane], places: usize) -> Option<()> {
    let ends = parted(positions, lanes, places)?;
    for lane in lanes.iter_mut() {
        lane.extend_to(places);
    }
    let (mut held, mut taken) = (Vec::new(), vec![false; 1 << PART]);
    for (part, to) in ends.iter().enumerate().rev() {
        let from = part.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
        let base = part << PART;
        let top = places.min(base + (1 << PART));
        if from > base {
            // More rows than positions below.
            return None;
        }
        let rows = positions.get(from..*to)?;
        taken.fill(false);
        for position in rows {
            let taken = taken.get_mut((*position as usize).checked_sub(base)?)?;
            if std::mem::replace(taken, true) {
                return None;
            }
        }
        // What lies in this part and is not its own has been moved already: it came later.
        for lane in lanes.iter_mut() {
            lane.scatter([from, *to], rows, [base, top], &mut held);
        }
    }
    Some(())
}

/// Sorts the rows by the part in which their position lies; where each part ends.
fn parted(positions: &mut [u32], lanes: &mut [Lane], places: usize) -> Option<Vec<usize>> {
    let part_of = |position: u32| (position >> PART) as usize;
    let mut ends = vec![0; (places >> PART) + 1];
    for position in positions.iter() {
        *ends.get_mut(part_of(*position))? += 1;
    }
    let mut heads = Vec::with_capacity(ends.len());
    let mut sum = 0;
    for end in &mut ends {
        heads.push(sum);
        sum += *end;
        *end = sum;
    }
    for (part, end) in ends.iter().enumerate() {
        loop {
            let head = *heads.get(part)?;
            if head >= *end {
                break;
            }
            let home = part_of(*positions.get(head)?);
            let to = heads.get_mut(home)?;
            if home != part {
                positions.swap(head, *to);
                for lane in lanes.iter_mut() {
                    lane.swap(head, *to);
                }
            }
            *to += 1;
        }
    }
    Some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[u32], places: usize) {
        let figure = |position: u32, offset: u32| f64::from(position) + f64::from(offset) / 4.0;
        let mut lanes = [Lane::new(1), Lane::new(3)];
        for position in rows {
            lanes[0].figures.push(figure(*position, 0));
            lanes[1].figures.extend((0..3).map(|offset| figure(*position, offset)));
        }
        put(&mut rows.to_vec(), &mut lanes, places).unwrap();
        let mut expected = vec![f64::NAN.to_bits(); places * 3];
        for position in rows {
            for offset in 0..3 {
                expected[*position as usize * 3 + offset as usize] = figure(*position, offset).to_bits();
            }
        }
        let bits = |lane: &Lane| lane.figures.iter().map(|figure| figure.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&lanes[1]), expected);
        assert_eq!(bits(&lanes[0]), expected.iter().step_by(3).copied().collect::<Vec<_>>());
    }

    #[test]
    fn every_row_comes_to_its_position() {
        check(&[], 0);
        check(&[], 3);
        check(&[2, 0, 1], 3);
        check(&[4, 1], 6);
        let places = 300_000;
        let stepped = |step: u32, count: u32| (0..count).map(|row| row * step % 300_007 % 300_000).collect::<Vec<_>>();
        let mut unlike = stepped(7919, 200_000);
        unlike.sort_unstable();
        unlike.dedup();
        unlike.reverse();
        check(&unlike, places);
        let middle = unlike.len() / 2;
        unlike.rotate_left(middle);
        check(&unlike, places);
    }

    #[test]
    fn two_rows_of_one_position_are_found() {
        for (rows, places) in
            [(vec![1, 1], 2), (vec![0, 1, 0], 3), (vec![70_000, 5, 70_000], 80_000), (vec![3; 70_000], 70_001)]
        {
            let mut lanes = [Lane { width: 1, figures: vec![0.0; rows.len()] }];
            assert_eq!(put(&mut rows.clone(), &mut lanes, places), None);
        }
    }
}
