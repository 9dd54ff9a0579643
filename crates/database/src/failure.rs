//! What can go wrong between us and a database, named by what the person can do about it.

/// A failed statement or transaction. Nothing of the transaction was saved, unless it was the commit that was not
/// answered: then nobody can say.
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

impl Failure {
    /// A statement that was not answered in time.
    pub(crate) fn late() -> Self {
        Self::Unavailable(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()))
    }

    /// Whether nobody can say, when it is the answer to a commit, if that was saved: no answer came, or the disk did not
    /// confirm what had been written to it.
    pub(crate) fn leaves_doubt(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::Other(_) => true,
            Self::Full(sqlx::Error::Database(answer)) => answer.code().is_some_and(|code| code == NOT_SYNCHRONISED),
            Self::Full(_)
            | Self::Contention(_)
            | Self::Met
            | Self::Constraint { .. }
            | Self::Column { .. }
            | Self::Meaning { .. }
            | Self::Conflict
            | Self::Newer { .. }
            | Self::Changed { .. }
            | Self::Key(_)
            | Self::Unreadable(_)
            | Self::Ended
            | Self::Erased => false,
        }
    }

    /// Whether the database itself is out of order, rather than what was asked of it.
    pub(crate) fn is_outage(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Full(_))
    }
}

/// SQLite's code when a file was written but the disk did not confirm it.
const NOT_SYNCHRONISED: &str = "1034";

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(answer) = &error else {
            let gone = matches!(
                error,
                sqlx::Error::Io(_)
                    | sqlx::Error::Tls(_)
                    | sqlx::Error::Protocol(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::PoolClosed
                    | sqlx::Error::WorkerCrashed
            );
            return if gone { Self::Unavailable(error) } else { Self::Other(error) };
        };
        let code = answer.code().unwrap_or_default().into_owned();
        let constraint = answer.constraint().map_or_else(|| answer.message().to_owned(), ToOwned::to_owned);
        match kind_of(&code) {
            Kind::Contention => Self::Contention(error),
            Kind::Constraint => Self::Constraint { constraint, source: error },
            Kind::Full => Self::Full(error),
            Kind::Unavailable => Self::Unavailable(error),
            Kind::Other => Self::Other(error),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Contention,
    Constraint,
    Full,
    Unavailable,
    Other,
}

/// What the engine's code means. PostgreSQL's have five characters, of which the first two are a class; SQLite's are
/// numbers, of which the lowest eight bits are the primary code.
fn kind_of(code: &str) -> Kind {
    if code.len() == 5 {
        return match (code, code.get(..2).unwrap_or_default()) {
            // Serialisation failure, deadlock, a lock that was not given in time.
            ("40001" | "40P01" | "55P03", _) => Kind::Contention,
            (_, "23") => Kind::Constraint,
            // Disk full, out of memory, and other resources; but not too many connections.
            (code, "53") if code != "53300" => Kind::Full,
            // Too many connections; a standby that only reads; connection exceptions, shutdown and start, a statement that
            // took too long, and faults of the system under it.
            ("53300" | "25006" | "25P03", _) | (_, "08" | "57" | "58") => Kind::Unavailable,
            _ => Kind::Other,
        };
    }
    let Ok(number) = code.parse::<u32>() else { return Kind::Other };
    match (number, number & 0xff) {
        // Busy, locked.
        (_, 5 | 6) => Kind::Contention,
        (_, 19) => Kind::Constraint,
        // Full, and faults while writing, synchronising or growing a file, which is how a full disk often shows.
        (_, 13) | (778 | 1034 | 1290 | 4874 | 5386, _) => Kind::Full,
        // Read-only, any other fault of the disk, a file that cannot be opened.
        (_, 8 | 10 | 14) => Kind::Unavailable,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind_of};

    #[test]
    fn codes_of_both_engines_are_told_apart_by_what_can_be_done() {
        for (code, kind) in [
            ("5", Kind::Contention),
            ("517", Kind::Contention),
            ("40001", Kind::Contention),
            ("2067", Kind::Constraint),
            ("787", Kind::Constraint),
            ("23505", Kind::Constraint),
            ("13", Kind::Full),
            ("778", Kind::Full),
            ("53100", Kind::Full),
            ("53300", Kind::Unavailable),
            ("57P01", Kind::Unavailable),
            ("57014", Kind::Unavailable),
            ("08006", Kind::Unavailable),
            ("266", Kind::Unavailable),
            ("14", Kind::Unavailable),
            ("1", Kind::Other),
            ("11", Kind::Other),
            ("42P01", Kind::Other),
            ("", Kind::Other),
        ] {
            assert_eq!(kind_of(code), kind, "{code}");
        }
    }
}
