//! The marks beside the figures. A cube may have as many as cells, and few different ones: each text is kept once.

use std::collections::{BTreeMap, HashMap};

/// The marks beside the figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    /// None.
    #[default]
    None,
    /// The same for every cell.
    All(String),
    /// By position.
    Each(Scattered),
}

impl Marks {
    /// The mark of a cell.
    pub fn at(&self, position: u64) -> Option<&str> {
        match self {
            Self::None => None,
            Self::All(mark) => Some(mark),
            Self::Each(marks) => marks.at(position),
        }
    }

    /// Marks by position, or none if there are none.
    pub fn each(marks: BTreeMap<u64, String>) -> Self {
        Self::scattered(marks.into_iter().collect())
    }

    /// Marks by position, or none if there are none.
    pub fn scattered(marks: Scattered) -> Self {
        if marks.last().is_none() { Self::None } else { Self::Each(marks) }
    }

    /// Marks a cell. Where all cells carry one mark it is left as it is.
    pub fn set(&mut self, position: u64, mark: &str) {
        match self {
            Self::None => *self = Self::Each([(position, mark)].into_iter().collect()),
            Self::Each(marks) => marks.insert(position, mark),
            Self::All(_) => {}
        }
    }
}

/// Marks by position.
#[derive(Clone, Debug, Default)]
pub struct Scattered {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
    /// Which of the texts.
    at: BTreeMap<u64, u32>,
}

impl Scattered {
    /// Marks a cell, whatever mark it has.
    pub fn insert(&mut self, position: u64, mark: &str) {
        let number = if let Some(number) = self.numbers.get(mark) {
            *number
        } else {
            // There are fewer texts than cells, and fewer cells than this.
            let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
            self.texts.push(mark.to_owned());
            self.numbers.insert(mark.to_owned(), number);
            number
        };
        self.at.insert(position, number);
    }

    /// Takes the mark of a cell away.
    pub fn remove(&mut self, position: u64) {
        self.at.remove(&position);
    }

    /// The mark of a cell.
    pub fn at(&self, position: u64) -> Option<&str> {
        self.at.get(&position).map(|number| self.text(*number))
    }

    /// The last position that is marked.
    pub fn last(&self) -> Option<u64> {
        self.at.last_key_value().map(|(position, _)| *position)
    }

    /// Positions and marks, in the order of the positions.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &str)> {
        self.at.iter().map(|(position, number)| (*position, self.text(*number)))
    }

    /// The same marks in other places; `None` where one has none.
    pub fn moved(self, to: impl Fn(u64) -> Option<u64>) -> Option<Self> {
        let at: Option<BTreeMap<u64, u32>> =
            self.at.iter().map(|(position, number)| Some((to(*position)?, *number))).collect();
        Some(Self { at: at?, ..self })
    }

    fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

impl PartialEq for Scattered {
    fn eq(&self, other: &Self) -> bool {
        self.at.len() == other.at.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Scattered {}

impl<T: AsRef<str>> FromIterator<(u64, T)> for Scattered {
    fn from_iter<I: IntoIterator<Item = (u64, T)>>(marks: I) -> Self {
        let mut all = Self::default();
        marks.into_iter().for_each(|(position, mark)| all.insert(position, mark.as_ref()));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_the_same_in_whatever_order_they_came() {
        let one: Scattered = [(7, "x"), (1, ".."), (3, "x")].into_iter().collect();
        let mut other: Scattered = [(3, ".."), (1, ".."), (9, "r"), (7, "x")].into_iter().collect();
        assert_ne!(one, other);
        other.insert(3, "x");
        other.remove(9);
        assert_eq!(one, other);
        assert_eq!((other.at(3), other.at(9), other.last()), (Some("x"), None, Some(7)));
        assert_eq!(one.iter().collect::<Vec<_>>(), [(1, ".."), (3, "x"), (7, "x")]);
        let moved = one.clone().moved(|at| at.checked_sub(1)).unwrap();
        assert_eq!(moved.iter().map(|(at, _)| at).collect::<Vec<_>>(), [0, 2, 6]);
        assert_eq!(one.moved(|at| at.checked_sub(2)), None);
        assert_eq!(Marks::scattered(Scattered::default()), Marks::None);
    }

    #[test]
    fn a_million_marks_of_a_few_kinds_are_a_few_texts() {
        let marks: Scattered = (0..1_000_000).zip(["..", "x", "."].into_iter().cycle()).collect();
        assert_eq!(marks.texts.len(), 3);
        assert_eq!(marks.at(999_998), Some("."));
    }
}
