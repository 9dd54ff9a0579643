//! Who asks for help again while the front door holds the trail of the first request: the new request joins it, so that
//! one trail has one holder and not two halves. PROPOSED: no public rule was found.
//! Not here: whose child it is, which the log-in tells; nobody is matched by name and age alone who has not logged in.

use crate::id::Id;
use crate::organisation::Unit;
use crate::trail::Trail;

/// A trail of the child that somebody holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which one.
    pub trail: Id<Trail>,
    /// The unit that holds it.
    pub holder: Id<Unit>,
}

/// The trail that a new request joins: one that the front door itself holds, the latest of them; none when a new one is to
/// be opened. What another unit holds is never joined: that there is help elsewhere is not the front door's to know, and
/// what is asked now must be in somebody's hands whatever that unit does. `open` has the latest first.
/// Source: OSL 25:1, 26:1; dossier 6.1.
pub fn joins(open: &[Open], front_door: Id<Unit>) -> Option<Open> {
    open.iter().find(|open| open.holder == front_door).copied()
}
