//! One attempt at something, from the first statement to the last commit. What was saved meanwhile is known, so that an
//! attempt that met another transaction, and has saved nothing, can safely be made again. A mark can be given that is
//! saved together with what was done: never without it, and it never without the mark.

use std::cell::{Cell, RefCell};

use crate::failure::Failure;
use crate::transaction::Transaction;
use crate::value::Value;

tokio::task_local! {
    static ATTEMPT: Attempt;
}

struct Attempt {
    saved: Cell<Saved>,
    left: Cell<bool>,
    mark: RefCell<Option<Mark>>,
}

/// Whether an attempt has saved anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Nothing: it can be made again.
    Nothing,
    /// Something, but not what the mark is for: a line in the log, say.
    Something,
    /// What the mark is for, with the mark: making it again would do it twice.
    Marked,
}

/// A statement that must change exactly one row, run in the first transaction that saves what a person has done.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The statement.
    pub sql: &'static str,
    /// Its values.
    pub values: Vec<Value>,
}

/// Does something, and tells whether anything was saved.
pub async fn attempt<T>(mark: Option<Mark>, work: impl Future<Output = T>) -> (T, Saved) {
    let attempt = Attempt { saved: Cell::new(Saved::Nothing), left: Cell::new(false), mark: RefCell::new(mark) };
    let work = async {
        let done = work.await;
        let saved = ATTEMPT.try_with(|attempt| attempt.saved.get()).unwrap_or(Saved::Something);
        (done, saved)
    };
    ATTEMPT.scope(attempt, work).await
}

/// Notes that something was saved.
pub(crate) fn note_saved() {
    // Outside an attempt there is nobody to tell.
    let _ = ATTEMPT.try_with(|attempt| {
        let saved = if attempt.left.get() { Saved::Marked } else { Saved::Something };
        attempt.saved.set(saved);
    });
}

/// Runs the attempt's mark, if there is one that has not been used. A mark that changes nothing says that another attempt
/// has done the same already.
pub(crate) async fn leave_mark(transaction: &mut Transaction) -> Result<(), Failure> {
    let mark = ATTEMPT.try_with(|attempt| attempt.mark.take()).ok().flatten();
    let Some(Mark { sql, values }) = mark else { return Ok(()) };
    if transaction.execute(sql, values).await? != 1 {
        return Err(Failure::Met);
    }
    let _ = ATTEMPT.try_with(|attempt| attempt.left.set(true));
    Ok(())
}
