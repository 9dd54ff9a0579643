//! `DuckDB`, asked for the same figures over the same rows.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use statistics::confidence::Confidence;
use statistics::rate::CountIntervals;

use crate::rows::{AGES, MUNICIPALITIES, Rows, SEXES, YEARS, weight};

const SCRIPT: &str = include_str!("rival.py");

/// What `DuckDB` needed and found.
pub(crate) struct Rival {
    pub(crate) seconds: f64,
    pub(crate) sum_direct: f64,
}

/// Whether this Python can import duckdb.
pub(crate) fn is_at_hand(python: &str) -> bool {
    let found = Command::new(python).args(["-c", "import duckdb"]).output();
    found.is_ok_and(|output| output.status.success())
}

/// The best of five.
pub(crate) fn duckdb(python: &str, rows: &Rows) -> Result<Rival> {
    let folder = std::env::temp_dir().join(format!("bench-statistics-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let found = run(python, rows, &folder);
    std::fs::remove_dir_all(&folder)?;
    found
}

fn run(python: &str, rows: &Rows, folder: &Path) -> Result<Rival> {
    let [events, population, exact] = ["events.csv", "population.csv", "exact.csv"].map(|name| folder.join(name));
    let mut file = BufWriter::new(File::create(&events)?);
    writeln!(file, "municipality,sex,age,year")?;
    let columns = rows.municipality.iter().zip(&rows.sex).zip(rows.age.iter().zip(&rows.year));
    for ((municipality, sex), (age, year)) in columns {
        writeln!(file, "{municipality},{sex},{age},{year}")?;
    }
    file.flush()?;
    let mut file = BufWriter::new(File::create(&population)?);
    writeln!(file, "municipality,sex,age,year,n,w")?;
    let mut people = rows.population.iter();
    for municipality in 0..MUNICIPALITIES {
        for sex in 0..SEXES {
            for age in 0..AGES {
                for year in 0..YEARS {
                    let n = people.next().copied().unwrap_or_default();
                    writeln!(file, "{municipality},{sex},{age},{year},{n},{}", weight(u32::try_from(age)?))?;
                }
            }
        }
    }
    file.flush()?;
    let intervals = CountIntervals::new(Confidence::NINETY_FIVE);
    let mut file = BufWriter::new(File::create(&exact)?);
    writeln!(file, "x,lower,upper")?;
    for x in 0..10_u32 {
        let interval = intervals.of(x);
        writeln!(file, "{x},{},{}", interval.lower, interval.upper)?;
    }
    file.flush()?;
    let output = Command::new(python).args(["-c", SCRIPT]).args([&events, &population, &exact]).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let mut next = || numbers.next().and_then(Result::ok);
    let complaint = || String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(Rival { seconds: next().with_context(complaint)?, sum_direct: next().with_context(complaint)? })
}
