//! Packs and opens letters of three sizes, beside `xmlsec1` doing the same cryptography. See README.md.

#[expect(dead_code, clippy::unwrap_used, clippy::indexing_slicing, reason = "shared with the tests")]
#[path = "../../../crates/sdk/tests/support/authority.rs"]
mod authority;
mod letters;
mod xmlsec;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::letters::Letter;

/// How long each thing is done over and over.
const ENOUGH: Duration = Duration::from_secs(3);

const SECONDS_MAX: f64 = 3.0;
const MEGABYTES_MAX: u64 = 300;

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("once") {
        return once();
    }
    println!("| size | what | here, per second | xmlsec1, per second | ratio |");
    println!("|---|---|---|---|---|");
    for (name, bytes) in [("2 kB", 2_000), ("1 MB", 1_000_000), ("29 MB", 29_000_000)] {
        let letter = Letter::of(bytes);
        let packed = letter.pack()?;
        let theirs = xmlsec::measure(&letter, &packed)?;
        let pack = per_second(|| letter.pack().map(drop))?;
        let open = per_second(|| letters::open(&packed).map(drop))?;
        row(name, "pack", pack, theirs.as_ref().map(|theirs| theirs.pack));
        row(name, "open", open, theirs.as_ref().map(|theirs| theirs.open));
    }
    largest()
}

/// One message of 29 MB in a process of its own.
fn largest() -> anyhow::Result<ExitCode> {
    let output = Command::new(std::env::current_exe()?).arg("once").output()?;
    let said = String::from_utf8(output.stdout)?;
    let mut numbers = said.split_whitespace();
    let seconds: f64 = numbers.next().context("no seconds")?.parse()?;
    let megabytes: u64 = numbers.next().context("no memory")?.parse()?;
    println!();
    println!("One message of 29 MB, packed and opened: {seconds:.2} s, at most {megabytes} MB.");
    if seconds <= SECONDS_MAX && megabytes <= MEGABYTES_MAX {
        return Ok(ExitCode::SUCCESS);
    }
    println!("That is more than {SECONDS_MAX} s or {MEGABYTES_MAX} MB.");
    Ok(ExitCode::FAILURE)
}

fn once() -> anyhow::Result<ExitCode> {
    let letter = Letter::of(29_000_000);
    let begun = Instant::now();
    let packed = letter.pack()?;
    drop(letter);
    letters::open(&packed)?;
    let seconds = begun.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let kilobytes: u64 = peak.trim().trim_end_matches("kB").trim().parse()?;
    println!("{seconds} {}", kilobytes / 1000);
    Ok(ExitCode::SUCCESS)
}

fn per_second(mut act: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    act()?;
    let begun = Instant::now();
    let mut times = 0_u32;
    while begun.elapsed() < ENOUGH {
        act()?;
        times += 1;
    }
    Ok(f64::from(times) / begun.elapsed().as_secs_f64())
}

fn row(size: &str, what: &str, ours: f64, theirs: Option<f64>) {
    match theirs {
        Some(theirs) => println!("| {size} | {what} | {ours:.1} | {theirs:.1} | {:.2} |", ours / theirs),
        None => println!("| {size} | {what} | {ours:.1} | skipped: xmlsec1 is not installed | |"),
    }
}
