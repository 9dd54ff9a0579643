//! Which cells may not be told by themselves.
//!
//! The defaults are those of the Swedish sources gathered in the domain notes, section 9.4 (small-number conventions).

use crate::disclosure::table::{Sensitivity, Zeros};
use crate::refusal::Refusal;

/// A rule for counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountRule {
    /// Counts up to this are sensitive, at least 1.
    pub largest: u64,
    /// Whether a zero is sensitive too.
    pub zeros: Zeros,
}

impl CountRule {
    /// Whether a count is sensitive. A structural zero, where nobody can be, is never.
    pub fn judge(&self, count: u64) -> Sensitivity {
        let small = if count == 0 { self.zeros == Zeros::Protected } else { count <= self.largest };
        if small { Sensitivity::Primary } else { Sensitivity::Open }
    }
}

/// A rule for shares: how many people, cases and non-cases there must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareRule {
    /// The smallest denominator, in people.
    pub denominator: u64,
    /// The smallest number of cases.
    pub count: u64,
    /// The smallest number of people who are not cases: the complement rule.
    pub complement: u64,
}

impl ShareRule {
    /// Denominator at least 21, cases at least 4, non-cases at least 4.
    pub const SWEDISH: Self = Self { denominator: 21, count: 4, complement: 4 };

    /// Whether a share of `count` among `denominator` is sensitive, and why.
    pub fn judge(&self, count: u64, denominator: u64) -> Result<Option<Reason>, Refusal> {
        let Some(complement) = denominator.checked_sub(count) else {
            return Err(Refusal::Rule("a count is above its denominator"));
        };
        Ok(if denominator < self.denominator {
            Some(Reason::SmallDenominator)
        } else if count == 0 || complement == 0 {
            Some(Reason::Group)
        } else if count < self.count {
            Some(Reason::SmallCount)
        } else if complement < self.complement {
            Some(Reason::SmallComplement)
        } else {
            None
        })
    }
}

/// The smallest number of answers behind a figure from a survey.
pub const SURVEY_ANSWERS_MIN: u64 = 10;

/// Whether a figure from a survey rests on too few answers.
pub fn judge_survey(answers: u64) -> Sensitivity {
    if answers < SURVEY_ANSWERS_MIN { Sensitivity::Primary } else { Sensitivity::Open }
}

/// Why a share is sensitive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Too few people.
    SmallDenominator,
    /// Too few cases.
    SmallCount,
    /// Too few non-cases: nearly everybody is one.
    SmallComplement,
    /// Nobody or everybody is a case, which tells of each of them.
    Group,
}

/// Rows of a table in which all people share one property: 100 per cent in one cell and none in the others.
/// Each row lists its cells' counts. Source: Hundepool et al. 2012, Statistical Disclosure Control, on group disclosure.
pub fn group_disclosures(rows: &[Vec<u64>]) -> Vec<usize> {
    let told = |row: &Vec<u64>| row.len() > 1 && row.iter().filter(|count| **count > 0).count() == 1;
    rows.iter().enumerate().filter(|(_, row)| told(row)).map(|(at, _)| at).collect()
}
