//! One entry, with every version, from whom it is hidden, and what was decided about that before.

use access::Permit;
use access::action::trail::{Read, Write};
use askama::Template;
use audit::{Act, Logged};
use axum::extract::Path;
use axum::response::Response;
use domain::id::Id;
use domain::trail::Trail;
use domain::trail::entry::{Entry, Hiding, Kind, Origin, Writer};
use i18n::Say;
use web::{Assets, Fields, Problem, Shell, Visit};

use crate::entries::change::RENEWS;
use crate::entries::commands::{own, own_post};
use crate::entries::forms::{self, Faults};
use crate::entries::hidings::{Ended, store as hidings};
use crate::entries::pages::{Around, around, known};
use crate::entries::sealed::Names;
use crate::entries::store::{self, Stored};
use crate::entries::views::{EntryView, Errors, Eyes, FieldWords, paragraphs};

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
    /// Whether a hiding is to be looked at again.
    due: bool,
    earlier: Vec<EarlierView>,
    t: FieldWords,
    errors: Errors,
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
    /// Where it is decided anew.
    renew: String,
    /// The field that says why it is taken away, and what was written there.
    field: String,
    written: String,
}

/// A hiding that is no more.
struct EarlierView {
    title: String,
    /// Why it was hidden, and who decided.
    why: String,
    /// Why it was taken away, and who did that; empty where it was decided anew.
    ended: String,
}

/// Shows an entry.
pub(super) async fn show(visit: Visit, Path((trail, entry)): Path<(String, String)>) -> Result<Response, Problem> {
    let (trail, entry) = (known(&trail)?, known(&entry)?);
    let (logged, page) = page(&visit, (trail, entry), &Fields::default(), &Faults::new()).await?;
    let title = page.entry.title.clone();
    visit.personal_page(logged, Shell::Work, &title, &page)
}

/// The same, with what is wrong in the form that takes a hiding away, and what was written in it.
pub(crate) async fn refused(
    visit: &Visit,
    on: (Id<Trail>, Id<Entry>),
    fields: &Fields,
    faults: &Faults,
) -> Result<Response, Problem> {
    let (logged, page) = page(visit, on, fields, faults).await?;
    let title = page.entry.title.clone();
    visit.refused_personal_form(logged, Shell::Work, &title, &page)
}

async fn page<'v>(
    visit: &'v Visit,
    (trail, entry): (Id<Trail>, Id<Entry>),
    fields: &Fields,
    faults: &Faults,
) -> Result<(Logged, ShowPage<'v>), Problem> {
    let (mut act, permit, Opened { around, stored, rights }) = read(visit, trail, entry).await?;
    let (ended, names) = hidings::ended(&mut act, &permit, entry).await?;
    let logged = act.finish(permit).await?;
    let (eyes, today) = (around.eyes(visit), visit.now().day());
    let who = |writer: &Writer| match writer {
        Writer::Post(post) => eyes.colleague(post, &stored.names),
        Writer::Child(_) => around.child_name.clone(),
    };
    let base = format!("/led/{trail}");
    let hiding = |hiding: &Hiding| {
        let (from, field) = (forms::from_code(hiding.from), forms::why_shown(hiding.from));
        HidingView {
            line: eyes.hidden(hiding, today),
            why: hiding.why.as_str().to_owned(),
            who: eyes.colleague(&hiding.by, &stored.names),
            renew: format!("{base}/anteckning/{entry}/dolj?{RENEWS}={from}"),
            written: fields.raw(&field).to_owned(),
            from,
            field,
        }
    };
    let page = ShowPage {
        a: visit.assets(),
        say: visit.say(),
        csrf: visit.form_token(),
        child: around.child.clone(),
        entry: eyes.entry(&stored),
        versions: versions(visit, &stored, &who),
        hidings: stored.entry.snapshot().hidings.iter().map(hiding).collect(),
        due: stored.entry.reviews_due(today).next().is_some(),
        earlier: ended.iter().map(|ended| earlier(eyes, ended, &names)).collect(),
        t: FieldWords::new(visit.say()),
        errors: Errors::new(visit.say(), faults),
        may_correct: rights.may_correct,
        may_hide: rights.may_hide,
        base,
    };
    Ok((logged, page))
}

fn earlier(eyes: Eyes<'_>, ended: &Ended, names: &Names) -> EarlierView {
    let (say, today, hiding) = (eyes.say, eyes.now.day(), &ended.hiding);
    let (from, reason) = (eyes.from(hiding.from), say.t(&format!("entry-reason-{}", hiding.reason.code())));
    let (since, until) = (say.day(hiding.at.day(), today), say.day(ended.at.day(), today));
    let values = [
        ("from", (&from).into()),
        ("reason", (&reason).into()),
        ("since", (&since).into()),
        ("until", (&until).into()),
    ];
    EarlierView {
        title: say.message("entry-hidden-before", &values.into_iter().collect()),
        why: format!("{} {}.", hiding.why.as_str(), eyes.colleague(&hiding.by, names)),
        ended: match &ended.ending {
            None => String::new(),
            Some((by, why)) => format!("{} {why} {}.", say.t("entry-shown-because"), eyes.colleague(by, names)),
        },
    }
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

/// An entry of one's own domain with what stands around it.
struct Opened {
    around: Around,
    stored: Stored,
    rights: Rights,
}

/// Reads an entry; the reading is not ended yet.
async fn read(visit: &Visit, trail: Id<Trail>, entry: Id<Entry>) -> Result<(Act, Permit<Read>, Opened), Problem> {
    let mut act = visit.asker().begin_reading("entries.show").await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(Problem::NotFound)?;
    let permit = act.authorize::<Read>(&facts).await?;
    let post = own_post(&act)?;
    let stored = own(store::find(&mut act, &permit, entry).await?, &act, &facts, &post)?;
    let around = around(&mut act, &permit, visit.say()).await?;
    let may_write = act.may::<Write>(&facts) && stored.entry.snapshot().place.unit == post.unit;
    let rights = Rights { may_correct: may_write && is_ours_to_correct(&stored), may_hide: may_write };
    Ok((act, permit, Opened { around, stored, rights }))
}

/// An entry with what stands around it, and the line that was logged of it.
pub(crate) async fn open(
    visit: &Visit,
    trail: Id<Trail>,
    entry: Id<Entry>,
) -> Result<(Logged, Around, Stored, Rights), Problem> {
    let (act, permit, Opened { around, stored, rights }) = read(visit, trail, entry).await?;
    Ok((act.finish(permit).await?, around, stored, rights))
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
