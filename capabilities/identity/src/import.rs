//! Importing organisations and people at work from a file that an administrator has written: all of it or nothing.
//! The file says what there shall be; what is there already is left as it is, so that the same file can be imported again.
//! About a person whom it names it says everything: an assignment that it does not mention ends, if nothing would be
//! dropped by that.

mod apply;
mod block;
mod change;
mod file;
mod leaving;
mod names;
mod plan;
mod text;

pub use change::Change;
pub use file::Refusal;
pub use plan::Plan;
pub use text::text_of;

use std::collections::BTreeSet;

use audit::{Asker, Refused};
use database::{Failure, Transaction};

use crate::import::plan::{Known, Registered};
use crate::organisations::{Book, InHand, WhenCounting, store};

/// What an administrator asks for.
#[derive(Clone, Debug, Default)]
pub struct Order<'a> {
    /// The file.
    pub text: &'a str,
    /// Units, by name, that the last who can receive a child may leave.
    pub leave_empty: BTreeSet<String>,
}

impl<'a> From<&'a str> for Order<'a> {
    /// A file, and nothing beside it.
    fn from(text: &'a str) -> Self {
        Self { text, leave_empty: BTreeSet::new() }
    }
}

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

/// What importing this file would do now, and which of its rows cannot be taken.
pub async fn prepare(asker: &Asker, order: &Order<'_>) -> Result<Plan, Failure> {
    let mut transaction = asker.database.begin_reading("identity.import_prepare").await?;
    let decided = decide(&mut transaction, &asker.followers.of(), order).await?;
    transaction.commit().await?;
    Ok(decided.plan)
}

/// Imports everything in one transaction, or nothing when a single row cannot be taken.
pub async fn import(asker: &Asker, order: &Order<'_>) -> Result<Plan, ImportError> {
    let mut act = asker.begin("identity.import").await?;
    let counters = act.followers();
    let Decided { book, staff, plan } = decide(act.transaction(), &counters, order).await?;
    if !plan.refusals.is_empty() {
        return Err(ImportError::Rows(plan.refusals));
    }
    match apply::apply(act, &book, &staff, &plan).await {
        Ok(()) => Ok(plan),
        // Somebody has taken something since the rows were read: they are read anew, and say who cannot leave now.
        Err(Refused::Failed(Failure::Conflict)) => {
            let plan = prepare(asker, order).await?;
            Err(if plan.refusals.is_empty() { Failure::Conflict.into() } else { ImportError::Rows(plan.refusals) })
        }
        Err(refused) => Err(refused.into()),
    }
}

/// A plan, and what it was decided against.
struct Decided {
    book: std::sync::Arc<Book>,
    staff: Registered,
    plan: Plan,
}

async fn decide(
    transaction: &mut Transaction,
    counters: &[WhenCounting],
    order: &Order<'_>,
) -> Result<Decided, Failure> {
    let book = Book::open(transaction).await?;
    let staff = store::staff_with_subject(transaction).await?;
    let authorities = store::authority_names(transaction).await?;
    let in_hand = InHand::count(transaction, counters).await?;
    let file = file::read(order.text);
    let leave_empty = &order.leave_empty;
    let known = Known { book: &book, staff: &staff, authorities: &authorities, in_hand: &in_hand, leave_empty };
    let plan = plan::of(&file, known);
    Ok(Decided { book, staff, plan })
}
