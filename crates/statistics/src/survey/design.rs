//! The design of a sample and the variance it gives a total.

use std::collections::BTreeMap;

use crate::confidence::{moderate, positive};
use crate::mean::whole;
use crate::refusal::Refusal;

/// What to do with a stratum in which only one cluster was sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LonelyUnit {
    /// Refuse; the default.
    Refuse,
    /// Measure it from the mean of the whole sample.
    Adjust,
    /// Let it add nothing.
    Remove,
    /// It was certain to be in the sample, and adds nothing.
    Certain,
    /// Let it add what the other strata add on average.
    Average,
}

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Its stratum.
    pub stratum: i64,
    /// Its cluster, named within the stratum.
    pub cluster: i64,
    /// How many people it stands for, above 0.
    pub weight: f64,
    /// How many clusters the stratum holds; none when the population counts as endless.
    pub clusters: Option<f64>,
}

/// A checked design.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    weights: Vec<f64>,
    /// For every row its cluster, numbered from 0.
    cluster_of: Vec<usize>,
    /// For every cluster its stratum, numbered from 0.
    stratum_of: Vec<usize>,
    strata: Vec<Stratum>,
    policy: LonelyUnit,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Stratum {
    clusters: usize,
    /// 1 − f, the share of the clusters that was not sampled.
    unsampled: f64,
}

impl Design {
    /// Checks the rows: weights above 0, the stratum's number of clusters alike in its rows and at least those sampled.
    pub fn new(rows: &[Row], policy: LonelyUnit) -> Result<Self, Refusal> {
        if rows.is_empty() {
            return Err(Refusal::Empty("the sample"));
        }
        let mut clusters: BTreeMap<(i64, i64), usize> = BTreeMap::new();
        let mut numbers: BTreeMap<i64, Option<f64>> = BTreeMap::new();
        for row in rows {
            positive(row.weight, "a weight")?;
            clusters.insert((row.stratum, row.cluster), 0);
            if *numbers.entry(row.stratum).or_insert(row.clusters) != row.clusters {
                return Err(Refusal::Rule("the number of clusters differs within a stratum"));
            }
        }
        for (number, slot) in clusters.values_mut().enumerate() {
            *slot = number;
        }
        let places: BTreeMap<i64, usize> = numbers.keys().enumerate().map(|(at, stratum)| (*stratum, at)).collect();
        let mut strata = Vec::with_capacity(numbers.len());
        for (stratum, number) in &numbers {
            let sampled = clusters.keys().filter(|key| key.0 == *stratum).count();
            let unsampled = match number {
                None => 1.0,
                Some(all) if *all >= whole(sampled) && all.is_finite() => 1.0 - whole(sampled) / all,
                Some(_) => return Err(Refusal::Rule("a stratum has more clusters in the sample than in all")),
            };
            strata.push(Stratum { clusters: sampled, unsampled });
        }
        let lonely = strata.iter().position(|stratum| stratum.clusters < 2 && stratum.unsampled > 0.0);
        if let (Some(at), LonelyUnit::Refuse) = (lonely, policy) {
            return Err(Refusal::LonelyUnit(at + 1));
        }
        let number = |row: &Row| clusters.get(&(row.stratum, row.cluster)).copied().unwrap_or_default();
        Ok(Self {
            weights: rows.iter().map(|row| row.weight).collect(),
            cluster_of: rows.iter().map(number).collect(),
            stratum_of: clusters.keys().filter_map(|key| places.get(&key.0).copied()).collect(),
            strata,
            policy,
        })
    }

    /// The weights, in the order of the rows.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Clusters less strata, counting only rows that pass the test.
    pub fn degrees(&self, counts: impl Fn(usize) -> bool) -> usize {
        let mut clusters = vec![false; self.stratum_of.len()];
        for (_, cluster) in self.cluster_of.iter().enumerate().filter(|(row, _)| counts(*row)) {
            if let Some(slot) = clusters.get_mut(*cluster) {
                *slot = true;
            }
        }
        let mut strata = vec![false; self.strata.len()];
        for (stratum, _) in self.stratum_of.iter().zip(&clusters).filter(|(_, counted)| **counted) {
            if let Some(slot) = strata.get_mut(*stratum) {
                *slot = true;
            }
        }
        let count = |flags: &[bool]| flags.iter().filter(|flag| **flag).count();
        count(&clusters) - count(&strata)
    }

    /// Var Σu = Σ_h (1−f_h)·n_h/(n_h−1)·Σᵢ(u_hi − ū_h)², u being one value per row, summed within clusters.
    /// Source: Binder 1983, International Statistical Review 51, 279–292.
    pub fn variance(&self, values: impl Iterator<Item = f64>) -> f64 {
        let mut totals = vec![0.0; self.stratum_of.len()];
        for (value, cluster) in values.zip(&self.cluster_of) {
            if let Some(total) = totals.get_mut(*cluster) {
                *total += value;
            }
        }
        let (mut sum, mut lonely) = (0.0, 0_usize);
        for (number, stratum) in self.strata.iter().enumerate() {
            let own = || totals.iter().zip(&self.stratum_of).filter(|(_, at)| **at == number).map(|(total, _)| *total);
            let n = whole(stratum.clusters);
            if stratum.clusters > 1 {
                let mean = own().sum::<f64>() / n;
                sum += stratum.unsampled * n / (n - 1.0) * own().map(|total| (total - mean).powi(2)).sum::<f64>();
                continue;
            }
            match self.policy {
                LonelyUnit::Adjust => sum += stratum.unsampled * own().map(|total| total * total).sum::<f64>(),
                LonelyUnit::Average => lonely += 1,
                LonelyUnit::Refuse | LonelyUnit::Remove | LonelyUnit::Certain => {}
            }
        }
        let strata = whole(self.strata.len());
        if lonely > 0 && strata > whole(lonely) { sum * strata / (strata - whole(lonely)) } else { sum }
    }

    /// A column of workable numbers, one per row.
    pub fn column(&self, values: &[f64], name: &'static str) -> Result<(), Refusal> {
        if values.len() != self.weights.len() {
            return Err(Refusal::LengthsDiffer { left: name, right: "the sample" });
        }
        values.iter().try_for_each(|value| moderate(*value, name).map(|_| ()))
    }
}
