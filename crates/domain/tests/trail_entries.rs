//! What is written on a trail, from whom it is hidden, and how it crosses to another secrecy domain. Source: stories 2,
//! 17 and 21 of the dossier.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use domain::child::{Child, Person};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Post, Role};
use domain::trail::entry::{self, Entry, HiddenFrom, HideReason, Hiding, Kind, Origin, Place, Standing, Writer};
use domain::trail::sharing::{self, Copied, Ground, Newness, Sharing, preview};
use domain::trail::{Actor, Text, Trail};
use jiff::SignedDuration;
use uuid::Uuid;

fn id<Of>(number: u128) -> Id<Of> {
    Id::new(Uuid::from_u128(number))
}
fn person(number: u128, unit: u128, domain: u128) -> Post {
    Post {
        staff: id(number),
        assignment: id(number),
        unit: id(unit),
        domain: id(domain),
        branch: Branch::PupilHealth,
        role: Role::SchoolCounsellor,
    }
}
fn samira() -> Post {
    person(1, 1, 1)
}
fn johan() -> Post {
    person(3, 2, 2)
}
fn elin() -> Id<Child> {
    id(7)
}
fn father() -> Id<Person> {
    id(8)
}
fn mother() -> Id<Person> {
    id(9)
}
fn trail() -> Id<Trail> {
    id(100)
}
fn text<const MAX: usize>(written: &str) -> Text<MAX> {
    Text::parse(written).expect("a short text")
}
fn at(hours: i64) -> Moment {
    let day = Day::from_parts(2026, 11, 2).expect("a day");
    Moment::in_stockholm(day, 8, 0).plus(SignedDuration::from_hours(hours))
}

fn written(number: u128, kind: Kind, by: Writer) -> Entry {
    let place = Place::from(&samira());
    Entry::write(id(number), trail(), place, kind, by, text("Sover dåligt."), at(0)).expect("writes").0
}
fn note(number: u128) -> Entry {
    written(number, Kind::Note, Writer::Post(samira()))
}
fn corrected(entry: Entry) -> Entry {
    entry.correct(Writer::Post(samira()), text("Sover bättre."), text("Fel ord."), at(1)).expect("corrects").0
}
fn hiding(from: HiddenFrom, days: i32) -> Hiding {
    let (reason, why) = (HideReason::ChildsChoice, text("Elin är 15 och vill det."));
    Hiding { from, reason, why, by: samira(), at: at(2), review_on: at(2).day().plus_days(days) }
}
fn sharing() -> Sharing {
    let ground = Ground { code: "consent", necessity: None };
    Sharing::start(id(50), trail(), samira(), Place::from(&johan()), ground, at(1)).expect("starts").0
}
fn shared(entries: &[Entry]) -> Vec<Entry> {
    let previews = preview(samira().domain, entries, &[Place::from(&johan())], &[]).expect("previews");
    let preview = previews.first().expect("one receiver");
    sharing().perform(preview, &preview.seen(), samira(), (500..).map(id), at(3)).expect("shares").0
}

#[test]
fn a_correction_is_a_new_version_and_erases_nothing() {
    let entry = corrected(note(1));
    assert_eq!(entry.version(), 2);
    assert_eq!(entry.body().as_str(), "Sover bättre.");
    assert_eq!(entry.snapshot().body.as_str(), "Sover dåligt.");
}

#[test]
fn a_childs_words_stay_as_written_unless_the_child_corrects_them() {
    let own = || written(1, Kind::ChildsWords, Writer::Child(elin()));
    let told = || written(1, Kind::ChildsWords, Writer::Post(samira()));
    let correct = |entry: Entry, by| entry.correct(by, text("Något annat."), text("Fel."), at(1)).map(|_| ());
    assert_eq!(correct(own(), Writer::Post(samira())), Err(entry::Refusal::ChildsWordsStay));
    assert_eq!(correct(told(), Writer::Post(samira())), Err(entry::Refusal::ChildsWordsStay));
    assert_eq!(correct(own(), Writer::Child(id(70))), Err(entry::Refusal::NotTheWriter));
    assert_eq!(correct(own(), Writer::Child(elin())), Ok(()));
}

#[test]
fn nobody_writes_for_another_unit_or_outside_their_own_words() {
    let write = |place: &Post, kind, by| {
        Entry::write(id(1), trail(), Place::from(place), kind, by, text("Hej."), at(0)).map(|_| ())
    };
    assert_eq!(write(&johan(), Kind::Note, Writer::Post(samira())), Err(entry::Refusal::NotOfUnit));
    assert_eq!(write(&johan(), Kind::Decision, Writer::Child(elin())), Err(entry::Refusal::OnlyOwnWords));
    let by = Writer::Post(johan());
    let outcome = note(1).correct(by, text("Annat."), text("Fel."), at(1)).map(|_| ());
    assert_eq!(outcome, Err(entry::Refusal::NotOfUnit));
}

#[test]
fn an_entry_hidden_from_one_parent_is_seen_by_the_other_until_somebody_looks_again() {
    let (entry, _) = note(1).hide(hiding(HiddenFrom::Guardian(father()), 30)).expect("hides");
    assert!(entry.is_hidden_from(father()));
    assert!(!entry.is_hidden_from(mother()));
    assert_eq!(entry.reviews_due(at(2).day().plus_days(29)).count(), 0);
    assert_eq!(entry.reviews_due(at(2).day().plus_days(300)).count(), 1);
    assert!(entry.is_hidden_from(father()), "a review that is late does not show the entry");
    let (entry, _) = entry.hide(hiding(HiddenFrom::EveryGuardian, 30)).expect("hides");
    let (entry, _) = entry.show(samira(), HiddenFrom::EveryGuardian, at(3)).expect("shows");
    assert!(entry.is_hidden_from(father()), "taking one hiding away leaves the other");
}

#[test]
fn a_hiding_needs_a_review_within_a_year_and_the_entrys_own_unit() {
    let hide = |hiding| note(1).hide(hiding).map(|_| ());
    let everyone = HiddenFrom::EveryGuardian;
    assert_eq!(hide(hiding(everyone, 0)), Err(entry::Refusal::ReviewOutOfRange));
    assert_eq!(hide(hiding(everyone, 367)), Err(entry::Refusal::ReviewOutOfRange));
    assert_eq!(hide(Hiding { by: johan(), ..hiding(everyone, 30) }), Err(entry::Refusal::NotOfUnit));
    assert_eq!(note(1).show(samira(), everyone, at(3)).map(|_| ()), Err(entry::Refusal::NotHidden));
}

#[test]
fn a_preview_shows_only_what_is_new_to_the_receiver() {
    let entries = [note(1), corrected(note(2)), note(3)];
    let copied = |of, version| Copied { of: id(of), version, unit: johan().unit };
    let already = [copied(2, 1), copied(3, 1)];
    let previews = preview(samira().domain, &entries, &[Place::from(&johan())], &already).expect("previews");
    let news: Vec<_> = previews.iter().flat_map(|preview| &preview.items).map(|item| item.newness).collect();
    assert_eq!(news, [Newness::First, Newness::Corrected { had: 1 }]);
    assert_eq!(previews.first().map(|preview| preview.known.clone()), Some(vec![id(3)]));
}

#[test]
fn a_shared_entry_is_a_copy_in_the_receivers_domain_as_hidden_as_its_source() {
    let (hidden, _) = corrected(note(1)).hide(hiding(HiddenFrom::Guardian(father()), 30)).expect("hides");
    let copies = shared(&[hidden]);
    let copy = copies.first().expect("a copy");
    assert_eq!(copy.snapshot().place, Place::from(&johan()));
    assert_eq!(copy.body().as_str(), "Sover bättre.");
    assert!(copy.is_hidden_from(father()));
    let Origin::Copy(provenance) = &copy.snapshot().origin else { panic!("a copy knows its source") };
    assert_eq!((provenance.copy_of, provenance.version, provenance.ground.code), (id(1), 2, "consent"));
    let correct = copy.clone().correct(Writer::Post(johan()), text("Annat."), text("Fel."), at(9)).map(|_| ());
    assert_eq!(correct, Err(entry::Refusal::CopyStays));
}

#[test]
fn what_is_hidden_at_the_source_later_is_hidden_in_the_copy_too() {
    let copy = shared(&[note(1)]).remove(0);
    let (source, _) = note(1).hide(hiding(HiddenFrom::EveryGuardian, 30)).expect("hides");
    assert!(copy.clone().hide_as(&source).is_hidden_from(mother()));
    assert!(!copy.hide_as(&note(2)).is_hidden_from(mother()), "another entry's hidings are not taken");
}

#[test]
fn withdrawing_stops_new_copies_and_leaves_a_note_on_the_old() {
    let entries = [note(1)];
    let copy = shared(&entries).remove(0);
    let (sharing, _) = sharing().withdraw(Actor::Guardian(mother()), at(5)).expect("withdraws");
    let previews = preview(samira().domain, &entries, &[Place::from(&johan())], &[]).expect("previews");
    let preview = previews.first().expect("one receiver");
    let again = sharing.perform(preview, &preview.seen(), samira(), [id(600)], at(6)).map(|_| ());
    assert_eq!(again, Err(sharing::Refusal::SharingWithdrawn));
    let noted = copy.note_ended(sharing.id(), at(5));
    let Origin::Copy(provenance) = &noted.snapshot().origin else { panic!("a copy knows its source") };
    assert_eq!(provenance.standing, Standing::SharingEnded { at: at(5) });
    assert_eq!(noted.body().as_str(), "Sover dåligt.");
}

#[test]
fn nothing_is_shared_that_was_not_shown_or_that_belongs_elsewhere() {
    let check = |outcome: Result<(), sharing::Refusal>, expected: &str| {
        assert_eq!(outcome.map_err(sharing::Refusal::code), Err(expected));
    };
    let entries = [note(1), note(2)];
    let to = Place::from(&johan());
    let previews = preview(samira().domain, &entries, &[to], &[]).expect("previews");
    let shown = previews.first().expect("one receiver");
    let seen = shown.seen();
    let perform = |by: Post, seen: &[_], ids: Vec<_>| sharing().perform(shown, seen, by, ids, at(3)).map(|_| ());
    check(perform(samira(), &seen[..1], vec![id(500), id(501)]), "preview_outdated");
    check(perform(samira(), &seen, vec![id(500)]), "too_few_ids");
    check(perform(johan(), &seen, vec![id(500), id(501)]), "not_of_domain");
    check(preview(samira().domain, &entries, &[Place::from(&samira())], &[]).map(|_| ()), "same_domain");
    check(preview(id(99), &entries, &[to], &[]).map(|_| ()), "foreign_entry");
    let all = [Copied { of: id(1), version: 1, unit: to.unit }, Copied { of: id(2), version: 1, unit: to.unit }];
    let nothing = preview(samira().domain, &entries, &[to], &all).expect("previews");
    let outcome = sharing().perform(nothing.first().expect("one"), &[], samira(), [], at(3)).map(|_| ());
    check(outcome, "nothing_new");
}

#[test]
fn a_copy_is_not_offered_back_to_the_unit_that_wrote_it() {
    let copies = shared(&[note(1)]);
    let previews = preview(johan().domain, &copies, &[Place::from(&samira())], &[]).expect("previews");
    assert!(previews.iter().all(|preview| preview.items.is_empty()));
}

#[test]
fn a_copy_whose_consent_has_run_out_is_no_longer_shared_though_nobody_has_closed_it() {
    let noon = |day: &str| Moment::in_stockholm(day.parse().unwrap(), 12, 0);
    let (ended, last) = (noon("2026-12-01"), "2026-12-10".parse().unwrap());
    let midnight = Moment::in_stockholm("2026-12-11".parse().unwrap(), 0, 0);
    for (ended_at, until, now, standing) in [
        (None, None, "2026-12-20", Standing::Shared),
        (None, Some(last), "2026-12-10", Standing::Shared),
        (None, Some(last), "2026-12-11", Standing::SharingEnded { at: midnight }),
        (Some(ended), Some(last), "2026-12-20", Standing::SharingEnded { at: ended }),
    ] {
        assert_eq!(Standing::of(ended_at, until, noon(now)), standing, "{now}");
    }
}
