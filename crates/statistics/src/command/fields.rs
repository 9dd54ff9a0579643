//! Reading a case: every key by name, every mistake named.

use serde_json::{Map, Value};

use crate::confidence::{Confidence, Interval, SIZE_MAX};
use crate::refusal::{Refusal, Undefined};

/// Why a case has no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CaseError {
    #[error("the method {0:?} is not known")]
    UnknownMethod(String),
    #[error("\"input\" is missing or not an object")]
    NoInput,
    #[error("the key {0:?} is missing")]
    Missing(String),
    #[error("{0:?} has no value where a number belongs")]
    NoValue(String),
    #[error("{0:?} is {1} where {2} belongs")]
    Kind(String, &'static str, &'static str),
    #[error("{0:?} has a value that is not known: {1:?}")]
    Unknown(String, String),
    #[error("{0}: {1}")]
    Within(String, Box<CaseError>),
    #[error("{0}")]
    Refused(#[from] Refusal),
}

/// The keys of one object.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(map: &'a Map<String, Value>) -> Self {
        Self { map }
    }

    /// The value of a key; null counts as absent.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    pub(crate) fn value(&self, key: &str) -> Result<&'a Value, CaseError> {
        self.map.get(key).ok_or_else(|| CaseError::Missing(key.to_owned()))
    }

    /// A number that must be there.
    pub(crate) fn number(&self, key: &str) -> Result<f64, CaseError> {
        number_or_missing(key, self.value(key)?)?.ok_or_else(|| CaseError::NoValue(key.to_owned()))
    }

    /// A number, or what stands instead when the key is absent.
    pub(crate) fn number_or(&self, key: &str, otherwise: f64) -> Result<f64, CaseError> {
        if self.get(key).is_some() { self.number(key) } else { Ok(otherwise) }
    }

    /// What results are multiplied by: not zero, and of a workable size.
    pub(crate) fn factor(&self, key: &str, otherwise: f64) -> Result<f64, CaseError> {
        let factor = self.number_or(key, otherwise)?;
        let workable = (SIZE_MAX.recip()..=SIZE_MAX).contains(&factor.abs());
        if workable { Ok(factor) } else { Err(unknown(key, &factor.to_string())) }
    }

    /// A number that may be missing, as "NA", null or an absent key.
    pub(crate) fn perhaps(&self, key: &str) -> Result<Option<f64>, CaseError> {
        self.get(key).map_or(Ok(None), |value| number_or_missing(key, value))
    }

    pub(crate) fn numbers(&self, key: &str) -> Result<Vec<f64>, CaseError> {
        numbers(key, self.value(key)?)
    }

    pub(crate) fn numbers_or_missing(&self, key: &str) -> Result<Vec<Option<f64>>, CaseError> {
        list(key, self.value(key)?)?.iter().map(|value| number_or_missing(key, value)).collect()
    }

    pub(crate) fn text(&self, key: &str) -> Result<&'a str, CaseError> {
        let value = self.value(key)?;
        value.as_str().ok_or_else(|| CaseError::Kind(key.to_owned(), kind(value), "text"))
    }

    /// A word, or what stands instead when the key is absent.
    pub(crate) fn text_or(&self, key: &str, otherwise: &'a str) -> Result<&'a str, CaseError> {
        if self.get(key).is_some() { self.text(key) } else { Ok(otherwise) }
    }

    pub(crate) fn flag(&self, key: &str) -> Result<bool, CaseError> {
        let value = self.value(key)?;
        value.as_bool().ok_or_else(|| CaseError::Kind(key.to_owned(), kind(value), "true or false"))
    }

    pub(crate) fn list(&self, key: &str) -> Result<&'a [Value], CaseError> {
        list(key, self.value(key)?)
    }

    pub(crate) fn rows(&self, key: &str) -> Result<Vec<Fields<'a>>, CaseError> {
        self.list(key)?.iter().map(|row| object(key, row)).collect()
    }

    pub(crate) fn object(&self, key: &str) -> Result<Fields<'a>, CaseError> {
        object(key, self.value(key)?)
    }

    /// The confidence levels, one or several; 95 per cent when none is given.
    pub(crate) fn confidences(&self) -> Result<Vec<Confidence>, CaseError> {
        let given = match self.get("confidence") {
            None => vec![0.95],
            Some(Value::Array(levels)) => {
                levels.iter().map(|level| required("confidence", level)).collect::<Result<_, _>>()?
            }
            Some(level) => vec![required("confidence", level)?],
        };
        if given.is_empty() {
            return Err(Refusal::Empty("the list of confidence levels").into());
        }
        Ok(given.into_iter().map(Confidence::parse).collect::<Result<_, _>>()?)
    }

    pub(crate) fn confidence(&self) -> Result<Confidence, CaseError> {
        Ok(Confidence::parse(self.number_or("confidence", 0.95)?)?)
    }
}

pub(crate) fn unknown(key: &str, value: &str) -> CaseError {
    CaseError::Unknown(key.to_owned(), value.to_owned())
}

pub(crate) fn object<'a>(key: &str, value: &'a Value) -> Result<Fields<'a>, CaseError> {
    let found = value.as_object().map(Fields::new);
    found.ok_or_else(|| CaseError::Kind(key.to_owned(), kind(value), "an object"))
}

pub(crate) fn list<'a>(key: &str, value: &'a Value) -> Result<&'a [Value], CaseError> {
    let found = value.as_array().map(Vec::as_slice);
    found.ok_or_else(|| CaseError::Kind(key.to_owned(), kind(value), "a list"))
}

pub(crate) fn numbers(key: &str, value: &Value) -> Result<Vec<f64>, CaseError> {
    list(key, value)?.iter().map(|value| required(key, value)).collect()
}

fn required(key: &str, value: &Value) -> Result<f64, CaseError> {
    number_or_missing(key, value)?.ok_or_else(|| CaseError::NoValue(key.to_owned()))
}

pub(crate) fn number_or_missing(key: &str, value: &Value) -> Result<Option<f64>, CaseError> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(number.as_f64().filter(|number| number.is_finite())),
        Value::String(text) if text == "NA" || text == "NaN" => Ok(None),
        Value::String(_) | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            Err(CaseError::Kind(key.to_owned(), kind(value), "a number"))
        }
    }
}

/// A whole number at least 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and small")]
pub(crate) fn index(key: &str, number: f64) -> Result<usize, CaseError> {
    if number >= 0.0 && number.fract() == 0.0 && number < 1e9 {
        Ok(number as usize)
    } else {
        Err(CaseError::Unknown(key.to_owned(), number.to_string()))
    }
}

/// A label that may be a number or text, turned into a number for grouping.
pub(crate) fn label(labels: &mut Vec<Value>, value: &Value) -> i64 {
    let place = labels.iter().position(|known| known == value).unwrap_or_else(|| {
        labels.push(value.clone());
        labels.len() - 1
    });
    i64::try_from(place).unwrap_or(i64::MAX)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A number, or null where there is none.
pub(crate) fn print(number: Result<f64, Undefined>) -> Value {
    number.map_or(Value::Null, Value::from)
}

/// A pair of limits, or two nulls.
pub(crate) fn pair(interval: Result<Interval, Undefined>) -> Value {
    match interval {
        Ok(interval) => Value::from(vec![interval.lower, interval.upper]),
        Err(_) => Value::from(vec![Value::Null, Value::Null]),
    }
}

/// The limits under the names `lowercl` and `uppercl`, or with several levels `lower95_0cl` and so on.
pub(crate) fn put_limits(
    map: &mut Map<String, Value>,
    levels: usize,
    confidence: Confidence,
    interval: Result<Interval, Undefined>,
) {
    let middle = if levels == 1 { String::new() } else { level_name(confidence) };
    map.insert(format!("lower{middle}cl"), print(interval.map(|interval| interval.lower)));
    map.insert(format!("upper{middle}cl"), print(interval.map(|interval| interval.upper)));
}

/// 0.95 as `95_0`.
pub(crate) fn level_name(confidence: Confidence) -> String {
    format!("{:.1}", confidence.level() * 100.0).replace('.', "_")
}
