//! One attempt at something, from the first statement to the last commit. What was saved meanwhile is known, so that an
//! attempt that met another transaction, and has saved nothing, can safely be made again, and so that nobody is told that
//! nothing was saved when something was, or may have been. A mark can be given that is saved together with what was done:
//! never without it, and it never without the mark.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, PoisonError};

use crate::failure::Failure;
use crate::transaction::Transaction;
use crate::value::Value;

tokio::task_local! {
    static ATTEMPT: Attempt;
}

struct Attempt {
    witness: Witness,
    left: Cell<bool>,
    mark: RefCell<Option<Mark>>,
}

/// What an attempt has saved. Later ones outweigh earlier ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Saved {
    /// Nothing: it can be made again.
    #[default]
    Nothing,
    /// Only what nobody asked for: a line in the log, say.
    Aside,
    /// Nobody can say: what was to be saved was not confirmed.
    Unknown,
    /// Something that was asked for, without the mark.
    Something,
    /// What the mark is for, with the mark: making it again would do it twice.
    Marked,
}

/// Sees what an attempt saves, also when the attempt is cut off before it can tell. Clones see the same.
#[derive(Clone, Debug, Default)]
pub struct Witness(Arc<Mutex<Saved>>);

impl Witness {
    /// What has been saved so far.
    pub fn saved(&self) -> Saved {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that it cannot be said whether this was saved before, unless more is known.
    pub fn doubt(&self) {
        self.raise(Saved::Unknown);
    }

    fn raise(&self, saved: Saved) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = saved.max(*seen);
    }

    fn set(&self, saved: Saved) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = saved;
    }
}

/// A statement that must change exactly one row, run in the first transaction that saves what a person has done.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The statement.
    pub sql: &'static str,
    /// Its values.
    pub values: Vec<Value>,
}

/// Does something while a witness sees what is saved.
pub async fn attempt<T>(mark: Option<Mark>, witness: &Witness, work: impl Future<Output = T>) -> T {
    let attempt = Attempt { witness: witness.clone(), left: Cell::new(false), mark: RefCell::new(mark) };
    ATTEMPT.scope(attempt, work).await
}

/// A transaction that is about to save what was asked for. Until it is heard how that went nobody can say, and when it is
/// never heard, because whoever waited was cut off, it stays so.
pub(crate) struct Saving(Option<(Witness, Saved)>);

impl Saving {
    /// Outside an attempt there is nobody to tell.
    pub(crate) fn begin() -> Self {
        let witness = ATTEMPT.try_with(|attempt| attempt.witness.clone()).ok();
        Self(witness.map(|witness| {
            let before = witness.saved();
            witness.doubt();
            (witness, before)
        }))
    }

    pub(crate) fn heard<T>(self, answer: &Result<T, Failure>) {
        let Some((witness, before)) = self.0 else { return };
        match answer {
            Ok(_) => {
                let marked = ATTEMPT.try_with(|attempt| attempt.left.get()).unwrap_or(false);
                witness.raise(if marked { Saved::Marked } else { Saved::Something });
            }
            Err(failure) if failure.leaves_doubt() => {}
            Err(_) => witness.set(before),
        }
    }
}

/// Notes that something was saved that nobody asked for.
pub(crate) fn note_aside() {
    let _ = ATTEMPT.try_with(|attempt| attempt.witness.raise(Saved::Aside));
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
