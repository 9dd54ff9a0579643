//! Tables by chance, always the same for the same kind and number: what the search is measured and tested on.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use statistics::disclosure::rules::CountRule;
use statistics::disclosure::table::{Cell, Table, Zeros};

/// The largest small count; the width asked for is one more.
pub(crate) const SMALL: u64 = 3;
/// The kinds, each with its shapes: the number of the table says which.
pub(crate) const KINDS: [(&str, &[Shape]); 6] = [
    ("flat", &[flat(8, 10), flat(12, 11), flat(6, 20), flat(10, 14)]),
    ("cube", &[cube(3, 3, 3), cube(3, 4, 4), cube(2, 5, 6), cube(4, 4, 5)]),
    ("four", &[four(2, 2, 2, 3), four(2, 2, 3, 3), four(2, 2, 2, 4)]),
    ("tree", &[tree(12, 8, 3), tree(9, 10, 3), tree(8, 6, 2), tree(10, 9, 5)]),
    ("linked", &[linked(3, 4, 4), linked(4, 5, 6), linked(6, 4, 8)]),
    // A county: 70 municipalities in 8 parts and the whole, by 19 ages and all: 1,580 published cells.
    ("large", &[tree(70, 19, 9)]),
];

/// A table's shape: the dimensions, how many codes of the first make a group, and which margins are published.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    sizes: [usize; 4],
    group: usize,
    linked: bool,
}

const fn flat(rows: usize, columns: usize) -> Shape {
    Shape { sizes: [rows, columns, 1, 1], group: 0, linked: false }
}

const fn cube(one: usize, two: usize, three: usize) -> Shape {
    Shape { sizes: [one, two, three, 1], group: 0, linked: false }
}

const fn four(one: usize, two: usize, three: usize, four: usize) -> Shape {
    Shape { sizes: [one, two, three, four], group: 0, linked: false }
}

const fn tree(rows: usize, columns: usize, group: usize) -> Shape {
    Shape { sizes: [rows, columns, 1, 1], group, linked: false }
}

/// Two tables over the same children: the first dimension by the second, and by the third.
const fn linked(one: usize, two: usize, three: usize) -> Shape {
    Shape { sizes: [one, two, three, 1], group: 0, linked: true }
}

/// The table of a kind with a number. Odd numbers publish zeros; the counts are few, mostly zero, or large.
pub(crate) fn table(kind: &str, number: u64) -> Option<Table> {
    let shapes = KINDS.iter().find(|(name, _)| *name == kind).map(|(_, shapes)| *shapes)?;
    let shape = shapes.get(usize::try_from(number).ok()? % shapes.len())?;
    let mut chance = StdRng::seed_from_u64(number.wrapping_mul(7_919) + kind.bytes().map(u64::from).sum::<u64>());
    let size = shape.sizes.iter().product();
    let inner: Vec<u64> = (0..size)
        .map(|_| match number / 2 % 3 {
            // Of linked tables only sums are published, which are small only where most children are in none.
            _ if shape.linked && chance.random_range(0..4) > 0 => 0,
            _ if shape.linked => chance.random_range(1..5),
            0 => chance.random_range(0..15),
            1 if chance.random_range(0..2) == 0 => 0,
            1 => chance.random_range(1..13),
            _ if chance.random_range(0..10) < 3 => chance.random_range(0..6),
            _ => chance.random_range(5..120),
        })
        .collect();
    let zeros = if number % 2 == 1 { Zeros::Published } else { Zeros::Protected };
    let rule = CountRule { largest: SMALL, zeros };
    let cells = members(shape)
        .into_iter()
        .map(|members| {
            let count = members.iter().filter_map(|member| inner.get(*member)).sum();
            Cell { sensitivity: rule.judge(count), members }
        })
        .collect();
    Table::new(inner, cells, zeros).ok()
}

/// The finest cells of every published cell.
fn members(shape: &Shape) -> Vec<Vec<usize>> {
    let lines: Vec<Vec<Vec<usize>>> =
        shape.sizes.iter().enumerate().map(|(at, size)| line(*size, if at == 0 { shape.group } else { 0 })).collect();
    let mut all: Vec<(Vec<usize>, Vec<usize>)> = vec![(vec![0], Vec::new())];
    for (line, size) in lines.iter().zip(shape.sizes) {
        let step = |(heads, picked): &(Vec<usize>, Vec<usize>)| {
            let (heads, picked) = (heads.clone(), picked.clone());
            line.iter()
                .map(move |codes| {
                    let cells =
                        heads.iter().flat_map(|head| codes.iter().map(move |code| head * size + code)).collect();
                    (cells, picked.iter().copied().chain([codes.len()]).collect())
                })
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(step).collect();
    }
    // Linked tables hold the second or the third dimension in total.
    let total = |picked: &[usize], at: usize| picked.get(at) == shape.sizes.get(at);
    all.retain(|(_, picked)| !shape.linked || total(picked, 1) || total(picked, 2));
    all.into_iter().map(|(members, _)| members).collect()
}

/// Every code, groups of them, and the total; a dimension of one code has only the total.
fn line(size: usize, group: usize) -> Vec<Vec<usize>> {
    let codes: Vec<usize> = (0..size).collect();
    let mut line: Vec<Vec<usize>> = codes.iter().map(|code| vec![*code]).collect();
    if group > 1 {
        line.extend(codes.chunks(group).map(<[usize]>::to_vec));
    }
    line.push(codes);
    line.sort();
    line.dedup();
    line
}
