//! The page for whoever may be in danger: whom to call now, and that one may go on.

use askama::Template;
use directory::numbers::{Call, listed};
use i18n::Say;
use web::{Assets, Visit};

use super::{Words, said};
use crate::ask::answers::Answers;
use crate::ask::step::Step;

#[derive(Template)]
#[template(path = "ask_calm.html")]
pub(crate) struct CalmPage<'v> {
    a: Assets,
    t: Words,
    say: Say<'v>,
    pub(crate) title: String,
    text: String,
    calls: Vec<Call>,
    back: String,
    next: String,
}

impl<'v> CalmPage<'v> {
    pub(crate) fn new(visit: &'v Visit, answers: &Answers, next: String) -> Self {
        let say = visit.say();
        Self {
            a: visit.assets(),
            t: Words::of(say),
            say,
            title: said(say, &answers.who, "ask-calm-title"),
            text: said(say, &answers.who, &format!("ask-calm-{}", answers.topic)),
            calls: listed(visit, |code| Some(format!("ask-call-{code}"))),
            back: Step::Topic.path(),
            next,
        }
    }
}
