//! Reads one page into the answers, or says what to write. What was typed is kept either way.

use domain::front_door::intake::{Age, Topic};
use domain::front_door::reach::{Mobile, Telephone, TelephoneFault, Trace};
use domain::front_door::text::{Line, Name, TextFault, Words};
pub(crate) use identity::children::LANGUAGES;
use web::Fields;

use crate::area::commands::Area;
use crate::ask::answers::{Answers, CHILD, GUARDIAN, NEEDED, NOT_NEEDED, PROFESSIONAL, PROTECTED};
use crate::ask::step::Step;
use crate::preparation::Preparation;

/// What to write in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldError {
    /// The field.
    pub(crate) field: &'static str,
    /// The key of what to write.
    pub(crate) key: &'static str,
}

/// What a page is read against.
#[derive(Default)]
pub(crate) struct Known {
    /// The municipalities with a front door.
    pub(crate) areas: Vec<Area>,
    /// What the code of a preparation opened, if one was typed.
    pub(crate) preparation: Option<Preparation>,
}

const fn error(field: &'static str, key: &'static str) -> FieldError {
    FieldError { field, key }
}

/// Reads a page into the answers. An answer that was typed is kept in them also when it cannot be taken.
pub(crate) fn read(step: Step, fields: &Fields, known: Known, answers: &mut Answers) -> Vec<FieldError> {
    match step {
        Step::Who => who(fields, answers),
        Step::Topic => topic(fields, answers),
        Step::Words => words(fields, known.preparation, answers),
        Step::Name => name(fields, answers),
        Step::Place => place(fields, &known.areas, answers),
        Step::Reach => reach(fields, answers),
        Step::Message => message(fields, answers),
        Step::Interpreter => interpreter(fields, answers),
    }
}

fn who(fields: &Fields, answers: &mut Answers) -> Vec<FieldError> {
    fields.text("who").clone_into(&mut answers.who);
    if [CHILD, GUARDIAN, PROFESSIONAL].contains(&answers.who.as_str()) {
        vec![]
    } else {
        answers.who.clear();
        vec![error("who", "ask-who-missing")]
    }
}

fn topic(fields: &Fields, answers: &mut Answers) -> Vec<FieldError> {
    answers.topic = Topic::from_code(fields.text("topic")).map_or(String::new(), |topic| topic.code().to_owned());
    if answers.topic.is_empty() { vec![error("topic", "ask-topic-missing")] } else { vec![] }
}

fn words(fields: &Fields, preparation: Option<Preparation>, answers: &mut Answers) -> Vec<FieldError> {
    let mut errors = vec![];
    fields.raw("words").clone_into(&mut answers.words);
    match Words::new(answers.words.as_str()) {
        Ok(_) => {}
        Err(TextFault::Blank | TextFault::Unstorable) => errors.push(error("words", "ask-words-missing")),
        Err(TextFault::TooLong { .. }) => errors.push(error("words", "ask-words-long")),
    }
    let code_given = !fields.text("code").is_empty();
    match preparation {
        Some(preparation) => answers.preparation = Some(preparation),
        None if code_given => errors.push(error("code", "ask-code-unknown")),
        None => {}
    }
    errors
}

fn name(fields: &Fields, answers: &mut Answers) -> Vec<FieldError> {
    let mut errors = vec![];
    fields.text("first_name").clone_into(&mut answers.first_name);
    fields.text("age").clone_into(&mut answers.age);
    fields.text("own_name").clone_into(&mut answers.own_name);
    fields.text("own_relation").clone_into(&mut answers.own_relation);
    match Name::new(answers.first_name.as_str()) {
        Ok(_) => {}
        Err(TextFault::Blank | TextFault::Unstorable) => errors.push(error("first_name", "ask-name-missing")),
        Err(TextFault::TooLong { .. }) => errors.push(error("first_name", "ask-name-long")),
    }
    if answers.age.parse().ok().and_then(|years| Age::new(years).ok()).is_none() {
        errors.push(error("age", "ask-age-missing"));
    }
    if !answers.own_name.is_empty() && Name::new(answers.own_name.as_str()).is_err() {
        errors.push(error("own_name", "ask-name-long"));
    }
    if !answers.own_relation.is_empty() && Name::new(answers.own_relation.as_str()).is_err() {
        errors.push(error("own_relation", "ask-name-long"));
    }
    errors
}

fn place(fields: &Fields, areas: &[Area], answers: &mut Answers) -> Vec<FieldError> {
    let mut errors = vec![];
    fields.text("municipality").clone_into(&mut answers.municipality);
    fields.text("school").clone_into(&mut answers.school);
    answers.protected.clear();
    if fields.has("protected") {
        PROTECTED.clone_into(&mut answers.protected);
    }
    if !areas.iter().any(|area| Some(area.municipality) == answers.municipality()) {
        answers.municipality.clear();
        errors.push(error("municipality", "ask-place-missing"));
    }
    if !answers.school.is_empty() && Line::new(answers.school.as_str()).is_err() {
        errors.push(error("school", "ask-school-long"));
    }
    errors
}

fn reach(fields: &Fields, answers: &mut Answers) -> Vec<FieldError> {
    fields.text("reach").clone_into(&mut answers.reach);
    let phone = |field| fields.text(field).to_owned();
    match answers.reach.as_str() {
        "text_message" => {
            answers.phone = phone("mobile");
            match Telephone::parse(&answers.phone).and_then(Mobile::try_from) {
                Ok(_) => vec![],
                Err(TelephoneFault::FixedLine) => vec![error("mobile", "ask-phone-fixed")],
                Err(TelephoneFault::Character | TelephoneFault::Length | TelephoneFault::AreaCode) => {
                    vec![error("mobile", "ask-phone-missing")]
                }
            }
        }
        "call" => {
            answers.phone = phone("phone");
            if Telephone::parse(&answers.phone).is_ok() { vec![] } else { vec![error("phone", "ask-phone-missing")] }
        }
        "at_school" => {
            fields.text("school").clone_into(&mut answers.school);
            match Line::new(answers.school.as_str()) {
                Ok(_) => vec![],
                Err(TextFault::Blank | TextFault::Unstorable) => vec![error("school", "ask-school-missing")],
                Err(TextFault::TooLong { .. }) => vec![error("school", "ask-school-long")],
            }
        }
        "on_page" => vec![],
        _ => {
            answers.reach.clear();
            vec![error("reach", "ask-reach-missing")]
        }
    }
}

fn message(fields: &Fields, answers: &mut Answers) -> Vec<FieldError> {
    let answer = Trace::from_code(fields.text("message")).filter(|trace| *trace != Trace::NotAsked);
    answers.message = answer.map_or(String::new(), |trace| trace.code().to_owned());
    if answers.message.is_empty() { vec![error("message", "ask-message-missing")] } else { vec![] }
}

fn interpreter(fields: &Fields, answers: &mut Answers) -> Vec<FieldError> {
    fields.text("interpreter").clone_into(&mut answers.interpreter);
    fields.text("language").clone_into(&mut answers.language);
    if !LANGUAGES.contains(&answers.language.as_str()) {
        answers.language.clear();
    }
    match answers.interpreter.as_str() {
        NEEDED if answers.language.is_empty() => vec![error("language", "ask-language-missing")],
        NEEDED | NOT_NEEDED => vec![],
        _ => {
            answers.interpreter.clear();
            vec![error("interpreter", "ask-interpreter-missing")]
        }
    }
}
