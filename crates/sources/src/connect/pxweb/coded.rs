//! What of an answer's codes are which of what was asked for, where the answer writes them in its own way: SDMX leaves letters out, and
//! periods are written by the standard of each format.

use std::collections::HashMap;

use super::super::Gather;
use crate::fault::{Code, Fault, Result};
use crate::model::{Category, Dataset, Dimension, Role};

/// The categories of a dimension by the codes of an answer.
pub(super) struct Coded<'a> {
    pub(super) dimension: &'a Dimension,
    /// `None` where two categories have one code.
    codes: HashMap<String, Option<usize>>,
    periods: HashMap<(u32, u32), Option<usize>>,
}

fn known<K: std::hash::Hash + Eq>(all: &mut HashMap<K, Option<usize>>, key: K, at: usize) {
    all.entry(key).and_modify(|before| *before = before.filter(|before| *before == at)).or_insert(Some(at));
}

impl<'a> Coded<'a> {
    /// With the codes that an answer may have for each category.
    pub(super) fn new(dimension: &'a Dimension, codes: impl Fn(&Category) -> Vec<String>) -> Self {
        let mut all = Self { dimension, codes: HashMap::new(), periods: HashMap::new() };
        for (at, category) in dimension.categories.iter().enumerate() {
            for code in codes(category) {
                known(&mut all.codes, code, at);
            }
            let period = (dimension.role == Role::Period).then(|| period(&category.code)).flatten();
            if let Some(period) = period {
                known(&mut all.periods, period, at);
            }
        }
        all
    }

    /// The code, as it was asked for, of what an answer says.
    pub(super) fn find(&self, text: &str) -> Result<&'a str> {
        let found = self.codes.get(text).or_else(|| self.periods.get(&period(text)?)).copied();
        let name = self.dimension.name();
        match found {
            Some(Some(at)) => Ok(self.dimension.categories.get(at).map_or("", |category| category.code.as_str())),
            Some(None) => Err(wrong(format!("{name}: \"{text}\" can be read in two ways"))),
            None => Err(wrong(format!("{name}: \"{text}\" was not asked for"))),
        }
    }

    /// The only category, which need not be said.
    pub(super) fn implied(&self) -> Option<&'a str> {
        match self.dimension.categories.as_slice() {
            [only] => Some(&only.code),
            _ => None,
        }
    }
}

/// A period by its year and what follows, whatever stands between: `2024M01`, `2024-01` and `202401` are one. Within one variable all
/// are of one kind.
fn period(text: &str) -> Option<(u32, u32)> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (year, rest) = digits.split_at_checked(4)?;
    let rest = if rest.is_empty() { 0 } else { rest.parse().ok()? };
    Some((year.parse().ok()?, rest))
}

pub(super) fn wrong(text: impl Into<String>) -> Fault {
    Fault::new(Code::WrongShape, "", text).remedy("Ask for --format json-stat2.")
}

/// The cube, which must hold every cell that was asked for.
pub(super) fn whole(gather: Gather, asked: &[Dimension]) -> Result<Dataset> {
    let expected = Dataset::size_of(asked)?;
    let found = gather.len() as u64;
    if found != expected {
        let text = format!("{found} cells came, {expected} were asked for");
        return Err(Fault::new(Code::Incomplete, "", text).remedy("The table may have changed; try again."));
    }
    gather.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_the_same_in_every_spelling() {
        let months = Dimension::new("Tid", ["2023M12", "2024M01", "2024M10"].map(Category::new).to_vec());
        let coded = Coded::new(&months, |category| vec![category.code.clone()]);
        for text in ["2024M01", "2024-01", "202401"] {
            assert_eq!(coded.find(text).unwrap(), "2024M01", "{text}");
        }
        assert_eq!(coded.find("2024-02").unwrap_err().code, Code::WrongShape);
        let weeks = Dimension::new("Tid", ["2024V05", "2024V50"].map(Category::new).to_vec());
        assert_eq!(Coded::new(&weeks, |_| Vec::new()).find("2024-W5").unwrap(), "2024V05");
    }

    #[test]
    fn two_categories_of_one_code_are_refused() {
        let ages = Dimension::new("Alder", ["100", "100+"].map(Category::new).to_vec());
        let coded = Coded::new(&ages, |category| vec![category.code.replace('+', "")]);
        assert!(coded.find("100").unwrap_err().text.contains("two ways"));
    }
}
