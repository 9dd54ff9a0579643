//! `xtask/tidy.toml`: the exceptions to the checks, each with its reason. An exception that is no longer needed is a
//! problem itself.

use anyhow::{Context as _, ensure};
use toml::{Table, Value};

use crate::tree::Tree;

/// Where the settings stand.
pub(crate) const PATH: &str = "xtask/tidy.toml";

/// The exceptions.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// Files that may be longer than others.
    pub(crate) long_files: Vec<Exception>,
    /// Files and folders, besides `store.rs`, `sql/` and `migrations/`, that may contain SQL.
    pub(crate) sql_homes: Vec<Exception>,
    /// How keys of messages begin that are put together when the program runs.
    pub(crate) key_prefixes: Vec<Exception>,
    /// Tables that another than the one who made them may write: `crate table`.
    pub(crate) shared_tables: Vec<Exception>,
}

/// One exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exception {
    /// A path or a beginning of a key.
    pub(crate) name: String,
    /// Why.
    pub(crate) reason: String,
}

impl Settings {
    /// Reads the settings.
    pub(crate) fn read(tree: &Tree) -> anyhow::Result<Self> {
        let text = tree.text(PATH).with_context(|| format!("{PATH} is missing"))?;
        let table: Table = text.parse().with_context(|| format!("{PATH} is not TOML"))?;
        let settings = Self {
            long_files: exceptions(&table, "long_files")?,
            sql_homes: exceptions(&table, "sql_homes")?,
            key_prefixes: exceptions(&table, "key_prefixes")?,
            shared_tables: exceptions(&table, "shared_tables")?,
        };
        let known = ["long_files", "sql_homes", "key_prefixes", "shared_tables"];
        for key in table.keys() {
            ensure!(known.contains(&key.as_str()), "{PATH}: unknown table {key}");
        }
        Ok(settings)
    }
}

fn exceptions(table: &Table, key: &str) -> anyhow::Result<Vec<Exception>> {
    let Some(value) = table.get(key) else { return Ok(Vec::new()) };
    let entries = value.as_table().with_context(|| format!("{PATH}: {key} is not a table of name = \"reason\""))?;
    let each = entries.iter().map(|(name, reason)| {
        let reason = reason.as_str().map(str::trim).filter(|reason| !reason.is_empty());
        let reason = reason.with_context(|| format!("{PATH}: {key}.\"{name}\" has no reason"))?;
        Ok(Exception { name: name.clone(), reason: reason.to_owned() })
    });
    each.collect()
}

/// The strings of an array in TOML.
pub(crate) fn strings(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        Settings::read(&Tree::of(&[(PATH, text)])).map_err(|error| error.to_string())
    }

    #[test]
    fn an_exception_carries_its_reason() {
        let settings = read("[long_files]\n\"a.rs\" = \"one table, read as a whole\"\n").unwrap();
        let expected = Exception { name: "a.rs".to_owned(), reason: "one table, read as a whole".to_owned() };
        assert_eq!(settings.long_files, [expected]);
    }

    #[test]
    fn an_exception_without_a_reason_is_refused() {
        assert!(read("[long_files]\n\"a.rs\" = \" \"\n").unwrap_err().contains("has no reason"));
    }

    #[test]
    fn an_unknown_table_is_refused() {
        assert!(read("[long_flies]\n").unwrap_err().contains("long_flies"));
    }
}
