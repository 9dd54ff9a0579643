//! Importing organisations and people at work from a file that an administrator has written: all of it or nothing.
//! The file says what there shall be; what is there already is left as it is, so that the same file can be imported again.
//! About a person whom it names it says everything: an assignment that it does not mention ends.

mod apply;
mod file;
mod plan;

pub use file::Refusal;
pub use plan::{Change, Plan};

use audit::{Asker, Refused};
use database::{Database, Failure};

use crate::organisations::Book;
use crate::organisations::store;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Some rows cannot be taken.
    #[error("{} rows cannot be taken", .0.len())]
    Rows(Vec<Refusal>),
    /// No right.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database failed; nothing was saved.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// What importing this text would do now, and which of its rows cannot be taken.
pub async fn prepare(database: &Database, text: &str) -> Result<Plan, Failure> {
    let mut transaction = database.begin_reading("identity.import_prepare").await?;
    let book = Book::open(&mut transaction).await?;
    let staff = store::staff_with_subject(&mut transaction).await?;
    transaction.commit().await?;
    Ok(plan::of(&file::read(text), &book, &staff))
}

/// Imports everything in one transaction, or nothing when a single row cannot be taken.
pub async fn import(asker: &Asker, text: &str) -> Result<Plan, ImportError> {
    let mut act = asker.begin("identity.import").await?;
    let book = Book::open(act.transaction()).await?;
    let staff = store::staff_with_subject(act.transaction()).await?;
    let plan = plan::of(&file::read(text), &book, &staff);
    if !plan.refusals.is_empty() {
        return Err(ImportError::Rows(plan.refusals));
    }
    apply::apply(act, &book, &staff, &plan).await?;
    Ok(plan)
}
