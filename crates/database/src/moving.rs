//! Rows about a child that turns out to be another: what is sealed in them is sealed anew under the other's key. The texts
//! are their capability's own; here is only how they are gone through.

use domain::child::Child;
use domain::id::Id;
use uuid::Uuid;
use vault::{Key, Sealed};

use crate::failure::Failure;
use crate::transaction::Transaction;
use crate::value::{Row, Value};
use crate::values;

/// The most rows of one table that move: each question below carries this limit. More is a failure, and nothing is saved.
pub const MOVED_MAX: usize = 2000;

/// A column of the key of a row, beside the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An identifier.
    Id(&'static str),
    /// A whole number.
    Number(&'static str),
}

/// How a row comes to be about the other child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// The text that keeps it says so: its second value is the other child.
    Itself,
    /// With the row it hangs on, afterwards: no value of the text says so.
    ItsParent,
}

/// A table with sealed columns.
#[derive(Clone, Copy, Debug)]
pub struct Sealing {
    /// Asks for the rows about the child `$1`: the rest of their key, and what is sealed.
    pub read: &'static str,
    /// Keeps one row that was about the child `$1`; then the other child, unless it follows its parent; then the rest of
    /// its key, then what is sealed, in the order below.
    pub keep: &'static str,
    /// How it comes to be about the other.
    pub follows: Follows,
    /// The rest of the key.
    pub key: &'static [Part],
    /// The sealed columns, each with the place that it is sealed at.
    pub sealed: &'static [(&'static str, &'static str)],
}

impl Transaction {
    /// Seals what a table holds about one child under the key of another.
    pub async fn reseal(&mut self, table: &Sealing, (from, to): (&Key, &Key)) -> Result<(), Failure> {
        let rows = self.rows(table.read, values![Id::<Child>::new(from.owner())]).await?;
        if rows.len() >= MOVED_MAX {
            return Err(Failure::Meaning { what: "rows that move" });
        }
        for row in &rows {
            let values = self.moved(table, row, (from, to))?;
            self.change(table.keep, values).await?;
        }
        Ok(())
    }

    fn moved(&self, table: &Sealing, row: &Row, (from, to): (&Key, &Key)) -> Result<Vec<Value>, Failure> {
        let mut values = vec![Value::from(from.owner())];
        match table.follows {
            Follows::Itself => values.push(Value::from(to.owner())),
            Follows::ItsParent => {}
        }
        for part in table.key {
            values.push(match part {
                Part::Id(column) => Value::from(row.id::<Uuid>(column)?),
                Part::Number(column) => Value::from(row.integer(column)?),
            });
        }
        for (column, place) in table.sealed {
            let anew = match row.sealed_maybe(column)? {
                Some(sealed) => Some(from.reseal(place, &sealed, (to, self.database().environment()))?),
                None => None,
            };
            values.push(Value::from(anew.map(|Sealed(bytes)| bytes)));
        }
        Ok(values)
    }
}
