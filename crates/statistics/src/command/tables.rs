//! Reading a table: its finest cells, what is published of them, and the rules that make a cell sensitive.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::command::fields::{CaseError, Fields, index, numbers, unknown};
use crate::disclosure::rules::{CountRule, Facts, Groups, Reason, Rules, ShareRule, group_disclosures};
use crate::disclosure::table::{Cell, Sensitivity, Table, Zeros};
use crate::refusal::Refusal;

/// A table with why its sensitive cells are.
pub(super) struct Read {
    pub(super) table: Table,
    pub(super) reasons: Vec<Vec<Reason>>,
    /// The largest count the rule calls small.
    pub(super) largest: Option<u64>,
}

/// What a rule object asks.
pub(super) struct Asked<'a> {
    rules: Rules,
    /// The dimensions along which a row must not stand in one cell.
    rows: Vec<&'a str>,
}

impl Asked<'_> {
    /// The largest count called small.
    pub(super) fn largest(&self) -> u64 {
        self.rules.counts.largest
    }

    /// Whether a count is small by the rule.
    pub(super) fn is_small(&self, count: u64) -> bool {
        self.rules.counts.judge(count) == Sensitivity::Primary
    }
}

/// The rule of a table or a ledger, if it has one.
pub(super) fn asked<'a>(fields: &Fields<'a>) -> Result<Option<Asked<'a>>, CaseError> {
    if fields.get("rule").is_some() { rule(&fields.object("rule")?).map(Some) } else { Ok(None) }
}

/// Whether zeros are protected; they are unless a rule says otherwise.
pub(super) fn zeros(asked: Option<&Asked>) -> Zeros {
    asked.map_or(Zeros::Protected, |asked| asked.rules.counts.zeros)
}

pub(super) fn read(fields: &Fields) -> Result<Read, CaseError> {
    let inner = inner(fields)?;
    let asked = asked(fields)?;
    let zeros = zeros(asked.as_ref());
    let (members, reasons) = cells(fields, &inner, asked.as_ref())?;
    let cells = members.into_iter().zip(&reasons).map(|(members, reasons)| Cell {
        members,
        sensitivity: if reasons.is_empty() { Sensitivity::Open } else { Sensitivity::Primary },
    });
    let table = Table::new(inner, cells.collect(), zeros).map_err(|error| unknown("table", &error.to_string()))?;
    Ok(Read { table, reasons, largest: asked.as_ref().map(Asked::largest) })
}

/// The counts of the finest cells.
pub(super) fn inner(fields: &Fields) -> Result<Vec<u64>, CaseError> {
    fields.rows("inner")?.iter().map(|row| count("freq", row.number("freq")?)).collect()
}

/// Who stands in every finest cell, as numbers: finest cells of one `who` can hold the same person. None when no row says;
/// when one does, all must.
pub(super) fn people(fields: &Fields) -> Result<Option<Vec<usize>>, CaseError> {
    let rows = fields.rows("inner")?;
    if rows.iter().all(|row| row.get("who").is_none()) {
        return Ok(None);
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut people = Vec::with_capacity(rows.len());
    for row in &rows {
        let next = numbers.len();
        people.push(*numbers.entry(row.value("who")?.to_string()).or_insert(next));
    }
    Ok(Some(people))
}

/// The members of every published cell, and why it is sensitive.
#[expect(clippy::type_complexity, reason = "two columns of one length, taken apart at once")]
pub(super) fn cells(
    fields: &Fields,
    inner: &[u64],
    asked: Option<&Asked>,
) -> Result<(Vec<Vec<usize>>, Vec<Vec<Reason>>), CaseError> {
    let (rows, lists) = (fields.rows("publish")?, fields.list("members")?);
    if rows.len() != lists.len() {
        return Err(Refusal::LengthsDiffer { left: "publish", right: "members" }.into());
    }
    let (mut all, mut reasons, mut sums) = (Vec::new(), Vec::new(), Vec::new());
    for (at, (row, list)) in rows.iter().zip(lists).enumerate() {
        let members: Vec<usize> =
            numbers("members", list)?.into_iter().map(|number| index("members", number)).collect::<Result<_, _>>()?;
        let sum: u64 = members.iter().filter_map(|member| inner.get(*member)).sum();
        if row.get("freq").is_some() && count("freq", row.number("freq")?)? != sum {
            return Err(unknown(&format!("freq of published cell {at}"), "not the sum of its members"));
        }
        reasons.push(why(at, row, sum, asked)?);
        sums.push(sum);
        all.push(members);
    }
    for dimension in asked.iter().flat_map(|asked| &asked.rows) {
        for cell in told_rows(fields, &rows, inner, &sums, &all, dimension)? {
            let zero = sums.get(cell).is_none_or(|sum| *sum == 0);
            if let Some(slot) = reasons.get_mut(cell).filter(|_| !zero || zeros(asked) == Zeros::Protected) {
                slot.push(Reason::Group);
                slot.sort_unstable();
                slot.dedup();
            }
        }
    }
    Ok((all, reasons))
}

fn why(at: usize, row: &Fields, sum: u64, asked: Option<&Asked>) -> Result<Vec<Reason>, CaseError> {
    if row.get("primary").is_some() {
        return Ok(if row.flag("primary")? { vec![Reason::Declared] } else { Vec::new() });
    }
    let Some(asked) = asked else { return Ok(Vec::new()) };
    let number = |key: &str| match row.get(key) {
        Some(_) => count(key, row.number(key)?).map(Some),
        None => Ok(None),
    };
    let missing = |key: &str| CaseError::Missing(format!("{key} of published cell {at}"));
    let denominator = number("denominator")?;
    if asked.rules.shares.is_some() && denominator.is_none() {
        return Err(missing("denominator"));
    }
    if denominator.is_some_and(|all| all < sum) {
        return Err(unknown(&format!("denominator of published cell {at}"), "less than its count"));
    }
    let answers = number("answers")?;
    if asked.rules.answers.is_some() && answers.is_none() {
        return Err(missing("answers"));
    }
    let denominator = denominator.unwrap_or(u64::MAX);
    Ok(asked.rules.judge(Facts { count: sum, denominator, answers: answers.unwrap_or(denominator) }))
}

/// The cells of rows along one dimension in which everybody stands in one cell.
fn told_rows(
    fields: &Fields,
    rows: &[Fields],
    inner: &[u64],
    sums: &[u64],
    members: &[Vec<usize>],
    dimension: &str,
) -> Result<Vec<usize>, CaseError> {
    let mut dims = Vec::new();
    for value in fields.list("dims")? {
        dims.push(value.as_str().ok_or_else(|| unknown("dims", &value.to_string()))?);
    }
    if !dims.contains(&dimension) {
        return Err(unknown("group", dimension));
    }
    let mut lines: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        row.value(dimension)?;
        let others = dims.iter().filter(|dim| **dim != dimension).map(|dim| row.value(dim).map(Value::to_string));
        lines.entry(others.collect::<Result<_, _>>()?).or_default().push(at);
    }
    let cell = |at: &usize| Some((*at, members.get(*at)?, sums.get(*at).copied()?));
    let mut found = Vec::new();
    for line in lines.values() {
        let cells: Vec<(usize, &Vec<usize>, u64)> = line.iter().filter_map(cell).collect();
        // The row's total is what holds all the others; where it is not published, what they hold together.
        let all: BTreeSet<usize> = cells.iter().flat_map(|(_, members, _)| members.iter().copied()).collect();
        let parts = || cells.iter().filter(|(_, members, _)| members.len() < all.len());
        let people = cells.iter().find(|(_, members, _)| members.len() == all.len()).map(|(_, _, sum)| *sum);
        let people = people.unwrap_or_else(|| all.iter().filter_map(|at| inner.get(*at)).sum());
        let counts: Vec<u64> = parts().map(|(_, _, sum)| *sum).collect();
        let told = group_disclosures(people, &counts);
        found.extend(told.into_iter().filter_map(|at| parts().nth(at).map(|(cell, _, _)| *cell)));
    }
    Ok(found)
}

/// `maxN`, `protect_zeros`, `min_denominator`, `min_complement`, `min_answers`, and `group`: true for shares of nobody or
/// everybody, or the dimensions along which a row must not stand in one cell.
fn rule<'a>(rule: &Fields<'a>) -> Result<Asked<'a>, CaseError> {
    let number = |key: &str, otherwise: f64| count(key, rule.number_or(key, otherwise)?);
    let protected = rule.get("protect_zeros").is_none() || rule.flag("protect_zeros")?;
    let zeros = if protected { Zeros::Protected } else { Zeros::Published };
    let (mut rows, mut groups) = (Vec::new(), Groups::Told);
    match rule.get("group") {
        None | Some(Value::Bool(false)) => {}
        Some(Value::Bool(true)) => groups = Groups::Protected,
        Some(_) => {
            for dimension in rule.list("group")? {
                rows.push(dimension.as_str().ok_or_else(|| unknown("group", &dimension.to_string()))?);
            }
        }
    }
    let shares =
        ShareRule { denominator: number("min_denominator", 0.0)?, complement: number("min_complement", 0.0)?, groups };
    let asks_shares = shares.denominator > 0 || shares.complement > 0 || groups == Groups::Protected;
    let answers = number("min_answers", 0.0)?;
    let rules = Rules {
        counts: CountRule { largest: number("maxN", 3.0)?, zeros },
        shares: asks_shares.then_some(shares),
        answers: (answers > 0).then_some(answers),
    };
    Ok(Asked { rules, rows })
}

/// The cells held back: a list of numbers, or a mark on each published cell.
pub(super) fn suppressed(fields: &Fields) -> Result<Vec<usize>, CaseError> {
    if fields.get("suppressed").is_some() {
        let numbers = fields.numbers("suppressed")?;
        return numbers.into_iter().map(|number| index("suppressed", number)).collect();
    }
    let mut found = Vec::new();
    for (at, row) in fields.rows("publish")?.iter().enumerate() {
        if row.flag("suppressed")? {
            found.push(at);
        }
    }
    Ok(found)
}

/// A whole number at least 0.
pub(super) fn count(key: &str, number: f64) -> Result<u64, CaseError> {
    let whole = index(key, number)?;
    u64::try_from(whole).map_err(|_| unknown(key, &number.to_string()))
}

/// How a reason is printed.
pub(super) fn name(reason: Reason) -> &'static str {
    match reason {
        Reason::Declared => "declared",
        Reason::SmallCount => "small count",
        Reason::SmallDenominator => "small denominator",
        Reason::SmallComplement => "small complement",
        Reason::Group => "nobody or everybody",
        Reason::FewAnswers => "few answers",
    }
}
