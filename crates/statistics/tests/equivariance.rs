//! Intervals contain what they are of, shrink when there is more to go by, and follow a change of unit, of sign, of side.

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use statistics::comparison::{proportions, rates};
    use statistics::confidence::{Confidence, Estimate, Interval};
    use statistics::gradient::{Fit, Gradient, Quantile, Scale};
    use statistics::mean::Mean;
    use statistics::proportion::Proportion;
    use statistics::quantile::{Order, quantiles};
    use statistics::rate::Rate;
    use statistics::segregation::autocorrelation::{Islands, Map, Style};
    use statistics::standardised::direct::{DirectRate, Repeated, RepeatedRate, Stratum};
    use statistics::standardised::indirect::{self, Indirect};
    use statistics::survey::design::{Design, LonelyUnit, Row};
    use statistics::survey::estimate::{beta_interval, logit_interval, mean, plain_interval};
    use statistics::survival::curve::{Curve, Scale as CurveScale};
    use statistics::survival::log_rank::{Member, Weighting, compare};
    use statistics::survival::{Outcome, Wait};
    use statistics::trend::{Direction, Measured, Share, Trend, of_measured, of_shares};

    const LEVEL: Confidence = Confidence::NINETY_FIVE;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() <= 1e-9 * (1.0 + one.abs().max(other.abs()))
    }

    fn holds(interval: Interval, value: f64) -> bool {
        let slack = 1e-9 * (1.0 + value.abs());
        interval.lower <= value + slack && value <= interval.upper + slack
    }

    fn contains(estimate: Estimate) -> bool {
        holds(estimate.interval, estimate.value)
    }

    fn share((count, more): (u32, u32), times: u32) -> Proportion {
        Proportion::new(f64::from(count * times), f64::from((count + more) * times)).unwrap()
    }

    fn rate((events, people): (u32, u32), times: u32) -> Rate {
        Rate::new(f64::from(events * times), f64::from(people * times)).unwrap()
    }

    fn direct(rows: &[(u32, u32, u32)], times: u32) -> DirectRate {
        let stratum = |(x, n, w): &(u32, u32, u32)| {
            Stratum::new(f64::from(x * times), f64::from(n * times), f64::from(*w)).unwrap()
        };
        DirectRate::of(&rows.iter().map(stratum).collect::<Vec<_>>()).unwrap()
    }

    fn gradient(rows: &[(u32, f64, f64)], shift: f64, factor: f64, width: f64) -> Gradient {
        let row = |(people, value, half): &(u32, f64, f64)| {
            let (value, half) = (factor * (value + shift), factor * half * width);
            let interval = Interval { lower: value - half, upper: value + half };
            Quantile::new(f64::from(*people), value, interval).unwrap()
        };
        let rows: Vec<Quantile> = rows.iter().map(row).collect();
        Gradient::new(&rows, Scale::Plain, Fit::Values, 1.0).unwrap()
    }

    fn waits(rows: &[(u32, bool)], unit: f64, times: usize) -> Vec<Wait> {
        let one = |(time, event): &(u32, bool)| {
            let outcome = if *event { Outcome::Event } else { Outcome::Censored };
            Wait::new(f64::from(*time) * unit, outcome).unwrap()
        };
        rows.iter().flat_map(|row| std::iter::repeat_n(one(row), times)).collect()
    }

    fn test_of(trend: Trend) -> Option<(Option<Direction>, f64, f64)> {
        match trend {
            Trend::Changed { direction, test } => Some((Some(direction), test.slope, test.chi_squared)),
            Trend::Unchanged(test) | Trend::Outlier(test) => Some((None, test.slope, test.chi_squared)),
            Trend::Unanswerable(_) => None,
        }
    }

    fn turned(direction: Option<Direction>) -> Option<Direction> {
        direction.map(|direction| match direction {
            Direction::Increasing => Direction::Decreasing,
            Direction::Decreasing => Direction::Increasing,
        })
    }

    fn pair() -> impl Strategy<Value = (u32, u32)> {
        (1_u32..3_000, 1_u32..3_000)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_interval_of_a_rate_shrinks_with_more_people(events in 0_u32..2_000, people in 1_u32..100_000) {
            let (one, four) = (rate((events, people), 1).estimate(LEVEL), rate((events, people), 4).estimate(LEVEL));
            prop_assert!(contains(one) && contains(four) && four.interval.width() < one.interval.width());
        }

        #[test]
        fn the_interval_of_a_mean_contains_it_shrinks_and_follows_the_unit(
            values in prop::collection::vec(-1e4..1e4_f64, 2..40), shift in -1e5..1e5_f64, factor in 0.01..100.0_f64,
        ) {
            let one = Mean::of(&values).unwrap();
            let interval = one.interval(LEVEL).unwrap();
            prop_assert!(holds(interval, one.value()));
            let four: Vec<f64> = values.iter().flat_map(|value| std::iter::repeat_n(*value, 4)).collect();
            prop_assert!(Mean::of(&four).unwrap().interval(LEVEL).unwrap().width() <= interval.width());
            let moved: Vec<f64> = values.iter().map(|value| factor * value + shift).collect();
            let moved = Mean::of(&moved).unwrap();
            let wanted = [interval.lower, one.value(), interval.upper].map(|at| factor * at + shift);
            let found = moved.interval(LEVEL).unwrap();
            for (wanted, found) in wanted.into_iter().zip([found.lower, moved.value(), found.upper]) {
                prop_assert!((wanted - found).abs() <= 1e-7 * (1.0 + shift.abs() + factor * 1e4), "{wanted} {found}");
            }
        }

        #[test]
        fn standardised_rates_and_ratios_shrink_and_follow_the_unit(
            rows in prop::collection::vec((2_u32..60, 100_u32..5_000, 1_u32..50), 6..12), people in 2_u32..9,
        ) {
            let (one, four) = (direct(&rows, 1), direct(&rows, 4));
            for (one, four) in [(one.dobson(LEVEL).unwrap(), four.dobson(LEVEL).unwrap()), (one.gamma(LEVEL), four.gamma(LEVEL))] {
                prop_assert!(contains(one) && near(one.value, four.value));
                prop_assert!(four.interval.width() < one.interval.width());
            }
            let repeated = |times: u32| {
                let row = |(band, (x, n, w)): (i64, &(u32, u32, u32))| Repeated {
                    age_band: band,
                    frequency: 2,
                    stratum: Stratum::new(f64::from(x * times), f64::from(n * times), f64::from(*w)).unwrap(),
                };
                RepeatedRate::of(&(0_i64..).zip(&rows).map(row).collect::<Vec<_>>()).unwrap().dobson(LEVEL).unwrap()
            };
            prop_assert!(contains(repeated(1)) && repeated(4).interval.width() < repeated(1).interval.width());
            let ratio = |times: u32, reference: u32| {
                let stratum = |(x, n, w): &(u32, u32, u32)| {
                    let (x, n) = (f64::from(x * times), f64::from(n * times));
                    indirect::Stratum::new(x, n, f64::from(w * reference), f64::from(n_of(*w) * reference)).unwrap()
                };
                Indirect::of(&rows.iter().map(stratum).collect::<Vec<_>>()).unwrap().ratio(LEVEL).unwrap()
            };
            prop_assert!(contains(ratio(1, 1)) && ratio(4, 1).interval.width() < ratio(1, 1).interval.width());
            prop_assert!(near(ratio(1, 1).interval.upper, ratio(1, people).interval.upper));
        }

        #[test]
        fn two_areas_compared_the_other_way_round_are_mirrored(one in pair(), other in pair()) {
            let shares = |times| (share(one, times), share(other, times));
            let events = |times| (rate(one, times), rate(other, times));
            for (there, back, four) in [
                (
                    proportions::difference(shares(1).0, shares(1).1, LEVEL),
                    proportions::difference(shares(1).1, shares(1).0, LEVEL),
                    proportions::difference(shares(4).0, shares(4).1, LEVEL),
                ),
                (
                    rates::difference(events(1).0, events(1).1, LEVEL),
                    rates::difference(events(1).1, events(1).0, LEVEL),
                    rates::difference(events(4).0, events(4).1, LEVEL),
                ),
            ] {
                prop_assert!(contains(there) && near(there.interval.lower, -back.interval.upper));
                prop_assert!(four.interval.width() < there.interval.width());
            }
            let value = shares(1).0.value() / shares(1).1.value();
            let (there, back) = (
                proportions::ratio(shares(1).0, shares(1).1, LEVEL).unwrap(),
                proportions::ratio(shares(1).1, shares(1).0, LEVEL).unwrap(),
            );
            prop_assert!(holds(there, value) && near(there.lower, back.upper.recip()));
            let value = rates::ratio(events(1).0, events(1).1).unwrap();
            let (there, back) = (
                rates::exact_ratio_interval(events(1).0, events(1).1, LEVEL).unwrap(),
                rates::exact_ratio_interval(events(1).1, events(1).0, LEVEL).unwrap(),
            );
            let within = Interval { lower: there.lower, upper: there.upper.unwrap() };
            prop_assert!(holds(within, value));
            prop_assert!((there.lower * back.upper.unwrap() - 1.0).abs() < 1e-6);
            let tests = [rates::exact_p(events(1).0, events(1).1), proportions::fisher_p(shares(1).0, shares(1).1)];
            for p in tests {
                prop_assert!((0.0..=1.0).contains(&p.unwrap()));
            }
        }

        #[test]
        fn quantiles_do_not_depend_on_the_unit_and_turn_with_the_sign(
            values in prop::collection::btree_set(-10_000_i32..10_000, 10..60), count in 2_u32..10,
        ) {
            let of = |factor: f64, order| {
                let values: Vec<Option<f64>> = values.iter().map(|value| Some(factor * f64::from(*value))).collect();
                quantiles(&values, count, order).unwrap().unwrap()
            };
            let found = of(1.0, Order::LowestFirst);
            prop_assert_eq!(&found, &of(8.0, Order::LowestFirst));
            prop_assert_eq!(&found, &of(-1.0, Order::HighestFirst));
            prop_assert!(found.is_sorted());
        }

        #[test]
        fn a_gradient_follows_the_unit_and_its_interval_the_widths(
            rows in prop::collection::vec((1_u32..1_000, 1.0..100.0_f64, 0.1..5.0_f64), 5..12),
            shift in -50.0..50.0_f64, factor in 0.1..10.0_f64,
        ) {
            let slope = |gradient: &Gradient| gradient.indices().slope_index;
            let one = gradient(&rows, 0.0, 1.0, 1.0);
            prop_assert!((slope(&one) - slope(&gradient(&rows, shift, 1.0, 1.0))).abs() < 1e-7);
            prop_assert!((factor * slope(&one) - slope(&gradient(&rows, 0.0, factor, 1.0))).abs() < 1e-7);
            let interval = one.analytic_interval(LEVEL).unwrap();
            prop_assert!(holds(interval, slope(&one)));
            prop_assert!(gradient(&rows, 0.0, 1.0, 0.5).analytic_interval(LEVEL).unwrap().width() < interval.width());
        }

        #[test]
        fn a_trend_read_backwards_turns(counts in prop::collection::vec((1_u32..400, 500_u32..900), 5..9)) {
            let shares = |sign: f64| {
                let row = |(year, (x, n)): (u32, &(u32, u32))| Share {
                    year: sign * f64::from(year),
                    count: Some(f64::from(*x)),
                    denominator: Some(f64::from(*n)),
                };
                // The same five either way.
                test_of(of_shares(&(0_u32..5).zip(&counts).map(row).collect::<Vec<_>>()).unwrap()).unwrap()
            };
            let measured = |sign: f64| {
                let row = |(year, (x, n)): (u32, &(u32, u32))| {
                    let (value, half) = (f64::from(*x), f64::from(*n) / 10.0);
                    let (lower, upper) = (Some(value - half), Some(value + half));
                    Measured { year: sign * f64::from(year), value: Some(value), lower, upper }
                };
                test_of(of_measured(&(0_u32..5).zip(&counts).map(row).collect::<Vec<_>>(), LEVEL).unwrap()).unwrap()
            };
            for (there, back) in [(shares(1.0), shares(-1.0)), (measured(1.0), measured(-1.0))] {
                prop_assert_eq!(there.0, turned(back.0));
                prop_assert!((there.1 + back.1).abs() < 1e-9 * (1.0 + there.1.abs()));
                prop_assert!((there.2 - back.2).abs() < 1e-6 * (1.0 + there.2), "{there:?} {back:?}");
            }
        }

        #[test]
        fn waits_in_another_unit_and_in_greater_number(
            rows in prop::collection::vec((1_u32..40, any::<bool>()), 3..40), split in 1_usize..5,
        ) {
            let curve = |unit, times| Curve::of(&waits(&rows, unit, times), CurveScale::Log, LEVEL).unwrap();
            let (one, weeks, four) = (curve(1.0, 1), curve(7.0, 1), curve(1.0, 4));
            for ((one, weeks), four) in one.steps().iter().zip(weeks.steps()).zip(four.steps()) {
                prop_assert!(near(7.0 * one.time, weeks.time) && near(one.share, weeks.share) && near(one.share, four.share));
                if let (Ok(one), Ok(four)) = (one.error, four.error) {
                    prop_assert!(four < one);
                }
            }
            for p in [0.25, 0.5, 0.9] {
                match (one.quantile(p).time, weeks.quantile(p).time) {
                    (Ok(one), Ok(weeks)) => prop_assert!(near(7.0 * one, weeks)),
                    (one, weeks) => prop_assert_eq!(one, weeks),
                }
            }
            prop_assert!(near(7.0 * one.restricted_mean().value, weeks.restricted_mean().value));
            let test = |unit: f64, turn: usize| {
                let members: Vec<Member> = waits(&rows, unit, 1)
                    .into_iter()
                    .enumerate()
                    .map(|(at, wait)| Member { wait, group: (at / split + turn) % 2, stratum: 0 })
                    .collect();
                compare(&members, 2, Weighting::Even).unwrap().test
            };
            match (test(1.0, 0), test(7.0, 1)) {
                (Ok(one), Ok(other)) => prop_assert!((one.chi_squared - other.chi_squared).abs() < 1e-7),
                (one, other) => prop_assert_eq!(one.is_ok(), other.is_ok()),
            }
        }

        #[test]
        fn a_survey_does_not_depend_on_the_unit_of_its_weights_and_mirrors_yes_and_no(
            rows in prop::collection::vec((0_i64..2, 0_i64..6, 1.0..50.0_f64, any::<bool>()), 12..60),
            factor in 0.1..10.0_f64,
        ) {
            let design = |factor: f64| {
                let row = |(stratum, cluster, weight, _): &(i64, i64, f64, bool)| Row {
                    stratum: *stratum,
                    cluster: *cluster,
                    weight: weight * factor,
                    clusters: None,
                };
                Design::new(&rows.iter().map(row).collect::<Vec<_>>(), LonelyUnit::Adjust).unwrap()
            };
            let answers = |yes: bool| rows.iter().map(|row| if row.3 == yes { 1.0 } else { 0.0 }).collect::<Vec<_>>();
            let (one, other) = (design(1.0), design(factor));
            let found = mean(&one, &answers(true)).unwrap();
            let scaled = mean(&other, &answers(true)).unwrap();
            let mirrored = mean(&one, &answers(false)).unwrap();
            prop_assert!(near(found.value, scaled.value) && near(found.error, scaled.error));
            prop_assert!(near(found.value, 1.0 - mirrored.value) && near(found.error, mirrored.error));
            let degrees = one.degrees(|_| true);
            let intervals = [
                logit_interval(found, degrees, LEVEL),
                plain_interval(found, degrees, LEVEL),
                beta_interval(found, rows.len(), degrees, LEVEL),
            ];
            for interval in intervals.into_iter().flatten() {
                prop_assert!(interval.lower <= found.value + 1e-9 && found.value <= interval.upper + 1e-9, "{interval:?}");
            }
            if let (Ok(there), Ok(back)) = (intervals[0], logit_interval(mirrored, degrees, LEVEL)) {
                prop_assert!((there.lower - (1.0 - back.upper)).abs() < 1e-7);
            }
        }

        #[test]
        fn neighbours_are_as_alike_in_any_unit(
            values in prop::collection::vec(-1_000_i32..1_000, 5..20), factor in 1_i32..9, shift in -100_i32..100,
        ) {
            let last = values.len() - 1;
            let ring: Vec<Vec<usize>> = (0..=last)
                .map(|at| vec![if at == 0 { last } else { at - 1 }, if at == last { 0 } else { at + 1 }])
                .collect();
            let of = |factor: i32, shift: i32| {
                let values = values.iter().map(|value| f64::from(factor * value + shift)).collect();
                Map::new(values, &ring, Style::RowStandardised, Islands::Refused).unwrap().autocorrelation()
            };
            match (of(1, 0), of(factor, shift)) {
                (Ok(one), Ok(other)) => {
                    prop_assert!((one.moran - other.moran).abs() < 1e-7 && (one.geary - other.geary).abs() < 1e-7);
                    prop_assert!((-1.0 - 1e-9..=1.0 + 1e-9).contains(&one.moran));
                }
                (one, other) => prop_assert_eq!(one.is_ok(), other.is_ok()),
            }
        }
    }

    /// A reference population in which the events of `w` are a small share.
    fn n_of(w: u32) -> u32 {
        1_000 + 10 * w
    }
}
