//! The receiver's answers to a handover: yes, a question, or back with a reason and a next step.

use access::action::trail::Answer;
use axum::response::Response;
use domain::id::Id;
use domain::trail::{Handover, Onward, QUESTIONS_MAX, Return, ReturnReason};
use i18n::Say;
use identity::organisations::Book;
use web::{Fields, Problem, Sent, Visit};

use crate::commands;
use crate::forms::Reader;
use crate::pages::OnTrail;
use crate::pages::form::{About, Choice, Choices, Field, FormPage, Stage, about, area, fault_of, radios, step_fields};
use crate::views::{colleague_name, step_in_words, unit, words};

/// The handover that waits on the trail of a form.
fn pending(about: &About) -> Result<&Handover, Problem> {
    about.trail.pending().ok_or(Problem::NotNow)
}

/// What the receiver has been told.
fn told(say: Say<'_>, handover: &Handover) -> Vec<(String, String)> {
    let mut quotes = vec![(say.t("trail-field-sammanfattning"), handover.summary.as_str().to_owned())];
    for pair in &handover.supplements {
        let answer = format!("{}\n\n{}", pair.question.as_str(), pair.answer.as_str());
        quotes.push((say.t("trail-answer-supplement"), answer));
    }
    quotes
}

const RECEIVE: &str = "trail.receive_form";

/// The form that notes that a handover has come.
pub(super) async fn receive_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<Answer>(&visit, RECEIVE, id).await?;
    if pending(&about)?.receipt().is_some() {
        return Ok(visit.see(&format!("/led/{id}")));
    }
    let mut page =
        FormPage::about(&visit, &about, "ta-emot", "trail-receive-title").button(visit.say(), "trail-receive-send");
    page.happens = vec![visit.say().t("trail-receive-happens")];
    page.answer(&visit, about)
}

/// Notes that a handover has come.
pub(super) async fn receive(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    commands::receive(&sent.visit.asker(), id).await?;
    Ok(sent.visit.see_and_tell(&format!("/led/{id}"), "trail-received"))
}

const ACCEPT: &str = "trail.accept_form";

/// The form that takes the baton.
pub(super) async fn accept_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<Answer>(&visit, ACCEPT, id).await?;
    accept_page(&visit, &about, &Fields::default())?.answer(&visit, about)
}

/// Takes the baton.
pub(super) async fn accept(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let faults = match reader.step() {
        None => reader.faults,
        Some(step) => match commands::accept(&visit.asker(), id, step).await {
            Ok(()) => return Ok(visit.see_and_tell(&format!("/led/{id}"), "trail-accepted")),
            Err(error) => vec![fault_of(visit.say(), error, "vad")?],
        },
    };
    let about = about::<Answer>(&visit, ACCEPT, id).await?;
    accept_page(&visit, &about, &fields)?.with_faults(faults).answer(&visit, about)
}

fn accept_page(visit: &Visit, about: &About, fields: &Fields) -> Result<FormPage, Problem> {
    let say = visit.say();
    let giver = about.trail.holder().ok_or(Problem::NotNow)?;
    pending(about)?;
    let (name, unit) = (colleague_name(say, &about.book, giver.assignment), unit(&about.book, giver.unit).name);
    let mut page = FormPage::about(visit, about, "tacka-ja", "trail-accept-title").button(say, "trail-accept-send");
    page.fields = step_fields(say, fields);
    page.happens = vec![
        words(say, "trail-accept-happens-holder", [("giver", &name), ("unit", &unit)]),
        say.t("trail-accept-happens-family"),
        words(say, "trail-accept-happens-giver", [("unit", &unit)]),
    ];
    Ok(page)
}

const WANT_MORE: &str = "trail.want_more_form";

/// The form that asks for more.
pub(super) async fn want_more_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<Answer>(&visit, WANT_MORE, id).await?;
    want_more_page(&visit, &about, &Fields::default())?.answer(&visit, about)
}

/// Asks for more.
pub(super) async fn want_more(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let faults = match reader.text("fraga", "trail-error-question") {
        None => reader.faults,
        Some(question) => match commands::want_more(&visit.asker(), id, question).await {
            Ok(()) => return Ok(visit.see_and_tell(&format!("/led/{id}"), "trail-more-wanted")),
            Err(error) => vec![fault_of(visit.say(), error, "fraga")?],
        },
    };
    let about = about::<Answer>(&visit, WANT_MORE, id).await?;
    want_more_page(&visit, &about, &fields)?.with_faults(faults).answer(&visit, about)
}

fn want_more_page(visit: &Visit, about: &About, fields: &Fields) -> Result<FormPage, Problem> {
    let say = visit.say();
    let handover = pending(about)?;
    let left = QUESTIONS_MAX.saturating_sub(handover.supplements.len());
    let mut page = FormPage::about(visit, about, "fraga", "trail-want-more-title").button(say, "trail-want-more-send");
    page.notes.push(("", say.with("trail-want-more-left", "left", left)));
    page.quotes = told(say, handover);
    page.fields = vec![area(say, fields, "fraga", "trail-field-fraga", 1000)];
    page.happens = vec![say.t("trail-want-more-happens-clock"), say.t("trail-want-more-happens-family")];
    Ok(page)
}

const GIVE_BACK: &str = "trail.give_back_form";

/// The form that gives the baton back.
pub(super) async fn give_back_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<Answer>(&visit, GIVE_BACK, id).await?;
    give_back_page(&visit, &about, &Fields::default())?.answer(&visit, about)
}

/// Checks, or gives the baton back.
pub(super) async fn give_back(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let about = about::<Answer>(&visit, GIVE_BACK, id).await?;
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let back = reader.give_back(&about.book);
    let faults = reader.faults;
    match (back, Stage::of(&fields)) {
        (Some(back), Stage::Check) => check_page(&visit, &about, &fields, &back).answer(&visit, about),
        (Some(back), Stage::Send) => match commands::give_back(&visit.asker(), id, back).await {
            Ok(()) => Ok(visit.see_and_tell("/min-dag", "trail-given-back")),
            Err(error) => {
                let fault = fault_of(visit.say(), error, "vem")?;
                give_back_page(&visit, &about, &fields)?.with_faults(vec![fault]).answer(&visit, about)
            }
        },
        (_, Stage::Change) => give_back_page(&visit, &about, &fields)?.answer(&visit, about),
        (None, Stage::Check | Stage::Send) => {
            give_back_page(&visit, &about, &fields)?.with_faults(faults).answer(&visit, about)
        }
    }
}

fn give_back_page(visit: &Visit, about: &About, fields: &Fields) -> Result<FormPage, Problem> {
    let say = visit.say();
    pending(about)?;
    let mut page = FormPage::about(visit, about, "lamna-tillbaka", "trail-give-back-title").checked_first(say);
    page.notes.push(("", say.t("trail-give-back-never-bare")));
    let codes = ReturnReason::ALL.iter().map(|reason| reason.code());
    page.fields = vec![
        radios(say, fields, "skal", "trail-give-back-why", "trail-return", codes),
        area(say, fields, "till_familjen", "trail-field-till_familjen", 1000),
        radios(say, fields, "sedan", "trail-field-sedan", "trail-onward", ["keeps", "other"]),
    ];
    page.fields.extend(who_said_yes(say, about, fields, visit.post()?.unit));
    page.fields.extend(step_fields(say, fields));
    Ok(page)
}

/// The unit that has said yes, and once it is chosen, who there. A region has thousands of people at work.
fn who_said_yes(say: Say<'_>, about: &About, fields: &Fields, own: Id<domain::organisation::Unit>) -> Vec<Field> {
    let book: &Book = &about.book;
    let giver = about.trail.holder().map(|holder| holder.unit);
    let select = |id: &'static str, options: Vec<Choice>| {
        let first = Choice { label: say.t(&format!("trail-field-{id}-choose")), ..Choice::default() };
        let (label, hint) = (say.t(&format!("trail-field-{id}")), say.t(&format!("trail-field-{id}-hint")));
        let options = std::iter::once(first).chain(options).collect();
        Field::Select(Choices { id, label, hint, options, ..Choices::default() })
    };
    let chosen = fields.text("enhet");
    let units = book.units().into_iter().filter(|unit| unit.id != own && Some(unit.id) != giver);
    let unit = |unit: &domain::organisation::Unit| {
        let value = unit.id.to_string();
        Choice { chosen: chosen == value, value, label: unit.name.clone(), hint: String::new() }
    };
    let mut all = vec![select("enhet", units.map(unit).collect())];
    if let Some(unit) = chosen.parse().ok().and_then(|id| book.unit(id)) {
        let said_yes = fields.text("vem");
        let person = |colleague: &identity::organisations::Colleague| {
            let value = colleague.post.assignment.to_string();
            Choice { chosen: said_yes == value, value, label: colleague.name.clone(), hint: String::new() }
        };
        all.push(select("vem", book.colleagues_at(unit.id).into_iter().map(person).collect()));
    }
    all
}

fn check_page(visit: &Visit, about: &About, fields: &Fields, back: &Return) -> FormPage {
    let (say, now) = (visit.say(), visit.now());
    let mut page = FormPage::about(visit, about, "lamna-tillbaka", "trail-give-back-check")
        .button(say, "trail-give-back-send")
        .carry(fields);
    let giver = about.trail.holder().map_or(String::new(), |holder| unit(&about.book, holder.unit).name);
    let who = match &back.onward {
        Onward::GiverKeeps(_) => words(say, "trail-onward-keeps-unit", [("unit", &giver)]),
        Onward::OtherUnit(yes) => {
            let (name, other) = (colleague_name(say, &about.book, yes.by), unit(&about.book, yes.unit).name);
            words(say, "trail-onward-other-unit", [("who", &name), ("unit", &other)])
        }
    };
    page.summary = vec![
        (say.t("trail-give-back-why"), say.t(&format!("trail-return-{}", back.reason.code()))),
        (say.t("trail-field-till_familjen"), back.to_family.as_str().to_owned()),
        (say.t("trail-field-sedan"), who),
        (say.t("trail-next-step"), step_in_words(say, back.onward.step(), now)),
    ];
    page.happens = vec![
        words(say, "trail-give-back-happens-giver", [("unit", &giver)]),
        say.t("trail-give-back-happens-family"),
        say.t("trail-give-back-happens-you"),
    ];
    if about.trail.snapshot().returns > 0 {
        page.happens.push(say.t("trail-give-back-happens-manager"));
    }
    page
}
