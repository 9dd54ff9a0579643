//! Code lists of PxWeb: the same variable in other values. A valueset is a part of them, municipalities of regions; an aggregation puts
//! several together, ages to bands of ages. Version 2 names them in its metadata; version 1 knows them but does not tell, so there the
//! values must be said one by one.

use super::select::Selection;
use super::{Table, Version};
use crate::fault::{Code, Fault, Result};
use crate::http::escaped;
use crate::json::Json;
use crate::model::{Category, Dataset, Dimension};

/// A code list of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeList {
    /// The variable it is for.
    pub variable: String,
    /// Its identifier: `vs_…` or `agg_…`.
    pub id: String,
    /// What it is called.
    pub label: String,
}

/// The code lists that metadata name, variable by variable.
pub fn code_lists(metadata: &Dataset) -> Vec<CodeList> {
    let mut lists = Vec::new();
    for dimension in &metadata.dimensions {
        let extension = dimension.extra.iter().find(|(name, _)| name == "extension").map(|(_, extension)| extension);
        for list in extension.and_then(|each| each.get("codelists")).map(Json::items).unwrap_or_default() {
            let text = |name: &str| list.get(name).and_then(Json::text).map(ToOwned::to_owned);
            if let Some(id) = text("id") {
                lists.push(CodeList { variable: dimension.code.clone(), id, label: text("label").unwrap_or_default() });
            }
        }
    }
    lists
}

impl Table<'_> {
    /// What one code list holds; version 2. Each value with those it is put together of as its children's codes.
    pub fn code_list(&self, id: &str) -> Result<Dimension> {
        let place = format!("PxWeb, code list {id}");
        let base = self.url.rsplit_once("/tables/").map(|(base, _)| base).ok_or_else(|| {
            Fault::new(Code::Unsupported, place.clone(), "version 1 does not tell what a code list holds")
        })?;
        let url = format!("{base}/codelists/{}?lang={}", escaped(id), self.language);
        let json = self.client.json(&url)?;
        let values = json.get("values").filter(|values| matches!(values, Json::List(_)));
        let values =
            values.ok_or_else(|| Fault::new(Code::WrongShape, place.clone(), "the answer has no \"values\""))?;
        let mut dimension = Dimension { code: id.to_owned(), ..Dimension::default() };
        dimension.label = json.get("label").and_then(Json::text).map(ToOwned::to_owned);
        for value in values.items() {
            dimension.categories.push(Category {
                label: value.get("label").and_then(Json::text).map(ToOwned::to_owned),
                children: value
                    .get("valueMap")
                    .map(Json::items)
                    .unwrap_or_default()
                    .iter()
                    .filter_map(Json::code)
                    .collect(),
                ..Category::new(value.need_text("code", &place)?)
            });
        }
        Ok(dimension)
    }

    /// The code list that was chosen for a variable.
    pub(super) fn chosen(&self, variable: &str) -> Option<&str> {
        self.lists.iter().find(|list| list.variable.eq_ignore_ascii_case(variable)).map(|list| list.expression.as_str())
    }

    /// What is added to the address of the metadata of version 2.
    pub(super) fn list_parameters(&self) -> String {
        let parameter =
            |list: &Selection| format!("&codelist%5B{}%5D={}", escaped(&list.variable), escaped(&list.expression));
        self.lists.iter().map(parameter).collect()
    }

    /// In version 1, the values that are said take the place of those in the metadata, which has only the plain ones.
    pub(super) fn listed(&self, mut metadata: Dataset, selections: &[Selection]) -> Result<Dataset> {
        for list in &self.lists {
            let place = format!("--codelist {}={}", list.variable, list.expression);
            let found = metadata.dimensions.iter_mut().find(|each| each.code.eq_ignore_ascii_case(&list.variable));
            let dimension = found.ok_or_else(|| Fault::new(Code::Unknown, place.clone(), "no such variable"))?;
            if self.version == Version::Two {
                continue;
            }
            filter(&list.expression)?;
            let said = selections.iter().filter(|each| each.variable.eq_ignore_ascii_case(&dimension.code));
            let codes: Vec<&str> = said.flat_map(|each| each.expression.split(',')).map(str::trim).collect();
            if codes.is_empty() || codes.iter().any(|code| code.contains(['*', '?', '('])) {
                return Err(Fault::new(
                    Code::Question,
                    place,
                    "the values of a code list must be said one by one in version 1",
                )
                .remedy(format!("Add --select {}=VALUE,VALUE.", dimension.code)));
            }
            dimension.categories = codes.into_iter().map(Category::new).collect();
        }
        Ok(metadata)
    }
}

/// The filter of version 1 that stands for a code list: `agg:Ålder5år`, also for `agg_Ålder5år`.
pub(super) fn filter(id: &str) -> Result<String> {
    for kind in ["agg", "vs"] {
        let name = id.strip_prefix(kind).and_then(|rest| rest.strip_prefix(['_', ':']));
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            return Ok(format!("{kind}:{name}"));
        }
    }
    Err(Fault::new(Code::Question, format!("--codelist {id}"), "must begin with agg: or vs:"))
}
