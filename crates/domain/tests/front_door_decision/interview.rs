//! The interview: what is asked, who answered what, and what is missing.

use std::collections::BTreeSet;

use domain::front_door::interview::item::{self, Item, Kind, Section, Step};
use domain::front_door::interview::{self, Answer, Draft};
use domain::front_door::rating::{Domain, Rating, Ratings, Severity};
use domain::front_door::safety;
use domain::front_door::speaker::Speaker;
use domain::front_door::text::Words;

use crate::{id, now, post};

fn item(code: &str) -> &'static Item {
    Item::from_code(code).unwrap()
}

fn a_draft() -> Draft {
    Draft::start(id(7), id(1), now()).0
}

fn said(draft: Draft, code: &str, speaker: Speaker, answer: Answer) -> Draft {
    draft.answer(item(code), speaker, answer, now()).unwrap().0
}

fn all_unknown() -> Draft {
    item::ALL.iter().fold(a_draft(), |draft, item| said(draft, item.code, Speaker::Professional, Answer::Unknown))
}

#[test]
fn every_item_has_its_own_code_in_lower_case() {
    let codes: BTreeSet<&str> = item::ALL.iter().map(|item| item.code).collect();
    assert_eq!(codes.len(), item::ALL.len());
    let plain = |code: &&str| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    assert_eq!(codes.iter().find(|code| !plain(code)), None);
}

#[test]
fn the_interview_asks_every_acute_question_and_every_area() {
    let acute: Vec<_> = safety::Item::ALL.iter().map(|asked| format!("acute_{}", asked.code())).collect();
    let areas: Vec<_> = Domain::ALL.iter().map(|domain| format!("area_{}", domain.code())).collect();
    for code in acute.iter().chain(&areas) {
        assert_eq!(Item::from_code(code).map(|item| item.code), Some(code.as_str()));
    }
}

#[test]
fn not_knowing_is_an_answer_to_everything() {
    assert_eq!(all_unknown().missing(), Vec::<&Item>::new());
    let draft = all_unknown();
    assert_eq!(draft.ratings(), Ratings::UNKNOWN);
    assert_eq!((draft.screen().unasked(), draft.screen().positive()), (vec![], vec![]));
    assert!(all_unknown().finish(post(), now()).is_ok());
}

#[test]
fn a_draft_says_what_is_missing_before_it_is_finished() {
    let draft = said(a_draft(), "concern", Speaker::Child, Answer::Text(Words::new("Benen går inte.").unwrap()));
    let Err(interview::Refusal::Missing(missing)) = draft.clone().finish(post(), now()) else { panic!() };
    assert_eq!(missing, draft.missing());
    assert!(missing.contains(&item("wish")) && !missing.contains(&item("concern")));
    let progress = draft.section_progress(Section::Concern);
    assert_eq!((progress.answered, progress.items, progress.missing), (1, 3, vec![]));
}

#[test]
fn the_steps_of_the_page_cover_every_item_once() {
    let items: usize = Step::ALL.iter().map(|step| a_draft().progress(*step).items).sum();
    assert_eq!(items, item::ALL.len());
}

#[test]
fn each_speaker_keeps_their_own_answer() {
    let draft = said(a_draft(), "acute_self_harm", Speaker::Child, Answer::No);
    let draft = said(draft, "acute_self_harm", Speaker::GuardianB, Answer::Yes);
    let draft = said(draft, "acute_self_harm", Speaker::Child, Answer::Unknown);
    let answers: Vec<_> =
        draft.answers(item("acute_self_harm")).map(|(who, given)| (who, given.answer.clone())).collect();
    assert_eq!(answers, [(Speaker::Child, Answer::Unknown), (Speaker::GuardianB, Answer::Yes)]);
    assert_eq!(draft.screen().positive(), [safety::Item::SelfHarm]);
}

#[test]
fn only_the_professional_rates() {
    let large = Answer::Severity(Severity::Large);
    let draft = said(a_draft(), "area_school", Speaker::GuardianA, large.clone());
    assert_eq!(draft.ratings().of(Domain::School), Rating::Unknown);
    let draft = said(draft, "area_school", Speaker::Professional, large);
    assert_eq!(draft.ratings().of(Domain::School), Rating::Known(Severity::Large));
}

#[test]
fn answers_are_read_by_the_kind_of_item() {
    let cases = [
        ("area_school", "4", Some(Answer::Severity(Severity::VeryLarge))),
        ("area_school", "5", None),
        ("area_school", "yes", None),
        ("acute_mania", "yes", Some(Answer::Yes)),
        ("acute_mania", "maybe", None),
        ("school_attendance", "half", Some(Answer::Choice("half"))),
        ("school_attendance", "sometimes", None),
        ("wish", "", None),
        ("wish", " att få sova", Some(Answer::Text(Words::new(" att få sova").unwrap()))),
    ];
    for (code, value, expected) in cases {
        assert_eq!(item(code).read(value).ok(), expected, "{code} {value}");
    }
}

#[test]
fn an_answer_of_another_kind_is_refused() {
    for item in item::ALL {
        let other = match item.kind {
            Kind::Text | Kind::Severity | Kind::Choice(_) => Answer::Yes,
            Kind::YesNo => Answer::Severity(Severity::None),
        };
        let result = a_draft().answer(item, Speaker::Child, other, now());
        assert_eq!(result, Err(interview::Refusal::DoesNotFit), "{}", item.code);
    }
}
