//! What to take of each variable: codes, `*` and `?`, `top(3)`, `bottom(2)`, `from(2014)`, `to(2020)`, `range(2014,2020)`, and
//! `2014-` or `-2020` of periods. Worked out here, against the metadata, so that both versions are asked the same way and
//! the number of cells is known before.

use crate::fault::{Code, Fault, Result};
use crate::json::Json;
use crate::model::{Dataset, Dimension, Role};

/// What to take of one variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The variable's code, or what it is called.
    pub variable: String,
    /// The expression.
    pub expression: String,
}

impl Selection {
    /// Reads `Region=1380,1384`.
    pub fn parse(text: &str) -> Result<Self> {
        match text.split_once('=') {
            Some((variable, expression)) if !variable.trim().is_empty() && !expression.trim().is_empty() => {
                Ok(Self { variable: variable.trim().to_owned(), expression: expression.trim().to_owned() })
            }
            _ => Err(Fault::new(Code::Question, format!("--select {text}"), "must be VARIABLE=VALUES")),
        }
    }
}

/// The codes to ask for, variable by variable. One that is not selected is left out when it can be, else taken whole.
pub fn select(metadata: &Dataset, selections: &[Selection]) -> Result<Vec<(String, Vec<String>)>> {
    let same = |dimension: &Dimension, name: &str| {
        dimension.code.eq_ignore_ascii_case(name) || dimension.name().to_lowercase() == name.to_lowercase()
    };
    if let Some(unknown) = selections
        .iter()
        .find(|selection| !metadata.dimensions.iter().any(|dimension| same(dimension, &selection.variable)))
    {
        let codes: Vec<&str> = metadata.dimensions.iter().map(|dimension| dimension.code.as_str()).collect();
        return Err(Fault::new(Code::Unknown, &unknown.variable, "no such variable")
            .remedy(format!("The variables are: {}.", codes.join(", "))));
    }
    let mut wanted = Vec::new();
    for dimension in &metadata.dimensions {
        let said: Vec<&Selection> =
            selections.iter().filter(|selection| same(dimension, &selection.variable)).collect();
        let mut codes: Vec<String> = Vec::new();
        for selection in &said {
            for expression in parts(&selection.expression) {
                for code in expand(dimension, expression)? {
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                }
            }
        }
        if said.is_empty() {
            if can_be_left_out(dimension) {
                continue;
            }
            codes = dimension.categories.iter().map(|category| category.code.clone()).collect();
        }
        wanted.push((dimension.code.clone(), codes));
    }
    Ok(wanted)
}

fn can_be_left_out(dimension: &Dimension) -> bool {
    let extension = dimension.extra.iter().find(|(name, _)| name == "extension").map(|(_, extension)| extension);
    extension.and_then(|extension| extension.get("elimination")) == Some(&Json::Bool(true))
}

/// The parts between commas that stand in no bracket.
fn parts(expression: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    expression
        .split(|letter| {
            depth += i32::from(letter == '(') - i32::from(letter == ')');
            letter == ',' && depth == 0
        })
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

fn expand(dimension: &Dimension, expression: &str) -> Result<Vec<String>> {
    let codes: Vec<&str> = dimension.categories.iter().map(|category| category.code.as_str()).collect();
    let wrong = |text: &str| Fault::new(Code::Question, format!("{}={expression}", dimension.code), text);
    let place = |code: &str| {
        codes.iter().position(|known| known.eq_ignore_ascii_case(code)).ok_or_else(|| {
            let sample: Vec<&str> = codes.iter().copied().take(8).collect();
            Fault::new(Code::Unknown, format!("{}={code}", dimension.code), "no such value")
                .remedy(format!("Values begin: {}.", sample.join(", ")))
        })
    };
    let own = |range: &[&str]| range.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    if let Ok(at) = place(expression) {
        return Ok(own(codes.get(at..=at).unwrap_or_default()));
    }
    if let Some((name, inside)) = expression.strip_suffix(')').and_then(|text| text.split_once('(')) {
        let arguments: Vec<&str> = inside.split(',').map(str::trim).collect();
        let number = |text: &str| text.parse::<usize>().map_err(|_| wrong("must be a number"));
        let slice = |from: usize, to: usize| own(codes.get(from.min(to)..to).unwrap_or_default());
        return match (name.to_lowercase().as_str(), arguments.as_slice()) {
            ("top", [count]) => Ok(top(&codes, number(count)?, 0)),
            ("top", [count, offset]) => Ok(top(&codes, number(count)?, number(offset)?)),
            ("bottom", [count]) => Ok(slice(0, number(count)?.min(codes.len()))),
            ("from", [code]) => Ok(slice(place(code)?, codes.len())),
            ("to", [code]) => Ok(slice(0, place(code)? + 1)),
            ("range", [from, to]) => Ok(slice(place(from)?, place(to)? + 1)),
            _ => Err(wrong("no such expression")),
        };
    }
    if dimension.role == Role::Period
        && let Some((from, to)) = expression.split_once('-')
    {
        let within = |code: &&&str| {
            (from.is_empty() || **code >= from) && (to.is_empty() || **code <= to || code.starts_with(to))
        };
        return Ok(codes.iter().filter(within).map(|code| (*code).to_owned()).collect());
    }
    if expression.contains(['*', '?']) {
        let found: Vec<String> =
            codes.iter().filter(|code| matches(expression, code)).map(|code| (*code).to_owned()).collect();
        return if found.is_empty() { Err(wrong("nothing is like that")) } else { Ok(found) };
    }
    place(expression).map(|_| Vec::new())
}

/// The last so many, by their order in the table, which is that of time.
fn top(codes: &[&str], count: usize, offset: usize) -> Vec<String> {
    let end = codes.len().saturating_sub(offset);
    let start = end.saturating_sub(count);
    codes.get(start..end).unwrap_or_default().iter().map(|code| (*code).to_owned()).collect()
}

/// `*` is any letters, `?` is one; large and small letters are the same.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let (mut at, mut here, mut star, mut retry) = (0, 0, None, 0);
    while here < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some(at);
                retry = here;
                at += 1;
            }
            Some(letter) if *letter == '?' || text.get(here) == Some(letter) => {
                at += 1;
                here += 1;
            }
            _ => match star {
                Some(place) => {
                    at = place + 1;
                    retry += 1;
                    here = retry;
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).is_none_or(|rest| rest.iter().all(|letter| *letter == '*'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Category;

    fn check(expression: &str) -> Vec<String> {
        let years = ["2019", "2020", "2021", "2022"].map(Category::new).to_vec();
        let areas = ["00", "13", "1380", "1384"].map(Category::new).to_vec();
        let dimensions = vec![Dimension::new("Region", areas), Dimension::new("Tid", years)];
        let metadata = Dataset { dimensions, ..Dataset::default() };
        let wanted = select(&metadata, &[Selection::parse(expression).unwrap()]).unwrap();
        let (variable, _) = expression.split_once('=').unwrap();
        wanted.into_iter().find(|(code, _)| code == variable).unwrap().1
    }

    #[test]
    fn expressions_mean_what_the_reference_says() {
        for (expression, codes) in [
            ("Region=1380,13", vec!["1380", "13"]),
            ("Region=13??", vec!["1380", "1384"]),
            ("Region=*80", vec!["1380"]),
            ("Region=*", vec!["00", "13", "1380", "1384"]),
            ("Tid=top(2)", vec!["2021", "2022"]),
            ("Tid=TOP(1,1)", vec!["2021"]),
            ("Tid=bottom(1)", vec!["2019"]),
            ("Tid=from(2021)", vec!["2021", "2022"]),
            ("Tid=to(2020)", vec!["2019", "2020"]),
            ("Tid=range(2020,2021)", vec!["2020", "2021"]),
            ("Tid=2021-", vec!["2021", "2022"]),
            ("Tid=-2019", vec!["2019"]),
            ("Tid=2019,range(2021,2022)", vec!["2019", "2021", "2022"]),
        ] {
            assert_eq!(check(expression), codes, "{expression}");
        }
    }
}
