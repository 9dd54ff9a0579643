//! What can go wrong between us and a database, named by what the person can do about it.

/// A failed statement or transaction. Nothing of the transaction was saved.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database does not answer. Trying again later may help.
    #[error("the database does not answer")]
    Unavailable(#[source] sqlx::Error),
    /// Two transactions wanted the same rows at once. Trying again helps.
    #[error("two transactions met")]
    Contention(#[source] sqlx::Error),
    /// Another attempt at the very same thing was quicker. Trying again finds what came of it.
    #[error("another attempt at the same was quicker")]
    Met,
    /// A rule of the schema was broken.
    #[error("a rule of the schema was broken: {constraint}")]
    Constraint {
        /// The constraint, or what the engine says about it.
        constraint: String,
        /// What the engine said.
        #[source]
        source: sqlx::Error,
    },
    /// There is no room left to write.
    #[error("there is no room left to write")]
    Full(#[source] sqlx::Error),
    /// A row does not look as the schema says.
    #[error("column {column} cannot be read")]
    Column {
        /// The column's name.
        column: &'static str,
        /// What the engine said.
        #[source]
        source: sqlx::Error,
    },
    /// A stored code or value has no meaning in this version.
    #[error("the stored value of {what} has no meaning in this version")]
    Meaning {
        /// What kind of value.
        what: &'static str,
    },
    /// A row changed since it was read.
    #[error("the row changed since it was read")]
    Conflict,
    /// The schema is newer than this program.
    #[error("the database was made by a newer version: {migration} is unknown here")]
    Newer {
        /// The unknown migration.
        migration: String,
    },
    /// A migration was changed after it ran.
    #[error("the migration {migration} is not the one that ran here")]
    Changed {
        /// The changed migration.
        migration: String,
    },
    /// A key cannot be opened.
    #[error(transparent)]
    Key(#[from] vault::MasterError),
    /// A sealed value cannot be opened.
    #[error(transparent)]
    Unreadable(#[from] vault::Unreadable),
    /// The transaction has ended; nothing more can be done in it.
    #[error("the transaction has ended")]
    Ended,
    /// The child's key is gone: the child is erased.
    #[error("the child's key is gone")]
    Erased,
    /// Any other answer of the engine.
    #[error("the database refused")]
    Other(#[source] sqlx::Error),
}

impl Failure {
    /// Whether doing the same again, from its beginning, is likely to succeed.
    pub fn worth_retrying(&self) -> bool {
        matches!(self, Self::Contention(_) | Self::Met)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(answer) = &error else {
            let gone = matches!(
                error,
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed
            );
            return if gone { Self::Unavailable(error) } else { Self::Other(error) };
        };
        let code = answer.code().unwrap_or_default().into_owned();
        let constraint = answer.constraint().map_or_else(|| answer.message().to_owned(), ToOwned::to_owned);
        match code.as_str() {
            // PostgreSQL: serialisation failure, deadlock, lock not available. SQLite: busy, locked, and their extended
            // codes.
            "40001" | "40P01" | "55P03" | "5" | "6" | "261" | "262" | "517" | "773" => Self::Contention(error),
            // PostgreSQL class 23. SQLite: constraint and its extended codes.
            "23502" | "23503" | "23505" | "23514" | "275" | "787" | "1299" | "1555" | "2067" | "2579" => {
                Self::Constraint { constraint, source: error }
            }
            // PostgreSQL: disk full, insufficient resources. SQLite: full, and I/O errors while writing.
            "53100" | "53000" | "53200" | "13" | "778" | "1034" | "4874" => Self::Full(error),
            // PostgreSQL: connection exceptions, shutdown, too many connections. SQLite: cannot open, I/O error.
            "57P01" | "57P02" | "57P03" | "53300" | "08000" | "08003" | "08006" | "14" | "10" => {
                Self::Unavailable(error)
            }
            _ => Self::Other(error),
        }
    }
}
