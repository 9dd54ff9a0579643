//! A review as a file: lines of a table that any spreadsheet opens.

use audit::Logged;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use web::Problem;

/// Sends rows as a file. Like a page with personal data, it can only be made when the log has its line.
pub(crate) fn file(logged: Logged, name: &str, rows: &[Vec<String>]) -> Result<Response, Problem> {
    logged.shown();
    let disposition =
        HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")).map_err(|_| Problem::Internal)?;
    let mut response = (StatusCode::OK, text(rows)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_DISPOSITION, disposition);
    Ok(response)
}

/// Separated by semicolons, as spreadsheets in Sweden read it, and marked as UTF-8.
fn text(rows: &[Vec<String>]) -> String {
    let lines: Vec<String> =
        rows.iter().map(|row| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(";")).collect();
    format!("\u{FEFF}{}\r\n", lines.join("\r\n"))
}

/// A cell in quotes. One that a spreadsheet would take for a formula is shown as text.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_taken_for_a_formula_or_for_two() {
        let rows = [vec!["a;b".to_owned(), "säger \"hej\"".to_owned(), "=1+1".to_owned(), "a\nb".to_owned()]];
        assert_eq!(text(&rows), "\u{FEFF}\"a;b\";\"säger \"\"hej\"\"\";\"'=1+1\";\"a\nb\"\r\n");
    }
}
