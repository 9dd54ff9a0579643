//! The figures of a table as they are met, in the same pass as its categories: how large the cube is, and so where each figure
//! belongs, is known at the end only. Rows in the order of the cube are kept as their figures and nothing else; rows in any other order
//! each with its categories packed into four bytes, and are put in order when all are there.
//!
//! Not here: cells that are given twice, and cubes that are mostly empty. For these the table is gone through again.

use super::order::{self, Lane};
use crate::model::{CELLS_MAX, Cells, Marks, Part, Scattered, Values};

/// The most bits of the categories of a row.
const BITS_MAX: u32 = 31;

/// The figures of the rows so far.
pub(super) struct Gathered {
    /// Figures of a row.
    width: usize,
    values: Lane,
    beside: Vec<(Part, Lane)>,
    /// By place among the values.
    marks: Scattered,
    rows: u64,
    /// How many categories each dimension has so far.
    sizes: Vec<u32>,
    order: Order,
}

/// In what order the rows have come.
enum Order {
    /// In that of the cube, as large as it is so far: the last dimension runs fastest. The categories of the row that came last.
    Cube(Vec<u32>),
    /// In any.
    Any(Keys),
    /// Nothing has been kept.
    Lost,
}

impl Gathered {
    /// Of so many dimensions and figures in a row.
    pub(super) fn new(dimensions: usize, width: usize, beside: impl Iterator<Item = Part>) -> Self {
        Self {
            width,
            values: Lane::new(width),
            beside: beside.map(|part| (part, Lane::new(1))).collect(),
            marks: Scattered::default(),
            rows: 0,
            sizes: vec![0; dimensions],
            order: Order::Cube(vec![0; dimensions]),
        }
    }

    /// Keeps nothing from now on.
    pub(super) fn lose(&mut self) {
        self.values.figures = Vec::new();
        self.beside.clear();
        self.marks = Scattered::default();
        self.order = Order::Lost;
    }

    /// A dimension has so many categories now.
    pub(super) fn grow(&mut self, dimension: usize, size: u32) {
        let outer = self.sizes.get(..dimension).unwrap_or_default();
        // As long as only the first of the outer ones has been met, no row lies where a larger dimension would move it.
        if matches!(self.order, Order::Cube(_)) && outer.iter().any(|size| *size > 1) {
            self.leave_order();
        }
        self.sizes.get_mut(dimension).into_iter().for_each(|each| *each = size);
        if let Order::Any(keys) = &mut self.order
            && keys.make_room(dimension, size).is_none()
        {
            self.lose();
        }
    }

    /// Begins a row of these categories. `None` when nothing is kept.
    pub(super) fn row(&mut self, categories: &[u32]) -> Option<()> {
        if let Order::Cube(last) = &mut self.order {
            // After the last cell there is no next one: one that comes has been given already.
            let next = if self.rows > 0 { step(last, &self.sizes) } else { Some(()) };
            if next.is_none() || *last != *categories {
                self.leave_order();
            }
        }
        if self.values.figures.len() as u64 > CELLS_MAX {
            self.lose();
        }
        match &mut self.order {
            Order::Cube(_) => {}
            Order::Any(keys) => keys.push(categories),
            Order::Lost => return None,
        }
        self.rows += 1;
        Some(())
    }

    /// The next figure of the row, not-a-number for none, and its mark.
    pub(super) fn figure(&mut self, figure: f64, mark: Option<String>) {
        if let Some(mark) = mark {
            self.marks.insert(self.values.figures.len() as u64, &mark);
        }
        self.values.figures.push(figure);
    }

    /// What stands beside the figure of the row, in the order of the parts.
    pub(super) fn beside(&mut self, figures: impl Iterator<Item = f64>) {
        for ((_, lane), figure) in self.beside.iter_mut().zip(figures) {
            lane.figures.push(figure);
        }
    }

    /// The rows so far get their categories, for those that come are in another order.
    fn leave_order(&mut self) {
        let Some(mut keys) = Keys::new(&self.sizes) else { return self.lose() };
        let mut categories = vec![0; self.sizes.len()];
        for _ in 0..self.rows {
            keys.push(&categories);
            step(&mut categories, &self.sizes);
        }
        self.order = Order::Any(keys);
    }

    /// Every figure in its cell of a cube of this size. `None` when some of them are given more than once, or nothing was kept.
    pub(super) fn settle(mut self, size: u64) -> Option<Cells> {
        let places = usize::try_from(size).ok()? / self.width.max(1);
        let (parts, beside): (Vec<Part>, Vec<Lane>) = self.beside.into_iter().unzip();
        let mut lanes = vec![self.values];
        lanes.extend(beside);
        match self.order {
            Order::Lost => return None,
            Order::Cube(_) => lanes.iter_mut().for_each(|lane| lane.extend_to(places)),
            Order::Any(keys) => {
                let mut positions = keys.positions(&strides_of(&self.sizes))?;
                self.marks = moved(self.marks, &positions, self.width as u64)?;
                order::put(&mut positions, &mut lanes, places)?;
            }
        }
        let mut lanes = lanes.into_iter().map(|lane| lane.figures);
        let values = Values::Dense(lanes.next()?);
        Some(Cells { values, marks: Marks::scattered(self.marks), parts: parts.into_iter().zip(lanes).collect() })
    }
}

/// Goes on to the next row of a cube of these sizes; after the last, to the first, and `None`.
fn step(categories: &mut [u32], sizes: &[u32]) -> Option<()> {
    for (category, size) in categories.iter_mut().zip(sizes).rev() {
        *category += 1;
        if *category < *size {
            return Some(());
        }
        *category = 0;
    }
    None
}

/// The marks where their rows belong.
fn moved(marks: Scattered, positions: &[u32], width: u64) -> Option<Scattered> {
    marks.moved(|place| {
        let row = usize::try_from(place / width).ok()?;
        Some(u64::from(*positions.get(row)?) * width + place % width)
    })
}

/// How far apart the categories of each dimension lie.
fn strides_of(sizes: &[u32]) -> Vec<u64> {
    let mut strides = vec![1; sizes.len()];
    let mut stride = 1_u64;
    for (each, size) in strides.iter_mut().zip(sizes).rev() {
        *each = stride;
        stride = stride.saturating_mul(u64::from(*size).max(1));
    }
    strides
}

/// The categories of every row, packed.
struct Keys {
    each: Vec<u32>,
    /// Bits of each dimension, and how many lie below them.
    bits: Vec<u32>,
    shifts: Vec<u32>,
}

impl Keys {
    /// With room for dimensions of these sizes, if that is not too much.
    fn new(sizes: &[u32]) -> Option<Self> {
        let mut keys = Self { each: Vec::new(), bits: vec![0; sizes.len()], shifts: vec![0; sizes.len()] };
        for (dimension, size) in sizes.iter().enumerate() {
            keys.make_room(dimension, *size)?;
        }
        Some(keys)
    }

    fn push(&mut self, categories: &[u32]) {
        let shifted = categories.iter().zip(&self.shifts).map(|(category, shift)| category << shift);
        self.each.push(shifted.fold(0, |key, part| key | part));
    }

    /// Makes room for a dimension of this size.
    fn make_room(&mut self, dimension: usize, size: u32) -> Option<()> {
        let needed = u32::BITS - size.saturating_sub(1).leading_zeros();
        let all: u32 = self.bits.iter().sum();
        let bits = self.bits.get_mut(dimension)?;
        let more = needed.saturating_sub(*bits);
        if more == 0 {
            return Some(());
        }
        if all + more > BITS_MAX {
            return None;
        }
        let below = (1_u32 << (self.shifts.get(dimension)? + *bits)) - 1;
        *bits = needed;
        for key in &mut self.each {
            *key = ((*key & !below) << more) | (*key & below);
        }
        for shift in self.shifts.iter_mut().take(dimension) {
            *shift += more;
        }
        Some(())
    }

    /// The position of every row among the rows of a whole cube.
    fn positions(mut self, strides: &[u64]) -> Option<Vec<u32>> {
        let mut parts = Vec::with_capacity(strides.len());
        for ((shift, bits), stride) in self.shifts.iter().zip(&self.bits).zip(strides) {
            parts.push((*shift, (1_u32 << *bits) - 1, u32::try_from(*stride).ok()?));
        }
        for key in &mut self.each {
            let apart = |(shift, mask, stride): &(u32, u32, u32)| ((*key >> shift) & mask).wrapping_mul(*stride);
            *key = parts.iter().map(apart).fold(0, u32::wrapping_add);
        }
        Some(self.each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gathers rows with these numbers of a cube, the figure of each its number; the cells by number.
    fn gathered(sizes: &[usize], rows: &[usize]) -> (Gathered, Vec<(u64, usize)>) {
        let mut gathered = Gathered::new(sizes.len(), 1, std::iter::empty());
        let mut met: Vec<Vec<usize>> = vec![Vec::new(); sizes.len()];
        let mut categories: Vec<Vec<u32>> = Vec::new();
        for row in rows {
            let mut left = *row;
            let mut codes = vec![0; sizes.len()];
            for (code, size) in codes.iter_mut().zip(sizes).rev() {
                *code = left % size;
                left /= size;
            }
            let mut found = Vec::new();
            for (dimension, (code, met)) in codes.iter().zip(&mut met).enumerate() {
                let at = met.iter().position(|each| each == code).unwrap_or_else(|| {
                    met.push(*code);
                    gathered.grow(dimension, u32::try_from(met.len()).unwrap());
                    met.len() - 1
                });
                found.push(u32::try_from(at).unwrap());
            }
            gathered.row(&found).unwrap();
            gathered.figure(figure(*row), mark(*row));
            categories.push(found);
        }
        let sizes: Vec<u64> = met.iter().map(|met| met.len() as u64).collect();
        let place = |found: &Vec<u32>| {
            found.iter().zip(&sizes).fold(0, |place, (category, size)| place * size + u64::from(*category))
        };
        let cells = categories.iter().zip(rows).map(|(found, row)| (place(found), *row)).collect();
        (gathered, cells)
    }

    fn figure(row: usize) -> f64 {
        f64::from(u32::try_from(row).unwrap())
    }

    fn mark(row: usize) -> Option<String> {
        (row % 7 == 3).then(|| row.to_string())
    }

    fn check(sizes: &[usize], rows: &[usize], in_order: bool) {
        let (gathered, cells) = gathered(sizes, rows);
        let size: u64 = gathered.sizes.iter().map(|size| u64::from(*size)).product();
        assert_eq!(matches!(gathered.order, Order::Cube(_)), in_order, "{sizes:?} {rows:?}");
        let settled = gathered.settle(size).unwrap();
        assert_eq!(settled.len(), size);
        let Values::Dense(values) = &settled.values else { panic!("not whole") };
        assert_eq!(values.iter().filter(|value| !value.is_nan()).count(), rows.len());
        for (place, row) in cells {
            assert_eq!(values[usize::try_from(place).unwrap()].to_bits(), figure(row).to_bits(), "{sizes:?} {rows:?}");
            assert_eq!(settled.marks.at(place).map(ToOwned::to_owned), mark(row));
        }
    }

    #[test]
    fn rows_in_the_order_of_the_cube_are_kept_without_their_categories() {
        for sizes in [vec![], vec![1], vec![5], vec![3, 4], vec![2, 3, 4], vec![4, 1, 3], vec![1, 1, 6]] {
            let cells: usize = sizes.iter().product();
            for count in 1..=cells {
                check(&sizes, &(0..count).collect::<Vec<_>>(), true);
            }
        }
    }

    #[test]
    fn rows_in_another_order_come_where_they_belong() {
        check(&[2, 3], &[0, 1, 2, 3, 5, 4], false);
        check(&[2, 3], &[0, 1, 3, 4, 2, 5], false);
        check(&[2, 3], &[0, 3, 1, 4, 2, 5], false);
        check(&[2, 3], &[0, 1, 2, 5], false);
        check(&[2, 3, 5], &(0..30).rev().collect::<Vec<_>>(), true);
        for step in [7, 11, 13, 29, 1009] {
            check(&[2, 3, 5], &(0..30).map(|row| row * step % 30).collect::<Vec<_>>(), false);
            check(&[5, 300, 20], &(0..30_000).map(|row| row * step % 30_000).collect::<Vec<_>>(), false);
        }
        // A code of the dimension that runs fastest comes in the last row only.
        let mut rows: Vec<usize> = (0..3000).filter(|row| row % 30 != 29).collect();
        rows.push(2999);
        check(&[10, 10, 30], &rows, false);
    }

    #[test]
    fn a_cell_that_is_given_twice_is_not_settled() {
        for rows in [vec![0, 1, 1], vec![0, 1, 2, 3, 0], vec![5, 2, 3, 5]] {
            let (gathered, _) = gathered(&[2, 3], &rows);
            let size = gathered.sizes.iter().map(|size| u64::from(*size)).product();
            assert!(gathered.settle(size).is_none(), "{rows:?}");
        }
    }

    #[test]
    fn categories_that_do_not_fit_are_not_kept() {
        let mut gathered = Gathered::new(3, 1, std::iter::empty());
        for code in 0..2000 {
            for dimension in 0..3 {
                gathered.grow(dimension, code + 1);
            }
            if gathered.row(&[code; 3]).is_none() {
                assert_eq!(code, 1024);
                assert!(gathered.settle(1).is_none());
                return;
            }
            gathered.figure(1.0, None);
        }
        panic!("all were kept");
    }
}
