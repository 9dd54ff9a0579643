//! What stands at the foot of a page on paper, where nobody is asked who may read it.

use crate::layout::who::who;
use crate::session::Session;
use crate::visit::Visit;

/// When the page was opened, and by whom at work. Nothing where nobody is logged in: such a page is for anyone.
pub(super) fn foot(visit: &Visit) -> String {
    let (say, now) = (visit.say(), visit.now());
    // The day as figures: what is "today" on a screen is another day on paper.
    let when = format!("{} {}", now.day().date(), say.time(now));
    match &visit.session {
        Session::Nobody => String::new(),
        Session::Child(_) | Session::Guardian(_) => say.with("frame-paper-family", "when", &when),
        Session::Staff { .. } => {
            let (who, unit) = who(visit);
            let by = if unit.is_empty() { who.name } else { format!("{}, {unit}", who.name) };
            say.message("frame-paper-work", &[("by", (&by).into()), ("when", (&when).into())].into())
        }
    }
}
