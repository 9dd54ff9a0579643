//! The page for whoever may be in danger: whom to call now, and that one may go on.

use askama::Template;
use i18n::Say;
use web::app::AcuteNumber;
use web::{Assets, Visit};

use super::{Words, said};
use crate::ask::answers::Answers;
use crate::ask::step::Step;

/// A number to call now.
pub(crate) struct CallView {
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) about: String,
    pub(crate) calm: bool,
}

#[derive(Template)]
#[template(path = "ask_calm.html")]
pub(crate) struct CalmPage<'v> {
    a: Assets,
    t: Words,
    say: Say<'v>,
    pub(crate) title: String,
    text: String,
    calls: Vec<CallView>,
    back: String,
    next: String,
}

impl<'v> CalmPage<'v> {
    pub(crate) fn new(visit: &'v Visit, answers: &Answers, next: String) -> Self {
        let say = visit.say();
        let about = |number: &AcuteNumber| {
            let key = format!("ask-call-{}", number.code);
            if say.has(&key) { say.t(&key) } else { number.about(visit.preferences.language).to_owned() }
        };
        let calls = visit.app.settings().acute.iter().map(|number| CallView {
            href: format!("tel:{}", number.dialled),
            number: number.shown.clone(),
            about: about(number),
            calm: number.code != "112",
        });
        Self {
            a: visit.assets(),
            t: Words::of(say),
            say,
            title: said(say, &answers.who, "ask-calm-title"),
            text: said(say, &answers.who, &format!("ask-calm-{}", answers.topic)),
            calls: calls.collect(),
            back: Step::Topic.path(),
            next,
        }
    }
}
