//! What is typed about a grown-up: as the form shows it, and as values.

use domain::child::Custody;
use domain::identity_number::IdentityNumber;
use domain::moment::Day;
use i18n::Say;
use web::Fields;

use crate::children::adults::Source;
use crate::children::adults::commands::Found;
use crate::children::guardians::{CUSTODIES, custody_code, custody_from_code};
use crate::children::pages::{message_from_code, messages};
use crate::children::person::{NAME_MAX, PHONE_MAX};
use crate::pages::{Choice, Errors};

/// The form as it is shown: what is typed, or known, and what is wrong with it.
pub(super) struct AdultForm {
    pub(super) name: String,
    pub(super) name_error: String,
    pub(super) relation: String,
    pub(super) relation_error: String,
    pub(super) phone: String,
    pub(super) phone_error: String,
    pub(super) messages: Vec<Choice>,
    pub(super) message_error: String,
    pub(super) number: String,
    pub(super) number_hint: String,
    pub(super) number_error: String,
    pub(super) custody: Vec<Choice>,
    pub(super) custody_error: String,
    pub(super) sources: Vec<Choice>,
    pub(super) source_error: String,
}

impl AdultForm {
    /// With the hint for the number, which differs between somebody new and somebody known.
    pub(super) fn of(say: Say<'_>, fields: &Fields, errors: &Errors, number_hint: &str) -> Self {
        let custody = |one| Choice::of(say, "adults-custody", custody_code(one), fields.text("custody"));
        let source = |source: Source| Choice::of(say, "adults-source", source.code(), fields.text("source"));
        Self {
            name: fields.raw("name").to_owned(),
            name_error: errors.of(say, "name"),
            relation: fields.raw("relation").to_owned(),
            relation_error: errors.of(say, "relation"),
            phone: fields.raw("phone").to_owned(),
            phone_error: errors.of(say, "phone"),
            messages: messages(say, fields.text("message")),
            message_error: errors.of(say, "message"),
            number: fields.raw("number").to_owned(),
            number_hint: say.t(number_hint),
            number_error: errors.of(say, "number"),
            custody: CUSTODIES.map(custody).into(),
            custody_error: errors.of(say, "custody"),
            sources: Source::ALL.map(source).into(),
            source_error: errors.of(say, "source"),
        }
    }
}

/// Reads a form about somebody new: they must have a name.
pub(crate) fn read_new(fields: &Fields, today: Day) -> Result<Found, Errors> {
    let mut nameless = Errors::default();
    if fields.text("name").is_empty() {
        nameless.add("name", "adults-error-name");
    }
    match read(fields, today) {
        Ok(found) if nameless.is_empty() => Ok(found),
        Ok(_) => Err(nameless),
        Err(errors) => Err(nameless.and(errors)),
    }
}

/// Reads a sent form.
pub(crate) fn read(fields: &Fields, today: Day) -> Result<Found, Errors> {
    let mut errors = Errors::default();
    let long = |name: &str, most: usize| fields.text(name).chars().count() > most;
    if long("name", NAME_MAX) {
        errors.add("name", "adults-error-name");
    }
    if long("relation", NAME_MAX) {
        errors.add("relation", "person-error-long");
    }
    if long("phone", PHONE_MAX) {
        errors.add("phone", "person-error-phone");
    }
    // Whoever has not asked says so: then no message is left. It is never what somebody did not answer.
    let message = message_from_code(fields.text("message"));
    if message.is_none() {
        errors.add("message", "adults-error-message");
    }
    let number = match fields.text("number") {
        "" => Some(String::new()),
        text => IdentityNumber::parse(text, today).ok().and_then(|number| number.normal_form()),
    };
    if number.is_none() {
        errors.add("number", "adults-error-number");
    }
    let custody = custody_from_code(fields.text("custody"));
    let source = Source::from_code(fields.text("source"));
    match custody {
        None => errors.add("custody", "adults-error-custody"),
        Some(Custody::Holder) if source.is_none() => errors.add("source", "adults-error-source"),
        // Whoever has custody reads and says yes by name.
        Some(Custody::Holder) if fields.text("name").is_empty() => errors.add("name", "adults-error-name"),
        Some(Custody::Holder | Custody::None) => {}
    }
    match (number, custody) {
        (Some(number), Some(custody)) if errors.is_empty() => Ok(Found {
            name: fields.text("name").to_owned(),
            relation: fields.text("relation").to_owned(),
            phone: fields.text("phone").to_owned(),
            message,
            number,
            custody,
            source: match custody {
                Custody::Holder => source,
                Custody::None => None,
            },
        }),
        _ => Err(errors),
    }
}
