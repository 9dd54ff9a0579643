//! What is written about the child, and who of its guardians may read it: one page for each decision.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::child::Person;
use domain::id::Id;
use domain::trail::Trail;
use domain::trail::entry::Entry;
use i18n::Say;
use web::{App, Assets, Problem, Sent, Shell, Visit};

use crate::entries::pages::known;
use crate::entries::store::Stored;
use crate::entries::views::EntryView;
use crate::family::child::{Own, own};
use crate::family::commands;
use crate::family::reading::{Choice, Choices, guardian_may_read};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/min-sida/led/{trail}/skrivet", get(list))
        .route("/min-sida/led/{trail}/skrivet/{entry}", get(show).post(choose_entry))
        .route("/min-sida/led/{trail}/vem/{person}", get(who).post(choose_all))
}

#[derive(Template)]
#[template(path = "family/written.html")]
struct WrittenPage<'v> {
    a: Assets,
    say: Say<'v>,
    base: String,
    back: String,
    entries: Vec<EntryView>,
    holder: String,
}

async fn list(visit: Visit, Path(trail): Path<String>) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let say = visit.say();
    let (logged, own) = own(&visit, Some(trail)).await?.ok_or(Problem::NotFound)?;
    let eyes = own.eyes(&visit);
    let page = WrittenPage {
        a: visit.assets(),
        say,
        base: format!("/min-sida/led/{trail}"),
        back: format!("/min-sida?led={trail}"),
        entries: own.entries.iter().map(|stored| eyes.entry(stored)).collect(),
        holder: own.holder(say),
    };
    visit.personal_page(logged, Shell::Child, &say.t("child-page-written-title"), &page)
}

#[derive(Template)]
#[template(path = "family/written_one.html")]
struct OnePage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    base: String,
    back: String,
    entry: EntryView,
    readers: Vec<ReaderView>,
    decides: bool,
    holder: String,
}

/// One guardian, and whether they may read.
struct ReaderView {
    person: String,
    reads: bool,
    /// Hidden by somebody at work: not the child's to open here.
    fixed: bool,
    line: String,
    action: String,
}

async fn show(visit: Visit, Path((trail, entry)): Path<(String, String)>) -> Result<Response, Problem> {
    let (trail, entry): (Id<Trail>, Id<Entry>) = (known(&trail)?, known(&entry)?);
    let say = visit.say();
    let (logged, own) = own(&visit, Some(trail)).await?.ok_or(Problem::NotFound)?;
    let stored = own.entries.iter().find(|stored| stored.id() == entry).ok_or(Problem::NotFound)?;
    let page = OnePage {
        a: visit.assets(),
        say,
        csrf: visit.form_token(),
        base: format!("/min-sida/led/{trail}"),
        back: format!("/min-sida/led/{trail}/skrivet"),
        entry: own.eyes(&visit).entry(stored),
        readers: readers(&visit, &own, stored),
        decides: own.decides(&visit),
        holder: own.holder(say),
    };
    visit.personal_page(logged, Shell::Child, &say.t("child-page-written-title"), &page)
}

fn readers(visit: &Visit, own: &Own, stored: &Stored) -> Vec<ReaderView> {
    let (say, today) = (visit.say(), visit.now().day());
    let eyes = own.eyes(visit);
    let none = Choices::default();
    let view = |person: Id<Person>| {
        let choices = own.choices.get(&person).unwrap_or(&none);
        let reads = guardian_may_read(&stored.entry, person, own.years, choices, today);
        let (line, action) = if reads {
            ("child-page-reads", "child-page-keep-from")
        } else {
            ("child-page-reads-not", "child-page-let-read")
        };
        let who = eyes.guardian(person);
        ReaderView {
            person: person.to_string(),
            reads,
            fixed: stored.entry.is_hidden_from(person),
            line: say.with(line, "who", &crate::views::capital(&who)),
            action: say.with(action, "who", &who),
        }
    };
    own.holders().map(|guardian| view(guardian.person)).collect()
}

async fn choose_entry(Path((trail, entry)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let (trail, entry): (Id<Trail>, Id<Entry>) = (known(&trail)?, known(&entry)?);
    let Sent { visit, fields } = sent;
    let choice = Choice::from_code(fields.text("choice")).ok_or(Problem::NotFound)?;
    let person = known(fields.text("person"))?;
    commands::choose(&visit.asker(), trail, person, Some(entry), choice).await?;
    Ok(visit.see_and_tell(&format!("/min-sida/led/{trail}/skrivet/{entry}"), notice(choice)))
}

const fn notice(choice: Choice) -> &'static str {
    match choice {
        Choice::Shared => "family-shared",
        Choice::Kept => "family-kept",
    }
}

#[derive(Template)]
#[template(path = "family/who.html")]
struct WhoPage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    back: String,
    action: String,
    who: String,
    question: String,
    reads: Option<bool>,
}

async fn who(visit: Visit, Path((trail, person)): Path<(String, String)>) -> Result<Response, Problem> {
    let (trail, person): (Id<Trail>, Id<Person>) = (known(&trail)?, known(&person)?);
    let say = visit.say();
    let (logged, own) = own(&visit, Some(trail)).await?.ok_or(Problem::NotFound)?;
    if !own.decides(&visit) || !own.holders().any(|guardian| guardian.person == person) {
        return Err(Problem::NotFound);
    }
    let who = own.eyes(&visit).guardian(person);
    let all = own.choices.get(&person).and_then(|choices| choices.all);
    let page = WhoPage {
        a: visit.assets(),
        say,
        csrf: visit.form_token(),
        back: format!("/min-sida?led={trail}"),
        action: format!("/min-sida/led/{trail}/vem/{person}"),
        question: say.with("child-page-who-question", "who", &who),
        who,
        reads: all.map(|choice| choice == Choice::Shared),
    };
    visit.personal_page(logged, Shell::Child, &say.t("child-page-written-title"), &page)
}

async fn choose_all(Path((trail, person)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let (trail, person): (Id<Trail>, Id<Person>) = (known(&trail)?, known(&person)?);
    let Sent { visit, fields } = sent;
    let choice = Choice::from_code(fields.text("choice")).ok_or(Problem::NotFound)?;
    commands::choose(&visit.asker(), trail, person, None, choice).await?;
    Ok(visit.see_and_tell(&format!("/min-sida?led={trail}"), notice(choice)))
}
