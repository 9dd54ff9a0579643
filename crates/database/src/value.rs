//! What goes into a statement and what comes out of a row. Four kinds of value are enough, and both engines agree on them.

use domain::id::Id;
use domain::moment::{Day, Moment};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{ColumnIndex, Decode, Postgres, Row as _, Sqlite, Type};
use uuid::Uuid;
use vault::Sealed;

use crate::failure::Failure;

/// A value of a statement. `None` is SQL's NULL of that kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// An identifier.
    Uuid(Option<Uuid>),
    /// Text.
    Text(Option<String>),
    /// A whole number, a moment or a day.
    Integer(Option<i64>),
    /// Bytes, usually sealed.
    Bytes(Option<Vec<u8>>),
}

macro_rules! into_value {
    ($($from:ty => |$name:ident| $kind:ident $convert:expr),* $(,)?) => { $(
        impl From<$from> for Value {
            fn from($name: $from) -> Self { Self::$kind(Some($convert)) }
        }
        impl From<Option<$from>> for Value {
            fn from(value: Option<$from>) -> Self { Self::$kind(value.map(|$name| $convert)) }
        }
    )* };
}

into_value! {
    Uuid => |value| Uuid value,
    &str => |value| Text value.to_owned(),
    String => |value| Text value,
    i64 => |value| Integer value,
    i32 => |value| Integer i64::from(value),
    u32 => |value| Integer i64::from(value),
    u8 => |value| Integer i64::from(value),
    Moment => |value| Integer value.microseconds(),
    Day => |value| Integer day_number(value),
    Vec<u8> => |value| Bytes value,
    &[u8] => |value| Bytes value.to_vec(),
    [u8; 32] => |value| Bytes value.to_vec(),
    Sealed => |value| Bytes value.0,
}

impl<Kind> From<Id<Kind>> for Value {
    fn from(id: Id<Kind>) -> Self {
        Self::Uuid(Some(id.value()))
    }
}
impl<Kind> From<Option<Id<Kind>>> for Value {
    fn from(id: Option<Id<Kind>>) -> Self {
        Self::Uuid(id.map(Id::value))
    }
}

fn epoch() -> Day {
    Moment::from_microseconds(0).day()
}

fn day_number(day: Day) -> i64 {
    i64::from(day.days_since(epoch()))
}

/// A row that a statement returned.
pub struct Row(pub(crate) Inner);

pub(crate) enum Inner {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    fn get<T>(&self, column: &'static str) -> Result<T, Failure>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>,
        &'static str: ColumnIndex<SqliteRow> + ColumnIndex<PgRow>,
    {
        match &self.0 {
            Inner::Sqlite(row) => row.try_get(column),
            Inner::Postgres(row) => row.try_get(column),
        }
        .map_err(|source| Failure::Column { column, source })
    }

    /// An identifier of a kind.
    pub fn id<Kind>(&self, column: &'static str) -> Result<Id<Kind>, Failure> {
        self.get::<Uuid>(column).map(Id::new)
    }

    /// An identifier of a kind, or nothing.
    pub fn id_maybe<Kind>(&self, column: &'static str) -> Result<Option<Id<Kind>>, Failure> {
        Ok(self.get::<Option<Uuid>>(column)?.map(Id::new))
    }

    /// Text.
    pub fn text(&self, column: &'static str) -> Result<String, Failure> {
        self.get(column)
    }

    /// Text, or nothing.
    pub fn text_maybe(&self, column: &'static str) -> Result<Option<String>, Failure> {
        self.get(column)
    }

    /// A whole number.
    pub fn integer(&self, column: &'static str) -> Result<i64, Failure> {
        self.get(column)
    }

    /// A whole number, or nothing.
    pub fn integer_maybe(&self, column: &'static str) -> Result<Option<i64>, Failure> {
        self.get(column)
    }

    /// A whole number that must fit a smaller type.
    pub fn number<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, Failure> {
        T::try_from(self.integer(column)?).map_err(|_| Failure::Meaning { what: column })
    }

    /// A moment.
    pub fn moment(&self, column: &'static str) -> Result<Moment, Failure> {
        self.integer(column).map(Moment::from_microseconds)
    }

    /// A moment, or nothing.
    pub fn moment_maybe(&self, column: &'static str) -> Result<Option<Moment>, Failure> {
        Ok(self.integer_maybe(column)?.map(Moment::from_microseconds))
    }

    /// A day.
    pub fn day(&self, column: &'static str) -> Result<Day, Failure> {
        Ok(epoch().plus_days(self.number(column)?))
    }

    /// A day, or nothing.
    pub fn day_maybe(&self, column: &'static str) -> Result<Option<Day>, Failure> {
        let number = self.integer_maybe(column)?;
        number
            .map(|days| {
                i32::try_from(days).map(|days| epoch().plus_days(days)).map_err(|_| Failure::Meaning { what: column })
            })
            .transpose()
    }

    /// Bytes.
    pub fn bytes(&self, column: &'static str) -> Result<Vec<u8>, Failure> {
        self.get(column)
    }

    /// Bytes, or nothing.
    pub fn bytes_maybe(&self, column: &'static str) -> Result<Option<Vec<u8>>, Failure> {
        self.get(column)
    }

    /// A sealed value.
    pub fn sealed(&self, column: &'static str) -> Result<Sealed, Failure> {
        self.bytes(column).map(Sealed)
    }

    /// A sealed value, or nothing.
    pub fn sealed_maybe(&self, column: &'static str) -> Result<Option<Sealed>, Failure> {
        Ok(self.bytes_maybe(column)?.map(Sealed))
    }

    /// A stored code that `parse` knows.
    pub fn code<T>(&self, column: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Failure> {
        parse(&self.text(column)?).ok_or(Failure::Meaning { what: column })
    }
}
