//! Reads one page of a referral into the answers, or says what to write. What was typed is kept either way.

use domain::front_door::intake::Topic;
use domain::front_door::reach::{Mobile, Telephone, TelephoneFault, Trace};
use domain::front_door::referral::{Knows, Told};
use domain::front_door::text::{Line, Name, Note, Text, TextFault, Words};
use domain::identity_number::{Defect, IdentityNumber};
use domain::moment::Day;
use web::Fields;

use crate::area::commands::Area;
use crate::ask::LANGUAGES;
use crate::refer::answers::{Answers, NO, NO_NUMBER, NUMBER, PROTECTED, THROUGH_ME, YES};
use crate::refer::step::Step;
use crate::work::Errors;

/// What a page is read against.
pub(crate) struct Known {
    /// The municipalities with a front door.
    pub(crate) areas: Vec<Area>,
    /// The day it is.
    pub(crate) today: Day,
}

/// Reads a page into the answers. An answer that was typed is kept in them also when it cannot be taken.
pub(crate) fn read(step: Step, fields: &Fields, known: &Known, answers: &mut Answers) -> Errors {
    let mut errors = Errors::default();
    match step {
        Step::Child => child(fields, known.today, answers, &mut errors),
        Step::Same => same(fields, answers, &mut errors),
        Step::Place => place(fields, &known.areas, answers, &mut errors),
        Step::Topic => topic(fields, answers, &mut errors),
        Step::Words => {
            fields.raw("words").clone_into(&mut answers.words);
            text::<4_000>(&Words::new(answers.words.as_str()), "words", &mut errors);
        }
        Step::Since => {
            fields.text("since").clone_into(&mut answers.since);
            text::<120>(&Line::new(answers.since.as_str()), "since", &mut errors);
        }
        Step::Tried => {
            fields.raw("tried").clone_into(&mut answers.tried);
            text::<2_000>(&Note::new(answers.tried.as_str()), "tried", &mut errors);
        }
        Step::Told => told(fields, answers, &mut errors),
        Step::Wish => {
            fields.raw("wish").clone_into(&mut answers.wish);
            text::<2_000>(&Note::new(answers.wish.as_str()), "wish", &mut errors);
        }
        Step::Reach => reach(fields, answers, &mut errors),
        Step::Message => message(fields, answers, &mut errors),
        Step::Interpreter => interpreter(fields, answers, &mut errors),
        Step::Caller => {
            fields.text("call_back").clone_into(&mut answers.call_back);
            if Telephone::parse(&answers.call_back).is_err() {
                errors.add("call_back", "refer-error-phone");
            }
        }
    }
    errors
}

/// A text that must be there and not be too long.
fn text<const LIMIT: usize>(read: &Result<Text<LIMIT>, TextFault>, field: &'static str, errors: &mut Errors) {
    match read {
        Ok(_) => {}
        Err(TextFault::Blank | TextFault::Unstorable) => errors.add(field, &format!("refer-error-{field}")),
        Err(TextFault::TooLong { .. }) => errors.add(field, too_long(LIMIT)),
    }
}

/// What to do about a text that is longer than so many characters.
const fn too_long(limit: usize) -> &'static str {
    match limit {
        0..=120 => "refer-error-long-120",
        121..=300 => "refer-error-long-300",
        301..=2_000 => "refer-error-long-2000",
        _ => "refer-error-long-4000",
    }
}

fn child(fields: &Fields, today: Day, answers: &mut Answers, errors: &mut Errors) {
    let number = fields.text("number");
    if number != answers.number {
        // Another number is another question of whether the child is known.
        answers.same.clear();
    }
    fields.text("first_name").clone_into(&mut answers.first_name);
    fields.text("family_name").clone_into(&mut answers.family_name);
    fields.text("identity").clone_into(&mut answers.identity);
    number.clone_into(&mut answers.number);
    fields.text("age").clone_into(&mut answers.age);
    answers.found.clear();
    text::<300>(&Name::new(answers.first_name.as_str()), "first_name", errors);
    if !answers.family_name.is_empty() && Name::new(answers.family_name.as_str()).is_err() {
        errors.add("family_name", too_long(300));
    }
    match answers.identity.as_str() {
        NUMBER => {
            if let Err(defect) = IdentityNumber::parse(&answers.number, today) {
                errors.add("number", defect_key(defect));
            }
        }
        PROTECTED | NO_NUMBER => {}
        _ => {
            answers.identity.clear();
            errors.add("identity", "refer-error-identity");
        }
    }
    if errors.is_empty() && answers.years(today).is_none() {
        match answers.born(today) {
            Some(_) => errors.add("number", "refer-error-number-age"),
            None => errors.add("age", "refer-error-age"),
        }
    }
}

/// What to do about a number that is not one.
const fn defect_key(defect: Defect) -> &'static str {
    match defect {
        Defect::Empty | Defect::Length { .. } => "refer-error-number-length",
        Defect::Character { .. } | Defect::Separator { .. } => "refer-error-number-character",
        Defect::Century | Defect::Month | Defect::Day | Defect::Future => "refer-error-number-date",
        Defect::Serial | Defect::CheckDigit { .. } => "refer-error-number-check",
        Defect::OrganisationNumber | Defect::NotReserve => "refer-error-number-kind",
    }
}

fn same(fields: &Fields, answers: &mut Answers, errors: &mut Errors) {
    fields.text("same").clone_into(&mut answers.same);
    if ![YES, NO].contains(&answers.same.as_str()) {
        answers.same.clear();
        errors.add("same", "refer-error-same");
    }
}

fn place(fields: &Fields, areas: &[Area], answers: &mut Answers, errors: &mut Errors) {
    fields.text("municipality").clone_into(&mut answers.municipality);
    fields.text("school").clone_into(&mut answers.school);
    if !areas.iter().any(|area| Some(area.municipality) == answers.municipality()) {
        answers.municipality.clear();
        errors.add("municipality", "refer-error-municipality");
    }
    if !answers.school.is_empty() && Line::new(answers.school.as_str()).is_err() {
        errors.add("school", too_long(120));
    }
}

fn topic(fields: &Fields, answers: &mut Answers, errors: &mut Errors) {
    let topic = Topic::from_code(fields.text("topic")).filter(|topic| *topic != Topic::WorriedForFriend);
    answers.topic = topic.map_or(String::new(), |topic| topic.code().to_owned());
    if answers.topic.is_empty() {
        errors.add("topic", "refer-error-topic");
    }
}

fn told(fields: &Fields, answers: &mut Answers, errors: &mut Errors) {
    let mut knows = |field: &'static str, answer: &mut String| {
        let knows = Knows::from_code(fields.text(field));
        *answer = knows.map_or(String::new(), |knows| knows.code().to_owned());
        if knows.is_none() {
            errors.add(field, "refer-error-knows");
        }
        knows
    };
    let (child, guardians) =
        (knows("child_knows", &mut answers.child_knows), knows("guardians_know", &mut answers.guardians_know));
    fields.raw("why_not").clone_into(&mut answers.why_not);
    let why = match Note::new(answers.why_not.as_str()) {
        Ok(why) => Some(why),
        Err(TextFault::Blank | TextFault::Unstorable) => None,
        Err(TextFault::TooLong { .. }) => {
            errors.add("why_not", too_long(2_000));
            None
        }
    };
    if let (Some(child), Some(guardians)) = (child, guardians)
        && Told::new(child, guardians, why).is_err()
    {
        errors.add("why_not", "refer-error-why_not");
    }
}

fn reach(fields: &Fields, answers: &mut Answers, errors: &mut Errors) {
    fields.text("reach").clone_into(&mut answers.reach);
    match answers.reach.as_str() {
        "text_message" => {
            fields.text("mobile").clone_into(&mut answers.phone);
            match Telephone::parse(&answers.phone).and_then(Mobile::try_from) {
                Ok(_) => {}
                Err(TelephoneFault::FixedLine) => errors.add("mobile", "refer-error-mobile"),
                Err(TelephoneFault::Character | TelephoneFault::Length | TelephoneFault::AreaCode) => {
                    errors.add("mobile", "refer-error-phone");
                }
            }
        }
        "call" => {
            fields.text("phone").clone_into(&mut answers.phone);
            if Telephone::parse(&answers.phone).is_err() {
                errors.add("phone", "refer-error-phone");
            }
        }
        "at_school" => {
            fields.text("at_school").clone_into(&mut answers.at_school);
            text::<120>(&Line::new(answers.at_school.as_str()), "at_school", errors);
        }
        THROUGH_ME => {}
        _ => {
            answers.reach.clear();
            errors.add("reach", "refer-error-reach");
        }
    }
}

fn message(fields: &Fields, answers: &mut Answers, errors: &mut Errors) {
    let answer = Trace::from_code(fields.text("message")).filter(|trace| *trace != Trace::NotAsked);
    answers.message = answer.map_or(String::new(), |trace| trace.code().to_owned());
    if answers.message.is_empty() {
        errors.add("message", "refer-error-yes-no");
    }
}

fn interpreter(fields: &Fields, answers: &mut Answers, errors: &mut Errors) {
    fields.text("interpreter").clone_into(&mut answers.interpreter);
    fields.text("language").clone_into(&mut answers.language);
    if !LANGUAGES.contains(&answers.language.as_str()) {
        answers.language.clear();
    }
    match answers.interpreter.as_str() {
        YES if answers.language.is_empty() => errors.add("language", "refer-error-language"),
        YES | NO => {}
        _ => {
            answers.interpreter.clear();
            errors.add("interpreter", "refer-error-yes-no");
        }
    }
}
