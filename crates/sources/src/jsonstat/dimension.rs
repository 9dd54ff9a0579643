//! The dimensions of a dataset, in the form of version 2 and of version 1.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::fault::{Code, Fault, Result, shown};
use crate::json::Json;
use crate::model::{CATEGORIES_MAX, Category, Dimension, Role, Unit};

type Members = Vec<(String, Json)>;

fn take(members: &mut Members, name: &str) -> Option<Json> {
    let at = members.iter().rposition(|(key, _)| key == name)?;
    Some(members.remove(at).1)
}

/// Notes as an array or a single text.
pub(super) fn notes(json: Option<Json>) -> Vec<String> {
    match json {
        Some(Json::Text(text)) => vec![text],
        Some(Json::List(items)) => items.iter().filter_map(Json::code).collect(),
        Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_)) | None => Vec::new(),
    }
}

/// Takes `id`, `size`, `role` and `dimension` from the members of a dataset.
pub(super) fn read(members: &mut Members, ours: &[(String, Json)]) -> Result<Vec<Dimension>> {
    let Some(Json::Object(mut all)) = take(members, "dimension") else {
        return Err(Fault::new(Code::WrongShape, "dimension", "the dimensions are missing"));
    };
    let mut either = |name: &str| take(members, name).or_else(|| take(&mut all, name));
    let (ids, sizes, roles) = (either("id"), either("size"), either("role").unwrap_or(Json::Null));
    let (Some(ids), Some(sizes)) = (ids, sizes) else {
        return Err(Fault::new(Code::WrongShape, "id", "\"id\" or \"size\" is missing"));
    };
    if ids.items().len() != sizes.items().len() {
        let text = format!("{} sizes for {} dimensions", sizes.items().len(), ids.items().len());
        return Err(Fault::new(Code::WrongSize, "size", text));
    }
    let stated = ours.iter().find(|(name, _)| name == "roles").map(|(_, roles)| roles);
    let mut dimensions: Vec<Dimension> = Vec::new();
    for (index, (id, size)) in ids.items().iter().zip(sizes.items()).enumerate() {
        let code = id.code().ok_or_else(|| Fault::new(Code::WrongShape, format!("id/{index}"), "not a text"))?;
        let place = format!("dimension/{}", shown(&code));
        let size = size.whole().ok_or_else(|| Fault::new(Code::WrongShape, format!("size/{index}"), "not a number"))?;
        if dimensions.iter().any(|known| known.code == code) {
            return Err(Fault::new(Code::WrongShape, format!("id/{index}"), "the same dimension twice"));
        }
        let given = take(&mut all, &code);
        let given = given.ok_or_else(|| Fault::new(Code::WrongShape, place.clone(), "the dimension is missing"))?;
        let mut dimension = dimension(code, given, &place)?;
        if dimension.categories.len() as u64 != size {
            let text = format!("{} categories, but its size is {size}", dimension.categories.len());
            return Err(Fault::new(Code::WrongSize, format!("{place}/category"), text));
        }
        let told = stated.and_then(|roles| roles.get(&dimension.code)).and_then(Json::text).and_then(Role::parse);
        dimension.role = told.unwrap_or_else(|| role(&dimension, &roles));
        dimensions.push(dimension);
    }
    Ok(dimensions)
}

/// What a dimension means: what the document says, else what its code or label suggests.
fn role(dimension: &Dimension, roles: &Json) -> Role {
    for (name, role) in [("time", Role::Period), ("geo", Role::Area), ("metric", Role::Measure)] {
        let listed = roles.get(name).map(Json::items).unwrap_or_default();
        if listed.iter().any(|code| code.text() == Some(&dimension.code)) {
            return role;
        }
    }
    guessed(dimension)
}

/// What a dimension means when the document does not say.
pub(super) fn guessed(dimension: &Dimension) -> Role {
    let role = Role::of_heading(&dimension.code);
    let label = dimension.label.as_deref().filter(|_| role == Role::Other);
    label.map_or(role, Role::of_heading)
}

fn dimension(code: String, given: Json, place: &str) -> Result<Dimension> {
    let Json::Object(mut members) = given else {
        return Err(Fault::new(Code::WrongShape, place, "a dimension is an object"));
    };
    let Some(Json::Object(mut category)) = take(&mut members, "category") else {
        return Err(Fault::new(Code::WrongShape, format!("{place}/category"), "the categories are missing"));
    };
    let mut categories = categories(&mut category, place)?;
    details(&mut category, &mut categories, place)?;
    let label = match take(&mut members, "label") {
        Some(Json::Text(label)) => Some(label),
        _ => None,
    };
    let notes = notes(take(&mut members, "note"));
    let mut total = None;
    if let Some((_, Json::Object(extension))) = members.iter_mut().find(|(name, _)| name == "extension") {
        total = take(extension, "eliminationValueCode").and_then(|code| code.code());
    }
    members.retain(|(name, value)| name != "extension" || *value != Json::Object(Vec::new()));
    members.extend(category.into_iter().map(|(name, value)| (format!("category/{name}"), value)));
    Ok(Dimension { code, label, role: Role::Other, categories, notes, total, extra: members })
}

/// The categories in their order: of an array as it stands, of an object by its numbers, and of a label alone when there is
/// but one.
fn categories(category: &mut Members, place: &str) -> Result<Vec<Category>> {
    let here = format!("{place}/category/index");
    let wrong = |text: &str| Fault::new(Code::WrongShape, here.clone(), text);
    let codes: Vec<String> = match take(category, "index") {
        Some(Json::List(items)) => {
            items.iter().map(Json::code).collect::<Option<_>>().ok_or_else(|| wrong("a code is not a text"))?
        }
        Some(Json::Object(members)) => {
            let mut ordered: BTreeMap<u64, String> = BTreeMap::new();
            let count = members.len() as u64;
            for (code, at) in members {
                let at = at.whole().filter(|at| *at < count).ok_or_else(|| {
                    let here = format!("{here}/{}", shown(&code));
                    Fault::new(Code::WrongSize, here, format!("not a position among {count}"))
                })?;
                if ordered.insert(at, code).is_some() {
                    return Err(wrong("two categories in one position"));
                }
            }
            ordered.into_values().collect()
        }
        Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_)) => {
            return Err(wrong("an index is an array or an object"));
        }
        None => {
            let label = category.iter().find(|(name, _)| name == "label");
            match label.map(|(_, label)| label.members()) {
                Some([(code, _)]) => vec![code.clone()],
                _ => return Err(wrong("the index is missing, and there is not exactly one label")),
            }
        }
    };
    if codes.len() > CATEGORIES_MAX {
        return Err(Fault::new(Code::TooLarge, here, format!("more than {CATEGORIES_MAX} categories")));
    }
    let distinct: BTreeSet<&String> = codes.iter().collect();
    if distinct.len() != codes.len() {
        return Err(wrong("the same category twice"));
    }
    Ok(codes.into_iter().map(Category::new).collect())
}

/// Labels, hierarchy, units, notes and coordinates. What is said of a category that is not there is passed over: replies of a
/// part of a table often keep the labels of the whole.
fn details(category: &mut Members, categories: &mut [Category], place: &str) -> Result<()> {
    let places: HashMap<String, usize> =
        categories.iter().enumerate().map(|(index, category)| (category.code.clone(), index)).collect();
    let mut each = |name: &str, set: &mut dyn FnMut(&mut Category, Json) -> bool| {
        let Some(Json::Object(members)) = take(category, name) else { return Ok(()) };
        for (code, value) in members {
            let Some(found) = places.get(&code).and_then(|index| categories.get_mut(*index)) else { continue };
            if !set(found, value) {
                let here = format!("{place}/category/{name}/{}", shown(&code));
                return Err(Fault::new(Code::WrongShape, here, "not in the shape it must have"));
            }
        }
        Ok(())
    };
    each("label", &mut |category, value| {
        category.label = value.code();
        category.label.is_some()
    })?;
    each("child", &mut |category, value| {
        category.children = value.items().iter().filter_map(Json::code).collect();
        category.children.iter().all(|child| places.contains_key(child))
    })?;
    each("unit", &mut |category, value| {
        let Json::Object(mut members) = value else { return false };
        let decimals = take(&mut members, "decimals").and_then(|decimals| u8::try_from(decimals.whole()?).ok());
        let label = take(&mut members, "label").and_then(|label| label.code());
        category.unit = Some(Unit { label, decimals, extra: members });
        true
    })?;
    each("note", &mut |category, value| {
        category.notes = notes(Some(value));
        true
    })?;
    each("coordinates", &mut |category, value| {
        if let [longitude, latitude] = value.items() {
            category.coordinates = longitude.number().zip(latitude.number());
        }
        category.coordinates.is_some()
    })?;
    if circular(categories) {
        return Err(Fault::new(Code::WrongShape, format!("{place}/category/child"), "a category is inside itself"));
    }
    Ok(())
}

/// Whether a category is, over some steps, a part of itself: takes away those without parts until none is left.
fn circular(categories: &[Category]) -> bool {
    let mut open: HashMap<&str, usize> = categories
        .iter()
        .filter(|each| !each.children.is_empty())
        .map(|each| (each.code.as_str(), each.children.len()))
        .collect();
    if open.is_empty() {
        return false;
    }
    let mut parents: HashMap<&str, Vec<&str>> = HashMap::new();
    for category in categories {
        for child in &category.children {
            parents.entry(child).or_default().push(&category.code);
        }
    }
    let mut closed: Vec<&str> =
        categories.iter().filter(|each| each.children.is_empty()).map(|each| each.code.as_str()).collect();
    while let Some(code) = closed.pop() {
        for parent in parents.get(code).into_iter().flatten() {
            if let Some(left) = open.get_mut(parent) {
                *left -= 1;
                if *left == 0 {
                    open.remove(parent);
                    closed.push(parent);
                }
            }
        }
    }
    !open.is_empty()
}
