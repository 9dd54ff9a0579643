//! A trail that did not come through the front door: what is known of its child is put right.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

mod people;

use people::{CHILDS, Opened, found, sends};
use testkit::{Engine, engines, run};

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
            let anywhere = "SELECT COUNT(*) AS n FROM child WHERE municipality_id IS NOT NULL";
            assert_eq!(opened.count(anywhere).await, 0);
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
