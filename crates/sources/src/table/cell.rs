//! What a row says of a cell: a figure, a mark for why there is none, or both.

use super::columns::Plan;
use super::figure::{self, Written};
use super::scan::Record;
use super::unguarded;
use crate::model::Absence;

/// What is said of a cell.
pub(super) struct Said {
    /// The figure; not-a-number for none.
    pub(super) figure: f64,
    /// The mark.
    pub(super) mark: Option<String>,
}

/// Reads it. `None` where the field holds neither figure nor mark.
pub(super) fn read(plan: &Plan, record: Record<'_>, column: usize, decimal: u8) -> Option<Said> {
    let mark = plan.mark.map(|mark| record.field(mark).trim_ascii()).filter(|mark| !mark.is_empty());
    let mark = mark.map(|mark| unguarded(&String::from_utf8_lossy(mark)).to_owned()).filter(|mark| !mark.is_empty());
    Some(match record.figure(column, decimal) {
        Written::Figure(figure) => Said { figure, mark },
        // Nought by nature, as in PxWeb, unless a reason says otherwise.
        Written::Mark(sign) if mark.is_none() && figure::is_nil(&sign) => Said { figure: 0.0, mark: Some(sign) },
        Written::Mark(sign) => Said { figure: f64::NAN, mark: Some(mark.map_or(sign, |mark| joined(&mark))) },
        Written::Nothing => Said { figure: f64::NAN, mark },
        Written::Other => return None,
    })
}

/// Reads what stands beside a figure: not-a-number for none, `None` where it is something else.
pub(super) fn beside(record: Record<'_>, column: usize, decimal: u8) -> Option<f64> {
    match record.figure(column, decimal) {
        Written::Figure(figure) => Some(figure),
        Written::Mark(_) | Written::Nothing => Some(f64::NAN),
        Written::Other => None,
    }
}

/// A mark that a file of ours gives in words beside `..`.
fn joined(mark: &str) -> String {
    let reason = Absence::ALL.into_iter().find(|absence| absence.as_str() == mark);
    reason.map_or_else(|| mark.to_owned(), |absence| absence.mark().to_owned())
}
