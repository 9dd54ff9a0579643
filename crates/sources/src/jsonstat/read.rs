//! Reads a document.

use std::io::Read;

use domain::moment::Moment;

use super::{Collection, Document, Item, OURS, dimension};
use crate::fault::{Code, Fault, Result};
use crate::json::{Json, Numbers, Reader};
use crate::model::{CELLS_MAX, Cells, Dataset, Dimension, Marks, Origin, Part, Provenance, Scattered, Values};

const COLLECTIONS_MAX: usize = 8;

/// The members of a dataset, its values apart because they may be millions.
#[derive(Default)]
struct Draft {
    members: Vec<(String, Json)>,
    values: Option<Given>,
}

enum Given {
    Dense(Vec<f64>),
    Mixed(Vec<Json>),
    Sparse(Vec<(u64, Json)>),
    SparseNumbers(Vec<(u64, f64)>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Values,
    /// Dimensions only: the metadata of `PxWebApi` 2 is a dataset with no values.
    Metadata,
}

/// Reads a document from a stream.
pub fn read(source: impl Read) -> Result<Document> {
    document(draft(source)?, 0)
}

/// Reads the dimensions of a dataset whose values may be left out.
pub fn metadata(source: impl Read) -> Result<Dataset> {
    dataset(draft(source)?, Want::Metadata)
}

fn draft(source: impl Read) -> Result<Draft> {
    let mut reader = Reader::new(source);
    if reader.peek()? != Some(b'{') {
        return Err(Fault::new(Code::WrongShape, "", "a JSON-stat document is an object")
            .remedy("Is it the address of a page rather than of its data?"));
    }
    let mut draft = Draft::default();
    reader.object(|reader, name| {
        if name == "value" {
            if draft.values.is_some() {
                return Err(Fault::new(Code::WrongShape, "value", "the values come twice"));
            }
            draft.values = Some(values(reader, expected(&draft.members))?);
        } else {
            let value = reader.value()?;
            draft.members.retain(|(known, _)| *known != name);
            draft.members.push((name, value));
        }
        Ok(())
    })?;
    reader.end()?;
    Ok(draft)
}

/// How many cells the sizes read so far promise.
fn expected(members: &[(String, Json)]) -> Option<u64> {
    let (_, sizes) = members.iter().find(|(name, _)| name == "size")?;
    sizes.items().iter().try_fold(1_u64, |product, size| product.checked_mul(size.whole()?))
}

fn values<R: Read>(reader: &mut Reader<R>, expected: Option<u64>) -> Result<Given> {
    match reader.peek()? {
        Some(b'[') => Ok(match reader.numbers(expected, CELLS_MAX).map_err(|fault| fault.within("value"))? {
            Numbers::Plain(values) => Given::Dense(values),
            Numbers::Mixed(values) => Given::Mixed(values),
        }),
        Some(b'{') => {
            let mut numbers = Vec::new();
            let mut others: Vec<(u64, Json)> = Vec::new();
            reader.object(|reader, name| {
                let position = position(&name, "value")?;
                part(position, reader.value()?, &mut numbers, &mut others);
                Ok(())
            })?;
            Ok(sparse(numbers, others))
        }
        _ => Err(Fault::new(Code::WrongShape, "value", "values are an array or an object")),
    }
}

fn part(position: u64, value: Json, numbers: &mut Vec<(u64, f64)>, others: &mut Vec<(u64, Json)>) {
    match value {
        Json::Number(number) => numbers.push((position, number)),
        Json::Null => {}
        Json::Bool(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => others.push((position, value)),
    }
}

fn sparse(numbers: Vec<(u64, f64)>, mut others: Vec<(u64, Json)>) -> Given {
    if others.is_empty() {
        return Given::SparseNumbers(numbers);
    }
    others.extend(numbers.into_iter().map(|(position, number)| (position, Json::Number(number))));
    Given::Sparse(others)
}

fn position(name: &str, place: &str) -> Result<u64> {
    let plain = name.bytes().all(|byte| byte.is_ascii_digit());
    name.parse().ok().filter(|_| plain).ok_or_else(|| Fault::new(Code::WrongShape, place, "a key is not a position"))
}

impl Draft {
    fn of(json: Json) -> Result<Self> {
        let Json::Object(members) = json else {
            return Err(Fault::new(Code::WrongShape, "", "a dataset is an object"));
        };
        let mut draft = Self::default();
        for (name, value) in members {
            match value {
                Json::List(ref items) if name == "value" => {
                    let plain = items.iter().all(|item| matches!(item, Json::Number(_) | Json::Null));
                    let number = |item: &Json| item.number().unwrap_or(f64::NAN);
                    draft.values = Some(if plain {
                        Given::Dense(items.iter().map(number).collect())
                    } else {
                        Given::Mixed(items.clone())
                    });
                }
                Json::Object(ref cells) if name == "value" => {
                    let (mut numbers, mut others) = (Vec::new(), Vec::new());
                    for (key, cell) in cells {
                        let position = position(key, "value")?;
                        part(position, cell.clone(), &mut numbers, &mut others);
                    }
                    draft.values = Some(sparse(numbers, others));
                }
                Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => {
                    draft.members.push((name, value));
                }
            }
        }
        Ok(draft)
    }

    fn get(&self, name: &str) -> Option<&Json> {
        self.members.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    fn take(&mut self, name: &str) -> Option<Json> {
        let at = self.members.iter().rposition(|(key, _)| key == name)?;
        Some(self.members.remove(at).1)
    }

    fn take_text(&mut self, name: &str) -> Option<String> {
        let at = self.members.iter().rposition(|(key, value)| key == name && value.text().is_some())?;
        self.members.remove(at).1.text().map(ToOwned::to_owned)
    }
}

fn document(mut draft: Draft, depth: usize) -> Result<Document> {
    let class = draft.get("class").and_then(Json::text).unwrap_or("").to_owned();
    match class.as_str() {
        "collection" => collection(&mut draft, depth).map(Document::Collection),
        "dimension" => Err(Fault::new(Code::Unsupported, "class", "a dimension on its own holds no figures")),
        _ if draft.get("dimension").is_some() || draft.values.is_some() || class == "dataset" => {
            Ok(Document::Dataset(Box::new(dataset(draft, Want::Values)?)))
        }
        _ => {
            let mut datasets = Vec::new();
            for (name, member) in draft.members {
                if member.get("dimension").is_some() {
                    let inner = Draft::of(member)
                        .and_then(|draft| dataset(draft, Want::Values))
                        .map_err(|fault| fault.within(&name))?;
                    datasets.push((name, inner));
                }
            }
            if datasets.is_empty() {
                return Err(Fault::new(Code::WrongShape, "", "neither a dataset, nor a collection, nor a bundle"));
            }
            Ok(Document::Bundle(datasets))
        }
    }
}

fn collection(draft: &mut Draft, depth: usize) -> Result<Collection> {
    if depth >= COLLECTIONS_MAX {
        return Err(Fault::new(Code::TooLarge, "link/item", "collections in collections, too deep"));
    }
    let mut items = Vec::new();
    let link = draft.take("link").unwrap_or(Json::Null);
    for (index, item) in link.get("item").map(Json::items).unwrap_or_default().iter().enumerate() {
        let place = format!("link/item/{index}");
        let text = |name: &str| item.get(name).and_then(Json::text).unwrap_or("").to_owned();
        let inside = item.get("value").is_some() || item.get("link").is_some();
        items.push(if inside {
            let inner = Draft::of(item.clone()).and_then(|draft| document(draft, depth + 1));
            match inner.map_err(|fault| fault.within(&place))? {
                Document::Dataset(dataset) => Item::Dataset(dataset),
                Document::Collection(inner) => Item::Collection(inner),
                Document::Bundle(_) => return Err(Fault::new(Code::WrongShape, place, "a bundle in a collection")),
            }
        } else {
            Item::Link { class: text("class"), href: text("href"), label: text("label") }
        });
    }
    Ok(Collection { label: draft.take_text("label").unwrap_or_default(), updated: draft.take_text("updated"), items })
}

fn dataset(mut draft: Draft, want: Want) -> Result<Dataset> {
    for name in ["version", "class"] {
        draft.take(name);
    }
    let mut ours = take_ours(&mut draft);
    let dimensions = dimension::read(&mut draft.members, &ours)?;
    let size = Dataset::size_of(&dimensions)?;
    let status = draft.take("status");
    let cells = match (draft.values.take(), want) {
        (Some(given), Want::Values) => Cells { values: fit(given, size)?, ..Cells::default() },
        (None, Want::Values) => return Err(Fault::new(Code::WrongShape, "value", "the values are missing")),
        (_, Want::Metadata) => Cells { values: Values::Sparse { size, cells: Vec::new() }, ..Cells::default() },
    };
    let mut text = |name: &str| {
        let at = ours.iter().position(|(key, _)| key == name)?;
        ours.remove(at).1.code()
    };
    let provenance = Provenance {
        name: String::new(),
        address: text("address"),
        licence: text("licence"),
        fetched: text("fetched").and_then(|text| moment(&text)),
        revision: text("revision"),
        origin: if text("origin").as_deref() == Some("own") { Origin::Own } else { Origin::Published },
    };
    let (code, part) = (text("code").unwrap_or_default(), text("part"));
    let provenance = Provenance { name: draft.take_text("source").unwrap_or_default(), ..provenance };
    let mut dataset = Dataset {
        code,
        label: draft.take_text("label").unwrap_or_default(),
        updated: draft.take_text("updated"),
        provenance,
        notes: dimension::notes(draft.take("note")),
        dimensions,
        cells,
        extra: Vec::new(),
    };
    dataset.extra = draft.members;
    if let (Some(status), Want::Values) = (status, want) {
        dataset.cells.marks = marks(&status, size)?;
    }
    dataset.check_sizes()?;
    match part {
        Some(part) if want == Want::Values => fold_parts(dataset, &part),
        _ => Ok(dataset),
    }
}

pub(super) fn moment(text: &str) -> Option<Moment> {
    let timestamp: jiff::Timestamp = text.parse().ok()?;
    Some(Moment::from_microseconds(timestamp.as_microsecond()))
}

/// Takes what is ours out of the extension, and the extension away if nothing else is in it.
fn take_ours(draft: &mut Draft) -> Vec<(String, Json)> {
    let mut ours = Vec::new();
    if let Some((_, Json::Object(extension))) = draft.members.iter_mut().find(|(name, _)| name == "extension")
        && let Some(at) = extension.iter().position(|(name, _)| name == OURS)
        && let Json::Object(members) = extension.remove(at).1
    {
        ours = members;
    }
    draft.members.retain(|(name, value)| {
        name != "extension" || !value.members().is_empty() || !matches!(value, Json::Object(_))
    });
    ours
}

fn fit(given: Given, size: u64) -> Result<Values> {
    let twice = |position: u64| Fault::new(Code::WrongShape, format!("value/{position}"), "the same cell twice");
    match given {
        Given::Dense(mut values) => {
            values.shrink_to_fit();
            Ok(Values::Dense(values))
        }
        Given::Mixed(values) => Ok(Values::Mixed(values)),
        Given::SparseNumbers(mut cells) => {
            cells.sort_unstable_by_key(|(position, _)| *position);
            let same = cells.iter().zip(cells.iter().skip(1)).find(|(left, right)| left.0 == right.0);
            match same {
                Some((cell, _)) => Err(twice(cell.0)),
                None => Ok(Values::Sparse { size, cells }),
            }
        }
        Given::Sparse(cells) => {
            let length = usize::try_from(size)
                .ok()
                .filter(|size| *size <= 4_000_000)
                .ok_or_else(|| Fault::new(Code::TooLarge, "value", "texts as values in a sparse cube of this size"))?;
            let mut values = vec![Json::Null; length];
            for (position, value) in cells {
                let cell = usize::try_from(position).ok().and_then(|at| values.get_mut(at));
                let Some(cell) = cell else {
                    let text = format!("there are only {size} cells");
                    return Err(Fault::new(Code::WrongSize, format!("value/{position}"), text));
                };
                *cell = value;
            }
            Ok(Values::Mixed(values))
        }
    }
}

fn marks(status: &Json, size: u64) -> Result<Marks> {
    let mark = |json: &Json| json.code().filter(|mark| !mark.is_empty());
    match status {
        Json::Text(text) if text.is_empty() => Ok(Marks::None),
        Json::Text(text) => Ok(Marks::All(text.clone())),
        Json::List(items) => {
            if let ([one], true) = (items.as_slice(), size > 1) {
                return Ok(mark(one).map_or(Marks::None, Marks::All));
            }
            if items.len() as u64 != size {
                let text = format!("{} marks for {size} cells", items.len());
                return Err(Fault::new(Code::WrongSize, "status", text));
            }
            let each = items.iter().enumerate().filter_map(|(at, item)| Some((at as u64, mark(item)?)));
            Ok(Marks::scattered(each.collect()))
        }
        Json::Object(members) => {
            let mut each = Scattered::default();
            for (name, item) in members {
                if let Some(mark) = mark(item) {
                    each.insert(position(name, "status")?, &mark);
                }
            }
            Ok(Marks::scattered(each))
        }
        Json::Null => Ok(Marks::None),
        Json::Bool(_) | Json::Number(_) => {
            Err(Fault::new(Code::WrongShape, "status", "a status is a text, an array or an object"))
        }
    }
}

/// The last dimension holds the figure and what stands beside it: takes it apart into columns.
fn fold_parts(mut dataset: Dataset, code: &str) -> Result<Dataset> {
    let wrong = || Fault::new(Code::WrongShape, format!("dimension/{code}"), "not as Cairn writes it");
    let last: Dimension = dataset.dimensions.pop().filter(|last| last.code == code).ok_or_else(wrong)?;
    let parts: Option<Vec<Part>> = last
        .categories
        .iter()
        .skip(1)
        .map(|category| Part::ALL.into_iter().find(|part| part.as_str() == category.code))
        .collect();
    let parts = parts.ok_or_else(wrong)?;
    let Values::Dense(values) = &dataset.cells.values else { return Err(wrong()) };
    let width = parts.len() + 1;
    let column = |offset: usize| values.iter().skip(offset).step_by(width).copied().collect::<Vec<f64>>();
    let folded = parts.iter().enumerate().map(|(index, part)| (*part, column(index + 1))).collect();
    let marks = match std::mem::take(&mut dataset.cells.marks) {
        Marks::Each(marks) => {
            Marks::scattered(marks.iter().map(|(position, mark)| (position / width as u64, mark)).collect())
        }
        Marks::All(mark) => Marks::All(mark),
        Marks::None => Marks::None,
    };
    dataset.cells = Cells { values: Values::Dense(column(0)), marks, parts: folded };
    dataset.check_sizes()?;
    Ok(dataset)
}
