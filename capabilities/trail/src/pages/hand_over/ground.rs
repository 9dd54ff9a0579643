//! On what ground a handover crosses into another secrecy domain: asked on the page that checks it, since it is the receiver
//! that decides which grounds there are.

use access::action::trail::Read;
use domain::child::Custody;
use domain::consent::Maturity;
use domain::disclosure::{Choice as Offer, Offered};
use domain::id::Id;
use domain::organisation::Unit;
use domain::trail::Trail;
use i18n::Say;
use identity::children::{GuardianView, commands as children};
use web::{Fields, Problem, Visit};

use crate::adults::Adults;
use crate::crossing::{Asked, NoGround, On, Typed, grounds};
use crate::forms::Fault;
use crate::pages::form::{About, Choice, Choices, Field, area};
use crate::sharing::rows::maturity_code;
use crate::store;

const GROUND: &str = "grund";
const NECESSITY: &str = "nodvandigt";
const YES: &str = "sagt_ja";
const TOLD: &str = "hur";
const MATURITY: &str = "mognad";
const PREVENTED: &str = "forhindrad";

/// The fields of the page that are about the ground.
pub(super) const FIELDS: [&str; 6] = [GROUND, NECESSITY, YES, TOLD, MATURITY, PREVENTED];

/// What the ground is asked with: every ground there is or is not, and who may have said yes.
pub(super) struct GroundAsked {
    offered: Vec<Offered>,
    child: String,
    guardians: Vec<GuardianView>,
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
    let offered = grounds(&about.book, own, to, label.age.on(act.now().day()));
    let without_custody = Adults::of(&act, &facts).without_custody(&guardians);
    act.finish(permit).await?;
    let guardians = guardians.into_iter().filter(|guardian| guardian.custody == Custody::Holder).collect();
    Ok(Some(GroundAsked { offered, child: label.given_name, guardians, without_custody }))
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
            Choice { label: guardian.name.clone(), hint: guardian.relation.clone(), ..choice(name, &id, String::new()) }
        }
    };
    let child = choice(YES, "child", asked.child.clone());
    let yes = std::iter::once(child).chain(asked.guardians.iter().map(guardian(YES))).collect();
    let told = ["oral", "written"].map(|code| choice(TOLD, code, say.t(&format!("sharing-record-{code}")))).into();
    let judged = [Maturity::NotAssessed, Maturity::NotMature, Maturity::Mature].map(maturity_code);
    let judged = judged.map(|code| {
        choice(MATURITY, code, say.with(&format!("sharing-maturity-{code}"), "name", asked.child.as_str()))
    });
    let mut all = vec![
        open(say, asked, fields),
        checks(say, YES, "trail-field-sagt_ja", yes),
        Field::Radios(choices(say, TOLD, "sharing-record-how", told)),
        Field::Radios(choices(say, MATURITY, "sharing-maturity", judged.into())),
    ];
    if !asked.guardians.is_empty() {
        let prevented = asked.guardians.iter().map(guardian(PREVENTED)).collect();
        all.push(checks(say, PREVENTED, "sharing-prevented", prevented));
    }
    all.push(area(say, fields, NECESSITY, "trail-field-nodvandigt", 1000));
    all
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
pub(super) fn read(fields: &Fields, say: Say<'_>) -> Result<On, Vec<Fault>> {
    let typed = Typed {
        ground: fields.text(GROUND),
        necessity: fields.raw(NECESSITY),
        yes: fields.all(YES).collect(),
        told: fields.text(TOLD),
        maturity: fields.text(MATURITY),
        prevented: fields.all(PREVENTED).collect(),
    };
    let fault = |(asked, key): (Asked, &str)| Fault { field: field(asked), text: say.t(key) };
    typed.read().map_err(|faults| faults.into_iter().map(fault).collect())
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
