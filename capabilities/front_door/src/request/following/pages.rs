//! The page on which whoever asked follows their own request.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::front_door::following::{self, Naming, Told, names};
use domain::front_door::intake::Asker;
use domain::front_door::queue::Urgency;
use domain::front_door::request::{Ending, Refusal, Request, State};
use domain::front_door::text::{Note, TextFault};
use domain::id::Id;
use domain::organisation::Unit;
use i18n::Say;
use identity::organisations::Book;
use web::{App, Assets, Problem, Sent, Session, Shell, Visit};

use crate::request::following::commands::{self, FollowError, Following};
use crate::request::following::store::Addition;
use crate::work::{ErrorView, Errors, FieldWords, book_of, id_of};

/// Where one's own requests are.
const HOME: &str = "/min-begaran";
/// The most characters of an addition.
const ADDED_MAX: usize = 2_000;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route(HOME, get(list))
        .route("/min-begaran/{id}", get(show).post(add))
        .route("/min-begaran/{id}/ta-tillbaka", get(confirm).post(take_back))
}

/// The shell of who is logged in, and their own first page. People at work and visitors have nothing here.
fn side(visit: &Visit) -> Result<(Shell, &'static str), Problem> {
    match visit.session {
        Session::Child(_) => Ok((Shell::Child, "/min-sida")),
        Session::Guardian(_) => Ok((Shell::Public, "/min-familj")),
        Session::Nobody | Session::Staff { .. } => Err(Problem::NotLoggedIn),
    }
}

struct RequestView {
    href: String,
    title: String,
    about: String,
}

#[derive(Template)]
#[template(path = "following_list.html")]
struct ListPage<'v> {
    a: Assets,
    say: Say<'v>,
    requests: Vec<RequestView>,
}

async fn list(visit: Visit) -> Result<Response, Problem> {
    let (shell, _) = side(&visit)?;
    let (say, now) = (visit.say(), visit.now());
    let (followed, logged) = commands::list(&visit.asker()).await?;
    if let [only] = followed.as_slice() {
        return Ok(visit.see(&address(only.id)));
    }
    let view = |one: &crate::request::store::Followed| RequestView {
        href: address(one.id),
        title: say.with("follow-asked-on", "day", &say.day_and_time(one.received_at, now)),
        about: say.t(&format!("follow-state-{}", one.state)),
    };
    let page = ListPage { a: visit.assets(), say, requests: followed.iter().map(view).collect() };
    let title = say.t("follow-title");
    match logged {
        Some(logged) => visit.personal_page(logged, shell, &title, &page),
        None => visit.open_page(shell, &title, &page),
    }
}

fn address(id: Id<Request>) -> String {
    format!("{HOME}/{id}")
}

struct AddedView {
    /// When, and by whom where the front door wrote it.
    when: String,
    words: String,
}

#[derive(Template)]
#[template(path = "following.html")]
struct FollowPage<'v> {
    a: Assets,
    say: Say<'v>,
    t: FieldWords,
    csrf: String,
    here: String,
    home: &'static str,
    received: String,
    topic: String,
    words: String,
    /// The words are the child's own.
    own: bool,
    /// Who has it now; empty where nobody is named.
    holder: String,
    /// How far it has come, in one sentence.
    state: String,
    /// What happens next, and when.
    next: String,
    /// What came of it, line by line.
    answer: Vec<String>,
    /// Where the unit that answers can be found; empty where it is not named.
    unit_href: String,
    unit: String,
    /// Why less is shown than there may be; empty where nothing is left out.
    less: String,
    additions: Vec<AddedView>,
    typed: String,
    errors: Vec<ErrorView>,
    error: String,
    /// Why nothing more can be added; empty where it can.
    no_more: String,
    /// Why it cannot be taken back; empty where it can.
    stays: String,
    ended: bool,
}

impl FollowPage<'_> {
    fn most() -> usize {
        ADDED_MAX
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let (shell, home) = side(&visit)?;
    let id = id_of(&id)?;
    let (following, logged) = commands::follow(&visit.asker(), id).await?;
    let page = page(&visit, home, &following, "", &Errors::default()).await?;
    // No name in the title: browsers keep titles.
    visit.personal_page(logged, shell, &visit.say().t("follow-title"), &page)
}

async fn page<'v>(
    visit: &'v Visit,
    home: &'static str,
    following: &Following,
    typed: &str,
    errors: &Errors,
) -> Result<FollowPage<'v>, Problem> {
    let (say, now, book) = (visit.say(), visit.now(), book_of(visit).await?);
    let record = following.stored.request.record();
    let unit = named_unit(&book, following);
    let added = |addition: &Addition| AddedView {
        when: added_by(say, &book, addition, &say.day_and_time(addition.at, now)),
        words: addition.words.clone(),
    };
    Ok(FollowPage {
        a: visit.assets(),
        say,
        t: FieldWords::new(say, ADDED_MAX),
        csrf: visit.form_token(),
        here: address(record.id),
        home,
        received: say.day_and_time(record.received_at, now),
        topic: say.t(&format!("front-topic-{}", record.intake.topic.code())),
        words: record.intake.words.as_str().to_owned(),
        own: matches!(record.intake.asker, Asker::Child(_)),
        holder: holder(say, &book, following),
        state: state(say, following),
        next: next(say, following, visit),
        answer: answer(say, &book, following, visit),
        unit_href: unit.map_or(String::new(), |unit| format!("/vem-gor-vad/{unit}")),
        unit: unit.map_or(String::new(), |unit| book.unit_name(unit).to_owned()),
        less: match following.told {
            Told::Everything => String::new(),
            Told::Answer => say.t("follow-less-guardian"),
            Told::Receipt => say.t("follow-protected"),
        },
        additions: following.additions.iter().map(added).collect(),
        typed: typed.to_owned(),
        errors: errors.views(say),
        error: errors.of(say, "more"),
        no_more: match following.more {
            Ok(()) => String::new(),
            Err(following::Refusal::Answered) => say.t("follow-no-more-answered"),
            Err(following::Refusal::TooMany) => say.t("follow-no-more-many"),
        },
        stays: following.back.as_ref().err().map_or(String::new(), |refusal| stays(say, refusal)),
        ended: matches!(record.state, State::Closed(_)),
    })
}

/// "Du la till det i dag 10.15", or "Mikael på En väg in Rösmark mitt skrev i dag 11.00".
fn added_by(say: Say<'_>, book: &Book, addition: &Addition, when: &str) -> String {
    let Some(by) = addition.by else { return say.with("follow-added-at", "when", when) };
    let name = first_name(book.colleague_name(by));
    let unit = book.colleague(by).map(|colleague| book.unit_name(colleague.post.unit)).unwrap_or_default();
    say.message("follow-written-at", &[("name", name.into()), ("unit", unit.into()), ("when", when.into())].into())
}

/// The first word of a name at work.
fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// "Mikael, sjuksköterska, En väg in Rösmark mitt".
fn holder(say: Say<'_>, book: &Book, following: &Following) -> String {
    let Some((assignment, unit)) = following.holder else { return String::new() };
    let unit = book.unit_name(unit);
    match book.colleague(assignment) {
        Some(colleague) => {
            let role = say.t(&format!("role-{}", access::role_code(colleague.post.role)));
            format!("{}, {role}, {unit}", first_name(&colleague.name))
        }
        None => unit.to_owned(),
    }
}

fn state(say: Say<'_>, following: &Following) -> String {
    let state = &following.stored.request.record().state;
    match state {
        // Where the identity is protected it is not told whether somebody has answered, nor what.
        State::Decided(..) if following.told == Told::Receipt => say.t("follow-state-waiting"),
        State::Closed(ending) => say.t(&format!("follow-ending-{}", ending.code())),
        State::Waiting | State::Taken(_) | State::Interviewed(..) | State::Decided(..) => {
            say.t(&format!("follow-state-{}", state.code()))
        }
    }
}

/// What happens next, and when. What is late is said to be late, and what to do.
fn next(say: Say<'_>, following: &Following, visit: &Visit) -> String {
    let (record, now) = (following.stored.request.record(), visit.now());
    let undecided = matches!(record.state, State::Waiting | State::Taken(_) | State::Interviewed(..));
    if following.told == Told::Receipt {
        return if matches!(record.state, State::Closed(_)) { String::new() } else { say.t("follow-next-protected") };
    }
    if undecided && following.made.is_some() {
        return say.t("follow-next-anew");
    }
    if undecided {
        let due = say.day_and_time(record.due_at, now);
        return match record.urgency.urgency {
            Urgency::Acute => say.t("follow-next-acute"),
            Urgency::SameDay | Urgency::Ordinary if record.due_at < now => say.with("follow-next-late", "when", &due),
            Urgency::SameDay | Urgency::Ordinary => say.with("follow-next", "when", &due),
        };
    }
    let ended =
        matches!(record.state, State::Closed(Ending::Withdrawn | Ending::NotReached { .. } | Ending::Merged { .. }));
    let Some(made) = following.made.as_ref().filter(|_| !ended) else { return String::new() };
    let day = say.near_day(made.next_on, now.day());
    if made.next_on < now.day() {
        // What has been is not what happens now. Once it is closed, what happens now stands on the trail.
        let waits = matches!(record.state, State::Decided(..));
        return if waits { say.with("follow-next-passed", "day", &day) } else { String::new() };
    }
    match following.told {
        Told::Everything => {
            let values = [("what", made.what.next_step.as_str().into()), ("day", day.as_str().into())];
            say.message("follow-next-step", &values.into())
        }
        Told::Answer | Told::Receipt => say.with("follow-next-day", "day", &day),
    }
}

/// The unit that it was sent on to, where it may be named.
fn named_unit(book: &Book, following: &Following) -> Option<Id<Unit>> {
    let unit = following.made.as_ref()?.what.outcome.unit.as_deref()?.parse().ok()?;
    let branch = book.unit(unit)?.branch;
    (names(following.told, branch) == Naming::Named).then_some(unit)
}

/// What came of it: advice, self-care, or a unit. What the family was told is for the child and those with custody.
fn answer(say: Say<'_>, book: &Book, following: &Following, visit: &Visit) -> Vec<String> {
    let Some(made) = &following.made else { return vec![] };
    let kind = &made.what.outcome.kind;
    let line = match named_unit(book, following) {
        Some(unit) => say.with("follow-answer-unit", "unit", book.unit_name(unit)),
        None => say.t(&format!("follow-answer-{kind}")),
    };
    let at = say.with("follow-answered", "when", &say.day_and_time(made.at, visit.now()));
    let told = (following.told == Told::Everything).then(|| made.what.told.clone());
    let record = following.stored.request.record();
    let anew = match (&record.state, following.earlier) {
        (State::Waiting | State::Taken(_) | State::Interviewed(..), _) => say.t("follow-anew-coming"),
        (State::Decided(..) | State::Closed(_), Some(at)) => {
            say.with("follow-anew", "when", &say.day_and_time(at, visit.now()))
        }
        (State::Decided(..) | State::Closed(_), None) => String::new(),
    };
    [anew, line, at].into_iter().chain(told).filter(|line| !line.is_empty()).collect()
}

/// Why it cannot be taken back. That somebody has found danger is not told here: a person tells it.
fn stays(say: Say<'_>, refusal: &Refusal) -> String {
    match refusal {
        Refusal::AlreadyDecided => say.t("follow-stays-answered"),
        Refusal::Closed => String::new(),
        Refusal::DueBeforeReceipt
        | Refusal::TimeRunsForward
        | Refusal::NotWaiting
        | Refusal::NotTaken
        | Refusal::TakenByAnother
        | Refusal::AlreadyTheirs
        | Refusal::AlreadyInterviewed
        | Refusal::NotDecided
        | Refusal::OfferWaits
        | Refusal::HeldElsewhere
        | Refusal::Interrupted
        | Refusal::NotInterrupted
        | Refusal::Response(_)
        | Refusal::NotScreened(_)
        | Refusal::ScoreNeverLowers
        | Refusal::AnotherRequest
        | Refusal::AnotherChild
        | Refusal::SameRequest
        | Refusal::TooManyMerged
        | Refusal::TooFewAttempts
        | Refusal::TalkFirst => say.t("follow-stays-talk"),
    }
}

async fn add(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let (shell, home) = side(&visit)?;
    let id = id_of(&id)?;
    let mut errors = Errors::default();
    match Note::new(fields.raw("more")) {
        Ok(words) => match commands::add(&visit.asker(), id, &words).await {
            Ok(()) => return Ok(visit.see_and_tell(&address(id), "follow-added")),
            Err(FollowError::NoMore(refusal)) => errors.add("more", no_more(refusal)),
            Err(error) => return Err(error.into()),
        },
        Err(TextFault::Blank | TextFault::Unstorable) => errors.add("more", "follow-error-empty"),
        Err(TextFault::TooLong { .. }) => errors.add("more", "follow-error-long"),
    }
    let (following, logged) = commands::follow(&visit.asker(), id).await?;
    let page = page(&visit, home, &following, fields.raw("more"), &errors).await?;
    visit.refused_personal_form(logged, shell, &visit.say().t("follow-title"), &page)
}

const fn no_more(refusal: following::Refusal) -> &'static str {
    match refusal {
        following::Refusal::Answered => "follow-no-more-answered",
        following::Refusal::TooMany => "follow-no-more-many",
    }
}

#[derive(Template)]
#[template(path = "following_back.html")]
struct BackPage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    here: String,
    action: String,
    received: String,
    stays: String,
}

async fn confirm(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let (shell, _) = side(&visit)?;
    let id = id_of(&id)?;
    let (following, logged) = commands::follow(&visit.asker(), id).await?;
    let say = visit.say();
    let ended = matches!(following.stored.request.record().state, State::Closed(_));
    let stays = match &following.back {
        Ok(()) => String::new(),
        Err(_) if ended => say.t("follow-stays-ended"),
        Err(refusal) => stays(say, refusal),
    };
    let page = BackPage {
        a: visit.assets(),
        say,
        csrf: visit.form_token(),
        here: address(id),
        action: format!("{}/ta-tillbaka", address(id)),
        received: say.day_and_time(following.stored.request.record().received_at, visit.now()),
        stays,
    };
    visit.personal_page(logged, shell, &say.t("follow-back-title"), &page)
}

async fn take_back(Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let visit = sent.visit;
    side(&visit)?;
    let id = id_of(&id)?;
    match commands::take_back(&visit.asker(), id).await {
        Ok(()) => Ok(visit.see_and_tell(&address(id), "follow-taken-back")),
        // The page says why.
        Err(FollowError::Refused(_)) => Ok(visit.see(&format!("{}/ta-tillbaka", address(id)))),
        Err(error) => Err(error.into()),
    }
}
