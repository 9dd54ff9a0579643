//! Quantiles and tail probabilities of the normal, t, gamma, chi-squared and beta distributions.
//!
//! The functions themselves come from `statrs`; the quantiles are solved here on the logarithm of the tail asked for, so
//! that a relative error of 1e-12 holds far out in both tails, where an inverse on the plain probability loses it.
//! All arguments are checked by the callers: shapes above zero, probabilities strictly between 0 and 1.

use statrs::function::{beta, gamma};

/// Which side of a quantile the given probability lies on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tail {
    /// The probability below the quantile.
    Lower(f64),
    /// The probability above the quantile.
    Upper(f64),
}

impl Tail {
    fn probability(self) -> f64 {
        match self {
            Self::Lower(p) | Self::Upper(p) => p,
        }
    }
}

/// 1 − Φ(x), without cancellation far out.
pub fn normal_above(x: f64) -> f64 {
    // The error function of `statrs` holds eleven digits, its incomplete gamma function all of them.
    let half = 0.5 * x * x;
    let tail = if half <= 0.0 {
        0.5
    } else if half.is_finite() {
        0.5 * gamma::gamma_ur(0.5, half)
    } else {
        0.0
    };
    if x < 0.0 { 1.0 - tail } else { tail }
}

/// Φ⁻¹(p) to full precision, p strictly between 0 and 1. Source: Wichura 1988, Applied Statistics 37, 477–484 (AS 241).
pub fn normal_quantile(p: f64) -> f64 {
    let from_middle = p - 0.5;
    if from_middle.abs() <= 0.425 {
        return from_middle * ratio(0.180_625 - from_middle * from_middle, &MIDDLE);
    }
    let tail = if from_middle < 0.0 { p } else { 1.0 - p };
    let depth = (-tail.ln()).sqrt();
    let size = if depth <= 5.0 { ratio(depth - 1.6, &OUTER) } else { ratio(depth - 5.0, &FAR) };
    if from_middle < 0.0 { -size } else { size }
}

/// Numerator and denominator of a rational function, highest power first.
type Rational = [[f64; 8]; 2];

fn ratio(x: f64, [above, below]: &Rational) -> f64 {
    let value = |terms: &[f64; 8]| terms.iter().fold(0.0, |sum, term| sum * x + term);
    value(above) / value(below)
}

const MIDDLE: Rational = [
    [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    [
        5_226.495_278_852_546,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
];

const OUTER: Rational = [
    [
        7.745_450_142_783_414e-4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
];

const FAR: Rational = [
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_991_729_1,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        7.868_691_311_456_133e-4,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_888,
        1.0,
    ],
];

/// From this shape on the gamma distribution's quantile is found by expansion.
const EXPANDED_FROM: f64 = 1e6;

/// The quantile of the gamma distribution with this shape and scale 1.
pub fn gamma_quantile(tail: Tail, shape: f64) -> f64 {
    if shape >= EXPANDED_FROM {
        return expanded(tail, shape);
    }
    let target = tail.probability().ln();
    let curve = |x: f64| {
        let share = match tail {
            Tail::Lower(_) => gamma::gamma_lr(shape, x),
            Tail::Upper(_) => gamma::gamma_ur(shape, x),
        };
        let density = ((shape - 1.0) * x.ln() - x - gamma::ln_gamma(shape)).exp();
        (share, density)
    };
    solve(tail, target, curve, (0.0, f64::INFINITY), shape)
}

/// The gamma quantile of a large shape a from the normal one z: a + z√a + (z²−1)/3 + (z³−7z)/(36√a) − (3z⁴+7z²−16)/(810a).
/// The next term is of the order a^−3/2. Source: Goldberg & Levine 1946, Annals of Mathematical Statistics 17, 216–225.
fn expanded(tail: Tail, shape: f64) -> f64 {
    let z = match tail {
        Tail::Lower(p) => normal_quantile(p),
        Tail::Upper(p) => -normal_quantile(p),
    };
    let (root, square) = (shape.sqrt(), z * z);
    let later =
        (square * z - 7.0 * z) / (36.0 * root) - (3.0 * square * square + 7.0 * square - 16.0) / (810.0 * shape);
    shape + z * root + (square - 1.0) / 3.0 + later
}

/// The quantile of the chi-squared distribution; the degrees of freedom need not be whole.
pub fn chi_squared_quantile(tail: Tail, degrees: f64) -> f64 {
    2.0 * gamma_quantile(tail, degrees / 2.0)
}

/// P(X > x) for chi-squared X.
pub fn chi_squared_above(x: f64, degrees: f64) -> f64 {
    let half = x / 2.0;
    if half <= 0.0 {
        1.0
    } else if half.is_finite() {
        gamma::gamma_ur(degrees / 2.0, half)
    } else {
        0.0
    }
}

/// The t quantile that leaves `upper` above it, for `upper` below one half.
pub fn t_quantile(upper: f64, degrees: f64) -> f64 {
    let tail = Tail::Upper(upper);
    let log_scale = gamma::ln_gamma(f64::midpoint(degrees, 1.0))
        - gamma::ln_gamma(degrees / 2.0)
        - 0.5 * (degrees * std::f64::consts::PI).ln();
    let curve = |t: f64| {
        let share = 0.5 * beta::beta_reg(degrees / 2.0, 0.5, degrees / (degrees + t * t));
        let density = (log_scale - f64::midpoint(degrees, 1.0) * (t * t / degrees).ln_1p()).exp();
        (share, density)
    };
    solve(tail, upper.ln(), curve, (0.0, f64::INFINITY), 1.0)
}

/// The quantile of the beta distribution.
pub fn beta_quantile(tail: Tail, a: f64, b: f64) -> f64 {
    let log_beta = beta::ln_beta(a, b);
    let curve = |x: f64| {
        let share = match tail {
            Tail::Lower(_) => beta::beta_reg(a, b, x),
            Tail::Upper(_) => beta::beta_reg(b, a, 1.0 - x),
        };
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - log_beta).exp();
        (share, density)
    };
    solve(tail, tail.probability().ln(), curve, (0.0, 1.0), a / (a + b))
}

/// ln Γ(x + 1), the logarithm of x factorial.
pub fn ln_factorial(x: f64) -> f64 {
    gamma::ln_gamma(x + 1.0)
}

/// Finds x with ln share(x) = target by Newton steps kept inside a shrinking bracket.
fn solve(tail: Tail, target: f64, curve: impl Fn(f64) -> (f64, f64), bounds: (f64, f64), start: f64) -> f64 {
    const STEPS_MAX: usize = 400;
    let (mut low, mut high) = bounds;
    let mut x = start;
    for _ in 0..STEPS_MAX {
        let (share, density) = curve(x);
        let gap = share.ln() - target;
        let too_far = match tail {
            Tail::Lower(_) => gap > 0.0,
            Tail::Upper(_) => gap < 0.0,
        };
        if too_far {
            high = x;
        } else {
            low = x;
        }
        let slope = match tail {
            Tail::Lower(_) => density / share,
            Tail::Upper(_) => -density / share,
        };
        let newton = x - gap / slope;
        let next = if newton.is_finite() && newton > low && newton < high {
            newton
        } else if high.is_infinite() {
            2.0 * x
        } else if low <= 0.0 {
            high / 8.0
        } else {
            f64::midpoint(low, high)
        };
        if (next - x).abs() <= 2.0 * f64::EPSILON * x.abs() || next < f64::MIN_POSITIVE {
            return next;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: f64, wanted: f64) {
        assert!((found - wanted).abs() <= 1e-11 * wanted.abs(), "{found} is not {wanted}");
    }

    #[test]
    fn quantiles_hold_in_both_tails() {
        // Values of R 4.5.0: qnorm, qchisq, qt, qbeta.
        check(normal_quantile(0.975), 1.959_963_984_540_054);
        check(normal_quantile(1e-12), -7.034_483_825_301_132);
        check(normal_quantile(1e-20), -9.262_340_089_798_408);
        check(normal_above(2.0), 0.022_750_131_948_179_21);
        check(normal_above(-1.0), 0.841_344_746_068_542_9);
        check(chi_squared_quantile(Tail::Lower(0.001), 2.0), 0.002_001_000_667_166_867_4);
        check(chi_squared_quantile(Tail::Upper(0.025), 2.0), 7.377_758_908_227_871);
        check(t_quantile(0.025, 4.0), 2.776_445_105_197_793_5);
        check(t_quantile(0.005, 1.0), 63.656_741_162_871_526);
        check(beta_quantile(Tail::Upper(0.025), 1.0, 5.0), 0.521_823_750_104_980_6);
    }

    #[test]
    fn a_large_gamma_quantile_meets_the_solved_one_and_is_found_at_once() {
        for tail in [Tail::Lower(0.025), Tail::Upper(0.001), Tail::Lower(1e-12)] {
            let solved = gamma_quantile(tail, EXPANDED_FROM * (1.0 - f64::EPSILON));
            let expanded = gamma_quantile(tail, EXPANDED_FROM);
            assert!((solved / expanded - 1.0).abs() < 1e-10, "{solved} is not {expanded}");
        }
        assert!((gamma_quantile(Tail::Upper(0.025), 1e15) / 1e15 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn tails_have_a_probability_however_far_out_or_in() {
        for x in [0.0, 1e-200, 1e200, f64::INFINITY] {
            assert!((0.0..=1.0).contains(&normal_above(x)) && (0.0..=1.0).contains(&normal_above(-x)), "{x}");
            assert!((0.0..=1.0).contains(&chi_squared_above(x, 1.0)), "{x}");
        }
        assert!((0.0..=1.0).contains(&chi_squared_above(5e-324, 1.0)));
    }
}
