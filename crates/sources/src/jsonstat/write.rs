//! Writes a document, in version 2.0.

use std::fmt::{self, Write as _};
use std::io::Write;

use super::{Collection, Document, Item, OURS, dimension};
use crate::fault::{Code, Fault, Result};
use crate::json::{Json, write_number, write_text};
use crate::model::{Category, Dataset, Dimension, Marks, Origin, Part, Role, Values};

const CHUNK: usize = 64 * 1024;
const PART: &str = "part";

/// Text on its way to a stream.
struct Out<W> {
    stream: W,
    text: String,
}

impl<W: Write> Out<W> {
    fn flush(&mut self) -> Result<()> {
        self.stream.write_all(self.text.as_bytes()).map_err(|error| Fault::file("output", &error))?;
        self.text.clear();
        Ok(())
    }

    fn relieve(&mut self) -> Result<()> {
        if self.text.len() > CHUNK { self.flush() } else { Ok(()) }
    }

    /// Writes to memory do not fail.
    fn put(&mut self, what: impl fmt::Display) {
        let _ = write!(self.text, "{what}");
    }

    fn name(&mut self, name: &str) {
        let _ = write_text(name, &mut self.text);
        self.text.push(':');
    }

    fn number(&mut self, number: f64) {
        if number.is_nan() {
            self.text.push_str("null");
        } else {
            let _ = write_number(number, &mut self.text);
        }
    }
}

/// Writes any document.
pub fn write(document: &Document, stream: impl Write) -> Result<()> {
    let mut out = Out { stream, text: String::new() };
    match document {
        Document::Dataset(dataset) => self::dataset(dataset, &mut out)?,
        Document::Collection(collection) => self::collection(collection, &mut out)?,
        Document::Bundle(datasets) => {
            out.put('{');
            for (index, (name, dataset)) in datasets.iter().enumerate() {
                out.put(if index > 0 { "," } else { "" });
                out.name(name);
                self::dataset(dataset, &mut out)?;
            }
            out.put('}');
        }
    }
    out.put('\n');
    out.flush()?;
    out.stream.flush().map_err(|error| Fault::file("output", &error))
}

/// Writes one table.
pub fn write_dataset(dataset: &Dataset, stream: impl Write) -> Result<()> {
    let mut out = Out { stream, text: String::new() };
    self::dataset(dataset, &mut out)?;
    out.put('\n');
    out.flush()?;
    out.stream.flush().map_err(|error| Fault::file("output", &error))
}

fn collection<W: Write>(collection: &Collection, out: &mut Out<W>) -> Result<()> {
    out.put("{\"version\":\"2.0\",\"class\":\"collection\",\"label\":");
    out.put(Json::of(&collection.label));
    if let Some(updated) = &collection.updated {
        out.put(format_args!(",\"updated\":{}", Json::of(updated)));
    }
    out.put(",\"link\":{\"item\":[");
    for (index, item) in collection.items.iter().enumerate() {
        out.put(if index > 0 { "," } else { "" });
        match item {
            Item::Dataset(dataset) => self::dataset(dataset, out)?,
            Item::Collection(inner) => self::collection(inner, out)?,
            Item::Link { class, href, label } => out.put(Json::object([
                ("class", Json::of(class)),
                ("href", Json::of(href)),
                ("label", Json::of(label)),
            ])),
        }
    }
    out.put("]}}");
    Ok(())
}

fn dataset<W: Write>(dataset: &Dataset, out: &mut Out<W>) -> Result<()> {
    dataset.check_sizes()?;
    let part = (!dataset.cells.parts.is_empty()).then(|| part_dimension(dataset));
    let dimensions: Vec<&Dimension> = dataset.dimensions.iter().chain(&part).collect();
    out.put("{\"version\":\"2.0\",\"class\":\"dataset\"");
    for (name, text) in [("label", &dataset.label), ("source", &dataset.provenance.name)] {
        if !text.is_empty() {
            out.put(format_args!(",\"{name}\":{}", Json::of(text)));
        }
    }
    if let Some(updated) = &dataset.updated {
        out.put(format_args!(",\"updated\":{}", Json::of(updated)));
    }
    if !dataset.notes.is_empty() {
        out.put(format_args!(",\"note\":{}", Json::texts(&dataset.notes)));
    }
    let ids = dimensions.iter().map(|dimension| Json::of(&dimension.code)).collect();
    #[expect(clippy::cast_precision_loss, reason = "counts of categories are far below 2^53")]
    let sizes = dimensions.iter().map(|dimension| Json::Number(dimension.categories.len() as f64)).collect();
    out.put(format_args!(",\"id\":{},\"size\":{}", Json::List(ids), Json::List(sizes)));
    out.put(format_args!(",\"role\":{}", roles(&dimensions)));
    out.put(",\"dimension\":{");
    for (index, dimension) in dimensions.iter().enumerate() {
        out.put(if index > 0 { "," } else { "" });
        out.name(&dimension.code);
        self::dimension(dimension, out);
        out.relieve()?;
    }
    out.put('}');
    extra(dataset, &dimensions, part.as_ref(), out);
    values(dataset, out)?;
    marks(dataset, out)?;
    out.put('}');
    out.relieve()
}

fn roles(dimensions: &[&Dimension]) -> Json {
    let of = |role: Role| {
        let codes: Vec<Json> =
            dimensions.iter().filter(|dimension| dimension.role == role).map(|each| Json::of(&each.code)).collect();
        (!codes.is_empty()).then_some(Json::List(codes))
    };
    let all = [("time", Role::Period), ("geo", Role::Area), ("metric", Role::Measure)];
    Json::Object(all.into_iter().filter_map(|(name, role)| Some((name.to_owned(), of(role)?))).collect())
}

fn part_dimension(dataset: &Dataset) -> Dimension {
    let mut code = PART.to_owned();
    while dataset.dimension(&code).is_some() {
        code.push('_');
    }
    let parts = dataset.cells.parts.iter().map(|(part, _)| Category::new(part.as_str()));
    let categories = std::iter::once(Category::new("value")).chain(parts).collect();
    Dimension { code, categories, ..Dimension::default() }
}

/// What the source said beyond the model, as it was, and what the model has beyond the format.
fn extra<W: Write>(dataset: &Dataset, dimensions: &[&Dimension], part: Option<&Dimension>, out: &mut Out<W>) {
    let provenance = &dataset.provenance;
    let mut ours: Vec<(String, Json)> = Vec::new();
    let mut put = |name: &str, text: Option<String>| ours.extend(text.map(|text| (name.to_owned(), Json::Text(text))));
    put("code", Some(dataset.code.clone()).filter(|code| !code.is_empty()));
    put("address", provenance.address.clone());
    put("licence", provenance.licence.clone());
    put("revision", provenance.revision.clone());
    put("fetched", provenance.fetched.map(|moment| moment.stockholm().timestamp().to_string()));
    put("origin", (provenance.origin == Origin::Own).then(|| "own".to_owned()));
    put("part", part.map(|part| part.code.clone()));
    let told = |dimension: &&&Dimension| {
        let derived = match dimension.role {
            Role::Period | Role::Area | Role::Measure => dimension.role,
            Role::Sex | Role::Age | Role::Unit | Role::Other => dimension::guessed(dimension),
        };
        derived != dimension.role
    };
    let roles: Vec<(String, Json)> =
        dimensions.iter().filter(told).map(|each| (each.code.clone(), Json::of(each.role.as_str()))).collect();
    if !roles.is_empty() {
        ours.push(("roles".to_owned(), Json::Object(roles)));
    }
    let mut pending = (!ours.is_empty()).then_some((OURS.to_owned(), Json::Object(ours)));
    for (name, value) in &dataset.extra {
        out.put(',');
        out.name(name);
        if let (Json::Object(members), "extension") = (value, name.as_str()) {
            out.put(Json::Object(members.iter().cloned().chain(pending.take()).collect()));
        } else {
            out.put(value);
        }
    }
    if let Some(ours) = pending {
        out.put(format_args!(",\"extension\":{}", Json::Object(vec![ours])));
    }
}

fn dimension<W: Write>(dimension: &Dimension, out: &mut Out<W>) {
    out.put('{');
    if let Some(label) = &dimension.label {
        out.put(format_args!("\"label\":{},", Json::of(label)));
    }
    if !dimension.notes.is_empty() {
        out.put(format_args!("\"note\":{},", Json::texts(&dimension.notes)));
    }
    let mut total = dimension.total.as_ref().map(|code| ("eliminationValueCode".to_owned(), Json::of(code)));
    let mut inside = Vec::new();
    for (name, value) in &dimension.extra {
        if let Some(name) = name.strip_prefix("category/") {
            inside.push((name, value));
            continue;
        }
        out.name(name);
        if let (Json::Object(members), "extension") = (value, name.as_str()) {
            out.put(Json::Object(members.iter().cloned().chain(total.take()).collect()));
        } else {
            out.put(value);
        }
        out.put(',');
    }
    if let Some(total) = total {
        out.put(format_args!("\"extension\":{},", Json::Object(vec![total])));
    }
    let codes = Json::List(dimension.categories.iter().map(|category| Json::of(&category.code)).collect());
    out.put(format_args!("\"category\":{{\"index\":{codes}"));
    let categories = &dimension.categories;
    each(out, "label", categories, |category| category.label.as_ref().map(Json::of));
    each(out, "child", categories, |category| (!category.children.is_empty()).then(|| Json::texts(&category.children)));
    each(out, "unit", categories, |category| {
        let unit = category.unit.as_ref()?;
        let label = unit.label.as_ref().map(|label| ("label".to_owned(), Json::of(label)));
        let decimals = unit.decimals.map(|count| ("decimals".to_owned(), Json::Number(f64::from(count))));
        Some(Json::Object(label.into_iter().chain(decimals).chain(unit.extra.iter().cloned()).collect()))
    });
    each(out, "note", categories, |category| (!category.notes.is_empty()).then(|| Json::texts(&category.notes)));
    each(out, "coordinates", categories, |category| {
        let (longitude, latitude) = category.coordinates?;
        Some(Json::List(vec![Json::Number(longitude), Json::Number(latitude)]))
    });
    for (name, value) in inside {
        out.put(',');
        out.name(name);
        out.put(value);
    }
    out.put("}}");
}

fn each<W: Write>(out: &mut Out<W>, name: &str, categories: &[Category], of: impl Fn(&Category) -> Option<Json>) {
    let members: Vec<(String, Json)> =
        categories.iter().filter_map(|category| Some((category.code.clone(), of(category)?))).collect();
    if !members.is_empty() {
        out.put(format_args!(",\"{name}\":{}", Json::Object(members)));
    }
}

fn values<W: Write>(dataset: &Dataset, out: &mut Out<W>) -> Result<()> {
    let parts: Vec<&Vec<f64>> = dataset.cells.parts.iter().map(|(_, values)| values).collect();
    out.put(",\"value\":");
    match &dataset.cells.values {
        Values::Dense(values) => {
            out.put('[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    out.text.push(',');
                }
                out.number(*value);
                for part in &parts {
                    out.text.push(',');
                    out.number(part.get(index).copied().unwrap_or(f64::NAN));
                }
                out.relieve()?;
            }
            out.put(']');
        }
        Values::Sparse { .. } | Values::Mixed(_) if !parts.is_empty() => {
            let names: Vec<&str> = dataset.cells.parts.iter().map(|(part, _)| Part::as_str(*part)).collect();
            let text = format!("{} beside a sparse cube", names.join(", "));
            return Err(Fault::new(Code::Unsupported, "value", text));
        }
        Values::Sparse { cells, .. } => {
            out.put('{');
            for (index, (position, value)) in cells.iter().enumerate() {
                out.put(format_args!("{}\"{position}\":", if index > 0 { "," } else { "" }));
                out.number(*value);
                out.relieve()?;
            }
            out.put('}');
        }
        Values::Mixed(values) => {
            out.put('[');
            for (index, value) in values.iter().enumerate() {
                out.put(format_args!("{}{value}", if index > 0 { "," } else { "" }));
                out.relieve()?;
            }
            out.put(']');
        }
    }
    Ok(())
}

fn marks<W: Write>(dataset: &Dataset, out: &mut Out<W>) -> Result<()> {
    let width = dataset.cells.parts.len() as u64 + 1;
    match &dataset.cells.marks {
        Marks::None => {}
        Marks::All(mark) => out.put(format_args!(",\"status\":{}", Json::of(mark))),
        Marks::Each(marks) => {
            out.put(",\"status\":{");
            for (index, (position, mark)) in marks.iter().enumerate() {
                let at = position * width;
                out.put(format_args!("{}\"{at}\":{}", if index > 0 { "," } else { "" }, Json::of(mark)));
                out.relieve()?;
            }
            out.put('}');
        }
    }
    Ok(())
}
