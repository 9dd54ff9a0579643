//! What capabilities of higher tiers hand in to be called here: when a unit has taken the baton, and when somebody looks at
//! their day. This one knows nothing of them; whoever asks carries what was handed in.

use std::pin::Pin;

use audit::{Act, Refused};
use domain::child::Child;
use domain::id::Id;
use domain::organisation::Post;
use domain::trail::Trail;
use i18n::Say;

/// A unit has taken the baton.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Of which trail.
    pub trail: Id<Trail>,
    /// About whom.
    pub child: Id<Child>,
    /// Who took it.
    pub by: Post,
}

/// What comes of being called.
pub type Done<'a, T> = Pin<Box<dyn Future<Output = Result<T, Refused>> + Send + 'a>>;

/// What is done when a unit has taken the baton. It is saved together with that, or neither is.
#[derive(Clone, Copy)]
pub struct WhenAccepted(pub for<'a> fn(&'a mut Act, Accepted) -> Done<'a, ()>);

/// What more stands on *Min dag* of whoever acts, or nothing. It asks for its own right and hands its permit back.
#[derive(Clone, Copy)]
pub struct OnTheDay(pub for<'a> fn(&'a mut Act, Say<'a>) -> Done<'a, Option<Notes>>);

/// Something that somebody at work must know of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notes {
    /// Its heading.
    pub heading: String,
    /// Why it stands here.
    pub about: String,
    /// Each one.
    pub rows: Vec<Note>,
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where it leads.
    pub href: String,
    /// What it is.
    pub title: String,
    /// More about it.
    pub text: String,
}

pub(crate) async fn accepted(act: &mut Act, accepted: Accepted) -> Result<(), Refused> {
    for WhenAccepted(follow) in act.followers::<WhenAccepted>() {
        follow(act, accepted).await?;
    }
    Ok(())
}

pub(crate) async fn on_the_day(act: &mut Act, say: Say<'_>) -> Result<Vec<Notes>, Refused> {
    let mut all = Vec::new();
    for OnTheDay(follow) in act.followers::<OnTheDay>() {
        all.extend(follow(act, say).await?);
    }
    Ok(all)
}
