//! How fast are a country's rates? A million event rows in, 116 000 rates and 2 900 standardised rates out.
//!
//! `bench-statistics [PYTHON]`: prints how the time grows from 10^5 to 10^7 rows, as a table for the page. When that Python
//! (python3 unless named) can import duckdb, the same work is done by `DuckDB` on one thread in the same run, size by size,
//! and the ratio is printed. Goal: a ratio of at most 1 at a million rows. One size is in memory at a time.

mod rival;
mod rows;

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use rival::Rival;
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
const MILLION: u32 = 1_000_000;
const SIZES: [u32; 5] = [100_000, 300_000, MILLION, 3_000_000, 10_000_000];

fn main() -> Result<()> {
    let python = std::env::args().nth(1).unwrap_or_else(|| "python3".to_owned());
    let at_hand = rival::is_at_hand(&python);
    if !at_hand {
        println!("duckdb: not at hand ({python} cannot import it)");
    }
    println!(
        "| rows | × the first | count | rates | standardised | all | × the first | per row | duckdb | × the first | ratio |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let mut first: Option<(u32, Run, Option<Rival>)> = None;
    for size in SIZES {
        let rows = Rows::new(size as usize, 2017);
        let best = (0..RUNS).map(|_| measure(&rows)).min_by_key(|run| run.as_ref().map_or(Duration::MAX, Run::all));
        let run = best.ok_or_else(|| anyhow!("no run"))??;
        let rival = if at_hand { Some(rival::duckdb(&python, &rows)?) } else { None };
        if let Some(rival) = &rival {
            let apart = (rival.sum_direct / run.sum_direct - 1.0).abs();
            ensure!(apart < 1e-9, "the sums of the standardised rates differ by {apart:e}");
        }
        print_row(size, &run, rival.as_ref(), first.as_ref());
        if size == MILLION {
            println!("<!-- sum of standardised rates {:.5}, of upper limits {:.5} -->", run.sum_direct, run.sum_upper);
        }
        first.get_or_insert((size, run, rival));
    }
    Ok(())
}

/// One line of the table; growth is against the first size of the same run.
fn print_row(size: u32, run: &Run, rival: Option<&Rival>, first: Option<&(u32, Run, Option<Rival>)>) {
    let all = run.all().as_secs_f64();
    let against = |value: f64, of: Option<f64>| of.map_or_else(|| "1".to_owned(), |of| format!("{:.1}", value / of));
    let rows = f64::from(size);
    println!(
        "| {size} | {} | {:.2?} | {:.2?} | {:.2?} | {:.2?} | {} | {:.2} ns | {} | {} | {} |",
        against(rows, first.map(|(size, ..)| f64::from(*size))),
        run.count,
        run.rates,
        run.direct,
        run.all(),
        against(all, first.map(|(_, run, _)| run.all().as_secs_f64())),
        all * 1e9 / rows,
        rival.map_or_else(|| "–".to_owned(), |rival| format!("{:.4} s", rival.seconds)),
        rival.map_or_else(
            || "–".to_owned(),
            |rival| against(rival.seconds, first.and_then(|(.., rival)| rival.as_ref()).map(|rival| rival.seconds))
        ),
        rival.map_or_else(|| "–".to_owned(), |rival| format!("{:.3}", all / rival.seconds)),
    );
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
