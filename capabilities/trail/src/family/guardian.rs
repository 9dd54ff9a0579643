//! The guardian's page: every child they have custody of, who holds it, what happens next and when, what they may read,
//! and a yes or no to each question.

use access::Permit;
use access::action::trail::ReadAsGuardian;
use askama::Template;
use audit::{Act, Outcome};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::child::Person;
use domain::consent::Consenter;
use domain::id::Id;
use domain::moment::Day;
use domain::trail::Trail;
use i18n::Say;
use identity::children::commands as children;
use identity::organisations::Book;
use web::{App, Assets, Problem, Session, Shell, Visit};

use crate::entries::store as entries;
use crate::entries::views::{EntryView, Eyes};
use crate::family::child::LinkView;
use crate::family::reading::{decides_alone, guardian_may_read};
use crate::family::sight::{self, Sight};
use crate::family::store;
use crate::sharing::arrangement::{Arrangement, Reply, State};
use crate::sharing::commands::About;
use crate::sharing::lines::kinds;
use crate::sharing::store as sharings;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/min-familj", get(show))
}

#[derive(Template)]
#[template(path = "family/guardian.html")]
struct GuardianPage<'v> {
    a: Assets,
    say: Say<'v>,
    trails: Vec<TrailView>,
}

/// What a guardian is told of one trail.
struct TrailView {
    name: String,
    /// Who has read about the child.
    readers: String,
    sight: Sight,
    questions: Vec<LinkView>,
    given: Vec<LinkView>,
    /// What ran out lately, and when; and what holds no longer.
    run_out: Vec<String>,
    entries: Vec<EntryView>,
    /// Why there is nothing to read, when the child decides.
    reads: String,
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let Session::Guardian(person) = visit.session else { return Err(Problem::NotLoggedIn) };
    let say = visit.say();
    let title = say.t("family-title");
    let mut act = visit.asker().begin_reading("family.guardian_page").await?;
    let mut trails = Vec::new();
    let mut last: Option<Permit<ReadAsGuardian>> = None;
    // The book of organisations is opened once; a family has few children, and each has few trails.
    for own in children::own_children(&mut act).await? {
        for trail in store::trails(act.transaction(), own.child).await?.into_iter().take(TRAILS_MAX) {
            let (permit, view) = of_trail(&mut act, say, trail, person).await?;
            trails.push(view);
            if let Some(before) = last.replace(permit) {
                act.used(before, Outcome::Read);
            }
        }
    }
    let page = GuardianPage { a: visit.assets(), say, trails };
    match last {
        Some(permit) => visit.personal_page(act.finish(permit).await?, Shell::Public, &title, &page),
        // Nobody has confirmed custody of any child: what they have asked for themselves is all there is.
        None => Ok(visit.see(FOLLOWED)),
    }
}

/// Where somebody follows what they have asked for themselves.
const FOLLOWED: &str = "/min-begaran";
/// How many trails of one child the page tells of, the open ones first.
const TRAILS_MAX: usize = 3;

async fn of_trail(
    act: &mut Act,
    say: Say<'_>,
    trail: Id<Trail>,
    person: Id<Person>,
) -> Result<(Permit<ReadAsGuardian>, TrailView), Problem> {
    let now = act.now();
    let today = now.day();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(Problem::NotFound)?;
    let permit = act.authorize::<ReadAsGuardian>(&facts).await?;
    let label = children::label_for_guardian(act, &permit).await?.ok_or(Problem::Erased)?;
    let years = label.age.on(today);
    let book = Book::open(act.transaction()).await?;
    let found = crate::store::find(act, &permit).await?.ok_or(Problem::NotFound)?;
    let sight = sight::read(act, &permit, say, &book, &found).await?;
    let choices = store::choices(act, &permit).await?.remove(&person).unwrap_or_default();
    let all = entries::of_family(act, &permit).await?;
    let may = all.iter().filter(|stored| guardian_may_read(&stored.entry, person, years, &choices, today));
    let eyes = Eyes { say, book: &book, guardians: &[], child_name: &label.given_name, now };
    let entries: Vec<EntryView> = may.map(|stored| for_guardian(eyes.entry(stored))).collect();
    act.saw(entries.len());
    let kept = sharings::of_trail(act, &permit).await?;
    let who = Consenter::Guardian(person);
    let asks = |kept: &&Arrangement| kept.awaits(today, &facts.guardians) && kept.reply_of(who) == Some(Reply::Waiting);
    let goes_on = |kept: &&Arrangement| kept.carries(now, &facts.guardians) && kept.reply_of(who).is_some();
    let link = |sharing: &'static str, handover: &'static str| {
        let book = &book;
        move |kept: &Arrangement| LinkView {
            href: format!("/min-familj/fraga/{}", kept.id),
            label: {
                let key = match kept.about() {
                    About::Sharing => sharing,
                    About::Handover => handover,
                };
                let kinds = kinds(say, "sharing-kinds", &kept.kinds);
                let (from, to) = (book.unit_name(kept.from.unit), book.unit_name(kept.to.unit));
                let values = [("from", from.into()), ("to", to.into()), ("kinds", (&kinds).into())];
                say.message(key, &values.into_iter().collect())
            },
        }
    };
    let readers = format!("/min-familj/{}/last", facts.child);
    let decides = decides_alone(years, today);
    let reads = if decides { say.with("family-child-decides", "name", &label.given_name) } else { String::new() };
    let questions = kept.iter().filter(asks).map(link("family-question", "family-handover")).collect();
    let given = kept.iter().filter(goes_on).map(link("family-given", "family-handover-agreed")).collect();
    let answered = || kept.iter().filter(move |kept| kept.reply_of(who).is_some());
    let run_out = answered().filter_map(|kept| Some(ran_out(say, &book, kept, (kept.ran_out_lately(today)?, today))));
    let fallen = answered().filter(|kept| kept.state == State::Active && kept.has_fallen(today, &facts.guardians));
    let run_out = run_out.chain(fallen.map(|kept| has_fallen(say, &book, kept))).collect();
    Ok((permit, TrailView { name: label.given_name, readers, sight, questions, given, run_out, entries, reads }))
}

/// That a consent has run out, and when.
fn ran_out(say: Say<'_>, book: &Book, kept: &Arrangement, (until, today): (Day, Day)) -> String {
    let (from, to) = (book.unit_name(kept.from.unit), book.unit_name(kept.to.unit));
    let day = say.day(until, today);
    let values = [("from", from.into()), ("to", to.into()), ("day", (&day).into())];
    say.message("family-run-out", &values.into_iter().collect())
}

/// That a consent holds no longer, because somebody who gave it decides no longer.
fn has_fallen(say: Say<'_>, book: &Book, kept: &Arrangement) -> String {
    let (from, to) = (book.unit_name(kept.from.unit), book.unit_name(kept.to.unit));
    let values = [("from", from.into()), ("to", to.into())];
    say.message("family-fallen", &values.into_iter().collect())
}

/// What else is hidden, and from whom, is not a guardian's to know.
fn for_guardian(entry: EntryView) -> EntryView {
    EntryView { hidden: vec![], ..entry }
}
