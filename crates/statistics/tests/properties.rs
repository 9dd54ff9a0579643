//! What holds of every interval, whatever the numbers.

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use statistics::confidence::{Confidence, Estimate};
    use statistics::proportion::Proportion;
    use statistics::rate::Rate;
    use statistics::segregation::indices::Counts;
    use statistics::standardised::direct::{DirectRate, Stratum};
    use statistics::survival::curve::{Curve, Scale};
    use statistics::survival::{Outcome, Wait};

    const LEVEL: Confidence = Confidence::NINETY_FIVE;

    fn check_contains(estimate: Estimate) {
        let Estimate { value, interval } = estimate;
        let slack = 1e-12 * value.abs();
        assert!(interval.lower <= value + slack && value <= interval.upper + slack, "{estimate:?}");
    }

    fn share(count: u32, denominator: u32) -> Estimate {
        Proportion::new(f64::from(count), f64::from(denominator)).unwrap().wilson(LEVEL)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_interval_of_a_share_contains_it_and_shrinks_with_more_people(
            (denominator, count) in (1_u32..10_000).prop_flat_map(|n| (Just(n), 0..=n)),
        ) {
            let (one, four) = (share(count, denominator), share(4 * count, 4 * denominator));
            check_contains(one);
            prop_assert!(four.interval.width() < one.interval.width());
            prop_assert!(one.interval.lower >= 0.0 && one.interval.upper <= 1.0);
        }

        #[test]
        fn cases_and_non_cases_have_mirrored_intervals(
            (denominator, count) in (1_u32..10_000).prop_flat_map(|n| (Just(n), 0..=n)),
        ) {
            let (one, other) = (share(count, denominator), share(denominator - count, denominator));
            prop_assert!((one.interval.lower - (1.0 - other.interval.upper)).abs() < 1e-12);
        }

        #[test]
        fn the_interval_of_a_rate_contains_it_and_scales_with_the_population(
            events in 0_u32..5_000, population in 1.0..1e7_f64, factor in 1.0..100.0_f64,
        ) {
            let one = Rate::new(f64::from(events), population).unwrap().estimate(LEVEL);
            check_contains(one);
            let larger = Rate::new(f64::from(events), population * factor).unwrap().estimate(LEVEL);
            prop_assert!((larger.interval.upper * factor / one.interval.upper - 1.0).abs() < 1e-9);
        }

        #[test]
        fn standardised_rates_do_not_depend_on_the_unit_of_the_weights(
            rows in prop::collection::vec((0_u32..200, 1.0..1e5_f64, 0.1..1e4_f64), 1..20), factor in 0.001..1000.0_f64,
        ) {
            let rate = |factor: f64| {
                let row = |(x, n, w): &(u32, f64, f64)| Stratum::new(f64::from(*x), *n, w * factor).unwrap();
                DirectRate::of(&rows.iter().map(row).collect::<Vec<_>>()).unwrap()
            };
            check_contains(rate(1.0).gamma(LEVEL));
            match (rate(1.0).dobson(LEVEL), rate(factor).dobson(LEVEL)) {
                (Ok(one), Ok(other)) => {
                    check_contains(one);
                    prop_assert!((one.interval.upper / other.interval.upper - 1.0).abs() < 1e-9);
                }
                (one, other) => prop_assert_eq!(one, other),
            }
        }

        #[test]
        fn a_survival_curve_falls_and_stays_within_its_interval(
            waits in prop::collection::vec((0_u32..50, any::<bool>()), 1..80),
        ) {
            let outcome = |event| if event { Outcome::Event } else { Outcome::Censored };
            let waits: Vec<Wait> =
                waits.iter().map(|(time, event)| Wait::new(f64::from(*time), outcome(*event)).unwrap()).collect();
            for scale in [Scale::Log, Scale::LogLog, Scale::Plain] {
                let curve = Curve::of(&waits, scale, LEVEL).unwrap();
                let mut before = 1.0;
                for step in curve.steps() {
                    prop_assert!(step.share < before);
                    before = step.share;
                    if let Ok(interval) = step.interval {
                        check_contains(Estimate { value: step.share, interval });
                    }
                }
            }
        }

        #[test]
        fn segregation_lies_between_none_and_complete_and_ignores_scale(
            rows in prop::collection::vec((0_u32..100, 0_u32..100), 1..30), factor in 1_u32..9,
        ) {
            let table = |factor: u32| {
                let row = |(a, b): &(u32, u32)| vec![f64::from(a * factor), f64::from(b * factor)];
                Counts::new(rows.iter().map(row).collect())
            };
            let (Ok(one), Ok(other)) = (table(1), table(factor)) else { return Ok(()) };
            for (found, again) in [(one.theil(), other.theil()), (one.dissimilarity(0, 1), other.dissimilarity(0, 1))] {
                if let (Ok(found), Ok(again)) = (found, again) {
                    prop_assert!((-1e-9..=1.0 + 1e-9).contains(&found) && (found - again).abs() < 1e-9);
                }
            }
            let two = (one.exposure(0, 0), one.exposure(0, 1));
            if let (Ok(own), Ok(other)) = two {
                prop_assert!((own + other - 1.0).abs() < 1e-9);
            }
        }
    }
}
