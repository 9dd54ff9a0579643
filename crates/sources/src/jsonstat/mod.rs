//! JSON-stat 2.0, read and written whole: dataset, collection, and the bundle of 1.x; index as array or object, sparse values,
//! every form of status, hierarchies, units, notes, coordinates. Source: json-stat.org/format, and the replies of `PxWeb`.
//!
//! What the model has beyond the format stands under `extension.cairn`. A size that is wrong is refused with its place.

mod dimension;
mod read;
mod write;

pub use read::{metadata, read};
pub use write::{write, write_dataset};

use crate::model::Dataset;

/// The member of `extension` that is ours.
const OURS: &str = "cairn";

/// What a document holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// One table.
    Dataset(Box<Dataset>),
    /// A list of tables, some of them only by their address.
    Collection(Collection),
    /// Tables by name, the form of version 1.
    Bundle(Vec<(String, Dataset)>),
}

/// A list of tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// What it is about.
    pub label: String,
    /// When it was updated, as written.
    pub updated: Option<String>,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item of a collection.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A table that is there.
    Dataset(Box<Dataset>),
    /// A collection inside.
    Collection(Collection),
    /// Something that must be fetched.
    Link {
        /// What it is.
        class: String,
        /// Where.
        href: String,
        /// What it is about.
        label: String,
    },
}

impl Document {
    /// The tables that are there, in order.
    pub fn datasets(self) -> Vec<Dataset> {
        match self {
            Self::Dataset(dataset) => vec![*dataset],
            Self::Bundle(datasets) => datasets.into_iter().map(|(_, dataset)| dataset).collect(),
            Self::Collection(collection) => collection.datasets(),
        }
    }
}

impl Collection {
    fn datasets(self) -> Vec<Dataset> {
        let each = |item| match item {
            Item::Dataset(dataset) => vec![*dataset],
            Item::Collection(inner) => inner.datasets(),
            Item::Link { .. } => Vec::new(),
        };
        self.items.into_iter().flat_map(each).collect()
    }
}
