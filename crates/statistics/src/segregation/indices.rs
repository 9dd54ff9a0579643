//! Dissimilarity, isolation, exposure, Theil's H and M, and Gini.

use crate::confidence::not_negative;
use crate::refusal::{Refusal, Undefined};

/// The most groups.
pub const GROUPS_MAX: usize = 100;
/// The most people among whom chance is summed over exactly.
pub const CHANCE_MAX: f64 = 1e10;
/// Chances below this share of the likeliest are left out of a sum.
const NEGLIGIBLE: f64 = 1e-22;

/// People by unit (rows) and group (columns). Units without people are dropped.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    rows: Vec<Vec<f64>>,
    groups: usize,
}

impl Counts {
    /// Checks the table: rows of equal length, counts at least 0.
    pub fn new(rows: Vec<Vec<f64>>) -> Result<Self, Refusal> {
        let groups = rows.first().map_or(0, Vec::len);
        if groups == 0 || groups > GROUPS_MAX {
            return Err(Refusal::Rule("a table needs between 1 and 100 groups"));
        }
        if rows.iter().any(|row| row.len() != groups) {
            return Err(Refusal::LengthsDiffer { left: "one unit's row", right: "another's" });
        }
        for count in rows.iter().flatten() {
            not_negative(*count, "a count")?;
        }
        let rows: Vec<Vec<f64>> = rows.into_iter().filter(|row| row.iter().sum::<f64>() > 0.0).collect();
        if rows.is_empty() {
            return Err(Refusal::Empty("the table"));
        }
        Ok(Self { rows, groups })
    }

    /// The number of groups.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The units that hold people.
    pub fn rows(&self) -> &[Vec<f64>] {
        &self.rows
    }

    /// People in a group.
    pub fn size(&self, group: usize) -> f64 {
        self.column(group).sum()
    }

    fn column(&self, group: usize) -> impl Iterator<Item = f64> + Clone {
        self.rows.iter().map(move |row| row.get(group).copied().unwrap_or_default())
    }

    fn totals(&self) -> impl Iterator<Item = f64> + Clone {
        self.rows.iter().map(|row| row.iter().sum())
    }

    /// M = ΣΣ p_ug ln(p_ug/(p_u p_g)), in natural units. Source: Theil 1971; Mora & Ruiz-Castillo 2011.
    pub fn mutual_information(&self) -> f64 {
        let all: f64 = self.totals().sum();
        let sizes: Vec<f64> = (0..self.groups).map(|group| self.size(group)).collect();
        let of_row = |row: &Vec<f64>| -> f64 {
            let unit: f64 = row.iter().sum();
            row.iter().zip(&sizes).filter(|(n, _)| **n > 0.0).map(|(n, g)| n / all * (n * all / (unit * g)).ln()).sum()
        };
        self.rows.iter().map(of_row).sum::<f64>().max(0.0)
    }

    /// H = M over the entropy of the groups; undefined for one group.
    pub fn theil(&self) -> Result<f64, Undefined> {
        let all: f64 = self.totals().sum();
        let shares = (0..self.groups).map(|group| self.size(group) / all).filter(|share| *share > 0.0);
        let entropy: f64 = shares.map(|share| -share * share.ln()).sum();
        if entropy > 0.0 { Ok(self.mutual_information() / entropy) } else { Err(Undefined::EmptyGroup) }
    }

    /// D = ½Σ|aᵢ/A − bᵢ/B| of two groups. Source: Duncan & Duncan 1955.
    pub fn dissimilarity(&self, one: usize, other: usize) -> Result<f64, Undefined> {
        let (a, b) = (self.size(one), self.size(other));
        if a <= 0.0 || b <= 0.0 {
            return Err(Undefined::EmptyGroup);
        }
        Ok(0.5 * self.column(one).zip(self.column(other)).map(|(x, y)| (x / a - y / b).abs()).sum::<f64>())
    }

    /// The D that chance alone gives: people of two groups dealt to units of these sizes, E½Σ|aᵢ/A − bᵢ/B| with aᵢ
    /// hypergeometric. D is inflated in small units, so this belongs beside it. Counts must be whole.
    pub fn dissimilarity_by_chance(&self, one: usize, other: usize) -> Result<f64, Undefined> {
        let (a, b) = (self.size(one), self.size(other));
        if a <= 0.0 || b <= 0.0 {
            return Err(Undefined::EmptyGroup);
        }
        if a + b > CHANCE_MAX {
            return Err(Undefined::TooMany);
        }
        let unit = |size: f64| mean_gap(a, b, size);
        Ok(0.5 * self.column(one).zip(self.column(other)).map(|(x, y)| unit(x + y)).sum::<f64>())
    }

    /// Σ(aᵢ/A)(bᵢ/tᵢ): the share of `other` in the unit of an average member of `one`. With itself it is isolation.
    /// Source: Lieberson 1981; Massey & Denton 1988.
    pub fn exposure(&self, one: usize, other: usize) -> Result<f64, Undefined> {
        let size = self.size(one);
        if size <= 0.0 {
            return Err(Undefined::EmptyGroup);
        }
        let rows = self.column(one).zip(self.column(other)).zip(self.totals());
        Ok(rows.map(|((a, b), total)| a / size * b / total).sum())
    }

    /// The table of one group against everybody else.
    #[must_use]
    pub fn against_rest(&self, group: usize) -> Self {
        let rows = self.column(group).zip(self.totals()).map(|(own, all)| vec![own, all - own]).collect();
        Self { rows, groups: 2 }
    }

    /// ΣΣ tᵢtⱼ|pᵢ − pⱼ| / (2T²P(1−P)), p being the group's share in a unit.
    pub fn gini(&self, group: usize) -> Result<f64, Undefined> {
        let all: f64 = self.totals().sum();
        let share = self.size(group) / all;
        let scale = share * (1.0 - share);
        if scale <= 0.0 {
            return Err(Undefined::EmptyGroup);
        }
        // Sorted by share, Σ_{i<j} tᵢtⱼ(pⱼ − pᵢ) is one pass over running sums.
        let mut units: Vec<(f64, f64)> = self.column(group).zip(self.totals()).map(|(n, t)| (n / t, t)).collect();
        units.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (mut people, mut members, mut sum) = (0.0, 0.0, 0.0);
        for (p, t) in units {
            sum += t * (p * people - members);
            people += t;
            members += t * p;
        }
        Ok(sum / (all * all * scale))
    }

    /// Σ_gΣᵢ tᵢ|p_ig − P_g| / (2TI) with I = ΣP_g(1−P_g), the dissimilarity of many groups. Source: Sakoda 1981.
    pub fn dissimilarity_of_all(&self) -> Result<f64, Undefined> {
        let all: f64 = self.totals().sum();
        let (mut gaps, mut interaction) = (0.0, 0.0);
        for group in 0..self.groups {
            let share = self.size(group) / all;
            interaction += share * (1.0 - share);
            gaps += self.column(group).zip(self.totals()).map(|(n, t)| (n - t * share).abs()).sum::<f64>();
        }
        if interaction > 0.0 { Ok(gaps / (2.0 * all * interaction)) } else { Err(Undefined::EmptyGroup) }
    }
}

/// The mean of |x/a − (size − x)/b| over hypergeometric x, the members of one group of `a` among `size` of `a + b` people.
///
/// From the likeliest x outwards each chance is the last one times a ratio, until what follows is negligible: a sum over
/// as many steps as the spread is wide, not as the unit is large, and free of the rounding of large factorials.
fn mean_gap(a: f64, b: f64, size: f64) -> f64 {
    let (first, last) = ((size - b).max(0.0), size.min(a));
    let likeliest = ((size + 1.0) * (a + 1.0) / (a + b + 2.0)).floor().clamp(first, last);
    let gap = |x: f64| (x / a - (size - x) / b).abs();
    let (mut chances, mut gaps) = (1.0, gap(likeliest));
    let (mut x, mut chance) = (likeliest, 1.0);
    while x < last && chance > NEGLIGIBLE {
        chance *= (a - x) * (size - x) / ((x + 1.0) * (b - size + x + 1.0));
        x += 1.0;
        chances += chance;
        gaps += chance * gap(x);
    }
    (x, chance) = (likeliest, 1.0);
    while x > first && chance > NEGLIGIBLE {
        chance *= x * (b - size + x) / ((a - x + 1.0) * (size - x + 1.0));
        x -= 1.0;
        chances += chance;
        gaps += chance * gap(x);
    }
    gaps / chances
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_alone_separates_two_pairs_in_two_units_by_a_third_of_the_ways() {
        // Two and two people in units of two: apart in 2 of 6 ways, where D is 1; mixed in 4, where D is 0.
        let counts = Counts::new(vec![vec![2.0, 0.0], vec![0.0, 2.0]]).unwrap();
        assert!((counts.dissimilarity_by_chance(0, 1).unwrap() - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn chance_in_large_units_is_small_and_found_at_once() {
        let large = Counts::new(vec![vec![1e9, 1e9], vec![1e9, 1e9]]).unwrap();
        let chance = large.dissimilarity_by_chance(0, 1).unwrap();
        // √(2/π) times the spread of x/a − (size − x)/b, halved and over two units: 2·√(n/16)/(n/2)·√(2/π) with n = 4e9.
        let wanted = 2.0 * (4e9_f64 / 16.0).sqrt() / 2e9 * (2.0 / std::f64::consts::PI).sqrt();
        assert!((chance / wanted - 1.0).abs() < 1e-6, "{chance} is not {wanted}");
        let huge = Counts::new(vec![vec![1e12, 1e12]]).unwrap();
        assert_eq!(huge.dissimilarity_by_chance(0, 1), Err(Undefined::TooMany));
    }
}
