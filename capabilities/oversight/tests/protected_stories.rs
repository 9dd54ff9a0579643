//! A grown-up whose identity is protected around a child whose own is not: who sees them still, and who does not.

mod protected;
#[expect(dead_code, reason = "these stories use less of the world than the others do")]
mod world;

use jiff::SignedDuration;
use protected::{MARKED, NAME, PHONE, SOMEBODY, around, colleague, helped, helps, hides, protects, sibling};
use testkit::{Answer, Browser, engines, run};

#[test]
fn a_protected_grown_up_is_seen_by_the_named_and_by_nobody_else_in_the_help() {
    run(async {
        for engine in engines() {
            let (world, mut maria, mother) = helped(engine).await;
            let list = around(world.child);
            let mut johan = world.test.log_in("johan").await;
            johan.get(&list).await.is(200).says(NAME).says(PHONE);
            let (_, mut siv) = colleague(&world).await;
            siv.get(&world.address()).await.is(200).says(NAME);

            protects(&mut maria, &mother, &[]).await;
            for address in [list.as_str(), &mother, &world.address()] {
                maria.get(address).await.is(200).says(NAME).says(PHONE).does_not_say(SOMEBODY);
            }
            for address in [list.as_str(), &mother] {
                hides(&johan.get(address).await);
            }
            johan.get(&list).await.says("Jonas Berg");
            hides(&siv.get(&world.address()).await);
        }
    });
}

#[test]
fn a_broken_glass_opens_the_child_and_not_a_protected_grown_up_around_it() {
    run(async {
        for engine in engines() {
            let (world, mut maria, mother) = helped(engine).await;
            let mut omar = world.test.log_in("omar").await;
            world.break_glass(&mut omar).await;
            omar.get(&world.address()).await.is(200).says(NAME).says(PHONE);
            protects(&mut maria, &mother, &[]).await;
            let page = omar.get(&world.address()).await;
            hides(&page);
            page.says("Elin").says("Jonas Berg");
        }
    });
}

#[test]
fn nobody_but_the_named_changes_what_stands_of_a_protected_grown_up() {
    run(async {
        for engine in engines() {
            let (world, mut maria, mother) = helped(engine).await;
            protects(&mut maria, &mother, &[]).await;
            let mut johan = world.test.log_in("johan").await;
            johan.get(&around(world.child)).await.is(200);
            for rest in ["/skydd", "/ta-bort"] {
                johan.get(&format!("{mother}{rest}")).await.is(404);
            }
            let sent: [(&str, &[(&str, &str)]); 6] = [
                ("", &[("name", "Kapad"), ("message", "unsafe"), ("custody", "none")]),
                ("/ta-bort", &[("sure", "1")]),
                ("/kod", &[]),
                ("/skydd", &MARKED),
                ("/skydd/ta-bort", &[("end", "register")]),
                ("/skydd/bekrafta", &[]),
            ];
            for (rest, fields) in sent {
                johan.post(&format!("{mother}{rest}"), fields).await.is(404);
            }
            maria.get(&mother).await.is(200).says(NAME).says("Då kan personen inte vara ombud");
            // Not even the named hand out what would make a proxy of her.
            maria.post(&format!("{mother}/kod"), &[]).await.is(409);
        }
    });
}

/// How many lines of the log a page shows.
fn lines(page: &Answer) -> usize {
    page.is(200).text.matches("<time datetime=").count()
}

#[test]
fn a_protected_grown_up_stands_in_for_nobody_and_the_other_guardian_is_told_nothing() {
    run(async {
        for engine in engines() {
            let (world, mut maria, mother) = helped(engine).await;
            let (mut karin, mut johan) = (world.test.log_in("mamma").await, world.test.log_in("johan").await);
            let last = format!("/min-familj/{}/last", world.child);
            karin.get(&last).await.is(200);
            karin.get("/min-familj").await.is(200).says("Elin");
            johan.get(&mother).await.is(200);
            let mut father = world.test.log_in("pappa").await;
            let before = lines(&father.get(&last).await);
            assert_ne!(before, 0, "what is counted stands there");

            protects(&mut maria, &mother, &[]).await;
            assert_eq!(karin.get("/min-familj").await.location, "/logga-in", "what she had begun has ended");
            let mut anew = world.test.log_in("mamma").await;
            assert_eq!(anew.get("/min-familj").await.location, "/min-begaran", "no child is hers to stand in for");
            anew.get(&last).await.is(404);
            // Whoever is refused because of it leaves lines, too.
            let kept = [("name", "Kapad"), ("custody", "none"), ("message", "not_asked")];
            johan.post(&mother, &kept).await.is(404);
            johan.post(&format!("{mother}/kod"), &[]).await.is(404);

            let mut elin = world.test.log_in("elin").await;
            let own = elin.get("/min-sida/last").await;
            own.is(200).says("skyddet av personuppgifterna");
            own.says("Ville bekräfta vem som har vårdnaden").says("Ville ge eller ta tillbaka en kod");
            assert_eq!(lines(&father.get(&last).await), before, "nothing tells the father that anything has happened");
        }
    });
}

#[test]
fn a_grown_ups_protection_is_taken_away_by_two_of_the_named() {
    run(async {
        for engine in engines() {
            let (world, mut maria, mother) = helped(engine).await;
            let (id, mut siv) = colleague(&world).await;
            protects(&mut maria, &mother, &[("staff", &id.to_string())]).await;
            let (skydd, list) = (format!("{mother}/skydd"), around(world.child));
            let (ask, confirm) = (format!("{skydd}/ta-bort"), format!("{skydd}/bekrafta"));
            maria.post(&confirm, &[]).await.is(409);
            maria.get(&skydd).await.is(200);
            maria.submit(&ask, &[("end", "register")]).await.is(200).says("En annan av de namngivna måste bekräfta");
            maria.post(&confirm, &[]).await.is(422).says("En annan av de namngivna måste bekräfta");
            let mut johan = world.test.log_in("johan").await;
            hides(&johan.get(&list).await);
            siv.get(&skydd).await.is(200).says("Maria T., BUP Rösmark begärde");
            siv.submit(&confirm, &[]).await.is(200).says("Skyddet är borttaget");
            johan.get(&list).await.is(200).says(NAME).does_not_say(SOMEBODY);
            assert_eq!(world.count("SELECT COUNT(*) AS n FROM named_staff").await, 0);
            assert_eq!(world.count("SELECT COUNT(*) AS n FROM protection_grade").await, 2, "what has held is kept");
        }
    });
}

#[test]
fn whoever_is_protected_is_so_around_every_child() {
    run(async {
        for engine in engines() {
            let (world, mut maria, mother) = helped(engine).await;
            let sibling = sibling(&world).await;
            helps(&world, sibling, "first_line").await;
            let mut johan = world.test.log_in("johan").await;
            johan.get(&around(sibling)).await.is(200).says(NAME);
            helps(&world, sibling, "psychiatry_ward").await;
            let (mut omar, skydd) = (world.test.log_in("omar").await, format!("{mother}/skydd"));
            maria.get(&skydd).await.is(200).does_not_say("Omar S.");
            protects(&mut maria, &mother, &[]).await;
            hides(&johan.get(&around(sibling)).await);
            hides(&omar.get(&around(sibling)).await);
            // Whoever helps the other child is named from here: there is nobody there who could.
            maria.get(&skydd).await.is(200).says("Omar S.");
            let named = [("staff", world.region.post("omar").staff.to_string())];
            let named = named.each_ref().map(|(name, staff)| (*name, staff.as_str()));
            maria.submit(&format!("{skydd}/namngiven"), &named).await.is(200);
            omar.get(&around(sibling)).await.is(200).says(NAME);
        }
    });
}

#[test]
fn reading_around_a_protected_grown_up_stands_in_the_sample_as_reading_about_a_protected_child_does() {
    run(async {
        for engine in engines() {
            let (world, mut maria, mother) = helped(engine).await;
            let (mut johan, mut lena) = (world.test.log_in("johan").await, world.test.log_in("lena").await);
            let drawn = async |johan: &mut Browser, lena: &mut Browser| {
                johan.get(&around(world.child)).await.is(200);
                world.test.wait(SignedDuration::from_mins(1));
                lena.get("/granskning").await.is(200);
                let sample = lena.post("/granskning/stickprov", &[]).await.location;
                lena.get(&sample).await
            };
            drawn(&mut johan, &mut lena).await.is(200).does_not_say("skyddade personuppgifter");
            protects(&mut maria, &mother, &[]).await;
            drawn(&mut johan, &mut lena).await.is(200).says("skyddade personuppgifter").does_not_say("Karin");
        }
    });
}
