//! *Min dag* of whoever leads a front door: how much of its queue has waited longer than was promised, and where it stands.

use access::action::front_door::SeeQueue;
use audit::{Act, Outcome, Refused};
use i18n::Say;
use trail::{Note, Notes};

use crate::queue::commands::own_unit;
use crate::queue::counts::store::{self as counting, Late};

/// What is late at one's own front door, a row for each part of the queue. The children stand in the queue, and not here. Nothing
/// for who does not lead it.
pub(crate) async fn on_the_day(act: &mut Act, say: Say<'_>) -> Result<Option<Notes>, Refused> {
    let Some(post) = act.actor().post().copied() else { return Ok(None) };
    let unit = own_unit(&post);
    if !post.role.leads() || !act.may::<SeeQueue>(&unit) {
        return Ok(None);
    }
    let permit = act.authorize::<SeeQueue>(&unit).await?;
    let late = counting::late(act, &permit, post.assignment).await?;
    if late.is_empty() {
        return Ok(None);
    }
    let now = act.now();
    let note = |part: &Late| {
        let Late { tab, amount, first_due } = *part;
        let when = say.day_and_time(first_due, now);
        let values = [("count", amount.into()), ("when", when.as_str().into())].into();
        Note {
            href: tab.address(),
            title: say.with(&format!("front-day-late-{}", tab.code()), "count", amount),
            text: say.message("front-day-was-due", &values),
        }
    };
    let rows = late.iter().map(note).collect();
    act.used(permit, Outcome::Read);
    Ok(Some(Notes { heading: say.t("front-day-late"), about: say.t("front-day-late-about"), rows }))
}
