//! The entries that somebody at work may read, as a part of the trail's page: those of their own secrecy domain, written
//! there or received as copies, and no others.

use askama::Template;
use domain::id::Id;
use domain::trail::Trail;
use domain::trail::entry::{Kind, Writer};
use i18n::Say;
use web::Assets;

use crate::entries::store::Stored;
use crate::entries::views::EntryView;
use crate::panels::Around;

/// The entries of one's own domain. Renders itself.
#[derive(Template)]
#[template(path = "entries/panel.html")]
pub(crate) struct EntriesPanel<'a> {
    a: &'a Assets,
    say: Say<'a>,
    base: String,
    entries: Vec<EntryView>,
    /// What the child wants, in its own words, if one's domain has them.
    voice: Option<Voice>,
}

/// The child's own words.
pub(crate) struct Voice {
    /// Exactly as written, one line after another.
    pub(crate) words: String,
    /// Whose they are and when they were written.
    pub(crate) who: String,
}

impl EntriesPanel<'_> {
    /// The child's own words, for the page to put first.
    pub(crate) fn voice(&self) -> Option<&Voice> {
        self.voice.as_ref()
    }
}

impl<'a> EntriesPanel<'a> {
    /// The panel of entries that have been read.
    pub(crate) fn of(around: Around<'a>, trail: Id<Trail>, found: &[Stored]) -> Self {
        let Around { say, a, now, .. } = around;
        let eyes = around.eyes();
        let words = found.iter().find(|stored| {
            let entry = stored.entry.snapshot();
            entry.kind == Kind::ChildsWords && matches!(entry.by, Writer::Child(_))
        });
        let voice = words.map(|stored| {
            let entry = stored.entry.snapshot();
            let written = entry.corrections.last().map_or(entry.written_at, |correction| correction.at);
            let day = say.near_day(written.day(), now.day());
            let values = [("name", around.child_name.into()), ("day", (&day).into())];
            Voice {
                words: stored.entry.body().as_str().to_owned(),
                who: say.message("entry-voice-who", &values.into_iter().collect()),
            }
        });
        let entries = found.iter().map(|stored| eyes.entry(stored)).collect();
        Self { a, say, base: format!("/led/{trail}"), entries, voice }
    }
}
