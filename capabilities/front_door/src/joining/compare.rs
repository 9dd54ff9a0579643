//! Both children as far as whoever compares may read them: who each is, who has asked about it, and who holds its trails.

use std::sync::Arc;

use access::Permit;
use access::action::front_door::SeeRequest;
use access::action::identity::{Join, SeeIdentity};
use access::action::trail::Read;
use access::facts::{IdentityFacts, Openness, TrailFacts};
use audit::{Act, Outcome};
use database::Failure;
use domain::child::Child;
use domain::child::joining::{Held, Joining, Refusal, Side};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Post, Unit};
use identity::children::Relations;
use identity::children::commands::{WhoItIs, see};
use identity::organisations::Book;

use crate::joining::commands::JoinError;
use crate::joining::store::{self, Asked};
use crate::request::store::{self as requests, Stored};

/// Both children beside each other.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The child of the request at hand.
    pub one: Around,
    /// The other.
    pub other: Around,
    /// What would become of them, or why they stay two.
    pub plan: Result<Joining, Refusal>,
    /// Another unit that holds a trail and may be named to whoever compares.
    pub readable: Vec<Id<Unit>>,
    /// Who has a request of the other in their hands; it is theirs to give.
    pub taken_by: Option<Id<Assignment>>,
    /// Names of units and people at work.
    pub book: Arc<Book>,
    /// When it was read.
    pub now: Moment,
}

/// One of the two, as far as it may be read.
#[derive(Clone, Debug)]
pub struct Around {
    /// Which child.
    pub child: Id<Child>,
    /// Who it is, with the grown-ups.
    pub who: WhoItIs,
    /// Who has asked at this front door, when, and how far it has come.
    pub asked: Vec<(String, Moment, String)>,
    /// Who holds an open trail: the unit.
    pub held: Vec<Id<Unit>>,
}

/// One of the two, with leave to join it.
pub(super) struct One {
    pub(super) side: Side,
    pub(super) join: Permit<Join>,
    pub(super) see: Permit<SeeIdentity>,
    facts: IdentityFacts,
    who: WhoItIs,
    trails: Vec<TrailFacts>,
}

/// The two.
pub(super) struct Sides {
    pub(super) one: One,
    pub(super) other: One,
}

/// Opens both. Whoever may not join one of them is refused, and told what they would be told of a child that is not there.
pub(super) async fn open(act: &mut Act, (one, other): (Id<Child>, Id<Child>)) -> Result<Sides, JoinError> {
    if one == other {
        return Err(Refusal::SameChild.into());
    }
    let book = Book::open(act.transaction()).await?;
    // The other first: what there is not, there is not, whatever one may do with the child at hand.
    let other = side(act, other, &book).await?;
    Ok(Sides { one: side(act, one, &book).await?, other })
}

async fn side(act: &mut Act, child: Id<Child>, book: &Book) -> Result<One, JoinError> {
    let now = act.now();
    let relations = Relations::of(act.transaction(), child, now).await?.ok_or(JoinError::NotFound)?;
    let facts = relations.identity_facts();
    let join = act.authorize::<Join>(&facts).await?;
    let permit = act.authorize::<SeeIdentity>(&facts).await?;
    let who = see(act, &permit, child).await?.ok_or(JoinError::NotFound)?;
    let trails = open_trails(act, child).await?;
    let held = |trail: &TrailFacts| Held {
        trail: Id::new(trail.trail),
        unit: trail.holder_unit,
        by: book.colleague(trail.holder_assignment).map(|colleague| colleague.post.staff),
    };
    let side = Side {
        child,
        protection: relations.protection,
        named: relations.named,
        number: who.identity.number.clone(),
        open: trails.iter().map(held).collect(),
    };
    Ok(One { side, join, see: permit, facts, who, trails })
}

async fn open_trails(act: &mut Act, child: Id<Child>) -> Result<Vec<TrailFacts>, Failure> {
    let now = act.now();
    let mut open = Vec::new();
    for id in trail::of_child(act.transaction(), child).await? {
        let facts = trail::facts(act.transaction(), id, now).await?;
        open.extend(facts.filter(|facts| facts.openness == Openness::Open));
    }
    Ok(open)
}

impl Sides {
    /// What decides who may change who the child is.
    pub(super) fn facts_of(&self, child: Id<Child>) -> &IdentityFacts {
        if child == self.one.side.child { &self.one.facts } else { &self.other.facts }
    }

    /// What of the two is shown. Every right that was asked for on the way is handed back to the log.
    pub(super) async fn shown(
        self,
        act: &mut Act,
        (post, mine): (Post, &Stored),
        plan: Result<Joining, Refusal>,
    ) -> Result<Compared, JoinError> {
        let (now, book) = (act.now(), Book::open(act.transaction()).await?);
        let Self { one, other } = self;
        let mut readable = Vec::new();
        for trail in one.trails.iter().chain(&other.trails) {
            if act.may::<Read>(trail) {
                readable.push(trail.holder_unit);
            }
        }
        let (one, _) = around(act, (post, mine), one).await?;
        let (other, asked) = around(act, (post, mine), other).await?;
        let theirs = |asked: &Asked| asked.taken_by.filter(|by| asked.is_undecided() && *by != post.assignment);
        let taken_by = asked.iter().find_map(theirs);
        Ok(Compared { one, other, plan, readable, taken_by, book, now })
    }
}

/// One of the two as it is shown: its requests each under a right of their own, and of its trails those that may be read.
async fn around(act: &mut Act, (post, mine): (Post, &Stored), one: One) -> Result<(Around, Vec<Asked>), JoinError> {
    let now = act.now();
    let One { side, join, see, who, trails, .. } = one;
    let mut asked = Vec::new();
    let all = store::of_child(act.transaction(), side.child, post.unit).await?;
    for request in &all {
        let Some(facts) = requests::facts(act.transaction(), request.id, now).await? else { continue };
        if !act.may::<SeeRequest>(&facts) {
            continue;
        }
        // The one at hand has its line already.
        if request.id != mine.request.record().id {
            let permit = act.authorize::<SeeRequest>(&facts).await?;
            act.used(permit, Outcome::Read);
        }
        asked.push((request.asker.clone(), request.received_at, request.state.clone()));
    }
    let held = trails.iter().filter(|trail| act.may::<Read>(trail)).map(|trail| trail.holder_unit).collect();
    act.used(see, Outcome::Read);
    act.used(join, Outcome::Read);
    Ok((Around { child: side.child, who, asked, held }, all))
}
