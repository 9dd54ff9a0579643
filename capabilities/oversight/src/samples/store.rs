//! SQL of samples and what was found in them.

use access::Permit;
use access::action::oversight::Review;
use audit::Act;
use database::{Failure, Row, values};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{SecrecyDomain, Staff, Unit};
use domain::oversight::sampling::{How, Risk};

const INSERT_SAMPLE: &str = "
    INSERT INTO log_sample (unit_id, id, drawn_at, drawn_by, from_at, before_at, by_risk, by_chance, seed, lines)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const INSERT_PICKED: &str = "
    INSERT INTO log_review (unit_id, sample_id, place, domain_id, line, how, marks)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const FIND_SAMPLE: &str = "
    SELECT id, drawn_at, drawn_by, from_at, before_at, by_risk, by_chance, seed, lines,
      CAST(0 AS bigint) AS picked, CAST(0 AS bigint) AS reviewed
    FROM log_sample
    WHERE unit_id = $1 AND id = $2";
const LATEST: &str = "
    SELECT log_sample.id AS id, log_sample.drawn_at AS drawn_at, log_sample.drawn_by AS drawn_by,
      log_sample.from_at AS from_at, log_sample.before_at AS before_at, log_sample.by_risk AS by_risk,
      log_sample.by_chance AS by_chance, log_sample.seed AS seed, log_sample.lines AS lines,
      COUNT(log_review.place) AS picked, COUNT(log_review.outcome) AS reviewed
    FROM log_sample
    LEFT JOIN log_review ON log_review.unit_id = log_sample.unit_id AND log_review.sample_id = log_sample.id
    WHERE log_sample.unit_id = $1
    GROUP BY log_sample.id, log_sample.drawn_at, log_sample.drawn_by, log_sample.from_at, log_sample.before_at,
      log_sample.by_risk, log_sample.by_chance, log_sample.seed, log_sample.lines
    ORDER BY log_sample.drawn_at DESC, log_sample.id DESC
    LIMIT 12";
const PICKED: &str = "
    SELECT place, domain_id, line, how, marks, outcome, reviewed_by, reviewed_at
    FROM log_review
    WHERE unit_id = $1 AND sample_id = $2
    ORDER BY place";
const RECORD: &str = "
    UPDATE log_review
    SET outcome = $4, reviewed_by = $5, reviewed_at = $6
    WHERE unit_id = $1 AND sample_id = $2 AND place = $3 AND outcome IS NULL";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[INSERT_SAMPLE, INSERT_PICKED, FIND_SAMPLE, LATEST, PICKED, RECORD];

/// A sample of a unit's log: everything that is needed to draw it again, and how far its review has come.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Which one.
    pub id: Id<Sample>,
    /// When it was drawn.
    pub drawn_at: Moment,
    /// By whom.
    pub drawn_by: Id<Staff>,
    /// From when lines were weighed.
    pub from: Moment,
    /// Before when.
    pub before: Moment,
    /// How many lines by risk were wanted.
    pub by_risk: u32,
    /// How many by chance.
    pub by_chance: u32,
    /// What chance began with.
    pub seed: i64,
    /// How many lines were weighed.
    pub lines: u32,
    /// How many were picked, in a list of samples.
    pub picked: u32,
    /// How many of those somebody has looked at.
    pub reviewed: u32,
}

/// A line that was picked, and what was found.
#[derive(Clone, Debug)]
pub struct Picked {
    /// Its place in the sample, from 1.
    pub place: u32,
    /// In whose chain the line is.
    pub domain: Id<SecrecyDomain>,
    /// Its number there.
    pub line: i64,
    /// How it was picked.
    pub how: How,
    /// What made it worth a look.
    pub marks: Vec<Risk>,
    /// What was found, by whom and when, if anybody has looked.
    pub found: Option<Found>,
}

/// What a reviewer found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// What.
    pub outcome: Finding,
    /// Who.
    pub by: Id<Staff>,
    /// When.
    pub at: Moment,
}

/// What can be found of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// There was reason to look.
    InOrder,
    /// The manager takes it further.
    FollowUp,
    /// The person has been asked why.
    QuestionSent,
}

impl Finding {
    /// All, in the order people meet them.
    pub const ALL: [Self; 3] = [Self::InOrder, Self::QuestionSent, Self::FollowUp];

    /// The code under which it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InOrder => "in_order",
            Self::FollowUp => "follow_up",
            Self::QuestionSent => "question_sent",
        }
    }

    /// The finding of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }
}

/// The code of how a line was picked.
pub(crate) const fn how_code(how: How) -> &'static str {
    match how {
        How::ByRisk => "by_risk",
        How::ByChance => "by_chance",
    }
}

fn how_from_code(code: &str) -> Option<How> {
    [How::ByRisk, How::ByChance].into_iter().find(|how| how_code(*how) == code)
}

pub(crate) async fn insert(
    act: &mut Act,
    permit: &Permit<Review>,
    sample: &Sample,
    picked: &[Picked],
) -> Result<(), Failure> {
    let unit: Id<Unit> = Id::new(permit.subject().id);
    let Sample { id, drawn_at, drawn_by, from, before, by_risk, by_chance, seed, lines, .. } = *sample;
    let transaction = act.transaction();
    let values = values![unit, id, drawn_at, drawn_by, from, before, by_risk, by_chance, seed, lines];
    transaction.execute(INSERT_SAMPLE, values).await?;
    for picked in picked {
        let marks: Vec<_> = picked.marks.iter().map(|mark| mark.code()).collect();
        let values = values![unit, id, picked.place, picked.domain, picked.line, how_code(picked.how), marks.join(" ")];
        transaction.execute(INSERT_PICKED, values).await?;
    }
    Ok(())
}

/// The latest samples of the unit of a permit.
pub(crate) async fn latest(act: &mut Act, permit: &Permit<Review>) -> Result<Vec<Sample>, Failure> {
    let unit: Id<Unit> = Id::new(permit.subject().id);
    act.transaction().rows(LATEST, values![unit]).await?.iter().map(sample_of).collect()
}

/// A sample of the unit of a permit, with its lines; `None` when it is another unit's.
pub(crate) async fn find(
    act: &mut Act,
    permit: &Permit<Review>,
    id: Id<Sample>,
) -> Result<Option<(Sample, Vec<Picked>)>, Failure> {
    let unit: Id<Unit> = Id::new(permit.subject().id);
    let Some(row) = act.transaction().row(FIND_SAMPLE, values![unit, id]).await? else { return Ok(None) };
    let sample = sample_of(&row)?;
    let rows = act.transaction().rows(PICKED, values![unit, id]).await?;
    let picked = rows.iter().map(picked_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Some((sample, picked)))
}

/// Records what was found of a line; a second finding is a conflict.
pub(crate) async fn record(
    act: &mut Act,
    permit: &Permit<Review>,
    id: Id<Sample>,
    place: u32,
    found: Found,
) -> Result<(), Failure> {
    let unit: Id<Unit> = Id::new(permit.subject().id);
    let values = values![unit, id, place, found.outcome.code(), found.by, found.at];
    act.transaction().change(RECORD, values).await
}

fn sample_of(row: &Row) -> Result<Sample, Failure> {
    Ok(Sample {
        id: row.id("id")?,
        drawn_at: row.moment("drawn_at")?,
        drawn_by: row.id("drawn_by")?,
        from: row.moment("from_at")?,
        before: row.moment("before_at")?,
        by_risk: row.number("by_risk")?,
        by_chance: row.number("by_chance")?,
        seed: row.integer("seed")?,
        lines: row.number("lines")?,
        picked: row.number("picked")?,
        reviewed: row.number("reviewed")?,
    })
}

fn picked_of(row: &Row) -> Result<Picked, Failure> {
    let found = match row.text_maybe("outcome")? {
        None => None,
        Some(code) => Some(Found {
            outcome: Finding::from_code(&code).ok_or(Failure::Meaning { what: "outcome" })?,
            by: row.id("reviewed_by")?,
            at: row.moment("reviewed_at")?,
        }),
    };
    let marks = row.text("marks")?;
    Ok(Picked {
        place: row.number("place")?,
        domain: row.id("domain_id")?,
        line: row.integer("line")?,
        how: row.code("how", how_from_code)?,
        marks: marks.split_whitespace().filter_map(Risk::from_code).collect(),
        found,
    })
}
