//! How fast and with how much memory statistics are read, beside `serde_json` into a vector and the raw scan of the `csv` crate. Ratios
//! from one run on one machine; each reading in a process of its own, so that its memory is its own. Seconds are those on the processor,
//! which others who share the machine do not lengthen.
//!
//!     cargo run --release -p bench_sources                 10 million cells, 1 GB, that again in two other orders
//!     cargo run --release -p bench_sources -- 10           a tenth of that

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use sources::table::{Input, Mapping};

const CELLS: usize = 10_000_000;
const BYTES: usize = 1_000_000_000;
/// What the issue asks for.
const RATIO_MAX: f64 = 2.0;
const ROUNDS: usize = 3;
const YEARS: usize = 25;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [which, file] = arguments.as_slice() {
        return measured(which, Path::new(file)).map(|()| ExitCode::SUCCESS);
    }
    let share = arguments.first().map_or(Ok(1), |share| share.parse::<usize>())?.max(1);
    let folder = std::env::temp_dir().join(format!("cairn-bench-sources-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let outcome = all(&folder, share);
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn all(folder: &Path, share: usize) -> Outcome<ExitCode> {
    println!("{:32} {:>9} {:>9} {:>14}", "", "seconds", "ratio", "memory/values");
    let file = folder.join("file");
    let cells = write_cube(&file, CELLS / share)?;
    let mut good = compare(["jsonstat", "serde_json"], "", &file, cells)?;
    let rows = rows_of(BYTES / share)?;
    write_table(&file, rows, |row| row)?;
    good &= compare(["table", "csv"], "", &file, rows)?;
    // What the issue does not ask for, and what sources do too: each year after the other, and in no order.
    write_table(&file, rows, |row| {
        let years = rows / YEARS;
        if row / years < YEARS { row % years * YEARS + row / years } else { row }
    })?;
    compare(["table", "csv"], ", year by year", &file, rows)?;
    write_table(&file, rows, |row| shuffled(row, rows))?;
    compare(["table", "csv"], ", shuffled", &file, rows)?;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints how ours does beside the rival; whether it is good enough.
fn compare([ours, rival]: [&str; 2], what: &str, file: &Path, values: usize) -> Outcome<bool> {
    let (theirs, their_memory) = best(rival, file)?;
    let (seconds, memory) = best(ours, file)?;
    let bytes = f64::from(u32::try_from(values)?) * 8.0;
    println!("{:32} {theirs:9.2} {:>9} {:14.2}", format!("{rival}{what}"), "", their_memory / bytes);
    println!("{:32} {seconds:9.2} {:9.2} {:14.2}", format!("{ours}{what}"), seconds / theirs, memory / bytes);
    Ok(seconds / theirs <= RATIO_MAX && memory / bytes <= RATIO_MAX)
}

/// The best of some rounds: seconds, and the most memory beyond that of a process that has read nothing.
fn best(which: &str, file: &Path) -> Outcome<(f64, f64)> {
    let mut best = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        let answer = Command::new(std::env::current_exe()?).arg(which).arg(file).output()?;
        let text = String::from_utf8(answer.stdout)?;
        let (seconds, memory) = text.trim().split_once(' ').ok_or("no measurement")?;
        best = (best.0.min(seconds.parse()?), best.1.min(memory.parse()?));
    }
    Ok(best)
}

fn measured(which: &str, file: &Path) -> Outcome<()> {
    let before = memory()?;
    let start = processor()?;
    match which {
        "serde_json" => {
            // The values alone, as they stand in the document, from memory: the fastest that serde_json has.
            let bytes = std::fs::read(file)?;
            let at = bytes.windows(8).position(|window| window == b"\"value\":").ok_or("no values")? + 8;
            let values: Vec<f64> = serde_json::from_slice(bytes.get(at..bytes.len() - 2).ok_or("no values")?)?;
            std::hint::black_box(values);
        }
        "jsonstat" => {
            std::hint::black_box(sources::jsonstat::read(File::open(file)?)?);
        }
        "csv" => {
            let mut reader = csv::ReaderBuilder::new().from_reader(BufReader::new(File::open(file)?));
            let mut record = csv::ByteRecord::new();
            let mut fields = 0;
            while reader.read_byte_record(&mut record)? {
                fields += record.len();
            }
            std::hint::black_box(fields);
        }
        "table" => {
            let today = "2026-11-22".parse().map_err(|_| "no date")?;
            let input = Input::File(PathBuf::from(file));
            std::hint::black_box(sources::table::read(&input, &Mapping::default(), today)?);
        }
        _ => return Err("jsonstat, serde_json, table or csv".into()),
    }
    let seconds = processor()? - start;
    println!("{seconds} {}", memory()? - before);
    Ok(())
}

/// Seconds that this process has been on a processor.
fn processor() -> Outcome<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = text.split_whitespace().next().ok_or("no schedstat")?.parse()?;
    Ok(nanoseconds / 1e9)
}

/// The most memory that this process has had, in bytes.
fn memory() -> Outcome<f64> {
    let mut text = String::new();
    File::open("/proc/self/status")?.read_to_string(&mut text)?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes * 1024.0)
}

/// Figures of the kind that sources have: counts, and shares with a decimal or two.
fn figure(number: usize) -> String {
    match number % 4 {
        0 => (number % 100_000).to_string(),
        1 => format!("{}.{}", number % 100, number % 10),
        2 => format!("{}.{:02}", number % 100, number % 97),
        _ => (number % 977).to_string(),
    }
}

fn write_cube(path: &Path, cells: usize) -> Outcome<usize> {
    let sizes = [cells / 1000, 10, 100];
    let mut out = BufWriter::new(File::create(path)?);
    write!(
        out,
        "{{\"version\":\"2.0\",\"class\":\"dataset\",\"id\":[\"Region\",\"Alder\",\"Tid\"],\"size\":{sizes:?},\"dimension\":{{"
    )?;
    for (index, (name, size)) in ["Region", "Alder", "Tid"].iter().zip(sizes).enumerate() {
        let codes: Vec<String> = (0..size).map(|code| format!("\"{code}\"")).collect();
        write!(
            out,
            "{}\"{name}\":{{\"category\":{{\"index\":[{}]}}}}",
            if index > 0 { "," } else { "" },
            codes.join(",")
        )?;
    }
    write!(out, "}},\"value\":[")?;
    let count: usize = sizes.iter().product();
    for number in 0..count {
        write!(out, "{}{}", if number > 0 { "," } else { "" }, figure(number))?;
    }
    writeln!(out, "]}}")?;
    out.flush()?;
    Ok(count)
}

const HEADINGS: &str = "Region,Kon,Alder,Tid,value\n";

/// A row of the table: every year of a hundred ages of both sexes in each area.
fn row_of(row: usize, line: &mut String) -> Outcome<()> {
    let (year, age, sex, area) = (row % YEARS, row / YEARS % 100, row / YEARS / 100 % 2, row / YEARS / 200);
    let sex = ["K", "M"].get(sex).unwrap_or(&"T");
    line.clear();
    writeln!(line, "area {area:05},{sex},{age},{},{}", 2000 + year, figure(row))?;
    Ok(())
}

/// An order that looks like none: steps that can be undone among the numbers below a power of two, until one of a row comes.
fn shuffled(mut row: usize, rows: usize) -> usize {
    let mask = rows.next_power_of_two() - 1;
    loop {
        for odd in [0x2c1b_3c6d, 0x297a_2d39] {
            row = (row * odd) & mask;
            row ^= row >> 13;
        }
        if row < rows {
            return row;
        }
    }
}

/// How many rows make a table of so many bytes.
fn rows_of(bytes: usize) -> Outcome<usize> {
    let mut line = String::new();
    let (mut written, mut rows) = (HEADINGS.len(), 0);
    while written < bytes {
        row_of(rows, &mut line)?;
        written += line.len();
        rows += 1;
    }
    Ok(rows)
}

fn write_table(path: &Path, rows: usize, order: impl Fn(usize) -> usize) -> Outcome<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut line = String::new();
    out.write_all(HEADINGS.as_bytes())?;
    for row in 0..rows {
        row_of(order(row), &mut line)?;
        out.write_all(line.as_bytes())?;
    }
    out.flush()?;
    Ok(())
}
