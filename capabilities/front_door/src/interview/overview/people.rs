//! Who the child is and the grown-ups around: what is known, and the forms that make it known.

use axum::extract::Path;
use axum::response::Response;
use domain::child::{Child, Custody};
use domain::id::Id;
use domain::identity_number::{IdentityNumber, Kind};
use domain::moment::Day;
use i18n::Say;
use identity::children::adults::Source;
use identity::children::adults::commands::AdultError;
use identity::children::commands::WhoItIs;
use identity::children::corrections::commands::CorrectError;
use identity::children::{Age, MessageSafety, Shown};
use identity::pages::called;
use web::limit::Tries;
use web::{Fields, Problem, Sent};

use crate::interview::commands::AssessError;
use crate::interview::identifying::{self, Found, Identified, SameNumber};
use crate::interview::overview::again;
use crate::interview::views::request_address;
use crate::work::{Choice, Errors, id_of};

pub(super) struct GuardianRow {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) phone: String,
    pub(super) phone_href: String,
    pub(super) message: String,
    /// Where custody is confirmed and codes are handed out.
    pub(super) href: String,
}

pub(super) struct ChildForm {
    pub(super) version: String,
    pub(super) given_name: String,
    pub(super) given_name_error: String,
    pub(super) family_name: String,
    pub(super) number: String,
    /// Whether the number is asked about: one of another kind than people carry with them is kept as it is.
    pub(super) number_asked: bool,
    pub(super) number_error: String,
    pub(super) born: String,
    pub(super) born_error: String,
    pub(super) school: String,
    pub(super) same: bool,
    pub(super) same_asked: bool,
}

pub(super) struct GuardianForm {
    pub(super) name: String,
    pub(super) name_error: String,
    pub(super) relation: String,
    pub(super) phone: String,
    pub(super) number: String,
    pub(super) number_error: String,
    pub(super) custody: Vec<Choice>,
    pub(super) custody_error: String,
    pub(super) sources: Vec<Choice>,
    pub(super) source_error: String,
}

/// What is known of the child, as the form begins.
pub(super) fn known_fields(who: Option<&WhoItIs>, today: Day) -> Fields {
    let Some(who) = who else { return Fields::default() };
    let born = match who.label.age {
        Age::Born(born) => born.to_string(),
        Age::Stated(..) => String::new(),
    };
    Fields::of([
        ("version", who.version.to_string().as_str()),
        ("given_name", who.label.given_name.as_str()),
        ("family_name", &who.identity.family_name),
        ("number", &known_number(who, today).1),
        ("born", &born),
        ("school", &who.identity.school),
    ])
}

/// The kind of the number that is known, and the number as one writes it.
pub(super) fn known_number(who: &WhoItIs, today: Day) -> (Kind, String) {
    let normal = &who.identity.number;
    IdentityNumber::from_normal_form(normal, today)
        .map_or_else(|_| (Kind::None, normal.clone()), |number| (number.kind(), number.written(today)))
}

pub(super) fn child_form(say: Say<'_>, kind: Kind, fields: &Fields, errors: &Errors) -> ChildForm {
    ChildForm {
        version: fields.text("version").to_owned(),
        given_name: fields.raw("given_name").to_owned(),
        given_name_error: errors.of(say, "given_name"),
        family_name: fields.raw("family_name").to_owned(),
        number: fields.text("number").to_owned(),
        number_asked: match kind {
            Kind::Personal | Kind::Coordination | Kind::Interim | Kind::None => true,
            Kind::NationalReserve | Kind::RegionalReserve | Kind::Lma => false,
        },
        number_error: errors.of(say, "number"),
        born: fields.text("born").to_owned(),
        born_error: errors.of(say, "born"),
        school: fields.raw("school").to_owned(),
        same: fields.has("same"),
        same_asked: errors.has("same"),
    }
}

pub(super) fn guardian_form(say: Say<'_>, fields: &Fields, errors: &Errors) -> GuardianForm {
    let custody = |code: &str| Choice::new(code, say.t(&format!("front-custody-{code}")), fields.text("custody"));
    let source = |source: Source| {
        let code = source.code();
        Choice::new(code, say.t(&format!("front-custody-source-{code}")), fields.text("custody_source"))
    };
    GuardianForm {
        name: fields.raw("guardian_name").to_owned(),
        name_error: errors.of(say, "guardian_name"),
        relation: fields.raw("relation").to_owned(),
        phone: fields.text("phone").to_owned(),
        number: fields.text("guardian_number").to_owned(),
        number_error: errors.of(say, "guardian_number"),
        custody: ["holder", "none"].map(custody).into(),
        custody_error: errors.of(say, "custody"),
        sources: Source::ALL.map(source).into(),
        source_error: errors.of(say, "custody_source"),
    }
}

pub(super) fn guardians(say: Say<'_>, child: Id<Child>, who: Option<&WhoItIs>) -> Vec<GuardianRow> {
    let row = |guardian: &identity::children::GuardianView| {
        let custody = match guardian.custody {
            Custody::Holder => say.t("front-custody-holder"),
            Custody::None => say.t("front-custody-unconfirmed"),
        };
        let about = if guardian.relation.is_empty() { custody } else { format!("{}, {custody}", guardian.relation) };
        let message = match guardian.contact.message {
            MessageSafety::NotAsked => say.t("front-trace-not_asked"),
            MessageSafety::Safe => say.t("front-trace-safe"),
            MessageSafety::Unsafe => say.t("front-trace-unsafe"),
        };
        GuardianRow {
            name: match (guardian.shown, guardian.name.as_str()) {
                (Shown::Open | Shown::ToTheNamed, "") => say.t("front-guardian-no-name"),
                (Shown::Open | Shown::ToTheNamed | Shown::Hidden, _) => called(say, guardian),
            },
            about,
            phone_href: format!("tel:{}", guardian.contact.phone),
            phone: guardian.contact.phone.clone(),
            message,
            href: format!("/barn/{child}/vuxna/{}", guardian.person),
        }
    };
    who.map(|who| who.guardians.iter().map(row).collect()).unwrap_or_default()
}

pub(super) async fn identify(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let id = id_of(&id)?;
    let (told, errors) = identified(&fields, visit.now().day());
    let Some(told) = told else { return again(&visit, id, &fields, &errors).await };
    let mut errors = Errors::default();
    match identifying::identify(&visit.asker(), visit.post()?, id, told).await {
        Ok(()) => return Ok(visit.see_and_tell(&request_address(id), "front-identified")),
        Err(AssessError::Correct(CorrectError::SameNumber)) => {
            // Whoever tries number after number is stopped, as where one opens without a relation.
            visit.try_once_more(Tries::Numbers)?;
            errors.add("same", "front-same-number");
        }
        Err(AssessError::Correct(CorrectError::BornIsKnown)) => errors.add("born", "child-error-born-known"),
        Err(error) => return Err(error.into()),
    }
    again(&visit, id, &fields, &errors).await
}

/// The longest name taken, in characters.
pub(super) const NAME_MAX: usize = 300;

fn identified(fields: &Fields, today: Day) -> (Option<Identified>, Errors) {
    let mut errors = Errors::default();
    let too_long = |name: &str| fields.text(name).chars().count() > NAME_MAX;
    if fields.text("given_name").is_empty() || too_long("given_name") || too_long("family_name") || too_long("school") {
        errors.add("given_name", "front-error-given-name");
    }
    let number: Option<Option<IdentityNumber>> = match fields.text("number") {
        "" if !fields.has("number") => Some(None),
        "" => Some(Some(IdentityNumber::none())),
        text => IdentityNumber::parse(text, today).ok().map(Some),
    };
    if number.is_none() {
        errors.add("number", "front-error-number");
    }
    let born: Option<Option<Day>> = match fields.text("born") {
        "" => Some(None),
        text => text.parse().ok().filter(|day| *day <= today).map(Some),
    };
    if born.is_none() {
        errors.add("born", "front-error-born");
    }
    let told = number.zip(born).filter(|_| errors.is_empty()).map(|(number, born)| Identified {
        // What is no version was seen by nobody.
        version: fields.text("version").parse().unwrap_or_default(),
        given_name: fields.text("given_name").to_owned(),
        family_name: fields.text("family_name").to_owned(),
        born,
        number,
        school: fields.text("school").to_owned(),
        same: if fields.has("same") { SameNumber::Right } else { SameNumber::NotAsked },
    });
    (told, errors)
}

pub(super) async fn add_guardian(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (id, mut errors) = (id_of(&id)?, Errors::default());
    let name = fields.text("guardian_name");
    if name.is_empty() || name.chars().count() > NAME_MAX {
        errors.add("guardian_name", "front-error-guardian-name");
    }
    let custody = match fields.text("custody") {
        "holder" => Custody::Holder,
        "none" => Custody::None,
        _ => {
            errors.add("custody", "front-error-custody");
            Custody::None
        }
    };
    let source = Source::from_code(fields.text("custody_source"));
    if custody == Custody::Holder && source.is_none() {
        errors.add("custody_source", "front-error-custody-source");
    }
    let number = match fields.text("guardian_number") {
        "" => Some(String::new()),
        text => IdentityNumber::parse(text, visit.now().day()).ok().and_then(|number| number.normal_form()),
    };
    if number.is_none() {
        errors.add("guardian_number", "front-error-number");
    }
    if !errors.is_empty() {
        return again(&visit, id, &fields, &errors).await;
    }
    let short = |field: &str| fields.text(field).chars().take(NAME_MAX).collect::<String>();
    let found = Found {
        name: name.to_owned(),
        relation: short("relation"),
        phone: short("phone"),
        message: None,
        number: number.unwrap_or_default(),
        custody,
        source,
    };
    match identifying::add_guardian(&visit.asker(), id, found).await {
        Ok(()) => return Ok(visit.see_and_tell(&request_address(id), "front-guardian-added")),
        Err(AssessError::Adult(AdultError::NotUsable)) => errors.add("guardian_number", "adults-error-not-usable"),
        Err(error) => return Err(error.into()),
    }
    visit.try_once_more(Tries::Numbers)?;
    again(&visit, id, &fields, &errors).await
}
