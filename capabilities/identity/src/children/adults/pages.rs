//! Pages of the grown-ups around a child: who they are, whose custody is confirmed, and who has a code.

use askama::Template;
use audit::Logged;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::child::{Child, Custody, Person, Protection};
use domain::id::Id;
use i18n::Say;
use web::limit::Tries;
use web::{App, Fields, Problem, Sent, Shell, Visit};

use crate::children::adults::Source;
use crate::children::adults::commands::{self, AdultError, Around, Confirmation, Confirming, Kept};
use crate::children::adults::forms::{self, AdultForm};
use crate::children::codes::commands::{Login, child_may};
use crate::children::guardians::custody_code;
use crate::children::joining::pages::now_elsewhere;
use crate::children::pages::{Frame, message_code};
use crate::children::{GuardianView, MessageSafety, Shown};
use crate::organisations::Book;
use crate::pages::{Errors, book_of, called, id_of};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/barn/{child}/vuxna", get(list)).route("/barn/{child}/vuxna/{person}", get(one).post(keep))
}

pub(super) struct AdultView {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) relation: String,
    pub(super) phone: String,
    pub(super) phone_href: String,
    pub(super) message: String,
    /// What is said of their protection; empty where their identity is not protected.
    pub(super) protected: String,
    /// Whether that is all that is shown of them.
    pub(super) hidden: bool,
    pub(super) holder: bool,
    pub(super) custody: String,
    pub(super) confirmed: String,
    pub(super) code: String,
}

/// What may be done about a code.
struct CodeView {
    action: String,
    end: String,
    /// Until when the one there is works; empty where there is none.
    line: String,
    has: bool,
    may: bool,
    about: String,
}

#[derive(Template)]
#[template(path = "adults.html")]
struct AdultsPage<'v> {
    frame: Frame<'v>,
    adults: Vec<AdultView>,
    own: CodeView,
    protection: String,
    /// Where what is known of the child is put right.
    child: String,
    /// Where one more is written down; empty for those who may not.
    add: String,
}

#[derive(Template)]
#[template(path = "adult.html")]
struct AdultPage<'v> {
    frame: Frame<'v>,
    here: String,
    adult: AdultView,
    may_confirm: bool,
    form: AdultForm,
    code: CodeView,
    /// Where one who was written down by mistake is ended.
    end: String,
    /// Where their identity is protected.
    protection: String,
}

async fn list(visit: Visit, Path(child): Path<String>) -> Result<Response, Problem> {
    visit.post()?;
    let child = id_of(&child)?;
    let (around, logged) = match commands::around(&visit.asker(), child).await {
        Ok(around) => around,
        Err(error) => return now_elsewhere(&visit, child, "/vuxna").await.unwrap_or_else(|| Err(error.into())),
    };
    let (say, book) = (visit.say(), book_of(&visit).await?);
    let adults = around.who.guardians.iter().map(|guardian| adult(say, &book, &around, guardian)).collect();
    let title = match around.who.label.given_name.as_str() {
        "" => say.t("adults-title-unnamed"),
        name => say.with("adults-title", "name", name),
    };
    let back = match around.helped_at.clone() {
        Some(trail) => (trail, "adults-back-trail"),
        None => ("/min-dag".to_owned(), "adults-back"),
    };
    let page = AdultsPage {
        frame: Frame::of(&visit, title, back, &Errors::default()).warning(around.who.protection),
        adults,
        own: own_code(say, &around),
        protection: format!("/barn/{child}/skydd"),
        child: format!("/barn/{child}"),
        add: match around.confirming {
            Confirming::May => format!("/barn/{child}/vuxna/lagg-till"),
            Confirming::MayNot => String::new(),
        },
    };
    visit.personal_page(logged, Shell::Work, &say.t("adults-page"), &page)
}

pub(super) fn adult(say: Say<'_>, book: &Book, around: &Around, guardian: &GuardianView) -> AdultView {
    let told = |last: &&Confirmation| last.custody == guardian.custody && guardian.shown != Shown::Hidden;
    let confirmed = around.confirmations.get(&guardian.person).filter(told);
    let confirmed = confirmed.map(|last| {
        let source = last.source.map_or(String::new(), |source| say.t(&format!("adults-by-{}", source.code())));
        let (at, by) = (say.day_and_time(last.at, around.now), book.colleague_name(last.by));
        let values = [("at", at.as_str().into()), ("by", by.into()), ("source", source.as_str().into())];
        let key = if last.source.is_some() { "adults-confirmed" } else { "adults-ended" };
        say.message(key, &values.into())
    });
    let holder = guardian.custody == Custody::Holder;
    AdultView {
        href: format!("/barn/{}/vuxna/{}", around.child, guardian.person),
        name: called(say, guardian),
        relation: guardian.relation.clone(),
        phone_href: format!("tel:{}", guardian.contact.phone),
        phone: guardian.contact.phone.clone(),
        message: match guardian.contact.message {
            MessageSafety::NotAsked => String::new(),
            MessageSafety::Safe => say.t("adults-message-safe"),
            MessageSafety::Unsafe => say.t("adults-message-unsafe"),
        },
        protected: match guardian.shown {
            Shown::Open => String::new(),
            Shown::ToTheNamed => say.t("adults-protected-one"),
            Shown::Hidden => say.t("adults-hidden-about"),
        },
        hidden: guardian.shown == Shown::Hidden,
        holder,
        custody: say.t(if holder { "adults-holder" } else { "adults-unconfirmed" }),
        confirmed: confirmed.unwrap_or_default(),
        code: code_line(say, around, Login::Guardian(guardian.person)),
    }
}

fn code_line(say: Say<'_>, around: &Around, login: Login) -> String {
    let until = around.codes.iter().find(|(known, _)| *known == login).map(|(_, until)| *until);
    until.map_or(String::new(), |until| say.with("codes-until", "day", &say.day(until.day(), around.now.day())))
}

/// The child's own way in. Source: dossier 2.3 (from 13 the child logs in alone).
fn own_code(say: Say<'_>, around: &Around) -> CodeView {
    let line = around.child_person.map(|person| code_line(say, around, Login::Child(person))).unwrap_or_default();
    let old_enough = child_may(&around.who.label, around.now.day());
    let may = around.child_person.is_some() || old_enough;
    CodeView {
        action: format!("/barn/{}/kod", around.child),
        end: format!("/barn/{}/kod/ta-tillbaka", around.child),
        has: !line.is_empty(),
        line,
        may,
        about: say.t(if may { "codes-child-about" } else { "codes-child-young" }),
    }
}

fn adults_code(say: Say<'_>, around: &Around, guardian: &GuardianView) -> CodeView {
    let line = code_line(say, around, Login::Guardian(guardian.person));
    let (may, about) = match (around.who.protection, guardian.shown, around.confirming, guardian.custody) {
        (Protection::Marked | Protection::Registered | Protection::NewIdentity, ..) => (false, "codes-protected"),
        (Protection::None, Shown::ToTheNamed | Shown::Hidden, ..) => (false, "codes-protected-adult"),
        (Protection::None, Shown::Open, Confirming::MayNot, _) => (false, "codes-of-age"),
        (Protection::None, Shown::Open, Confirming::May, Custody::Holder) => (true, "codes-holder-about"),
        (Protection::None, Shown::Open, Confirming::May, Custody::None) => (true, "codes-unconfirmed-about"),
    };
    let here = format!("/barn/{}/vuxna/{}/kod", around.child, guardian.person);
    CodeView { end: format!("{here}/ta-tillbaka"), action: here, has: !line.is_empty(), line, may, about: say.t(about) }
}

async fn one(visit: Visit, Path((child, person)): Path<(String, String)>) -> Result<Response, Problem> {
    visit.post()?;
    let (child, person) = (id_of(&child)?, id_of(&person)?);
    let (around, logged) = commands::around(&visit.asker(), child).await?;
    let page = page(&visit, &around, person, None, &Errors::default()).await?;
    visit.personal_page(logged, Shell::Work, &visit.say().t("adults-one-page"), &page)
}

/// The page of one grown-up, with what is known or with what was typed.
async fn page<'v>(
    visit: &'v Visit,
    around: &Around,
    person: Id<Person>,
    typed: Option<&Fields>,
    errors: &Errors,
) -> Result<AdultPage<'v>, Problem> {
    let (say, book) = (visit.say(), book_of(visit).await?);
    let guardian = around.who.guardians.iter().find(|one| one.person == person).ok_or(Problem::NotFound)?;
    let last = around.confirmations.get(&person).and_then(|last| last.source).map_or("", Source::code);
    let known = Fields::of([
        ("name", guardian.name.as_str()),
        ("relation", &guardian.relation),
        ("phone", &guardian.contact.phone),
        ("message", message_code(guardian.contact.message)),
        ("custody", custody_code(guardian.custody)),
        ("source", last),
    ]);
    let fields = typed.unwrap_or(&known);
    let adult = adult(say, &book, around, guardian);
    let back = format!("/barn/{}/vuxna", around.child);
    let here = format!("{back}/{person}");
    let (end, protection) = (format!("{here}/ta-bort"), format!("{here}/skydd"));
    Ok(AdultPage {
        frame: Frame::of(visit, adult.name.clone(), (back, "adults-all"), errors).warning(around.who.protection),
        here,
        adult,
        may_confirm: around.confirming == Confirming::May,
        form: AdultForm::of(say, fields, errors, "adults-number-hint"),
        code: adults_code(say, around, guardian),
        end,
        protection,
    })
}

async fn again(
    visit: &Visit,
    (child, person): (Id<Child>, Id<Person>),
    fields: &Fields,
    errors: &Errors,
) -> Result<Response, Problem> {
    let (around, logged): (Around, Logged) = commands::around(&visit.asker(), child).await?;
    let page = page(visit, &around, person, Some(fields), errors).await?;
    visit.refused_personal_form(logged, Shell::Work, &visit.say().t("adults-one-page"), &page)
}

async fn keep(Path((child, person)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let (child, person) = (id_of(&child)?, id_of(&person)?);
    let found = match forms::read(&fields, visit.now().day()) {
        Ok(found) => found,
        Err(errors) => return again(&visit, (child, person), &fields, &errors).await,
    };
    let mut errors = Errors::default();
    match commands::keep(&visit.asker(), child, person, found).await {
        Ok(Kept::Same) => {
            return Ok(visit.see_and_tell(&format!("/barn/{child}/vuxna/{person}"), "adults-kept"));
        }
        Ok(Kept::Linked(known)) => {
            return Ok(visit.see_and_tell(&format!("/barn/{child}/vuxna/{known}"), "adults-linked"));
        }
        Err(AdultError::OtherNumber) => errors.add("number", "adults-error-other-number"),
        Err(AdultError::Anothers) => errors.add("number", "adults-error-anothers"),
        Err(AdultError::NotUsable) => errors.add("number", "adults-error-not-usable"),
        Err(error) => return Err(error.into()),
    }
    // Whoever tries number after number is stopped, as where one opens without a relation.
    visit.try_once_more(Tries::Numbers)?;
    again(&visit, (child, person), &fields, &errors).await
}
