//! The Kaplan–Meier curve, its interval, its quantiles and the restricted mean.

use crate::confidence::{Confidence, Interval};
use crate::mean::whole;
use crate::refusal::{Refusal, Undefined};
use crate::survival::{Outcome, Wait};

/// How close the curve must be to a level to lie on it.
const ON_LEVEL: f64 = 1e-8;

/// The scale of the interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// On ln S, the default; the upper limit stays at most 1.
    Log,
    /// On ln(−ln S), which stays within 0 and 1 by itself.
    LogLog,
    /// On S, kept within 0 and 1.
    Plain,
}

/// The curve at one time with events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// Those still waiting just before.
    pub at_risk: usize,
    /// Events at this time.
    pub events: usize,
    /// S, the share still waiting after it.
    pub share: f64,
    /// Greenwood's standard error of S, undefined at S = 0.
    pub error: Result<f64, Undefined>,
    /// The interval of S, undefined at S = 0.
    pub interval: Result<Interval, Undefined>,
}

/// A quantile of the waiting time with the limits that the interval's curves give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantileTime {
    /// Smallest t with S(t) ≤ 1 − p, or the middle of a flat piece at 1 − p.
    pub time: Result<f64, Undefined>,
    /// The same on the lower curve.
    pub lower: Result<f64, Undefined>,
    /// The same on the upper curve.
    pub upper: Result<f64, Undefined>,
}

/// The area under the curve up to a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMean {
    /// How far it reaches.
    pub until: f64,
    /// The mean wait up to there.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// A Kaplan–Meier curve. Source: Kaplan & Meier 1958; Greenwood 1926; Brookmeyer & Crowley 1982 for the quantiles.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    steps: Vec<Step>,
    times: Vec<f64>,
    last: f64,
}

impl Curve {
    /// S = Π(1 − d/n), Var = S²Σ d/(n(n−d)). At least one wait. Without events there are no steps.
    pub fn of(waits: &[Wait], scale: Scale, confidence: Confidence) -> Result<Self, Refusal> {
        let mut sorted = waits.to_vec();
        sorted.sort_by(|one, other| one.time().total_cmp(&other.time()));
        let Some(last) = sorted.last().map(|wait| wait.time()) else {
            return Err(Refusal::Empty("the list of waits"));
        };
        let mut steps = Vec::new();
        let (mut share, mut sum, mut at_risk) = (1.0, 0.0, sorted.len());
        for same in sorted.chunk_by(|one, other| one.time() >= other.time()) {
            let events = same.iter().filter(|wait| wait.outcome() == Outcome::Event).count();
            if let (true, Some(first)) = (events > 0, same.first()) {
                let (n, d) = (whole(at_risk), whole(events));
                share *= 1.0 - d / n;
                sum += d / (n * (n - d));
                let time = first.time();
                steps.push(step(time, at_risk, events, at_risk == events, share, sum, scale, confidence));
            }
            at_risk -= same.len();
        }
        Ok(Self { steps, times: sorted.iter().map(|wait| wait.time()).collect(), last })
    }

    /// The curve at its event times.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The step in force at a time; none before the first event, where S = 1.
    pub fn at(&self, time: f64) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.time <= time)
    }

    /// Those who have waited at least this long without an event before.
    pub fn at_risk(&self, time: f64) -> usize {
        self.times.len() - self.times.partition_point(|other| *other < time)
    }

    /// The p-quantile of the waiting time, p strictly between 0 and 1.
    pub fn quantile(&self, p: f64) -> QuantileTime {
        let level = 1.0 - p;
        let on = |value: &dyn Fn(&Step) -> Option<f64>| self.crossing(level, value);
        QuantileTime {
            time: on(&|step| Some(step.share)),
            lower: on(&|step| step.interval.ok().map(|interval| interval.lower)),
            upper: on(&|step| step.interval.ok().map(|interval| interval.upper)),
        }
    }

    fn crossing(&self, level: f64, value: &dyn Fn(&Step) -> Option<f64>) -> Result<f64, Undefined> {
        let mut points = self.steps.iter().filter_map(|step| value(step).map(|share| (step.time, share)));
        let Some((start, share)) = points.find(|(_, share)| *share <= level + ON_LEVEL) else {
            return Err(Undefined::NotReached);
        };
        if (share - level).abs() > ON_LEVEL {
            return Ok(start);
        }
        let end = points.find(|(_, next)| *next < share - ON_LEVEL).map_or(self.last, |(time, _)| time);
        Ok(f64::midpoint(start, end))
    }

    /// The mean wait up to the longest one: ∫S, with Var = Σ (area to the right of t)² d/(n(n−d)).
    pub fn restricted_mean(&self) -> RestrictedMean {
        let mut ends: Vec<f64> = self.steps.iter().skip(1).map(|step| step.time).collect();
        ends.push(self.last);
        let first = self.steps.first().map_or(self.last, |step| step.time);
        let (mut right, mut variance) = (0.0, 0.0);
        for (step, end) in self.steps.iter().zip(&ends).rev() {
            right += step.share * (end - step.time);
            let (n, d) = (whole(step.at_risk), whole(step.events));
            if step.at_risk > step.events {
                variance += right * right * d / (n * (n - d));
            }
        }
        RestrictedMean { until: self.last, value: first + right, error: variance.sqrt() }
    }
}

#[expect(clippy::too_many_arguments, reason = "the running sums of one loop, used once")]
fn step(
    time: f64,
    at_risk: usize,
    events: usize,
    ends: bool,
    share: f64,
    sum: f64,
    scale: Scale,
    confidence: Confidence,
) -> Step {
    if ends {
        let gone = Err(Undefined::CurveAtZero);
        return Step { time, at_risk, events, share: 0.0, error: gone, interval: Err(Undefined::CurveAtZero) };
    }
    let relative = sum.sqrt();
    let half = confidence.z() * relative;
    let interval = match scale {
        Scale::Log => Interval { lower: share * (-half).exp(), upper: (share * half.exp()).min(1.0) },
        Scale::LogLog => {
            let power = half / share.ln();
            Interval { lower: share.powf((-power).exp()), upper: share.powf(power.exp()) }
        }
        Scale::Plain => Interval { lower: (share * (1.0 - half)).max(0.0), upper: (share * (1.0 + half)).min(1.0) },
    };
    Step { time, at_risk, events, share, error: Ok(share * relative), interval: Ok(interval) }
}
