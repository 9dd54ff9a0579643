//! Protected identity: said when asking, set and changed by those who help, hidden everywhere at once, taken away by two.

use testkit::{Browser, Engine, Region, TestApp, engines, run};

use crate::world::{answer_all, code_of, count, logged_in, requests, taken, world};

/// A guardian asks about Boel and Mikael takes it. Returns the guardian, Mikael, the request's and the child's address.
async fn helped(test: &TestApp, region: &Region) -> (Browser, Browser, String, String) {
    let mut browser = test.browser();
    let changes = [("who", "guardian"), ("own_name", "Eva Lind"), ("age", "9"), ("first_name", "Boel")];
    answer_all(&mut browser, region, &changes).await.is(200);
    let receipt = browser.submit("/be-om-hjalp/granska", &[]).await;
    let eva = logged_in(test, &code_of(&receipt)).await;
    let id = *requests(test).await.last().unwrap();
    let mut mikael = taken(test, id).await;
    let page = format!("/en-vag-in/{id}");
    let child = mikael.get(&page).await.link("/barn/").split_once("/vuxna").unwrap().0.to_owned();
    (eva, mikael, page, child)
}

const MARKED: [(&str, &str); 3] = [("grade", "marked"), ("source", "register"), ("since", "2026-11-03")];

#[test]
fn what_a_protection_hides_is_hidden_at_once_on_every_page() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (mut eva, mut mikael, page, child) = helped(&test, &region).await;
            let request = page.rsplit('/').next().unwrap().to_owned();
            let mut petra = test.log_in("petra").await;
            petra.get(&page).await.is(200).says("Boel");
            eva.get(&format!("/min-begaran/{request}")).await.is(200).says("Mikael");

            let skydd = format!("{child}/skydd");
            mikael.get(&skydd).await.is(200).says("Sätt skyddet").does_not_say("Boel");
            mikael.post(&skydd, &[("since", "i går")]).await.is(422).says("Välj en grad").says("i går");
            mikael.post(&skydd, &[("grade", "marked"), ("source", "register"), ("since", "2027-01-01")]).await.is(422);
            let set = mikael.submit(&skydd, &MARKED).await;
            set.is(200).says("gäller nu").says("Sekretessmarkering").says("enligt folkbokföringen").says("3 november");

            petra.get(&page).await.is(404).does_not_say("Boel");
            petra.get("/en-vag-in?visa=all").await.does_not_say("Boel");
            petra.get(&format!("{child}/vuxna")).await.is(404);
            petra.get(&skydd).await.is(404);
            mikael.get(&page).await.is(200).says("Boel").says("Lämna inte ut namn");
            let own = eva.get(&format!("/min-begaran/{request}")).await;
            own.is(200).says("skyddade personuppgifter").says("Jag orkar inte gå till skolan.");
            own.does_not_say("Mikael").does_not_say("En väg in Rösmark mitt").does_not_say("/vem-gor-vad/");
            let person = mikael.get(&page).await.link(&format!("{child}/vuxna/"));
            mikael.get(&person).await.is(200).says("Då kan ingen vara ombud");
            mikael.post(&format!("{person}/kod"), &[]).await.is(409);
        }
    });
}

#[test]
fn only_the_named_open_and_the_last_of_them_stays() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (_, mut mikael, page, child) = helped(&test, &region).await;
            let skydd = format!("{child}/skydd");
            let petra = region.post("petra").staff.to_string();
            let own = region.post("mikael").staff.to_string();
            mikael.get(&skydd).await.is(200);
            mikael.submit(&skydd, &MARKED).await.is(200);
            let (name, unname) = (format!("{skydd}/namngiven"), format!("{skydd}/inte-namngiven"));
            mikael.post(&unname, &[("staff", &own)]).await.is(422).says("Någon måste vara kvar");
            let outside = region.post("johan").staff.to_string();
            mikael.post(&name, &[("staff", &outside)]).await.is(404);
            mikael.get(&skydd).await.is(200);
            mikael.submit(&name, &[("staff", &petra)]).await.is(200).says("Personen kan öppna nu");
            let mut browser = test.log_in("petra").await;
            browser.get(&page).await.is(200).says("Boel");
            mikael.get(&skydd).await.is(200);
            mikael.submit(&unname, &[("staff", &petra)]).await.is(200).says("kan inte öppna längre");
            browser.get(&page).await.is(404);
        }
    });
}

#[test]
fn taking_a_protection_away_takes_two_of_the_named_and_a_source_that_is_not_the_family() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (_, mut mikael, page, child) = helped(&test, &region).await;
            let skydd = format!("{child}/skydd");
            let petra = region.post("petra").staff.to_string();
            mikael.get(&skydd).await.is(200);
            let [grade, source, since] = MARKED;
            let fields = [grade, source, since, ("staff", petra.as_str())];
            mikael.submit(&skydd, &fields).await.is(200);
            let (ask, confirm) = (format!("{skydd}/ta-bort"), format!("{skydd}/bekrafta"));
            mikael.post(&confirm, &[]).await.is(409);
            mikael.get(&skydd).await.is(200);
            mikael.post(&ask, &[("end", "family")]).await.is(422).says("Vad familjen säger räcker inte");
            mikael.get(&skydd).await.is(200);
            mikael.submit(&ask, &[("end", "register")]).await.is(200).says("En annan av de namngivna måste bekräfta");
            mikael.post(&confirm, &[]).await.is(422).says("En annan av de namngivna måste bekräfta");
            let mut other = test.log_in("petra").await;
            other.get(&skydd).await.is(200).says("Mikael K., En väg in Rösmark mitt begärde");
            other.submit(&confirm, &[]).await.is(200).says("Skyddet är borttaget");
            test.log_in("vera").await.get(&page).await.is(200).says("Boel");
            assert_eq!(count(&test, "SELECT COUNT(*) AS n FROM named_staff").await, 0);
            assert_eq!(count(&test, "SELECT COUNT(*) AS n FROM protection_grade").await, 2, "what has held is kept");
        }
    });
}

#[test]
fn a_registration_elsewhere_leaves_no_place_with_the_child() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let (_, mut mikael, page, child) = helped(&test, &region).await;
        mikael.get(&page).await.is(200).says("Björkeryds skola");
        let skydd = format!("{child}/skydd");
        mikael.get(&skydd).await.is(200);
        let fields = [("grade", "registered"), ("source", "register"), ("since", "2026-11-03")];
        mikael.submit(&skydd, &fields).await.is(200).says("Skyddad folkbokföring");
        mikael.get(&page).await.is(200).does_not_say("Björkeryds skola");
        assert_eq!(count(&test, "SELECT COUNT(*) AS n FROM child WHERE municipality_id IS NOT NULL").await, 0);
        // From one grade to another it is still protected; to none is no grade.
        mikael.get(&skydd).await.is(200);
        mikael.post(&skydd, &[("grade", "none"), ("source", "register"), ("since", "2026-11-03")]).await.is(422);
    });
}

#[test]
fn whoever_asks_says_that_the_identity_is_protected_and_only_a_few_see_that_they_have_asked() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let mut browser = test.browser();
            let changes = [("first_name", "Hemlig"), ("protected", "yes")];
            let review = answer_all(&mut browser, &region, &changes).await;
            review.is(200).says("Skyddade personuppgifter").does_not_say("Björkeryds skola");
            browser.submit("/be-om-hjalp/granska", &[]).await.is(200).says("Tack, vi har fått det");
            let id = *requests(&test).await.last().unwrap();
            let mut petra = test.log_in("petra").await;
            petra.get("/en-vag-in").await.is(200).says("Skyddad identitet").does_not_say("Hemlig");
            petra.post(&format!("/en-vag-in/{id}/ta-emot"), &[]).await.is(404);
            // Whoever has the duty is named, and so is the manager: it is nobody's to lose.
            let mut vera = test.log_in("vera").await;
            vera.get("/en-vag-in").await.is(200).says("Hemlig");
            let mut mikael = test.log_in("mikael").await;
            mikael.get("/en-vag-in").await.is(200).says("Hemlig");
            mikael.post(&format!("/en-vag-in/{id}/ta-emot"), &[]).await.is(303);
            let page = mikael.get(&format!("/en-vag-in/{id}")).await;
            page.is(200).does_not_say("Björkeryds skola");
            let skydd = page.link("/barn/").split_once("/vuxna").unwrap().0.to_owned() + "/skydd";
            mikael.get(&skydd).await.is(200).says("av den som bad om hjälp").says("enligt barnet eller familjen");
            assert_eq!(count(&test, "SELECT COUNT(*) AS n FROM child WHERE municipality_id IS NOT NULL").await, 0);
        }
    });
}
