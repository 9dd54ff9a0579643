//! How many tables are proven cheapest, how fast, and how wide are the gaps of the others?
//!
//! `optimum [KIND] [SECONDS] [TABLES] [FOLDER]`: tables of one kind (or `all` but the large ones), so many of each kind,
//! each against outsiders and insiders, for both costs, with so many seconds. The seconds of the processor stand beside
//! those of the clock, where the system tells them: on a busy machine only they say how much work it was. With a folder
//! the covers are written there as `NAME.lp` with their cost, for another solver (`optimum.py` runs `HiGHS` on them).

#[path = "../tests/family/mod.rs"]
mod family;

use std::time::{Duration, Instant};

use statistics::disclosure::protect::{Unprotected, cover, protect, secondary_cost};
use statistics::disclosure::table::{Attacker, Demand, Objective, Table};

fn main() -> std::io::Result<()> {
    let mut given = std::env::args().skip(1);
    let kind = given.next().unwrap_or_else(|| "all".to_owned());
    let seconds: f64 = given.next().and_then(|text| text.parse().ok()).unwrap_or(10.0);
    let tables: u64 = given.next().and_then(|text| text.parse().ok()).unwrap_or(3);
    let folder = given.next();
    println!("table      attacker  cost   cells  sensitive  found    bound    nodes   seconds  processor");
    for (attacker, who) in [(Attacker::Outsider, "outsider"), (Attacker::Insider, "insider")] {
        for (objective, what) in [(Objective::Cells, "cells"), (Objective::Frequency, "freq")] {
            let demand =
                Demand { width: family::SMALL + 1, attacker, objective, time: Duration::from_secs_f64(seconds) };
            let mut sum = Sum::default();
            for (name, _) in family::KINDS.iter().filter(|(name, _)| wanted(&kind, name)) {
                for number in 0..tables {
                    let Some(table) = family::table(name, number) else { continue };
                    let name = format!("{name}-{number}");
                    sum.add(&row(&name, [who, what], &table, &demand));
                    if let Some(folder) = folder.as_ref()
                        && let Some(text) = cover(&table, &demand)
                    {
                        std::fs::write(format!("{folder}/{name}-{who}-{what}.lp"), text)?;
                    }
                }
            }
            println!("{who}, {what}: {sum}");
        }
    }
    Ok(())
}

fn wanted(kind: &str, name: &str) -> bool {
    kind == name || (kind == "all" && name != "large")
}

/// The processor time of this process so far, in seconds; Linux tells it in nanoseconds.
fn processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(|nanoseconds: f64| nanoseconds / 1e9)
}

/// What became of one question.
struct Row {
    seconds: f64,
    /// None when no pattern is safe.
    gap: Option<f64>,
    share: f64,
}

fn row(name: &str, [who, what]: [&str; 2], table: &Table, demand: &Demand) -> Row {
    let (start, before) = (Instant::now(), processor());
    let found = protect(table, demand);
    let seconds = start.elapsed().as_secs_f64();
    let worked = processor().zip(before).map_or_else(|| "-".to_owned(), |(now, before)| format!("{:.2}", now - before));
    let head = format!("{name:<10} {who:<9} {what:<6} {:<6} {:<10}", table.cells().len(), table.primaries().count());
    match found {
        Ok(found) => {
            let cost = secondary_cost(table, demand, &found.suppressed);
            println!("{head} {cost:<8} {:<8} {:<7} {seconds:<8.2} {worked}", found.bound, found.nodes);
            let gap = if found.optimal { 0.0 } else { cost - found.bound };
            Row { seconds, gap: Some(gap), share: gap / cost.max(1.0) }
        }
        Err(error) => {
            println!("{head} {error} ({seconds:.2} s, {worked} of the processor)");
            let proven = matches!(error, Unprotected::Impossible { .. });
            Row { seconds, gap: (!proven).then_some(f64::INFINITY), share: 1.0 }
        }
    }
}

/// Questions of one sort.
#[derive(Default)]
struct Sum {
    asked: usize,
    impossible: usize,
    proven: usize,
    worst_gap: f64,
    worst_share: f64,
    slowest: f64,
}

impl Sum {
    fn add(&mut self, row: &Row) {
        self.asked += 1;
        self.slowest = self.slowest.max(row.seconds);
        match row.gap {
            None => self.impossible += 1,
            Some(gap) if gap < 1e-6 => self.proven += 1,
            Some(gap) => {
                self.worst_gap = self.worst_gap.max(gap);
                self.worst_share = self.worst_share.max(row.share);
            }
        }
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            to,
            "{} of {} proven cheapest, {} proven impossible, worst gap {:.0} ({:.1} %), slowest {:.2} s",
            self.proven,
            self.asked,
            self.impossible,
            self.worst_gap,
            self.worst_share * 100.0,
            self.slowest
        )
    }
}
