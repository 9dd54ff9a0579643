//! Which cells may not be told by themselves.
//!
//! The defaults are those of the Swedish sources gathered in the domain notes, section 9.4 (small-number conventions).

use crate::disclosure::table::{Sensitivity, Zeros};

/// A rule for counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountRule {
    /// Counts up to this are sensitive.
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

/// A rule for shares: how many people and how many non-cases there must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareRule {
    /// The smallest denominator, in people.
    pub denominator: u64,
    /// The smallest number of people who are not cases: the complement rule. Nearly everybody is as telling as nearly
    /// nobody.
    pub complement: u64,
    /// Whether a share of nobody or everybody is sensitive, however many they are: it tells of each of them.
    pub groups: Groups,
}

/// Whether a property that nobody or everybody has may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Groups {
    /// It may.
    Told,
    /// It may not.
    Protected,
}

/// The smallest number of answers behind a figure from a survey.
pub const SURVEY_ANSWERS_MIN: u64 = 10;

/// What is known of one published cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The cases.
    pub count: u64,
    /// The people they are among.
    pub denominator: u64,
    /// The answers the figure rests on; for a register, the denominator.
    pub answers: u64,
}

/// All rules of a table. What is absent is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Small counts.
    pub counts: CountRule,
    /// Small denominators, small complements, nobody and everybody.
    pub shares: Option<ShareRule>,
    /// The smallest number of answers.
    pub answers: Option<u64>,
}

impl Rules {
    /// Counts up to 3, denominators below 21, fewer than 4 non-cases, nobody and everybody; zeros protected.
    pub const SWEDISH: Self = Self {
        counts: CountRule { largest: 3, zeros: Zeros::Protected },
        shares: Some(ShareRule { denominator: 21, complement: 4, groups: Groups::Protected }),
        answers: None,
    };

    /// Every reason why a cell is sensitive; none when it may be told. Where zeros are published, a zero never is.
    pub fn judge(&self, facts: Facts) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if facts.count == 0 && self.counts.zeros == Zeros::Published {
            return reasons;
        }
        if self.counts.judge(facts.count) == Sensitivity::Primary {
            reasons.push(Reason::SmallCount);
        }
        if let Some(rule) = self.shares {
            let complement = facts.denominator.saturating_sub(facts.count);
            if facts.denominator < rule.denominator {
                reasons.push(Reason::SmallDenominator);
            }
            if (facts.count == 0 || complement == 0) && rule.groups == Groups::Protected {
                reasons.push(Reason::Group);
            }
            if complement < rule.complement {
                reasons.push(Reason::SmallComplement);
            }
        }
        if self.answers.is_some_and(|least| facts.answers < least) {
            reasons.push(Reason::FewAnswers);
        }
        reasons
    }
}

/// Why a cell is sensitive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The table says so.
    Declared,
    /// Too few cases.
    SmallCount,
    /// Too few people.
    SmallDenominator,
    /// Too few non-cases: nearly everybody is one.
    SmallComplement,
    /// Nobody or everybody is a case, or all of a row stand in one cell: it tells of each of them.
    Group,
    /// Too few answers.
    FewAnswers,
}

/// The cells of a row that tell of everybody in it: where one of them holds all of the row's people, that one and all
/// that hold nobody. `all` is the row's own count, `parts` those of its cells, which may stand below one another.
/// Source: Hundepool et al. 2012, Statistical Disclosure Control, on group disclosure.
pub fn group_disclosures(all: u64, parts: &[u64]) -> Vec<usize> {
    if all == 0 || !parts.contains(&all) {
        return Vec::new();
    }
    let told = |(_, count): &(usize, &u64)| **count == 0 || **count == all;
    parts.iter().enumerate().filter(told).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(count: u64, denominator: u64, wanted: &[Reason]) {
        let facts = Facts { count, denominator, answers: denominator };
        assert_eq!(Rules::SWEDISH.judge(facts), wanted, "{count} of {denominator}");
    }

    #[test]
    fn a_share_is_sensitive_at_both_ends_and_where_there_are_few_people() {
        check(4, 21, &[]);
        check(3, 21, &[Reason::SmallCount]);
        check(4, 20, &[Reason::SmallDenominator]);
        check(17, 21, &[]);
        check(18, 21, &[Reason::SmallComplement]);
        check(40, 40, &[Reason::Group, Reason::SmallComplement]);
        check(0, 40, &[Reason::SmallCount, Reason::Group]);
    }

    #[test]
    fn a_published_zero_is_never_sensitive() {
        let counts = CountRule { largest: 3, zeros: Zeros::Published };
        let rules = Rules { counts, ..Rules::SWEDISH };
        assert_eq!(rules.judge(Facts { count: 0, denominator: 2, answers: 2 }), vec![]);
    }

    #[test]
    fn a_figure_from_a_survey_needs_ten_answers() {
        let rules = Rules { shares: None, answers: Some(SURVEY_ANSWERS_MIN), ..Rules::SWEDISH };
        assert_eq!(rules.judge(Facts { count: 5, denominator: 900, answers: 9 }), vec![Reason::FewAnswers]);
        assert_eq!(rules.judge(Facts { count: 5, denominator: 900, answers: 10 }), vec![]);
    }

    #[test]
    fn a_row_with_everybody_in_one_cell_is_found() {
        let none: Vec<usize> = Vec::new();
        assert_eq!(group_disclosures(9, &[0, 9, 0]), [0, 1, 2]);
        assert_eq!(group_disclosures(9, &[1, 8]), none);
        assert_eq!(group_disclosures(0, &[0, 0]), none);
        // A region holds everybody; in its two municipalities they are divided, in the other region is nobody.
        assert_eq!(group_disclosures(9, &[9, 4, 5, 0]), [0, 3]);
    }

    #[test]
    fn a_row_of_one_cell_tells_nothing_that_its_total_does_not() {
        assert!(group_disclosures(7, &[]).is_empty());
    }
}
