//! What is hidden from guardians, and who looks at it again when its day comes. A hiding never falls off by itself: whoever
//! decided renews it, or ends it and says why. Source: dossier 2.3 (OSL 12:3), 2.5.

pub(crate) mod store;

use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Post, Staff};
use domain::trail::Trail;
use domain::trail::entry::{Entry, HideReason, Hiding};
use identity::organisations::Book;

use crate::lists::Whom;

/// A hiding whose day of review has come.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) trail: Id<Trail>,
    pub(crate) entry: Id<Entry>,
    pub(crate) whom: Whom,
    pub(crate) reason: HideReason,
    pub(crate) review_on: Day,
    /// Who at the unit decided; nobody, where it was decided elsewhere.
    pub(crate) decided_by: Option<Id<Staff>>,
}

/// Whether whoever decided is at the unit still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decider {
    /// They look again themselves.
    Here,
    /// Somebody else must.
    Gone,
}

impl Due {
    /// Whether it is for whoever has this post to look again: those who decided; when they have left, whoever leads the unit;
    /// and everybody there, when nobody leads it.
    pub(crate) fn falls_to(&self, book: &Book, post: &Post) -> Option<Decider> {
        let here = book.colleagues_at(post.unit);
        let decider = self.decided_by.filter(|staff| here.iter().any(|colleague| colleague.post.staff == *staff));
        if let Some(staff) = decider {
            return (staff == post.staff).then_some(Decider::Here);
        }
        let led = here.iter().any(|colleague| colleague.post.role.leads());
        (post.role.leads() || !led).then_some(Decider::Gone)
    }
}

/// A hiding that is no more.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    /// As it was decided.
    pub(crate) hiding: Hiding,
    pub(crate) at: Moment,
    /// Who ended it and why; nothing where it was decided anew.
    pub(crate) ending: Option<(Post, String)>,
}
