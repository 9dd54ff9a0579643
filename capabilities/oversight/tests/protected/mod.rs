//! A grown-up whose identity is protected around a child whose own is not, and what people do about it.
#![allow(dead_code, reason = "each test file uses its own part")]
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use domain::child::{Child, Custody, Protection};
use domain::id::Id;
use domain::organisation::{Role, Staff};
use identity::children::commands::{NewChild, NewGuardian, add_guardian, involve, register};
use identity::children::{Age, Contact, Identity, Label};
use identity::login::commands::Kind;
use identity::organisations::commands::{assign, register_staff};
use testkit::{Answer, Browser, Engine};

use crate::world::World;

pub(crate) const NAME: &str = "Karin Söderqvist";
pub(crate) const PHONE: &str = "070-174 06 05";
/// What is said instead of who somebody is.
pub(crate) const SOMEBODY: &str = "Vuxen med skyddade uppgifter";
pub(crate) const MARKED: [(&str, &str); 3] = [("grade", "marked"), ("source", "authority"), ("since", "2026-11-20")];

/// A unit that shares in a child's help.
pub(crate) async fn helps(world: &World, child: Id<Child>, unit: &str) {
    let mut transaction = world.test.app.database().begin("test.involve").await.expect("a transaction");
    involve(&mut transaction, child, world.region.unit(unit), world.test.now()).await.expect("a unit in the help");
    transaction.commit().await.expect("the unit is saved");
}

/// Elin with the first line in her help too, Maria who holds her trail, and the page of Elin's mother, whose telephone is known.
pub(crate) async fn helped(engine: Engine) -> (World, Browser, String) {
    let world = World::new(engine, Protection::None).await;
    helps(&world, world.child, "first_line").await;
    let mut maria = world.test.log_in("maria").await;
    let list = maria.get(&around(world.child)).await;
    let card = list.is(200).text.split("<li class=\"card\">").find(|card| card.contains(NAME)).expect("the mother");
    let begins = format!("{}/", around(world.child));
    let mother = card.split("href=\"").find(|rest| rest.starts_with(&begins)).and_then(|rest| rest.split('"').next());
    let mother = mother.expect("her page").to_owned();
    maria.get(&mother).await.is(200);
    let known = [
        ("name", NAME),
        ("relation", "mamma"),
        ("phone", PHONE),
        ("message", "unsafe"),
        ("custody", "holder"),
        ("source", "register"),
    ];
    maria.post(&mother, &known).await.is(303);
    (world, maria, mother)
}

/// Where the grown-ups around a child stand.
pub(crate) fn around(child: Id<Child>) -> String {
    format!("/barn/{child}/vuxna")
}

/// Protects the mother; whoever does is named.
pub(crate) async fn protects(browser: &mut Browser, mother: &str, more: &[(&str, &str)]) {
    let skydd = format!("{mother}/skydd");
    browser.get(&skydd).await.is(200).says("Har den här vuxna skyddade personuppgifter?");
    let fields: Vec<_> = MARKED.iter().chain(more).copied().collect();
    browser.submit(&skydd, &fields).await.is(200).says("Skyddet är sparat");
}

/// A colleague of Maria's, who is named for nobody.
pub(crate) async fn colleague(world: &World) -> (Id<Staff>, Browser) {
    let demo = world.test.demo();
    let siv = register_staff(&demo, "Siv Å.", None).await.expect("somebody at work");
    assign(&demo, siv, world.region.unit("psychiatry"), Role::Psychologist).await.expect("an assignment");
    world.region.persona(&world.test, 95, "siv", Kind::Staff(siv), "Siv Å.").await;
    (siv, world.test.log_in("siv").await)
}

/// Nothing tells who the mother is, what she is called here or how she is reached.
pub(crate) fn hides(page: &Answer) {
    page.is(200).says(SOMEBODY).does_not_say("Karin").does_not_say(PHONE).does_not_say("mamma");
}

/// Another child of the same mother, found by her number.
pub(crate) async fn sibling(world: &World) -> Id<Child> {
    let mut act = world.test.demo().begin("test.sibling").await.expect("an act");
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.expect("a right");
    let age = Age::Stated(6, world.test.now().day());
    let label = Label { given_name: "Alva".to_owned(), age, place: String::new() };
    let (identity, protection) = (Identity::default(), Protection::None);
    let new = NewChild { label, identity, municipality: None, protection };
    let child = register(&mut act, &permit, new).await.expect("a child");
    let mother = NewGuardian {
        name: NAME.to_owned(),
        relation: "mamma".to_owned(),
        number: "200001012384".to_owned(),
        contact: Contact::default(),
        custody: Custody::Holder,
    };
    add_guardian(&mut act, &permit, child, mother).await.expect("a guardian");
    act.commit(permit).await.expect("the sibling is saved").shown();
    child
}
