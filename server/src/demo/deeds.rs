//! Doing what the plan says, through the commands that people's pages call, as the people who would have done it.

use std::collections::BTreeMap;

use access::Actor;
use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use audit::Asker;
use domain::child::{Child, Custody, Person, Protection};
use domain::consent::{Consenter, Maturity};
use domain::front_door::request::Request;
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Post;
use domain::trail::entry::Entry;
use domain::trail::sharing::{Seen, Sharing};
use domain::trail::{Acceptance, Level, NextStep, Onward, Purpose, Return, Start, Step, Text, Trail, When};
use front_door::queue::commands::take;
use identity::children::commands::{NewChild, NewGuardian, add_guardian, make_person, name_staff, register};
use identity::children::{Age, Contact, Identity, Label};
use oversight::openings::commands::{self as openings, Why};
use oversight::reviews::commands as reviews;
use trail::commands::{Offering, Opening, accept, give_back, offer, open, set_next_step};
use trail::crossing::{Agreed, On, Told as HowTold};
use trail::entries::commands::{self as entries, NewEntry};
use trail::family::{Choice, commands as family};
use trail::sharing::commands::{self as sharing, Asking, NewReceiver, NewSharing, On as SharedOn, Said};

use super::cast::{Cast, Told};
use super::children::{FATHERS, MOTHERS};
use super::plan::{Deed, GivesBack, Planned, Verdict, Yes};
use super::{DemoError, Organisations, asking};

/// What is known of a child when its story goes on.
#[derive(Default)]
pub(super) struct Known {
    pub(super) child: Option<Id<Child>>,
    pub(super) own: Option<Id<Person>>,
    pub(super) parents: BTreeMap<&'static str, Id<Person>>,
    pub(super) trail: Option<Id<Trail>>,
    pub(super) request: Option<Id<Request>>,
    entries: BTreeMap<&'static str, Id<Entry>>,
    question: Option<Id<Sharing>>,
}

/// The region while its history is being made.
pub(super) struct World<'a> {
    pub(super) asker: &'a Asker,
    pub(super) organisations: &'a Organisations,
    pub(super) cast: &'a Cast,
    known: BTreeMap<&'static str, Known>,
}

impl<'a> World<'a> {
    pub(super) fn new(asker: &'a Asker, organisations: &'a Organisations, cast: &'a Cast) -> Self {
        Self { asker, organisations, cast, known: BTreeMap::new() }
    }

    /// What is known of a child.
    pub(super) fn known(&self, name: &str) -> Result<&Known, DemoError> {
        self.known.get(name).ok_or_else(|| missing("anything known", name))
    }

    /// What is known of a child, to add to it.
    pub(super) fn known_mut(&mut self, name: &'static str) -> &mut Known {
        self.known.entry(name).or_default()
    }

    /// Does one thing, at its moment.
    pub(super) async fn perform(&mut self, planned: Planned) -> Result<(), DemoError> {
        let Planned { at, child: name, deed } = planned;
        self.asker.database.environment().set(at);
        let told = self.cast.child(name)?.clone();
        match deed {
            Deed::IsKnown => self.is_known(&told).await,
            Deed::Names(unit) => self.names(name, self.organisations.duty(&unit)?).await,
            Deed::Asks => asking::ask(self, &told).await,
            Deed::Opens { by, step: what, days } => self.opens(name, &by, (what, days)).await,
            Deed::Takes => {
                let (nurse, post) = self.nurse(&told)?;
                Ok(take(&nurse, post, self.request(name)?).await?)
            }
            Deed::Plans { step: what, on } => {
                let (nurse, _) = self.nurse(&told)?;
                Ok(set_next_step(&nurse, self.trail(name)?, NextStep::Known(step(what, on)?)).await?)
            }
            Deed::Decides(decides) => Box::pin(asking::decide(self, &told, &decides)).await,
            Deed::Offers { by, to, level, summary } => {
                let apart = self.organisations.are_apart(&by, &to);
                let on = if apart { Some(On::Consent(self.agreed(name)?)) } else { None };
                let to = self.organisations.unit_id(&to)?;
                let level = Level::new(level).ok_or_else(|| missing("the level", name))?;
                let (purpose, summary) = (Purpose::Referral(level), text(summary)?);
                let offering = Offering { to, purpose, summary, on, despite: None };
                Ok(offer(&self.duty(&by)?, self.trail(name)?, offering).await?)
            }
            Deed::Accepts { by, step: what, on } => {
                Ok(accept(&self.duty(&by)?, self.trail(name)?, step(what, on)?).await?)
            }
            Deed::GivesBack(back) => self.gives_back(name, back).await,
            Deed::Writes { .. } | Deed::Says(_) | Deed::AsksLeave { .. } | Deed::Answers { .. } | Deed::Lets { .. } => {
                self.family(name, deed).await
            }
            Deed::BreaksGlass { by, reason, why } => {
                let number = domain::identity_number::IdentityNumber::parse(&told.identity, self.today());
                let number = number.map_err(|_| missing("the number", name))?;
                let why = Why { reason, words: text(why)? };
                let opened = openings::break_glass(&self.staff(by)?, &number, why).await?;
                opened.map(drop).ok_or_else(|| missing("a trail to open", name))
            }
            Deed::Reviews { opener, by, verdict } => self.reviews(name, (opener, by), verdict).await,
        }
    }

    /// The child and two parents with custody, with numbers, as a register would know them.
    async fn is_known(&mut self, told: &Told) -> Result<(), DemoError> {
        let mut act = self.asker.begin("demo.register").await?;
        let permit = act.authorize::<RegisterChild>(&RegionFacts).await?;
        let child = register(&mut act, &permit, new_child(self.organisations, told)?).await?;
        let own = make_person(&mut act, &permit, child, "").await?;
        let mut parents = BTreeMap::new();
        for (relation, names, place) in [("mamma", &MOTHERS[..], 30), ("pappa", &FATHERS[..], 60)] {
            let first = names.get(told.number % names.len().max(1)).copied().unwrap_or_default();
            let guardian = NewGuardian {
                name: format!("{first} {}", told.family_name),
                relation: relation.to_owned(),
                number: String::new(),
                contact: Contact { phone: asking::phone(told.number + place), ..Contact::default() },
                custody: Custody::Holder,
            };
            parents.insert(relation, add_guardian(&mut act, &permit, child, guardian).await?);
        }
        act.commit(permit).await?;
        let known = self.known_mut(told.first_name);
        (known.child, known.own, known.parents) = (Some(child), Some(own), parents);
        Ok(())
    }

    async fn names(&self, name: &str, post: Post) -> Result<(), DemoError> {
        let mut act = self.asker.begin("demo.protect").await?;
        let permit = act.authorize::<RegisterChild>(&RegionFacts).await?;
        name_staff(&mut act, &permit, self.child(name)?, post.staff).await?;
        act.commit(permit).await?;
        Ok(())
    }

    async fn opens(&mut self, name: &'static str, by: &str, (what, days): (&str, i32)) -> Result<(), DemoError> {
        let opening = Opening {
            child: self.child(name)?,
            start: Start::Professional(self.organisations.duty(by)?),
            next_step: NextStep::Known(step(what, self.today().plus_days(days))?),
        };
        let trail = open(&self.duty(by)?, opening).await?;
        self.known_mut(name).trail = Some(trail);
        Ok(())
    }

    async fn gives_back(&self, name: &str, back: GivesBack) -> Result<(), DemoError> {
        let GivesBack { by, reason, to_family, step: what, on, other } = back;
        let step = step(what, on)?;
        let onward = match other {
            None => Onward::GiverKeeps(step),
            Some(unit) => {
                let post = self.organisations.duty(&unit)?;
                let at = self.asker.database.environment().now();
                Onward::OtherUnit(Acceptance { unit: post.unit, by: post.assignment, at, step })
            }
        };
        let back = Return { reason, to_family: text(to_family)?, onward };
        Ok(give_back(&self.duty(&by)?, self.trail(name)?, back).await?)
    }

    /// What is written, shared and decided around a trail.
    async fn family(&mut self, name: &'static str, deed: Deed) -> Result<(), DemoError> {
        let trail = self.trail(name)?;
        match deed {
            Deed::Writes { by, key, kind, body } => {
                let (happened_on, body) = (self.today(), text(body)?);
                let new = NewEntry { kind, happened_on, body, hide: None, once: String::new() };
                let entry = entries::write(&self.duty(&by)?, trail, new).await?;
                self.known_mut(name).entries.insert(key, entry);
            }
            Deed::Says(words) => {
                let own = self.known(name)?.own.ok_or_else(|| missing("the person", name))?;
                entries::say(&self.as_actor(Actor::Child(own)), trail, text(words)?, text("Mina egna ord.")?).await?;
            }
            Deed::AsksLeave { by, key, to, purpose } => {
                let entry = self.entry(name, key)?;
                let until = self.today().plus_days(ASKED_FOR_DAYS);
                let asking =
                    Asking { purpose: text(purpose)?, until, maturity: Maturity::NotMature, prevented: vec![] };
                let seen = vec![Seen { entry, version: 1 }];
                let receiver =
                    NewReceiver { unit: self.organisations.unit_id(&to)?, seen, on: SharedOn::AskedConsent(asking) };
                let new = NewSharing { entries: vec![entry], receivers: vec![receiver] };
                let done = sharing::share(&self.duty(&by)?, trail, new).await?;
                self.known_mut(name).question = done.question;
            }
            Deed::Answers { parent, yes } => {
                let asker = self.parent(name, parent)?;
                let question = self.known(name)?.question.ok_or_else(|| missing("a question", name))?;
                let said = match yes {
                    Yes::Yes => Said::Yes { until: self.today().plus_days(ANSWERED_FOR_DAYS) },
                    Yes::No => Said::No,
                };
                sharing::answer(&asker, question, said).await?;
            }
            Deed::Lets { parent, key, read } => {
                let known = self.known(name)?;
                let own = known.own.ok_or_else(|| missing("the person", name))?;
                let person = known.parents.get(parent).copied().ok_or_else(|| missing(parent, name))?;
                let entry = key.map(|key| self.entry(name, key)).transpose()?;
                let choice = if read == Yes::Yes { Choice::Shared } else { Choice::Kept };
                family::choose(&self.as_actor(Actor::Child(own)), trail, person, entry, choice).await?;
            }
            Deed::IsKnown
            | Deed::Names(_)
            | Deed::Asks
            | Deed::Opens { .. }
            | Deed::Takes
            | Deed::Plans { .. }
            | Deed::Decides(_)
            | Deed::Offers { .. }
            | Deed::Accepts { .. }
            | Deed::GivesBack(_)
            | Deed::BreaksGlass { .. }
            | Deed::Reviews { .. } => {}
        }
        Ok(())
    }

    /// The reviewer answers for the latest opening.
    async fn reviews(&self, name: &str, (opener, by): (&str, &str), verdict: Verdict) -> Result<(), DemoError> {
        let (asking, _) = openings::ask(&self.staff(opener)?).await?;
        let child = self.child(name)?;
        let opening =
            asking.own.iter().find(|facts| facts.child == child).ok_or_else(|| missing("an opening", name))?;
        let answer = match verdict {
            Verdict::Asks(question) => domain::oversight::break_glass::Answer::NeedsMore { question: text(question)? },
            Verdict::Justified(told) => domain::oversight::break_glass::Answer::Justified { to_family: text(told)? },
        };
        Ok(reviews::answer(&self.staff(by)?, opening.id, answer).await?)
    }

    /// The family has said yes to the next unit being told: the parents, or the child, where nobody knows of any parents.
    pub(super) fn agreed(&self, name: &str) -> Result<Agreed, DemoError> {
        let parents: Vec<Consenter> = self.known(name)?.parents.values().copied().map(Consenter::Guardian).collect();
        let told = HowTold::Orally;
        Ok(if parents.is_empty() {
            Agreed { yes: vec![Consenter::Child], told, maturity: Maturity::Mature, prevented: vec![] }
        } else {
            Agreed { yes: parents, told, maturity: Maturity::NotMature, prevented: vec![] }
        })
    }

    /// The nurse on duty at the front door that answers for where a child lives.
    pub(super) fn nurse(&self, told: &Told) -> Result<(Asker, Post), DemoError> {
        let post = self.organisations.duty(told.door()?.unit())?;
        Ok((self.as_actor(Actor::Staff(post)), post))
    }

    fn duty(&self, unit: &str) -> Result<Asker, DemoError> {
        Ok(self.as_actor(Actor::Staff(self.organisations.duty(unit)?)))
    }

    fn staff(&self, code: &str) -> Result<Asker, DemoError> {
        Ok(self.as_actor(Actor::Staff(self.organisations.post(code)?)))
    }

    /// A parent, logged in.
    pub(super) fn parent(&self, name: &str, parent: &str) -> Result<Asker, DemoError> {
        let person = self.known(name)?.parents.get(parent).copied().ok_or_else(|| missing(parent, name))?;
        Ok(self.as_actor(Actor::Guardian(person)))
    }

    pub(super) fn as_actor(&self, actor: Actor) -> Asker {
        Asker { actor, ..self.asker.clone() }
    }

    pub(super) fn today(&self) -> Day {
        self.asker.database.environment().now().day()
    }

    fn child(&self, name: &str) -> Result<Id<Child>, DemoError> {
        self.known(name)?.child.ok_or_else(|| missing("the child", name))
    }

    pub(super) fn request(&self, name: &str) -> Result<Id<Request>, DemoError> {
        self.known(name)?.request.ok_or_else(|| missing("a request", name))
    }

    fn trail(&self, name: &str) -> Result<Id<Trail>, DemoError> {
        self.known(name)?.trail.ok_or_else(|| missing("a trail", name))
    }

    fn entry(&self, name: &str, key: &str) -> Result<Id<Entry>, DemoError> {
        self.known(name)?.entries.get(key).copied().ok_or_else(|| missing(key, name))
    }
}

/// How long a sharing is asked for, and how long a parent says yes to.
const ASKED_FOR_DAYS: i32 = 300;
const ANSWERED_FOR_DAYS: i32 = 270;

/// A child as it is registered. Where the identity is protected, nothing says where the child lives.
pub(super) fn new_child(organisations: &Organisations, told: &Told) -> Result<NewChild, DemoError> {
    let open = told.protection == Protection::None;
    let (place, school) = if open { (told.municipality.to_owned(), told.school.clone()) } else { Default::default() };
    let contact = Contact { interpreter: told.interpreter.unwrap_or_default().to_owned(), ..Contact::default() };
    Ok(NewChild {
        label: Label { given_name: told.first_name.to_owned(), age: Age::Born(told.born), place },
        identity: Identity { family_name: told.family_name.to_owned(), number: told.identity.clone(), contact, school },
        municipality: if open { Some(organisations.municipality(told.municipality)?) } else { None },
        protection: told.protection,
    })
}

pub(super) fn missing(what: &str, name: &str) -> DemoError {
    DemoError::Lists(format!("no {what} of {name}"))
}

pub(super) fn text<const MAX: usize>(words: &str) -> Result<Text<MAX>, DemoError> {
    Text::parse(words).map_err(|_| DemoError::Lists(format!("the words {words:?}")))
}

fn step(what: &str, on: Day) -> Result<Step, DemoError> {
    Ok(Step { what: text(what)?, when: When::On(on) })
}
