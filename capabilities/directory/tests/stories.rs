//! Finding one's way and keeping the directory right, as people do it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop where its world is wrong")]

use std::collections::BTreeSet;

use database::values;
use directory::commands::{NewEntry, Seen, keep_entry};
use directory::{Hours, OnHolidays, Phone, Week};
use domain::calendar::OfficeHours;
use domain::front_door::level::Level;
use domain::front_door::routing::{Ages, Area, Until};
use testkit::{Engine, Region, TestApp, engines, run};

/// The region with four entries: first line, pupil health in Björkeryd, social services, and a child psychiatry whose
/// confirmation ran out.
async fn app(engine: Engine) -> (TestApp, Region) {
    let test = TestApp::start(engine, vec![identity::capability(), directory::capability()]).await;
    let region = Region::build(&test).await;
    let hours = Hours::Weekly { week: Week::weekdays(OfficeHours::DEFAULT), holidays: OnHolidays::Closed };
    let near = Area::Municipalities(BTreeSet::from([region.municipality("bjorkeryd")]));
    let demo = test.demo();
    let mut first_line = NewEntry::new(region.unit("first_line"), "För dig som mår dåligt.", "If you feel bad.");
    first_line.phone = Some(Phone::parse("010-123 45 67").unwrap());
    first_line.levels = BTreeSet::from([Level::FirstLine]);
    first_line.hours = hours.clone();
    keep_entry(&demo, first_line, Seen::Anything).await.unwrap();
    let mut school = NewEntry::new(region.unit("pupil_health"), "Kurator och psykolog på skolan.", "");
    school.area = near.clone();
    school.ages = Ages { from: 6, until: Until::Through(15) };
    school.hours = hours.clone();
    keep_entry(&demo, school, Seen::Anything).await.unwrap();
    let mut social = NewEntry::new(region.unit("social"), "När det är svårt hemma.", "When home is hard.");
    social.area = near;
    social.ages = Ages { from: 0, until: Until::Through(20) };
    keep_entry(&demo, social, Seen::Anything).await.unwrap();
    let mut psychiatry = NewEntry::new(region.unit("psychiatry"), "När man mår mycket dåligt.", "");
    psychiatry.confirmed_on = Some("2026-01-07".parse().unwrap());
    keep_entry(&demo, psychiatry, Seen::Anything).await.unwrap();
    (test, region)
}

async fn rows(test: &TestApp) -> (i64, i64) {
    let mut transaction = test.app.database().begin_reading("test.count").await.unwrap();
    let count = "
        SELECT (SELECT COUNT(*) FROM session) AS sessions, (SELECT COUNT(*) FROM audit_line) AS written";
    let row = transaction.row(count, values![]).await.unwrap().unwrap();
    (row.integer("sessions").unwrap(), row.integer("written").unwrap())
}

/// Where a text stands on a page; fails when it does not.
#[track_caller]
fn place(text: &str, words: &str) -> usize {
    text.find(words).unwrap_or_else(|| panic!("the page should say {words:?}:\n{text}"))
}

#[test]
fn a_child_finds_someone_to_turn_to_and_leaves_no_trace() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let before = rows(&test).await;
            let mut browser = test.browser();
            browser.get("/").await.is(200).says("Vart vänder jag mig?").says("Jag är ledsen, orolig eller stressad");
            let about = [("vem", "barn"), ("fraga", "vad"), ("vad", "low_or_worried")];
            let age = browser.post("/guiden", &about).await;
            age.is(200).says("Hur gammal är du?").says("value=\"low_or_worried\"");
            let with_age = [("vem", "barn"), ("fraga", "alder"), ("vad", "low_or_worried"), ("alder", "14")];
            browser.post("/guiden", &with_age).await.is(200).says("Var bor du?").says("Björkeryd");
            let bjorkeryd = region.municipality("bjorkeryd").to_string();
            let all = [("vem", "barn"), ("vad", "low_or_worried"), ("alder", "14"), ("var", bjorkeryd.as_str())];
            let found = browser.post("/guiden", &all).await;
            found.is(200).says("UPH Björkeryd").says("010-123 45 67").says("tel:+46101234567");
            found.says("Öppet nu, till 17.00").says("Senast bekräftad 24 november").says("/be-om-hjalp");
            assert!(browser.cookie_names().is_empty());
            assert_eq!(found.headers.get("set-cookie"), None);
            assert_eq!(found.headers.get("cache-control").unwrap(), "no-store");
            assert_eq!(found.location, "");
            found.does_not_say("name=\"csrf\"").does_not_say("alder=14").does_not_say("?vad");
            assert_eq!(rows(&test).await, before);
        }
    });
}

#[test]
fn someone_who_will_not_say_age_or_place_is_shown_the_way_all_the_same() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        let skipped = [("vem", "barn"), ("vad", "school"), ("fraga", "alder"), ("alder", ""), ("hoppa", "alder")];
        browser.post("/guiden", &skipped).await.is(200).says("Var bor du?").says("name=\"alder\" value=\"vet-inte\"");
        let found = browser.post("/guiden", &[("vad", "school"), ("alder", "vet-inte"), ("var", "vet-inte")]).await;
        found.is(200).says("Elevhälsan Björkeryds skola").says("För dig som bor i Björkeryd").says("6–15 år");
        found.says("Inte sagt");
    });
}

#[test]
fn an_entry_past_its_confirmation_sinks_and_says_so() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        let answers = [("vad", "self_harm_or_suicidal"), ("alder", "14"), ("var", "vet-inte")];
        let found = browser.post("/guiden", &answers).await;
        found.is(200).says("Uppgiften är inte bekräftad i tid").says("Senast bekräftad 7 januari");
        assert!(place(&found.text, "UPH Björkeryd") < place(&found.text, "BUP Rösmark"));
        let list = browser.get("/vem-gor-vad").await;
        list.is(200).says("4 verksamheter").says("Uppgiften är inte bekräftad i tid");
        assert!(place(&list.text, "UPH Björkeryd") < place(&list.text, "BUP Rösmark"));
        assert!(place(&list.text, "Socialtjänsten Björkeryd") < place(&list.text, "BUP Rösmark"));
        let entry = browser.get(&list.link("/vem-gor-vad/")).await;
        entry.is(200);
    });
}

#[test]
fn the_numbers_to_ring_come_first_when_it_may_be_urgent() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        for (topic, title) in
            [("self_harm_or_suicidal", "Prata med någon nu"), ("home_unsafe", "Du har rätt att vara trygg")]
        {
            let found = browser.post("/guiden", &[("vad", topic), ("alder", "13"), ("var", "vet-inte")]).await;
            found.is(200).says(title).says("Numren kontrollerades 22 november");
            let heading = place(&found.text, &format!("{title}</h1>"));
            let call = heading + place(&found.text[heading..], "class=\"call\" href=\"tel:112\"");
            assert!(call < place(&found.text, "De här kan hjälpa till"));
        }
        let friend =
            browser.post("/guiden", &[("vad", "worried_for_friend"), ("alder", "13"), ("var", "vet-inte")]).await;
        friend.is(200).says("Så kan du hjälpa din kompis").says("Det är inte att svika");
    });
}

#[test]
fn an_answer_can_be_changed_and_the_others_stay() {
    run(async {
        let (test, region) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        let bjorkeryd = region.municipality("bjorkeryd").to_string();
        let change =
            [("vem", "foralder"), ("vad", "school"), ("alder", "9"), ("var", bjorkeryd.as_str()), ("andra", "alder")];
        let page = browser.post("/guiden", &change).await;
        page.is(200).says("Hur gammalt är ditt barn?").says("value=\"9\"").says("name=\"vad\" value=\"school\"");
        assert_eq!(page.field("var"), bjorkeryd);
        assert_eq!(page.field("vem"), "foralder");
    });
}

#[test]
fn a_missing_or_strange_answer_is_asked_for_again_with_what_to_write() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        let check = async |browser: &mut testkit::Browser, fields: &[(&str, &str)], words: &str| {
            browser.post("/guiden", fields).await.is(422).says("<title>Fel: Vart vänder jag mig?").says(words);
        };
        let about = "Välj det som stämmer bäst";
        check(&mut browser, &[("fraga", "vad")], about).await;
        check(&mut browser, &[("fraga", "vad"), ("vad", "påhittat")], about).await;
        let age = "Skriv åldern med siffror, till exempel 14";
        for typed in ["", "fjorton", "-3", "26", "99999999999", "🙂", "\u{202e}14"] {
            check(&mut browser, &[("vad", "school"), ("fraga", "alder"), ("alder", typed)], age).await;
        }
        let place = "Välj en kommun, eller att du inte vet";
        let unknown = test.environment.uuid().to_string();
        for typed in ["", "Björkeryd", unknown.as_str()] {
            check(&mut browser, &[("vad", "school"), ("alder", "9"), ("fraga", "var"), ("var", typed)], place).await;
        }
        let kept = browser.post("/guiden", &[("vad", "school"), ("fraga", "alder"), ("alder", "fjorton år")]).await;
        kept.is(422).says("value=\"fjorton år\"");
    });
}

#[test]
fn broken_bytes_are_refused_and_opening_the_guide_without_answers_begins_it() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        browser.post_bytes("/guiden", b"vad=%FF%FE".to_vec()).await.is(400);
        browser.post_bytes("/guiden", b"vad=\xff".to_vec()).await.is(400);
        browser.post_bytes("/guiden", vec![b'a'; 10_000_000]).await.is(413);
        assert_eq!(browser.get("/guiden").await.location, "/");
        browser.get("/vem-gor-vad?alder=%FF").await.is(400);
        browser.get("/vem-gor-vad/inget-id").await.is(404);
        let unknown = test.environment.uuid();
        browser.get(&format!("/vem-gor-vad/{unknown}")).await.is(404);
    });
}

#[test]
fn the_directory_is_narrowed_by_age_area_and_kind() {
    run(async {
        let (test, region) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        let lindala = region.municipality("lindala");
        let here = browser.get(&format!("/vem-gor-vad?kommun={lindala}")).await;
        here.is(200).says("UPH Björkeryd").does_not_say("Socialtjänsten Björkeryd</a>");
        browser
            .get("/vem-gor-vad?alder=3")
            .await
            .says("Socialtjänsten Björkeryd</a>")
            .does_not_say("UPH Björkeryd</a>");
        browser.get("/vem-gor-vad?slag=first_line").await.says("En verksamhet").says("UPH Björkeryd</a>");
        browser.get("/vem-gor-vad?slag=habilitation").await.is(200).says("Ingen verksamhet passar");
        browser.get("/vem-gor-vad?alder=gammal").await.is(200).says("Skriv åldern med siffror").says("4 verksamheter");
    });
}

#[test]
fn an_entry_shows_everything_and_speaks_english() {
    run(async {
        let (test, region) = app(Engine::Sqlite).await;
        let mut browser = test.browser();
        let address = format!("/vem-gor-vad/{}", region.unit("first_line"));
        let page = browser.get(&address).await;
        page.is(200).says("För dig som mår dåligt.").says("8.00–17.00").says("Hela regionen");
        page.says("6 år till och med 18-årsdagen").says("Stängt på helgdagar.");
        page.does_not_say("/andra\"");
        browser.get("/sprak?language=en&back=/").await;
        browser.get(&address).await.is(200).says("If you feel bad.").says("08:00–17:00").says("Last confirmed");
    });
}

#[test]
fn a_manager_confirms_with_one_click() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            test.wait(jiff::SignedDuration::from_hours(24 * 200));
            let mut lena = test.log_in("lena").await;
            let list = lena.get("/vem-gor-vad").await;
            list.is(200).says("Våra uppgifter").says("Inte bekräftad").says("UPH Björkeryd");
            list.does_not_say(&format!("/vem-gor-vad/{}/andra", region.unit("social")));
            let address = format!("/vem-gor-vad/{}", region.unit("first_line"));
            let form = lena.get(&format!("{address}/andra")).await;
            form.is(200).says("Bekräfta att uppgifterna stämmer").says("För dig som mår dåligt.");
            let version = form.field("version");
            let done = lena.submit(&format!("{address}/bekrafta"), &[("version", &version)]).await;
            done.is(200).says("Uppgifterna är bekräftade.").does_not_say("inte bekräftats i tid");
            lena.post(&format!("{address}/bekrafta"), &[("version", &version)]).await.is(409);
        }
    });
}

#[test]
fn a_manager_changes_the_entry_and_everyone_sees_it() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let mut lena = test.log_in("lena").await;
            let address = format!("/vem-gor-vad/{}", region.unit("first_line"));
            let form = lena.get(&format!("{address}/andra")).await;
            let version = form.field("version");
            let lindala = region.municipality("lindala").to_string();
            let fields = [
                ("version", version.as_str()),
                ("about_sv", "Samtal & stöd <b>för dig</b> 🙂"),
                ("age_from", "7"),
                ("age_to", "18"),
                ("age_to_kind", "turning"),
                ("levels", "first_line"),
                ("area", "municipalities"),
                ("municipality", lindala.as_str()),
                ("phone", "010-765 43 21"),
                ("hours", "weekly"),
                ("hours_monday", "8–12, 13.00-16:30"),
                ("hours_tuesday", "8–12, 13.00-16:30"),
                ("holidays", "closed"),
                ("intake", "self_referral"),
            ];
            let done = lena.submit(&format!("{address}/andra"), &fields).await;
            done.is(200).says("Uppgifterna är sparade och bekräftade.").says("8.00–12.00 och 13.00–16.30");
            let seen = test.browser().get(&address).await;
            seen.is(200).says("Samtal &#38; stöd &#60;b&#62;för dig&#60;/b&#62; 🙂").says("Lindala");
            // The form that was open before is not taken a second time.
            lena.post(&format!("{address}/andra"), &fields).await.is(409).says("Någon annan hann före");
        }
    });
}

#[test]
fn a_form_with_faults_says_what_to_write_and_keeps_what_was_typed() {
    run(async {
        let (test, region) = app(Engine::Sqlite).await;
        let mut lena = test.log_in("lena").await;
        let address = format!("/vem-gor-vad/{}/andra", region.unit("first_line"));
        lena.get(&address).await.is(200);
        let long = "å".repeat(601);
        let fields = [
            ("version", "1"),
            ("about_sv", ""),
            ("about_en", long.as_str()),
            ("age_from", "sex"),
            ("age_to", "18"),
            ("area", "municipalities"),
            ("phone", "ring oss"),
            ("hours", "weekly"),
            ("hours_monday", "17–8"),
            ("hours_friday", "åtta till tolv"),
            ("closes_on", "i vår"),
        ];
        let page = lena.post(&address, &fields).await;
        page.is(422).says("<title>Fel: ").says(&long).says("value=\"sex\"").says("value=\"åtta till tolv\"");
        for words in [
            "Skriv vad ni hjälper till med",
            "Korta texten",
            "Skriv åldern med siffror, till exempel 6",
            "Välj minst en kommun",
            "Skriv ett telefonnummer, till exempel 010-123 45 67",
            "Skriv en stängningstid som är senare än öppningstiden",
            "Skriv tiden så här: 8.00–12.00, 13.00–16.30",
            "Välj hur man kommer till er",
            "Skriv ett datum, till exempel 2027-06-30",
        ] {
            page.says(words);
        }
    });
}

#[test]
fn a_stranger_cannot_change_an_entry() {
    run(async {
        for engine in engines() {
            let (test, region) = app(engine).await;
            let address = format!("/vem-gor-vad/{}", region.unit("first_line"));
            let fields = [("version", "1"), ("about_sv", "Kapat")];
            let mut stranger = test.browser();
            assert_eq!(stranger.get(&format!("{address}/andra")).await.location, "/logga-in");
            stranger.post(&format!("{address}/andra"), &fields).await.is(403);
            stranger.get("/logga-in").await.is(200);
            // Not led there at once: what was written would be lost on the way.
            let page = stranger.post(&format!("{address}/andra"), &fields).await;
            page.is(403).says("Du har blivit utloggad").says("href=\"/logga-in\"").says("Kapat</textarea>");
            let confirmed = stranger.post(&format!("{address}/bekrafta"), &[("version", "1")]).await;
            assert_eq!(confirmed.location, "/logga-in");
            for code in ["johan", "vera", "nora"] {
                let mut browser = test.log_in(code).await;
                browser.get("/min-dag").await;
                browser.get("/uppdrag").await.is(200);
                browser.get(&format!("{address}/andra")).await.is(403);
                browser.post(&format!("{address}/andra"), &fields).await.is(403);
                browser.post(&format!("{address}/bekrafta"), &[("version", "1")]).await.is(403);
                browser.get(&format!("/vem-gor-vad/{}/andra", test.environment.uuid())).await.is(404);
            }
            test.browser().get(&address).await.does_not_say("Kapat");
        }
    });
}

#[test]
fn the_pages_to_read_open_for_anyone_in_both_languages() {
    run(async {
        let (test, _) = app(Engine::Sqlite).await;
        let pages = [
            ("/", "Vart vänder jag mig?", "Who can I turn to?"),
            ("/foralder", "Mitt barn är ledset", "My child is sad"),
            ("/dina-uppgifter", "Integritetsskyddsmyndigheten", "Privacy Protection"),
            ("/tystnadsplikt", "Vem får veta det här?", "Who gets to know this?"),
            ("/tillganglighet", "Det här är inte klart", "This is not finished"),
            ("/om-tiderna", "HSF (2017:80) 6 kap. 1 § 1", "National target, not law"),
        ];
        for (address, swedish, english) in pages {
            let mut browser = test.browser();
            let page = browser.get(address).await;
            page.is(200).says(swedish).does_not_say("style=").does_not_say("onclick");
            assert!(browser.cookie_names().is_empty(), "{address} sets no cookie");
            browser.get(&format!("/sprak?language=en&back={address}")).await;
            browser.get(address).await.is(200).says(english).says("<html lang=\"en\"");
        }
    });
}
