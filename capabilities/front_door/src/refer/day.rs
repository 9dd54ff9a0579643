//! *Min dag* of whoever asked: what the front door wants to know, until somebody has answered.

use access::action::front_door::SeeReferrals;
use audit::{Act, Outcome, Refused};
use domain::child::Protection;
use i18n::Say;
use identity::organisations::Book;
use trail::{Note, Notes};

use crate::queue::commands::own_unit;
use crate::refer::step::LIST;
use crate::refer::store;

/// The most that are told of; the list has the rest.
const MOST: i64 = 10;

/// What the front door has asked one's own unit, the oldest question first. Nothing for who does not refer.
pub(crate) async fn on_the_day(act: &mut Act, say: Say<'_>) -> Result<Option<Notes>, Refused> {
    let Some(post) = act.actor().post().copied() else { return Ok(None) };
    let unit = own_unit(&post);
    if !act.may::<SeeReferrals>(&unit) {
        return Ok(None);
    }
    let permit = act.authorize::<SeeReferrals>(&unit).await?;
    let asked = store::asked(act, &permit, (post.unit, post.assignment), MOST).await?;
    if asked.is_empty() {
        return Ok(None);
    }
    let (book, now) = (Book::open(act.transaction()).await?, act.now());
    let rows = asked.iter().map(|(listed, at)| {
        let title = match listed.protection {
            Protection::None => say.with("refer-day-about", "name", listed.first_name.as_str()),
            Protection::Marked | Protection::Registered | Protection::NewIdentity => say.t("refer-day-about-protected"),
        };
        let (unit, when) = (book.unit_name(listed.unit), say.day_and_time(*at, now));
        let text = say.message("refer-day-row", &[("unit", unit.into()), ("when", when.as_str().into())].into());
        Note { href: format!("{LIST}/{}", listed.id), title, text }
    });
    let rows = rows.collect();
    act.saw(asked.len());
    act.used(permit, Outcome::Read);
    Ok(Some(Notes { heading: say.t("refer-day-heading"), about: say.t("refer-day-explained"), rows }))
}
