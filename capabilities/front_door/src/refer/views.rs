//! What the pages of a referral show. Words are chosen here, places in the templates.

use askama::Template;
use directory::numbers::{Call, listed};
use domain::front_door::intake::Topic;
use domain::front_door::queue::Urgency;
use domain::front_door::reach::Trace;
use domain::front_door::referral::Knows;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Post};
use i18n::Say;
use identity::pages::language;
use web::{Assets, Visit};

use crate::area::commands::Area;
use crate::ask::LANGUAGES;
use crate::ask::store::Receipt;
use crate::guide::Guide as _;
use crate::refer::answers::{Answers, NO, NO_NUMBER, NUMBER, PROTECTED, THROUGH_ME, YES};
use crate::refer::step::{ERASE, LIST, RECEIPT, REVIEW, START, Step};
use crate::work::{Choice, ErrorView, Errors, FieldWords};

/// The most characters of what worries whoever asks; of the other long texts half as many.
const WORDS_MAX: usize = 4_000;
const NOTE_MAX: usize = 2_000;

/// Where a trail is opened at one's own unit instead.
const OWN_TRAIL: &str = "/ny-led";

#[derive(Template)]
#[template(path = "refer_step.html")]
pub(crate) struct StepPage<'v> {
    a: Assets,
    t: FieldWords,
    say: Say<'v>,
    csrf: String,
    action: String,
    back: String,
    place: String,
    step: Step,
    pub(crate) title: String,
    hint: String,
    choices: Vec<Choice>,
    /// A second question on the same page: whether the guardians know, and the languages of interpreters.
    more: Vec<Choice>,
    answers: Answers,
    sent: &'static str,
    /// Who works in child psychiatry is told what does not go this way.
    internal: bool,
    own_trail: &'static str,
    errors: Errors,
    summary: Vec<ErrorView>,
}

impl<'v> StepPage<'v> {
    pub(crate) fn new(
        visit: &'v Visit,
        post: &Post,
        step: Step,
        answers: Answers,
        areas: &[Area],
        errors: Errors,
    ) -> Self {
        let say = visit.say();
        let (number, all) = answers.place(step);
        let most = if step == Step::Words { WORDS_MAX } else { NOTE_MAX };
        let hint = format!("refer-{}-hint", step.code());
        Self {
            a: visit.assets(),
            t: FieldWords::new(say, most),
            say,
            csrf: visit.form_token(),
            action: step.path(),
            back: answers.before(step).map_or_else(|| LIST.to_owned(), Step::path),
            place: say.message("ask-place-of", &[("number", number.into()), ("all", all.into())].into()),
            step,
            title: say.t(&format!("refer-{}-title", step.code())),
            hint: if say.has(&hint) { say.t(&hint) } else { String::new() },
            choices: choices(say, step, &answers, areas),
            more: more(say, step, &answers),
            sent: "",
            internal: step == Step::Child && post.branch == Branch::ChildPsychiatry,
            own_trail: OWN_TRAIL,
            summary: errors.views(say),
            errors,
            answers,
        }
    }

    /// The same page for somebody who has just sent another.
    pub(crate) fn after_sending(mut self) -> Self {
        self.sent = RECEIPT;
        self
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(self.say, field)
    }

    fn words_max() -> usize {
        WORDS_MAX
    }

    fn note_max() -> usize {
        NOTE_MAX
    }

    fn phone_of(&self, reach: &str) -> &str {
        if self.answers.reach == reach { &self.answers.phone } else { "" }
    }
}

/// Choices of codes, each with more about it where there are words for it.
fn of(say: Say<'_>, key: &str, codes: &[&str], chosen: &str) -> Vec<Choice> {
    let choice = |code: &&str| {
        let about = format!("refer-{key}-{code}-about");
        let choice = Choice::new(*code, say.t(&format!("refer-{key}-{code}")), chosen);
        if say.has(&about) { choice.with_hint(say.t(&about)) } else { choice }
    };
    codes.iter().map(choice).collect()
}

/// What a professional may say that it is about: "worried for a friend" is a child's.
fn topics() -> Vec<&'static str> {
    Topic::ALL.into_iter().filter(|topic| *topic != Topic::WorriedForFriend).map(Topic::code).collect()
}

fn choices(say: Say<'_>, step: Step, answers: &Answers, areas: &[Area]) -> Vec<Choice> {
    match step {
        Step::Child => of(say, "identity", &[NUMBER, PROTECTED, NO_NUMBER], &answers.identity),
        Step::Same => of(say, "same", &[YES, NO], &answers.same),
        Step::Place => {
            let chosen = answers.municipality.as_str();
            areas.iter().map(|area| Choice::new(area.municipality.to_string(), area.name.clone(), chosen)).collect()
        }
        Step::Topic => of(say, "topic", &topics(), &answers.topic),
        Step::Told => of(say, "child_knows", &Knows::ALL.map(Knows::code), &answers.child_knows),
        Step::Reach => of(say, "reach", &["call", "text_message", "at_school", THROUGH_ME], &answers.reach),
        Step::Message => of(say, "message", &[Trace::Safe.code(), Trace::Unsafe.code()], &answers.message),
        Step::Interpreter => of(say, "interpreter", &[NO, YES], &answers.interpreter),
        Step::Words | Step::Since | Step::Tried | Step::Wish | Step::Caller => vec![],
    }
}

fn more(say: Say<'_>, step: Step, answers: &Answers) -> Vec<Choice> {
    match step {
        Step::Told => of(say, "guardians_know", &Knows::ALL.map(Knows::code), &answers.guardians_know),
        Step::Interpreter => {
            let chosen = answers.language.as_str();
            let nothing = Choice::new("", say.t("ask-language-choose"), chosen);
            let languages = LANGUAGES.into_iter().map(|code| Choice::new(code, language(say, code), chosen));
            std::iter::once(nothing).chain(languages).collect()
        }
        Step::Child
        | Step::Same
        | Step::Place
        | Step::Topic
        | Step::Words
        | Step::Since
        | Step::Tried
        | Step::Wish
        | Step::Reach
        | Step::Message
        | Step::Caller => vec![],
    }
}

#[derive(Template)]
#[template(path = "refer_calm.html")]
pub(crate) struct CalmPage<'v> {
    a: Assets,
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
            say,
            title: say.t("refer-calm-title"),
            text: say.t(&format!("refer-calm-{}", answers.topic)),
            calls: listed(visit, |code| Some(format!("refer-call-{code}"))),
            back: Step::Topic.path(),
            next,
        }
    }
}

/// One answer on the page that checks them, or on the page that shows what was told.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) href: String,
}

#[derive(Template)]
#[template(path = "refer_review.html")]
pub(crate) struct ReviewPage<'v> {
    a: Assets,
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
    /// The front door.
    pub(crate) unit: String,
    /// Who there holds it: their name at work.
    pub(crate) holder: String,
    /// When somebody must have answered.
    pub(crate) due_at: Moment,
}

impl<'v> ReviewPage<'v> {
    pub(crate) fn new(visit: &'v Visit, answers: &Answers, place: &str, promise: &Promise) -> Self {
        let (say, now) = (visit.say(), visit.now());
        Self {
            a: visit.assets(),
            say,
            csrf: visit.form_token(),
            title: say.t("ask-review-title"),
            back: Step::Caller.path(),
            rows: rows(say, answers, place, now.day()),
            happens: happens(say, answers, promise, now),
            review: REVIEW,
            erase: ERASE,
        }
    }
}

fn happens(say: Say<'_>, answers: &Answers, promise: &Promise, now: Moment) -> Vec<String> {
    let values = [("name", promise.holder.as_str().into()), ("unit", promise.unit.as_str().into())];
    let reads = say.message("refer-happens-reads", &values.into());
    let urgency = answers.topic().map(Topic::urgency);
    vec![
        reads,
        answered_by(say, urgency, promise.due_at, now),
        say.t("refer-happens-family"),
        say.t("refer-happens-then"),
    ]
}

/// When whoever asked hears from the front door: what is promised between professionals. Source: dossier 3.5.
fn answered_by(say: Say<'_>, urgency: Option<Urgency>, due_at: Moment, now: Moment) -> String {
    match urgency {
        Some(Urgency::Acute) => say.t("refer-happens-acute"),
        Some(Urgency::SameDay | Urgency::Ordinary) | None => {
            say.with("refer-happens-due", "when", say.day_and_time(due_at, now).as_str())
        }
    }
}

fn rows(say: Say<'_>, answers: &Answers, place: &str, today: Day) -> Vec<Row> {
    let row = |step: Step, key: &str, value: String| Row { name: say.t(key), value, href: step.path() };
    let coded = |key: &str, code: &str| say.t(&format!("refer-{key}-{code}"));
    let years = answers.years(today).map(|age| say.with("ask-years", "years", age.years())).unwrap_or_default();
    let name = [answers.first_name.as_str(), &answers.family_name].join(" ");
    let identity =
        if answers.identity == NUMBER { answers.number.clone() } else { coded("identity", &answers.identity) };
    let home = if answers.school.is_empty() { place.to_owned() } else { format!("{place}, {}", answers.school) };
    let reach = match answers.reach.as_str() {
        "call" | "text_message" => format!("{}, {}", coded("reach", &answers.reach), answers.phone),
        "at_school" => format!("{}, {}", coded("reach", &answers.reach), answers.at_school),
        code => coded("reach", code),
    };
    let interpreter =
        if answers.interpreter == YES { language(say, &answers.language) } else { coded("interpreter", NO) };
    let mut rows = vec![
        row(Step::Child, "refer-child-row", format!("{}, {years}", name.trim())),
        row(Step::Child, "refer-identity-row", identity),
        row(Step::Place, "refer-place-row", home),
        row(Step::Topic, "refer-topic-row", coded("topic", &answers.topic)),
        row(Step::Words, "refer-words-row", answers.words.clone()),
        row(Step::Since, "refer-since-row", answers.since.clone()),
        row(Step::Tried, "refer-tried-row", answers.tried.clone()),
        row(Step::Told, "refer-child_knows-row", coded("child_knows", &answers.child_knows)),
        row(Step::Told, "refer-guardians_know-row", coded("guardians_know", &answers.guardians_know)),
    ];
    if !answers.why_not.trim().is_empty() {
        rows.push(row(Step::Told, "refer-why_not-row", answers.why_not.clone()));
    }
    rows.push(row(Step::Wish, "refer-wish-row", answers.wish.clone()));
    rows.push(row(Step::Reach, "refer-reach-row", reach));
    if answers.asks(Step::Message) {
        rows.push(row(Step::Message, "refer-message-row", coded("message", &answers.message)));
    }
    rows.push(row(Step::Interpreter, "refer-interpreter-row", interpreter));
    rows.push(row(Step::Caller, "refer-caller-row", answers.call_back.clone()));
    rows
}

#[derive(Template)]
#[template(path = "refer_receipt.html")]
pub(crate) struct ReceiptPage<'v> {
    a: Assets,
    say: Say<'v>,
    pub(crate) title: String,
    reads: String,
    due: String,
    then: Vec<String>,
    follow: String,
    start: &'static str,
}

impl<'v> ReceiptPage<'v> {
    pub(crate) fn new(visit: &'v Visit, receipt: &Receipt) -> Self {
        let (say, now) = (visit.say(), visit.now());
        let due_at = Moment::from_microseconds(receipt.due_at);
        let urgency = Urgency::from_code(&receipt.urgency);
        Self {
            a: visit.assets(),
            say,
            title: say.t("ask-receipt-title"),
            reads: format!("{}, {}", receipt.holder, receipt.unit),
            due: match urgency {
                Some(Urgency::Acute) => say.t("ask-receipt-acute"),
                Some(Urgency::SameDay | Urgency::Ordinary) | None => say.day_and_time(due_at, now),
            },
            then: vec![
                answered_by(say, urgency, due_at, now),
                say.t("refer-happens-family"),
                say.t("refer-happens-then"),
            ],
            follow: format!("{LIST}/{}", receipt.request),
            start: START,
        }
    }
}
