//! Holding a child's key against whoever destroys it. Whoever may write holds it to the end of the transaction, together with
//! others; whoever makes two children one, or erases one, takes it alone, before anything else. So what somebody writes about
//! a child that ends is saved before it moves, or is not saved. On SQLite there is one writer at a time: asking tells only
//! that the key is there still, whatever lies in memory.

use domain::child::Child;
use domain::id::Id;

use crate::engine::{Database, Engine};
use crate::failure::Failure;
use crate::transaction::Transaction;
use crate::values;

/// A question on both engines, where no one text says it: holding a row is not in the language that they share.
struct Pair {
    sqlite: &'static str,
    postgres: &'static str,
}

const HOLD: Pair = Pair { sqlite: include_str!("hold.sqlite.sql"), postgres: include_str!("hold.postgres.sql") };
const TAKE: Pair = Pair { sqlite: include_str!("take.sqlite.sql"), postgres: include_str!("take.postgres.sql") };

/// How a transaction holds a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// As others may: nobody destroys it.
    Together,
    /// Alone: nobody else writes under it.
    Alone,
}

impl Pair {
    fn of(&self, database: &Database) -> &'static str {
        match &database.shared.engine {
            Engine::Sqlite { .. } => self.sqlite,
            Engine::Postgres(_) => self.postgres,
        }
    }
}

/// The statements of this file as the engine has them, for the test that prepares them.
#[doc(hidden)]
pub fn statements_on(database: &Database) -> [&'static str; 2] {
    [HOLD.of(database), TAKE.of(database)]
}

impl Transaction {
    /// Holds a child's key, as [`Transaction::child_key`] does, for whoever writes about a child and seals nothing. Nothing,
    /// where there is none: what is known of the child afterwards says so.
    pub async fn hold_child_key(&mut self, child: Id<Child>) -> Result<(), Failure> {
        if self.held.contains_key(&child.value()) {
            return Ok(());
        }
        if self.row(self.hold(), values![child]).await?.is_some() {
            self.held.insert(child.value(), Held::Together);
        }
        Ok(())
    }

    /// Takes the keys of children alone, each in its turn, whoever asks: for whoever is about to destroy one of them. To be
    /// done before anything is read that moves or goes with it, and before anything is written.
    pub async fn take_child_keys(&mut self, mut children: Vec<Id<Child>>) -> Result<(), Failure> {
        children.sort_by_key(|child| child.value());
        for child in children {
            if self.held.get(&child.value()) == Some(&Held::Alone) {
                continue;
            }
            let sql = TAKE.of(&self.database);
            if self.row(sql, values![child]).await?.is_some() {
                self.held.insert(child.value(), Held::Alone);
            }
        }
        Ok(())
    }

    /// The question that finds a key and holds it.
    pub(super) fn hold(&self) -> &'static str {
        HOLD.of(&self.database)
    }
}
