//! The register of school units of Skolverket, version 2. Source: sources 6. Names of head teachers are personal data and are not
//! read. Codes change when a unit is renamed or merged, and the register names no successor: a list of those is kept by hand.

use std::io::Write;
use std::time::Duration;

use crate::fault::{Code, Fault, Result};
use crate::http::{Client, Limit, Request, escaped};
use crate::json::Json;
use crate::table::guarded;

/// Where it is.
pub const BASE: &str = "https://api.skolverket.se/skolenhetsregistret/v2";
/// Nobody has published a limit.
pub const LIMIT: Limit = Limit { calls: 5, window: Duration::from_secs(1) };
const UNITS_MAX: usize = 20_000;

/// A school unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unit {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// `AKTIV`, `VILANDE`, `UPPHORT`.
    pub status: String,
    /// The municipality it lies in.
    pub municipality: Option<String>,
    /// `GR`, `GY`, `FKLASS` and others.
    pub types: Vec<String>,
    /// Who runs it.
    pub organizer: Option<String>,
    /// Street, postal code and town of visits.
    pub address: Option<String>,
    /// Longitude and latitude.
    pub coordinates: Option<(f64, f64)>,
}

/// The units of a municipality, with everything that is read of each.
pub fn units(client: &Client<'_>, base: &str, municipality: &str, school_type: Option<&str>) -> Result<Vec<Unit>> {
    let base = base.trim_end_matches('/');
    let kind = school_type.map(|kind| format!("&school_type={}", escaped(kind))).unwrap_or_default();
    let url = format!("{base}/school-units?municipality_code={}{kind}", escaped(municipality));
    let list = ask(client, &url)?;
    let place = format!("Skolverket, {url}");
    let listed = list
        .get("data")
        .and_then(|data| data.get("attributes"))
        .ok_or_else(|| Fault::new(Code::WrongShape, place.clone(), "the answer has no list of units"))?;
    if listed.items().len() > UNITS_MAX {
        return Err(Fault::new(Code::TooLarge, place, "too many units"));
    }
    let mut units = Vec::new();
    for (done, item) in listed.items().iter().enumerate() {
        client.tell(done, Some(listed.items().len()));
        let code = item.get("schoolUnitCode").and_then(Json::code);
        let code = code.ok_or_else(|| Fault::new(Code::WrongShape, place.clone(), "a unit without its code"))?;
        let detail = ask(client, &format!("{base}/school-units/{}", escaped(&code)))?;
        units.push(unit(code, &detail));
    }
    Ok(units)
}

fn ask(client: &Client<'_>, url: &str) -> Result<Json> {
    let mut request = Request::get(url);
    request.headers.push(("Accept".to_owned(), "application/json".to_owned()));
    client
        .read(&request, |answer| Json::parse(&answer.body))
        .map_err(|fault| fault.within(&format!("Skolverket, {url}")))
}

fn unit(code: String, detail: &Json) -> Unit {
    let nothing = Json::Null;
    let about = detail.get("data").and_then(|data| data.get("attributes")).unwrap_or(&nothing);
    let text = |json: &Json, name: &str| {
        json.get(name).and_then(Json::text).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
    };
    let addresses = about.get("addresses").map(Json::items).unwrap_or_default();
    let visits = addresses.iter().find(|address| address.get("type").and_then(Json::text) == Some("BESOKSADRESS"));
    let place = visits.and_then(|address| address.get("geoCoordinates"));
    let number =
        |name: &str| place.and_then(|place| place.get(name)).and_then(Json::code).and_then(|text| text.parse().ok());
    let address = visits.map(|visits| {
        let parts = ["streetAddress", "postalCode", "locality"].map(|name| text(visits, name));
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let organizer = detail.get("included").and_then(|included| included.get("attributes"));
    Unit {
        code,
        name: text(about, "displayName").or_else(|| text(about, "schoolName")).unwrap_or_default(),
        status: text(about, "status").unwrap_or_default(),
        municipality: text(about, "municipalityCode"),
        types: about.get("schoolTypes").map(Json::items).unwrap_or_default().iter().filter_map(Json::code).collect(),
        organizer: organizer.and_then(|organizer| text(organizer, "displayName")),
        address: address.filter(|address| !address.is_empty()),
        coordinates: number("longitude").zip(number("latitude")),
    }
}

/// Writes units as CSV.
pub fn csv(units: &[Unit], mut stream: impl Write) -> Result<()> {
    let mut text = "code,name,status,municipality,types,organizer,address,longitude,latitude\n".to_owned();
    for unit in units {
        let place = |at: Option<f64>| at.map(|at| at.to_string()).unwrap_or_default();
        let fields = [
            unit.code.clone(),
            unit.name.clone(),
            unit.status.clone(),
            unit.municipality.clone().unwrap_or_default(),
            unit.types.join(" "),
            unit.organizer.clone().unwrap_or_default(),
            unit.address.clone().unwrap_or_default(),
            place(unit.coordinates.map(|(longitude, _)| longitude)),
            place(unit.coordinates.map(|(_, latitude)| latitude)),
        ];
        let quoted = fields.map(|field| {
            let field = guarded(&field).into_owned();
            if field.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
        });
        text.push_str(&quoted.join(","));
        text.push('\n');
    }
    stream.write_all(text.as_bytes()).map_err(|error| Fault::file("output", &error))
}
