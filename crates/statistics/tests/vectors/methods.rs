//! Every method of the batch command against its file of vectors.

use crate::compare::{Tolerance, check_file};
use crate::files;

fn check(method: &str, tolerance: Tolerance) {
    if let Some(file) = files::read(&format!("{method}.json")) {
        check_file(method, &file, tolerance);
    }
}

const NINE: Tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };
const EIGHT: Tolerance = Tolerance { relative: 1e-8, absolute: 1e-10 };
const SEVEN: Tolerance = Tolerance { relative: 1e-7, absolute: 1e-10 };

#[test]
fn shares_agree_with_the_vectors() {
    check("wilson_proportion", NINE);
}

#[test]
fn rates_agree_with_the_vectors() {
    check("rate_byar_exact", NINE);
}

#[test]
fn means_agree_with_the_vectors() {
    check("mean_t", Tolerance { relative: 1e-9, absolute: 1e-9 });
}

#[test]
fn directly_standardised_rates_agree_with_the_vectors() {
    check("dsr_dobson", NINE);
    check("dsr_nonindependent", NINE);
}

#[test]
fn indirectly_standardised_ratios_agree_with_the_vectors() {
    check("isr_smr", NINE);
}

#[test]
fn quantiles_agree_with_the_vectors() {
    check("quantile", Tolerance { relative: 0.0, absolute: 0.0 });
}

#[test]
fn gradients_agree_with_the_vectors() {
    check("sii_rii", EIGHT);
}

#[test]
fn funnels_agree_with_the_vectors() {
    check("funnel", NINE);
}

#[test]
fn recent_trends_agree_with_the_vectors() {
    check("recent_trend", NINE);
}

#[test]
fn waiting_times_agree_with_the_vectors() {
    check("kaplan_meier", EIGHT);
    check("km_at_times", EIGHT);
    check("logrank", SEVEN);
}

#[test]
fn surveys_agree_with_the_vectors() {
    check("survey_prevalence", SEVEN);
}

#[test]
fn segregation_agrees_with_the_vectors() {
    check("segregation", NINE);
    check("moran", Tolerance { relative: 1e-8, absolute: 1e-12 });
}

#[test]
fn comparisons_of_two_areas_agree_with_the_vectors() {
    check("compare_two_areas", EIGHT);
}

#[test]
fn reliable_change_agrees_with_the_vectors() {
    check("reliable_change", Tolerance { relative: 1e-12, absolute: 1e-12 });
}
