//! Moran's I and Geary's C: are neighbouring areas alike?

use std::collections::BTreeSet;

use crate::confidence::finite;
use crate::distribution::normal_above;
use crate::mean::whole;
use crate::refusal::{Refusal, Undefined};

/// How neighbours weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// An area's neighbours weigh 1 together.
    RowStandardised,
    /// Every neighbour weighs 1.
    Binary,
}

/// Areas without neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Islands {
    /// Refuse them.
    Refused,
    /// They are known; they count in the mean but not among the areas.
    Declared,
}

/// Values of areas and who borders on whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    values: Vec<f64>,
    weights: Vec<Vec<(usize, f64)>>,
    islands: usize,
}

/// The statistics.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Autocorrelation {
    /// I = (N/W)Σᵢⱼwᵢⱼzᵢzⱼ/Σz².
    pub moran: f64,
    /// −1/(N − 1).
    pub expectation: f64,
    /// Its variance if the values were dealt at random.
    pub variance_randomisation: f64,
    /// Its variance if the values were normal.
    pub variance_normality: f64,
    /// P(more alike) under randomisation; undefined where every deal gives the same, as when all are neighbours of all.
    pub p_greater: Result<f64, Undefined>,
    /// C = (N−1)Σᵢⱼwᵢⱼ(xᵢ−xⱼ)²/(2WΣz²).
    pub geary: f64,
}

impl Map {
    /// Checks the areas: finite values; neighbours, numbered from 0, that exist and are not the area itself.
    pub fn new(values: Vec<f64>, neighbours: &[Vec<usize>], style: Style, islands: Islands) -> Result<Self, Refusal> {
        if values.len() != neighbours.len() {
            return Err(Refusal::LengthsDiffer { left: "the values", right: "the neighbours" });
        }
        if values.len() < 4 {
            return Err(Refusal::Rule("autocorrelation needs at least four areas"));
        }
        for value in &values {
            finite(*value, "a value")?;
        }
        let strange = |(area, others): (usize, &Vec<usize>)| others.iter().any(|at| *at == area || *at >= values.len());
        if neighbours.iter().enumerate().any(strange) {
            return Err(Refusal::Rule("a neighbour is the area itself or does not exist"));
        }
        let twice = |others: &Vec<usize>| others.iter().collect::<BTreeSet<_>>().len() < others.len();
        if neighbours.iter().any(twice) {
            return Err(Refusal::Rule("an area names a neighbour twice"));
        }
        let alone = neighbours.iter().filter(|others| others.is_empty()).count();
        if alone > 0 && islands == Islands::Refused {
            return Err(Refusal::Rule("an area has no neighbours and is not declared an island"));
        }
        if values.len() < alone + 4 {
            return Err(Refusal::Rule("autocorrelation needs at least four areas"));
        }
        let weigh = |others: &Vec<usize>| {
            let weight = if style == Style::Binary { 1.0 } else { 1.0 / whole(others.len()) };
            others.iter().map(|at| (*at, weight)).collect()
        };
        Ok(Self { weights: neighbours.iter().map(weigh).collect(), values, islands: alone })
    }

    /// Moran's I and Geary's C with the moments of I. Undefined when all values are equal.
    /// Source: Cliff & Ord 1981, Spatial Processes.
    pub fn autocorrelation(&self) -> Result<Autocorrelation, Undefined> {
        let all = whole(self.values.len());
        let n = all - whole(self.islands);
        let largest = self.values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let first = self.values.first().copied().unwrap_or_default();
        // Asked of the values: the mean of equal numbers need not be that number to the last digit.
        if self.values.iter().all(|value| value.total_cmp(&first).is_eq()) || largest <= 0.0 {
            return Err(Undefined::Constant);
        }
        // Every statistic is the same in any unit; in that of the largest value no square overflows.
        let mean = self.values.iter().map(|value| value / largest).sum::<f64>() / all;
        let z: Vec<f64> = self.values.iter().map(|value| value / largest - mean).collect();
        let squares: f64 = z.iter().map(|z| z * z).sum();
        if squares <= 0.0 {
            return Err(Undefined::Constant);
        }
        let at = |area: usize| z.get(area).copied().unwrap_or_default();
        let links =
            || self.weights.iter().enumerate().flat_map(|(area, row)| row.iter().map(move |(to, w)| (area, *to, *w)));
        let s0: f64 = links().map(|(_, _, w)| w).sum();
        let products: f64 = links().map(|(i, j, w)| w * at(i) * at(j)).sum();
        let gaps: f64 = links().map(|(i, j, w)| w * (at(i) - at(j)).powi(2)).sum();
        let (s1, s2) = self.moments();
        let moran = n / s0 * products / squares;
        let expectation = -1.0 / (n - 1.0);
        let kurtosis = n * z.iter().map(|z| z.powi(4)).sum::<f64>() / (squares * squares);
        let first = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0);
        let second = kurtosis * (n * (n - 1.0) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
        let scale = (n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0;
        let variance_randomisation = (first - second) / scale - expectation * expectation;
        let normal = (n * n * s1 - n * s2 + 3.0 * s0 * s0) / (s0 * s0 * (n * n - 1.0));
        Ok(Autocorrelation {
            moran,
            expectation,
            variance_randomisation,
            variance_normality: normal - expectation * expectation,
            p_greater: if variance_randomisation > 1e-9 * expectation * expectation {
                Ok(normal_above((moran - expectation) / variance_randomisation.sqrt()))
            } else {
                Err(Undefined::Constant)
            },
            geary: (n - 1.0) * gaps / (2.0 * s0 * squares),
        })
    }

    /// S₁ = ½Σᵢⱼ(wᵢⱼ + wⱼᵢ)² and S₂ = Σᵢ(Σⱼwᵢⱼ + Σⱼwⱼᵢ)².
    fn moments(&self) -> (f64, f64) {
        let mut ends = vec![0.0; self.values.len()];
        let mut pairs = std::collections::BTreeMap::new();
        for (area, row) in self.weights.iter().enumerate() {
            for (to, weight) in row {
                *pairs.entry((area.min(*to), area.max(*to))).or_insert(0.0) += weight;
                for end in [area, *to] {
                    if let Some(sum) = ends.get_mut(end) {
                        *sum += weight;
                    }
                }
            }
        }
        (pairs.values().map(|sum: &f64| sum * sum).sum(), ends.iter().map(|sum: &f64| sum * sum).sum())
    }
}
