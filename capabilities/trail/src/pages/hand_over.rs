//! Handing the baton over: to whom and why, what crosses, and a check before it is sent; taking an offer back; and
//! answering the receiver's question.

mod fit;
mod ground;

use access::action::trail::HandOver;
use axum::extract::Path;
use axum::response::Response;
use domain::calendar::WorkingDays;
use domain::id::Id;
use domain::trail::sharing::Sharing;
use domain::trail::{Level, Refusal, Stage as Handing, Trail, WithdrawReason};
use i18n::Say;
use identity::organisations::Book;
use web::{Fields, Link, Problem, Sent, Visit};

use crate::asking;
use crate::clocks;
use crate::commands::{self, CommandError, Offering};
use crate::entries::pages::known;
use crate::forms::{Fault, Reader};
use crate::pages::OnTrail;
use crate::pages::form::{About, Choice, Choices, Field, FormPage, Stage, about, area, fault_of, radios};
use crate::pages::hand_over::ground::{GroundAsked, Typed};
use crate::views::{branch, purpose, unit, words};

const ACT: &str = "trail.offer_form";

/// The form: to whom, why, and what they need to know.
pub(super) async fn form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<HandOver>(&visit, ACT, id).await?;
    offer_page(&visit, &about, &Fields::default()).answer(&visit, about)
}

/// Checks, or sends.
pub(super) async fn send(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let about = about::<HandOver>(&visit, ACT, id).await?;
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let offering = reader.offering(&about.book, visit.post()?.unit);
    let faults = reader.faults;
    let stage = Stage::of(&fields);
    let (Some(offering), Stage::Check | Stage::Send) = (offering, stage) else {
        let faults = if stage == Stage::Change { vec![] } else { faults };
        return offer_page(&visit, &about, &fields).with_faults(faults).answer(&visit, about);
    };
    if let Some(fault) = refused(&visit, &about, &offering)? {
        return offer_page(&visit, &about, &fields).with_faults(vec![fault]).answer(&visit, about);
    }
    let (fitted, calendar) = fit::fitted(&visit, id, &about, &offering).await?;
    if let Some(faults) = fit::faults(visit.say(), &fitted, &offering) {
        let page = offer_page(&visit, &about, &fields);
        return fit::asks_why(page, visit.say(), &fitted, &fields).with_faults(faults).answer(&visit, about);
    }
    let asked = ground::asked(&visit, id, &about, offering.to).await?;
    let page = |about: &About| {
        fit::noted(check_page(&visit, about, &fields, (&offering, asked.as_ref()), &calendar), &visit, &fitted)
    };
    if stage == Stage::Check {
        return page(&about).answer(&visit, about);
    }
    let typed = match asked.as_ref().map(|_| ground::read(&fields, visit.say())).transpose() {
        Ok(typed) => typed,
        Err(faults) => return page(&about).with_faults(faults).answer(&visit, about),
    };
    match carry_out(&visit, id, offering.clone(), typed).await {
        Ok(response) => Ok(response),
        Err(CommandError::NoGround(none)) => {
            let fault = ground::fault(&visit, none);
            page(&about).with_faults(vec![fault]).answer(&visit, about)
        }
        Err(error) => {
            let fault = fault_of(visit.say(), error, "till")?;
            offer_page(&visit, &about, &fields).with_faults(vec![fault]).answer(&visit, about)
        }
    }
}

/// Offers it, or asks the family first.
async fn carry_out(
    visit: &Visit,
    id: Id<Trail>,
    offering: Offering,
    typed: Option<Typed>,
) -> Result<Response, CommandError> {
    let on = match typed {
        Some(Typed::Asks(question)) => {
            asking::ask_family(&visit.asker(), id, offering, question).await?;
            return Ok(visit.see_and_tell(&format!("/led/{id}/samtycke"), "sharing-handover-asked"));
        }
        Some(Typed::On(on)) => Some(on),
        None => None,
    };
    commands::offer(&visit.asker(), id, Offering { on, ..offering }).await?;
    Ok(visit.see_and_tell(&format!("/led/{id}"), "trail-offered"))
}

/// Offers what the family has said yes to on its own pages.
pub(super) async fn send_agreed(Path((id, question)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let (id, question): (Id<Trail>, Id<Sharing>) = (known(&id)?, known(&question)?);
    let visit = sent.visit;
    asking::offer_agreed(&visit.asker(), id, question).await?;
    Ok(visit.see_and_tell(&format!("/led/{id}"), "trail-offered"))
}

/// Whether the rules would refuse the offer, before anybody checks it.
fn refused(visit: &Visit, about: &About, offering: &Offering) -> Result<Option<Fault>, Problem> {
    let to = about.book.unit(offering.to).ok_or(Problem::NotFound)?;
    let offer = domain::trail::Offer {
        id: Id::new(uuid::Uuid::nil()),
        to: domain::trail::Destination { unit: to.id, branch: to.branch },
        purpose: offering.purpose,
        summary: offering.summary.clone(),
    };
    match about.trail.clone().offer(visit.post()?, offer, visit.now()) {
        Ok(_) => Ok(None),
        Err(refusal) => {
            let field = if refusal == Refusal::InternalPsychiatryReferral { "syfte" } else { "till" };
            fault_of(visit.say(), CommandError::Refused(refusal), field).map(Some)
        }
    }
}

fn offer_page(visit: &Visit, about: &About, fields: &Fields) -> FormPage {
    let say = visit.say();
    let mut page = FormPage::about(visit, about, "lamna-over", "trail-hand-over-title")
        .checked_first(say)
        .carry_only(fields, &ground::FIELDS);
    page.notes.push(("warn", say.t("trail-hand-over-crosses")));
    page.fields = vec![
        receivers(say, &about.book, about, fields),
        radios(say, fields, "syfte", "trail-field-syfte", "trail-purpose", ["ordinary", "referral", "transition_18"]),
        levels(say, fields),
        area(say, fields, "sammanfattning", "trail-field-sammanfattning", 4000),
    ];
    page
}

/// The units the baton may be offered to, by kind of service and name.
fn receivers(say: Say<'_>, book: &Book, about: &About, fields: &Fields) -> Field {
    let own = about.trail.holder().map(|holder| holder.unit);
    let mut units: Vec<_> = book.units().into_iter().filter(|unit| Some(unit.id) != own).collect();
    units.sort_by_key(|unit| unit.branch);
    let chosen = fields.text("till");
    let choice = |unit: &domain::organisation::Unit| {
        let value = unit.id.to_string();
        let label = format!("{} ({})", unit.name, branch(say, unit.branch));
        Choice { chosen: chosen == value, value, label, hint: String::new() }
    };
    let first = Choice { label: say.t("trail-field-till-choose"), ..Choice::default() };
    let options = std::iter::once(first).chain(units.into_iter().map(choice)).collect();
    Field::Select(Choices { id: "till", label: say.t("trail-field-till"), options, ..Choices::default() })
}

fn levels(say: Say<'_>, fields: &Fields) -> Field {
    let chosen = fields.text("niva");
    let level = |number: u8| {
        let value = number.to_string();
        let label = say.t(&format!("trail-level-{number}"));
        Choice { chosen: chosen == value, value, label, hint: String::new() }
    };
    let first = Choice { label: say.t("trail-field-niva-choose"), ..Choice::default() };
    let options = std::iter::once(first).chain((0..=Level::MAX).map(level)).collect();
    let (label, hint) = (say.t("trail-field-niva"), say.t("trail-field-niva-hint"));
    Field::Select(Choices { id: "niva", label, hint, options, ..Choices::default() })
}

/// What will be sent, what the receiver will newly see, and on what ground, where it crosses into another domain.
fn check_page(
    visit: &Visit,
    about: &About,
    fields: &Fields,
    (offering, asked): (&Offering, Option<&GroundAsked>),
    calendar: &WorkingDays,
) -> FormPage {
    let say = visit.say();
    let to = unit(&about.book, offering.to).name;
    let mut page = FormPage::about(visit, about, "lamna-over", "trail-hand-over-check")
        .button(say, "trail-hand-over-send")
        .carry_but(fields, if asked.is_some() { &ground::FIELDS } else { &[] });
    page.summary = vec![
        (say.t("trail-field-till"), to.clone()),
        (say.t("trail-field-syfte"), purpose(say, offering.purpose)),
        (say.t("trail-field-sammanfattning"), offering.summary.as_str().to_owned()),
    ];
    if let Some(despite) = &offering.despite {
        page.summary.push((say.t("trail-field-anda"), despite.as_str().to_owned()));
    }
    if let Some(asked) = asked {
        page.notes.push(("warn", words(say, "trail-hand-over-will-see", [("unit", &to), ("child", &about.child)])));
        page.fields = ground::fields(say, asked, fields);
        if !asked.without_custody.is_empty() {
            page.notes.push(("warn", say.t("sharing-no-holder")));
            let href = asked.without_custody.clone();
            page.links.push(Link { href, label: say.t("sharing-no-holder-go") });
        }
    }
    let code = clocks::promise_of(offering.purpose);
    let now = visit.now();
    let due = domain::clock::promised(about.promises.all(), code, now)
        .into_iter()
        .map(|definition| definition.due(now, calendar))
        .min();
    page.happens = vec![words(say, "trail-hand-over-happens-summary", [("unit", &to)])];
    if let Some(due) = due {
        let due = say.day_and_time(due, now);
        page.happens.push(words(say, "trail-hand-over-happens-due", [("unit", &to), ("due", &due)]));
    }
    if asked.is_some() {
        page.happens.push(say.t("trail-hand-over-happens-journal"));
        page.happens.push(say.t("trail-hand-over-happens-asks"));
    }
    page.happens.push(say.t("trail-hand-over-happens-holder"));
    page.happens.push(say.t("trail-hand-over-happens-family"));
    page
}

const WITHDRAW: &str = "trail.withdraw_form";

/// The form that takes an offer back.
pub(super) async fn withdraw_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<HandOver>(&visit, WITHDRAW, id).await?;
    withdraw_page(&visit, &about, &Fields::default())?.answer(&visit, about)
}

/// Takes an offer back.
pub(super) async fn withdraw(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let faults = match reader.withdraw_reason() {
        None => reader.faults,
        Some(reason) => match commands::withdraw(&visit.asker(), id, reason).await {
            Ok(()) => return Ok(visit.see_and_tell(&format!("/led/{id}"), "trail-withdrawn")),
            Err(error) => vec![fault_of(visit.say(), error, "skal")?],
        },
    };
    let about = about::<HandOver>(&visit, WITHDRAW, id).await?;
    withdraw_page(&visit, &about, &fields)?.with_faults(faults).answer(&visit, about)
}

fn withdraw_page(visit: &Visit, about: &About, fields: &Fields) -> Result<FormPage, Problem> {
    let say = visit.say();
    let to = about.trail.pending().ok_or(Problem::NotNow)?.to.unit;
    let mut page =
        FormPage::about(visit, about, "ta-tillbaka", "trail-withdraw-title").button(say, "trail-withdraw-send");
    let codes = WithdrawReason::ALL.iter().map(|reason| reason.code());
    page.fields = vec![radios(say, fields, "skal", "trail-withdraw-why", "trail-withdraw", codes)];
    page.happens = vec![words(say, "trail-withdraw-happens", [("unit", &unit(&about.book, to).name)])];
    Ok(page)
}

const SUPPLY: &str = "trail.supply_form";

/// The form that answers the receiver's question.
pub(super) async fn supply_form(visit: Visit, OnTrail(id): OnTrail) -> Result<Response, Problem> {
    let about = about::<HandOver>(&visit, SUPPLY, id).await?;
    supply_page(&visit, &about, &Fields::default())?.answer(&visit, about)
}

/// Answers the receiver's question.
pub(super) async fn supply(OnTrail(id): OnTrail, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let mut reader = Reader::new(&fields, visit.say(), visit.now());
    let faults = match reader.text("svar", "trail-error-answer") {
        None => reader.faults,
        Some(answer) => match commands::supply(&visit.asker(), id, answer).await {
            Ok(()) => return Ok(visit.see_and_tell(&format!("/led/{id}"), "trail-supplied")),
            Err(error) => vec![fault_of(visit.say(), error, "svar")?],
        },
    };
    let about = about::<HandOver>(&visit, SUPPLY, id).await?;
    supply_page(&visit, &about, &fields)?.with_faults(faults).answer(&visit, about)
}

fn supply_page(visit: &Visit, about: &About, fields: &Fields) -> Result<FormPage, Problem> {
    let say = visit.say();
    let pending = about.trail.pending().ok_or(Problem::NotNow)?;
    let Handing::Asked { question, .. } = &pending.stage else { return Err(Problem::NotNow) };
    let to = unit(&about.book, pending.to.unit).name;
    let mut page = FormPage::about(visit, about, "komplettera", "trail-supply-title").button(say, "trail-supply-send");
    page.notes.push(("warn", words(say, "trail-supply-crosses", [("unit", &to)])));
    page.quotes.push((words(say, "trail-supply-question", [("unit", &to)]), question.as_str().to_owned()));
    page.fields = vec![area(say, fields, "svar", "trail-field-svar", 4000)];
    Ok(page)
}
