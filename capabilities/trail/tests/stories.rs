//! What people at work do with trails, through HTTP.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use access::Actor;
use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use domain::child::{Child, Protection};
use domain::id::Id;
use domain::moment::Day;
use domain::trail::{NextStep, Start, Trail};
use identity::children::commands::{NewChild, NewGuardian, add_guardian, register};
use identity::children::{Age, Contact, Identity, Label};
use jiff::SignedDuration;
use testkit::{Browser, Region, TestApp, engines, run};
use trail::commands::{self, Opening};

/// A region, and Elin's trail with Samira at the school.
struct World {
    test: TestApp,
    region: Region,
    child: Id<Child>,
    trail: Id<Trail>,
}

impl World {
    async fn new(test: TestApp, protection: Protection) -> Self {
        let region = Region::build(&test).await;
        let child = child(&test, "Elin", "2011-03-04", protection).await;
        let samira = region.post("samira");
        let opening = Opening { child, start: Start::Professional(samira), next_step: NextStep::Missing };
        let trail = commands::open(&test.asker(Actor::Staff(samira)), opening).await.expect("a trail");
        Self { test, region, child, trail }
    }

    async fn log_in(&self, who: &str) -> Browser {
        self.test.log_in(who).await
    }

    fn led(&self, last: &str) -> String {
        if last.is_empty() { format!("/led/{}", self.trail) } else { format!("/led/{}/{last}", self.trail) }
    }

    fn unit(&self, code: &str) -> String {
        self.region.unit(code).to_string()
    }

    /// Samira offers the baton to a unit.
    async fn offer(&self, to: &str) {
        let mut samira = self.log_in("samira").await;
        samira.get(&self.led("lamna-over")).await.is(200);
        let unit = self.unit(to);
        let fields = [
            ("till", unit.as_str()),
            ("syfte", "ordinary"),
            ("sammanfattning", "Elin sover dåligt sedan i våras."),
            ("grund", "general_clause"),
            ("nodvandigt", "De ska kunna hjälpa Elin vidare."),
            ("steg", "skicka"),
        ];
        samira.post(&self.led("lamna-over"), &fields).await.is(303);
    }
}

async fn child(test: &TestApp, name: &str, born: &str, protection: Protection) -> Id<Child> {
    let mut act = test.demo().begin("test.child").await.expect("an act");
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.expect("a right");
    let born: Day = born.parse().expect("a day");
    let label = Label { given_name: name.to_owned(), age: Age::Born(born), place: "Björkeryd".to_owned() };
    let identity = Identity { number: "201103042394".to_owned(), ..Identity::default() };
    let new = NewChild { label, identity, municipality: None, protection };
    let child = register(&mut act, &permit, new).await.expect("a child");
    let mother = NewGuardian {
        name: "Sara Lund".to_owned(),
        relation: "mamma".to_owned(),
        number: String::new(),
        contact: Contact { phone: "070-123 45 67".to_owned(), ..Contact::default() },
        custody: domain::child::Custody::Holder,
    };
    add_guardian(&mut act, &permit, child, mother).await.expect("a guardian");
    act.commit(permit).await.expect("the child is saved");
    child
}

/// How many lines of the log about the child there are of an action.
async fn lines_about(world: &World, action: &str) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM audit_line WHERE child_id = $1 AND action = $2";
    let mut transaction = world.test.app.database().begin_reading("test.lines").await.expect("a transaction");
    let row = transaction.row(sql, database::values![world.child, action]).await.expect("an answer").expect("a row");
    row.integer("n").expect("a number")
}

/// Runs a story on each engine.
fn story(tell: impl AsyncFn(World)) {
    run(async {
        for engine in engines() {
            let test =
                TestApp::start(engine, vec![identity::capability(), directory::capability(), trail::capability()])
                    .await;
            tell(World::new(test, Protection::None).await).await;
        }
    });
}

const STEP: [(&str, &str); 3] = [("vad", "Besök hos Johan"), ("dag", "2026-12-01"), ("tid", "15.20")];

#[test]
fn a_counsellor_hands_over_and_the_psychologist_takes_the_baton() {
    story(async |world| {
        let mut samira = world.log_in("samira").await;
        let page = samira.get(&world.led("")).await;
        page.is(200).says("Elin, 15 år").says("Samira L., kurator").says("Nästa steg saknas").says("Sara Lund (mamma)");
        samira.get(&world.led("lamna-over")).await.is(200).says("går över till mottagaren när du skickar");
        let unit = world.unit("first_line");
        let typed =
            [("till", unit.as_str()), ("syfte", "referral"), ("niva", "3"), ("sammanfattning", "Elin sover dåligt.")];
        let check = samira.post(&world.led("lamna-over"), &typed).await;
        check
            .is(200)
            .says("Granska innan du skickar")
            .says("UPH Björkeryd ska svara senast")
            .says("Elin sover dåligt.");
        let ground = [("grund", "general_clause"), ("nodvandigt", "Elin behöver mer än skolan kan ge.")];
        let sent = [&typed[..], &ground, &[("steg", "skicka")]].concat();
        let told = samira.submit(&world.led("lamna-over"), &sent).await;
        told.is(200).says("Erbjudandet är skickat").says("Erbjuden till UPH Björkeryd").says("Samira L., kurator");

        let mut johan = world.log_in("johan").await;
        johan.get("/min-dag").await.is(200).says("En sak väntar på dig.").says("Elin, 15 år").says("Remiss, nivå 3");
        let asked = johan.get(&world.led("")).await;
        asked.is(200).says("Elin sover dåligt.").says("Tacka ja och ta över");
        asked.does_not_say("Ledkartan").does_not_say("Sara Lund");
        johan.get(&world.led("tacka-ja")).await.is(200);
        let taken = johan.submit(&world.led("tacka-ja"), &STEP).await;
        taken.is(200).says("Du håller i stafettpinnen nu").says("Johan E., psykolog").says("Besök hos Johan");
        taken.says("Ledkartan").says("sedan UPH Björkeryd").says("Sara Lund (mamma)");

        samira.get("/min-dag").await.is(200).says("UPH Björkeryd håller i det nu");
        let seen = samira.get(&world.led("")).await;
        seen.is(200).says("Johan E., psykolog").does_not_say("Lämna över</a>");
        samira.get(&world.led("nasta-steg")).await.is(403);
    });
}

#[test]
fn a_unit_that_has_nothing_to_do_with_the_child_does_not_learn_that_the_trail_exists() {
    story(async |world| {
        let mut ali = world.log_in("ali").await;
        for last in ["", "lamna-over", "tacka-ja", "nasta-steg", "avsluta", "oppna-igen", "ta-over", "fraga"] {
            ali.get(&world.led(last)).await.is(404).does_not_say("Elin");
        }
        ali.get("/led/hej").await.is(404);
        ali.get("/led/00000000-0000-0000-0000-000000000000").await.is(404);
        ali.get("/leder").await.is(200).does_not_say("Elin");
        world.offer("first_line").await;
        ali.post(&world.led("tacka-ja"), &STEP).await.is(404);
    });
}

#[test]
fn a_unit_that_is_only_asked_to_take_the_baton_does_not_learn_who_is_at_home_or_who_has_agreed() {
    story(async |world| {
        world.offer("first_line").await;
        let mut johan = world.log_in("johan").await;
        johan.get(&world.led("")).await.is(200).says("Elin sover dåligt sedan i våras.").does_not_say("Sara Lund");
        johan.get(&world.led("samtycke")).await.is(403).does_not_say("Sara Lund").does_not_say("mamma");
        let refused = "trail.read_copies";
        assert_eq!(lines_about(&world, refused).await, 1, "the refusal is in the log");
        let mut samira = world.log_in("samira").await;
        samira.get(&world.led("samtycke")).await.is(200);
    });
}

#[test]
fn what_was_typed_is_kept_and_the_error_says_what_to_write() {
    story(async |world| {
        let mut samira = world.log_in("samira").await;
        samira.get(&world.led("lamna-over")).await.is(200);
        let page = samira.post(&world.led("lamna-over"), &[("sammanfattning", "Hon vill <b>själv</b>")]).await;
        page.is(422).says("<title>Fel: ").says("href=\"#till\"").says("Välj vem som ska ta över");
        page.says("Hon vill &#60;b&#62;själv").says("Välj varför ni lämnar över");
        let own = world.unit("pupil_health");
        let fields = [("till", own.as_str()), ("syfte", "ordinary"), ("sammanfattning", "x")];
        samira.post(&world.led("lamna-over"), &fields).await.is(422).says("Välj vem som ska ta över");
        let late = [("vad", "Samtal"), ("dag", "2026-11-23")];
        samira
            .post(&world.led("nasta-steg"), &late)
            .await
            .is(422)
            .says("Välj en dag som inte har varit")
            .says("Samtal");
        let far = [("vad", "Samtal"), ("dag", "2036-11-23")];
        samira.post(&world.led("nasta-steg"), &far).await.is(422).says("inom två år");
        let time = [("vad", "Samtal"), ("dag", "2026-12-01"), ("tid", "snart")];
        samira.post(&world.led("nasta-steg"), &time).await.is(422).says("till exempel 15.20");
        let long = "å".repeat(300);
        let long = [("vad", long.as_str()), ("dag", "2026-12-01")];
        samira.post(&world.led("nasta-steg"), &long).await.is(422).says("högst 200 tecken");
        samira.post(&world.led("nasta-steg"), &[("vet_inte", "1")]).await.is(303);
        samira.submit(&world.led("nasta-steg"), &STEP).await.is(200).says("tisdag 1 december kl. 15.20");
    });
}

#[test]
fn a_return_needs_a_reason_words_for_the_family_and_a_next_step_and_the_second_alerts_a_manager() {
    story(async |world| {
        let mut johan = world.log_in("johan").await;
        let back = [
            ("skal", "other_level"),
            ("till_familjen", "Elevhälsan hjälper er vidare."),
            ("sedan", "keeps"),
            ("vad", "Samtal med Samira"),
            ("dag", "2026-12-02"),
        ];
        for _ in 0..2 {
            world.offer("first_line").await;
            johan.get(&world.led("lamna-tillbaka")).await.is(200);
            johan.post(&world.led("lamna-tillbaka"), &[]).await.is(422).says("Välj en orsak");
            let check = johan.post(&world.led("lamna-tillbaka"), &back).await;
            check.is(200).says("Elevhälsan Björkeryds skola går vidare").says("Samtal med Samira");
            let sent = [&back[..], &[("steg", "skicka")]].concat();
            johan.submit(&world.led("lamna-tillbaka"), &sent).await.is(200).says("Tillbakalämnat");
        }
        johan.get(&world.led("")).await.is(404);
        let mut samira = world.log_in("samira").await;
        let page = samira.get(&world.led("")).await;
        page.is(200).says("lämnats tillbaka 2 gånger").says("Samira L., kurator").says("Samtal med Samira");
        page.says("En annan vårdnivå passar bättre");
        samira.get("/min-dag").await.is(200).does_not_say("Skickade fram och tillbaka");
    });
}

#[test]
fn whoever_gives_back_to_another_unit_that_said_yes_names_the_unit_first_and_then_who_there() {
    story(async |world| {
        world.offer("first_line").await;
        let mut johan = world.log_in("johan").await;
        let address = world.led("lamna-tillbaka");
        johan.get(&address).await.is(200).says("Vilken enhet har sagt ja").does_not_say("Maria T.");
        let (unit, maria) =
            (world.region.unit("psychiatry").to_string(), world.region.post("maria").assignment.to_string());
        let back = [
            ("skal", "other_level"),
            ("till_familjen", "BUP hjälper er vidare."),
            ("sedan", "other"),
            ("vad", "Besök på BUP"),
            ("dag", "2026-12-02"),
        ];
        johan.post(&address, &back).await.is(422).says("Välj vilken enhet som har sagt ja");
        let named = [&back[..], &[("enhet", unit.as_str())]].concat();
        johan.post(&address, &named).await.is(422).says("Välj vem på enheten").says("Maria T.").does_not_say("Omar S.");
        let whole = [&named[..], &[("vem", maria.as_str())]].concat();
        johan.post(&address, &whole).await.is(200).says("Maria T. på BUP Rösmark har sagt ja");
        johan.submit(&address, &[&whole[..], &[("steg", "skicka")]].concat()).await.is(200).says("Tillbakalämnat");
    });
}

#[test]
fn a_question_stops_the_receivers_clock_and_the_answer_starts_it_again() {
    story(async |world| {
        world.offer("first_line").await;
        let mut johan = world.log_in("johan").await;
        johan.get(&world.led("fraga")).await.is(200).says("Ni kan fråga 3 gånger");
        johan
            .submit(&world.led("fraga"), &[("fraga", "Hur är det i skolan?")])
            .await
            .is(200)
            .says("Ni väntar på svar:");
        johan.get("/min-dag").await.is(200).says("Väntar på svar").says("Klockan står still");
        let mut samira = world.log_in("samira").await;
        samira.get("/min-dag").await.is(200).says("vill veta mer innan de svarar");
        samira.get(&world.led("komplettera")).await.is(200).says("Hur är det i skolan?");
        world.test.wait(SignedDuration::from_hours(24));
        let mut samira = world.log_in("samira").await;
        samira.get(&world.led("komplettera")).await.is(200);
        samira.submit(&world.led("komplettera"), &[("svar", "Två dagar i veckan.")]).await.is(200);
        let mut johan = world.log_in("johan").await;
        let page = johan.get(&world.led("")).await;
        page.is(200).says("Två dagar i veckan.").says("Svara senast fredag 27 november");
        page.says("Familjen har väntat 1 dygn. Mottagaren har haft 0 av dem.");
    });
}

#[test]
fn an_offer_is_taken_back_a_trail_is_closed_and_opened_again() {
    story(async |world| {
        world.offer("first_line").await;
        let mut samira = world.log_in("samira").await;
        samira.get(&world.led("ta-tillbaka")).await.is(200).says("UPH Björkeryd ser inte längre");
        samira.submit(&world.led("ta-tillbaka"), &[("skal", "mistake")]).await.is(200).says("taget tillbaka");
        let told = [("skal", "goals_reached"), ("till_familjen", "Nu går det bra i skolan.")];
        samira.post(&world.led("avsluta"), &told).await.is(200).says("Granska innan du avslutar");
        let sent = [&told[..], &[("steg", "skicka")]].concat();
        let page = samira.submit(&world.led("avsluta"), &sent).await;
        page.is(200).says("Avslutad 24 november").says("Nu går det bra i skolan.").says("Öppna leden igen");
        page.does_not_say("Lämna över</a>");
        samira.get("/leder").await.is(200).says("Inga leder här");
        samira.get("/leder?visa=avslutade").await.is(200).says("Elin, 15 år");
        samira.get(&world.led("avsluta")).await.is(409);
        let again = [&[("varfor", "Det blev svårt igen.")][..], &STEP].concat();
        samira.get(&world.led("oppna-igen")).await.is(200);
        samira.submit(&world.led("oppna-igen"), &again).await.is(200).says("Samira L., kurator");
    });
}

#[test]
fn a_referral_within_child_psychiatry_is_refused_with_words() {
    story(async |world| {
        world.offer("psychiatry").await;
        let mut maria = world.log_in("maria").await;
        maria.get(&world.led("tacka-ja")).await.is(200);
        maria.submit(&world.led("tacka-ja"), &STEP).await.is(200);
        let ward = world.unit("psychiatry_ward");
        let fields = [
            ("till", ward.as_str()),
            ("syfte", "referral"),
            ("niva", "5"),
            ("sammanfattning", "Behöver heldygnsvård."),
        ];
        let page = maria.post(&world.led("lamna-over"), &fields).await;
        page.is(422).says("Barnpsykiatrin remitterar inte till sig själv").says("Behöver heldygnsvård.");
    });
}

#[test]
fn a_nurse_opens_a_trail_once_and_a_known_number_is_never_merged_silently() {
    story(async |world| {
        let mut nora = world.log_in("nora").await;
        let page = nora.get("/ny-led").await;
        page.is(200).says("Ny led");
        let key = page.field("key");
        let typed = [
            ("key", key.as_str()),
            ("fornamn", "Elin"),
            ("nummer", "20110304-2394"),
            ("vad", "Samtal hos Nora"),
            ("dag", "2026-11-30"),
        ];
        let same = nora.post("/ny-led", &typed).await;
        same.is(200).says("Är det samma barn?").does_not_say("Elevhälsan").does_not_say("Samira");
        let yes = [&typed[..], &[("samma", "0"), ("steg", "skicka")]].concat();
        let answer = nora.post("/ny-led", &yes).await;
        answer.is(303);
        let twice = nora.post("/ny-led", &yes).await;
        assert_eq!(twice.location, answer.location, "sent twice leads to the same trail");
        nora.get("/leder").await.is(200).says("Visar 1 led").says("Samtal hos Nora");
        // The child finds both in the log: that somebody looked for its number, and that a trail was opened.
        for (action, many) in [("identity.find_child", 2), ("trail.open", 2)] {
            assert_eq!(lines_about(&world, action).await, many, "{action}");
        }
        // Opening one more about the same child leads to the one there is.
        let page = nora.get("/ny-led").await;
        let key = page.field("key");
        let more = [("key", key.as_str()), ("fornamn", "Elin"), ("nummer", "20110304-2394"), ("vet_inte", "1")];
        nora.post("/ny-led", &more).await.is(200).says("Är det samma barn?");
        for same in ["0", "1"] {
            let answer = nora.post("/ny-led", &[&more[..], &[("samma", same), ("steg", "skicka")]].concat()).await;
            if answer.location.starts_with("/led/") {
                assert!(answer.location.ends_with("?klart=trail-open-already"), "{}", answer.location);
            }
        }
        nora.get("/leder").await.is(200).says("Visar 1 led");
        // A trail of one's own opens no other trail of the same child.
        nora.get(&world.led("")).await.is(404);
        let wrong = [("fornamn", ""), ("nummer", "20110304-2395"), ("alder", "44"), ("vet_inte", "1")];
        let page = nora.post("/ny-led", &wrong).await;
        page.is(422).says("Någon siffra stämmer inte").says("Skriv barnets förnamn").says("20110304-2395");
        assert_ne!(world.child.to_string(), "");
    });
}

#[test]
fn a_protected_child_has_no_name_in_lists_and_opens_for_nobody_who_is_not_named() {
    run(async {
        for engine in engines() {
            let test =
                TestApp::start(engine, vec![identity::capability(), directory::capability(), trail::capability()])
                    .await;
            let world = World::new(test, Protection::Registered).await;
            let mut samira = world.log_in("samira").await;
            samira.get("/leder").await.is(200).says("Skyddad identitet").does_not_say("Elin");
            samira.get("/min-dag").await.is(200).does_not_say("Elin");
            samira.get(&world.led("")).await.is(404).does_not_say("Elin");
            let typed = [("fornamn", "Elin"), ("nummer", "20110304-2394"), ("vet_inte", "1")];
            samira.get("/ny-led").await.is(200);
            samira.post("/ny-led", &typed).await.is(422).says("Ring En väg in");
        }
    });
}

#[test]
fn pages_ask_no_more_than_their_named_limits_and_lists_are_paged() {
    story(async |world| {
        let samira = world.region.post("samira");
        for _ in 0..30 {
            let opening =
                Opening { child: world.child, start: Start::Professional(samira), next_step: NextStep::Missing };
            commands::open(&world.test.asker(Actor::Staff(samira)), opening).await.expect("a trail");
        }
        let mut browser = world.log_in("samira").await;
        browser.get("/min-dag").await.is(200).says("Mer än 15 saker väntar på dig.").says("/leder?visa=mina");
        let first = browser.get("/leder").await;
        first.is(200).says("Visar 25 leder").says("Visa fler");
        let next = first.link("/leder?visa=enhetens&#38;efter=").replace("&#38;", "&");
        browser.get(&next).await.is(200).says("Visar 6 leder").does_not_say("Visa fler");
        browser.get("/leder?efter=hej").await.is(200);
        browser.get(&world.led("")).await.is(200);
        let observed = world.test.app.database().observed();
        let asked = |name: &str| observed.get(name).copied().unwrap_or(u32::MAX);
        assert!(asked("trail.day") <= trail::pages::DAY_QUERIES_MAX, "{}", asked("trail.day"));
        assert!(asked("trail.list") <= trail::pages::LIST_QUERIES_MAX, "{}", asked("trail.list"));
        assert!(asked("trail.show") <= trail::pages::SHOW_QUERIES_MAX, "{}", asked("trail.show"));
    });
}

#[test]
fn a_child_who_soon_turns_18_is_seen_in_time_and_a_keeper_of_the_system_sees_no_child() {
    story(async |world| {
        let soon = child(&world.test, "Hugo", "2009-01-10", Protection::None).await;
        let later = child(&world.test, "Maja", "2009-02-20", Protection::None).await;
        let samira = world.region.post("samira");
        for child in [soon, later] {
            let opening = Opening { child, start: Start::Professional(samira), next_step: NextStep::Missing };
            commands::open(&world.test.asker(Actor::Staff(samira)), opening).await.expect("a trail");
        }
        let mut browser = world.log_in("samira").await;
        let page = browser.get("/min-dag").await;
        page.is(200).says("Fyller 18 den 10 januari").does_not_say("20 februari");
        for who in ["lo", "stig"] {
            let mut browser = world.log_in(who).await;
            browser.get("/min-dag").await.is(200).says("Uppdraget har inga leder").does_not_say("Elin");
            browser.get("/leder").await.is(403);
        }
    });
}
