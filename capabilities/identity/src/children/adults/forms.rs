//! What is typed about a grown-up, as values.

use domain::child::Custody;
use domain::identity_number::IdentityNumber;
use domain::moment::Day;
use web::Fields;

use crate::children::adults::Source;
use crate::children::adults::commands::Found;
use crate::children::pages::message_from_code;
use crate::pages::Errors;

/// The longest name taken, in characters.
const NAME_MAX: usize = 300;
/// The longest telephone number taken, in characters.
const PHONE_MAX: usize = 40;

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
        errors.add("relation", "adults-error-relation");
    }
    if long("phone", PHONE_MAX) {
        errors.add("phone", "adults-error-phone");
    }
    let number = match fields.text("number") {
        "" => Some(String::new()),
        text => IdentityNumber::parse(text, today).ok().and_then(|number| number.normal_form()),
    };
    if number.is_none() {
        errors.add("number", "adults-error-number");
    }
    let custody = match fields.text("custody") {
        "holder" => Some(Custody::Holder),
        "none" => Some(Custody::None),
        _ => None,
    };
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
            message: message_from_code(fields.text("message")),
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
