//! What the pages of asking show. Words are chosen here, places in the templates.

use askama::Template;
use domain::front_door::intake::Topic;
use domain::front_door::queue::Urgency;
use domain::front_door::reach::Trace;
use domain::moment::Moment;
use i18n::Say;
use web::{Assets, Fields, Visit};

use crate::area::commands::Area;
use crate::ask::answers::{Answers, CHILD, GUARDIAN, NEEDED, NOT_NEEDED, PROFESSIONAL};
use crate::ask::forms::{FieldError, LANGUAGES};
use crate::ask::step::{ERASE, RECEIPT, REVIEW, START, Step};
use crate::ask::store::Receipt;

/// The most characters of somebody's own words.
const WORDS_MAX: usize = 4_000;

/// Words that every page of asking needs.
pub(crate) struct Words {
    pub(crate) back: String,
    pub(crate) next: String,
    pub(crate) error_prefix: String,
    pub(crate) error_heading: String,
    pub(crate) count_most: String,
}

impl Words {
    pub(crate) fn of(say: Say<'_>) -> Self {
        Self {
            back: say.t("ask-back"),
            next: say.t("ask-next"),
            error_prefix: say.t("frame-error-prefix"),
            error_heading: say.t("ask-error-heading"),
            count_most: say.with("ask-count-most", "most", WORDS_MAX),
        }
    }
}

/// One choice of several.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) chosen: bool,
}

/// What to write in a field.
pub(crate) struct ErrorView {
    pub(crate) field: &'static str,
    pub(crate) text: String,
}

/// The message of a key as it is said to who asks: to a guardian in other words, where there are any.
fn said(say: Say<'_>, who: &str, key: &str) -> String {
    let other = format!("{key}-guardian");
    if who == GUARDIAN && say.has(&other) { say.t(&other) } else { say.t(key) }
}

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
        let errors = errors.iter().map(|error| ErrorView { field: error.field, text: say.t(error.key) });
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

/// When and how somebody answers.
fn answer_by(say: Say<'_>, urgency: Option<Urgency>, reach: &str, due_at: Moment, now: Moment) -> String {
    match urgency {
        Some(Urgency::Acute) => say.t("ask-happens-acute"),
        Some(Urgency::SameDay | Urgency::Ordinary) | None => {
            let when = say.day_and_time(due_at, now);
            say.with(&format!("ask-happens-{reach}"), "when", when.as_str())
        }
    }
}

/// The first word of a name at work.
pub(crate) fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

#[derive(Template)]
#[template(path = "ask_receipt.html")]
pub(crate) struct ReceiptPage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    pub(crate) title: String,
    code: String,
    reads: String,
    due: String,
    then: String,
    done: &'static str,
    start: &'static str,
}

impl<'v> ReceiptPage<'v> {
    pub(crate) fn new(visit: &'v Visit, receipt: &Receipt) -> Self {
        let say = visit.say();
        let now = visit.now();
        let due_at = Moment::from_microseconds(receipt.due_at);
        let urgency = Urgency::from_code(&receipt.urgency);
        let role = say.t(&format!("role-{}", receipt.role));
        Self {
            a: visit.assets(),
            say,
            csrf: visit.form_token(),
            title: say.t("ask-receipt-title"),
            code: receipt.code.clone(),
            reads: format!("{}, {role}", first_name(&receipt.holder)),
            due: if urgency == Some(Urgency::Acute) {
                say.t("ask-receipt-acute")
            } else {
                say.day_and_time(due_at, now)
            },
            then: answer_by(say, urgency, &receipt.reach, due_at, now),
            done: RECEIPT,
            start: START,
        }
    }
}
