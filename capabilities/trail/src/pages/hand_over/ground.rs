//! On what ground a handover crosses into another secrecy domain: asked on the page that checks it, since it is the receiver
//! that decides which grounds there are.

use access::action::trail::Read;
use domain::child::{Custody, Protection};
use domain::consent::Maturity;
use domain::disclosure::{Choice as Offer, Ground, Offered};
use domain::id::Id;
use domain::organisation::Unit;
use domain::trail::{Text, Trail};
use i18n::Say;
use identity::children::{GuardianView, commands as children};
use identity::pages::called;
use web::{Fields, Problem, Visit};

use crate::adults::Adults;
use crate::asking::Question;
use crate::crossing::{self, Asked, NoGround, On, grounds};
use crate::forms::Fault;
use crate::pages::form::{About, Choice, Choices, Field, area};
use crate::sharing::rows::{maturity_code, maturity_from_code};
use crate::store;

const GROUND: &str = "grund";
const NECESSITY: &str = "nodvandigt";
const YES: &str = "sagt_ja";
const TOLD: &str = "hur";
const MATURITY: &str = "mognad";
const PREVENTED: &str = "forhindrad";
const WHY: &str = "varfor";

/// The answer to how they said yes that asks them first: they answer on their own pages.
const ON_PAGES: &str = "pages";

/// The fields of the page that are about the ground.
pub(super) const FIELDS: [&str; 7] = [GROUND, NECESSITY, YES, TOLD, MATURITY, PREVENTED, WHY];

/// What is typed about the ground.
#[derive(Clone, Debug)]
pub(super) enum Typed {
    /// A ground that it is offered on at once.
    On(On),
    /// The family is asked first.
    Asks(Question),
}

/// What the ground is asked with: every ground there is or is not, and who may have said yes.
pub(super) struct GroundAsked {
    offered: Vec<Offered>,
    child: String,
    guardians: Vec<GuardianView>,
    protection: Protection,
    /// Where to go when nobody has custody; empty when somebody has.
    pub(super) without_custody: String,
}

/// What to ask about the ground; nothing inside one domain.
pub(super) async fn asked(
    visit: &Visit,
    trail: Id<Trail>,
    about: &About,
    to: Id<Unit>,
) -> Result<Option<GroundAsked>, Problem> {
    let own = visit.post()?.unit;
    if grounds(&about.book, own, to, 0).is_empty() {
        return Ok(None);
    }
    let mut act = visit.asker().begin_reading("trail.offer_ground").await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(Problem::NotFound)?;
    let permit = act.authorize::<Read>(&facts).await?;
    let label = store::label(&mut act, &permit).await?.ok_or(Problem::NotFound)?;
    let guardians = children::guardians_for_trail(&mut act, &permit).await?;
    let offered = grounds(&about.book, own, to, label.age.on(now.day()));
    let without_custody = Adults::of(&act, &facts).without_custody(&guardians);
    act.finish(permit).await?;
    let guardians = guardians.into_iter().filter(|guardian| guardian.custody == Custody::Holder).collect();
    let protection = facts.protection;
    Ok(Some(GroundAsked { offered, child: label.given_name, guardians, protection, without_custody }))
}

/// The fields, with what was typed.
pub(super) fn fields(say: Say<'_>, asked: &GroundAsked, fields: &Fields) -> Vec<Field> {
    let chosen = |name: &str, code: &str| fields.all(name).any(|value| value == code);
    let choice = |name: &str, code: &str, label: String| Choice {
        value: code.to_owned(),
        label,
        hint: String::new(),
        chosen: chosen(name, code),
    };
    let guardian = |name: &'static str| {
        move |guardian: &GuardianView| {
            let id = guardian.person.to_string();
            Choice { label: called(say, guardian), hint: guardian.relation.clone(), ..choice(name, &id, String::new()) }
        }
    };
    let child = choice(YES, "child", asked.child.clone());
    let yes = std::iter::once(child).chain(asked.guardians.iter().map(guardian(YES))).collect();
    let told = [("oral", "sharing-record-oral"), ("written", "sharing-record-written"), (ON_PAGES, "trail-told-pages")];
    let told = told.map(|(code, key)| choice(TOLD, code, say.t(key))).into();
    let judged = [Maturity::NotAssessed, Maturity::NotMature, Maturity::Mature].map(maturity_code);
    let judged = judged.map(|code| {
        choice(MATURITY, code, say.with(&format!("sharing-maturity-{code}"), "name", asked.child.as_str()))
    });
    let mut all = vec![
        open(say, asked, fields),
        checks(say, YES, "trail-field-sagt_ja", yes),
        Field::Radios(Choices { hint: review_first(say, asked), ..choices(say, TOLD, "sharing-record-how", told) }),
        Field::Radios(choices(say, MATURITY, "sharing-maturity", judged.into())),
    ];
    if !asked.guardians.is_empty() {
        let prevented = asked.guardians.iter().map(guardian(PREVENTED)).collect();
        all.push(checks(say, PREVENTED, "sharing-prevented", prevented));
    }
    all.push(area(say, fields, WHY, "trail-field-over_varfor", 600));
    all.push(area(say, fields, NECESSITY, "trail-field-nodvandigt", 1000));
    all
}

/// Where the identity is protected somebody decides first whom it is safe to ask, and how. Source: dossier 2.5.
fn review_first(say: Say<'_>, asked: &GroundAsked) -> String {
    if asked.protection == Protection::None { String::new() } else { say.t("sharing-review-first") }
}

/// The grounds that may be chosen; why the others may not stands beside them.
fn open(say: Say<'_>, asked: &GroundAsked, fields: &Fields) -> Field {
    let (mut options, mut hidden) = (vec![], vec![say.t("trail-field-grund-hint")]);
    for offered in &asked.offered {
        let code = offered.ground.as_str();
        match offered.choice {
            Offer::Open(_) => options.push(Choice {
                value: code.to_owned(),
                label: say.t(&format!("trail-ground-{code}")),
                hint: say.t(&format!("trail-ground-{code}-about")),
                chosen: fields.text(GROUND) == code,
            }),
            Offer::Hidden(reason) => {
                let (ground, reason) = (say.t(&format!("trail-ground-{code}")), say.t(reason.key()));
                hidden.push(format!("{ground}: {reason}"));
            }
        }
    }
    let (label, hint) = (say.t("trail-field-grund"), hidden.join(" "));
    Field::Radios(Choices { id: GROUND, label, hint, error: String::new(), options })
}

fn checks(say: Say<'_>, id: &'static str, key: &str, options: Vec<Choice>) -> Field {
    Field::Checks(Choices { hint: say.t(&format!("{key}-hint")), ..choices(say, id, key, options) })
}

fn choices(say: Say<'_>, id: &'static str, key: &str, options: Vec<Choice>) -> Choices {
    Choices { id, label: say.t(key), hint: String::new(), error: String::new(), options }
}

/// The ground that was typed, or what is missing of it.
pub(super) fn read(fields: &Fields, say: Say<'_>) -> Result<Typed, Vec<Fault>> {
    if fields.text(GROUND) == Ground::Consent.as_str() && fields.text(TOLD) == ON_PAGES {
        return question(fields, say).map(Typed::Asks);
    }
    let typed = crossing::Typed {
        ground: fields.text(GROUND),
        necessity: fields.raw(NECESSITY),
        yes: fields.all(YES).collect(),
        told: fields.text(TOLD),
        maturity: fields.text(MATURITY),
        prevented: fields.all(PREVENTED).collect(),
    };
    let fault = |(asked, key): (Asked, &str)| Fault { field: field(asked), text: say.t(key) };
    typed.read().map(Typed::On).map_err(|faults| faults.into_iter().map(fault).collect())
}

/// What the family is asked, or what is missing of the question.
fn question(fields: &Fields, say: Say<'_>) -> Result<Question, Vec<Fault>> {
    let (why, maturity) = (Text::parse(fields.raw(WHY).trim()), maturity_from_code(fields.text(MATURITY)));
    let prevented = fields.all(PREVENTED).filter_map(|id| id.parse().ok()).collect();
    match (why, maturity) {
        (Ok(why), Some(maturity)) => Ok(Question { why, maturity, prevented }),
        (why, maturity) => {
            let why = why.is_err().then(|| Fault { field: WHY, text: say.t("trail-error-varfor") });
            let judged = Fault { field: MATURITY, text: say.t("sharing-error-maturity") };
            Err(maturity.is_none().then_some(judged).into_iter().chain(why).collect())
        }
    }
}

/// What the rules refused, at its field.
pub(super) fn fault(visit: &Visit, none: NoGround) -> Fault {
    Fault { field: field(none.field()), text: visit.say().t(none.key()) }
}

const fn field(asked: Asked) -> &'static str {
    match asked {
        Asked::Ground => GROUND,
        Asked::Necessity => NECESSITY,
        Asked::Yes => YES,
        Asked::Told => TOLD,
        Asked::Maturity => MATURITY,
    }
}
