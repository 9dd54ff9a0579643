//! What both the child's and the guardian's pages tell of a trail: who holds it, what happens next, who helps.

use access::facts::TrailFacts;
use access::{Action, Permit};
use audit::Act;
use database::Failure;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Unit;
use domain::trail::{Actor, Happened, NextStep, State, Trail, When};
use i18n::Say;
use identity::organisations::Book;

use crate::entries::views::first_name;
use crate::history;
use crate::views::capital;
use crate::views::promises::for_family;

/// What happens next, in words.
#[derive(Default)]
pub(crate) struct NextView {
    /// "Tisdag 1 december kl. 15.20"; empty when nobody has said.
    pub(crate) when: String,
    pub(crate) what: String,
    /// What to do when that has passed and nobody has said what happens now; empty otherwise.
    pub(crate) passed: String,
}

/// Who holds it.
pub(crate) struct HolderView {
    pub(crate) first_name: String,
    /// "psykolog, UPH Björkeryd".
    pub(crate) about: String,
    pub(crate) unit: String,
    /// The number of the unit, where the directory knows one.
    pub(crate) phone: Option<PhoneView>,
}

/// A number to ring.
pub(crate) struct PhoneView {
    pub(crate) shown: String,
    pub(crate) href: String,
}

/// Who did not take over, and what they told the family.
pub(crate) struct ReturnView {
    pub(crate) unit: String,
    pub(crate) words: String,
}

/// What is told of one trail.
pub(crate) struct Sight {
    pub(crate) next: NextView,
    pub(crate) holder: Option<HolderView>,
    /// What the family was told when the trail ended; empty while it is open.
    pub(crate) told: String,
    /// "i dag", "12 november": since when the holder holds it, or when it ended.
    pub(crate) since: String,
    /// Who is asked to take over; empty when nobody is.
    pub(crate) asked: String,
    /// Who was asked last and did not take over, while the same unit still holds it.
    pub(crate) returned: Option<ReturnView>,
    /// What the family has been promised, by when, or that it was missed.
    pub(crate) promises: Vec<String>,
}

/// What is told of a trail.
pub(crate) async fn read<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    say: Say<'_>,
    book: &Book,
    trail: &Trail,
) -> Result<Sight, Failure> {
    let returned = returned(act, permit, book, trail).await?;
    let clocks = crate::clocks::care::store::on_trail(act, permit).await?;
    let promises = for_family(say, book, &clocks, act.now());
    let mut sight = Sight { returned, promises, ..of(say, book, trail, act.now()) };
    if let (Some(view), Some(holder)) = (&mut sight.holder, trail.holder()) {
        view.phone = phone_of(act, holder.unit).await?;
    }
    Ok(sight)
}

/// How one rings a unit: a public fact, which needs no permit.
async fn phone_of(act: &mut Act, unit: Id<Unit>) -> Result<Option<PhoneView>, Failure> {
    let entries = directory::entries(act.transaction()).await?;
    let phone = entries.of(unit).and_then(|entry| entry.phone.as_ref());
    Ok(phone.map(|phone| PhoneView { shown: phone.shown().to_owned(), href: format!("tel:{}", phone.dialled()) }))
}

/// What the family was told the last time the baton came back to who holds it now.
async fn returned<A: Action<Facts = TrailFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    book: &Book,
    trail: &Trail,
) -> Result<Option<ReturnView>, Failure> {
    let Some(holder) = trail.holder().filter(|_| trail.snapshot().returns > 0) else { return Ok(None) };
    let last = history::store::last_return(act, permit).await?.filter(|event| event.at >= holder.since);
    let Some((Actor::Post(by), Happened::Returned { back, .. })) = last.map(|event| (event.by, event.happened)) else {
        return Ok(None);
    };
    Ok(Some(ReturnView { unit: book.unit_name(by.unit).to_owned(), words: back.to_family.as_str().to_owned() }))
}

fn of(say: Say<'_>, book: &Book, trail: &Trail, now: Moment) -> Sight {
    let today = now.day();
    match &trail.snapshot().state {
        State::Open(open) => {
            let colleague = book.colleague(open.holder.assignment);
            let unit = book.unit_name(open.holder.unit).to_owned();
            let role = colleague.map(|one| say.t(&format!("role-{}", access::role_code(one.post.role))));
            let about = role.map_or_else(|| unit.clone(), |role| format!("{role}, {unit}"));
            let name = colleague.map(|one| first_name(&one.name).to_owned()).filter(|name| !name.is_empty());
            let holder = HolderView { first_name: name.unwrap_or_else(|| unit.clone()), about, unit, phone: None };
            let asked = open.pending.as_ref().map(|handover| book.unit_name(handover.to.unit).to_owned());
            Sight {
                next: next(say, &open.next_step, &holder.first_name, now),
                holder: Some(holder),
                told: String::new(),
                since: say.near_day(open.holder.since.day(), today),
                asked: asked.unwrap_or_default(),
                returned: None,
                promises: vec![],
            }
        }
        State::Closed(closed) => Sight {
            next: NextView::default(),
            holder: None,
            told: closed.told.as_str().to_owned(),
            since: say.near_day(closed.at.day(), today),
            asked: String::new(),
            returned: None,
            promises: vec![],
        },
    }
}

fn next(say: Say<'_>, step: &NextStep, holder: &str, now: Moment) -> NextView {
    match step {
        NextStep::Missing => NextView::default(),
        NextStep::Known(step) if step.when.is_past(now) => NextView {
            when: say.with("family-was-due", "day", &say.near_day(step.when.day(), now.day())),
            what: step.what.as_str().to_owned(),
            passed: say.with("family-passed", "name", holder),
        },
        NextStep::Known(step) => {
            let when = match step.when {
                When::At(moment) => say.day_and_time(moment, now),
                When::On(day) => say.with("family-at-latest", "day", &say.near_day(day, now.day())),
            };
            NextView { when: capital(&when), what: step.what.as_str().to_owned(), passed: String::new() }
        }
    }
}

/// The units that help: the one that holds it first.
pub(crate) fn helpers(book: &Book, facts: &TrailFacts) -> Vec<String> {
    let others = facts.units.iter().filter(|unit| **unit != facts.holder_unit);
    std::iter::once(&facts.holder_unit).chain(others).map(|unit| book.unit_name(*unit).to_owned()).collect()
}
