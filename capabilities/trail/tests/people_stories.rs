//! A trail that did not come through the front door: its child gets grown-ups, and what is known of it is put right.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

use testkit::{Answer, Browser, Engine, Region, TestApp, engines, run};

/// Numbers of the Tax Agency's published test series.
const GROWN_UP: &str = "19570428-9999";
const CHILDS: &str = "20180101-2392";

/// A child on a trail of the school nurse's own.
struct Opened {
    test: TestApp,
    region: Region,
    nora: Browser,
    led: String,
    child: String,
}

impl Opened {
    async fn of(engine: Engine, age: &str) -> Self {
        let capabilities = vec![identity::capability(), directory::capability(), trail::capability()];
        let test = TestApp::start(engine, capabilities).await;
        let region = Region::build(&test).await;
        let nora = test.log_in("nora").await;
        let mut opened = Self { test, region, nora, led: String::new(), child: String::new() };
        (opened.led, opened.child) = opened.one_more("Boel", age).await;
        opened
    }

    /// The addresses of a new trail and its child.
    async fn one_more(&mut self, name: &str, age: &str) -> (String, String) {
        let key = self.nora.get("/ny-led").await.field("key");
        let typed = [
            ("key", key.as_str()),
            ("fornamn", name),
            ("alder", age),
            ("skola", "Tallskolan"),
            ("vad", "Samtal hos Nora"),
            ("dag", "2026-11-30"),
        ];
        let answer = self.nora.post("/ny-led", &typed).await;
        answer.is(303);
        let led = answer.location.split('?').next().unwrap().to_owned();
        let list = self.nora.get(&led).await.link("/barn/");
        (led, list.strip_suffix("/vuxna").unwrap().to_owned())
    }

    fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.child)
    }

    /// Writes a grown-up down, and returns the address of the person.
    async fn adds(&mut self, child: &str, custody: &str) -> String {
        let add = format!("{child}/vuxna/lagg-till");
        self.nora.get(&add).await.is(200);
        let answer = self.nora.post(&add, &grown_up(GROWN_UP, custody)).await;
        answer.is(303);
        let (person, notice) = answer.location.split_once('?').unwrap();
        assert_eq!(notice, "klart=adults-added");
        person.to_owned()
    }

    /// A browser in which the grown-up has logged in with a code that Nora handed out.
    async fn logs_in(&mut self, person: &str) -> (Browser, String) {
        self.nora.get(person).await.is(200);
        let letter = self.nora.post(&format!("{person}/kod"), &[]).await;
        letter.is(200);
        let code = code_of(&letter);
        let mut browser = self.test.browser();
        browser.get("/logga-in").await.is(200);
        browser.post("/logga-in", &[("code", &code)]).await.is(303);
        (browser, code)
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let mut transaction = self.test.app.database().begin_reading("test.count").await.unwrap();
        let row = transaction.row(sql, vec![]).await.unwrap().unwrap();
        row.integer("n").unwrap()
    }
}

fn code_of(page: &Answer) -> String {
    let rest = page.text.split_once("class=\"code\">").map_or("", |(_, rest)| rest);
    rest.split_once('<').map_or("", |(code, _)| code).to_owned()
}

fn grown_up<'a>(number: &'a str, custody: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("name", "Eva Lind"),
        ("relation", "mamma"),
        ("phone", "070-123 45 67"),
        ("message", "unsafe"),
        ("number", number),
        ("custody", custody),
        ("source", "register"),
    ]
}

/// What Nora has found out about Boel, with some of it otherwise.
fn found(version: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let usual = [
        ("version", version),
        ("given_name", "Boel"),
        ("family_name", "Lind"),
        ("number_kind", "dated"),
        ("number", ""),
        ("number_region", ""),
        ("born", "2016-03-04"),
        ("municipality", ""),
        ("school", "Tallskolan"),
        ("phone", "070-765 43 21"),
        ("message", "unsafe"),
        ("interpreter", "so"),
    ];
    let other = |name: &str| changes.iter().find(|(changed, _)| *changed == name).map(|(_, value)| *value);
    usual.map(|(name, value)| (name.to_owned(), other(name).unwrap_or(value).to_owned())).into()
}

async fn sends(browser: &mut Browser, address: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(address, &fields).await
}

#[test]
fn a_nurses_trail_says_that_nobody_has_custody_and_leads_to_where_somebody_is_written_down() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let add = opened.at("/vuxna/lagg-till");
            opened.nora.get(&opened.led.clone()).await.is(200).says(&add).says("Lägg till en vuxen");
            let write = format!("{}/anteckning", opened.led);
            opened.nora.get(&write).await.is(200);
            let entry = [("kind", "visit"), ("happened", "2026-11-23"), ("body", "Boel sover dåligt.")];
            opened.nora.post(&write, &entry).await.is(303);
            let entry = opened.nora.get(&format!("{}/dela", opened.led)).await.field("entry");
            let unit = opened.region.unit("first_line").to_string();
            let ground = format!("{}/dela/grund?entry={entry}&to={unit}", opened.led);
            opened.nora.get(&ground).await.is(200).says("Ingen står som vårdnadshavare").says(&add);
            let over = format!("{}/lamna-over", opened.led);
            opened.nora.get(&over).await.is(200);
            let fields =
                [("till", unit.as_str()), ("syfte", "ordinary"), ("sammanfattning", "Sover."), ("steg", "granska")];
            let check = opened.nora.post(&over, &fields).await;
            check.is(200).says("Ingen står som vårdnadshavare").says(&add);

            let child = opened.child.clone();
            opened.adds(&child, "none").await;
            // Whoever stands there without custody is confirmed, and not written down once more.
            let page = opened.nora.get(&ground).await;
            page.is(200).says("Ingen står som vårdnadshavare").says(&format!("href=\"{child}/vuxna\""));
            page.does_not_say(&add);
        }
    });
}

#[test]
fn a_grown_up_who_is_written_down_reads_the_familys_page_and_is_asked() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let (add, child) = (opened.at("/vuxna/lagg-till"), opened.child.clone());
            opened.nora.get(&add).await.is(200).says("Lägg till en vuxen");
            let empty = opened.nora.post(&add, &[]).await;
            empty.is(422).says("<title>Fel: ").says("Skriv namnet").says("Välj om personen har vårdnaden");
            let wrong = opened.nora.post(&add, &grown_up("19570428-9998", "holder")).await;
            wrong.is(422).says("Kontrollera numret").says("Eva Lind").says("19570428-9998");
            let person = opened.adds(&child, "holder").await;
            opened.nora.get(&person).await.is(200).says("Vårdnadshavare").says("enligt folkbokföringen");
            let list = opened.nora.get(&opened.at("/vuxna")).await;
            list.is(200).says("Eva Lind").says("Lämna inget meddelande.");
            opened.nora.get(&add).await.is(200);
            let twice = opened.nora.post(&add, &grown_up(GROWN_UP, "none")).await;
            twice.is(422).says("finns redan runt barnet");
            let (mut eva, _) = opened.logs_in(&person).await;
            eva.get("/min-familj").await.is(200).says("Boel").says("Nora");
        }
    });
}

#[test]
fn whose_number_is_known_is_one_person_at_two_children() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let (_, second) = opened.one_more("Frej", "8").await;
            let first = opened.child.clone();
            opened.adds(&first, "holder").await;
            let person = opened.adds(&second, "holder").await;
            let known = "SELECT COUNT(*) AS n FROM person WHERE number_fingerprint IS NOT NULL";
            assert_eq!(opened.count(known).await, 1, "one person, not two");
            let (mut eva, _) = opened.logs_in(&person).await;
            eva.get("/min-familj").await.is(200).says("Boel").says("Frej");
        }
    });
}

#[test]
fn one_written_down_by_mistake_is_ended_when_asked_twice_and_with_them_code_and_session() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let child = opened.child.clone();
            let person = opened.adds(&child, "holder").await;
            let (mut eva, code) = opened.logs_in(&person).await;
            eva.get("/min-familj").await.is(200).says("Boel");
            let end = format!("{person}/ta-bort");
            opened.nora.get(&person).await.is(200).says(&end);
            opened.nora.get(&end).await.is(200).says("Eva Lind");
            opened.nora.post(&end, &[]).await.is(422).says("Kryssa i").says("Eva Lind");
            let gone = opened.nora.submit(&end, &[("sure", "1")]).await;
            gone.is(200).says("Borttagen.").does_not_say("Eva Lind");
            assert_eq!(eva.get("/min-familj").await.location, "/logga-in");
            let mut late = opened.test.browser();
            late.get("/logga-in").await.is(200);
            late.post("/logga-in", &[("code", &code)]).await.is(422);
            opened.nora.get(&person).await.is(404);
            opened.nora.get(&opened.at("/vuxna")).await.is(200);
            opened.nora.post(&end, &[("sure", "1")]).await.is(404);
            let line = "
                SELECT COUNT(*) AS n
                FROM audit_line
                WHERE act = 'identity.end_adult' AND action = 'identity.confirm_custody' AND outcome = 'changed'
                  AND child_id IS NOT NULL";
            assert_eq!(opened.count(line).await, 1);
            let kept = "SELECT COUNT(*) AS n FROM custody_confirmation WHERE custody = 'none'";
            assert_eq!(opened.count(kept).await, 1, "that custody has ended is kept");
        }
    });
}

#[test]
fn nobody_outside_the_help_writes_anybody_down_or_puts_anything_right_and_nobody_of_age_has_guardians() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "18").await;
            let (add, child) = (opened.at("/vuxna/lagg-till"), opened.child.clone());
            for who in ["johan", "rut", "ali", "lo"] {
                let mut browser = opened.test.log_in(who).await;
                browser.get("/uppdrag").await.is(200);
                for address in [&add, &child] {
                    browser.get(address).await.is(404).does_not_say("Boel");
                }
                browser.post(&add, &grown_up(GROWN_UP, "holder")).await.is(404);
                sends(&mut browser, &child, &found("1", &[])).await.is(404);
            }
            opened.nora.get(&opened.at("/vuxna")).await.is(200).does_not_say("lagg-till");
            opened.nora.get(&add).await.is(403);
            opened.nora.get(&child).await.is(200);
            opened.nora.post(&add, &grown_up(GROWN_UP, "holder")).await.is(403);
            assert_eq!(opened.count("SELECT COUNT(*) AS n FROM guardian").await, 0);
            assert_eq!(opened.count(REFUSED_CUSTODY).await, 10, "the refusals are in the log");
            assert_eq!(opened.count(REFUSED_CHANGE).await, 4, "the refusals are in the log");
        }
    });
}

const REFUSED_CUSTODY: &str = "
    SELECT COUNT(*) AS n
    FROM audit_line
    WHERE action = 'identity.confirm_custody' AND outcome = 'refused'";
const REFUSED_CHANGE: &str = "
    SELECT COUNT(*) AS n
    FROM audit_line
    WHERE action = 'identity.change_identity' AND outcome = 'refused'";

#[test]
fn what_is_known_is_put_right_and_what_stood_there_is_kept() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let child = opened.child.clone();
            let page = opened.nora.get(&child).await;
            page.is(200).says("Boel").says("Tallskolan").says("Barnet sades vara 10 år");
            let lindala = opened.region.municipality("lindala").to_string();
            let changes = [("number", CHILDS), ("municipality", lindala.as_str()), ("school", "Lindala skola")];
            sends(&mut opened.nora, &child, &found(&page.field("version"), &changes)).await.is(303);
            let page = opened.nora.get(&child).await;
            page.is(200).says("2016-03-04").says(CHILDS).says("Lindala skola").says("070-765 43 21");
            page.says("Vad som stod förut").says("av Nora S.").says("10 år, enligt vad någon sa").says("Tallskolan");
            opened.nora.get(&opened.led.clone()).await.is(200).says("Lindala");
            assert_eq!(opened.count("SELECT COUNT(*) AS n FROM identity_change").await, 1);
            let moved = "SELECT COUNT(*) AS n FROM child WHERE municipality_id IS NOT NULL";
            assert_eq!(opened.count(moved).await, 1);
            let unknown = sends(&mut opened.nora, &child, &found(&page.field("version"), &[("born", "")])).await;
            unknown.is(422).says("Dagen är känd");
            let empty = opened.nora.post(&child, &[("school", "En skola"), ("born", "2027-01-01")]).await;
            empty
                .is(422)
                .says("<title>Fel: ")
                .says("Skriv det namn")
                .says("Skriv en dag som har varit")
                .says("En skola");
        }
    });
}

#[test]
fn who_was_first_wins_and_the_other_is_told_and_loses_nothing() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let child = opened.child.clone();
            let seen = opened.nora.get(&child).await.field("version");
            let mut other = opened.nora.clone();
            sends(&mut opened.nora, &child, &found(&seen, &[("school", "Första skolan")])).await.is(303);
            let late = sends(&mut other, &child, &found(&seen, &[("school", "Andra skolan")])).await;
            late.is(409).says("Någon annan har ändrat under tiden").says("Första skolan").says("Andra skolan");
            let again = found(&late.field("version"), &[("school", "Andra skolan")]);
            sends(&mut other, &child, &again).await.is(303);
            other.get(&child).await.is(200).says("Andra skolan").says("Första skolan");
        }
    });
}

#[test]
fn a_number_that_another_child_has_is_told_with_who_joins_them_and_nothing_is_joined() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let (_, second) = opened.one_more("Frej", "8").await;
            let first = opened.child.clone();
            let seen = opened.nora.get(&first).await.field("version");
            sends(&mut opened.nora, &first, &found(&seen, &[("number", CHILDS)])).await.is(303);
            let seen = opened.nora.get(&second).await.field("version");
            let same = found(&seen, &[("given_name", "Frej"), ("number", CHILDS)]);
            let refused = sends(&mut opened.nora, &second, &same).await;
            refused.is(422).says("Ett annat barn här har redan det numret").says("En väg in i barnets kommun");
            refused.says(CHILDS).says("value=\"Frej\"");
            opened.nora.get(&second).await.is(200).does_not_say(CHILDS);
            let numbered = "SELECT COUNT(*) AS n FROM child WHERE number_fingerprint IS NOT NULL";
            assert_eq!(opened.count(numbered).await, 1);
            // The child whose number it was sees that somebody looked.
            let looked = "
                SELECT COUNT(*) AS n
                FROM audit_line
                WHERE action = 'identity.find_child' AND act = 'identity.correct' AND child_id IS NOT NULL";
            assert_eq!(opened.count(looked).await, 1);
        }
    });
}

#[test]
fn every_kind_of_number_is_taken_and_a_broken_one_is_named_for_what_is_wrong() {
    run(async {
        let mut opened = Opened::of(Engine::Sqlite, "10").await;
        let child = opened.child.clone();
        for (kind, number, region) in [
            ("lma", "50123456", ""),
            ("reserve", "99ABCDEF1234", ""),
            ("regional", "R12345678", "rosmark"),
            ("dated", CHILDS, ""),
        ] {
            let seen = opened.nora.get(&child).await.field("version");
            let typed = [("number_kind", kind), ("number", number), ("number_region", region)];
            sends(&mut opened.nora, &child, &found(&seen, &typed)).await.is(303);
            opened.nora.get(&child).await.is(200).says(&format!("value=\"{number}\""));
        }
        let seen = opened.nora.get(&child).await.field("version");
        for (kind, number, region, told) in [
            ("dated", "20180101-2393", "", "Någon siffra stämmer inte"),
            ("dated", "201801", "", "Kontrollera hur långt numret är"),
            ("reserve", "201801012392", "", "minst en bokstav"),
            ("regional", "R12345678", "", "Skriv regionens kortnamn"),
            ("nonsense", CHILDS, "", "Välj vilket slags nummer"),
        ] {
            let typed = [("number_kind", kind), ("number", number), ("number_region", region)];
            let refused = sends(&mut opened.nora, &child, &found(&seen, &typed)).await;
            refused.is(422).says(told).says(&format!("value=\"{number}\""));
        }
    });
}

#[test]
fn no_place_comes_back_where_a_protection_erased_it_and_what_stood_there_goes_too() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let (child, skydd) = (opened.child.clone(), opened.at("/skydd"));
            let lindala = opened.region.municipality("lindala").to_string();
            let places = [("municipality", lindala.as_str()), ("school", "Lindala skola")];
            let seen = opened.nora.get(&child).await.field("version");
            sends(&mut opened.nora, &child, &found(&seen, &places)).await.is(303);
            opened.nora.get(&skydd).await.is(200);
            let grade = [("grade", "registered"), ("source", "register"), ("since", "2026-11-03")];
            opened.nora.post(&skydd, &grade).await.is(303);
            let page = opened.nora.get(&child).await;
            page.is(200).says("Kommun och skola skrivs inte här").does_not_say("Lindala skola");
            page.does_not_say("Tallskolan").says("sparas inte, på grund av skyddet");
            let named = [places[0], places[1], ("family_name", "Berg")];
            sends(&mut opened.nora, &child, &found(&page.field("version"), &named)).await.is(303);
            let page = opened.nora.get(&child).await;
            page.is(200).says("Berg").does_not_say("Lindala skola").does_not_say("Tallskolan");
            let placed = "SELECT COUNT(*) AS n FROM child WHERE municipality_id IS NOT NULL";
            assert_eq!(opened.count(placed).await, 0);
            // A new identity is never kept beside the old one.
            opened.nora.get(&skydd).await.is(200);
            let grade = [("grade", "new_identity"), ("source", "register"), ("since", "2026-11-03")];
            opened.nora.post(&skydd, &grade).await.is(303);
            let seen = opened.nora.get(&child).await.field("version");
            sends(&mut opened.nora, &child, &found(&seen, &[("given_name", "Vera"), ("family_name", "Ny")]))
                .await
                .is(303);
            opened.nora.get(&child).await.is(200).says("Vera").does_not_say("Boel").does_not_say("Berg");
            let kept = "SELECT COUNT(*) AS n FROM identity_change WHERE sealed IS NOT NULL";
            assert_eq!(opened.count(kept).await, 0);
        }
    });
}
