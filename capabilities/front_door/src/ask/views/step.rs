//! One question.

use askama::Template;
use domain::front_door::intake::Topic;
use domain::front_door::reach::Trace;
use i18n::Say;
use web::{Assets, Fields, Visit};

use super::{WORDS_MAX, Words, said};
use crate::area::commands::Area;
use crate::ask::answers::{Answers, CHILD, GUARDIAN, NEEDED, NOT_NEEDED, PROFESSIONAL};
use crate::ask::forms::{FieldError, LANGUAGES};
use crate::ask::step::{RECEIPT, Step};
use crate::guide::Guide as _;
use crate::work::{Choice, ErrorView};

#[derive(Template)]
#[template(path = "ask_step.html")]
pub(crate) struct StepPage<'v> {
    a: Assets,
    t: Words,
    say: Say<'v>,
    csrf: String,
    action: String,
    back: String,
    place: String,
    step: Step,
    pub(crate) title: String,
    hint: String,
    choices: Vec<Choice>,
    languages: Vec<Choice>,
    answers: Answers,
    code: String,
    sent: Option<&'static str>,
    guardian: bool,
    errors: Vec<ErrorView>,
}

impl<'v> StepPage<'v> {
    pub(crate) fn new(
        visit: &'v Visit,
        step: Step,
        answers: Answers,
        areas: &[Area],
        errors: &[FieldError],
        fields: &Fields,
    ) -> Self {
        let say = visit.say();
        let (number, all) = answers.place(step);
        let back = answers.before(step).map_or_else(|| "/".to_owned(), Step::path);
        let place = say.message("ask-place-of", &[("number", number.into()), ("all", all.into())].into());
        let errors = errors.iter().map(|error| ErrorView { field: error.field.to_owned(), text: say.t(error.key) });
        let title = said(say, &answers.who, &format!("ask-{}-title", step.code()));
        Self {
            a: visit.assets(),
            t: Words::of(say),
            say,
            csrf: visit.form_token(),
            action: step.path(),
            back,
            place,
            step,
            title: if step == Step::Message { say.t(&format!("ask-message-title-{}", answers.reach)) } else { title },
            hint: said(say, &answers.who, &format!("ask-{}-hint", step.code())),
            choices: choices(say, step, &answers, areas),
            languages: languages(say, &answers),
            guardian: answers.who == GUARDIAN,
            code: fields.text("code").to_owned(),
            sent: None,
            errors: errors.collect(),
            answers,
        }
    }

    /// The same page for a browser that has just sent something.
    pub(crate) fn after_sending(mut self) -> Self {
        self.sent = Some(RECEIPT);
        self
    }

    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|error| error.field == field).map_or("", |error| &error.text)
    }

    fn words_max() -> usize {
        WORDS_MAX
    }

    fn chose(&self, reach: &str) -> bool {
        self.answers.reach == reach
    }

    fn phone_of(&self, reach: &str) -> &str {
        if self.chose(reach) { &self.answers.phone } else { "" }
    }
}

fn choices(say: Say<'_>, step: Step, answers: &Answers, areas: &[Area]) -> Vec<Choice> {
    let of = |codes: &[&str], answer: &str| -> Vec<Choice> {
        let choice = |code: &&str| Choice {
            value: (*code).to_owned(),
            label: said(say, &answers.who, &format!("ask-{}-{code}", step.code())),
            hint: maybe(say, &answers.who, &format!("ask-{}-{code}-about", step.code())),
            chosen: *code == answer,
        };
        codes.iter().map(choice).collect()
    };
    match step {
        Step::Who => of(&[CHILD, GUARDIAN, PROFESSIONAL], &answers.who),
        Step::Topic => {
            let friends = |topic: &Topic| answers.who != GUARDIAN || *topic != Topic::WorriedForFriend;
            let codes: Vec<_> = Topic::ALL.into_iter().filter(friends).map(Topic::code).collect();
            of(&codes, &answers.topic)
        }
        Step::Place => {
            let area = |area: &Area| Choice {
                value: area.municipality.to_string(),
                label: area.name.clone(),
                hint: String::new(),
                chosen: area.municipality.to_string() == answers.municipality,
            };
            areas.iter().map(area).collect()
        }
        Step::Reach => {
            let codes: &[&str] = if answers.who == GUARDIAN {
                &["text_message", "on_page", "call"]
            } else {
                &["text_message", "at_school", "on_page", "call"]
            };
            of(codes, &answers.reach)
        }
        Step::Message => of(&[Trace::Safe.code(), Trace::Unsafe.code()], &answers.message),
        Step::Interpreter => of(&[NOT_NEEDED, NEEDED], &answers.interpreter),
        Step::Words | Step::Name => vec![],
    }
}

fn maybe(say: Say<'_>, who: &str, key: &str) -> String {
    if say.has(key) { said(say, who, key) } else { String::new() }
}

fn languages(say: Say<'_>, answers: &Answers) -> Vec<Choice> {
    let nothing = Choice {
        value: String::new(),
        label: say.t("ask-language-choose"),
        hint: String::new(),
        chosen: answers.language.is_empty(),
    };
    let language = |code: &str| Choice {
        value: code.to_owned(),
        label: say.t(&format!("ask-language-{code}")),
        hint: String::new(),
        chosen: code == answers.language,
    };
    std::iter::once(nothing).chain(LANGUAGES.into_iter().map(language)).collect()
}
