//! What is promised along a trail: started by what happens, said with its day to those at work and to the family, missed ones
//! too, fulfilled by what was promised, and never changed after it has begun.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use directory::commands::{NewEntry, Seen, keep_entry};
use directory::promises::commands::set;
use directory::{Hours, OnHolidays, Week, Weekday};
use domain::calendar::OfficeHours;
use domain::clock::{Code, Definition, Evidence, Scope, Source, defaults, in_force};
use family::Family;
use jiff::SignedDuration;
use testkit::{Answer, Browser, engines, run};

const STEP: [(&str, &str); 2] = [("vad", "Besök"), ("dag", "2027-03-10")];
const DAY: i64 = 24;

/// Runs a story on each engine, about Elin who is ten.
fn story(tell: impl AsyncFn(Family)) {
    run(async {
        for engine in engines() {
            tell(Family::of(engine, 10).await).await;
        }
    });
}

/// The counsellor refers Elin to child psychiatry; `stage` says how far.
async fn refers(family: &Family, samira: &mut Browser, stage: &[(&str, &str)]) -> Answer {
    samira.get(&family.at("/lamna-over")).await.is(200);
    let unit = family.region.unit("psychiatry").to_string();
    let fields = [
        ("till", unit.as_str()),
        ("syfte", "referral"),
        ("niva", "4"),
        ("sammanfattning", "Elin sover inte."),
        ("grund", "general_clause"),
        ("nodvandigt", "De ska hjälpa Elin vidare."),
    ];
    samira.post(&family.at("/lamna-over"), &[&fields[..], stage].concat()).await
}

/// The directory says that a unit is there from Monday to Thursday.
async fn never_there_on_fridays(family: &Family, unit: &str) {
    let mut entry = NewEntry::new(family.region.unit(unit), "När man mår mycket dåligt.", "");
    let weekdays = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday];
    let week = Week::new(weekdays.map(|day| (day, OfficeHours::DEFAULT))).expect("a week");
    entry.hours = Hours::Weekly { week, holidays: OnHolidays::Closed };
    entry.levels = [domain::front_door::level::Level::ChildPsychiatry].into();
    keep_entry(&family.test.demo(), entry, Seen::Anything).await.expect("it is kept");
}

#[test]
fn law_and_region_promise_side_by_side_a_missed_one_is_said_and_the_visit_fulfils_them() {
    story(async |family| {
        let mut samira = family.test.log_in("samira").await;
        refers(&family, &mut samira, &[("steg", "skicka")]).await.is(303);
        let page = samira.get(&family.at("")).await;
        page.is(200).says("Första besök i specialistvård").says("Första bedömning på BUP").says("22 februari");
        page.says("Lag eller nationellt mål").says("En remiss läses och nivån bestäms").says("Lovat här");
        let mut mother = family.test.log_in("mamma").await;
        let page = mother.get("/min-familj").await;
        page.is(200).says("Det ni kan räkna med").says("ett första besök, enligt lagen").does_not_say("remiss läses");

        let mut maria = family.test.log_in("maria").await;
        maria.get(&family.at("/tacka-ja")).await.is(200);
        maria.post(&family.at("/tacka-ja"), &STEP).await.is(303);
        maria.get(&family.at("")).await.is(200).says("Första besök").does_not_say("En remiss läses och nivån bestäms");

        family.test.wait(SignedDuration::from_hours(31 * DAY));
        let mut maria = family.test.log_in("maria").await;
        maria.get(&family.at("")).await.is(200).says("Skulle ha varit klart");
        maria
            .get("/min-dag")
            .await
            .is(200)
            .says("Löften som bryts snart, eller är brutna")
            .says("Första bedömning på BUP");
        let mut mother = family.test.log_in("mamma").await;
        mother.get("/min-familj").await.is(200).says("Vi har inte hållit det vi lovade");
        family.test.log_in("elin").await.get("/min-sida").await.is(200).says("Vi har inte hållit det vi lovade");

        family.write(&mut maria, "Elin kom hit.").await;
        let page = maria.get(&family.at("")).await;
        page.is(200).does_not_say("Första besök i specialistvård").does_not_say("Skulle ha varit klart");
        mother.get("/min-familj").await.is(200).does_not_say("Det ni kan räkna med");
    });
}

#[test]
fn a_clock_that_runs_keeps_the_promise_it_began_under_and_the_next_one_gets_the_new() {
    story(async |family| {
        let mut samira = family.test.log_in("samira").await;
        refers(&family, &mut samira, &[("steg", "skicka")]).await.is(303);
        let begun = defaults();
        let begun =
            in_force(&begun, Code::SpecialistFirstVisit, Scope::National, family.test.now()).expect("a default");
        let source = Source { evidence: Evidence::Law, text: "En ändrad lag".to_owned() };
        let valid_from = "2026-11-25".parse().expect("a day");
        let new = Definition { amount: 60, source, valid_from, ..begun.clone() };
        set(&family.test.demo(), &new).await.expect("it is set");
        family.test.wait(SignedDuration::from_hours(2 * DAY));
        let mut samira = family.test.log_in("samira").await;
        samira.get(&family.at("")).await.is(200).says("22 februari");

        samira.get(&family.at("/ta-tillbaka")).await.is(200);
        samira.post(&family.at("/ta-tillbaka"), &[("skal", "mistake")]).await.is(303);
        samira.get(&family.at("")).await.is(200).does_not_say("Första besök i specialistvård");
        refers(&family, &mut samira, &[("steg", "skicka")]).await.is(303);
        // Sixty days after 26 November.
        samira.get(&family.at("")).await.is(200).says("25 januari").does_not_say("22 februari");
    });
}

#[test]
fn an_answer_is_promised_on_the_days_when_the_receiver_is_there() {
    story(async |family| {
        never_there_on_fridays(&family, "psychiatry").await;
        family.test.wait(SignedDuration::from_hours(2 * DAY));
        let mut samira = family.test.log_in("samira").await;
        let check = refers(&family, &mut samira, &[]).await;
        check.is(200).says("BUP Rösmark ska svara senast måndag 30 november");
    });
}

#[test]
fn what_is_left_of_a_promise_and_how_late_it_is_are_counted_on_the_receivers_own_days() {
    story(async |family| {
        never_there_on_fridays(&family, "psychiatry").await;
        family.test.wait(SignedDuration::from_hours(2 * DAY));
        // Thursday; an answer is due on Monday.
        let mut samira = family.test.log_in("samira").await;
        refers(&family, &mut samira, &[("steg", "skicka")]).await.is(303);
        let mut maria = family.test.log_in("maria").await;
        maria.get("/min-dag").await.is(200).says("1 arbetsdag kvar").does_not_say("2 arbetsdagar kvar");

        family.test.wait(SignedDuration::from_hours(12 * DAY));
        // Tuesday of the week after: three days of one week have passed and two of the next, no Friday among them.
        let (late, with_fridays) = ("Försenad 5 arbetsdagar", "Försenad 6 arbetsdagar");
        let mut maria = family.test.log_in("maria").await;
        for page in ["/min-dag", "/leder?visa=erbjudna"] {
            maria.get(page).await.is(200).says(late).does_not_say(with_fridays);
        }
        let mut samira = family.test.log_in("samira").await;
        for page in ["/leder?visa=vantar", family.at("").as_str()] {
            samira.get(page).await.is(200).says("5 arbetsdagar").does_not_say("6 arbetsdagar");
        }
    });
}
