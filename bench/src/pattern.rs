//! The pattern: some children of each kind, made as people would have made them, through commands and forms, on the days
//! they would have. Everybody else in a measured region is made after one of these (`copy`).

use access::Actor;
use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use anyhow::Context as _;
use axum::Router;
use domain::child::{Child, Custody, Protection};
use domain::front_door::intake::{Age as Stated, Asker as Who, Intake, Interpreter, Login, Topic};
use domain::front_door::reach::{Reach, Telephone, Trace};
use domain::front_door::text::{Name, Words};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::Post;
use domain::trail::entry::Kind as Told;
use domain::trail::{CloseReason, NextStep, Step, Text, Trail, When};
use environment::Environment;
use front_door::queue::commands::take;
use front_door::request::commands::{About, Asked, Received, Stated as SaidOfSelf, receive};
use identity::children::commands::{NewChild, NewGuardian, add_guardian};
use identity::children::{Age, Contact, Identity, Label};
use identity::organisations::commands::{assign, register_staff};
use jiff::SignedDuration;
use server::{assemble, demo};
use testkit::Browser;
use trail::commands::{accept, close, set_next_step};
use trail::entries::commands::{NewEntry, write};
use web::app::Login as LogIn;

use crate::places::Place;
use crate::serving::settings;
use crate::world::{CLINICIANS, NURSE, World, assess, decision, log_in};

/// How far back the region's history goes.
const HISTORY: SignedDuration = SignedDuration::from_hours(24 * 365 * 5);

/// What has become of a child's asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// In the queue of the front door.
    Waiting,
    /// Taken by the nurse.
    Taken,
    /// Advice was enough, during the last fortnight.
    Recent,
    /// Offered to a unit that has not answered.
    Offered,
    /// Held by a unit.
    Held,
    /// Helped, and closed.
    Closed,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] =
        [Self::Waiting, Self::Taken, Self::Recent, Self::Offered, Self::Held, Self::Closed];

    /// How many of so many children: a thousandth part of them, but at least as many as fill a list, if there are enough.
    /// The rest are closed.
    pub(crate) fn share(self, children: usize) -> usize {
        let (per_mille, least) = match self {
            Self::Waiting => (3, 120),
            Self::Taken => (1, 20),
            Self::Recent => (10, 10),
            Self::Offered => (4, 80),
            Self::Held => (150, 400),
            Self::Closed => return 0,
        };
        (children * per_mille / 1000).max(least.min(children * least / 1000)).max(1)
    }

    /// Days ago that it began, for each of the pattern.
    fn days_ago(self, number: i64) -> i64 {
        match self {
            Self::Waiting => number % 2,
            Self::Taken => 2,
            Self::Recent => 3 + number % 11,
            Self::Offered => 4 + number % 3,
            Self::Held => 45 + 30 * (number % 9),
            Self::Closed => 120 + 170 * (number % 9),
        }
    }
}

/// A child of the pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Example {
    pub(crate) kind: Kind,
    pub(crate) child: Id<Child>,
    /// Which of the clinicians helps it.
    pub(crate) clinician: usize,
}

/// The pattern, and what measurements need to know of its region.
pub(crate) struct Pattern {
    pub(crate) examples: Vec<Example>,
    /// For each clinician: the post, and those of colleagues at the same unit who hold what one person cannot.
    pub(crate) colleagues: Vec<(Post, Vec<Post>)>,
    pub(crate) municipality: String,
    pub(crate) psychiatry: String,
}

/// Makes the region and so many children of each kind.
pub(crate) async fn make(place: &Place, of_each: usize, colleagues: usize) -> anyhow::Result<Pattern> {
    let now = Environment::real().now();
    let environment = Environment::at(now.plus(-HISTORY));
    let settings = settings(place)?;
    let database = assemble::open(&settings, &environment).await?;
    let asker = assemble::asker(Actor::Job("demo"), database.clone())?;
    let organisations = demo::ground(&asker, now).await?;
    demo::at_work(&asker, &organisations, 0..).await?;
    let world = World { asker, organisations };
    let colleagues = hire(&world, colleagues).await?;
    let (_, router) = assemble::app(database.clone(), &settings, LogIn::Demo)?;
    let mut examples = Vec::new();
    for kind in Kind::ALL {
        for number in 0..of_each {
            let story = Story { world: &world, router: &router, kind, number, now };
            let child = story.happens().await.with_context(|| format!("the pattern {kind:?} {number}"))?;
            examples.push(Example { kind, child, clinician: number % CLINICIANS.len() });
        }
    }
    database.close().await;
    let municipality = world.organisations.municipality("Björkeryd")?.to_string();
    let psychiatry = world.organisations.unit_id("BUP Rösmark")?.to_string();
    Ok(Pattern { examples, colleagues, municipality, psychiatry })
}

/// Colleagues of each clinician, at the same unit.
async fn hire(world: &World, colleagues: usize) -> anyhow::Result<Vec<(Post, Vec<Post>)>> {
    let mut all = Vec::new();
    for (code, ..) in CLINICIANS {
        let post = world.post(code)?;
        let mut others = Vec::new();
        for number in 0..colleagues {
            let staff = register_staff(&world.asker, &format!("Kollega {number}"), None).await?;
            let assignment = assign(&world.asker, staff, post.unit, post.role).await?;
            others.push(Post { staff, assignment, ..post });
        }
        all.push((post, others));
    }
    Ok(all)
}

/// One child's story.
struct Story<'w> {
    world: &'w World,
    router: &'w Router,
    kind: Kind,
    number: usize,
    now: Moment,
}

impl Story<'_> {
    async fn happens(&self) -> anyhow::Result<Id<Child>> {
        let number = i64::try_from(self.number)?;
        let ago =
            SignedDuration::from_hours(24 * self.kind.days_ago(number)) + SignedDuration::from_mins(17 * (number + 1));
        self.environment().set(self.now.plus(-ago));
        let received = self.asks().await?;
        self.has_parents(received.child).await?;
        if self.kind == Kind::Waiting {
            return Ok(received.child);
        }
        self.later(3);
        let nurse = self.world.staff(NURSE)?;
        take(&nurse, self.world.post(NURSE)?, received.request).await?;
        set_next_step(&nurse, received.trail, self.next("Vi ringer upp för ett längre samtal", 1)?).await?;
        if self.kind == Kind::Taken {
            return Ok(received.child);
        }
        self.later(20);
        self.is_assessed(&received).await?;
        if matches!(self.kind, Kind::Offered | Kind::Recent) {
            return Ok(received.child);
        }
        self.is_helped(received.trail).await?;
        Ok(received.child)
    }

    async fn asks(&self) -> anyhow::Result<Received> {
        let municipality = self.world.organisations.municipality("Björkeryd")?;
        let today = self.environment().now().day();
        let (name, words) = ("Alma", "Jag orkar inte gå till skolan längre och gråter nästan varje kväll.");
        let bad = |what: &str| anyhow::anyhow!("{what} cannot be used");
        let intake = Intake {
            asker: Who::Child(Login::Without),
            topic: Topic::School,
            words: Words::new(words).map_err(|_| bad("the words"))?,
            reach: Reach::Call(Telephone::parse("070-174 06 35").map_err(|_| bad("the number"))?),
            trace: Trace::Safe,
            interpreter: Interpreter::NotNeeded,
            municipality,
            age: Stated::new(14).ok(),
            first_name: Name::new(name).ok(),
        };
        let label = Label { given_name: name.to_owned(), age: Age::Stated(14, today), place: "Björkeryd".to_owned() };
        let identity = Identity { school: "Björkeryds skola".to_owned(), ..Identity::default() };
        let child = NewChild { label, identity, municipality: Some(municipality), protection: Protection::None };
        let told = Asked {
            intake,
            child: About::New(self.environment().id(), Box::new(child)),
            guardian: SaidOfSelf::default(),
            first_step: Text::parse("En person läser och hör av sig").ok(),
        };
        Ok(receive(&self.world.visitor(), told).await?)
    }

    async fn has_parents(&self, child: Id<Child>) -> anyhow::Result<()> {
        let mut act = self.world.asker.begin("demo.family").await?;
        let permit = act.authorize::<RegisterChild>(&RegionFacts).await?;
        for (relation, name) in [("mamma", "Sara"), ("pappa", "Jonas")] {
            let guardian = NewGuardian {
                name: format!("{name} Rösmarksson"),
                relation: relation.to_owned(),
                number: String::new(),
                contact: Contact::default(),
                custody: Custody::Holder,
            };
            add_guardian(&mut act, &permit, child, guardian).await?;
        }
        act.commit(permit).await?;
        Ok(())
    }

    /// The nurse interviews, rates and decides.
    async fn is_assessed(&self, received: &Received) -> anyhow::Result<()> {
        let mut nurse = log_in(Browser::of(self.router.clone()), NURSE).await?;
        let soon = self.environment().now().day().plus_days(2);
        let request = received.request.to_string();
        if self.kind == Kind::Recent {
            return assess(&mut nurse, &request, "0", decision("0", "advice", soon, &[("after", "close")])).await;
        }
        let (_, unit, level) = self.clinician()?;
        let unit = self.world.organisations.unit_id(unit)?.to_string();
        let more = [("unit", unit.as_str()), ("reason", "Känt för mottagningen sedan tidigare.")];
        assess(&mut nurse, &request, "3", decision(level, "route", soon, &more)).await
    }

    /// The unit accepts, meets the child some times and writes of it; for some the help is over.
    async fn is_helped(&self, trail: Id<Trail>) -> anyhow::Result<()> {
        let (who, ..) = self.clinician()?;
        let clinician = self.world.staff(who)?;
        self.later(26);
        accept(&clinician, trail, self.step("Besök, tillsammans med en förälder", 7)?).await?;
        for _ in 0..3 {
            self.later(24 * 7);
            let entry = NewEntry {
                kind: Told::Visit,
                happened_on: self.environment().now().day(),
                body: Text::parse(BODY).map_err(|_| anyhow::anyhow!("the entry cannot be used"))?,
                hide: None,
                once: String::new(),
            };
            write(&clinician, trail, entry).await?;
            set_next_step(&clinician, trail, self.next("Nästa besök", 14)?).await?;
        }
        if self.kind == Kind::Closed {
            self.later(24 * 14);
            let words = Text::parse("Det har blivit bättre och du är tillbaka i skolan. Hör av dig om det blir värre.");
            let words = words.map_err(|_| anyhow::anyhow!("the words cannot be used"))?;
            close(&clinician, trail, CloseReason::GoalsReached, words).await?;
            return Ok(());
        }
        self.environment().set(self.now.plus(-SignedDuration::from_hours(30)));
        let days = i32::try_from(self.number % 12)?;
        set_next_step(&clinician, trail, self.next("Besök, tillsammans med en förälder", days + 1)?).await?;
        Ok(())
    }

    fn clinician(&self) -> anyhow::Result<(&'static str, &'static str, &'static str)> {
        CLINICIANS.get(self.number % CLINICIANS.len()).copied().context("somebody who helps")
    }

    fn step(&self, what: &str, days: i32) -> anyhow::Result<Step> {
        let on: Day = self.environment().now().day().plus_days(days);
        let what = Text::parse(what).map_err(|_| anyhow::anyhow!("the step cannot be used"))?;
        Ok(Step { what, when: When::On(on) })
    }

    fn next(&self, what: &str, days: i32) -> anyhow::Result<NextStep> {
        self.step(what, days).map(NextStep::Known)
    }

    fn environment(&self) -> &Environment {
        self.world.asker.database.environment()
    }

    fn later(&self, hours: i64) {
        self.environment().advance(SignedDuration::from_hours(hours));
    }
}

/// What is written of a visit.
pub(crate) const BODY: &str = "Träffade Alma och hennes mamma. Vi pratade om vad som gör det svårt att komma iväg på \
    morgonen och vad som har fungerat förut. Alma vill prova att börja med två lektioner om dagen. Skolan är med på det. \
    Nästa gång ser vi hur det har gått och bestämmer hur vi går vidare.";
