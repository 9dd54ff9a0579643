//! The checks that keep the shape. Each looks at one rule of ARCHITECTURE.md or STYLE.md and names what breaks it, where,
//! and what to do.

mod arrows;
mod length;
mod manifests;
mod markup;
mod migrations;
mod promises;
mod readable;
mod readmes;
mod sql;
mod tables;
mod texts;

use std::fmt;

use crate::packages::Package;
use crate::settings::Settings;
use crate::tree::Tree;

pub(crate) use arrows::Arrows;
pub(crate) use migrations::files as migration_files;

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// The file.
    path: String,
    /// The line, counted from 1; 0 when it is about the whole file.
    line: usize,
    /// What is wrong and what to do.
    text: String,
}

impl Problem {
    /// About a line of a file.
    pub(crate) fn at(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, text: text.into() }
    }

    /// About a file as a whole.
    pub(crate) fn of(path: &str, text: impl Into<String>) -> Self {
        Self::at(path, 0, text)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.path, self.text),
            line => write!(formatter, "{}:{line}: {}", self.path, self.text),
        }
    }
}

/// Everything that breaks a rule, in the order of files.
pub(crate) fn problems(tree: &Tree, packages: &[Package], settings: &Settings) -> anyhow::Result<Vec<Problem>> {
    let arrows = Arrows::read(tree)?;
    let mut problems = [
        arrows::problems(&arrows, packages),
        manifests::problems(tree, packages)?,
        length::problems(tree, settings),
        sql::problems(tree, settings),
        tables::problems(tree, packages, settings),
        migrations::problems(tree),
        texts::problems(tree, settings),
        readable::problems(tree),
        markup::problems(tree),
        promises::problems(tree),
        readmes::problems(tree),
    ]
    .concat();
    problems.sort();
    problems.dedup();
    Ok(problems)
}

/// What the problems of a test say, one a line.
#[cfg(test)]
fn said(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
