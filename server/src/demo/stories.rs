//! What has happened to the children of the demo region, done through commands by the people who would have done it.

use access::Actor;
use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use audit::Asker;
use domain::child::{Child, Custody, Protection};
use domain::front_door::intake::{Age as Stated, Asker as Who, Intake, Interpreter, Language, Login, Topic};
use domain::front_door::reach::{Mobile, Reach, Telephone, Trace};
use domain::front_door::request::Request;
use domain::front_door::text::{Name, Words};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::Post;
use domain::trail::{
    CloseReason, Level, NextStep, Onward, Purpose, Return, ReturnReason, Start, Step, Text, Trail, When,
};
use front_door::queue::commands::take;
use front_door::request::commands::{About, Asked, Received, receive};
use identity::children::commands::{NewChild, NewGuardian, add_guardian, make_person, name_staff, register};
use identity::children::{Age, Contact, Identity, Label, Relations};
use identity::login::commands::{Kind, Persona, add_persona};
use jiff::SignedDuration;
use trail::commands::{Offering, Opening, accept, close, give_back, offer, open, set_next_step};

use super::children::{CHILDREN, SUMMARIES, Story, WORDS};
use super::organisations::MUNICIPALITIES;
use super::{DemoError, Organisations};

/// A child of the demo as its story needs it.
struct Told {
    number: &'static str,
    first_name: &'static str,
    municipality: &'static str,
    born: Day,
    protection: Protection,
    interpreter: Option<&'static str>,
    topic: &'static str,
    words: &'static str,
}

/// Lets every child ask, and lets what came of it happen on the days it happened.
pub(super) async fn make(asker: &Asker, organisations: &Organisations, now: Moment) -> Result<(), DemoError> {
    for (number, (identity, first_name, municipality, story)) in CHILDREN.iter().enumerate() {
        let Some((topic, words)) = WORDS.get(number % WORDS.len()) else { continue };
        let told = Told {
            number: identity,
            first_name,
            municipality,
            born: born(identity)?,
            protection: if number == 10 { Protection::Marked } else { Protection::None },
            interpreter: if number % 11 == 6 { Some("prs") } else { None },
            topic,
            words,
        };
        // The children asked some days apart; the seventh has waited for more than 300 days.
        let days = if number == 6 { 312 } else { started(*story, number) };
        one(asker, organisations, &told, *story, now, days, number).await?;
    }
    turns_eighteen(asker, organisations, now).await
}

/// Days ago that a story began.
fn started(story: Story, number: usize) -> i64 {
    let spread = i64::try_from(number % 7).unwrap_or(0);
    match story {
        Story::Waiting => spread % 3,
        Story::Taken => 1 + spread % 2,
        Story::Offered => 4 + spread,
        Story::Returned => 20 + spread,
        Story::Held => 30 + 9 * spread,
        Story::Advice => 50 + 9 * spread,
    }
}

/// What a story goes on with: the child, its trail, and who holds it.
struct Begun {
    child: Id<Child>,
    trail: Id<Trail>,
    request: Option<Id<Request>>,
}

async fn one(
    asker: &Asker,
    organisations: &Organisations,
    told: &Told,
    story: Story,
    now: Moment,
    days: i64,
    number: usize,
) -> Result<(), DemoError> {
    let minutes = i64::try_from(number % 9 + 1).unwrap_or(1) * 17;
    set(asker, now.plus(SignedDuration::from_hours(-24 * days) - SignedDuration::from_mins(minutes)));
    let nurse = nurse(asker, organisations, told)?;
    let begun = match story {
        Story::Waiting | Story::Taken => {
            let received = ask(asker, organisations, told, number).await?;
            Begun { child: received.child, trail: received.trail, request: Some(received.request) }
        }
        Story::Offered | Story::Held | Story::Returned | Story::Advice => called(organisations, &nurse, told).await?,
    };
    family(asker, told, &begun, number).await?;
    if told.protection != Protection::None {
        let named =
            [Some(organisations.post("mikael")?), Some(organisations.post("samira")?), nurse.actor.post().copied()];
        for post in named.into_iter().flatten() {
            protect(asker, begun.child, post).await?;
        }
    }
    later(asker, 1);
    match (story, begun.request, nurse.actor.post()) {
        (Story::Taken, Some(request), Some(post)) => {
            take(&nurse, *post, request).await?;
            let step = step("Ringer upp för en längre intervju", now.day().plus_days(1))?;
            set_next_step(&nurse, begun.trail, NextStep::Known(step)).await?;
            Ok(())
        }
        (Story::Waiting | Story::Taken, ..) => Ok(()),
        (Story::Advice, ..) => {
            let words = text("Vi pratade igenom hur det är. Ni fick råd och vet vart ni vänder er om det blir värre.")?;
            close(&nurse, begun.trail, CloseReason::AdviceGiven, words).await?;
            Ok(())
        }
        (Story::Offered | Story::Held | Story::Returned, ..) => {
            hand_over(asker, organisations, &nurse, &begun, story, now, number).await
        }
    }
}

/// Somebody called the front door, and the nurse who answered holds the child's trail from then on.
async fn called(organisations: &Organisations, nurse: &Asker, told: &Told) -> Result<Begun, DemoError> {
    let post = nurse.actor.post().copied().ok_or_else(|| DemoError::Lists("a nurse without a post".to_owned()))?;
    let mut act = nurse.begin("demo.register").await?;
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await?;
    let child = register(&mut act, &permit, child(organisations, told)?).await?;
    act.commit(permit).await?;
    let today = nurse.database.environment().now().day();
    let opening = Opening {
        child,
        start: Start::Professional(post),
        next_step: NextStep::Known(step("Pratar med familjen och bestämmer vart de ska", today.plus_days(3))?),
    };
    Ok(Begun { child, trail: open(nurse, opening).await?, request: None })
}

fn child(organisations: &Organisations, told: &Told) -> Result<NewChild, DemoError> {
    let open = told.protection == Protection::None;
    let place = if open { told.municipality.to_owned() } else { String::new() };
    Ok(NewChild {
        label: Label { given_name: told.first_name.to_owned(), age: Age::Born(told.born), place },
        identity: Identity {
            family_name: "Rösmarksson".to_owned(),
            number: told.number.to_owned(),
            contact: Contact::default(),
            school: format!("{}s skola", told.municipality),
        },
        municipality: if open { Some(organisations.municipality(told.municipality)?) } else { None },
        protection: told.protection,
    })
}

async fn hand_over(
    asker: &Asker,
    organisations: &Organisations,
    nurse: &Asker,
    begun: &Begun,
    story: Story,
    now: Moment,
    number: usize,
) -> Result<(), DemoError> {
    let (unit, code, level) = match number % 4 {
        0 | 1 => ("UPH Björkeryd", "johan", 3),
        2 => ("Elevhälsan Björkeryds skola", "samira", 2),
        _ => ("BUP Rösmark", "maria", 4),
    };
    let summary = SUMMARIES.get(number % SUMMARIES.len()).copied().unwrap_or_default();
    let level = Level::new(level).ok_or_else(|| DemoError::Lists("a level".to_owned()))?;
    let offering =
        Offering { to: organisations.unit_id(unit)?, purpose: Purpose::Referral(level), summary: text(summary)? };
    offer(nurse, begun.trail, offering).await?;
    if matches!(story, Story::Offered) {
        return Ok(());
    }
    later(asker, 26);
    let clinician = as_staff(asker, organisations.post(code)?);
    if matches!(story, Story::Returned) {
        let next = step("Mikael ringer familjen och planerar nytt", now.day().plus_days(2))?;
        let back = Return {
            reason: ReturnReason::OtherLevel,
            to_family: text("Vi tror att hjälpen behöver se annorlunda ut. En väg in håller i det och ringer er.")?,
            onward: Onward::GiverKeeps(next),
        };
        give_back(&clinician, begun.trail, back).await?;
        return Ok(());
    }
    let in_days = i32::try_from(number % 12).unwrap_or(3) - 1;
    let next = step("Besök med barnet och en förälder", now.day().plus_days(in_days))?;
    accept(&clinician, begun.trail, next).await?;
    Ok(())
}

async fn ask(asker: &Asker, organisations: &Organisations, told: &Told, number: usize) -> Result<Received, DemoError> {
    let today = asker.database.environment().now().day();
    let bad = |what: &str| DemoError::Lists(format!("{what} of {}", told.first_name));
    let phone = Telephone::parse(&format!("070-174 06 {:02}", 5 + number % 90)).map_err(|_| bad("the telephone"))?;
    let reach = Reach::TextMessage(Mobile::try_from(phone).map_err(|_| bad("the mobile"))?);
    let interpreter = match told.interpreter {
        Some(code) => Interpreter::Needed(Language::parse(code).map_err(|_| bad("the language"))?),
        None => Interpreter::NotNeeded,
    };
    let who = match number % 3 {
        0 => Who::Child(Login::Without),
        1 => Who::Guardian(Login::Without),
        _ => Who::Professional(organisations.post("samira")?),
    };
    let municipality = organisations.municipality(told.municipality)?;
    let years = today.age_of_born(told.born).unwrap_or(0);
    let intake = Intake {
        asker: who,
        topic: Topic::from_code(told.topic).ok_or_else(|| bad("the topic"))?,
        words: Words::new(told.words).map_err(|_| bad("the words"))?,
        reach,
        trace: if number.is_multiple_of(5) { Trace::Unsafe } else { Trace::Safe },
        interpreter,
        municipality,
        age: Stated::new(years).ok(),
        first_name: Name::new(told.first_name).ok(),
    };
    let id: Id<Child> = asker.database.environment().id();
    let first_step = Text::parse("En person läser och hör av sig").ok();
    let question = Asked {
        intake,
        child: About::New(id, Box::new(child(organisations, told)?)),
        guardian: front_door::request::commands::Stated::default(),
        first_step,
    };
    let from = match who {
        Who::Child(_) | Who::Guardian(_) => Asker { actor: Actor::Visitor, ..asker.clone() },
        Who::Professional(post) => as_staff(asker, post),
    };
    Ok(receive(&from, question).await?)
}

/// Two parents with custody; for the children that a visitor can be, the child and the parents can log in.
async fn family(asker: &Asker, told: &Told, begun: &Begun, number: usize) -> Result<(), DemoError> {
    let mut act = asker.begin("demo.family").await?;
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await?;
    let mut people = vec![];
    for (relation, name) in [("mamma", "Sara"), ("pappa", "Jonas")] {
        let guardian = NewGuardian {
            name: format!("{name} Rösmarksson"),
            relation: relation.to_owned(),
            number: String::new(),
            contact: Contact::default(),
            custody: Custody::Holder,
        };
        people.push((relation, add_guardian(&mut act, &permit, begun.child, guardian).await?));
    }
    let shown = matches!(number, 0 | 1 | 8);
    let now = act.now();
    let known = Relations::of(act.transaction(), begun.child, now).await?.and_then(|relations| relations.child_person);
    let child = match known {
        Some(person) => Some(person),
        None if shown => Some(make_person(&mut act, &permit, begun.child, "").await?),
        None => None,
    };
    act.commit(permit).await?;
    let Some(person) = child.filter(|_| shown) else { return Ok(()) };
    let persona = |code: String, kind, name: String, swedish: &str, english: &str| Persona {
        code,
        kind,
        name,
        about_swedish: swedish.to_owned(),
        about_english: english.to_owned(),
    };
    let place = i64::try_from(number).unwrap_or(0);
    let name = told.first_name;
    let own = persona(
        name.to_lowercase(),
        Kind::Child(person),
        name.to_owned(),
        "Sin egen sida på telefonen.",
        "Their own page on a phone.",
    );
    add_persona(asker, place, &own).await?;
    for (relation, person) in people {
        let code = format!("{relation}-{}", name.to_lowercase());
        let who = persona(
            code,
            Kind::Guardian(person),
            format!("{name}s {relation}"),
            "Ser sitt barn, säger ja eller nej.",
            "Sees the child, says yes or no.",
        );
        add_persona(asker, place + 1, &who).await?;
    }
    Ok(())
}

async fn protect(asker: &Asker, child: Id<Child>, post: Post) -> Result<(), DemoError> {
    let mut act = asker.begin("demo.protect").await?;
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await?;
    name_staff(&mut act, &permit, child, post.staff).await?;
    act.commit(permit).await?;
    Ok(())
}

/// A child at first line who turns 18 in 58 days.
async fn turns_eighteen(asker: &Asker, organisations: &Organisations, now: Moment) -> Result<(), DemoError> {
    let birthday = now.day().plus_days(58);
    let born = Day::from_parts(birthday.date().year() - 18, birthday.date().month(), birthday.date().day().min(28));
    let told = Told {
        number: "",
        first_name: "Kim",
        municipality: "Björkeryd",
        born: born.ok_or_else(|| DemoError::Lists("a birthday".to_owned()))?,
        protection: Protection::None,
        interpreter: None,
        topic: "low_or_worried",
        words: "Jag fyller snart arton och undrar vem som hjälper mig sen.",
    };
    one(asker, organisations, &told, Story::Held, now, 40, 0).await
}

/// Someone at work at the front door that answers for the child's municipality.
fn nurse(asker: &Asker, organisations: &Organisations, told: &Told) -> Result<Asker, DemoError> {
    let door = MUNICIPALITIES.iter().find(|(name, _)| *name == told.municipality).map(|(_, door)| *door);
    let door = door.ok_or_else(|| DemoError::Lists(format!("no municipality {}", told.municipality)))?;
    let unit = organisations.unit_id(door.unit())?;
    let post = organisations
        .posts
        .values()
        .find(|post| post.unit == unit && post.role == domain::organisation::Role::TriageNurse);
    let named = organisations.post("mikael")?;
    let post = if named.unit == unit { Some(named) } else { post.copied() };
    Ok(as_staff(asker, post.ok_or_else(|| DemoError::Lists(format!("nobody at {}", door.unit())))?))
}

fn as_staff(asker: &Asker, post: Post) -> Asker {
    Asker { actor: Actor::Staff(post), ..asker.clone() }
}

fn set(asker: &Asker, moment: Moment) {
    asker.database.environment().set(moment);
}

fn later(asker: &Asker, hours: i64) {
    asker.database.environment().advance(SignedDuration::from_hours(hours));
}

fn text<const MAX: usize>(words: &str) -> Result<Text<MAX>, DemoError> {
    Text::parse(words).map_err(|_| DemoError::Lists(format!("the words {words:?}")))
}

fn step(what: &str, on: Day) -> Result<Step, DemoError> {
    Ok(Step { what: text(what)?, when: When::On(on) })
}

/// The birth date in a number of the list.
fn born(number: &str) -> Result<Day, DemoError> {
    let bad = || DemoError::Lists(format!("the number {number}"));
    let part = |range: std::ops::Range<usize>| number.get(range).ok_or_else(bad);
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    Day::from_parts(
        year.parse().map_err(|_| bad())?,
        month.parse().map_err(|_| bad())?,
        day.parse().map_err(|_| bad())?,
    )
    .ok_or_else(bad)
}
