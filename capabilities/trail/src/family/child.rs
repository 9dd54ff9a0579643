//! The child's own page: next time, who holds it, my words, what is decided, who can see.

use access::action::trail::ReadAsChild;
use askama::Template;
use audit::{Act, Logged};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::child::{Custody, Person};
use domain::consent::Consenter;
use domain::id::Id;
use domain::trail::Trail;
use domain::trail::entry::{Kind, Writer};
use i18n::Say;
use identity::children::{GuardianView, Label, commands as children};
use identity::organisations::Book;
use std::collections::BTreeMap;
use std::sync::Arc;
use web::{App, Assets, Fields, Problem, Shell, Visit};

use crate::entries::store::{self as entries, Stored};
use crate::entries::views::{EntryView, Eyes};
use crate::family::reading::{Choice, Choices, decides_alone};
use crate::family::sight::{self, Sight, helpers};
use crate::family::store;
use crate::sharing::arrangement::{Arrangement, Reply, State};
use crate::sharing::commands::About;
use crate::sharing::lines::kinds;
use crate::sharing::store as sharings;
use crate::views::capital;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/min-sida", get(show))
}

/// A child's own trail, read for the child.
pub(crate) struct Own {
    pub(crate) trail: Id<Trail>,
    pub(crate) label: Label,
    pub(crate) years: u8,
    pub(crate) guardians: Vec<GuardianView>,
    /// Who has custody today.
    pub(crate) custody: Vec<Id<Person>>,
    pub(crate) book: Arc<Book>,
    pub(crate) entries: Vec<Stored>,
    pub(crate) kept: Vec<Arrangement>,
    pub(crate) choices: BTreeMap<Id<Person>, Choices>,
    pub(crate) sight: Sight,
    pub(crate) helpers: Vec<String>,
    /// The child's other trails.
    pub(crate) others: Vec<Id<Trail>>,
}

impl Own {
    pub(crate) fn eyes<'a>(&'a self, visit: &'a Visit) -> Eyes<'a> {
        let (book, guardians) = (&*self.book, self.guardians.as_slice());
        Eyes { say: visit.say(), book, guardians, child_name: &self.label.given_name, now: visit.now() }
    }

    pub(crate) fn decides(&self, visit: &Visit) -> bool {
        decides_alone(self.years, visit.now().day())
    }

    pub(crate) fn holders(&self) -> impl Iterator<Item = &GuardianView> {
        self.guardians.iter().filter(|guardian| guardian.custody == Custody::Holder)
    }

    /// The name of who holds it, for a child to turn to.
    pub(crate) fn holder(&self, say: Say<'_>) -> String {
        self.sight.holder.as_ref().map_or_else(|| say.t("child-page-us"), |holder| holder.first_name.clone())
    }
}

/// The trail that the logged-in child asks for, or its newest. `None` when nobody helps the child here.
pub(crate) async fn own(visit: &Visit, wanted: Option<Id<Trail>>) -> Result<Option<(Logged, Own)>, Problem> {
    let mut act = visit.asker().begin_reading("family.child_page").await?;
    let Some(child) = children::own_self(&mut act).await? else { return Err(Problem::NotLoggedIn) };
    let trails = store::trails(act.transaction(), child).await?;
    let trail = match wanted {
        Some(wanted) => *trails.iter().find(|trail| **trail == wanted).ok_or(Problem::NotFound)?,
        None => match trails.first() {
            Some(first) => *first,
            None => return Ok(None),
        },
    };
    let others = trails.into_iter().filter(|other| *other != trail).collect();
    let own = read(&mut act, visit.say(), trail, others).await?;
    let (permit, own) = own;
    Ok(Some((act.finish(permit).await?, own)))
}

async fn read(
    act: &mut Act,
    say: Say<'_>,
    trail: Id<Trail>,
    others: Vec<Id<Trail>>,
) -> Result<(access::Permit<ReadAsChild>, Own), Problem> {
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(Problem::NotFound)?;
    let permit = act.authorize::<ReadAsChild>(&facts).await?;
    let label = children::label_for_child(act, &permit).await?.ok_or(Problem::Erased)?;
    let guardians = children::guardians_for_child(act, &permit).await?;
    let book = Book::open(act.transaction()).await?;
    let found = crate::store::find(act, &permit).await?.ok_or(Problem::NotFound)?;
    let entries = entries::of_family(act, &permit).await?;
    act.saw(entries.len());
    let kept = sharings::of_trail(act, &permit).await?;
    let choices = store::choices(act, &permit).await?;
    let sight = sight::read(act, &permit, say, &book, &found).await?;
    let helpers = helpers(&book, &facts);
    let (years, custody) = (label.age.on(now.day()), facts.guardians);
    Ok((permit, Own { trail, label, years, guardians, custody, book, entries, kept, choices, sight, helpers, others }))
}

#[derive(Template)]
#[template(path = "family/child.html")]
struct ChildPage<'v> {
    a: Assets,
    say: Say<'v>,
    base: String,
    name: String,
    holder: String,
    sight: Sight,
    words: Option<Vec<String>>,
    questions: Vec<LinkView>,
    decided: Vec<EntryView>,
    written: usize,
    sees: Vec<SeesView>,
    others: Vec<LinkView>,
}

/// A link with words.
pub(crate) struct LinkView {
    pub(crate) href: String,
    pub(crate) label: String,
}

/// One permission or denial, as a child reads it.
struct SeesView {
    yes: bool,
    who: String,
    text: String,
    href: String,
}

#[derive(Template)]
#[template(path = "family/child_empty.html")]
struct EmptyPage<'v> {
    say: Say<'v>,
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let wanted = match fields.text("led") {
        "" => None,
        led => Some(led.parse().map_err(|_| Problem::NotFound)?),
    };
    let say = visit.say();
    let title = say.t("child-page-title");
    let Some((logged, own)) = own(&visit, wanted).await? else {
        return visit.open_page(Shell::Child, &title, &EmptyPage { say });
    };
    let page = page(&visit, own);
    visit.personal_page(logged, Shell::Child, &title, &page)
}

fn page(visit: &Visit, own: Own) -> ChildPage<'_> {
    let say = visit.say();
    let eyes = own.eyes(visit);
    let today = visit.now().day();
    let words = own.entries.iter().find(|stored| is_own_words(stored));
    let decided = own.entries.iter().filter(|stored| stored.entry.snapshot().kind == Kind::Decision);
    let waiting = own
        .kept
        .iter()
        .filter(|kept| kept.awaits(today, &own.custody) && kept.reply_of(Consenter::Child) == Some(Reply::Waiting));
    let question = |kept: &Arrangement| LinkView {
        href: format!("/min-sida/fraga/{}", kept.id),
        label: match kept.about() {
            About::Sharing => say.with("child-page-question", "unit", own.book.unit_name(kept.to.unit)),
            About::Handover => say.with("child-page-handover", "unit", own.book.unit_name(kept.to.unit)),
        },
    };
    let other = |(number, trail): (usize, &Id<Trail>)| LinkView {
        href: format!("/min-sida?led={trail}"),
        label: say.with("child-page-other", "number", number),
    };
    ChildPage {
        a: visit.assets(),
        say,
        base: format!("/min-sida/led/{}", own.trail),
        name: own.label.given_name.clone(),
        holder: own.holder(say),
        words: words.map(|stored| crate::entries::views::paragraphs(stored.entry.body().as_str())),
        questions: waiting.map(question).collect(),
        decided: decided.take(DECIDED_MAX).map(|stored| eyes.entry(stored)).collect(),
        written: own.entries.len(),
        sees: sees(visit, &own),
        others: (1_usize..).zip(&own.others).map(other).collect(),
        sight: own.sight,
    }
}

/// How many decisions stand on the page itself.
const DECIDED_MAX: usize = 5;

/// What the child itself has written, not what somebody at work wrote down.
pub(crate) fn is_own_words(stored: &Stored) -> bool {
    matches!(stored.entry.snapshot().by, Writer::Child(_))
}

/// Who can see, permissions and denials alike.
fn sees(visit: &Visit, own: &Own) -> Vec<SeesView> {
    let (say, now) = (visit.say(), visit.now());
    let mut sees: Vec<SeesView> = own
        .helpers
        .iter()
        .map(|unit| SeesView {
            yes: true,
            who: unit.clone(),
            text: say.t("child-page-sees-helper"),
            href: String::new(),
        })
        .collect();
    for kept in own.kept.iter().filter(|kept| kept.carries(now, &own.custody)) {
        let from = own.book.unit_name(kept.from.unit);
        let kinds = kinds(say, "child-page-kinds", &kept.kinds);
        let text = [("from", from.into()), ("kinds", (&kinds).into())].into_iter().collect();
        sees.push(SeesView {
            yes: true,
            who: own.book.unit_name(kept.to.unit).to_owned(),
            text: match kept.about() {
                About::Sharing => say.message("child-page-sees-sharing", &text),
                About::Handover => say.message("child-page-sees-handover", &text),
            },
            href: kept.reply_of(Consenter::Child).map(|_| format!("/min-sida/fraga/{}", kept.id)).unwrap_or_default(),
        });
    }
    for (kept, until) in own.kept.iter().filter_map(|kept| Some((kept, kept.ran_out_lately(now.day())?))) {
        let (from, day) = (own.book.unit_name(kept.from.unit), say.day(until, now.day()));
        let text = [("from", from.into()), ("day", (&day).into())].into_iter().collect();
        sees.push(SeesView {
            yes: false,
            who: own.book.unit_name(kept.to.unit).to_owned(),
            text: say.message("child-page-sees-run-out", &text),
            href: String::new(),
        });
    }
    let fallen = |kept: &&Arrangement| kept.state == State::Active && kept.has_fallen(now.day(), &own.custody);
    for kept in own.kept.iter().filter(fallen) {
        sees.push(SeesView {
            yes: false,
            who: own.book.unit_name(kept.to.unit).to_owned(),
            text: say.with("child-page-sees-fallen", "from", own.book.unit_name(kept.from.unit)),
            href: String::new(),
        });
    }
    let decides = own.decides(visit);
    let eyes = own.eyes(visit);
    for guardian in own.holders() {
        let all = own.choices.get(&guardian.person).and_then(|choices| choices.all);
        let (yes, key) = match all {
            Some(Choice::Kept) => (false, "child-page-sees-guardian-kept"),
            None if decides => (false, "child-page-sees-guardian-not"),
            Some(Choice::Shared) | None => (true, "child-page-sees-guardian"),
        };
        let who = capital(&eyes.guardian(guardian.person));
        let href = if decides { format!("/min-sida/led/{}/vem/{}", own.trail, guardian.person) } else { String::new() };
        sees.push(SeesView { yes, who, text: say.t(key), href });
    }
    sees
}
