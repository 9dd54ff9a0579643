//! On what ground what the receiver needs to know crosses, where the child is sent into another secrecy domain than the
//! front door's. The grounds and who must say yes are the trail's and the law's; here they are asked. Source: dossier 6.1.

use access::action::identity::SeeIdentity;
use access::facts::RequestFacts;
use audit::{Act, Outcome};
use domain::child::Custody;
use domain::consent::Maturity;
use domain::disclosure::{Choice as Offer, Offered};
use domain::id::Id;
use domain::organisation::Unit;
use i18n::Say;
use identity::children::{GuardianView, Relations};
use identity::organisations::Book;
use identity::pages::called;
use trail::commands::CommandError;
use trail::crossing::{Asked, On, Typed, grounds};

use crate::decision::commands::DecideError;
use crate::interview::commands::{AssessError, Opened};
use crate::interview::sheet::Sheet;
use crate::work::{Choice, Errors};

const ON: &str = "crosses_on";
const WHY: &str = "crosses_why";
const YES: &str = "crosses_yes";
const TOLD: &str = "crosses_told";
const MATURITY: &str = "crosses_maturity";
const PREVENTED: &str = "crosses_prevented";

/// The chosen unit is in another domain: what there is to choose from, and who may have said yes.
pub(crate) struct Crossing {
    unit: Id<Unit>,
    offered: Vec<Offered>,
    guardians: Vec<GuardianView>,
}

/// Whether what the receiver needs to know would leave the front door's domain.
pub(crate) fn crosses(book: &Book, door: Id<Unit>, unit: Id<Unit>) -> bool {
    !grounds(book, door, unit, 0).is_empty()
}

/// What to ask about the ground; nothing while no unit in another domain is chosen.
pub(crate) async fn asked(act: &mut Act, opened: &Opened, book: &Book) -> Result<Option<Crossing>, AssessError> {
    let sheet = &opened.assessment.sheet;
    let unit = sheet.typed("unit").parse::<Id<Unit>>().ok().filter(|_| sheet.typed("outcome") == "route");
    let Some(unit) = unit.filter(|unit| crosses(book, opened.stored.unit, *unit)) else { return Ok(None) };
    let now = act.now();
    let id = opened.stored.request.record().id;
    let facts = crate::request::store::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let offered = grounds(book, opened.stored.unit, unit, opened.label.age.on(now.day()));
    Ok(Some(Crossing { unit, offered, guardians: guardians(act, &facts).await? }))
}

async fn guardians(act: &mut Act, facts: &RequestFacts) -> Result<Vec<GuardianView>, AssessError> {
    let now = act.now();
    let relations = Relations::of(act.transaction(), facts.child, now).await?.ok_or(AssessError::NotFound)?;
    let see = act.authorize::<SeeIdentity>(&relations.identity_facts()).await?;
    let who = identity::children::commands::see(act, &see, facts.child).await?;
    act.used(see, Outcome::Read);
    let all = who.map(|who| who.guardians).unwrap_or_default();
    Ok(all.into_iter().filter(|guardian| guardian.custody == Custody::Holder).collect())
}

/// What is typed about the ground; what is missing of it is an error at its field.
pub(crate) fn read(sheet: &Sheet, errors: &mut Errors) -> Option<On> {
    let all = |name: &str| sheet.chosen(name).iter().map(String::as_str).collect();
    let typed = Typed {
        ground: sheet.typed(ON),
        necessity: sheet.typed(WHY),
        yes: all(YES),
        told: sheet.typed(TOLD),
        maturity: sheet.typed(MATURITY),
        prevented: all(PREVENTED),
    };
    match typed.read() {
        Ok(on) => Some(on),
        Err(faults) => {
            for (asked, key) in faults {
                errors.add(field(asked), key);
            }
            None
        }
    }
}

/// What the trail refused: a ground that is not there is an error of the form, the rest is the trail's.
pub(crate) fn refused(error: CommandError) -> DecideError {
    match error {
        CommandError::NoGround(none) => {
            let mut errors = Errors::default();
            errors.add(field(none.field()), none.key());
            DecideError::Form(errors)
        }
        other @ (CommandError::NotFound
        | CommandError::Denied(_)
        | CommandError::Refused(_)
        | CommandError::Misfit(_)
        | CommandError::Failed(_)) => DecideError::Trail(other),
    }
}

const fn field(asked: Asked) -> &'static str {
    match asked {
        Asked::Ground => ON,
        Asked::Necessity => WHY,
        Asked::Yes => YES,
        Asked::Told => TOLD,
        Asked::Maturity => MATURITY,
    }
}

/// The part of the form that asks on what ground.
pub(crate) struct CrossingView {
    pub(crate) about: String,
    pub(crate) hint: String,
    pub(crate) grounds: Vec<Choice>,
    pub(crate) ground_error: String,
    pub(crate) yes: Vec<Choice>,
    pub(crate) yes_error: String,
    pub(crate) told: Vec<Choice>,
    pub(crate) told_error: String,
    pub(crate) maturity: Vec<Choice>,
    pub(crate) maturity_error: String,
    pub(crate) prevented: Vec<Choice>,
    pub(crate) why: String,
    pub(crate) why_error: String,
}

/// What the receiver will newly see, in words.
pub(crate) fn will_see(say: Say<'_>, crossing: &Crossing, book: &Book, child: &str) -> String {
    let unit = book.unit_name(crossing.unit);
    say.message("trail-hand-over-will-see", &[("unit", unit.into()), ("child", child.into())].into())
}

/// The part of the form, with what is typed.
pub(crate) fn view(
    say: Say<'_>,
    crossing: &Crossing,
    (book, child): (&Book, &str),
    sheet: &Sheet,
    errors: &Errors,
) -> CrossingView {
    let (mut open, mut hidden) = (vec![], vec![say.t("trail-field-grund-hint")]);
    for offered in &crossing.offered {
        let code = offered.ground.as_str();
        let name = say.t(&format!("trail-ground-{code}"));
        match offered.choice {
            Offer::Open(_) => {
                let about = say.t(&format!("trail-ground-{code}-about"));
                open.push(Choice::new(code, name, sheet.typed(ON)).with_hint(about));
            }
            Offer::Hidden(reason) => hidden.push(format!("{name}: {}", say.t(reason.key()))),
        }
    }
    let ticked = |field: &str, value: &str, label: String, about: &str| {
        let chosen = sheet.chosen(field).iter().any(|chosen| chosen == value);
        Choice::new(value, label, if chosen { value } else { "" }).with_hint(about.to_owned())
    };
    let guardians = |field: &'static str| {
        let one = |guardian: &GuardianView| {
            ticked(field, &guardian.person.to_string(), called(say, guardian), &guardian.relation)
        };
        crossing.guardians.iter().map(one).collect::<Vec<_>>()
    };
    let told = |code: &str| Choice::new(code, say.t(&format!("sharing-record-{code}")), sheet.typed(TOLD));
    let judged = |code: &str| {
        Choice::new(code, say.with(&format!("sharing-maturity-{code}"), "name", child), sheet.typed(MATURITY))
    };
    CrossingView {
        about: will_see(say, crossing, book, child),
        hint: hidden.join(" "),
        grounds: open,
        ground_error: errors.of(say, ON),
        yes: std::iter::once(ticked(YES, "child", child.to_owned(), "")).chain(guardians(YES)).collect(),
        yes_error: errors.of(say, YES),
        told: ["oral", "written"].map(told).into(),
        told_error: errors.of(say, TOLD),
        maturity: [Maturity::NotAssessed, Maturity::NotMature, Maturity::Mature]
            .map(trail::crossing::maturity)
            .map(judged)
            .into(),
        maturity_error: errors.of(say, MATURITY),
        prevented: guardians(PREVENTED),
        why: sheet.typed(WHY).to_owned(),
        why_error: errors.of(say, WHY),
    }
}
