//! Cases about surveys, segregation and neighbouring areas.

use serde_json::{Map, Value, json};

use crate::command::fields::{CaseError, Fields, index, label, list, number_or_missing, numbers, pair, print, unknown};
use crate::confidence::Confidence;
use crate::refusal::{Refusal, Undefined};
use crate::segregation::autocorrelation::{Islands, Map as Areas, Style};
use crate::segregation::indices::Counts;
use crate::survey::design::{Design, LonelyUnit, Row};
use crate::survey::estimate::{
    Estimated, beta_interval, design_effect, logit_interval, mean, plain_interval, ratio, total,
};

type Output = Result<Map<String, Value>, CaseError>;

/// A sample as the case gives it: the design, the columns and the domains.
struct Sample {
    design: Design,
    y: Vec<f64>,
    x: Option<Vec<f64>>,
    domains: Vec<(Value, Vec<f64>)>,
}

pub(super) fn survey(input: &Fields) -> Output {
    let confidence = input.confidence()?;
    let sample = sample(input)?;
    let Sample { design, y, .. } = &sample;
    let found = mean(design, y).ok();
    let degrees = design.degrees(|_| true);
    let of = |interval: &dyn Fn(Estimated) -> Result<_, Undefined>| {
        pair(found.ok_or(Undefined::ZeroDenominator).and_then(interval))
    };
    let mut output = Map::new();
    output.insert("df".to_owned(), degrees.into());
    output.insert("prevalence".to_owned(), json!(found.map(|found| found.value)));
    output.insert("se".to_owned(), json!(found.map(|found| found.error)));
    let effect = found.ok_or(Undefined::ZeroDenominator).and_then(|found| design_effect(design, y, found));
    output.insert("deff".to_owned(), print(effect));
    let logit = of(&|found| logit_interval(found, degrees, confidence));
    output.insert("ci_logit".to_owned(), logit.clone());
    output.insert("ci_xlogit".to_owned(), logit);
    output.insert("ci_mean".to_owned(), of(&|found| plain_interval(found, degrees, confidence)));
    output.insert("ci_beta".to_owned(), of(&|found| beta_interval(found, y.len(), degrees, confidence)));
    let all = total(design, y);
    output.insert("total".to_owned(), all.value.into());
    output.insert("se_total".to_owned(), all.error.into());
    if let Some(x) = &sample.x {
        put_estimated(&mut output, ("mean_x", "se_mean_x"), mean(design, x));
        put_estimated(&mut output, ("ratio_y_x", "se_ratio"), ratio(design, y, x));
    }
    put_domains(&mut output, &sample, confidence);
    Ok(output)
}

fn put_estimated(output: &mut Map<String, Value>, names: (&str, &str), found: Result<Estimated, Undefined>) {
    output.insert(names.0.to_owned(), print(found.map(|found| found.value)));
    output.insert(names.1.to_owned(), print(found.map(|found| found.error)));
}

fn put_domains(output: &mut Map<String, Value>, sample: &Sample, confidence: Confidence) {
    let (mut shares, mut intervals) = (Vec::new(), Vec::new());
    for (name, inside) in &sample.domains {
        let own: Vec<f64> = sample.y.iter().zip(inside).map(|(y, inside)| y * inside).collect();
        let found = ratio(&sample.design, &own, inside);
        let degrees = sample.design.degrees(|row| inside.get(row).is_some_and(|inside| *inside > 0.0));
        let share = print(found.map(|found| found.value));
        shares.push(json!({ "dom": name, "prevalence": share, "se": print(found.map(|found| found.error)) }));
        let interval = found.and_then(|found| logit_interval(found, degrees, confidence));
        intervals.push(json!({ "dom": name, "df": degrees, "ci_logit": pair(interval) }));
    }
    if !shares.is_empty() {
        output.insert("domains".to_owned(), shares.into());
        output.insert("domain_ci".to_owned(), intervals.into());
    }
}

fn sample(input: &Fields) -> Result<Sample, CaseError> {
    let policy = match input.text_or("lonely_psu", "fail")? {
        "fail" => LonelyUnit::Refuse,
        "adjust" => LonelyUnit::Adjust,
        "remove" => LonelyUnit::Remove,
        "certainty" => LonelyUnit::Certain,
        "average" => LonelyUnit::Average,
        other => return Err(unknown("lonely_psu", other)),
    };
    let design = input.object("design")?;
    let column = |key: &str| design.get(key).map(|_| design.text(key)).transpose();
    let [strata_in, clusters_in] = [column("strata")?, column("ids")?];
    let [weights_in, of_all_in] = [column("weights")?, column("fpc")?];
    let (mut strata, mut clusters, mut domains) = (Vec::new(), Vec::new(), Vec::new());
    let (mut rows, mut y, mut x, mut domain_of) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (place, row) in input.rows("rows")?.into_iter().enumerate() {
        let stratum = strata_in.map_or(Ok(0), |key| row.value(key).map(|value| label(&mut strata, value)))?;
        let cluster = match clusters_in {
            Some(key) => label(&mut clusters, row.value(key)?),
            None => i64::try_from(place).unwrap_or(i64::MAX),
        };
        let weight = weights_in.map_or(Ok(1.0), |key| row.number(key))?;
        let of_all = of_all_in.map(|key| row.number(key)).transpose()?;
        rows.push(Row { stratum, cluster, weight, clusters: of_all });
        y.push(row.number("y")?);
        x.extend(row.perhaps("x")?);
        domain_of.extend(row.get("dom").map(|value| label(&mut domains, value)));
    }
    let design = Design::new(&rows, policy)?;
    design.column(&y, "y")?;
    // A column that some rows have and others lack is a mistake, not a wish to leave it out.
    for (key, given) in [("x", x.len()), ("dom", domain_of.len())] {
        if given != 0 && given != rows.len() {
            return Err(CaseError::Missing(format!("{key} of some rows")));
        }
    }
    let inside = |place: i64| domain_of.iter().map(|at| if *at == place { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
    let mut named: Vec<(Value, Vec<f64>)> =
        domains.into_iter().zip(0_i64..).map(|(name, place)| (name, inside(place))).collect();
    named.sort_by_key(|(name, _)| name.to_string());
    let x = (!x.is_empty()).then_some(x);
    if let Some(x) = &x {
        design.column(x, "x")?;
    }
    Ok(Sample { design, y, x, domains: named })
}

pub(super) fn segregation(input: &Fields) -> Output {
    let rows = input.list("counts")?.iter().map(|row| numbers("counts", row)).collect::<Result<_, _>>()?;
    let counts = Counts::new(rows)?;
    let names: Vec<String> = (0..counts.groups()).map(group_name).collect();
    let mut output = Map::new();
    output.insert("mutual_information".to_owned(), counts.mutual_information().into());
    output.insert("theil_H".to_owned(), print(counts.theil()));
    let pair_only = |found: Result<f64, Undefined>| if counts.groups() == 2 { print(found) } else { Value::Null };
    output.insert("dissimilarity".to_owned(), pair_only(counts.dissimilarity(0, 1)));
    let whole = counts.rows().iter().flatten().all(|count| count.fract() == 0.0);
    if whole && counts.groups() == 2 {
        output.insert("dissimilarity_expected".to_owned(), print(counts.dissimilarity_by_chance(0, 1)));
    }
    output.insert("exposure".to_owned(), exposures(&counts, &names));
    let isolation =
        |(name, group): (&String, usize)| json!({ "group": name, "isolation": print(counts.exposure(group, group)) });
    output.insert("isolation".to_owned(), names.iter().zip(0..).map(isolation).collect());
    output.insert("oasis".to_owned(), oasis(&counts));
    Ok(output)
}

fn group_name(group: usize) -> String {
    u8::try_from(group)
        .ok()
        .filter(|group| *group < 26)
        .map_or_else(|| format!("g{}", group + 1), |group| char::from(b'a' + group).to_string())
}

/// Pairs of groups that meet in some unit, in the order in which they first meet.
fn exposures(counts: &Counts, names: &[String]) -> Value {
    let mut met = Vec::new();
    for row in counts.rows() {
        for (one, own) in row.iter().enumerate().filter(|(_, count)| **count > 0.0) {
            for (other, _) in row.iter().enumerate().filter(|(_, count)| **count > 0.0 && *own > 0.0) {
                if !met.contains(&(one, other)) {
                    met.push((one, other));
                }
            }
        }
    }
    let name = |group: usize| names.get(group).map_or("", String::as_str);
    met.into_iter()
        .map(|(one, other)| {
            json!({ "of": name(one), "to": name(other), "exposure": print(counts.exposure(one, other)) })
        })
        .collect()
}

/// The same ideas for each group against the rest, rounded to four decimals as is usual for them.
fn oasis(counts: &Counts) -> Value {
    let rounded = |found: Result<f64, Undefined>| print(found.map(|value| (value * 1e4).round() / 1e4));
    let groups = || 0..counts.groups();
    let each = |of: &dyn Fn(usize) -> Value| -> Value { groups().map(of).collect() };
    let between = |one: usize, other: usize| {
        if one == other { Value::from(0.0) } else { rounded(counts.dissimilarity(one, other)) }
    };
    let all_pairs: Value =
        groups().flat_map(|one| groups().map(move |other| (one, other))).map(|(a, b)| between(a, b)).collect();
    json!({
        "D_group_vs_group": all_pairs,
        "IS_group_vs_rest": each(&|group| rounded(counts.against_rest(group).dissimilarity(0, 1))),
        "H_group": each(&|group| rounded(counts.against_rest(group).theil())),
        "xPx": each(&|group| rounded(counts.exposure(group, group))),
        "xPy": each(&|one| groups().map(|other| rounded(counts.exposure(one, other))).collect()),
        "gini": each(&|group| rounded(counts.gini(group))),
        "Hmulti": rounded(counts.theil()),
        "Dmulti": rounded(counts.dissimilarity_of_all()),
    })
}

pub(super) fn moran(input: &Fields) -> Output {
    let values = input.numbers("x")?;
    let style = match input.text_or("style", "W")? {
        "W" => Style::RowStandardised,
        "B" => Style::Binary,
        other => return Err(unknown("style", other)),
    };
    let declared = input.get("zero_policy").is_some() && input.flag("zero_policy")?;
    let mut neighbours = Vec::new();
    for row in input.list("neighbours")? {
        let mut others = Vec::new();
        for value in list("neighbours", row)? {
            let number = number_or_missing("neighbours", value)?.unwrap_or(0.0);
            // Areas are numbered from 1; a lone 0 stands for none.
            match index("neighbours", number)? {
                0 => {}
                number => others.push(number - 1),
            }
        }
        neighbours.push(others);
    }
    let islands = if declared { Islands::Declared } else { Islands::Refused };
    let map = Areas::new(values, &neighbours, style, islands)?;
    let found = map.autocorrelation().map_err(|_| Refusal::Rule("all values are equal"))?;
    let mut output = Map::new();
    output.insert("I".to_owned(), found.moran.into());
    output.insert("expectation".to_owned(), found.expectation.into());
    output.insert("var_randomisation".to_owned(), found.variance_randomisation.into());
    output.insert("p_greater_randomisation".to_owned(), print(found.p_greater));
    output.insert("var_normality".to_owned(), found.variance_normality.into());
    output.insert("geary_C".to_owned(), found.geary.into());
    Ok(output)
}
