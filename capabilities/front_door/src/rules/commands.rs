//! What can be done with tables of rules: reading, starting a draft, changing it, proving and saving it as an edition.

use std::sync::Arc;

use access::action::front_door::KeepRules;
use access::facts::RegionFacts;
use audit::{Act, Asker, Logged, Refused};
use database::{Database, Failure, Transaction};
use domain::front_door::table::row::{RowFault, RuleRow, TableRow};
use domain::front_door::table::{Draft as Unproven, Flaw, RULES_MAX, Resolution, Standing, Table, example};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::Assignment;

pub use crate::rules::store::{Draft, Edition};

use crate::rules::store;

/// Why a table was not changed or saved.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// There is no such table or draft.
    #[error("not found")]
    NotFound,
    /// The asker may not, or the database failed.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The rows are not a table: something is missing or cannot be read.
    #[error(transparent)]
    Fault(#[from] RowFault),
    /// The table does not hold together; the case names ratings that show it.
    #[error(transparent)]
    Flaw(#[from] Flaw),
    /// An edition cannot begin on a day that has passed: what was decided then stays as it was.
    #[error("the first day has passed")]
    ValidFromPassed,
    /// There are already as many rules as a table may have.
    #[error("the table is full")]
    Full,
}

impl From<Failure> for RulesError {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure.into())
    }
}

/// Everything on the first page: editions, newest first, the version in force, and drafts.
#[derive(Debug)]
pub struct Shelf {
    /// Editions, newest first.
    pub editions: Vec<Edition>,
    /// The version of the edition in force today.
    pub in_force: Option<u32>,
    /// Drafts, the latest changed first.
    pub drafts: Vec<Draft>,
}

/// Everything on the first page, for those who keep the rules.
pub async fn shelf(asker: &Asker) -> Result<(Shelf, Logged), RulesError> {
    let mut act = asker.begin_reading("front_door.rules").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    let today = act.now().day();
    let in_force = store::version_in_force(act.transaction(), today).await?;
    let shelf = Shelf {
        editions: store::editions(act.transaction()).await?,
        in_force: in_force.and_then(|version| u32::try_from(version).ok()),
        drafts: store::drafts(act.transaction()).await?,
    };
    Ok((shelf, act.finish(permit).await?))
}

/// One edition. How a suggestion is made is no secret to anyone at work.
pub async fn edition(database: &Database, id: Id<Table>) -> Result<Option<Edition>, Failure> {
    let mut transaction = database.begin_reading("front_door.rule_edition").await?;
    let edition = store::find_edition(&mut transaction, id).await?;
    transaction.commit().await?;
    Ok(edition)
}

/// The table in force, proven, from memory when it is there. Two statements at most.
pub async fn in_force(transaction: &mut Transaction, now: Moment) -> Result<Option<Arc<Table>>, Failure> {
    let Some(version) = store::version_in_force(transaction, now.day()).await? else { return Ok(None) };
    if let Some(table) = transaction.database().snapshot::<Table>(version) {
        return Ok(Some(table));
    }
    let Some(edition) = store::find_version(transaction, version).await? else { return Ok(None) };
    let broken = Failure::Meaning { what: "rule_table.rules" };
    // Only proven tables are saved, so this holds unless somebody has changed the database by hand.
    let Ok(Ok(table)) = Unproven::try_from(&edition.row).map(Unproven::validate) else { return Err(broken) };
    let table = Arc::new(table);
    transaction.database().hold_snapshot(version, Arc::clone(&table));
    Ok(Some(table))
}

/// Saves the example of the demo region as an edition (*exempel, ej för vård*).
pub async fn install_example(asker: &Asker, valid_from: Day) -> Result<Id<Table>, RulesError> {
    let mut act = asker.begin("front_door.install_example_rules").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    let id = act.environment().id();
    let mut row = example::row(id, valid_from);
    row.version = store::next_version(act.transaction()).await?;
    Unproven::try_from(&row)?.validate()?;
    insert(&mut act, &row).await?;
    act.commit(permit).await?;
    Ok(id)
}

/// What a draft begins as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// A table without rules.
    Empty,
    /// The example, which is not for care (*exempel, ej för vård*).
    Example,
    /// A copy of an edition.
    Edition(Id<Table>),
}

/// Starts a draft.
pub async fn start_draft(asker: &Asker, beginning: Beginning, name: &str) -> Result<Id<Table>, RulesError> {
    let mut act = asker.begin("front_door.start_rule_draft").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    let (id, now) = (act.environment().id(), act.now());
    let row = match beginning {
        Beginning::Edition(copied) => {
            let edition = store::find_edition(act.transaction(), copied).await?.ok_or(RulesError::NotFound)?;
            TableRow { id, valid_from: now.day(), ..edition.row }
        }
        Beginning::Example => TableRow { version: 0, ..example::row(id, now.day()) },
        Beginning::Empty => TableRow {
            id,
            name: name.to_owned(),
            version: 0,
            valid_from: now.day(),
            standing: Standing::Example.code().to_owned(),
            resolution: Resolution::HighestLevel.code().to_owned(),
            default_level: None,
            rules: vec![],
        },
    };
    let by = assignment(&act);
    store::insert_draft(act.transaction(), &row, now, by).await?;
    act.commit(permit).await?;
    Ok(id)
}

/// A draft, for those who keep the rules.
pub async fn draft(asker: &Asker, id: Id<Table>) -> Result<(Draft, Logged), RulesError> {
    let mut act = asker.begin_reading("front_door.rule_draft").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    let draft = store::find_draft(act.transaction(), id).await?.ok_or(RulesError::NotFound)?;
    Ok((draft, act.finish(permit).await?))
}

/// One change to a draft.
#[derive(Clone, Debug)]
pub enum Change {
    /// Its name, first day, standing, way of resolving and default level.
    Head(Head),
    /// A rule put in place of another, or added last.
    Rule {
        /// Where; beyond the last rule is added.
        place: usize,
        /// The rule; its code is kept or given.
        rule: RuleRow,
    },
    /// A rule taken away.
    Remove(usize),
    /// A rule moved one place up.
    Up(usize),
    /// A rule moved one place down.
    Down(usize),
}

/// What stands at the head of a table.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// The first day it is used.
    pub valid_from: Day,
    /// Whether it may be used for real children.
    pub standing: Standing,
    /// Which rule decides when several fire.
    pub resolution: Resolution,
    /// The level when no rule fires.
    pub default_level: Option<u8>,
}

/// Changes a draft that is still at this version.
pub async fn change(asker: &Asker, id: Id<Table>, version: i64, change: Change) -> Result<(), RulesError> {
    let mut act = asker.begin("front_door.change_rule_draft").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    let mut draft = store::find_draft(act.transaction(), id).await?.ok_or(RulesError::NotFound)?;
    draft.version = version;
    apply(&mut draft.row, change)?;
    let (now, by) = (act.now(), assignment(&act));
    store::update_draft(act.transaction(), &draft, now, by).await?;
    act.commit(permit).await?;
    Ok(())
}

fn apply(row: &mut TableRow, change: Change) -> Result<(), RulesError> {
    match change {
        Change::Head(head) => {
            row.name = head.name;
            row.valid_from = head.valid_from;
            head.standing.code().clone_into(&mut row.standing);
            head.resolution.code().clone_into(&mut row.resolution);
            row.default_level = head.default_level;
        }
        Change::Rule { place, rule } => {
            let code = free_code(row);
            let full = row.rules.len() >= RULES_MAX;
            match row.rules.get_mut(place) {
                Some(old) => *old = RuleRow { code: old.code.clone(), ..rule },
                None if full => return Err(RulesError::Full),
                None => row.rules.push(RuleRow { code, ..rule }),
            }
        }
        Change::Remove(place) => {
            if place >= row.rules.len() {
                return Err(RulesError::NotFound);
            }
            row.rules.remove(place);
        }
        Change::Up(place) => swap(&mut row.rules, place, place.checked_sub(1))?,
        Change::Down(place) => swap(&mut row.rules, place, place.checked_add(1))?,
    }
    Ok(())
}

fn swap(rules: &mut [RuleRow], place: usize, other: Option<usize>) -> Result<(), RulesError> {
    let other = other.filter(|other| *other < rules.len() && place < rules.len()).ok_or(RulesError::NotFound)?;
    rules.swap(place, other);
    Ok(())
}

/// A name no rule of the table has.
fn free_code(row: &TableRow) -> String {
    let taken = |code: &String| row.rules.iter().any(|rule| rule.code == *code);
    (1..=RULES_MAX + 1).map(|number| format!("rule_{number}")).find(|code| !taken(code)).unwrap_or_default()
}

/// Throws a draft away.
pub async fn drop_draft(asker: &Asker, id: Id<Table>, version: i64) -> Result<(), RulesError> {
    let mut act = asker.begin("front_door.drop_rule_draft").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    let mut draft = store::find_draft(act.transaction(), id).await?.ok_or(RulesError::NotFound)?;
    draft.version = version;
    store::delete_draft(act.transaction(), &draft).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Proves a draft and saves it as a new edition. The draft is gone afterwards.
pub async fn adopt(asker: &Asker, id: Id<Table>, version: i64) -> Result<Id<Table>, RulesError> {
    let mut act = asker.begin("front_door.adopt_rules").await?;
    let permit = act.authorize::<KeepRules>(&RegionFacts).await?;
    let mut draft = store::find_draft(act.transaction(), id).await?.ok_or(RulesError::NotFound)?;
    draft.version = version;
    draft.row.version = store::next_version(act.transaction()).await?;
    prove(&draft.row)?;
    if draft.row.valid_from < act.now().day() {
        return Err(RulesError::ValidFromPassed);
    }
    store::delete_draft(act.transaction(), &draft).await?;
    insert(&mut act, &draft.row).await?;
    act.commit(permit).await?;
    Ok(draft.row.id)
}

/// Proves rows to be a table.
pub fn prove(row: &TableRow) -> Result<Table, RulesError> {
    Ok(Unproven::try_from(row)?.validate()?)
}

async fn insert(act: &mut Act, row: &TableRow) -> Result<(), Failure> {
    let (now, by) = (act.now(), assignment(act));
    store::insert_edition(act.transaction(), row, now, by).await
}

fn assignment(act: &Act) -> Option<Id<Assignment>> {
    act.actor().post().map(|post| post.assignment)
}
