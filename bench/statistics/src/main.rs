//! How fast are a country's rates? A million event rows in, 116 000 rates and 2 900 standardised rates out.
//!
//! `bench-statistics [PYTHON]`: when that Python (python3 unless named) can import duckdb, the same work is done by
//! `DuckDB` on one thread in the same run, and the ratio is printed. Goal: a ratio of at most 1.

mod rival;
mod rows;

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use rows::{AGES, MUNICIPALITIES, Rows, SEXES, YEARS};
use statistics::columns;
use statistics::confidence::{Confidence, Estimate};
use statistics::rate::CountIntervals;
use statistics::refusal::Undefined;
use statistics::standardised::direct::Sums;

const CELLS: usize = MUNICIPALITIES * SEXES * AGES * YEARS;
const GROUPS: usize = MUNICIPALITIES * YEARS;
const MULTIPLIER: f64 = 100_000.0;
const RUNS: usize = 5;

fn main() -> Result<()> {
    let python = std::env::args().nth(1).unwrap_or_else(|| "python3".to_owned());
    println!("rows       count     rates     standardised  all       per row");
    let mut million = None;
    for size in [100_000, 1_000_000, 10_000_000] {
        let rows = Rows::new(size, 2017);
        let best = (0..RUNS).map(|_| measure(&rows)).min_by_key(|run| run.as_ref().map_or(Duration::MAX, Run::all));
        let run = best.ok_or_else(|| anyhow!("no run"))??;
        let per_row = run.all().as_secs_f64() * 1e9 / f64::from(u32::try_from(size)?);
        println!(
            "{size:<10} {:<9.2?} {:<9.2?} {:<13.2?} {:<9.2?} {per_row:.2} ns",
            run.count,
            run.rates,
            run.direct,
            run.all()
        );
        if size == 1_000_000 {
            million = Some((rows, run));
        }
    }
    let (rows, run) = million.ok_or_else(|| anyhow!("no run of a million rows"))?;
    println!("sum of standardised rates {:.5}, of upper limits {:.5}", run.sum_direct, run.sum_upper);
    match rival::duckdb(&python, &rows)? {
        None => println!("duckdb: not at hand ({python} cannot import it)"),
        Some(rival) => {
            let ratio = run.all().as_secs_f64() / rival.seconds;
            println!("duckdb, one thread: {:.4} s, sum of standardised rates {:.5}", rival.seconds, rival.sum_direct);
            println!("ratio to duckdb: {ratio:.3}");
        }
    }
    Ok(())
}

/// The times of one run, and sums to check them by.
struct Run {
    count: Duration,
    rates: Duration,
    direct: Duration,
    sum_direct: f64,
    sum_upper: f64,
}

impl Run {
    fn all(&self) -> Duration {
        self.count + self.rates + self.direct
    }
}

fn measure(rows: &Rows) -> Result<Run> {
    let intervals = CountIntervals::new(Confidence::NINETY_FIVE);
    let mut events = vec![0_u32; CELLS];
    let mut rates: Vec<Result<Estimate, Undefined>> = vec![Err(Undefined::ZeroDenominator); CELLS];
    let mut sums = vec![Sums::default(); GROUPS];
    let start = Instant::now();
    columns::count(rows.cells(), &mut events)?;
    let count = start.elapsed();
    columns::rates(&events, &rows.population, &intervals, MULTIPLIER, &mut rates)?;
    black_box(&rates);
    let counted_and_rated = start.elapsed();
    columns::direct(&events, &rows.population, rows::weights(), rows::groups(), &mut sums)?;
    let mut sum_direct = 0.0;
    for sum in &sums {
        sum_direct += sum.dobson_from(&intervals).map_or(0.0, |found| black_box(found).value * MULTIPLIER);
    }
    let direct = start.elapsed().saturating_sub(counted_and_rated);
    let sum_upper = rates.iter().flatten().map(|rate| rate.interval.upper).sum();
    Ok(Run { count, rates: counted_and_rated.saturating_sub(count), direct, sum_direct, sum_upper })
}
