//! Keeping, opening and deleting a preparation, and giving it to a request. Whoever has the code has the right: there is
//! nobody to ask for another, and nothing that says whose it is.

use access::action::front_door::Interview;
use access::facts::RequestFacts;
use access::{Action, Permit};
use audit::{Act, Asker, Refused};
use database::{Database, Failure};
use domain::front_door::request::Request;
use domain::id::Id;
use domain::moment::Moment;
use environment::Environment;
use jiff::SignedDuration;

use crate::preparation::store::{self, Opener, Preparation};
use crate::request;

/// Letters of codes: none that looks or sounds like another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters in a code: 80 bits, because the key is made of nothing else that only the person has.
pub(crate) const CODE_LETTERS: usize = 16;
/// How long a preparation is kept.
const LASTS: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A new code, in groups of four.
pub(crate) fn new_code(environment: &Environment) -> String {
    let letters: Vec<u8> =
        (0..CODE_LETTERS).filter_map(|_| LETTERS.get(environment.below(LETTERS.len())).copied()).collect();
    letters.chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

/// A code as compared: without blanks and dashes, in capitals. `None` when it cannot be one.
fn plain(code: &str) -> Option<String> {
    let plain: String =
        code.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').flat_map(char::to_uppercase).collect();
    let of_letters = plain.bytes().all(|letter| LETTERS.contains(&letter));
    (plain.len() == CODE_LETTERS && of_letters).then_some(plain)
}

/// Keeps a preparation under a code, and tells until when. `None` when the code cannot be one. Keeping it again under
/// the same code, as when a form is sent twice, changes nothing.
pub(crate) async fn keep(
    database: &Database,
    code: &str,
    preparation: &Preparation,
) -> Result<Option<Moment>, Failure> {
    let Some(plain) = plain(code) else { return Ok(None) };
    let expires_at = database.environment().now().plus(LASTS);
    let mut transaction = database.begin("preparation.keep").await?;
    let opener = Opener::of(&transaction, &plain);
    store::insert(&mut transaction, &opener, preparation, expires_at).await?;
    transaction.commit().await?;
    Ok(Some(expires_at))
}

/// Opens a preparation with its code. `None` when there is none, or it is too old.
pub async fn open(database: &Database, code: &str, now: Moment) -> Result<Option<Preparation>, Failure> {
    Ok(find(database, code, now).await?.map(|(preparation, _)| preparation))
}

/// Opens a preparation, and tells until when it is kept.
pub(crate) async fn find(
    database: &Database,
    code: &str,
    now: Moment,
) -> Result<Option<(Preparation, Moment)>, Failure> {
    let Some(plain) = plain(code) else { return Ok(None) };
    let mut transaction = database.begin_reading("preparation.open").await?;
    let opener = Opener::of(&transaction, &plain);
    let found = store::find(&mut transaction, &opener, now).await?;
    transaction.commit().await?;
    Ok(found)
}

/// Deletes a preparation for good.
pub(crate) async fn delete(database: &Database, code: &str) -> Result<(), Failure> {
    let Some(plain) = plain(code) else { return Ok(()) };
    let mut transaction = database.begin("preparation.delete").await?;
    let opener = Opener::of(&transaction, &plain);
    store::delete(&mut transaction, &opener).await?;
    transaction.commit().await
}

/// Deletes preparations past their time. Doing it again does nothing more.
pub async fn purge(database: &Database, now: Moment) -> Result<u64, Failure> {
    let mut transaction = database.begin("preparation.purge").await?;
    let purged = store::purge(&mut transaction, now).await?;
    transaction.commit().await?;
    Ok(purged)
}

/// What came of giving a code to whoever interviews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attached {
    /// The preparation lies with the request now.
    Given(Preparation),
    /// No preparation has this code.
    UnknownCode,
    /// There is no such request.
    NoRequest,
}

/// Whoever interviews is given the code, and the preparation is kept with the request from then on.
pub async fn attach(asker: &Asker, id: Id<Request>, code: &str) -> Result<Attached, Refused> {
    let mut act = asker.begin("front_door.attach_preparation").await?;
    let now = act.now();
    let Some(facts) = request::store::facts(act.transaction(), id, now).await? else { return Ok(Attached::NoRequest) };
    let permit = act.authorize::<Interview>(&facts).await?;
    let Some(plain) = plain(code) else { return Ok(Attached::UnknownCode) };
    let opener = Opener::of(act.transaction(), &plain);
    let Some((preparation, _)) = store::find(act.transaction(), &opener, now).await? else {
        return Ok(Attached::UnknownCode);
    };
    store::give(act.transaction(), facts.child, id, &preparation, now).await?;
    act.commit(permit).await?;
    Ok(Attached::Given(preparation))
}

/// The preparation that was given to a request.
pub async fn of<A: Action<Facts = RequestFacts>>(
    act: &mut Act,
    permit: &Permit<A>,
    stored: &request::store::Stored,
) -> Result<Option<Preparation>, Failure> {
    store::given(act.transaction(), permit, stored.child, stored.request.record().id).await
}
