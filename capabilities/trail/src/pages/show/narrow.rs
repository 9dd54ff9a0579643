//! What a unit sees of a trail that it does not follow: the summary when it is asked to take the baton, and the copies it
//! was given. Neither what has happened elsewhere nor who is at home is among them.

use askama::Template;
use domain::moment::Moment;
use domain::trail::{Handover, Stage, Trail};
use i18n::Say;
use identity::children::Label;
use identity::organisations::Book;
use web::Assets;

use crate::pages::show::buttons::{Button, Buttons};
use crate::pages::show::{BatonView, Panels, waits};
use crate::views::{colleague, name_and_age, purpose, unit, words};

/// What is asked of the unit.
pub(super) struct AskedView {
    from: String,
    from_kind: &'static str,
    sender: String,
    sent: String,
    purpose: String,
    summary: String,
    supplements: Vec<(String, String)>,
    question: String,
    due: String,
    due_tone: &'static str,
    due_icon: &'static str,
    waits: String,
}

/// To a unit that is asked, and has nothing else of the trail.
#[derive(Template)]
#[template(path = "asked.html")]
pub(super) struct AskedPage<'a> {
    a: Assets,
    s: Say<'a>,
    child: String,
    about: String,
    asked: AskedView,
    buttons: Vec<Button>,
}

/// To a unit that was given copies.
#[derive(Template)]
#[template(path = "copies.html")]
pub(super) struct CopiesPage<'a> {
    a: Assets,
    s: Say<'a>,
    child: String,
    about: String,
    baton: BatonView,
    asked: Option<AskedView>,
    buttons: Vec<Button>,
    panels: Panels,
}

impl<'a> AskedPage<'a> {
    pub(super) fn of(
        a: Assets,
        s: Say<'a>,
        (trail, asked): (&Trail, AskedView),
        label: &Label,
        buttons: Buttons,
        now: Moment,
    ) -> Self {
        let buttons = buttons.all(s, &address(trail));
        Self { a, s, child: name_and_age(s, label, now.day()), about: label.place.clone(), asked, buttons }
    }
}

impl<'a> CopiesPage<'a> {
    pub(super) fn of(
        a: Assets,
        s: Say<'a>,
        (trail, asked, baton): (&Trail, Option<AskedView>, BatonView),
        label: &Label,
        (buttons, panels): (Buttons, Panels),
        now: Moment,
    ) -> Self {
        let buttons = buttons.all(s, &address(trail));
        let child = name_and_age(s, label, now.day());
        Self { a, s, child, about: label.place.clone(), baton, asked, buttons, panels }
    }
}

fn address(trail: &Trail) -> String {
    format!("/led/{}", trail.snapshot().id)
}

/// The offer of the baton, in words.
pub(super) fn asked(
    say: Say<'_>,
    book: &Book,
    (trail, asked, due): (&Trail, &Handover, Option<Moment>),
    now: Moment,
) -> AskedView {
    let from = trail.holder().map(|holder| unit(book, holder.unit));
    let question = match &asked.stage {
        Stage::Asked { question, .. } => question.as_str().to_owned(),
        Stage::Sent | Stage::Received(_) => String::new(),
    };
    let supplements = asked.supplements.iter();
    let late = due.is_some_and(|due| due < now);
    let key = if late { "trail-asked-late" } else { "trail-asked-due" };
    AskedView {
        from_kind: from.as_ref().map_or("fam", |unit| unit.kind),
        from: from.map_or(String::new(), |unit| unit.name),
        sender: colleague(say, book, asked.sent_by),
        sent: say.day_and_time(asked.sent_at, now),
        purpose: purpose(say, asked.purpose),
        summary: asked.summary.as_str().to_owned(),
        supplements: supplements
            .map(|pair| (pair.question.as_str().to_owned(), pair.answer.as_str().to_owned()))
            .collect(),
        question,
        due: due.map_or(String::new(), |due| words(say, key, [("due", &say.day_and_time(due, now))])),
        due_tone: if late { "danger" } else { "info" },
        due_icon: if late { "triangle-alert" } else { "clock" },
        waits: waits(say, asked, now),
    }
}
