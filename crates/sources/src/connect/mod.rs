//! The sources in Sweden, each as it speaks.

pub mod kolada;
pub mod planned;
pub mod pxweb;
pub mod skolverket;
pub mod socialstyrelsen;

use std::collections::{BTreeMap, HashMap};

use crate::fault::{Code, Fault, Result};
use crate::json::Json;
use crate::model::{CELLS_MAX, Category, Cells, Dataset, Dimension, Values};

/// Reads an answer that somebody has kept as a file: of Kolada, version 2 or 3, or the JSON of PxWeb. `None` when it is neither.
pub fn read_answer(json: &Json) -> Option<Result<Dataset>> {
    let list = |name: &str| json.get(name).filter(|list| matches!(list, Json::List(_)));
    if list("columns").is_some() && list("data").is_some() {
        return Some(pxweb::read_file(json));
    }
    let is_kolada =
        |item: &Json| item.get("kpi").is_some() || (item.get("id").is_some() && item.get("title").is_some());
    list("values").filter(|values| values.items().first().is_none_or(is_kolada)).map(kolada::read)
}

/// Puts single cells together to a cube, in the order in which categories are met.
#[derive(Default)]
pub(crate) struct Gather {
    dimensions: Vec<Dimension>,
    places: Vec<HashMap<String, usize>>,
    cells: BTreeMap<Vec<usize>, (f64, Option<String>)>,
}

impl Gather {
    pub(crate) fn new(dimensions: Vec<Dimension>) -> Self {
        let place = |dimension: &Dimension| {
            dimension.categories.iter().enumerate().map(|(at, category)| (category.code.clone(), at)).collect()
        };
        let places = dimensions.iter().map(place).collect();
        Self { dimensions, places, cells: BTreeMap::new() }
    }

    /// Puts a cell in. The same cell twice is right only with the same figure.
    pub(crate) fn put(&mut self, codes: &[&str], value: Option<f64>, mark: Option<String>) -> Result<()> {
        let mut key = Vec::with_capacity(codes.len());
        for ((dimension, places), code) in self.dimensions.iter_mut().zip(&mut self.places).zip(codes) {
            let next = dimension.categories.len();
            let at = *places.entry((*code).to_owned()).or_insert(next);
            if at == next {
                dimension.categories.push(Category::new(*code));
            }
            key.push(at);
        }
        let cell = (value.unwrap_or(f64::NAN), mark);
        match self.cells.insert(key, cell.clone()) {
            Some(before) if before.0.to_bits() != cell.0.to_bits() => {
                Err(Fault::new(Code::Incomplete, codes.join("/"), "the same cell with two figures"))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cube; its periods and areas in their order.
    pub(crate) fn finish(mut self) -> Result<Dataset> {
        let mut orders: Vec<Vec<usize>> = Vec::new();
        for dimension in &mut self.dimensions {
            let mut order: Vec<usize> = (0..dimension.categories.len()).collect();
            if matches!(dimension.role, crate::model::Role::Period | crate::model::Role::Area) {
                order.sort_by_key(|at| dimension.categories.get(*at).map(|category| category.code.clone()));
            }
            let mut place = vec![0; order.len()];
            for (new, old) in order.iter().enumerate() {
                if let Some(each) = place.get_mut(*old) {
                    *each = new;
                }
            }
            dimension.categories = order.iter().filter_map(|at| dimension.categories.get(*at)).cloned().collect();
            orders.push(place);
        }
        let mut dataset = Dataset { dimensions: self.dimensions, ..Dataset::default() };
        let size = dataset.size();
        let dense = size <= CELLS_MAX && size <= 1_000_000_u64.max(self.cells.len() as u64 * 4);
        let length = if dense { usize::try_from(size).unwrap_or(0) } else { 0 };
        let mut values = vec![f64::NAN; length];
        let mut sparse: Vec<(u64, f64)> = Vec::new();
        for (key, (value, mark)) in self.cells {
            let key: Vec<usize> = key.iter().zip(&orders).filter_map(|(at, order)| order.get(*at)).copied().collect();
            let Some(position) = dataset.position(&key) else { continue };
            if let Some(cell) = usize::try_from(position).ok().and_then(|at| values.get_mut(at)) {
                *cell = value;
            } else if !value.is_nan() {
                sparse.push((position, value));
            }
            if let Some(mark) = mark {
                dataset.cells.marks.set(position, &mark);
            }
        }
        sparse.sort_unstable_by_key(|(position, _)| *position);
        let values = if dense { Values::Dense(values) } else { Values::Sparse { size, cells: sparse } };
        dataset.cells = Cells { values, ..dataset.cells };
        dataset.check_sizes()?;
        Ok(dataset)
    }
}
