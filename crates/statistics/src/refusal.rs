//! Why an input is turned away, and why a well-formed input may have no answer.

/// What is wrong with the input. Every case is a sentence that can be shown to the analyst.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A level outside 0.9 to 1 (or 90 to 100 per cent).
    #[error("the confidence level {0} is not between 0.9 and 1, nor between 90 and 100 per cent")]
    Confidence(f64),
    /// Infinity or not a number.
    #[error("{0} is not a finite number")]
    NotFinite(&'static str),
    /// A negative count, weight or time.
    #[error("{0} is negative")]
    Negative(&'static str),
    /// So large or so close to zero that nothing can be worked out from it.
    #[error("{0} is larger than 10^15 or closer to zero than 10^-15")]
    Size(&'static str),
    /// A denominator, population or spread that must be above zero.
    #[error("{0} is not above zero")]
    NotPositive(&'static str),
    /// More cases than people.
    #[error("the count {count} is above its denominator {denominator}")]
    CountAboveDenominator {
        /// The count.
        count: f64,
        /// What it was counted among.
        denominator: f64,
    },
    /// Nothing to work on.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// Two columns that belong together differ in length.
    #[error("{left} and {right} differ in length")]
    LengthsDiffer {
        /// One column.
        left: &'static str,
        /// The other column.
        right: &'static str,
    },
    /// A rule of the method that the input breaks.
    #[error("{0}")]
    Rule(&'static str),
    /// A stratum with a single sampled cluster, under the policy that refuses it.
    #[error("stratum {0} has only one primary sampling unit")]
    LonelyUnit(usize),
}

/// Why a well-formed input has no answer. It is printed as `null`, never as "not a number".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// A spread needs at least two values.
    #[error("one value has no spread")]
    SingleValue,
    /// A directly standardised rate is not given below ten events.
    #[error("fewer than ten events")]
    FewerThanTenEvents,
    /// The expected number of events is zero.
    #[error("no events are expected")]
    NothingExpected,
    /// The ratio would divide by zero.
    #[error("the ratio divides by zero")]
    ZeroDenominator,
    /// A logarithm of zero stands in the interval.
    #[error("an interval on the log scale needs events in both areas")]
    NoEvents,
    /// The survival curve never falls that far.
    #[error("the curve does not reach this level")]
    NotReached,
    /// The survival curve is at zero, where its interval has no meaning.
    #[error("the curve is at zero")]
    CurveAtZero,
    /// There are no degrees of freedom left.
    #[error("no degrees of freedom")]
    NoDegreesOfFreedom,
    /// A prevalence of exactly 0 or 1, whose standard error is zero and whose interval would mislead.
    #[error("the prevalence is exactly 0 or 1")]
    Degenerate,
    /// A group of size zero, or only one group.
    #[error("a group is empty")]
    EmptyGroup,
    /// All values are equal.
    #[error("the values do not vary")]
    Constant,
    /// More people than an exact sum can go through.
    #[error("too many people for an exact sum")]
    TooMany,
    /// A result larger than any number that can be written down.
    #[error("the result is too large to be written down")]
    TooLarge,
    /// Fewer areas than quantiles, or a missing value.
    #[error("too few values")]
    TooFewValues,
}
