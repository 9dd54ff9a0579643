//! Who sees what, until when, and who said yes: permissions and denials alike, as the unit that reads may know them. What
//! one domain shares with another is not told to a third.

use access::action::trail::{HandOver, Read, ReadCopies, Share};
use access::facts::TrailFacts;
use askama::Template;
use audit::{Logged, Outcome};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::child::Person;
use domain::consent::Consenter;
use domain::id::Id;
use domain::organisation::Post;
use domain::trail::Trail;
use domain::trail::sharing::Sharing;
use i18n::Say;
use identity::children::commands as children;
use identity::organisations::Book;
use std::collections::BTreeMap;
use web::{App, Assets, Problem, Sent, Shell, Visit};

use crate::entries::commands::seen;
use crate::entries::forms::{Fault, Faults};
use crate::entries::pages::known;
use crate::entries::store::{self as entries, Stored};
use crate::entries::views::{ChoiceView, Errors, Eyes, child_line, paragraphs};
use crate::family::reading::{Choices, decides_alone};
use crate::family::store as family;
use crate::panels::Around;
use crate::sharing::arrangement::{Arrangement, Reply, State};
use crate::sharing::commands::{self, About, Answered, Said};
use crate::sharing::forms;
use crate::sharing::lines::{ConsentLine, Teller};
use crate::sharing::store::{self, Crossed};
use crate::views::capital;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/led/{trail}/samtycke", get(show))
        .route("/led/{trail}/samtycke/{sharing}/svar", post(record))
        .route("/led/{trail}/samtycke/{sharing}/avsluta", post(end))
}

/// What the family has said yes and no to, as a card of the trail's page. Renders itself.
#[derive(Template)]
#[template(path = "sharing/panel.html")]
pub(crate) struct ConsentPanel<'a> {
    a: &'a Assets,
    say: Say<'a>,
    base: String,
    about: String,
    lines: Vec<ConsentLine>,
}

/// Everything that is to be told, as the post's own domain may know it.
pub(crate) struct Known {
    kept: Vec<Arrangement>,
    entries: Vec<Stored>,
    choices: BTreeMap<Id<Person>, Choices>,
    /// Who has custody today.
    custody: Vec<Id<Person>>,
}

impl Known {
    /// Of all that is kept, what is shared from or to one's own domain.
    pub(crate) fn of(
        facts: &TrailFacts,
        post: &Post,
        kept: Vec<Arrangement>,
        entries: Vec<Stored>,
        choices: BTreeMap<Id<Person>, Choices>,
    ) -> Self {
        let ours = |kept: &Arrangement| kept.from.domain == post.domain || kept.to.domain == post.domain;
        let custody = facts.guardians.clone();
        Self { kept: kept.into_iter().filter(ours).collect(), entries, choices, custody }
    }

    fn lines(&self, teller: &Teller<'_>, years: u8) -> Vec<ConsentLine> {
        let decides = decides_alone(years, teller.today);
        let mut lines: Vec<_> = self.kept.iter().map(|kept| teller.sharing(kept)).collect();
        lines.extend(teller.guardians(&self.choices, decides));
        lines.extend(teller.hidings(&self.entries));
        lines
    }
}

impl<'a> ConsentPanel<'a> {
    /// The panel of what has been read.
    pub(crate) fn of(around: Around<'a>, trail: Id<Trail>, post: &Post, known: &Known) -> Self {
        let Around { say, a, child_name, years, now, .. } = around;
        let teller = Teller { eyes: around.eyes(), today: now.day(), post, custody: &known.custody };
        let about = say.with("sharing-panel-about", "name", child_name);
        Self { a, say, base: format!("/led/{trail}"), about, lines: known.lines(&teller, years) }
    }
}

#[derive(Template)]
#[template(path = "sharing/list.html")]
struct ListPage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    base: String,
    child: String,
    about: String,
    lines: Vec<ConsentLine>,
    open: Vec<OpenView>,
    journal: Vec<String>,
    may_share: bool,
    errors: Errors,
}

impl ListPage<'_> {
    /// Whether the page has a form about the sharing.
    fn asks_of(&self, sharing: Id<Sharing>) -> bool {
        let id = sharing.to_string();
        self.open.iter().any(|view| view.id == id)
    }
}

/// A sharing of one's own domain that can be answered or ended.
struct OpenView {
    id: String,
    title: String,
    purpose: String,
    /// What the receiver would read, where a handover is asked about.
    summary: Vec<String>,
    waiting: Vec<ChoiceView>,
    given: Vec<ChoiceView>,
    /// Whether the handover can be offered now.
    sendable: bool,
    /// What the last button ends.
    end: &'static str,
}

async fn show(visit: Visit, Path(trail): Path<String>) -> Result<Response, Problem> {
    let (logged, page) = list_page(&visit, known(&trail)?, &Faults::new()).await?;
    visit.personal_page(logged, Shell::Work, &visit.say().t("sharing-list-title"), &page)
}

async fn list_page<'v>(visit: &'v Visit, trail: Id<Trail>, faults: &Faults) -> Result<(Logged, ListPage<'v>), Problem> {
    let say = visit.say();
    let mut act = visit.asker().begin_reading("sharing.list").await?;
    let now = act.now();
    let facts = crate::facts(act.transaction(), trail, now).await?.ok_or(Problem::NotFound)?;
    let permit = act.authorize::<Read>(&facts).await?;
    // Who is at home, and who has agreed to what, is nothing for a unit that is only asked to take the baton.
    let copies = act.authorize::<ReadCopies>(&facts).await?;
    let post = act.actor().post().copied().ok_or(Problem::NotFound)?;
    let label = children::label_for_trail(&mut act, &permit).await?.ok_or(Problem::Erased)?;
    let guardians = children::guardians_for_trail(&mut act, &permit).await?;
    let book = Book::open(act.transaction()).await?;
    let kept = store::of_trail(&mut act, &permit).await?;
    let entries = seen(entries::of_domain(&mut act, &permit, post.domain).await?, &act, &facts, &post);
    let choices = family::choices(&mut act, &permit).await?;
    let known = Known::of(&facts, &post, kept, entries, choices);
    let crossed = store::journal(&mut act, &permit, post.domain).await?;
    let may_share = act.may::<Share>(&facts);
    let may_offer = act.may::<HandOver>(&facts) && facts.pending_unit.is_none();
    act.used(copies, Outcome::Read);
    let logged = act.finish(permit).await?;
    let eyes = Eyes { say, book: &book, guardians: &guardians, child_name: &label.given_name, now };
    let teller = Teller { eyes, today: now.day(), post: &post, custody: &known.custody };
    let ours = known.kept.iter().filter(|kept| kept.from.domain == post.domain);
    let open = ours.filter(|kept| matches!(kept.state, State::Asked | State::Active) && !kept.has_run_out(now.day()));
    let sendable = |kept: &Arrangement| {
        let used = crossed.iter().any(|line| line.sharing == kept.id);
        may_offer && kept.proposal.is_some() && kept.carries(now, &facts.guardians) && !used
    };
    let page = ListPage {
        a: visit.assets(),
        say,
        csrf: visit.form_token(),
        base: format!("/led/{trail}"),
        child: child_line(say, &label, now.day()),
        about: say.with("sharing-panel-about", "name", &label.given_name),
        lines: known.lines(&teller, label.age.on(now.day())),
        open: if may_share { open.map(|kept| open_view(&teller, kept, sendable(kept))).collect() } else { vec![] },
        journal: crossed.iter().map(|line| crossing(&teller, &known.entries, line)).collect(),
        may_share,
        errors: Errors::new(say, faults),
    };
    Ok((logged, page))
}

/// One line of the disclosure journal, in words.
fn crossing(teller: &Teller<'_>, entries: &[Stored], line: &store::Line) -> String {
    let say = teller.eyes.say;
    let (when, ground) = (
        capital(&say.day_and_time(line.at, teller.eyes.now)),
        say.t(&format!("sharing-ground-{}", line.ground.as_str())),
    );
    let unit = teller.eyes.book.unit_name(line.to);
    let (key, kind, version) = match line.what {
        Crossed::Entry(id, version) => {
            let entry = entries.iter().find(|stored| stored.id() == id);
            let kind = entry.map_or("note", |stored| stored.entry.snapshot().kind.code());
            ("sharing-journal-line", say.t(&format!("entry-kind-{kind}")), version)
        }
        Crossed::Summary => ("sharing-journal-handover", say.t("sharing-journal-summary"), 1),
        Crossed::Answer => ("sharing-journal-handover", say.t("sharing-journal-answer"), 1),
    };
    let values = [
        ("when", (&when).into()),
        ("unit", unit.into()),
        ("kind", (&kind).into()),
        ("version", version.into()),
        ("ground", (&ground).into()),
    ];
    say.message(key, &values.into_iter().collect())
}

fn open_view(teller: &Teller<'_>, kept: &Arrangement, sendable: bool) -> OpenView {
    let those = |reply: Reply| {
        let parties = kept.parties.iter().filter(|party| party.reply == reply);
        let view = |who: Consenter| ChoiceView::new(&forms::who_code(who), teller.name(who), "");
        parties.map(|party| view(party.who)).collect()
    };
    OpenView {
        id: kept.id.to_string(),
        title: teller.sharing(kept).text,
        purpose: kept.purpose.clone(),
        waiting: if kept.state == State::Asked { those(Reply::Waiting) } else { vec![] },
        given: if kept.state == State::Active { those(Reply::Yes) } else { vec![] },
        sendable,
        end: match (kept.state, kept.about()) {
            (State::Active, About::Handover) => "sharing-end-handover",
            (State::Active, About::Sharing) => "sharing-end",
            (State::Asked | State::Declined | State::Withdrawn | State::Outdated | State::RunOut, _) => {
                "sharing-end-question"
            }
        },
        summary: kept.proposal.iter().flat_map(|asked| paragraphs(asked.summary.as_str())).collect(),
    }
}

async fn record(Path((trail, sharing)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let (trail, sharing): (Id<Trail>, Id<Sharing>) = (known(&trail)?, known(&sharing)?);
    let Sent { visit, fields } = sent;
    let back = format!("/led/{trail}/samtycke");
    let Some(recorded) = forms::recorded(&fields) else {
        let fault = Fault { field: format!("svar-{sharing}"), key: "sharing-error-record" };
        let (logged, page) = list_page(&visit, trail, &vec![fault]).await?;
        if !page.asks_of(sharing) {
            return Err(Problem::NotFound);
        }
        let title = visit.say().t("sharing-list-title");
        return visit.refused_personal_form(logged, Shell::Work, &title, &page);
    };
    let said = if recorded.yes { Said::Yes { until: visit.now().day().plus_days(YEAR) } } else { Said::No };
    let answered = commands::record(&visit.asker(), (trail, sharing), recorded.who, recorded.how, said).await?;
    Ok(visit.see_and_tell(&back, notice(answered)))
}

/// A yes lasts as long as was asked for, and no longer than a consent may.
const YEAR: i32 = domain::consent::VALID_DAYS_MAX;

fn notice(Answered { state, about }: Answered) -> &'static str {
    match (state, about) {
        (State::Active, About::Sharing) => "sharing-done",
        (State::Active, About::Handover) => "sharing-handover-agreed",
        (State::Asked, About::Sharing) => "sharing-recorded",
        (State::Asked, About::Handover) => "sharing-handover-recorded",
        (State::Declined, About::Sharing) => "sharing-declined",
        (State::Declined, About::Handover) => "sharing-handover-declined",
        (State::Withdrawn | State::RunOut, _) => "sharing-ended",
        (State::Outdated, _) => "sharing-outdated",
    }
}

async fn end(Path((trail, sharing)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    let (trail, sharing): (Id<Trail>, _) = (known(&trail)?, known(&sharing)?);
    let Sent { visit, fields } = sent;
    let told_by = match fields.text("who") {
        "" => None,
        who => Some(forms::who(who).ok_or(Problem::NotFound)?),
    };
    commands::end(&visit.asker(), (trail, sharing), told_by).await?;
    Ok(visit.see_and_tell(&format!("/led/{trail}/samtycke"), "sharing-ended"))
}
