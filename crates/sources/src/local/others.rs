//! Socialstyrelsen and Skolverket, about people and schools that do not exist.

use super::{Answer, Asked, Behaviour};
use crate::json::Json;

const PAGE: usize = 5;

fn list(values: &[(&str, &str)]) -> Json {
    Json::List(
        values.iter().map(|(id, text)| Json::object([("id", Json::of(*id)), ("text", Json::of(*text))])).collect(),
    )
}

/// Socialstyrelsen: one subject, figures with a decimal comma, pages of five rows; one cell is not there.
pub(super) fn socialstyrelsen(path: &str, asked: &Asked, _: &Behaviour) -> Answer {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => Answer::json(200, &list(&[("lakemedel", "Läkemedel")])),
        ["lakemedel", "matt"] => Answer::json(200, &list(&[("1", "Antal patienter"), ("2", "Patienter/1000")])),
        ["lakemedel", "region"] => Answer::json(200, &list(&[("0", "Riket"), ("13", "Rösmark")])),
        ["lakemedel", "kon"] => Answer::json(200, &list(&[("1", "Män"), ("2", "Kvinnor"), ("3", "Båda")])),
        ["lakemedel", "atc"] => Answer::json(200, &list(&[("N06BA04", "Metylfenidat"), ("N06AB03", "Fluoxetin")])),
        ["lakemedel", "resultat", segments @ ..] => results(segments, asked),
        _ => Answer::text(404, "no such path"),
    }
}

fn results(segments: &[&str], asked: &Asked) -> Answer {
    let pairs: Vec<(&str, Vec<&str>)> =
        segments.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, pair.get(1)?.split(',').collect()))).collect();
    let several = |name: &str| pairs.iter().any(|(variable, values)| *variable == name && values.len() > 1);
    if several("matt") || several("atc") {
        return Answer::text(400, "one at a time");
    }
    let mut rows: Vec<Vec<(String, Json)>> = vec![Vec::new()];
    for (variable, values) in &pairs {
        let name = if *variable == "ar" { "ar".to_owned() } else { format!("{variable}Id") };
        rows = rows
            .iter()
            .flat_map(|row: &Vec<(String, Json)>| {
                values.iter().map(|value| row.iter().cloned().chain([(name.clone(), Json::of(*value))]).collect())
            })
            .collect();
    }
    let rows: Vec<Json> = (1_u32..)
        .zip(rows)
        .filter(|(number, _)| *number != 2)
        .map(|(number, mut row): (u32, Vec<(String, Json)>)| {
            row.push(("varde".to_owned(), Json::Text(format!("{},5", 1000 + number))));
            Json::Object(row)
        })
        .collect();
    let at = asked.parameter("sida").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).max(1);
    let more = rows.len() > at * PAGE;
    let host = asked.header("host").unwrap_or_default();
    let path = asked.path.split('?').next().unwrap_or_default();
    let next = if more { Json::Text(format!("http://{host}{path}?sida={}", at + 1)) } else { Json::Null };
    let data = rows.into_iter().skip((at - 1) * PAGE).take(PAGE).collect();
    Answer::json(200, &Json::object([("data", Json::List(data)), ("nasta_sida", next)]))
}

/// Skolverket: two units in one municipality.
pub(super) fn skolverket(path: &str, asked: &Asked) -> Answer {
    let units = [("99999908", "Syntetisk provskola", "AKTIV"), ("99999916", "Nedlagda skolan", "UPPHORT")];
    let name = path.strip_prefix("school-units").unwrap_or_default().trim_start_matches('/');
    if !path.starts_with("school-units") {
        return Answer::text(404, "no such path");
    }
    if name.is_empty() {
        let here = asked.parameter("municipality_code") == Some("1384");
        let unit = |(code, name, status): &(&str, &str, &str)| {
            Json::object([
                ("schoolUnitCode", Json::of(*code)),
                ("name", Json::of(*name)),
                ("status", Json::of(*status)),
            ])
        };
        let items = if here { units.iter().map(unit).collect() } else { Vec::new() };
        let data = Json::object([("type", Json::of("schoolunit")), ("attributes", Json::List(items))]);
        return Answer::json(200, &Json::object([("data", data)]));
    }
    let Some((code, name, status)) = units.iter().find(|(code, ..)| *code == name) else {
        return Answer::text(404, "no such unit");
    };
    let place = Json::object([("latitude", Json::of("57.48")), ("longitude", Json::of("12.07"))]);
    let address = Json::object([
        ("type", Json::of("BESOKSADRESS")),
        ("streetAddress", Json::of("Testgatan 1")),
        ("postalCode", Json::of("12345")),
        ("locality", Json::of("Teststad")),
        ("geoCoordinates", place),
    ]);
    let attributes = Json::object([
        ("displayName", Json::of(*name)),
        ("status", Json::of(*status)),
        ("headMaster", Json::of("Testrektor")),
        ("municipalityCode", Json::of("1384")),
        ("schoolTypes", Json::List(vec![Json::of("GR"), Json::of("FKLASS")])),
        ("addresses", Json::List(vec![address])),
    ]);
    let data = Json::object([("schoolUnitCode", Json::of(*code)), ("attributes", attributes)]);
    let organizer = Json::object([("attributes", Json::object([("displayName", Json::of("Rösmarks kommun"))]))]);
    Answer::json(200, &Json::object([("data", data), ("included", organizer)]))
}

/// Planned educations of Skolverket: three units on pages of two, and figures in texts; one unit has none.
pub(super) fn planned(path: &str, asked: &Asked) -> Answer {
    const UNITS: [(&str, &str); 3] =
        [("99999908", "Syntetisk provskola"), ("99999916", "Lilla skolan"), ("99999924", "Nya skolan")];
    const UNITS_PAGE: usize = 2;
    if asked.header("accept").is_none_or(|accept| !accept.contains("plannededucations.api.v3.hal+json")) {
        return Answer::text(406, "not acceptable");
    }
    let body = |body: Json| Answer::json(200, &Json::object([("status", Json::of("OK")), ("body", body)]));
    if path == "school-units" {
        let page = asked.parameter("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(0);
        if asked.parameter("size").and_then(|size| size.parse::<usize>().ok()).is_some_and(|size| size > 100) {
            return Answer::text(404, "at most 100");
        }
        let here = asked.parameter("geographicalAreaCode") == Some("1384");
        let unit = |(code, name): &(&str, &str)| {
            let kind = Json::object([("code", Json::of("gr")), ("displayName", Json::of("Grundskola"))]);
            Json::object([
                ("code", Json::of(*code)),
                ("name", Json::of(*name)),
                ("geographicalAreaCode", Json::of("1384")),
                ("principalOrganizerType", Json::of("Kommunal")),
                ("typeOfSchooling", Json::List(vec![kind])),
            ])
        };
        let units: Vec<Json> =
            UNITS.iter().filter(|_| here).skip(page * UNITS_PAGE).take(UNITS_PAGE).map(unit).collect();
        let pages = Json::object([("totalPages", Json::Number(2.0)), ("number", Json::Number(f64::from(page > 0)))]);
        return body(Json::object([
            ("_embedded", Json::object([("listedSchoolUnits", Json::List(units))])),
            ("page", pages),
        ]));
    }
    let point = |period: &str, value: &str, kind: &str| {
        Json::object([("timePeriod", Json::of(period)), ("value", Json::of(value)), ("valueType", Json::of(kind))])
    };
    match path.strip_prefix("school-units/").and_then(|rest| rest.split_once("/statistics/")) {
        Some(("99999908", "gr")) => body(Json::object([
            (
                "averageGradesMeritRating9thGrade",
                Json::List(vec![point("2023/24", "240,1", "EXISTS"), point("2022/23", "..", "MISSING")]),
            ),
            ("hasLibrary", Json::Bool(true)),
        ])),
        Some(("99999916", "gr")) => body(Json::object([(
            "averageGradesMeritRating9thGrade",
            Json::List(vec![point("2023/24", "..", "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS")]),
        )])),
        _ => Answer::text(404, "no such unit"),
    }
}
