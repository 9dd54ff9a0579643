//! Asking the front door for help in the demo region, and what a nurse there hears, rates and decides.

use std::collections::BTreeMap;

use access::Actor;
use domain::consent::Consenter;
use domain::front_door::intake::{Age as Stated, Asker as Who, Intake, Interpreter, Language, Login};
use domain::front_door::interview::{Item, Need, item};
use domain::front_door::reach::{Mobile, Reach, Telephone, Trace};
use domain::front_door::speaker::Speaker;
use domain::front_door::text::{Name, Words};
use front_door::decision::commands as decision;
use front_door::interview::commands::{self as interview, Change, Saved, Saving, Screening};
use front_door::request::commands::{About, Asked, Stated as SaidOfSelf, receive};
use identity::children::commands::NewChild;
use identity::children::{Age, Identity, Label};

use super::DemoError;
use super::cast::{AskedBy, Told};
use super::deeds::{World, missing, new_child};
use super::plan::Decides;
use super::stories::school;
use super::words::WISHES;

/// A number that the Post and Telecom Authority has set aside for fiction: 070-174 06 05 to 06 99.
pub(super) fn phone(number: usize) -> String {
    format!("070-174 06 {:02}", 5 + number % 95)
}

/// The child, a parent or the school asks.
pub(super) async fn ask(world: &mut World<'_>, told: &Told) -> Result<(), DemoError> {
    let name = told.first_name;
    let (actor, who_asks) = who(world, told)?;
    let municipality = world.organisations.municipality(told.municipality)?;
    let bad = |what: &str| DemoError::Lists(format!("{what} of {name}"));
    let telephone = Telephone::parse(&phone(told.number)).map_err(|_| bad("the telephone"))?;
    let interpreter = match told.interpreter {
        Some(code) => Interpreter::Needed(Language::parse(code).map_err(|_| bad("the language"))?),
        None => Interpreter::NotNeeded,
    };
    let years = world.today().age_of_born(told.born).unwrap_or(0);
    let intake = Intake {
        asker: who_asks,
        topic: told.topic,
        words: Words::new(told.words).map_err(|_| bad("the words"))?,
        reach: Reach::TextMessage(Mobile::try_from(telephone).map_err(|_| bad("the mobile"))?),
        trace: if told.number.is_multiple_of(5) { Trace::Unsafe } else { Trace::Safe },
        interpreter,
        municipality,
        age: Stated::new(years).ok(),
        first_name: Name::new(name).ok(),
    };
    let child = if told.stranger {
        let id = world.asker.database.environment().id();
        About::New(id, Box::new(stranger(world, told, years)?))
    } else {
        About::Known(world.known(name)?.child.ok_or_else(|| missing("the child", name))?)
    };
    let first_step = domain::trail::Text::parse("En person läser och hör av sig").ok();
    let asked = Asked { intake, child, guardian: SaidOfSelf::default(), first_step };
    let received = receive(&world.as_actor(actor), asked).await?;
    let known = world.known_mut(name);
    (known.child, known.trail) = (Some(received.child), Some(received.trail));
    known.request = Some(received.request);
    Ok(())
}

/// Who asks, as the log knows them and as the request does.
fn who(world: &World<'_>, told: &Told) -> Result<(Actor, Who), DemoError> {
    let name = told.first_name;
    Ok(match told.asker {
        AskedBy::Child if told.stranger => (Actor::Visitor, Who::Child(Login::Without)),
        AskedBy::Child => {
            let own = world.known(name)?.own.ok_or_else(|| missing("the person", name))?;
            (Actor::Child(own), Who::Child(Login::As(own)))
        }
        AskedBy::Parent => {
            let parent = world.known(name)?.parents.get("mamma").copied().ok_or_else(|| missing("mamma", name))?;
            (Actor::Guardian(parent), Who::Guardian(Login::As(parent)))
        }
        AskedBy::School => {
            let post = world.organisations.duty(&school(told.municipality))?;
            (Actor::Staff(post), Who::Professional(post))
        }
    })
}

/// A child that has said no more than a first name, an age and a place.
fn stranger(world: &World<'_>, told: &Told, years: u8) -> Result<NewChild, DemoError> {
    let full = new_child(world.organisations, told)?;
    let label = Label { age: Age::Stated(years, world.today()), ..full.label };
    Ok(NewChild { label, identity: Identity { contact: full.identity.contact, ..Identity::default() }, ..full })
}

/// The nurse writes down what was said, rates, decides, and the trail carries it out.
pub(super) async fn decide(world: &World<'_>, told: &Told, decides: &Decides) -> Result<(), DemoError> {
    let (nurse, post) = world.nurse(told)?;
    let request = world.request(told.first_name)?;
    let (opened, _) = interview::open(&nurse, request).await?;
    let changes = item::ALL.iter().filter(|item| item.need == Need::Required);
    let changes = changes.map(|item| answered(item, told, decides)).collect::<Result<_, _>>()?;
    let saving = Saving { changes, typed: Some(typed(world, told, decides)?) };
    let version = opened.assessment.version;
    match interview::save(&nurse, post, request, version, saving, Screening::Asked).await? {
        Saved::Draft(version) => Ok(Box::pin(decision::decide(&nurse, post, request, version)).await?),
        Saved::Interrupted => Err(missing("calm", told.first_name)),
    }
}

/// What is typed in the form of the decision.
fn typed(world: &World<'_>, told: &Told, decides: &Decides) -> Result<BTreeMap<String, Vec<String>>, DemoError> {
    let mut typed = BTreeMap::new();
    let mut field = |name: &str, value: String| typed.insert(name.to_owned(), vec![value]);
    field("level", decides.level.to_string());
    field("next_on", world.today().plus_days(ANSWER_DAYS).to_string());
    if !decides.reason.is_empty() {
        field("reason", decides.reason.to_owned());
    }
    if let Some(unit) = &decides.to {
        field("outcome", "route".to_owned());
        field("unit", world.organisations.unit_id(unit)?.to_string());
        field("handover", decides.summary.to_owned());
        field(
            "told",
            format!("Vi har frågat {unit} om de kan hjälpa {}. Vi håller i det tills de har svarat.", told.first_name),
        );
        field("next_step", format!("{unit} svarar"));
        if world.organisations.are_apart(told.door()?.unit(), unit) {
            let agreed = world.agreed(told.first_name)?;
            field("crosses_on", "consent".to_owned());
            field("crosses_told", "oral".to_owned());
            field("crosses_maturity", trail::crossing::maturity(agreed.maturity).to_owned());
            let yes = agreed.yes.iter().map(|who| match who {
                Consenter::Child => "child".to_owned(),
                Consenter::Guardian(person) => person.to_string(),
            });
            typed.insert("crosses_yes".to_owned(), yes.collect());
        }
    } else {
        let words = "Vi pratade igenom hur det är. Ni fick råd och vet vart ni vänder er om det blir värre.";
        field("outcome", "advice".to_owned());
        field("told", words.to_owned());
        field("next_step", "Familjen hör av sig om det blir värre".to_owned());
        field("after", "close".to_owned());
    }
    Ok(typed)
}

/// How many days a unit that is asked may take in the demo before the nurse looks again.
const ANSWER_DAYS: i32 = 7;

/// One answer of the interview.
fn answered(item: &'static Item, told: &Told, decides: &Decides) -> Result<Change, DemoError> {
    let family = match told.asker {
        AskedBy::Child => Speaker::Child,
        AskedBy::Parent | AskedBy::School => Speaker::GuardianA,
    };
    let by_child = told.asker == AskedBy::Child;
    let (speaker, value) = match item.code {
        "caller_relation" => (family, if by_child { "self" } else { "guardian" }),
        "caller_consent" => (family, if by_child { "child" } else { "all_guardians" }),
        "caller_child_knows" | "caller_can_talk_freely" => (family, "yes"),
        "concern" => (family, told.words),
        "wish" => (family, WISHES.get(told.number % WISHES.len().max(1)).copied().unwrap_or_default()),
        "school_attendance" => (family, if decides.level >= 3 { "little" } else { "most" }),
        "summary" => (Speaker::Professional, if decides.summary.is_empty() { ADVISED } else { decides.summary }),
        "summary_read_back" => (Speaker::Professional, "yes"),
        code => match code.strip_prefix("area_") {
            Some(area) => (Speaker::Professional, rating(area, decides.level)),
            None => (family, "no"),
        },
    };
    let answer = item.read(value).map_err(|_| missing(item.code, told.first_name))?;
    Ok(Change { item, speaker, answer: Some(answer) })
}

const ADVISED: &str = "Det går upp och ned, men mest upp. Familjen behövde någon att fråga.";

/// How large the difficulties are in an area, so that the example rules suggest the level.
fn rating(area: &str, level: u8) -> &'static str {
    match (area, level) {
        ("low_mood", 4..) => "4",
        ("worry", 3) => "3",
        ("worry", 4..) | ("school", 2..) => "2",
        ("sleep_and_food", 3..) => "1",
        _ => "0",
    }
}
