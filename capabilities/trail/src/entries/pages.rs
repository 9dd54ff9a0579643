//! Pages about entries: write one, look at one with every version, correct it, hide it, show it again.

use access::action::trail::{Read, Write};
use askama::Template;
use audit::{Act, Logged, Outcome};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::id::Id;
use domain::trail::Trail;
use domain::trail::entry::{Entry, HideReason, Kind, Origin, Writer};
use i18n::Say;
use identity::children::{GuardianView, commands as children};
use identity::organisations::Book;
use std::sync::Arc;
use web::{App, Assets, Fields, Problem, Sent, Shell, Visit};

use crate::entries::change;
use crate::entries::commands::{self, own, own_post};
use crate::entries::forms::{self, Faults};
use crate::entries::store::{self, Stored};
use crate::entries::views::{ChoiceView, EntryView, Errors, Eyes, FieldWords, child_line, paragraphs};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/led/{trail}/anteckning", get(blank).post(write))
        .route("/led/{trail}/anteckning/{entry}", get(show))
        .merge(change::routes())
}

/// The identifier in an address; an address that is none leads nowhere.
pub(crate) fn known<Kind>(written: &str) -> Result<Id<Kind>, Problem> {
    written.parse().map_err(|_| Problem::NotFound)
}

/// What every form about an entry shows around its fields.
pub(crate) struct Around {
    pub(crate) child: String,
    child_name: String,
    teenager: bool,
    guardians: Vec<GuardianView>,
    book: Arc<Book>,
}

async fn around(act: &mut Act, read: &access::Permit<Read>, say: Say<'_>) -> Result<Around, Problem> {
    let today = act.now().day();
    let label = children::label_for_trail(act, read).await?.ok_or(Problem::NotFound)?;
    let guardians = children::guardians_for_trail(act, read).await?;
    let book = Book::open(act.transaction()).await?;
    let teenager = crate::family::reading::decides_alone(label.age.on(today), today);
    Ok(Around { child: child_line(say, &label, today), child_name: label.given_name, teenager, guardians, book })
}

impl Around {
    fn eyes<'a>(&'a self, visit: &'a Visit) -> Eyes<'a> {
        let (book, guardians) = (&*self.book, self.guardians.as_slice());
        Eyes { say: visit.say(), book, guardians, child_name: &self.child_name, now: visit.now() }
    }
}

#[derive(Template)]
#[template(path = "entries/write.html")]
struct WritePage<'v> {
    a: Assets,
    t: FieldWords,
    say: Say<'v>,
    csrf: String,
    key: String,
    base: String,
    child: String,
    readers: String,
    errors: Errors,
    kinds: Vec<ChoiceView>,
    happened: String,
    body: String,
    hide: bool,
    fields: HideFields,
}

/// The fields of a hiding, as typed.
pub(crate) struct HideFields {
    pub(crate) from: Vec<ChoiceView>,
    pub(crate) reasons: Vec<ChoiceView>,
    pub(crate) why: String,
    pub(crate) review: String,
}

impl HideFields {
    pub(crate) fn new(visit: &Visit, around: &Around, fields: &Fields) -> Self {
        let say = visit.say();
        let chosen = fields.text("from");
        let every = ChoiceView::new("every", say.t("entry-hidden-every"), chosen);
        let eyes = around.eyes(visit);
        let each = around.guardians.iter().filter(|guardian| guardian.custody == domain::child::Custody::Holder);
        let each =
            each.map(|guardian| ChoiceView::new(&guardian.person.to_string(), eyes.guardian(guardian.person), chosen));
        let reason = |reason: &HideReason| {
            let label = say.t(&format!("entry-reason-{}", reason.code()));
            ChoiceView::new(reason.code(), label, fields.text("reason"))
        };
        Self {
            from: std::iter::once(every).chain(each).collect(),
            reasons: HideReason::ALL.iter().map(reason).collect(),
            why: fields.raw("why").to_owned(),
            review: fields.text("review").to_owned(),
        }
    }
}

async fn blank(visit: Visit, Path(trail): Path<String>) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let today = visit.now().day().to_string();
    let key = visit.once();
    let fields = Fields::of([("happened", today.as_str()), (web::form::ONCE_FIELD, key.as_str())]);
    let (logged, around) = write_around(&visit, trail).await?;
    let page = write_page(&visit, trail, &around, &fields, &Faults::new());
    visit.personal_page(logged, Shell::Work, &visit.say().t("entry-write-title"), &page)
}

async fn write_around(visit: &Visit, trail: Id<Trail>) -> Result<(Logged, Around), Problem> {
    let mut act = visit.asker().begin_reading("entries.form").await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(Problem::NotFound)?;
    let read = act.authorize::<Read>(&facts).await?;
    let write = act.authorize::<Write>(&facts).await?;
    let around = around(&mut act, &read, visit.say()).await?;
    act.used(read, Outcome::Read);
    Ok((act.finish(write).await?, around))
}

fn write_page<'v>(
    visit: &'v Visit,
    trail: Id<Trail>,
    around: &Around,
    fields: &Fields,
    faults: &Faults,
) -> WritePage<'v> {
    let say = visit.say();
    let kind =
        |kind: &Kind| ChoiceView::new(kind.code(), say.t(&format!("entry-kind-{}", kind.code())), fields.text("kind"));
    let readers = if around.teenager { "entry-write-readers-teenager" } else { "entry-write-readers" };
    WritePage {
        a: visit.assets(),
        t: FieldWords::new(say),
        say,
        csrf: visit.form_token(),
        key: fields.raw(web::form::ONCE_FIELD).to_owned(),
        base: format!("/led/{trail}"),
        child: around.child.clone(),
        readers: say.with(readers, "name", &around.child_name),
        errors: Errors::new(say, faults),
        kinds: Kind::ALL.iter().map(kind).collect(),
        happened: fields.text("happened").to_owned(),
        body: fields.raw("body").to_owned(),
        hide: !fields.text("hide").is_empty(),
        fields: HideFields::new(visit, around, fields),
    }
}

async fn write(Path(trail): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let trail = known(&trail)?;
    let Sent { visit, fields } = sent;
    match forms::new_entry(&fields, visit.now().day()) {
        Ok(new) => {
            commands::write(&visit.asker(), trail, new).await?;
            Ok(visit.see_and_tell(&format!("/led/{trail}"), "entry-written"))
        }
        Err(faults) => {
            let (logged, around) = write_around(&visit, trail).await?;
            let page = write_page(&visit, trail, &around, &fields, &faults);
            visit.refused_personal_form(logged, Shell::Work, &visit.say().t("entry-write-title"), &page)
        }
    }
}

#[derive(Template)]
#[template(path = "entries/show.html")]
struct ShowPage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    base: String,
    child: String,
    entry: EntryView,
    versions: Vec<VersionView>,
    hidings: Vec<HidingView>,
    may_correct: bool,
    may_hide: bool,
}

struct VersionView {
    title: String,
    who: String,
    why: String,
    paragraphs: Vec<String>,
}

struct HidingView {
    line: String,
    why: String,
    who: String,
    from: String,
}

/// An entry of one's own domain with what stands around it, and the line that was logged of it.
pub(crate) async fn open(
    visit: &Visit,
    trail: Id<Trail>,
    entry: Id<Entry>,
) -> Result<(Logged, Around, Stored, Rights), Problem> {
    let mut act = visit.asker().begin_reading("entries.show").await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(Problem::NotFound)?;
    let read = act.authorize::<Read>(&facts).await?;
    let post = own_post(&act)?;
    let stored = own(store::find(&mut act, &read, entry).await?, &act, &facts, &post)?;
    let around = around(&mut act, &read, visit.say()).await?;
    let may_write = act.may::<Write>(&facts) && stored.entry.snapshot().place.unit == post.unit;
    let rights = Rights { may_correct: may_write && is_ours_to_correct(&stored), may_hide: may_write };
    Ok((act.finish(read).await?, around, stored, rights))
}

/// What the reader may do besides read.
pub(crate) struct Rights {
    pub(crate) may_correct: bool,
    pub(crate) may_hide: bool,
}

/// A copy stays as received, and a child's words as written.
fn is_ours_to_correct(stored: &Stored) -> bool {
    let entry = stored.entry.snapshot();
    entry.kind != Kind::ChildsWords && entry.origin == Origin::Own
}

async fn show(visit: Visit, Path((trail, entry)): Path<(String, String)>) -> Result<Response, Problem> {
    let (trail, entry) = (known(&trail)?, known(&entry)?);
    let (logged, around, stored, rights) = open(&visit, trail, entry).await?;
    let eyes = around.eyes(&visit);
    let snapshot = stored.entry.snapshot();
    let today = visit.now().day();
    let who = |writer: &Writer| match writer {
        Writer::Post(post) => eyes.colleague(post, &stored.names),
        Writer::Child(_) => around.child_name.clone(),
    };
    let hiding = |hiding: &domain::trail::entry::Hiding| HidingView {
        line: eyes.hidden(hiding, today),
        why: hiding.why.as_str().to_owned(),
        who: eyes.colleague(&hiding.by, &stored.names),
        from: forms::from_code(hiding.from),
    };
    let page = ShowPage {
        a: visit.assets(),
        say: visit.say(),
        csrf: visit.form_token(),
        base: format!("/led/{trail}"),
        child: around.child.clone(),
        entry: eyes.entry(&stored),
        versions: versions(&visit, &stored, &who),
        hidings: snapshot.hidings.iter().map(hiding).collect(),
        may_correct: rights.may_correct,
        may_hide: rights.may_hide,
    };
    let title = page.entry.title.clone();
    visit.personal_page(logged, Shell::Work, &title, &page)
}

/// Every version but the latest, which the page shows first; newest first.
fn versions(visit: &Visit, stored: &Stored, who: &impl Fn(&Writer) -> String) -> Vec<VersionView> {
    let (say, now) = (visit.say(), visit.now());
    let entry = stored.entry.snapshot();
    let first = (entry.written_at, &entry.by, &entry.body, "");
    let later = entry.corrections.iter().map(|one| (one.at, &one.by, &one.body, one.why.as_str()));
    let all: Vec<_> = std::iter::once(first).chain(later).collect();
    let whys = all.iter().skip(1).map(|(.., why)| (*why).to_owned());
    let older = all.iter().zip(whys).map(|((at, by, body, _), why)| VersionView {
        title: say.with("entry-version-of", "when", &say.day_and_time(*at, now)),
        who: who(by),
        why,
        paragraphs: paragraphs(body.as_str()),
    });
    let mut older: Vec<_> = older.collect();
    older.reverse();
    older
}
