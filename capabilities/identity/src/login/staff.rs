//! Logging in at work through the region's identity provider: away to it, and back from it.
//!
//! Nothing is kept while the browser is away. The state that comes back carries its own time and is bound to the browser
//! it was given to; the secrets of the log-in are made from it and from a secret of the installation.

use access::Actor;
use access::action::identity::{ChooseAssignment, LogIn, LogOut};
use access::facts::{Assurance, LoginFacts};
use audit::{Asker, Refused};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use database::{Database, Failure};
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::{Assignment, Post, Staff};
use jiff::SignedDuration;
use oidc::{Provider, ProviderError, Return, Secrets, Welcome};
use web::session::{self, Session};

use crate::login::commands::begin;
use crate::organisations::Book;
use crate::organisations::store::staff_by_subject;

/// How long someone may be away at the provider: long enough to find the card.
const AWAY: SignedDuration = SignedDuration::from_mins(10);
/// Random bytes of a state.
const SALT: usize = 16;
/// Bytes of a state: salt, time, seal.
const LENGTH: usize = SALT + 8 + 32;

/// What came of coming back.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Logged in.
    In(Session),
    /// Nobody here is registered under the name that the provider gave.
    Unknown,
    /// The provider was not sure enough.
    TooLow,
    /// It was not this browser that was sent away, or too long ago.
    Stale,
    /// The person or the provider stopped.
    Stopped,
}

/// What the browser brought back in its address.
#[derive(Clone, Copy, Debug)]
pub struct Brought<'a> {
    /// What it was sent away with.
    pub state: &'a str,
    /// What is to be exchanged; empty when the provider stopped.
    pub code: &'a str,
    /// Who says it sent the browser.
    pub issuer: &'a str,
}

/// Why nobody can be logged in now.
#[derive(Debug, thiserror::Error)]
pub enum ArriveError {
    /// The provider.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The database.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Where to send this browser to log in.
pub async fn depart(
    database: &Database,
    provider: &Provider,
    browser: &str,
    welcome: Welcome,
) -> Result<String, ProviderError> {
    let environment = database.environment();
    let mut state = environment.bytes::<SALT>().to_vec();
    state.extend_from_slice(&environment.now().plus(AWAY).microseconds().to_be_bytes());
    state.extend_from_slice(&seal(database, browser, &state));
    let state = URL_SAFE_NO_PAD.encode(state);
    provider.door(&state, &secrets(database, &state), welcome).await
}

/// Logs in whoever comes back, if the provider names someone who is registered here and was sure enough. Both the log-in
/// and a refusal stand in the log.
pub async fn arrive(
    asker: &Asker,
    provider: &Provider,
    (browser, token): (&str, &str),
    brought: Brought<'_>,
) -> Result<Arrival, ArriveError> {
    let database = &asker.database;
    if !fits(database, browser, brought.state) {
        return Ok(Arrival::Stale);
    }
    if brought.code.is_empty() {
        return Ok(Arrival::Stopped);
    }
    let back = Return { code: brought.code, issuer: brought.issuer };
    let found = provider.find(back, &secrets(database, brought.state)).await?;
    let mut act = asker.begin("identity.log_in").await?;
    let known = staff_by_subject(act.transaction(), &found.subject).await?;
    let assurance = match found.assurance {
        oidc::Assurance::Enough => Assurance::Enough,
        oidc::Assurance::TooLow => Assurance::TooLow,
    };
    let facts = LoginFacts { staff: known.as_ref().map(|(staff, _)| *staff), assurance };
    let permit = match act.authorize::<LogIn>(&facts).await {
        Ok(permit) => permit,
        Err(Refused::Failed(failure)) => return Err(failure.into()),
        Err(Refused::Denied(_)) if assurance == Assurance::TooLow => return Ok(Arrival::TooLow),
        Err(Refused::Denied(_)) => return Ok(Arrival::Unknown),
    };
    let Some((staff, name)) = known else { return Ok(Arrival::Unknown) };
    let now = act.now();
    let session = begin(act.transaction(), token, Session::Staff { staff, name, standing: None }, now).await?;
    act.commit(permit).await?;
    Ok(Arrival::In(session))
}

/// Stands in one of one's own assignments. `None` when it is not one's own.
pub async fn choose(
    asker: &Asker,
    token: &str,
    staff: Id<Staff>,
    assignment: Id<Assignment>,
) -> Result<Option<()>, Refused> {
    let mut transaction = asker.database.begin_reading("identity.book").await?;
    let book = Book::open(&mut transaction).await?;
    transaction.commit().await?;
    let own = book.assignments_of(staff).into_iter().find(|colleague| colleague.post.assignment == assignment);
    let Some(own) = own else { return Ok(None) };
    let asker = Asker { actor: Actor::Staff(own.post), ..asker.clone() };
    let mut act = asker.begin("identity.choose_assignment").await?;
    let permit = act.authorize::<ChooseAssignment>(&facts_of(&own.post)).await?;
    session::choose(act.transaction(), token, &own.post, book.unit_name(own.post.unit)).await?;
    act.commit(permit).await?;
    Ok(Some(()))
}

/// Logs someone at work out.
pub async fn out(asker: &Asker, token: &str, post: &Post) -> Result<(), Refused> {
    let mut act = asker.begin("identity.log_out").await?;
    let permit = act.authorize::<LogOut>(&facts_of(post)).await?;
    session::end(act.transaction(), token).await?;
    act.commit(permit).await?;
    Ok(())
}

fn facts_of(post: &Post) -> LoginFacts {
    LoginFacts { staff: Some(post.staff), assurance: Assurance::Enough }
}

fn secrets(database: &Database, state: &str) -> Secrets {
    let secret = |purpose| URL_SAFE_NO_PAD.encode(database.fingerprint(purpose, state.as_bytes()));
    Secrets { nonce: secret("login_nonce"), verifier: secret("login_verifier") }
}

/// Binds what a state says to the browser it is given to.
fn seal(database: &Database, browser: &str, said: &[u8]) -> Vec<u8> {
    database.fingerprint("login_state", &[browser.as_bytes(), &[0], said].concat())
}

/// Whether a state was given to this browser and its time has not passed.
fn fits(database: &Database, browser: &str, state: &str) -> bool {
    let Some((said, sealed)) = URL_SAFE_NO_PAD
        .decode(state)
        .ok()
        .filter(|state| state.len() == LENGTH)
        .and_then(|state| state.split_at_checked(SALT + 8).map(|(said, sealed)| (said.to_vec(), sealed.to_vec())))
    else {
        return false;
    };
    let expected = seal(database, browser, &said);
    // Compared without stopping at the first difference, so that time tells nothing.
    let same = sealed.iter().zip(&expected).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0;
    let until = said.last_chunk::<8>().map_or(0, |time| i64::from_be_bytes(*time));
    same && database.environment().now() < Moment::from_microseconds(until)
}
