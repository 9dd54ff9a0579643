//! The tables, in Markdown.

use std::fmt::Write as _;

use crate::Options;
use crate::machine;
use crate::measure::Measured;
use crate::pages::Times;
use crate::places::Engine;

/// Everything that was measured.
pub(crate) fn written(options: &Options, measured: &[Measured]) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write_all(&mut text, options, measured);
    text
}

fn write_all(text: &mut String, options: &Options, measured: &[Measured]) -> std::fmt::Result {
    writeln!(text, "Machine: {}. People at once: {}.", machine::described(), options.people)?;
    for one in measured {
        write_one(text, one)?;
    }
    for engine in &options.engine {
        write_growth(text, *engine, measured)?;
    }
    Ok(())
}

fn write_one(text: &mut String, one: &Measured) -> std::fmt::Result {
    let Measured { engine, size, filled_seconds, health, pages, commands, memory, load } = one;
    writeln!(text, "\n### {engine}, {} children\n", grouped(size.children))?;
    writeln!(
        text,
        "{} events, {} lines in the log, {:.0} MB; filled in {filled_seconds:.0} s. Resident memory of the server {:.0} MB, at most \
         {:.0} MB. Load of the machine {load:.1}.\n",
        grouped(size.events),
        grouped(size.log_lines),
        size.megabytes,
        memory.0,
        memory.1
    )?;
    writeln!(
        text,
        "| | per second | p50 ms | p95 ms | p99 ms | p95 to health page | statements | SQL alone p50 ms | p95 ms | p50 to SQL |"
    )?;
    writeln!(text, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")?;
    writeln!(text, "| {} {} | 0 | | | |", health.name, times(health, health))?;
    for (page, alone) in pages {
        let (fifty, ninety) = (alone.times.percentile(50), alone.times.percentile(95));
        let to_sql = page.percentile(50) / fifty.max(f64::EPSILON);
        writeln!(
            text,
            "| {} {} | {} | {fifty:.2} | {ninety:.2} | {to_sql:.1} |",
            page.name,
            times(page, health),
            alone.statements
        )?;
    }
    for command in commands {
        writeln!(text, "| {} {} | | | | |", command.name, times(command, health))?;
    }
    Ok(())
}

fn times(times: &Times, health: &Times) -> String {
    let [p50, p95, p99] = [50, 95, 99].map(|percent| times.percentile(percent));
    let ratio = p95 / health.percentile(95).max(f64::EPSILON);
    format!("| {:.0} | {p50:.2} | {p95:.2} | {p99:.2} | {ratio:.1}", times.per_second())
}

/// How times grow with the number of children.
fn write_growth(text: &mut String, engine: Engine, measured: &[Measured]) -> std::fmt::Result {
    let of_engine: Vec<_> = measured.iter().filter(|one| one.engine == engine).collect();
    let (Some(small), Some(large)) = (of_engine.first(), of_engine.last()) else { return Ok(()) };
    if of_engine.len() < 2 {
        return Ok(());
    }
    let (few, many) = (grouped(small.size.children), grouped(large.size.children));
    writeln!(text, "\n### {engine}: {many} children beside {few}\n")?;
    writeln!(
        text,
        "| | p50 at {few} | p50 at {many} | ratio | p95 at {few} | p95 at {many} | ratio |\n|---|--:|--:|--:|--:|--:|--:|"
    )?;
    let all = |one: &Measured| -> Vec<Times> {
        let pages = one.pages.iter().map(|(times, _)| times.clone());
        std::iter::once(one.health.clone()).chain(pages).chain(one.commands.iter().cloned()).collect()
    };
    for (few, many) in all(small).iter().zip(all(large)) {
        let ratio = |percent| many.percentile(percent) / few.percentile(percent).max(f64::EPSILON);
        writeln!(
            text,
            "| {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
            few.name,
            few.percentile(50),
            many.percentile(50),
            ratio(50),
            few.percentile(95),
            many.percentile(95),
            ratio(95)
        )?;
    }
    Ok(())
}

/// A number in groups of three.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
