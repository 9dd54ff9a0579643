//! A workbook: the figures, the notes, and the sources on sheets of their own.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Cleared, has_marks, rows, written};
use crate::fault::{Code, Fault, Result};
use crate::model::Dataset;

/// The most rows of a sheet.
const ROWS_MAX: u64 = 1_048_575;
/// The most letters of a cell.
const LETTERS_MAX: usize = 32_000;

/// Makes it.
pub fn workbook(cleared: Cleared<'_>) -> Result<Vec<u8>> {
    let dataset = cleared.dataset();
    if rows(dataset).len() as u64 > ROWS_MAX {
        return Err(Fault::new(Code::TooLarge, &dataset.code, "more rows than a sheet holds")
            .remedy("Write CSV or JSON-stat, or take fewer areas or years."));
    }
    made(dataset).map_err(|error| Fault::new(Code::File, "workbook", error.to_string()))
}

fn made(dataset: &Dataset) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    figures(dataset, workbook.add_worksheet().set_name("Figures")?, &bold)?;
    notes(dataset, workbook.add_worksheet().set_name("Notes")?, &bold)?;
    sources(dataset, workbook.add_worksheet().set_name("Sources")?, &bold)?;
    workbook.save_to_buffer()
}

fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> std::result::Result<(), XlsxError> {
    let short: String = text.chars().take(LETTERS_MAX).collect();
    sheet.write_string(row, column, short).map(|_| ())
}

fn figures(dataset: &Dataset, sheet: &mut Worksheet, bold: &Format) -> std::result::Result<(), XlsxError> {
    let mut column = 0;
    let mut head = |sheet: &mut Worksheet, name: &str| {
        sheet.write_string_with_format(0, column, name, bold)?;
        column += 1;
        Ok::<(), XlsxError>(())
    };
    for dimension in &dataset.dimensions {
        head(sheet, &dimension.code)?;
        head(sheet, &format!("{}_label", dimension.code))?;
    }
    let mark = has_marks(dataset).then_some("mark");
    for name in
        ["value", "reason"].into_iter().chain(mark).chain(dataset.cells.parts.iter().map(|(part, _)| part.as_str()))
    {
        head(sheet, name)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, position) in (1_u32..).zip(rows(dataset)) {
        let mut column = 0;
        for category in dataset.categories(position) {
            text(sheet, row, column, &category.code)?;
            text(sheet, row, column + 1, category.label.as_deref().unwrap_or_default())?;
            column += 2;
        }
        let observation = dataset.observation(position);
        let (figure, words, absence) = written(&observation.value);
        match figure {
            Some(figure) => sheet.write_number(row, column, figure).map(|_| ())?,
            None => text(sheet, row, column, &words)?,
        }
        text(sheet, row, column + 1, absence.map_or("", crate::model::Absence::as_str))?;
        column += 2;
        if mark.is_some() {
            text(sheet, row, column, observation.mark.unwrap_or_default())?;
            column += 1;
        }
        for (offset, (part, _)) in (0_u16..).zip(&dataset.cells.parts) {
            if let Some(figure) = dataset.cells.part(*part, position) {
                sheet.write_number(row, column + offset, figure)?;
            }
        }
    }
    Ok(())
}

fn notes(dataset: &Dataset, sheet: &mut Worksheet, bold: &Format) -> std::result::Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, "About", bold)?;
    sheet.write_string_with_format(0, 1, "Note", bold)?;
    let mut row = 1;
    let mut line = |about: &str, note: &str| {
        text(sheet, row, 0, about)?;
        text(sheet, row, 1, note)?;
        row += 1;
        Ok::<(), XlsxError>(())
    };
    for note in &dataset.notes {
        line(&dataset.label, note)?;
    }
    for dimension in &dataset.dimensions {
        for note in &dimension.notes {
            line(dimension.name(), note)?;
        }
        for category in &dimension.categories {
            for note in &category.remarks() {
                line(&format!("{}: {}", dimension.name(), category.name()), note)?;
            }
        }
    }
    line("..", "The figure is absent; the column \"reason\" says why.")
}

fn sources(dataset: &Dataset, sheet: &mut Worksheet, bold: &Format) -> std::result::Result<(), XlsxError> {
    let provenance = &dataset.provenance;
    let fetched = provenance.fetched.map(|moment| moment.stockholm().timestamp().to_string());
    let lines = [
        ("Table", Some(dataset.label.as_str())),
        ("Code", Some(dataset.code.as_str())),
        ("Source", Some(provenance.name.as_str())),
        ("Licence", provenance.licence.as_deref()),
        ("Address", provenance.address.as_deref()),
        ("Updated by the source", dataset.updated.as_deref()),
        ("Fetched", fetched.as_deref()),
        ("Revision", provenance.revision.as_deref()),
    ];
    let lines = lines
        .into_iter()
        .filter_map(|(name, value)| value.filter(|value| !value.is_empty()).map(|value| (name, value)));
    for (row, (name, value)) in (0_u32..).zip(lines) {
        sheet.write_string_with_format(row, 0, name, bold)?;
        text(sheet, row, 1, value)?;
    }
    Ok(())
}
