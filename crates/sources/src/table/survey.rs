//! Answers to a survey, one row for each who answered: school health talks, LUPP. What is read here are people, so nothing of it
//! leaves as it is; figures from it are our own and need a certificate.
//!
//! Not here: estimates, which `statistics` works out from weights, strata and schools.

use std::collections::BTreeMap;

use domain::moment::Day;

use super::fill::head;
use super::identity::{self, Shares};
use super::input::Input;
use super::mapping::{Mapping, Survey as Said};
use crate::fault::{Code, Fault, Result};

/// The most who answered.
const ANSWERS_MAX: usize = 5_000_000;
/// The most different answers to one question; more is free text, which is not read.
const CODES_MAX: usize = 1_000;

/// The answers to one question, or one thing known of those who answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The heading.
    pub heading: String,
    /// The different answers.
    pub codes: Vec<String>,
    /// Which answer each gave; `None` where they gave none.
    pub answers: Vec<Option<u16>>,
}

impl Question {
    /// How many gave no answer.
    pub fn unanswered(&self) -> usize {
        self.answers.iter().filter(|answer| answer.is_none()).count()
    }
}

/// A group that is too small to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallGroup {
    /// Heading and answer of each thing that makes the group.
    pub group: Vec<(String, String)>,
    /// How many are in it.
    pub count: usize,
}

/// Everything that was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// How many answered.
    pub count: usize,
    /// What they answered.
    pub questions: Vec<Question>,
    /// What is known of them.
    pub groups: Vec<Question>,
    /// How much each counts; one each where nothing is said.
    pub weights: Vec<f64>,
    /// The stratum of each.
    pub strata: Option<Question>,
    /// The school of each.
    pub schools: Option<Question>,
    /// Columns left unread because they hold free text.
    pub free_text: Vec<String>,
    group_min: usize,
}

/// Reads the answers. Every field of every row is looked at first: one identity number, and nothing is kept.
pub fn read(input: &Input, mapping: &Mapping, today: Day) -> Result<Survey> {
    let said = mapping.survey.clone().unwrap_or_default();
    let dialect = input.dialect(mapping)?;
    let (headings, _) = head(input, &dialect, today)?;
    let mut shares = Shares::default();
    let heading = |column: usize| headings.get(column).map_or("", String::as_str);
    input.rows(&dialect, &mut |record| {
        for column in 0..record.len() {
            if identity::found(record.field(column), today) {
                return Err(identity::stop(record.line, heading(column)));
            }
            shares.other(column, record.field(column), today);
        }
        Ok(true)
    })?;
    if let Some(column) = shares.suspect() {
        return Err(identity::stop(0, heading(column)));
    }
    let mut reading = Reading::new(&headings, &said)?;
    let mut index = 0;
    input.rows(&dialect, &mut |record| {
        index += 1;
        if index <= dialect.heading + 1 || record.is_blank() {
            return Ok(true);
        }
        if !(dialect.shortest(headings.len())..=headings.len()).contains(&record.len()) {
            let text = format!("{} columns, but there are {} headings", record.len(), headings.len());
            return Err(Fault::new(Code::NotUnderstood, format!("line {}", record.line), text));
        }
        if reading.count >= ANSWERS_MAX {
            return Err(Fault::new(Code::TooLarge, "", format!("more than {ANSWERS_MAX} rows")));
        }
        reading.count += 1;
        for column in &mut reading.columns {
            column.take(record.field(column.index).trim_ascii(), &said.no_answer);
        }
        if let Some(weight) = reading.weight {
            match record.figure(weight, dialect.decimal) {
                super::figure::Written::Figure(each) if each > 0.0 => reading.weights.push(each),
                super::figure::Written::Figure(_)
                | super::figure::Written::Mark(_)
                | super::figure::Written::Nothing
                | super::figure::Written::Other => {
                    let place =
                        format!("line {}, column \"{}\"", record.line, headings.get(weight).map_or("", String::as_str));
                    return Err(Fault::new(Code::NotUnderstood, place, "a weight must be a number above 0"));
                }
            }
        } else {
            reading.weights.push(1.0);
        }
        Ok(true)
    })?;
    Ok(reading.finish(&said))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Question,
    Group,
    Stratum,
    School,
}

struct Column {
    index: usize,
    used: Use,
    question: Question,
    places: BTreeMap<Vec<u8>, u16>,
    free: bool,
}

impl Column {
    fn take(&mut self, field: &[u8], no_answer: &[String]) {
        if self.free {
            return;
        }
        if field.is_empty() || no_answer.iter().any(|none| none.as_bytes() == field) {
            self.question.answers.push(None);
            return;
        }
        let next = self.places.len();
        if next >= CODES_MAX && !self.places.contains_key(field) {
            self.free = true;
            self.places.clear();
            self.question.codes.clear();
            self.question.answers.clear();
            return;
        }
        let code = *self.places.entry(field.to_vec()).or_insert(u16::try_from(next).unwrap_or(u16::MAX));
        if usize::from(code) == next {
            self.question.codes.push(String::from_utf8_lossy(field).into_owned());
        }
        self.question.answers.push(Some(code));
    }
}

struct Reading {
    columns: Vec<Column>,
    weight: Option<usize>,
    weights: Vec<f64>,
    count: usize,
}

impl Reading {
    fn new(headings: &[String], said: &Said) -> Result<Self> {
        let find = |heading: &String| {
            headings.iter().position(|each| each == heading).ok_or_else(|| {
                Fault::new(Code::Unknown, "mapping, survey", format!("no column \"{heading}\""))
                    .remedy(format!("The columns are: {}.", headings.join(", ")))
            })
        };
        let mut uses: BTreeMap<usize, Use> = BTreeMap::new();
        for (heading, used) in said
            .groups
            .iter()
            .map(|heading| (heading, Use::Group))
            .chain(said.stratum.iter().map(|heading| (heading, Use::Stratum)))
            .chain(said.school.iter().map(|heading| (heading, Use::School)))
            .chain(said.questions.iter().map(|heading| (heading, Use::Question)))
        {
            uses.insert(find(heading)?, used);
        }
        let weight = said.weight.as_ref().map(find).transpose()?;
        if said.questions.is_empty() {
            for index in (0..headings.len()).filter(|index| Some(*index) != weight) {
                uses.entry(index).or_insert(Use::Question);
            }
        }
        let column = |(index, used): (usize, Use)| Column {
            index,
            used,
            question: Question {
                heading: headings.get(index).cloned().unwrap_or_default(),
                codes: Vec::new(),
                answers: Vec::new(),
            },
            places: BTreeMap::new(),
            free: false,
        };
        Ok(Self { columns: uses.into_iter().map(column).collect(), weight, weights: Vec::new(), count: 0 })
    }

    fn finish(self, said: &Said) -> Survey {
        let mut survey = Survey {
            count: self.count,
            questions: Vec::new(),
            groups: Vec::new(),
            weights: self.weights,
            strata: None,
            schools: None,
            free_text: Vec::new(),
            group_min: said.group_min.max(1),
        };
        for column in self.columns {
            match column.used {
                _ if column.free => survey.free_text.push(column.question.heading),
                Use::Question => survey.questions.push(column.question),
                Use::Group => survey.groups.push(column.question),
                Use::Stratum => survey.strata = Some(column.question),
                Use::School => survey.schools = Some(column.question),
            }
        }
        survey
    }
}

impl Survey {
    /// The groups that are too small to be told of: every one that the groups together make, and every school.
    pub fn small_groups(&self) -> Vec<SmallGroup> {
        let mut small = self.smaller(&self.groups.iter().collect::<Vec<_>>());
        if let Some(schools) = &self.schools {
            small.extend(self.smaller(&[schools]));
        }
        small
    }

    fn smaller(&self, questions: &[&Question]) -> Vec<SmallGroup> {
        if questions.is_empty() {
            return Vec::new();
        }
        let mut counts: BTreeMap<Vec<Option<u16>>, usize> = BTreeMap::new();
        for person in 0..self.count {
            let key = questions.iter().map(|question| question.answers.get(person).copied().flatten()).collect();
            *counts.entry(key).or_default() += 1;
        }
        let small = counts.into_iter().filter(|(_, count)| *count < self.group_min);
        let name = |question: &Question, code: Option<u16>| {
            let answer = code.and_then(|code| question.codes.get(usize::from(code))).cloned();
            (question.heading.clone(), answer.unwrap_or_else(|| "no answer".to_owned()))
        };
        small
            .map(|(key, count)| SmallGroup {
                group: questions.iter().zip(key).map(|(question, code)| name(question, code)).collect(),
                count,
            })
            .collect()
    }
}
