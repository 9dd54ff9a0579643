//! SQL of the family's trails, and of what a child has decided about its guardians' reading.

use std::collections::BTreeMap;

use access::Permit;
use access::action::trail::Consent;
use audit::Act;
use database::{Failure, Transaction, values};
use domain::child::{Child, Person};
use domain::id::Id;
use domain::trail::Trail;
use uuid::Uuid;

use crate::entries::store::{OnTrail, Scope};
use crate::family::reading::{Choice, Choices};

const TRAILS: &str = "
    SELECT id
    FROM trail
    WHERE child_id = $1
    ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, opened_at DESC, id
    LIMIT 20";
const CHOICES: &str = "
    SELECT person_id, about_id, choice
    FROM guardian_reading
    WHERE child_id = $1 AND trail_id = $2 AND ended_at IS NULL";
const END_CHOICE: &str = "
    UPDATE guardian_reading
    SET ended_at = $4
    WHERE child_id = $1 AND about_id = $2 AND person_id = $3 AND ended_at IS NULL";
const INSERT_CHOICE: &str = "
    INSERT INTO guardian_reading (child_id, id, trail_id, person_id, about_id, choice, chosen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[TRAILS, CHOICES, END_CHOICE, INSERT_CHOICE];

/// The trails about a child: the open ones first, the newest before the older. Identifiers only.
pub(crate) async fn trails(transaction: &mut Transaction, child: Id<Child>) -> Result<Vec<Id<Trail>>, Failure> {
    transaction.rows(TRAILS, values![child]).await?.iter().map(|row| row.id("id")).collect()
}

/// What the child has decided on the permit's trail, guardian by guardian.
pub(crate) async fn choices<A: OnTrail>(
    act: &mut Act,
    permit: &Permit<A>,
) -> Result<BTreeMap<Id<Person>, Choices>, Failure> {
    let scope = Scope::of(permit)?;
    let mut found: BTreeMap<Id<Person>, Choices> = BTreeMap::new();
    for row in act.transaction().rows(CHOICES, values![scope.child, scope.trail]).await? {
        let choice = row.code("choice", Choice::from_code)?;
        let about: Id<Trail> = row.id("about_id")?;
        let of_person = found.entry(row.id("person_id")?).or_default();
        if about == scope.trail {
            of_person.all = Some(choice);
        } else {
            of_person.of_entry.insert(Id::new(about.value()), choice);
        }
    }
    Ok(found)
}

/// Stores what the child decides about a guardian's reading: of the trail, or of one entry.
pub(crate) async fn choose(
    act: &mut Act,
    permit: &Permit<Consent>,
    person: Id<Person>,
    about: Uuid,
    choice: Choice,
) -> Result<(), Failure> {
    let (scope, now) = (Scope::of(permit)?, act.now());
    let id: Id<Choice> = act.environment().id();
    act.transaction().execute(END_CHOICE, values![scope.child, about, person, now]).await?;
    let values = values![scope.child, id, scope.trail, person, about, choice.code(), now];
    act.transaction().execute(INSERT_CHOICE, values).await.map(drop)
}
