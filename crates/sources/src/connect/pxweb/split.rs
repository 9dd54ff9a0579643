//! Splits a question into questions below the limit of cells, and joins the answers to one cube.

use std::collections::HashMap;

use crate::fault::{Code, Fault, Result};
use crate::model::{CELLS_MAX, Cells, Dataset, Dimension, Marks};

type Question = Vec<(String, Vec<String>)>;

/// The most questions of one fetch; more is a download of a database.
const QUESTIONS_MAX: u64 = 20_000;

/// Questions whose cells are at most the limit, together the whole. The variable with the most values is cut first: tables of the
/// Public Health Agency have no other way.
pub(super) fn split(wanted: &[(String, Vec<String>)], limit: u64) -> Result<Vec<Question>> {
    let size = |question: &[(String, Vec<String>)]| {
        question.iter().fold(1_u64, |product, (_, values)| product.saturating_mul(values.len() as u64))
    };
    if let Some((code, _)) = wanted.iter().find(|(_, values)| values.is_empty()) {
        return Err(Fault::new(Code::Question, code, "nothing is selected"));
    }
    if size(wanted) > CELLS_MAX || size(wanted) / limit > QUESTIONS_MAX {
        return Err(Fault::new(Code::TooLarge, "", format!("{} cells are selected", size(wanted)))
            .remedy("Select fewer values."));
    }
    let mut open = vec![wanted.to_vec()];
    let mut done = Vec::new();
    while let Some(question) = open.pop() {
        let cells = size(&question);
        let longest = question.iter().enumerate().max_by_key(|(_, (_, values))| values.len()).map(|(at, _)| at);
        let Some(longest) = longest.filter(|_| cells > limit) else {
            done.push(question);
            continue;
        };
        let length = question.get(longest).map_or(1, |(_, values)| values.len() as u64);
        // As many values as fit, so that no more is asked than needed.
        let fit = usize::try_from(limit / (cells / length).max(1)).unwrap_or(1).max(1);
        let values = question.get(longest).map(|(_, values)| values.clone()).unwrap_or_default();
        for chunk in values.chunks(fit).rev() {
            let mut part = question.clone();
            if let Some((_, values)) = part.get_mut(longest) {
                *values = chunk.to_vec();
            }
            open.push(part);
        }
    }
    Ok(done)
}

/// The cube that the answers are put into.
pub(super) struct Join {
    dataset: Dataset,
    values: Vec<f64>,
    filled: u64,
}

/// The dimensions of what is asked for.
pub(super) fn asked(metadata: &Dataset, wanted: &[(String, Vec<String>)]) -> Result<Vec<Dimension>> {
    let mut dimensions = Vec::new();
    for (code, values) in wanted {
        let known = metadata.dimension(code).ok_or_else(|| Fault::new(Code::Unknown, code, "no such variable"))?;
        let places: HashMap<&str, usize> =
            known.categories.iter().enumerate().map(|(at, category)| (category.code.as_str(), at)).collect();
        let categories =
            values.iter().filter_map(|value| known.categories.get(*places.get(value.as_str())?)).cloned().collect();
        dimensions.push(Dimension { categories, ..known.clone() });
    }
    Ok(dimensions)
}

impl Join {
    pub(super) fn new(metadata: &Dataset, wanted: &[(String, Vec<String>)]) -> Result<Self> {
        let dataset = Dataset { dimensions: asked(metadata, wanted)?, ..Dataset::default() };
        let length = usize::try_from(Dataset::size_of(&dataset.dimensions)?).unwrap_or(0);
        Ok(Self { dataset, values: vec![f64::NAN; length], filled: 0 })
    }

    /// Puts an answer in its place. It must hold what was asked for, no more and no less.
    pub(super) fn put(&mut self, part: &Dataset, question: &Question) -> Result<()> {
        let expected = question.iter().fold(1_u64, |product, (_, values)| product.saturating_mul(values.len() as u64));
        if part.size() != expected {
            let text = format!("{} cells came, {expected} were asked for", part.size());
            return Err(Fault::new(Code::Incomplete, "", text).remedy("The table may have changed; try again."));
        }
        // For each of our dimensions, which of theirs it is and where each of their categories lies.
        let mut axes: Vec<(usize, Vec<Option<usize>>)> = Vec::new();
        for dimension in &self.dataset.dimensions {
            let theirs = part.dimensions.iter().position(|each| each.code == dimension.code);
            let Some(at) = theirs else {
                return Err(Fault::new(Code::WrongShape, &dimension.code, "the answer lacks the dimension"));
            };
            let places: HashMap<&str, usize> =
                dimension.categories.iter().enumerate().map(|(at, category)| (category.code.as_str(), at)).collect();
            let categories = part.dimensions.get(at).map(|each| each.categories.as_slice()).unwrap_or_default();
            axes.push((at, categories.iter().map(|category| places.get(category.code.as_str()).copied()).collect()));
        }
        self.name(part);
        for position in 0..part.size() {
            let theirs = part.indexes(position);
            let ours: Option<Vec<usize>> =
                axes.iter().map(|(at, places)| places.get(*theirs.get(*at)?).copied().flatten()).collect();
            let Some(place) = ours.and_then(|ours| self.dataset.position(&ours)) else {
                return Err(Fault::new(Code::Incomplete, "", "a value came that was not asked for"));
            };
            let observation = part.observation(position);
            if let Some(cell) = usize::try_from(place).ok().and_then(|at| self.values.get_mut(at)) {
                *cell = observation.value.figure().unwrap_or(f64::NAN);
            }
            if let Some(mark) = observation.mark {
                self.dataset.cells.marks.set(place, mark);
            }
            self.filled += 1;
        }
        Ok(())
    }

    /// Takes labels from an answer where the metadata has none: of the values of a code list of version 1.
    fn name(&mut self, part: &Dataset) {
        for dimension in &mut self.dataset.dimensions {
            let Some(theirs) = part.dimension(&dimension.code) else { continue };
            for category in dimension.categories.iter_mut().filter(|category| category.label.is_none()) {
                let found = theirs.categories.iter().find(|each| each.code == category.code);
                category.label = found.and_then(|each| each.label.clone());
            }
        }
    }

    pub(super) fn finish(mut self) -> Result<Dataset> {
        if self.filled != self.values.len() as u64 {
            return Err(Fault::new(Code::Incomplete, "", "the answers do not make the whole"));
        }
        let marks: Marks = std::mem::take(&mut self.dataset.cells.marks);
        self.dataset.cells = Cells { marks, ..Cells::dense(self.values) };
        self.dataset.check_sizes()?;
        Ok(self.dataset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_is_below_the_limit_and_together_they_are_the_whole() {
        let of =
            |code: &str, count: usize| (code.to_owned(), (0..count).map(|each| each.to_string()).collect::<Vec<_>>());
        for (sizes, limit) in
            [([3, 5, 7], 10), ([1, 1, 1], 1), ([312, 3, 16], 1000), ([10, 10, 10], 999), ([2, 2, 2], 1)]
        {
            let wanted = vec![of("a", sizes[0]), of("b", sizes[1]), of("c", sizes[2])];
            let size = |question: &Question| question.iter().map(|(_, values)| values.len() as u64).product::<u64>();
            let questions = split(&wanted, limit).unwrap();
            assert!(questions.iter().all(|question| size(question) <= limit), "{sizes:?}");
            assert_eq!(questions.iter().map(size).sum::<u64>(), size(&wanted), "{sizes:?}");
        }
    }
}
