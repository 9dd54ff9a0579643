//! Logging in at work through the region's identity provider: away to it, and back from it.
//!
//! Nothing is kept while the browser is away. The state that comes back carries its own time, and from when on the person
//! must have shown the provider who they are, and is bound to the browser it was given to; the secrets of the log-in are
//! made from it and from a secret of the installation. What is asked of the provider stands in an address, which whoever
//! sits at the computer can change: what was asked is looked for in the answer.

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
use oidc::{Found, Provider, ProviderError, Return, Secrets, Shown, Welcome};
use web::session::{self, Session};

use crate::login::commands::{Tokens, begin};
use crate::organisations::Book;
use crate::organisations::store::staff_by_subject;

/// How long someone may be away at the provider: long enough to find the card.
const AWAY: SignedDuration = SignedDuration::from_mins(10);
/// Random bytes of a state.
const SALT: usize = 16;
/// Bytes of what a state says: salt, until when it holds, from when on the person must have shown who they are.
const SAID: usize = SALT + 8 + 8;
/// Bytes of a state: what it says, and its seal.
const LENGTH: usize = SAID + 32;
/// How many times somebody who has been found is let in before they are told to begin again.
const ATTEMPTS_MAX: u32 = 5;
/// What a provider says when the person did not want to (RFC 6749, 4.1.2.1).
const STOPPED: &str = "access_denied";

/// What came of coming back.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Logged in.
    In(Session),
    /// Nobody here is registered under the name that the provider gave.
    Unknown,
    /// The provider was not sure enough.
    TooLow,
    /// The provider let them in by a session of its own, older than was asked for.
    TooLongAgo,
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
    /// Why the provider stopped; empty when it did not.
    pub error: &'a str,
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
    for moment in [environment.now().plus(AWAY), provider.since(welcome)] {
        state.extend_from_slice(&moment.microseconds().to_be_bytes());
    }
    state.extend_from_slice(&seal(database, browser, &state));
    let state = URL_SAFE_NO_PAD.encode(state);
    provider.door(&state, &secrets(database, &state), welcome).await
}

/// Logs in whoever comes back, if the provider names someone who is registered here, was sure enough, and saw them lately.
/// Both the log-in and a refusal stand in the log.
pub async fn arrive(
    asker: &Asker,
    provider: &Provider,
    tokens: Tokens<'_>,
    brought: Brought<'_>,
) -> Result<Arrival, ArriveError> {
    let database = &asker.database;
    let Some(since) = fitting(database, tokens.0, brought.state) else { return Ok(Arrival::Stale) };
    if brought.error == STOPPED || (brought.error.is_empty() && brought.code.is_empty()) {
        return Ok(Arrival::Stopped);
    }
    let back = Return { code: brought.code, issuer: brought.issuer, error: brought.error };
    let found = provider.find(back, &secrets(database, brought.state), since).await?;
    // The code is spent: when another transaction was in the way, the request cannot be made again from its beginning.
    for _ in 1..ATTEMPTS_MAX {
        match let_in(asker, &found, tokens).await {
            Err(failure) if failure.worth_retrying() => {}
            done => return Ok(done?),
        }
    }
    Ok(let_in(asker, &found, tokens).await?)
}

/// Lets in whom the provider found.
async fn let_in(asker: &Asker, found: &Found, tokens: Tokens<'_>) -> Result<Arrival, Failure> {
    let mut act = asker.begin("identity.log_in").await?;
    let known = staff_by_subject(act.transaction(), &found.subject).await?;
    // Of somebody who has not shown lately who they are the provider is not sure now, however sure it was then.
    let (assurance, refused) = match (found.assurance, found.shown) {
        (oidc::Assurance::Enough, Shown::Lately) => (Assurance::Enough, Arrival::Unknown),
        (oidc::Assurance::Enough, Shown::TooLongAgo) => (Assurance::TooLow, Arrival::TooLongAgo),
        (oidc::Assurance::TooLow, Shown::Lately | Shown::TooLongAgo) => (Assurance::TooLow, Arrival::TooLow),
    };
    let facts = LoginFacts { staff: known.as_ref().map(|(staff, _)| *staff), person: None, assurance };
    let permit = match act.authorize::<LogIn>(&facts).await {
        Ok(permit) => permit,
        Err(Refused::Failed(failure)) => return Err(failure),
        Err(Refused::Denied(_)) => return Ok(refused),
    };
    let Some((staff, name)) = known else { return Ok(Arrival::Unknown) };
    let now = act.now();
    let session = begin(act.transaction(), tokens, Session::Staff { staff, name, standing: None }, now).await?;
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
    LoginFacts { staff: Some(post.staff), person: None, assurance: Assurance::Enough }
}

fn secrets(database: &Database, state: &str) -> Secrets {
    let secret = |purpose| URL_SAFE_NO_PAD.encode(database.fingerprint(purpose, state.as_bytes()));
    Secrets { nonce: secret("login_nonce"), verifier: secret("login_verifier") }
}

/// Binds what a state says to the browser it is given to.
fn seal(database: &Database, browser: &str, said: &[u8]) -> Vec<u8> {
    database.fingerprint("login_state", &[browser.as_bytes(), &[0], said].concat())
}

/// From when on whoever brings this state must have shown who they are. `None` when it was not given to this browser or
/// its time has passed.
fn fitting(database: &Database, browser: &str, state: &str) -> Option<Moment> {
    let state = URL_SAFE_NO_PAD.decode(state).ok().filter(|state| state.len() == LENGTH)?;
    let (said, sealed) = state.split_at_checked(SAID)?;
    let expected = seal(database, browser, said);
    // Compared without stopping at the first difference, so that time tells nothing.
    let same = sealed.iter().zip(&expected).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0;
    let (_, times) = said.split_at_checked(SALT)?;
    let (until, times) = times.split_first_chunk::<8>()?;
    let (since, _) = times.split_first_chunk::<8>()?;
    let moment = |bytes: &[u8; 8]| Moment::from_microseconds(i64::from_be_bytes(*bytes));
    (same && database.environment().now() < moment(until)).then(|| moment(since))
}
