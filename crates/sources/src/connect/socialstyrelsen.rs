//! The statistics database of Socialstyrelsen. Source: sources 5; names of members beyond `data`, `varde` and `nasta_sida` are not
//! confirmed by a reply of theirs. Figures are texts with a decimal comma; a cell that is not there is not nought. One measure and one
//! diagnosis or medicine at a time: questions with several have been reported to lose pages.

use std::time::Duration;

use super::Gather;
use crate::fault::{Code, Fault, Result};
use crate::http::{Client, Limit, escaped};
use crate::json::Json;
use crate::model::{Area, Category, Dataset, Dimension, Provenance, Role, Scheme};

/// Where it is.
pub const BASE: &str = "https://sdb.socialstyrelsen.se/api/v1/sv";
/// Nobody has published a limit.
pub const LIMIT: Limit = Limit { calls: 2, window: Duration::from_secs(1) };
const PAGES_MAX: usize = 2_000;
const QUESTIONS_MAX: usize = 5_000;
/// Variables that are asked about one value at a time.
const ONE_BY_ONE: [&str; 4] = ["matt", "diagnos", "atc", "lakemedel"];

/// What to fetch: a subject, and values of its variables in the order in which they stand in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The subject, `lakemedel` for example.
    pub subject: String,
    /// Variable and values.
    pub values: Vec<(String, Vec<String>)>,
}

/// The subjects there are: name and title.
pub fn subjects(client: &Client<'_>, base: &str) -> Result<Vec<(String, String)>> {
    let list = client.json(base)?;
    let name = |subject: &Json| {
        let text = |name: &str| subject.get(name).and_then(Json::code);
        let id = text("namn").or_else(|| text("id"))?;
        Some((id.clone(), text("text").unwrap_or(id)))
    };
    Ok(list.items().iter().filter_map(name).collect())
}

/// Fetches figures.
pub fn fetch(client: &Client<'_>, base: &str, question: &Question) -> Result<Dataset> {
    let base = base.trim_end_matches('/');
    if question.values.iter().all(|(variable, _)| variable != "matt") {
        return Err(Fault::new(Code::Question, "Socialstyrelsen", "which measure?").remedy("Say --select matt=1."));
    }
    let mut dimensions = Vec::new();
    for (variable, values) in &question.values {
        dimensions.push(dimension(client, base, &question.subject, variable, values)?);
    }
    let mut gather = Gather::new(dimensions);
    let questions = single(&question.values);
    if questions.len() > QUESTIONS_MAX {
        return Err(Fault::new(Code::TooLarge, "Socialstyrelsen", "too many questions").remedy("Select less."));
    }
    for (done, values) in questions.iter().enumerate() {
        client.tell(done, Some(questions.len()));
        let path: Vec<String> = values
            .iter()
            .map(|(variable, values)| format!("{}/{}", escaped(variable), escaped(&values.join(","))))
            .collect();
        let mut next = Some(format!("{base}/{}/resultat/{}", escaped(&question.subject), path.join("/")));
        let mut pages = 0;
        while let Some(url) = next.take() {
            pages += 1;
            if pages > PAGES_MAX {
                return Err(Fault::new(Code::Incomplete, format!("Socialstyrelsen, {url}"), "the pages have no end"));
            }
            let page = client.json(&url)?;
            let rows = page.get("data").filter(|rows| matches!(rows, Json::List(_))).ok_or_else(|| {
                Fault::new(Code::WrongShape, format!("Socialstyrelsen, {url}"), "the answer has no \"data\"")
            })?;
            for row in rows.items() {
                put(&mut gather, row, values).map_err(|fault| fault.within(&format!("Socialstyrelsen, {url}")))?;
            }
            next = page.get("nasta_sida").and_then(Json::text).map(|link| within(base, link)).transpose()?;
        }
    }
    client.tell(questions.len(), Some(questions.len()));
    if gather.len() == 0 {
        return Err(Fault::new(Code::Unknown, "Socialstyrelsen", "there are no figures for this selection"));
    }
    let mut dataset = gather.finish()?;
    dataset.code.clone_from(&question.subject);
    dataset.label.clone_from(&question.subject);
    dataset.provenance = Provenance {
        address: Some(format!("{base}/{}", question.subject)),
        fetched: Some(client.now()),
        ..Provenance::published(
            "Socialstyrelsen",
            "Källa: Socialstyrelsen. Villkoren för vidareutnyttjande är inte bekräftade.",
        )
    };
    Ok(dataset)
}

/// A link of theirs, on the server that was asked.
fn within(base: &str, link: &str) -> Result<String> {
    let host = |url: &str| url.split("://").nth(1).and_then(|rest| rest.split('/').next()).map(ToOwned::to_owned);
    if host(link) == host(base) {
        Ok(link.to_owned())
    } else {
        Err(Fault::new(Code::Refused, format!("Socialstyrelsen, {base}"), "the next page is on another server"))
    }
}

/// Questions with one measure and one diagnosis each.
fn single(values: &[(String, Vec<String>)]) -> Vec<Vec<(String, Vec<String>)>> {
    let mut questions = vec![Vec::new()];
    for (variable, values) in values {
        let alone = ONE_BY_ONE.contains(&variable.as_str());
        let choices: Vec<Vec<String>> =
            if alone { values.iter().map(|value| vec![value.clone()]).collect() } else { vec![values.clone()] };
        questions = questions
            .iter()
            .flat_map(|question: &Vec<(String, Vec<String>)>| {
                choices.iter().map(|choice| {
                    let mut longer = question.clone();
                    longer.push((variable.clone(), choice.clone()));
                    longer
                })
            })
            .collect();
    }
    questions
}

/// A variable with the labels of its values; an unknown value is a fault. Years need no list.
fn dimension(client: &Client<'_>, base: &str, subject: &str, variable: &str, values: &[String]) -> Result<Dimension> {
    let role = match variable {
        "region" => Role::Area,
        "kon" => Role::Sex,
        "alder" => Role::Age,
        "ar" => Role::Period,
        "matt" => Role::Measure,
        _ => Role::Other,
    };
    let mut dimension = Dimension { code: variable.to_owned(), role, ..Dimension::default() };
    if role == Role::Period {
        return Ok(dimension);
    }
    let url = format!("{base}/{}/{}", escaped(subject), escaped(variable));
    let list = client.json(&url)?;
    for value in values {
        let found = list.items().iter().find(|item| item.get("id").and_then(Json::code).as_deref() == Some(value));
        let found = found.ok_or_else(|| {
            Fault::new(Code::Unknown, format!("Socialstyrelsen, {subject}"), format!("{variable} has no value {value}"))
        })?;
        dimension.categories.push(Category {
            label: found.get("text").and_then(Json::text).map(ToOwned::to_owned),
            ..Category::new(code(role, value))
        });
    }
    Ok(dimension)
}

/// Areas in the codes that everyone else uses.
fn code(role: Role, value: &str) -> String {
    match role {
        Role::Area => Area::parse(Scheme::Socialstyrelsen, value).code(Scheme::Scb).unwrap_or_else(|| value.to_owned()),
        Role::Sex | Role::Age | Role::Period | Role::Measure | Role::Unit | Role::Other => value.to_owned(),
    }
}

/// A row. What was asked with one value need not stand in it.
fn put(gather: &mut Gather, row: &Json, asked: &[(String, Vec<String>)]) -> Result<()> {
    let mut key = Vec::new();
    for (variable, values) in asked {
        let stands = row.get(&format!("{variable}Id")).or_else(|| row.get(variable)).and_then(Json::code);
        let value = stands.or_else(|| if let [only] = values.as_slice() { Some(only.clone()) } else { None });
        let value = value.ok_or_else(|| Fault::new(Code::WrongShape, "data", format!("a row lacks {variable}")))?;
        key.push(code(if variable == "region" { Role::Area } else { Role::Other }, &value));
    }
    let text = row.get("varde").and_then(Json::code).unwrap_or_default();
    let figure: Option<f64> = text.replace(',', ".").replace([' ', '\u{a0}'], "").parse().ok();
    let mark = figure.is_none().then_some(text).filter(|mark| !mark.is_empty());
    let key: Vec<&str> = key.iter().map(String::as_str).collect();
    gather.put(&key, figure.filter(|figure: &f64| figure.is_finite()), mark)
}
