//! A decision, in favour or against.

use std::marker::PhantomData;

use domain::child::Child;
use domain::id::Id;
use uuid::Uuid;

use crate::action::Action;

/// What a decision was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The kind of thing, as the schema of policies calls it.
    pub kind: &'static str,
    /// Which one.
    pub id: Uuid,
    /// The child it is about, if it is about one.
    pub child: Option<Id<Child>>,
}

/// Leave to do one kind of thing to one subject, once. Made only by [`crate::Access::decide`], taken back by the log.
///
/// Nobody else can make one. Not by naming its parts:
/// ```compile_fail,E0451
/// use access::action::trail::Read;
/// use access::{Permit, Subject, Trace};
/// fn forge(trace: Trace) -> Permit<Read> {
///     Permit { trace, action: std::marker::PhantomData }
/// }
/// ```
/// Not by calling its constructor:
/// ```compile_fail,E0624
/// use access::action::trail::Read;
/// use access::{Permit, Subject};
/// fn forge(subject: Subject) -> Permit<Read> {
///     Permit::new(subject, vec![])
/// }
/// ```
/// Not by copying one that was given, to use it twice:
/// ```compile_fail,E0382
/// use access::action::trail::Read;
/// use access::Permit;
/// fn twice(permit: Permit<Read>) {
///     let _first = permit.into_trace();
///     let _second = permit.into_trace();
/// }
/// ```
/// Not by passing one kind off as another:
/// ```compile_fail,E0308
/// use access::action::trail::{Close, Read};
/// use access::Permit;
/// fn swap(permit: Permit<Read>) -> Permit<Close> {
///     permit
/// }
/// ```
/// And nobody can invent an action to ask leave for:
/// ```compile_fail,E0277
/// enum Anything {}
/// impl access::Action for Anything {
///     const NAME: &'static str = "anything";
///     type Facts = access::facts::RegionFacts;
/// }
/// ```
#[must_use = "a permit must be handed back to the log"]
#[derive(Debug)]
pub struct Permit<A: Action> {
    trace: Trace,
    action: PhantomData<fn() -> A>,
}

/// What the log keeps of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The action's name.
    pub action: &'static str,
    /// What it was done to.
    pub subject: Subject,
    /// The policies that decided, sorted.
    pub policies: Vec<String>,
}

impl<A: Action> Permit<A> {
    pub(crate) fn new(subject: Subject, policies: Vec<String>) -> Self {
        Self { trace: Trace { action: A::NAME, subject, policies }, action: PhantomData }
    }

    /// What this permit is about.
    pub fn subject(&self) -> Subject {
        self.trace.subject
    }

    /// The policies that decided, sorted.
    pub fn policies(&self) -> &[String] {
        &self.trace.policies
    }

    /// Whether the permit is for this very thing. A store checks it, so that a permit for one child opens no other.
    pub fn is_for(&self, id: Uuid) -> bool {
        self.trace.subject.id == id
    }

    /// Gives the permit up for what the log keeps of it.
    pub fn into_trace(self) -> Trace {
        self.trace
    }
}

/// Whether the asker may know that the thing exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// It may be said that the right is missing.
    MayKnow,
    /// The answer must be the same as if the thing did not exist.
    MustNotKnow,
}

/// A decision against.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("denied: {}", trace.action)]
pub struct Denied {
    /// What was asked, of what, and the policies that forbade it (none when nothing permitted it).
    pub trace: Trace,
    /// What the asker may be told.
    pub knowledge: Knowledge,
}
