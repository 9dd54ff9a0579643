//! *Ny led*: a professional opens a trail for a child. A number finds a child who is known already; whether it is the
//! same child is for the professional to say, never for the program.

use access::Permit;
use access::action::front_door::Refer;
use access::action::identity::{FindChild, RegisterChild};
use access::action::trail::{Open, OpenAbout};
use access::facts::{RegionFacts, UnitFacts};
use audit::{Act, Outcome};
use axum::response::Response;
use domain::child::{Child, Protection};
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::moment::Day;
use domain::organisation::{Municipality, Post};
use domain::trail::{Start, Trail};
use identity::children::commands::{self as children, NewChild};
use identity::children::{Age, Identity, Label, Relations};
use identity::organisations::Book;
use web::{Fields, Link, Problem, Sent, Visit, once};

use crate::commands::{Opening, open_in};
use crate::forms::Reader;
use crate::lists::store as lists;
use crate::pages::form::{Check, Choice, Choices, Field, FormPage, Line, fault_of, step_fields};

/// The field that says that a child with the number is the one meant; its place among those found.
const SAME: &str = "samma";
/// How old a child on a trail may be said to be. Source: mission (6-19), with room for the youngest and for 18-20.
const AGE_MAX: u8 = 20;

/// A child as typed.
struct Typed {
    number: IdentityNumber,
    label: Label,
    identity: Identity,
    municipality: Option<Id<Municipality>>,
}

/// What came of looking for the child.
enum Whose {
    /// Nobody with the number is known, or there is no number: a new child.
    New,
    /// The professional has said that it is this child, and may open a trail about it.
    Same(Permit<OpenAbout>, Id<Child>),
    /// Children with the number are known; the professional must say.
    Ask {
        /// How many.
        found: usize,
        /// Trails about them at one's own unit.
        own: Vec<Id<Trail>>,
    },
    /// A protected identity: only the few who are named open a trail here.
    NotHere,
}

/// The form.
pub(super) async fn form(visit: Visit) -> Result<Response, Problem> {
    let book = book(&visit).await?;
    let mut page = open_page(&visit, &book, &Fields::default());
    page.key = visit.once();
    page.answer_open(&visit)
}

/// Opens the trail, or asks whether a known child is the one meant.
pub(super) async fn send(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let post = visit.post()?;
    let book = book(&visit).await?;
    let again = |visit: &Visit, faults| {
        let mut page = open_page(visit, &book, &fields).with_faults(faults);
        fields.raw(web::form::ONCE_FIELD).clone_into(&mut page.key);
        page.answer_open(visit)
    };
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let (typed, next_step) = (typed(&mut reader, &book), reader.next_step());
    let (Some(typed), Some(next_step), true) = (typed, next_step, fields.text("steg") != "andra") else {
        let faults = if fields.text("steg") == "andra" { vec![] } else { reader.faults };
        return again(&visit, faults);
    };
    let key = fields.raw(web::form::ONCE_FIELD);
    let mut act = visit.asker().begin("trail.open").await?;
    if let Some(address) = once::led_to(act.transaction(), key).await? {
        return Ok(visit.see(&address));
    }
    let facts = UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch };
    let found = if typed.number == IdentityNumber::none() {
        None
    } else {
        let permit = act.authorize::<FindChild>(&facts).await?;
        let children = children::find_by_number(&mut act, &permit, &typed.number).await?;
        act.saw(children.len());
        let whose = whose(&mut act, &post, &children, &fields).await?;
        Some((permit, children, whose))
    };
    let child = match found {
        None => register(&mut act, &typed).await?,
        Some((permit, known, Whose::New)) => {
            act.found(permit, &known);
            register(&mut act, &typed).await?
        }
        Some((permit, known, Whose::Same(about, child))) => {
            // A child has one trail at a unit, not two: whoever would open a second is led to the first.
            if let Some(open) = lists::open_about(&mut act, post.unit, child).await?.first() {
                act.finish_found(permit, &known).await?.shown();
                return Ok(visit.see_and_tell(&format!("/led/{open}"), "trail-open-already"));
            }
            act.found(permit, &known);
            act.used(about, Outcome::Changed);
            child
        }
        Some((permit, known, Whose::NotHere)) => {
            act.finish_found(permit, &known).await?.shown();
            let fault = crate::forms::Fault { field: "nummer", text: visit.say().t("trail-open-not-here") };
            return again(&visit, vec![fault]);
        }
        Some((permit, known, Whose::Ask { found, own })) => {
            let logged = act.finish_found(permit, &known).await?;
            logged.shown();
            return same_page(&visit, &fields, found, &own).answer_open(&visit);
        }
    };
    let permit = act.authorize::<Open>(&facts).await?;
    let opening = Opening { child, start: Start::Professional(post), next_step };
    let trail = match open_in(&mut act, &permit, opening).await {
        Ok(trail) => trail,
        Err(error) => return again(&visit, vec![fault_of(visit.say(), error, "vad")?]),
    };
    let address = format!("/led/{trail}");
    let now = act.now();
    once::note(act.transaction(), key, &address, now).await?;
    act.commit_about(permit, child).await?;
    Ok(visit.see_and_tell(&address, "trail-opened"))
}

/// The book, for a form about nobody yet.
async fn book(visit: &Visit) -> Result<std::sync::Arc<Book>, Problem> {
    visit.post()?;
    let mut transaction = visit.app.database().begin_reading("trail.book").await?;
    let book = Book::open(&mut transaction).await?;
    transaction.commit().await?;
    Ok(book)
}

/// Who is meant, of the children with the number.
async fn whose(act: &mut Act, post: &Post, found: &[Id<Child>], fields: &Fields) -> Result<Whose, Problem> {
    if found.is_empty() {
        return Ok(Whose::New);
    }
    let chosen = fields.text(SAME).parse::<usize>().ok().and_then(|place| found.get(place)).copied();
    let (now, mut own, mut about) = (act.now(), Vec::new(), None);
    for child in found {
        let relations = Relations::of(act.transaction(), *child, now).await?.ok_or(Problem::NotFound)?;
        let facts = relations.identity_facts();
        if !act.may::<OpenAbout>(&facts) {
            return Ok(Whose::NotHere);
        }
        if chosen == Some(*child) {
            about = Some((act.authorize::<OpenAbout>(&facts).await?, *child));
        }
        own.extend(lists::open_about(act, post.unit, *child).await?);
    }
    Ok(about.map_or(Whose::Ask { found: found.len(), own }, |(permit, child)| Whose::Same(permit, child)))
}

async fn register(act: &mut Act, typed: &Typed) -> Result<Id<Child>, Problem> {
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await?;
    let new = NewChild {
        label: typed.label.clone(),
        identity: typed.identity.clone(),
        municipality: typed.municipality,
        protection: Protection::None,
    };
    let child = children::register(act, &permit, new).await?;
    act.used_about(permit, Outcome::Changed, child);
    Ok(child)
}

/// Reads the child from the form.
fn typed(reader: &mut Reader<'_>, book: &Book) -> Option<Typed> {
    let today = reader.now.day();
    let number = number(reader, today);
    let given_name = reader.text::<100>("fornamn", "trail-error-given-name");
    let family_name = optional::<100>(reader, "efternamn");
    let school = optional::<200>(reader, "skola");
    // A number that must be corrected will say the age when it is.
    let age = number.as_ref().and_then(|number| age(reader, number, today));
    let municipality = reader.fields.text("kommun").parse::<Id<Municipality>>().ok();
    let municipality = municipality.filter(|id| book.municipalities().iter().any(|(known, _)| known == id));
    let number = number?;
    let place = municipality.map_or(String::new(), |id| book.municipality_name(id).to_owned());
    let label = Label { given_name: given_name?.as_str().to_owned(), age: age?, place };
    let identity = Identity {
        family_name: family_name?,
        number: number.normal_form().unwrap_or_default(),
        school: school?,
        ..Identity::default()
    };
    Some(Typed { number, label, identity, municipality })
}

/// The number that was written; the kind "none" when nothing was; `None` when what was written is no number.
fn number(reader: &mut Reader<'_>, today: Day) -> Option<IdentityNumber> {
    let written = reader.fields.text("nummer");
    if written.is_empty() {
        return Some(IdentityNumber::none());
    }
    match IdentityNumber::parse(written, today) {
        Ok(number) => Some(number),
        Err(defect) => {
            reader.fault("nummer", defect_key(defect));
            None
        }
    }
}

/// What to do about a number that is not one.
const fn defect_key(defect: domain::identity_number::Defect) -> &'static str {
    use domain::identity_number::Defect;
    match defect {
        Defect::Empty | Defect::Length { .. } => "trail-error-number-length",
        Defect::Character { .. } | Defect::Separator { .. } => "trail-error-number-character",
        Defect::Century | Defect::Month | Defect::Day | Defect::Future => "trail-error-number-date",
        Defect::Serial | Defect::CheckDigit { .. } => "trail-error-number-check",
        Defect::OrganisationNumber | Defect::NotReserve => "trail-error-number-kind",
    }
}

/// What may be left empty.
fn optional<const MAX: usize>(reader: &mut Reader<'_>, field: &'static str) -> Option<String> {
    if reader.fields.text(field).is_empty() {
        return Some(String::new());
    }
    reader.text::<MAX>(field, "trail-error-unreadable").map(|text| text.as_str().to_owned())
}

/// The day of birth from the number or as typed, or an age in years.
fn age(reader: &mut Reader<'_>, number: &IdentityNumber, today: Day) -> Option<Age> {
    let (born, years) = (reader.fields.text("fodd"), reader.fields.text("alder"));
    let mut born_on = number.printed_date();
    if born_on.is_none() && !born.is_empty() {
        born_on = born.parse::<Day>().ok();
        if born_on.is_none() {
            reader.fault("fodd", "trail-error-born");
            return None;
        }
    }
    if let Some(born) = born_on {
        return match today.age_of_born(born) {
            Some(years) if years <= AGE_MAX => Some(Age::Born(born)),
            Some(_) | None => {
                reader.fault("fodd", "trail-error-born-range");
                None
            }
        };
    }
    match years.parse::<u8>() {
        Ok(years) if years <= AGE_MAX => Some(Age::Stated(years, today)),
        Ok(_) | Err(_) => {
            reader.fault("alder", "trail-error-age");
            None
        }
    }
}

fn open_page(visit: &Visit, book: &Book, fields: &Fields) -> FormPage {
    let say = visit.say();
    let back = Link { href: "/leder".to_owned(), label: say.t("trail-all-trails") };
    let mut page = FormPage::new(visit, "/ny-led", back, "", "trail-open-title").button(say, "trail-open-send");
    page.notes.push(("", say.t("trail-open-ask")));
    // Opening a trail keeps the child with one's own unit; whoever wants the front door to take over is shown where.
    let asker = visit.asker();
    let may_refer = visit.post().is_ok_and(|post| {
        let own = UnitFacts { unit: post.unit, domain: post.domain, branch: post.branch };
        asker.access.decide::<Refer>(&asker.actor, &own).is_ok()
    });
    if may_refer {
        page.notes.push(("", say.t("trail-open-own")));
        page.links.push(Link { href: "/remiss".to_owned(), label: say.t("trail-open-refer") });
    }
    let line = |id: &'static str, kind, width| {
        Field::Line(Line {
            id,
            label: say.t(&format!("trail-field-{id}")),
            value: fields.raw(id).to_owned(),
            hint: if say.has(&format!("trail-field-{id}-hint")) {
                say.t(&format!("trail-field-{id}-hint"))
            } else {
                String::new()
            },
            error: String::new(),
            kind,
            width,
        })
    };
    page.fields = vec![
        line("nummer", "text", "m"),
        line("fornamn", "text", ""),
        line("efternamn", "text", ""),
        line("fodd", "date", "m"),
        line("alder", "text", "xs"),
        municipalities(visit, book, fields),
        line("skola", "text", ""),
    ];
    page.fields.extend(step_fields(say, fields));
    page.fields.push(Field::Check(Check {
        id: "vet_inte",
        label: say.t("trail-field-vet_inte"),
        hint: say.t("trail-field-vet_inte-hint"),
        chosen: fields.has("vet_inte"),
    }));
    page.happens =
        vec![say.t("trail-open-happens-holder"), say.t("trail-open-happens-known"), say.t("trail-open-happens-logged")];
    page
}

fn municipalities(visit: &Visit, book: &Book, fields: &Fields) -> Field {
    let say = visit.say();
    let chosen = fields.text("kommun");
    let choice = |(id, name): (Id<Municipality>, &str)| {
        let value = id.to_string();
        Choice { chosen: chosen == value, value, label: name.to_owned(), hint: String::new() }
    };
    let first = Choice { label: say.t("trail-field-kommun-unknown"), ..Choice::default() };
    let options = std::iter::once(first).chain(book.municipalities().into_iter().map(choice)).collect();
    Field::Select(Choices { id: "kommun", label: say.t("trail-field-kommun"), options, ..Choices::default() })
}

/// Asks whether the child with the number is the one meant. Says nothing of who it is or where.
fn same_page(visit: &Visit, fields: &Fields, found: usize, own: &[Id<Trail>]) -> FormPage {
    let say = visit.say();
    let back = Link { href: "/leder".to_owned(), label: say.t("trail-all-trails") };
    let mut page =
        FormPage::new(visit, "/ny-led", back, "", "trail-same-title").button(say, "trail-same-send").carry(fields);
    fields.raw(web::form::ONCE_FIELD).clone_into(&mut page.key);
    page.notes.push(("warn", say.t("trail-same-known")));
    for trail in own {
        page.links.push(Link { href: format!("/led/{trail}"), label: say.t("trail-same-own") });
    }
    page.summary = vec![
        (say.t("trail-field-nummer"), fields.text("nummer").to_owned()),
        (say.t("trail-field-fornamn"), fields.text("fornamn").to_owned()),
    ];
    let choice = |place: usize| Choice {
        value: place.to_string(),
        label: if found == 1 {
            say.t("trail-same-yes")
        } else {
            say.with("trail-same-yes-number", "number", place + 1)
        },
        hint: String::new(),
        chosen: false,
    };
    let options = (0..found).map(choice).collect();
    let (label, hint) = (say.t("trail-same-question"), say.t("trail-same-hint"));
    page.fields = vec![Field::Radios(Choices { id: SAME, label, hint, options, ..Choices::default() })];
    page
}
