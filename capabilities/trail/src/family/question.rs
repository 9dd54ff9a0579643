//! One question about sharing, on a page of its own: what, with whom, why, until when; yes or no, and what happens then.
//! The same page takes a yes back. The child meets it in its own words, the guardian in theirs.

use access::action::trail::{Consent, ReadAsChild, ReadAsGuardian};
use askama::Template;
use audit::{Act, Logged, Outcome};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::child::Person;
use domain::consent::Consenter;
use domain::id::Id;
use domain::moment::Day;
use domain::trail::sharing::Sharing;
use i18n::Say;
use identity::children::{Label, commands as children};
use identity::organisations::Book;
use web::{App, Assets, Problem, Sent, Session, Shell, Visit};

use crate::entries::pages::known;
use crate::entries::store as entries;
use crate::entries::views::{EntryView, Eyes, paragraphs};
use crate::family::reading::{Choices, guardian_may_be_told, guardian_may_read};
use crate::family::store;
use crate::sharing::arrangement::{Arrangement, Reply, State};
use crate::sharing::commands::{self, About, Answered, Said};
use crate::sharing::consents::{asked, consenter, facts};
use crate::sharing::lines::kinds;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/min-sida/fraga/{sharing}", get(show).post(answer))
        .route("/min-sida/fraga/{sharing}/dra-tillbaka", post(withdraw))
        .route("/min-familj/fraga/{sharing}", get(show).post(answer))
        .route("/min-familj/fraga/{sharing}/dra-tillbaka", post(withdraw))
}

/// Who meets the question, and so in which words and where.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Side {
    shell: Shell,
    home: &'static str,
    voice: &'static str,
}

const CHILD: Side = Side { shell: Shell::Child, home: "/min-sida", voice: "child-page" };
const GUARDIAN: Side = Side { shell: Shell::Public, home: "/min-familj", voice: "family" };

fn side(visit: &Visit) -> Result<Side, Problem> {
    match visit.session {
        Session::Child(_) => Ok(CHILD),
        Session::Guardian(_) => Ok(GUARDIAN),
        Session::Nobody | Session::Staff { .. } => Err(Problem::NotLoggedIn),
    }
}

#[derive(Template)]
#[template(path = "family/question.html")]
struct QuestionPage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    home: &'static str,
    here: String,
    /// "child-page" or "family": the beginning of the keys of the words.
    voice: &'static str,
    title: String,
    from: String,
    to: String,
    kinds: String,
    purpose: String,
    until: String,
    items: Vec<ItemView>,
    /// What is asked about: "question" for copies of what is written, "handover" for handing the baton over.
    about: &'static str,
    /// What would be told at a handover; empty where it is about copies, or is not theirs to read.
    summary: Vec<String>,
    /// "ask", "waiting", "given", "ended".
    stage: &'static str,
    line: String,
}

/// One thing to be shared. Its words are there only for those who may read it.
struct ItemView {
    entry: EntryView,
    may_read: bool,
}

impl QuestionPage<'_> {
    /// A sentence in the words of whoever reads.
    fn word(&self, key: &str) -> String {
        self.say.t(&format!("{}-{key}", self.voice))
    }

    /// A sentence about what is asked, in the words of whoever reads.
    fn asked(&self, key: &str) -> String {
        self.say.t(&format!("{}-{}-{key}", self.voice, self.about))
    }
}

async fn show(visit: Visit, Path(sharing): Path<String>) -> Result<Response, Problem> {
    let sharing = known(&sharing)?;
    let side = side(&visit)?;
    let (logged, page) = open(&visit, side, sharing).await?;
    let title = page.title.clone();
    visit.personal_page(logged, side.shell, &title, &page)
}

async fn open(visit: &Visit, side: Side, id: Id<Sharing>) -> Result<(Logged, QuestionPage<'_>), Problem> {
    let say = visit.say();
    let mut act = visit.asker().begin_reading("family.question").await?;
    let now = act.now();
    let facts = facts(&mut act, id).await?;
    let who = consenter(&mut act, &facts).await?;
    let permit = act.authorize::<Consent>(&facts).await?;
    let kept = asked(&mut act, &permit, id, who).await?;
    let label = label(&mut act, &facts, who).await?;
    let book = Book::open(act.transaction()).await?;
    let years = label.age.on(now.day());
    let choices = store::choices(&mut act, &permit).await?;
    let eyes = Eyes { say, book: &book, guardians: &[], child_name: &label.given_name, now };
    let none = Choices::default();
    let of = |person: Id<Person>| choices.get(&person).unwrap_or(&none);
    let may_read = |stored: &entries::Stored| match who {
        Consenter::Child => true,
        Consenter::Guardian(person) => guardian_may_read(&stored.entry, person, years, of(person), now.day()),
    };
    let mut items = Vec::new();
    for seen in &kept.items {
        if let Some(stored) = entries::find(&mut act, &permit, seen.entry).await? {
            let may_read = may_read(&stored);
            let entry = EntryView { hidden: vec![], ..eyes.entry(&stored) };
            let paragraphs = if may_read { entry.paragraphs } else { vec![] };
            items.push(ItemView { entry: EntryView { paragraphs, ..entry }, may_read });
        }
    }
    act.saw(items.len());
    let logged = act.finish(permit).await?;
    let to = book.unit_name(kept.to.unit).to_owned();
    let (stage, line) = stage(say, side, &kept, who, (now.day(), &facts.guardians));
    let about = about_code(&kept);
    let kinds = match kept.about() {
        About::Sharing => kinds(say, &format!("{}-kinds", kinds_of(side)), &kept.kinds),
        About::Handover => say.t(&format!("{}-handover-what", side.voice)),
    };
    let theirs = match who {
        Consenter::Child => true,
        Consenter::Guardian(person) => guardian_may_be_told(years, of(person), now.day()),
    };
    Ok((
        logged,
        QuestionPage {
            a: visit.assets(),
            say,
            csrf: visit.form_token(),
            home: side.home,
            here: format!("{}/fraga/{id}", side.home),
            voice: side.voice,
            title: say.with(&format!("{}-{about}-title", side.voice), "unit", &to),
            from: book.unit_name(kept.from.unit).to_owned(),
            to,
            kinds,
            purpose: kept.purpose.clone(),
            until: kept.until().map(|until| say.day(until, now.day())).unwrap_or_default(),
            items,
            about,
            summary: if theirs { would_be_told(&kept) } else { vec![] },
            stage,
            line,
        },
    ))
}

/// What is asked about, as the keys of the words name it.
fn about_code(kept: &Arrangement) -> &'static str {
    match kept.about() {
        About::Sharing => "question",
        About::Handover => "handover",
    }
}

/// What the receiver of a handover would read.
fn would_be_told(kept: &Arrangement) -> Vec<String> {
    kept.proposal.iter().flat_map(|asked| paragraphs(asked.summary.as_str())).collect()
}

/// Guardians read of kinds of entries in the words of the staff's list; children in their own.
fn kinds_of(side: Side) -> &'static str {
    if side == CHILD { "child-page" } else { "sharing" }
}

async fn label(act: &mut Act, facts: &access::facts::TrailFacts, who: Consenter) -> Result<Label, Problem> {
    let label = match who {
        Consenter::Child => {
            let permit = act.authorize::<ReadAsChild>(facts).await?;
            let label = children::label_for_child(act, &permit).await?;
            act.used(permit, Outcome::Read);
            label
        }
        Consenter::Guardian(_) => {
            let permit = act.authorize::<ReadAsGuardian>(facts).await?;
            let label = children::label_for_guardian(act, &permit).await?;
            act.used(permit, Outcome::Read);
            label
        }
    };
    label.ok_or(Problem::Erased)
}

/// How far the question has come for this person, and in what words.
fn stage(
    say: Say<'_>,
    side: Side,
    kept: &Arrangement,
    who: Consenter,
    (today, custody): (Day, &[Id<Person>]),
) -> (&'static str, String) {
    let (stage, key) = match (kept.state, kept.reply_of(who)) {
        _ if kept.has_run_out(today) => ("ended", "run-out"),
        _ if kept.has_fallen(today, custody) => ("ended", "fallen"),
        (State::Asked, Some(Reply::Waiting)) => ("ask", "lead"),
        (State::Asked, _) => ("waiting", "others-wait"),
        (State::Active, Some(Reply::Yes)) => ("given", "given"),
        (State::Active, _) => ("ended", "given"),
        (State::Declined, _) => ("ended", "declined"),
        (State::Withdrawn, _) => ("ended", "withdrawn"),
        (State::Outdated, _) => ("ended", "outdated"),
        (State::RunOut, _) => ("ended", "run-out"),
    };
    (stage, say.t(&format!("{}-{}-{key}", side.voice, about_code(kept))))
}

async fn answer(Path(sharing): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let sharing: Id<Sharing> = known(&sharing)?;
    let Sent { visit, fields } = sent;
    let side = side(&visit)?;
    let said = match fields.text("said") {
        "yes" => Said::Yes { until: visit.now().day().plus_days(domain::consent::VALID_DAYS_MAX) },
        "no" => Said::No,
        _ => return Err(Problem::NotFound),
    };
    let Answered { state, about } = commands::answer(&visit.asker(), sharing, said).await?;
    let notice = match (state, about) {
        (State::Active, About::Sharing) => "family-yes-shared",
        (State::Active, About::Handover) => "family-yes-handover",
        (State::Asked, About::Sharing) => "family-yes-waits",
        (State::Asked, About::Handover) => "family-yes-handover-waits",
        (State::Declined | State::Withdrawn | State::RunOut, About::Sharing) => "family-no",
        (State::Declined | State::Withdrawn | State::RunOut, About::Handover) => "family-no-handover",
        (State::Outdated, _) => "family-outdated",
    };
    Ok(visit.see_and_tell(side.home, notice))
}

async fn withdraw(Path(sharing): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let sharing: Id<Sharing> = known(&sharing)?;
    let Sent { visit, .. } = sent;
    let side = side(&visit)?;
    commands::withdraw(&visit.asker(), sharing).await?;
    Ok(visit.see_and_tell(side.home, "family-withdrawn"))
}
