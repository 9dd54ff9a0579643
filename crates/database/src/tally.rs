//! What one request asks of the database, so that a page that asks too much is seen in a test.
//!
//! The count follows the task: whoever serves a request wraps it in [`tallied`], and every statement of every named
//! transaction in it is counted, wherever it is run from. Outside of that nothing is counted and nothing is lost.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::value::Value;

tokio::task_local! {
    static TALLY: RefCell<Tally>;
    static RECORD: RefCell<Vec<Statement>>;
}

/// A statement that was run, for measurements that run it again without anything around it.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The name of its transaction.
    pub transaction: &'static str,
    /// Its text.
    pub sql: &'static str,
    /// Its values.
    pub values: Vec<Value>,
}

/// The statements of one request, by the transaction they ran in. Beginning and committing are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    by_transaction: BTreeMap<&'static str, u32>,
}

impl Tally {
    /// All statements.
    pub fn statements(&self) -> u32 {
        self.by_transaction.values().sum()
    }

    /// How many of them were in transactions of this name; 0 when there were none.
    pub fn of(&self, name: &str) -> u32 {
        self.by_transaction.get(name).copied().unwrap_or_default()
    }

    /// Each name with its statements, in the order of names.
    pub fn by_transaction(&self) -> impl Iterator<Item = (&'static str, u32)> {
        self.by_transaction.iter().map(|(name, statements)| (*name, *statements))
    }
}

impl std::fmt::Display for Tally {
    /// As in "audit.reading 3, trail.day 4".
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, (name, statements)) in self.by_transaction().enumerate() {
            let joint = if place == 0 { "" } else { ", " };
            write!(formatter, "{joint}{name} {statements}")?;
        }
        Ok(())
    }
}

/// Does some work and says what it asked of the database.
pub async fn tallied<Work: Future>(work: Work) -> (Work::Output, Tally) {
    let counting = async {
        let done = work.await;
        (done, TALLY.with(RefCell::take))
    };
    TALLY.scope(RefCell::default(), counting).await
}

/// Does some work and keeps what it asked of the database.
#[doc(hidden)]
pub async fn recorded<Work: Future>(work: Work) -> (Work::Output, Vec<Statement>) {
    let recording = async {
        let done = work.await;
        (done, RECORD.with(RefCell::take))
    };
    RECORD.scope(RefCell::default(), recording).await
}

/// Notes a statement of a named transaction.
pub(crate) fn note(transaction: &'static str, sql: &'static str, values: &[Value]) {
    // Work that nobody counts, such as that of a command of the operator, has no tally.
    let _ = TALLY.try_with(|tally| *tally.borrow_mut().by_transaction.entry(transaction).or_default() += 1);
    let _ = RECORD.try_with(|record| {
        record.borrow_mut().push(Statement { transaction, sql, values: values.to_vec() });
    });
}
