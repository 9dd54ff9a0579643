//! Logging in and out, and choosing an assignment.

use access::Permit;
use access::action::identity::{KeepOrganisations, LogOut, RegisterChild, UseCode};
use access::facts::{Assurance, LoginFacts, RegionFacts};
use audit::{Act, Asker, Refused};
use database::{Database, Failure, Transaction};
use domain::child::Person;
use domain::id::Id;
use domain::moment::Moment;
use jiff::SignedDuration;
use web::session::{self, Session};

pub use crate::login::store::{Kind, Persona};

use crate::children::store::hold_person;
use crate::login::store;
use crate::organisations::Book;

/// The purpose of fingerprints of codes.
const CODE: &str = "access_code";
/// Letters of codes: none that looks or sounds like another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters in a code: 60 bits, far more than anyone can try against the limit on tries.
const LENGTH: usize = 12;
/// How long a code works.
pub(crate) const CODE_LASTS: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Gives someone who can log in a code to do it with: shown once, kept as a fingerprint.
pub async fn give_code(act: &mut Act, _permit: &Permit<RegisterChild>, kind: Kind) -> Result<String, Failure> {
    make_code(act, kind).await
}

/// Makes a code. The caller's permit covers it.
pub(crate) async fn make_code(act: &mut Act, kind: Kind) -> Result<String, Failure> {
    let code = new_code(act);
    let fingerprint = act.transaction().database().fingerprint(CODE, plain(&code).as_bytes());
    let now = act.now();
    store::delete_old_codes(act.transaction(), now).await?;
    store::insert_code(act.transaction(), fingerprint, kind, now.plus(CODE_LASTS)).await?;
    Ok(code)
}

/// A new code, in groups of four.
fn new_code(act: &Act) -> String {
    let letters: Vec<u8> =
        (0..LENGTH).filter_map(|_| LETTERS.get(act.environment().below(LETTERS.len())).copied()).collect();
    letters.chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

/// A code as compared: without blanks and dashes, in capitals.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// A browser that logs in: the token that it has, whose session ends, and the new one.
pub type Tokens<'a> = (&'a str, &'a str);

/// Logs in with a code. `None` when there is no such code, or it is too old. Both stand in the log.
pub async fn with_code(asker: &Asker, tokens: Tokens<'_>, code: &str) -> Result<Option<Session>, Failure> {
    let mut act = asker.begin("identity.log_in_with_code").await?;
    let now = act.now();
    let fingerprint = act.transaction().database().fingerprint(CODE, plain(code).as_bytes());
    let found = match held_code(act.transaction(), fingerprint, now).await? {
        Some(Kind::Child(person)) => Some((person, Session::Child(person))),
        Some(Kind::Guardian(person)) => Some((person, Session::Guardian(person))),
        Some(Kind::Staff(_)) | None => None,
    };
    let facts = of_person(found.as_ref().map(|(person, _)| *person));
    let permit = match act.authorize::<UseCode>(&facts).await {
        Ok(permit) => permit,
        Err(Refused::Failed(failure)) => return Err(failure),
        Err(Refused::Denied(_)) => return Ok(None),
    };
    let Some((_, session)) = found else { return Ok(None) };
    let session = begin(act.transaction(), tokens, session, now).await?;
    act.commit(permit).await?;
    Ok(Some(session))
}

/// Whose code it is. They are held before it counts: a code that ends meanwhile, as when its owner is protected, opens
/// nothing, and what is begun with it is there to be ended.
async fn held_code(transaction: &mut Transaction, fingerprint: Vec<u8>, now: Moment) -> Result<Option<Kind>, Failure> {
    match store::find_code(transaction, fingerprint.clone(), now).await? {
        Some(Kind::Child(person) | Kind::Guardian(person)) => hold_person(transaction, person).await?,
        Some(Kind::Staff(_)) | None => return Ok(None),
    }
    store::find_code(transaction, fingerprint, now).await
}

/// Somebody of a family who logs in or out. No provider said who they are: whoever handed out the code made sure.
fn of_person(person: Option<Id<Person>>) -> LoginFacts {
    LoginFacts { staff: None, person, assurance: Assurance::Enough }
}

/// Logs in as an invented person. Only the demo region has any. Staff with one assignment stand in it at once.
pub async fn as_persona(database: &Database, tokens: Tokens<'_>, code: &str) -> Result<Option<Session>, Failure> {
    let now = database.environment().now();
    let mut transaction = database.begin("identity.log_in_as_persona").await?;
    let personas = store::personas(&mut transaction).await?;
    let Some(persona) = personas.into_iter().find(|persona| persona.code == code) else { return Ok(None) };
    let session = match persona.kind {
        Kind::Staff(staff) => Session::Staff { staff, name: persona.name, standing: None },
        Kind::Child(person) => Session::Child(person),
        Kind::Guardian(person) => Session::Guardian(person),
    };
    let session = begin(&mut transaction, tokens, session, now).await?;
    transaction.commit().await?;
    Ok(Some(session))
}

/// Begins a session, and ends what the browser had before in the same transaction: both or neither. Staff with one
/// assignment stand in it at once.
pub(crate) async fn begin(
    transaction: &mut Transaction,
    (before, token): Tokens<'_>,
    session: Session,
    now: Moment,
) -> Result<Session, Failure> {
    session::end(transaction, before).await?;
    session::start(transaction, token, &session, now).await?;
    let Session::Staff { staff, name, .. } = session else { return Ok(session) };
    let glass_until = crate::children::relations::store::glass_until(transaction, staff, now).await?;
    session::set_glass(transaction, staff, glass_until).await?;
    let book = Book::open(transaction).await?;
    let assignments = book.assignments_of(staff);
    let standing = match assignments.as_slice() {
        [only] => {
            let unit = book.unit_name(only.post.unit).to_owned();
            session::choose(transaction, token, &only.post, &unit).await?;
            Some((only.post, unit))
        }
        _ => None,
    };
    Ok(Session::Staff { staff, name, standing })
}

/// Logs a child or a grown-up out.
pub async fn family_out(asker: &Asker, token: &str, person: Id<Person>) -> Result<(), Refused> {
    let mut act = asker.begin("identity.log_out").await?;
    let permit = act.authorize::<LogOut>(&of_person(Some(person))).await?;
    session::end(act.transaction(), token).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Ends what a browser has where nobody stands anywhere.
pub async fn out(database: &Database, token: &str) -> Result<(), Failure> {
    let mut transaction = database.begin("identity.log_out").await?;
    session::end(&mut transaction, token).await?;
    transaction.commit().await
}

/// Adds an invented person to the demo region.
pub async fn add_persona(asker: &Asker, place: i64, persona: &Persona) -> Result<(), Refused> {
    let mut act = asker.begin("identity.add_persona").await?;
    let permit = act.authorize::<KeepOrganisations>(&RegionFacts).await?;
    store::insert_persona(act.transaction(), place, persona).await?;
    act.commit(permit).await?;
    Ok(())
}

/// The invented persons of the demo region, in order.
pub async fn personas(database: &Database) -> Result<Vec<Persona>, Failure> {
    let mut transaction = database.begin_reading("identity.personas").await?;
    let personas = store::personas(&mut transaction).await?;
    transaction.commit().await?;
    Ok(personas)
}
