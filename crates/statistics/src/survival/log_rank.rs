//! The log-rank test and its relatives: do groups wait equally long?

use std::collections::BTreeMap;

use crate::distribution::chi_squared_above;
use crate::mean::whole;
use crate::refusal::{Refusal, Undefined};
use crate::survival::{Outcome, Wait};

/// The most groups compared at once.
pub const GROUPS_MAX: usize = 50;

/// What weight early events carry against late ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighting {
    /// All alike: the log-rank test (ρ = 0).
    Even,
    /// By the share still waiting just before: Peto & Peto (ρ = 1).
    Early,
}

/// A wait in a group, the groups numbered from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// The wait.
    pub wait: Wait,
    /// The group compared.
    pub group: usize,
    /// The stratum within which it is compared.
    pub stratum: i64,
}

/// The test's sums and verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// Weighted events per group.
    pub observed: Vec<f64>,
    /// Those expected if all waited alike.
    pub expected: Vec<f64>,
    /// χ², its degrees of freedom and P; undefined with fewer than two groups that could have had events.
    pub test: Result<Verdict, Undefined>,
}

/// χ² on its degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The statistic.
    pub chi_squared: f64,
    /// Groups with an expected number above zero, less one.
    pub degrees: usize,
    /// P(χ² or more).
    pub p: f64,
}

/// Compares the groups.
///
/// At each event time O − E with E = d·nᵍ/n and the hypergeometric variance d(n−d)/(n−1)·(nᵍ/n)(δ − nʰ/n), each times
/// S(t−)^ρ (squared in the variance), summed over times and strata. A group that could not have had events drops out.
/// Source: Mantel 1966; Harrington & Fleming 1982, Biometrika 69, 553–566.
pub fn compare(members: &[Member], groups: usize, weighting: Weighting) -> Result<LogRank, Refusal> {
    if !(2..=GROUPS_MAX).contains(&groups) || members.iter().any(|member| member.group >= groups) {
        return Err(Refusal::Rule("a comparison needs between 2 and 50 groups"));
    }
    let mut sums = Sums::new(groups);
    let mut strata: BTreeMap<i64, Vec<Member>> = BTreeMap::new();
    for member in members {
        strata.entry(member.stratum).or_default().push(*member);
    }
    for stratum in strata.values_mut() {
        sums.add(stratum, weighting);
    }
    let test = sums.verdict();
    Ok(LogRank { observed: sums.observed, expected: sums.expected, test })
}

struct Sums {
    observed: Vec<f64>,
    expected: Vec<f64>,
    variance: Vec<Vec<f64>>,
}

impl Sums {
    fn new(groups: usize) -> Self {
        let zeros = vec![0.0; groups];
        Self { observed: zeros.clone(), expected: zeros.clone(), variance: vec![zeros; groups] }
    }

    fn add(&mut self, stratum: &mut [Member], weighting: Weighting) {
        stratum.sort_by(|one, other| one.wait.time().total_cmp(&other.wait.time()));
        let mut at_risk = vec![0_usize; self.observed.len()];
        for member in stratum.iter() {
            count(&mut at_risk, member.group, 1);
        }
        let mut share = 1.0;
        for same in stratum.chunk_by(|one, other| one.wait.time() >= other.wait.time()) {
            let n = whole(at_risk.iter().sum());
            let mut events = vec![0_usize; at_risk.len()];
            for member in same.iter().filter(|member| member.wait.outcome() == Outcome::Event) {
                count(&mut events, member.group, 1);
            }
            let d = whole(events.iter().sum());
            if d > 0.0 {
                let weight = if weighting == Weighting::Early { share } else { 1.0 };
                self.add_time(&at_risk, &events, (n, d), weight);
                share *= 1.0 - d / n;
            }
            for member in same {
                count(&mut at_risk, member.group, -1);
            }
        }
    }

    fn add_time(&mut self, at_risk: &[usize], events: &[usize], (n, d): (f64, f64), weight: f64) {
        for (sum, found) in self.observed.iter_mut().zip(events) {
            *sum += weight * whole(*found);
        }
        for (sum, risk) in self.expected.iter_mut().zip(at_risk) {
            *sum += weight * d * whole(*risk) / n;
        }
        if n <= 1.0 {
            return;
        }
        let scale = weight * weight * d * (n - d) / (n - 1.0);
        for (row, (line, one)) in self.variance.iter_mut().zip(at_risk).enumerate() {
            for (column, (cell, other)) in line.iter_mut().zip(at_risk).enumerate() {
                let own = if row == column { 1.0 } else { 0.0 };
                *cell += scale * whole(*one) / n * (own - whole(*other) / n);
            }
        }
    }

    fn verdict(&self) -> Result<Verdict, Undefined> {
        let open: Vec<bool> = self.expected.iter().map(|expected| *expected > 0.0).collect();
        let kept = open.iter().filter(|open| **open).count();
        if kept < 2 {
            return Err(Undefined::NoDegreesOfFreedom);
        }
        // The rows sum to zero, so the last group kept is left out.
        let pick = |values: &[f64]| -> Vec<f64> {
            values.iter().zip(&open).filter(|(_, open)| **open).map(|(value, _)| *value).take(kept - 1).collect()
        };
        let gaps: Vec<f64> = self.observed.iter().zip(&self.expected).map(|(o, e)| o - e).collect();
        let rows = self.variance.iter().zip(&open).filter(|(_, open)| **open).take(kept - 1);
        let system: Vec<Vec<f64>> = rows.map(|(row, _)| pick(row)).collect();
        let gaps = pick(&gaps);
        let solved = crate::linear::solve(system, gaps.clone()).ok_or(Undefined::NoDegreesOfFreedom)?;
        let chi_squared: f64 = gaps.iter().zip(&solved).map(|(gap, x)| gap * x).sum();
        let degrees = kept - 1;
        Ok(Verdict { chi_squared, degrees, p: chi_squared_above(chi_squared, whole(degrees)) })
    }
}

fn count(counts: &mut [usize], group: usize, step: isize) {
    if let Some(count) = counts.get_mut(group) {
        *count = count.saturating_add_signed(step);
    }
}
