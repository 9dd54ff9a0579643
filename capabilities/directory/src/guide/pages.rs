//! Pages of the guide.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use domain::directory::guide::{self, Fit, Haste, Suggestion};
use domain::front_door::intake::Topic;
use domain::front_door::routing::Area;
use i18n::Say;
use identity::organisations::Book;
use identity::pages::{Choice, ErrorView};
use web::page::see_other;
use web::{Asked, Assets, Fields, Problem, Shell, Visit};

use crate::entries::{Entries, entries};
use crate::guide::answers::{self, AGE, Answers, BACK, NOT_KNOWN, Next, PLACE, Question, SHOWN, SKIP, TOPIC, Who};
use crate::numbers::{Call, calls, checked};
use crate::words::{EntryView, Words};

/// The most municipalities that may be chosen between; Sweden has 290.
const PLACES_MAX: usize = 290;

#[derive(Template)]
#[template(path = "guide_question.html")]
struct QuestionPage {
    a: Assets,
    t: QuestionText,
    asks: Question,
    carried: Vec<(&'static str, String)>,
    shown: &'static str,
    back_to: &'static str,
    back_href: &'static str,
    choices: Vec<Choice>,
    typed: String,
    error: String,
    errors: Vec<ErrorView>,
}

struct QuestionText {
    step: String,
    question: String,
    hint: String,
    label: String,
    back: String,
    go_on: String,
    skip: String,
    anonymous: String,
    error_prefix: String,
    error_heading: String,
}

#[derive(Template)]
#[template(path = "guide_found.html")]
struct FoundPage {
    a: Assets,
    t: FoundText,
    carried: Vec<(&'static str, String)>,
    answers: Vec<Answered>,
    numbers_first: bool,
    calls: Vec<Call>,
    advice: Vec<String>,
    found: Vec<Found>,
}

struct FoundText {
    title: String,
    lead: String,
    places: String,
    none: String,
    none_text: String,
    checked: String,
    advice_title: String,
    answers: String,
    change: String,
    ask: String,
    ask_text: String,
    prepare: String,
    all: String,
    again: String,
    entry_expired: String,
    home: &'static str,
}

struct Answered {
    field: &'static str,
    name: String,
    value: String,
}

struct Found {
    entry: EntryView,
    asks: Vec<String>,
}

/// A page that was left and opened again has no answers any more: the guide begins anew.
pub(crate) async fn restart() -> Response {
    see_other("/")
}

/// Answers a step of the guide.
pub(crate) async fn ask(asked: Asked) -> Result<Response, Problem> {
    let Asked { visit, fields } = asked;
    let (book, entries) = public_facts(&visit).await?;
    let answers = Answers::of(&fields, |id| !book.municipality_name(id).is_empty());
    match answers.next(&fields) {
        Next::Ask(question) => {
            let page = question_page(&visit, &book, &answers, question, &fields, String::new());
            visit.open_page(Shell::Public, &visit.say().t("guide-title"), &page)
        }
        Next::AskAgain(question) => {
            let error = visit.say().t(&format!("guide-error-{}", question.field()));
            let page = question_page(&visit, &book, &answers, question, &fields, error);
            visit.refused_form(Shell::Public, &visit.say().t("guide-title"), &page)
        }
        Next::Show(question) => {
            let all = entries.all();
            let suggestions = guide::suggest(&all, &question, visit.now());
            let page = found_page(&visit, &book, &answers, question.topic, &suggestions);
            visit.open_page(Shell::Public, &visit.say().t("guide-title"), &page)
        }
    }
}

/// The book and the directory, in one short reading. Neither is about a person.
pub(crate) async fn public_facts(visit: &Visit) -> Result<(Arc<Book>, Arc<Entries>), Problem> {
    let mut transaction = visit.app.database().begin_reading("directory.entries").await?;
    let book = Book::open(&mut transaction).await?;
    let entries = entries(&mut transaction).await?;
    transaction.commit().await?;
    Ok((book, entries))
}

/// The topics of the first question, in the words of who asks.
pub(crate) fn about_choices(say: Say<'_>, who: Who, chosen: Option<Topic>) -> Vec<Choice> {
    let choice = |topic: Topic| {
        let key = format!("guide-about-{}-{}", topic.code(), who.key());
        Choice {
            value: topic.code().to_owned(),
            label: say.t(&key),
            hint: say.t(&format!("{key}-hint")),
            chosen: chosen == Some(topic),
        }
    };
    Topic::ALL.into_iter().map(choice).collect()
}

fn place_choices(say: Say<'_>, book: &Book, answers: &Answers) -> Vec<Choice> {
    let chosen = answers.place.known();
    let places = book.municipalities().into_iter().take(PLACES_MAX).map(|(id, name)| Choice {
        value: id.to_string(),
        label: name.to_owned(),
        hint: String::new(),
        chosen: chosen == Some(id),
    });
    let open = Choice {
        value: NOT_KNOWN.to_owned(),
        label: say.t("guide-place-not-known"),
        hint: String::new(),
        chosen: answers.place == answers::Answer::NotKnown,
    };
    places.chain(std::iter::once(open)).collect()
}

fn question_page(
    visit: &Visit,
    book: &Book,
    answers: &Answers,
    question: Question,
    fields: &Fields,
    error: String,
) -> QuestionPage {
    let say = visit.say();
    let who = voice(answers);
    let (choices, back_to, step) = match question {
        Question::About => (about_choices(say, answers.who, answers.topic.known()), "", 1),
        Question::Age => (vec![], TOPIC, 2),
        Question::Place => (place_choices(say, book, answers), AGE, 3),
    };
    let typed = match question {
        Question::Age if fields.text(AGE) != NOT_KNOWN => fields.text(AGE).to_owned(),
        Question::About | Question::Age | Question::Place => String::new(),
    };
    let t = QuestionText {
        step: say.with("guide-step", "step", step),
        question: say.t(&format!("guide-{}-{who}", question.field())),
        hint: say.t(&format!("guide-{}-hint", question.field())),
        label: say.t("guide-age-label"),
        back: say.t("guide-back"),
        go_on: say.t("guide-go-on"),
        skip: say.t("guide-skip"),
        anonymous: say.t("guide-anonymous"),
        error_prefix: say.t("frame-error-prefix"),
        error_heading: say.t("guide-error-heading"),
    };
    let errors =
        if error.is_empty() { vec![] } else { vec![ErrorView { field: question.field(), text: error.clone() }] };
    QuestionPage {
        a: visit.assets(),
        t,
        asks: question,
        carried: answers.carried(Some(question)),
        shown: question.field(),
        back_to,
        back_href: answers.who.home(),
        choices,
        typed,
        error,
        errors,
    }
}

/// Whose age and place is asked for, as the last part of the keys.
fn voice(answers: &Answers) -> &'static str {
    match (answers.who, answers.topic.known()) {
        (Who::Child, Some(Topic::WorriedForFriend)) => "friend",
        (Who::Parent, Some(Topic::WorriedForFriend)) => "other",
        (Who::Child, Some(_) | None) => "child",
        (Who::Parent, Some(_) | None) => "parent",
    }
}

fn found_page(
    visit: &Visit,
    book: &Book,
    answers: &Answers,
    topic: Topic,
    suggestions: &[Suggestion<'_>],
) -> FoundPage {
    let say = visit.say();
    let words = Words { say, book, now: visit.now() };
    let numbers_first = guide::haste(topic) == Haste::NumbersFirst;
    let key = format!("guide-found-{}-{}", topic.code(), answers.who.key());
    let own = |part: &str| {
        let key = format!("{key}-{part}");
        if say.has(&key) { say.t(&key) } else { say.t(&format!("guide-found-{part}")) }
    };
    let advice = (1..=ADVICE_MAX).map(|number| format!("{key}-advice-{number}"));
    let t = FoundText {
        title: own("title"),
        lead: own("lead"),
        places: say.t("guide-places"),
        none: say.t("guide-none"),
        none_text: say.t("guide-none-text"),
        checked: checked(visit),
        advice_title: say.t("guide-advice"),
        answers: say.t("guide-answers"),
        change: say.t("guide-change"),
        ask: say.t("guide-ask"),
        ask_text: say.t("guide-ask-text"),
        prepare: say.t("guide-prepare"),
        all: say.t("guide-all"),
        again: say.t("guide-again"),
        entry_expired: say.t("directory-expired"),
        home: answers.who.home(),
    };
    FoundPage {
        a: visit.assets(),
        t,
        carried: answers.carried(None),
        answers: answered(words, answers, topic),
        numbers_first,
        calls: if numbers_first { calls(visit, topic) } else { vec![] },
        advice: advice.filter(|key| say.has(key)).map(|key| say.t(&key)).collect(),
        found: suggestions.iter().map(|suggestion| found(words, suggestion)).collect(),
    }
}

/// The most lines of advice about a topic.
const ADVICE_MAX: usize = 5;

fn answered(words: Words<'_>, answers: &Answers, topic: Topic) -> Vec<Answered> {
    let say = words.say;
    let not_said = || say.t("guide-not-said");
    let about = say.t(&format!("guide-about-{}-{}", topic.code(), answers.who.key()));
    let age = answers.age.known().map_or_else(not_said, |age| say.with("guide-years", "age", age.years()));
    let place = answers.place.known().map(|place| words.book.municipality_name(place).to_owned());
    vec![
        Answered { field: TOPIC, name: say.t("guide-answered-vad"), value: about },
        Answered { field: AGE, name: say.t("guide-answered-alder"), value: age },
        Answered { field: PLACE, name: say.t("guide-answered-var"), value: place.unwrap_or_else(not_said) },
    ]
}

fn found(words: Words<'_>, suggestion: &Suggestion<'_>) -> Found {
    let mut asks = Vec::new();
    if suggestion.age == Fit::Ask {
        asks.push(words.say.with("guide-for-ages", "ages", &words.ages(suggestion.entry.ages)));
    }
    if suggestion.area == Fit::Ask && suggestion.entry.area != Area::Region {
        let area = words.area(&suggestion.entry.area, usize::MAX);
        asks.push(words.say.with("guide-for-area", "area", &area));
    }
    Found { entry: words.entry(suggestion.entry), asks }
}
