//! Workbooks: read cell by cell, so that two cells in far corners cost no more than two cells; weighed before they are
//! opened, so that a small file cannot become a large one.

use std::io::{BufReader, Read};

use calamine::{DataRef, Reader as _, Xlsx};
use domain::moment::Day;

use super::COLUMNS_MAX;
use super::identity::{self, Shares};
use super::input::Input;
use super::scan::Record;
use crate::fault::{Code, Fault, Result, shown};

/// The most bytes of a workbook when it is unpacked.
const UNPACKED_MAX: u64 = 512 * 1024 * 1024;
/// A part that becomes larger than this may be at most so many times as large as it is packed; tables are ten to twenty times.
const MODEST: u64 = 16 * 1024 * 1024;
const PACKED_TIMES: u64 = 200;
/// The most parts of a workbook.
const PARTS_MAX: usize = 10_000;

/// Unpacks a workbook into nothing, to see how large it becomes.
pub(super) fn weigh(input: &Input) -> Result<()> {
    let broken = |error: &dyn std::fmt::Display| {
        Fault::new(Code::Broken, "", format!("the workbook cannot be unpacked: {error}"))
    };
    let mut archive = zip::ZipArchive::new(BufReader::new(input.open()?)).map_err(|error| broken(&error))?;
    if archive.len() > PARTS_MAX {
        return Err(Fault::new(Code::TooLarge, "", "the workbook has too many parts"));
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| broken(&error))?;
        let modest = part.compressed_size().saturating_mul(PACKED_TIMES).max(MODEST);
        let left = (UNPACKED_MAX - total).min(modest);
        let before = total;
        total += std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|error| broken(&error))?;
        if total - before > left {
            return Err(Fault::new(Code::TooLarge, "", "the workbook becomes too large when it is unpacked"));
        }
    }
    Ok(())
}

/// Goes through the rows of a sheet: the named one, or the first.
pub(super) fn rows(input: &Input, sheet: Option<&str>, each: &mut dyn FnMut(Record<'_>) -> Result<bool>) -> Result<()> {
    let broken = |error: &dyn std::fmt::Display| {
        Fault::new(Code::Broken, "", format!("not a workbook that can be read: {error}"))
    };
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(input.open()?)).map_err(|error| broken(&error))?;
    let names = workbook.sheet_names();
    let name = match sheet {
        Some(sheet) => names.iter().find(|name| *name == sheet).cloned(),
        None => names.first().cloned(),
    };
    let Some(name) = name else {
        let text = format!("there is no sheet {}", sheet.unwrap_or("at all"));
        let names: Vec<&str> = names.iter().map(|name| shown(name)).collect();
        return Err(Fault::new(Code::Unknown, "", text).remedy(format!("Sheets: {}.", names.join(", "))));
    };
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
    let (mut bytes, mut ends, mut numbers): (Vec<u8>, Vec<usize>, Vec<bool>) = (Vec::new(), Vec::new(), Vec::new());
    let mut current: Option<u32> = None;
    loop {
        let cell = cells.next_cell().map_err(|error| broken(&error).within(shown(&name)))?;
        let row = cell.as_ref().map(|cell| cell.get_position().0);
        if let Some(done) = current.filter(|_| row != current) {
            let record = Record { bytes: &bytes, start: 0, ends: &ends, numbers: &numbers, line: u64::from(done) + 1 };
            if !record.is_blank() && !each(record)? {
                return Ok(());
            }
            bytes.clear();
            ends.clear();
            numbers.clear();
        }
        let Some(cell) = cell else { return Ok(()) };
        current = row;
        let column = cell.get_position().1 as usize;
        if column >= COLUMNS_MAX {
            return Err(Fault::new(Code::TooLarge, shown(&name), format!("more than {COLUMNS_MAX} columns")));
        }
        while ends.len() < column {
            ends.push(bytes.len());
            bytes.push(b'\x1f');
            numbers.push(false);
        }
        // A cell that comes twice, or too late, does not move the others.
        if ends.len() == column {
            bytes.extend_from_slice(written(cell.get_value()).as_bytes());
            ends.push(bytes.len());
            bytes.push(b'\x1f');
            numbers.push(matches!(cell.get_value(), DataRef::Int(_) | DataRef::Float(_)));
        }
    }
}

/// Looks for personal identity numbers where nothing is read: in the names of the sheets, and in all sheets but the one that is read.
pub(super) fn look_elsewhere(input: &Input, sheet: Option<&str>, today: Day) -> Result<()> {
    let workbook: Xlsx<_> = Xlsx::new(BufReader::new(input.open()?))
        .map_err(|error| Fault::new(Code::Broken, "", format!("not a workbook that can be read: {error}")))?;
    let names = workbook.sheet_names();
    let stop = |number: usize| Err(identity::stop(0, "").within(&format!("sheet {number}")));
    if let Some(at) = names.iter().position(|name| identity::found(name.as_bytes(), today)) {
        return stop(at + 1);
    }
    let read = sheet.or(names.first().map(String::as_str));
    for (number, name) in (1..).zip(&names).filter(|(_, name)| Some(name.as_str()) != read) {
        let mut shares = Shares::default();
        let looked = rows(input, Some(name.as_str()), &mut |record| {
            for column in 0..record.len() {
                let field = record.field(column);
                let surely = if record.is_number(column) {
                    shares.figure(column, field, today)
                } else {
                    shares.other(column, field, today);
                    identity::found(field, today)
                };
                if surely {
                    return Err(identity::stop(record.line, &format!("{}", column + 1)));
                }
            }
            Ok(true)
        });
        match looked {
            Err(fault) if fault.code == Code::IdentityNumber => return Err(fault.within(&format!("sheet {number}"))),
            Ok(()) if shares.suspect().is_some() => return stop(number),
            // A sheet of a diagram has no cells; nothing of what cannot be read is kept.
            Err(_) | Ok(()) => {}
        }
    }
    Ok(())
}

/// A cell as it would stand in a CSV file with a decimal point.
fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        DataRef::DateTime(moment) => day(moment.as_f64()),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// The date of a serial number: days since 30 December 1899.
fn day(serial: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is no date is out of range, and written as the number it is"
    )]
    let days = serial.floor() as i32;
    match domain::moment::Day::from_parts(1899, 12, 30) {
        Some(first) if (1.0..2_958_466.0).contains(&serial) => first.plus_days(days).to_string(),
        _ => serial.to_string(),
    }
}
