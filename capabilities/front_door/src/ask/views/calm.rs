//! The page for whoever may be in danger: whom to call now, and that one may go on.

use askama::Template;
use i18n::Say;
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
        let about = |code: &str| {
            let key = format!("ask-call-{code}");
            if say.has(&key) { say.t(&key) } else { say.t(&format!("acute-{code}")) }
        };
        let calls = visit.app.settings().acute.iter().map(|number| CallView {
            href: format!("tel:{}", number.dialled),
            number: number.shown.clone(),
            about: about(&number.code),
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
