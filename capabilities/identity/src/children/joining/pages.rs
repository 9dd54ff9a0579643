//! Old addresses of a child whose record went on in another's.

use axum::response::Response;
use domain::child::Child;
use domain::id::Id;
use web::{Problem, Visit};

use crate::children::joining::leads_to;

/// The same page of the child that the record went on in, for whoever may see that one; nothing for anybody else, who is told
/// what they would be told of a child that is not there. Asked only where the page itself was refused.
pub(crate) async fn now_elsewhere(visit: &Visit, child: Id<Child>, page: &str) -> Option<Result<Response, Problem>> {
    match leads_to(&visit.asker(), child).await {
        Ok(Some(kept)) => Some(Ok(visit.see(&format!("/barn/{kept}{page}")))),
        Ok(None) => None,
        Err(failure) => Some(Err(failure.into())),
    }
}
