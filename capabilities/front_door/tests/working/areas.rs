//! Which front door answers for which municipality: said by those who keep the rules, from the first day on.

use testkit::{Region, TestApp, engines, run};

#[test]
fn a_steward_says_which_front_door_answers_for_a_municipality_and_nobody_else_may() {
    run(async {
        for engine in engines() {
            let capabilities =
                vec![identity::capability(), directory::capability(), trail::capability(), front_door::capability()];
            let test = TestApp::start(engine, capabilities).await;
            let region = Region::build(&test).await;
            let place = region.municipality("bjorkeryd").to_string();
            let unit = region.unit("front_door").to_string();

            let mut stig = test.log_in("stig").await;
            stig.get("/regler").await.is(200).says("/regler/kommuner");
            let page = stig.get("/regler/kommuner").await;
            page.is(200).says("Björkeryd").says("Ingen svarar").says("kommuner saknar väg in");
            let nothing = stig.submit("/regler/kommuner", &[]).await;
            nothing.is(422).says("Välj en kommun").says("Välj en väg in");
            let school = region.unit("pupil_health").to_string();
            let wrong = stig.submit("/regler/kommuner", &[("municipality", &place), ("unit", &school)]).await;
            wrong.is(422).says("Välj en väg in");
            let saved = stig.submit("/regler/kommuner", &[("municipality", &place), ("unit", &unit)]).await;
            saved.is(200).says("Sparat. Det gäller från och med nu.").says("En kommun saknar väg in");

            let mut johan = test.log_in("johan").await;
            johan.get("/regler/kommuner").await.is(403);
            johan.submit("/regler/kommuner", &[("municipality", &place), ("unit", &unit)]).await.is(403);
        }
    });
}
