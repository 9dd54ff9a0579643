//! kill -9 of the real program while people at work interview, decide, are given a child back, decide anew and take over.
//! After every kill each open trail has exactly one holder, nothing is half done, and nothing that was answered is lost.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use access::Actor;
use database::{Row, Transaction, values};
use directory::commands::{NewEntry, Seen, keep_entry};
use domain::front_door::level::Level;
use domain::front_door::request::Request;
use domain::id::Id;
use domain::organisation::{Branch, Role, Unit};
use domain::trail::Trail;
use environment::Environment;
use identity::organisations::Book;
use identity::organisations::commands::{assign, register_staff, register_unit};
use server::assemble;
use testkit::{Answer, Browser, Engine, IdentityProvider, Said, engines, run};
use tokio::sync::mpsc::UnboundedSender;

use crate::front_door_forms::{Form, form, ratings, safe, talk, words};
use crate::people::Person;
use crate::world::{Installation, ON_DUTY};

/// How many times the server is killed.
const KILLS: usize = 25;
/// How many children there are, and about how many something is written at once.
const CHILDREN: usize = 16;
const AT_ONCE: usize = 4;
/// Who answers at the unit that is asked.
const AT_THE_UNIT: &str = "SE2321000099-1002";

const ASKED: &str = "
    SELECT id, trail_id
    FROM request
    ORDER BY received_at, id";
const REQUEST_EVENTS: &str = "
    SELECT COUNT(*) AS happened
    FROM request_event
    WHERE request_id = $1 AND kind = $2";
const TRAIL_EVENTS: &str = "
    SELECT COUNT(*) AS happened
    FROM trail_event
    WHERE trail_id = $1 AND kind = $2";
/// What belongs together, counted: a command that was half done leaves two of these unequal.
const TOGETHER: &str = "
    SELECT (SELECT COUNT(*) FROM trail WHERE state = 'open') AS trails,
      (SELECT COUNT(*) FROM trail
        JOIN baton ON baton.child_id = trail.child_id AND baton.trail_id = trail.id AND baton.until_at IS NULL
          AND baton.unit_id = trail.holder_unit_id AND baton.assignment_id = trail.holder_assignment_id
        WHERE trail.state = 'open') AS held,
      (SELECT COUNT(*) FROM baton WHERE until_at IS NULL) AS holders,
      (SELECT COUNT(*) FROM trail_event) AS events,
      (SELECT CAST(SUM(version) AS bigint) FROM trail) AS versions,
      (SELECT COUNT(*) FROM trail_event WHERE kind = 'offered') AS offered,
      (SELECT COUNT(*) FROM handover) AS handovers,
      (SELECT COUNT(*) FROM decision) AS decisions,
      (SELECT COUNT(*) FROM request_event WHERE kind = 'decided') AS decided,
      (SELECT COUNT(*) FROM audit_line WHERE action = 'front_door.decide' AND outcome = 'changed') AS logged,
      (SELECT COUNT(*) FROM trail_event WHERE kind = 'returned') AS returned,
      (SELECT COUNT(*) FROM handover WHERE stage = 'returned') AS given_back,
      (SELECT COUNT(*) FROM trail_event WHERE kind = 'accepted') AS accepted,
      (SELECT COUNT(*) FROM handover WHERE stage = 'accepted') AS taken,
      (SELECT COUNT(*) FROM request WHERE state = 'closed') AS closed";

#[test]
fn a_server_that_is_killed_during_decisions_and_handovers_on_sqlite_leaves_one_holder_of_each_trail() {
    run(killed(Engine::Sqlite));
}

#[test]
fn a_server_that_is_killed_during_decisions_and_handovers_on_postgres_leaves_one_holder_of_each_trail() {
    if engines().contains(&Engine::Postgres) {
        run(killed(Engine::Postgres));
    }
}

async fn killed(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let location = engine.fresh(&folder).await;
    let installation = Installation::make(&location, folder).await;
    let provider = IdentityProvider::start().await;
    installation.log_in_through(&provider);
    let unit = first_line(&installation).await;
    let server = installation.start().await;
    Person::who_have_asked(CHILDREN, &installation, server.address).await;
    let mut waiting = cases(&installation, &provider, server.address, unit).await;
    server.kill().await;

    let (mut under_way, mut done): (Vec<Case>, usize) = (vec![], 0);
    for kill in 0..KILLS {
        let more = AT_ONCE.saturating_sub(under_way.len()).min(waiting.len());
        under_way.extend(waiting.drain(..more));
        if under_way.is_empty() {
            break;
        }
        let server = installation.start().await;
        let moved = under_way.into_iter().map(|case| case.moved_to(server.address)).collect();
        // Killed when so many answers have come, a different number each time, while the others wait for theirs.
        let mut cases = server.kill_under(moved, kill * 7 % 23 + 1, go_on).await;
        installation.counts().await;
        stands_together(&installation, &mut cases).await;
        done += cases.iter().filter(|case| case.is_done()).count();
        under_way = cases.into_iter().filter(|case| !case.is_done()).collect();
    }
    let server = installation.start().await;
    for mut case in under_way.into_iter().map(|case| case.moved_to(server.address)) {
        while !case.is_done() {
            case.go_on().await.expect("the server answers");
        }
        done += 1;
    }
    server.kill().await;
    installation.counts().await;
    let counted = stands_together(&installation, &mut []).await;
    let of = |name| usize::try_from(counted.integer(name).unwrap()).unwrap();
    assert_eq!((of("accepted"), of("returned"), of("decisions")), (done, done, 2 * done), "each went all the way once");
    assert!(done > 0, "somebody came all the way");
    installation.verifies().await;
}

/// A first-line unit that somebody answers at, and the rules that decisions are suggested by.
async fn first_line(installation: &Installation) -> Id<Unit> {
    let database = installation.open().await;
    let asker = assemble::asker(Actor::Job("demo"), database.clone()).unwrap();
    let mut transaction = database.begin_reading("test.book").await.unwrap();
    let book = Book::open(&mut transaction).await.unwrap();
    transaction.commit().await.unwrap();
    let domain = book.domains().next().expect("there is a domain").id;
    let unit = register_unit(&asker, domain, Branch::FirstLine, "UPH Björkeryd").await.unwrap();
    let staff = register_staff(&asker, "Johan E.", Some(AT_THE_UNIT)).await.unwrap();
    assign(&asker, staff, unit, Role::Psychologist).await.unwrap();
    let mut entry = NewEntry::new(unit, "Hjälp när man mår dåligt.", "Help when one feels bad.");
    entry.levels = BTreeSet::from([Level::FirstLine]);
    keep_entry(&asker, entry, Seen::Anything).await.unwrap();
    front_door::rules::install_example(&asker, Environment::real().now().day()).await.unwrap();
    database.close().await;
    unit
}

/// Everybody who has asked, each with two people at work who are logged in.
async fn cases(
    installation: &Installation,
    provider: &IdentityProvider,
    server: SocketAddr,
    unit: Id<Unit>,
) -> Vec<Case> {
    let database = installation.open().await;
    let mut transaction = database.begin_reading("test.asked").await.unwrap();
    let asked = transaction.rows(ASKED, values![]).await.unwrap();
    transaction.commit().await.unwrap();
    database.close().await;
    let mut cases = vec![];
    for (number, row) in (1_u8..).zip(&asked) {
        let (request, trail): (Id<Request>, Id<Trail>) = (row.id("id").unwrap(), row.id("trail_id").unwrap());
        let from = IpAddr::V4(Ipv4Addr::new(127, 2, 0, number));
        let door = log_in(provider, server, from, ON_DUTY).await;
        let unit_browser = log_in(provider, server, from, AT_THE_UNIT).await;
        let steps = steps(request, trail, unit);
        cases.push(Case { request, trail, from, door, unit: unit_browser, steps, at: 0, page: Page::Away });
    }
    cases
}

async fn log_in(provider: &IdentityProvider, server: SocketAddr, from: IpAddr, subject: &str) -> Browser {
    let mut browser = Browser::at(server, from);
    let door = browser.get("/logga-in/arbete").await;
    assert_eq!(door.status, 303, "{}", door.text);
    let back = provider.let_in(&door.location, &Said::of(subject, Environment::real().now()));
    let arrived = browser.get(&back).await;
    assert_eq!((arrived.status, arrived.location.as_str()), (303, "/min-dag"), "{}", arrived.text);
    browser
}

/// Who does something.
#[derive(Clone, Copy)]
enum Who {
    Door,
    Unit,
}

/// What must be there when a step has been saved: the event of a request or a trail, so many times at least.
#[derive(Clone, Copy)]
struct Mark {
    sql: &'static str,
    kind: &'static str,
    times: i64,
}

/// A form: on which page it stands, where it is sent, and what is written in it.
#[derive(Clone)]
struct Step {
    who: Who,
    page: String,
    sent_to: String,
    fields: Form,
    /// None for what is a draft, which may be written again.
    mark: Option<Mark>,
}

/// All that is written about one child: taken, interviewed, decided, offered, given back, decided anew, offered and taken.
fn steps(request: Id<Request>, trail: Id<Trail>, unit: Id<Unit>) -> Vec<Step> {
    let of_request = |kind, times| Some(Mark { sql: REQUEST_EVENTS, kind, times });
    let of_trail = |kind| Some(Mark { sql: TRAIL_EVENTS, kind, times: 1 });
    let door = |page: &str, sent_to: &str, fields: Form, mark| {
        let at = |rest: &str| format!("/en-vag-in/{request}{rest}");
        Step { who: Who::Door, page: at(page), sent_to: at(sent_to), fields, mark }
    };
    let at_unit = |path: &str, fields: Form, mark| {
        let at = format!("/led/{trail}{path}");
        Step { who: Who::Unit, page: at.clone(), sent_to: at, fields, mark }
    };
    let draft = |path: &str, fields: Form| door(path, path, fields, None);
    let (unit, day) = (unit.to_string(), Environment::real().now().day().plus_days(7).to_string());
    let decision = form(&[
        ("level", "3"),
        ("reason", "Så bedömer vi det."),
        ("outcome", "route"),
        ("unit", &unit),
        ("told", "Johan på UPH ringer er."),
        ("next_step", "Johan ringer"),
        ("next_on", &day),
        ("handover", "Oro, borta från skolan i tre veckor."),
    ]);
    let read_back = form(&[("summary_read_back", "yes")]);
    let back = form(&[
        ("skal", "other_level"),
        ("till_familjen", "Vi tror att ni behöver någon annan än oss."),
        ("sedan", "keeps"),
        ("vad", "Mikael ringer"),
        ("dag", &day),
        ("steg", "skicka"),
    ]);
    let taken = form(&[("vad", "Besök"), ("dag", &day)]);
    vec![
        door("", "/ta-emot", vec![], of_request("taken", 1)),
        draft("/sakerhet", safe()),
        draft("/samtal", talk()),
        draft("/livsomraden", ratings("worry", "3")),
        draft("/egna-ord", words()),
        draft("/beslut", decision.clone()),
        door("/granska", "/granska", read_back.clone(), of_request("decided", 1)),
        at_unit("/lamna-tillbaka", back, of_trail("returned")),
        door(
            "",
            "/nytt-beslut",
            form(&[("anew_reason", "UPH skriver att det behövs mer.")]),
            of_request("taken_up_again", 1),
        ),
        draft("/beslut", decision),
        door("/granska", "/granska", read_back, of_request("decided", 2)),
        at_unit("/tacka-ja", taken, of_trail("accepted")),
    ]
}

/// How far somebody has come with a form.
enum Page {
    /// They have not opened it, or do not know what came of it.
    Away,
    /// They have it open, in this version.
    Open(String),
    /// They have sent it, and no answer came.
    Sent,
}

/// Everything about one child, whatever happens to the machine.
struct Case {
    request: Id<Request>,
    trail: Id<Trail>,
    from: IpAddr,
    door: Browser,
    unit: Browser,
    steps: Vec<Step>,
    at: usize,
    page: Page,
}

impl Case {
    /// The server has been started again, at another address.
    fn moved_to(self, server: SocketAddr) -> Self {
        let from = self.from;
        Self { door: self.door.moved_to(server, from), unit: self.unit.moved_to(server, from), ..self }
    }

    fn is_done(&self) -> bool {
        self.at >= self.steps.len()
    }

    /// Opens the page of the next form, or sends it. An error means that the server was gone.
    async fn go_on(&mut self) -> std::io::Result<Answer> {
        let step = self.steps.get(self.at).cloned().expect("there is more to do");
        let browser = match step.who {
            Who::Door => &mut self.door,
            Who::Unit => &mut self.unit,
        };
        let Page::Open(version) = std::mem::replace(&mut self.page, Page::Away) else {
            let page = browser.try_get(&step.page).await?;
            match page.status {
                200 => self.page = Page::Open(page.field("version")),
                503 => {}
                status => panic!("{} answered {status}: {}", step.page, page.text),
            }
            return Ok(page);
        };
        let mut fields: Vec<(&str, &str)> = step.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        if !version.is_empty() {
            fields.push(("version", &version));
        }
        self.page = Page::Sent;
        let answer = browser.try_post(&step.sent_to, &fields).await?;
        self.page = Page::Away;
        match answer.status {
            303 => self.at += 1,
            503 => {}
            status => panic!("{} answered {status}: {}", step.sent_to, answer.text),
        }
        Ok(answer)
    }

    /// Looks at what is there after the server was killed: all that was answered, and perhaps what was not.
    async fn settle(&mut self, transaction: &mut Transaction) {
        for (number, mark) in self.steps.iter().enumerate().filter_map(|(number, step)| Some((number, step.mark?))) {
            let about = if mark.sql == TRAIL_EVENTS { self.trail.value() } else { self.request.value() };
            let row = transaction.row(mark.sql, values![about, mark.kind]).await.unwrap().unwrap();
            let there = row.integer("happened").unwrap() >= mark.times;
            assert!(there || number >= self.at, "{} was answered and is lost", mark.kind);
            if there && number == self.at && matches!(self.page, Page::Sent) {
                self.at += 1;
                break;
            }
        }
        self.page = Page::Away;
    }
}

/// Goes on until all is done or the server is gone.
async fn go_on(mut case: Case, answered: UnboundedSender<()>) -> Case {
    while !case.is_done() {
        if case.go_on().await.is_err() {
            break;
        }
        let _ = answered.send(());
    }
    case
}

/// Sees that nothing is there without what belongs to it, and where each child stands.
async fn stands_together(installation: &Installation, cases: &mut [Case]) -> Row {
    let database = installation.open().await;
    let mut transaction = database.begin_reading("test.together").await.unwrap();
    let row = transaction.row(TOGETHER, values![]).await.unwrap().unwrap();
    for case in cases {
        case.settle(&mut transaction).await;
    }
    transaction.commit().await.unwrap();
    database.close().await;
    for together in [
        &["trails", "held", "holders"][..],
        &["events", "versions"],
        &["offered", "handovers", "decisions", "decided", "logged"],
        &["returned", "given_back"],
        &["accepted", "taken", "closed"],
    ] {
        let counted: Vec<i64> = together.iter().map(|name| row.integer(name).unwrap()).collect();
        assert!(counted.windows(2).all(|pair| pair.first() == pair.last()), "{together:?}: {counted:?}");
    }
    row
}
