//! The rows that could not be understood, as they are told.

use super::MISUNDERSTOOD_MAX;
use super::columns::Plan;
use super::scan::Record;

pub(super) const NO_FIGURE: &str = "not a figure, or its decimal sign is not sure: `decimal` in a mapping says it";

/// A row that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misunderstood {
    /// Its line, from 1.
    pub line: u64,
    /// The heading of the column, if it is one column's fault.
    pub heading: String,
    /// What is wrong.
    pub text: String,
}

/// Those that have been met.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The first of them.
    pub(super) first: Vec<Misunderstood>,
    /// How many they are.
    pub(super) count: u64,
}

impl Told {
    /// One more. The heading is empty where it is no one column's fault.
    pub(super) fn wrong(&mut self, line: u64, heading: &str, text: &str) {
        self.count += 1;
        if self.first.len() < MISUNDERSTOOD_MAX {
            self.first.push(Misunderstood { line, heading: heading.to_owned(), text: text.to_owned() });
        }
    }

    /// A row that does not have all its columns or all its codes.
    pub(super) fn not_whole(&mut self, plan: &Plan, record: Record<'_>) {
        let (found, wanted) = (record.len(), plan.headings.len());
        if record.is_blank() {
            return;
        }
        if found == wanted {
            self.wrong(record.line, "", "a code is missing");
        } else {
            self.wrong(record.line, "", &format!("{found} columns, but there are {wanted} headings"));
        }
    }
}
