//! Kolada, version 3, about municipalities that do not exist.

use super::{Answer, Asked, Behaviour};
use crate::json::Json;

const SEGMENT_MAX: usize = 25;
const KPIS: [(&str, &str, &str); 4] = [
    ("N15428", "Elever i åk 9 som är behöriga till yrkesprogram, hemkommun, andel (%)", "A"),
    ("N01919", "Invånare 0-19 år, antal", "A"),
    ("N33820", "Psykisk ohälsa hos barn och ungdomar, andel (%)", "K"),
    ("N00001", "Ungdomar som trivs, andel (%) (-2024)", "K"),
];
const AREAS: [(&str, &str, &str); 5] = [
    ("0000", "Riket", "L"),
    ("0013", "Region Rösmark", "L"),
    ("1380", "Almvik", "K"),
    ("1384", "Björkeryd", "K"),
    ("1401", "Dalhult", "K"),
];
const YEARS: [i16; 4] = [2021, 2022, 2023, 2024];

pub(super) fn answer(path: &str, asked: &Asked, behaviour: &mut Behaviour) -> Answer {
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let items = match parts.as_slice() {
        ["kpi"] => {
            let words = asked.parameter("title").unwrap_or_default().to_lowercase();
            kpis(|_, title| title.to_lowercase().contains(&words))
        }
        ["kpi", ids] => {
            let ids: Vec<&str> = ids.split(',').collect();
            if ids.len() > SEGMENT_MAX {
                return Answer::text(400, "at most 25 ids");
            }
            kpis(|id, _| ids.contains(&id))
        }
        ["municipality"] => AREAS
            .iter()
            .map(|(id, title, kind)| {
                Json::object([("id", Json::of(*id)), ("title", Json::of(*title)), ("type", Json::of(*kind))])
            })
            .collect(),
        ["municipality_groups"] => {
            vec![Json::object([
                ("id", Json::of("G1")),
                ("title", Json::of("Alla")),
                ("members", Json::List(Vec::new())),
            ])]
        }
        ["data" | "oudata", segments @ ..] => match data(segments, asked) {
            Ok(items) => items,
            Err(answer) => return answer,
        },
        _ => return Answer::text(404, "unknown path"),
    };
    page(items, asked, behaviour)
}

fn kpis(wanted: impl Fn(&str, &str) -> bool) -> Vec<Json> {
    let kpi = |(id, title, kind): &(&str, &str, &str)| {
        Json::object([
            ("id", Json::of(*id)),
            ("title", Json::of(*title)),
            ("description", Json::of("Påhittat. Källa: ingen.")),
            ("is_divided_by_gender", Json::Bool(true)),
            ("municipality_type", Json::of(*kind)),
            ("has_ou_data", Json::Bool(*id == "N15428")),
        ])
    };
    KPIS.iter().filter(|(id, title, _)| wanted(id, title)).map(kpi).collect()
}

fn data(segments: &[&str], asked: &Asked) -> Result<Vec<Json>, Answer> {
    let pairs = segments.chunks_exact(2);
    let find = |name: &str| {
        pairs.clone().find_map(|pair| match pair {
            [key, value] if *key == name => Some(value.split(',').map(ToOwned::to_owned).collect::<Vec<String>>()),
            _ => None,
        })
    };
    let (kpis, areas, units, years) = (find("kpi"), find("municipality"), find("ou"), find("year"));
    if pairs.len() < 2 {
        return Err(Answer::text(400, "two of kpi, municipality and year are needed"));
    }
    for ids in [&kpis, &areas, &units, &years].into_iter().flatten() {
        if ids.len() > SEGMENT_MAX {
            return Err(Answer::text(400, "at most 25 values in a segment"));
        }
    }
    let name = if units.is_some() { "ou" } else { "municipality" };
    let all: Vec<String> = AREAS.iter().map(|(id, ..)| (*id).to_owned()).collect();
    let places = units.or(areas).unwrap_or(all);
    let mut items = Vec::new();
    for (number, (kpi, _, kind)) in (1_i16..).zip(KPIS) {
        if kpis.as_ref().is_some_and(|kpis| !kpis.iter().any(|id| id == kpi)) {
            continue;
        }
        for place in &places {
            let known =
                AREAS.iter().find(|(id, ..)| id == place).is_some_and(|(.., region)| kind == "A" || *region == kind);
            if !known && !place.starts_with(['G', 'V']) {
                continue;
            }
            for year in YEARS {
                if years.as_ref().is_some_and(|years| !years.contains(&year.to_string())) {
                    continue;
                }
                items.push(item(kpi, name, place, year, number, asked));
            }
        }
    }
    Ok(items)
}

/// A figure that depends on what it is about; one is absent, one has a status, and one has been deleted.
fn item(kpi: &str, name: &str, place: &str, year: i16, number: i16, asked: &Asked) -> Json {
    let sum: u32 = place.bytes().map(u32::from).sum();
    let base = f64::from(number) * 10.0 + f64::from(sum % 17) + f64::from(year - 2020) / 4.0;
    let figure = |gender: &str, value: f64| {
        let (value, status) = match (place, year, gender) {
            ("1384", 2022, "K") => (Json::Null, ""),
            ("1384", 2023, "K") => (Json::Number(3.0), "Sekretess"),
            _ => (Json::Number(value), ""),
        };
        let deleted = asked.parameter("from_date").is_some() && place == "1401" && year == 2021;
        Json::object([
            ("gender", Json::of(gender)),
            ("count", Json::Number(1.0)),
            ("status", Json::of(status)),
            ("value", value),
            ("isdeleted", Json::Bool(deleted)),
        ])
    };
    Json::object([
        ("kpi", Json::of(kpi)),
        ("period", Json::Number(f64::from(year))),
        (name, Json::of(place)),
        ("values", Json::List(vec![figure("K", base + 1.0), figure("M", base - 1.0), figure("T", base)])),
    ])
}

fn page(mut items: Vec<Json>, asked: &Asked, behaviour: &mut Behaviour) -> Answer {
    let number = |name: &str| asked.parameter(name).and_then(|text| text.parse::<usize>().ok());
    let at = number("page").unwrap_or(1);
    let size = number("per_page").unwrap_or(behaviour.page).min(behaviour.page).max(1);
    if at == 0 {
        return Answer::text(400, "pages count from 1");
    }
    if at > 1 && behaviour.changes > 0 && !items.is_empty() {
        behaviour.changes -= 1;
        items.remove(0);
    }
    let count = items.len();
    let values: Vec<Json> = items.into_iter().skip((at - 1) * size).take(size).collect();
    let more = at * size < count;
    let host = asked.header("host").unwrap_or("localhost");
    let (path, query) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("page=")).collect();
    let escaped =
        |text: &str| text.replace(' ', "%20").replace('å', "%C3%A5").replace('ä', "%C3%A4").replace('ö', "%C3%B6");
    let next = format!("http://{host}{}?page={}&{}", escaped(path), at + 1, escaped(&rest.join("&")));
    #[expect(clippy::cast_precision_loss, reason = "a handful of items")]
    let count = Json::Number(count as f64);
    Answer::json(
        200,
        &Json::object([
            ("values", Json::List(values)),
            ("next_url", if more { Json::Text(next) } else { Json::Null }),
            ("count", count),
        ]),
    )
}
