//! Has a child's score changed more than the questionnaire's own error, and into the range of those who feel well?

use crate::confidence::{Confidence, moderate, not_negative, positive};
use crate::refusal::Refusal;

/// The size of the index that counts as reliable.
pub const RELIABLE: f64 = 1.96;

/// Which way is better on the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// A lower score, as for symptoms.
    Lower,
    /// A higher score, as for well-being.
    Higher,
}

/// Mean and standard deviation of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Norm {
    /// The mean.
    pub mean: f64,
    /// The standard deviation, above 0.
    pub deviation: f64,
}

/// What became of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Reliably better, and past the cut-off.
    Recovered,
    /// Reliably better.
    Improved,
    /// No reliable change.
    Unchanged,
    /// Reliably worse.
    Deteriorated,
}

/// A measure with known spread and reliability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    deviation: f64,
    reliability: f64,
    better: Better,
    cutoff: Option<f64>,
}

impl Measure {
    /// Spread above 0; reliability at least 0 and below 1, for at 1 nothing could be error.
    pub fn new(deviation: f64, reliability: f64, better: Better) -> Result<Self, Refusal> {
        positive(deviation, "the standard deviation")?;
        if not_negative(reliability, "the reliability")? >= 1.0 {
            return Err(Refusal::Rule("a reliability of 1 leaves no error to measure against"));
        }
        Ok(Self { deviation, reliability, better, cutoff: None })
    }

    /// Adds the cut-off c = (s₀M₁ + s₁M₀)/(s₀ + s₁) between those who feel unwell (1) and well (0).
    pub fn with_norms(mut self, unwell: Norm, well: Norm) -> Result<Self, Refusal> {
        positive(unwell.deviation, "the standard deviation of those unwell")?;
        positive(well.deviation, "the standard deviation of those well")?;
        moderate(unwell.mean, "the mean of those unwell")?;
        moderate(well.mean, "the mean of those well")?;
        let weighted = well.deviation * unwell.mean + unwell.deviation * well.mean;
        self.cutoff = Some(weighted / (well.deviation + unwell.deviation));
        Ok(self)
    }

    /// S_E = SD·√(1 − r), in points of the scale.
    pub fn error(&self) -> f64 {
        self.deviation * (1.0 - self.reliability).sqrt()
    }

    /// S_diff = √2·S_E.
    pub fn difference_error(&self) -> f64 {
        std::f64::consts::SQRT_2 * self.error()
    }

    /// The points of change at which 95 per cent of pure error is exceeded.
    pub fn threshold(&self) -> f64 {
        Confidence::NINETY_FIVE.z() * self.difference_error()
    }

    /// The cut-off, when norms were given.
    pub fn cutoff(&self) -> Option<f64> {
        self.cutoff
    }

    /// RC = (after − before)/S_diff. Source: Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59,
    /// 12–19.
    pub fn index(&self, before: f64, after: f64) -> Result<f64, Refusal> {
        Ok((moderate(after, "a score")? - moderate(before, "a score")?) / self.difference_error())
    }

    /// The class of a change; recovery needs norms and a score on the well side of the cut-off that was not there before.
    pub fn class(&self, before: f64, after: f64) -> Result<Change, Refusal> {
        let index = self.index(before, after)?;
        let gain = if self.better == Better::Lower { -index } else { index };
        let well = |score: f64, cutoff: f64| match self.better {
            Better::Lower => score < cutoff,
            Better::Higher => score > cutoff,
        };
        Ok(if gain <= -RELIABLE {
            Change::Deteriorated
        } else if gain < RELIABLE {
            Change::Unchanged
        } else if self.cutoff.is_some_and(|cutoff| well(after, cutoff) && !well(before, cutoff)) {
            Change::Recovered
        } else {
            Change::Improved
        })
    }
}
