//! What is typed about a child, as values; and what is known, as a form begins.

use domain::identity_number::{Defect, IdentityNumber};
use domain::moment::Day;
use web::Fields;

use crate::children::commands::WhoItIs;
use crate::children::corrections::commands::Correction;
use crate::children::pages::{message_code, message_from_code};
use crate::children::person::{NAME_MAX, PHONE_MAX};
use crate::children::{Age, Contact};
use crate::pages::Errors;

/// The longest identity number and name of a region taken, in characters.
const NUMBER_MAX: usize = 40;
/// A number that any region could have: whether a region's own name can be read.
const PROBE: &str = "0000";
/// The oldest that somebody can be who was a child here.
const YEARS_MAX: u8 = 120;

/// The kinds of numbers, as one chooses between them. A personal number, a coordination number and a *T-nummer* tell
/// themselves apart.
pub(crate) const KINDS: [&str; 4] = [DATED, RESERVE, REGIONAL, LMA];
const DATED: &str = "dated";
const RESERVE: &str = "reserve";
const REGIONAL: &str = "regional";
const LMA: &str = "lma";

/// What is known of the child, as the form begins.
pub(crate) fn known(who: &WhoItIs, today: Day) -> Fields {
    let born = match who.label.age {
        Age::Born(born) => born.to_string(),
        Age::Stated(..) => String::new(),
    };
    let (kind, number, region) = number_parts(&who.identity.number, today);
    let municipality = who.municipality.map(|id| id.to_string()).unwrap_or_default();
    let contact = &who.identity.contact;
    Fields::of([
        ("version", who.version.to_string().as_str()),
        ("given_name", &who.label.given_name),
        ("family_name", &who.identity.family_name),
        ("number_kind", kind),
        ("number", &number),
        ("number_region", region),
        ("born", &born),
        ("municipality", &municipality),
        ("school", &who.identity.school),
        ("phone", &contact.phone),
        ("message", message_code(contact.message)),
        ("interpreter", &contact.interpreter),
    ])
}

/// The kind of a number in its normal form, the number as one writes it, and the region whose format it is.
pub(crate) fn number_parts(normal: &str, today: Day) -> (&'static str, String, &str) {
    let written = |text: &str| {
        IdentityNumber::from_normal_form(normal, today).map_or_else(|_| text.to_owned(), |known| known.written(today))
    };
    match normal.split_once(':') {
        None => (DATED, written(normal), ""),
        Some((LMA, number)) => (LMA, written(number), ""),
        Some((_, rest)) => match rest.split_once(':') {
            Some((region, number)) => (REGIONAL, written(number), region),
            None => (RESERVE, written(rest), ""),
        },
    }
}

/// Reads a sent form.
pub(crate) fn read(fields: &Fields, today: Day) -> Result<Correction, Errors> {
    let mut errors = Errors::default();
    let long = |name: &str, most: usize| fields.text(name).chars().count() > most;
    if fields.text("given_name").is_empty() || long("given_name", NAME_MAX) {
        errors.add("given_name", "child-error-given-name");
    }
    if long("family_name", NAME_MAX) {
        errors.add("family_name", "person-error-long");
    }
    let number = number(fields, today, &mut errors);
    let born = born(fields, today, &mut errors);
    let municipality = match fields.text("municipality") {
        "" => Some(None),
        id => id.parse().ok().map(Some),
    };
    if municipality.is_none() {
        errors.add("municipality", "child-error-municipality");
    }
    if long("school", NAME_MAX) {
        errors.add("school", "person-error-long");
    }
    if long("phone", PHONE_MAX) {
        errors.add("phone", "person-error-phone");
    }
    let interpreter = fields.text("interpreter");
    if long("interpreter", NAME_MAX) {
        errors.add("interpreter", "person-error-long");
    }
    match (number, municipality) {
        (Some(number), Some(municipality)) if errors.is_empty() => Ok(Correction {
            // What is no version was seen by nobody.
            version: fields.text("version").parse().unwrap_or_default(),
            given_name: fields.text("given_name").to_owned(),
            family_name: fields.text("family_name").to_owned(),
            number,
            born,
            municipality,
            school: fields.text("school").to_owned(),
            contact: Contact {
                phone: fields.text("phone").to_owned(),
                message: message_from_code(fields.text("message")).unwrap_or_default(),
                interpreter: interpreter.to_owned(),
            },
        }),
        _ => Err(errors),
    }
}

/// The day that was typed; none where nothing was, or no day that somebody here is born on.
fn born(fields: &Fields, today: Day, errors: &mut Errors) -> Option<Day> {
    let typed = fields.text("born");
    let lived = |born: Day| born <= today && today.age_of_born(born).is_some_and(|years| years <= YEARS_MAX);
    let born: Option<Day> = typed.parse().ok().filter(|born| lived(*born));
    if born.is_none() && !typed.is_empty() {
        errors.add("born", "child-error-born");
    }
    born
}

/// The number that was typed, of the kind that was chosen; the kind "none" where nothing was typed.
fn number(fields: &Fields, today: Day, errors: &mut Errors) -> Option<IdentityNumber> {
    let (typed, region) = (fields.text("number"), fields.text("number_region"));
    if typed.is_empty() {
        return Some(IdentityNumber::none());
    }
    let length = |text: &str| text.chars().count() <= NUMBER_MAX;
    if !length(typed) {
        errors.add("number", "child-error-number-length");
        return None;
    }
    let read = match fields.text("number_kind") {
        LMA => IdentityNumber::lma(typed),
        RESERVE => IdentityNumber::national_reserve(typed),
        REGIONAL if !length(region) || IdentityNumber::regional_reserve(region, PROBE).is_err() => {
            errors.add("number_region", "child-error-number-region");
            return None;
        }
        REGIONAL => IdentityNumber::regional_reserve(region, typed),
        DATED | "" => IdentityNumber::parse(typed, today),
        _ => {
            errors.add("number_kind", "child-error-number-kind-choose");
            return None;
        }
    };
    read.map_err(|defect| errors.add("number", defect_key(defect))).ok()
}

/// What to do about a number that is not one.
const fn defect_key(defect: Defect) -> &'static str {
    match defect {
        Defect::Empty | Defect::Length { .. } => "child-error-number-length",
        Defect::Character { .. } | Defect::Separator { .. } => "child-error-number-character",
        Defect::Century | Defect::Month | Defect::Day | Defect::Future => "child-error-number-date",
        Defect::Serial | Defect::CheckDigit { .. } => "child-error-number-check",
        Defect::OrganisationNumber => "child-error-number-organisation",
        Defect::NotReserve => "child-error-number-reserve",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::from_parts(2026, 11, 24).unwrap()
    }

    #[test]
    fn a_number_of_every_kind_is_shown_as_it_is_written_and_read_again_as_the_same() {
        let stored = [
            IdentityNumber::parse("20000229-2399", today()),
            IdentityNumber::national_reserve("99ABCDEF1234"),
            IdentityNumber::regional_reserve("VGREG", "A12345"),
            IdentityNumber::lma("50123456"),
            Ok(IdentityNumber::none()),
        ];
        for number in stored.into_iter().map(Result::unwrap) {
            let normal = number.normal_form().unwrap_or_default();
            let (kind, written, region) = number_parts(&normal, today());
            let fields = Fields::of([("number_kind", kind), ("number", &written), ("number_region", region)]);
            let mut errors = Errors::default();
            let again = super::number(&fields, today(), &mut errors);
            assert_eq!(again, Some(number), "{kind} {written}");
            assert!(errors.is_empty());
        }
    }

    #[test]
    fn a_day_that_nobody_here_is_born_on_is_refused() {
        for (typed, born, wrong) in [
            ("", None, false),
            ("2016-03-04", Day::from_parts(2016, 3, 4), false),
            ("2026-11-25", None, true),
            ("0000-01-01", None, true),
            ("-0001-12-31", None, true),
            ("i går", None, true),
        ] {
            let mut errors = Errors::default();
            assert_eq!(super::born(&Fields::of([("born", typed)]), today(), &mut errors), born, "{typed:?}");
            assert_eq!(!errors.is_empty(), wrong, "{typed:?}");
        }
    }
}
