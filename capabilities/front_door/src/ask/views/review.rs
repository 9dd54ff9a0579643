//! All answers before they are sent, and what happens then.

use askama::Template;
use domain::front_door::intake::Topic;
use domain::front_door::reach::Trace;
use domain::moment::Moment;
use i18n::Say;
use web::{Assets, Visit};

use super::{Words, answer_by, first_name, said};
use crate::ask::answers::{Answers, GUARDIAN, NEEDED};
use crate::ask::step::{ERASE, REVIEW, Step};
use crate::guide::Guide as _;

/// One answer on the page that checks them.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) href: String,
    pub(crate) own_words: bool,
}

#[derive(Template)]
#[template(path = "ask_review.html")]
pub(crate) struct ReviewPage<'v> {
    a: Assets,
    t: Words,
    say: Say<'v>,
    csrf: String,
    pub(crate) title: String,
    back: String,
    rows: Vec<Row>,
    happens: Vec<String>,
    review: &'static str,
    erase: &'static str,
}

/// Who will read, and when somebody must have answered.
pub(crate) struct Promise {
    /// Their name at work.
    pub(crate) holder: String,
    /// The code of their role.
    pub(crate) role: String,
    /// When somebody must have answered.
    pub(crate) due_at: Moment,
}

impl<'v> ReviewPage<'v> {
    pub(crate) fn new(visit: &'v Visit, answers: &Answers, place: &str, promise: &Promise) -> Self {
        let say = visit.say();
        Self {
            a: visit.assets(),
            t: Words::of(say),
            say,
            csrf: visit.form_token(),
            title: say.t("ask-review-title"),
            back: Step::Interpreter.path(),
            rows: rows(say, answers, place),
            happens: happens(say, answers, promise, visit.now()),
            review: REVIEW,
            erase: ERASE,
        }
    }
}

fn rows(say: Say<'_>, answers: &Answers, place: &str) -> Vec<Row> {
    let row = |step: Step, value: String| Row {
        name: said(say, &answers.who, &format!("ask-{}-row", step.code())),
        value,
        href: step.path(),
        own_words: step == Step::Words,
    };
    let value = |step: Step| said(say, &answers.who, &format!("ask-{}-{}", step.code(), answer_of(answers, step)));
    let who = format!("{}, {}", answers.first_name, say.with("ask-years", "years", answers.age.as_str()));
    let place = if answers.school.is_empty() || answers.says_protected() {
        place.to_owned()
    } else {
        format!("{place}, {}", answers.school)
    };
    let reach = match answers.reach.as_str() {
        "text_message" | "call" => format!("{}, {}", value(Step::Reach), answers.phone),
        "at_school" => format!("{}, {}", value(Step::Reach), answers.school),
        _ => value(Step::Reach),
    };
    let interpreter = if answers.interpreter == NEEDED {
        say.t(&format!("ask-language-{}", answers.language))
    } else {
        value(Step::Interpreter)
    };
    let mut rows = vec![
        row(Step::Who, value(Step::Who)),
        row(Step::Topic, value(Step::Topic)),
        row(Step::Words, answers.words.clone()),
        row(Step::Name, who),
        row(Step::Place, place),
        row(Step::Reach, reach),
    ];
    if answers.who == GUARDIAN {
        let stated = [answers.own_name.as_str(), &answers.own_relation];
        let stated: Vec<_> = stated.into_iter().filter(|part| !part.is_empty()).collect();
        let value = if stated.is_empty() { say.t("ask-own-row-none") } else { stated.join(", ") };
        rows.insert(4, Row { name: say.t("ask-own-row"), value, href: Step::Name.path(), own_words: false });
    }
    if answers.asks(Step::Message) {
        rows.push(row(Step::Message, value(Step::Message)));
    }
    rows.push(row(Step::Interpreter, interpreter));
    if answers.says_protected() {
        let (name, value) = (say.t("ask-protected-row"), say.t("ask-protected-yes"));
        rows.push(Row { name, value, href: Step::Place.path(), own_words: false });
    }
    if answers.preparation.is_some() {
        let name = say.t("ask-preparation-row");
        let value = say.t("ask-preparation-given");
        rows.insert(3, Row { name, value, href: Step::Words.path(), own_words: false });
    }
    rows
}

fn answer_of(answers: &Answers, step: Step) -> &str {
    match step {
        Step::Who => &answers.who,
        Step::Topic => &answers.topic,
        Step::Reach => &answers.reach,
        Step::Message => &answers.message,
        Step::Interpreter => &answers.interpreter,
        Step::Words | Step::Name | Step::Place => "",
    }
}

/// How they will hear from somebody: a text message that might be seen is not sent.
pub(crate) fn heard_by(answers: &Answers) -> &str {
    let seen = answers.reach == "text_message" && answers.message == Trace::Unsafe.code();
    if seen { "on_page" } else { &answers.reach }
}

fn happens(say: Say<'_>, answers: &Answers, promise: &Promise, now: Moment) -> Vec<String> {
    let name = first_name(&promise.holder);
    let role = say.t(&format!("role-{}", promise.role));
    let reads = say.message("ask-happens-reads", &[("name", name.into()), ("role", role.as_str().into())].into());
    let urgency = answers.topic().map(Topic::urgency);
    let answer = answer_by(say, urgency, heard_by(answers), promise.due_at, now);
    vec![reads, answer, said(say, &answers.who, "ask-happens-then")]
}
