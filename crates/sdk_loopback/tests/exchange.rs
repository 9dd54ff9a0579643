//! Two installations write to each other, through each door and across them, and what goes wrong on the way is noticed.

mod support;

use domain::letter::outgoing::{Failure as Why, PATIENCE, State};
use jiff::SignedDuration;
use sdk_connect::{Attempt, Failure, Stage};
use sdk_loopback::{Mishap, Trouble};
use support::{Kind, REGION, SCHOOL, World, message};

fn next(mishaps: &[Mishap]) -> Trouble {
    Trouble { next: mishaps.to_vec(), ..Trouble::default() }
}

/// A letter from the region to the school, handed in while this goes wrong.
async fn sent(region: Kind, school: Kind, mishaps: &[Mishap]) -> (World, String) {
    let world = World::new(region, school).await;
    world.trouble(next(mishaps));
    let message = message(REGION, SCHOOL, &world.environment);
    let id = message.id.to_string();
    world.region.send(message).await;
    (world, id)
}

#[tokio::test]
async fn a_message_and_its_receipt_pass_through_every_door_to_every_door() {
    for region in Kind::ALL {
        for school in Kind::ALL {
            let (world, id) = sent(region, school, &[]).await;
            world.settle().await;
            assert_eq!(world.school.shown(), [id], "{region:?} to {school:?}");
            assert!(matches!(world.region.last_state(), State::Accepted { .. }), "{region:?} to {school:?}");
            let shown = world.school.disk.lock().shown[0].clone();
            let letter = world.region.disk.lock().sent[0].message.letter.clone();
            assert_eq!(shown.letter.documents, letter.documents);
            assert_eq!(shown.letter.subject, letter.subject);
        }
    }
}

#[tokio::test]
async fn a_message_for_a_function_that_is_not_there_is_rejected_with_the_reason() {
    for (region, school) in [(Kind::Plugin, Kind::Api), (Kind::Api, Kind::Backend), (Kind::Api, Kind::Api)] {
        let world = World::new(region, school).await;
        let mut message = message(REGION, SCHOOL, &world.environment);
        message.letter.recipient.attention.function.address =
            sdk::text::FunctionAddress::new("sdk:finns-inte").unwrap();
        world.region.send(message).await;
        world.settle().await;
        assert!(world.school.shown().is_empty());
        assert!(matches!(world.region.last_state(), State::Rejected { .. }), "{region:?} to {school:?}");
        if region == Kind::Api {
            let handed = world.region.disk.lock().sent[0].handed.clone().unwrap();
            let Stage::Rejected(issues) = world.region.connection.state(&handed).await.unwrap() else { panic!() };
            assert_eq!(issues[0].code, "BV");
            assert!(issues[0].text.starts_with("not-found: "), "{}", issues[0].text);
        }
    }
}

#[tokio::test]
async fn a_message_that_is_lost_is_noticed_when_its_time_has_come_and_not_before() {
    for region in Kind::ALL {
        let (world, _) = sent(region, Kind::Plugin, &[Mishap::Lose]).await;
        world.settle().await;
        assert_eq!(world.region.states(), ["WAITING_FOR_RECEIPT"]);
        world.environment.advance(PATIENCE.checked_sub(SignedDuration::from_secs(1)).unwrap());
        world.region.time_out();
        assert_eq!(world.region.states(), ["WAITING_FOR_RECEIPT"]);
        world.environment.advance(SignedDuration::from_secs(1));
        world.region.time_out();
        assert!(matches!(world.region.last_state(), State::ExchangeError { why: Why::NoReceipt, .. }));
        assert!(world.school.shown().is_empty());
    }
}

#[tokio::test]
async fn a_receipt_that_is_lost_is_noticed_and_the_message_is_there_all_the_same() {
    for region in Kind::ALL {
        for school in [Kind::Plugin, Kind::Api] {
            let (world, id) = sent(region, school, &[Mishap::None, Mishap::Lose]).await;
            world.settle().await;
            assert_eq!(world.school.shown(), [id]);
            world.environment.advance(PATIENCE);
            world.region.follow().await;
            world.region.time_out();
            assert_eq!(world.region.states(), ["MESSAGE_EXCHANGE_ERROR"], "{region:?} from {school:?}");
        }
    }
}

#[tokio::test]
async fn a_receipt_that_comes_after_the_alarm_is_still_heard() {
    let (world, _) = sent(Kind::Plugin, Kind::Plugin, &[Mishap::None, Mishap::Hold]).await;
    world.settle().await;
    world.environment.advance(PATIENCE);
    world.region.time_out();
    assert_eq!(world.region.states(), ["MESSAGE_EXCHANGE_ERROR"]);
    assert_eq!(world.release(), 1);
    world.settle().await;
    assert_eq!(world.region.states(), ["ACCEPTED"]);
}

#[tokio::test]
async fn what_comes_twice_is_shown_once_and_answered_once() {
    for school in Kind::ALL {
        let (world, id) = sent(Kind::Plugin, school, &[Mishap::Double, Mishap::Double]).await;
        world.settle().await;
        assert_eq!(world.school.shown(), [id], "{school:?}");
        assert_eq!(world.region.states(), ["ACCEPTED"]);
        assert_eq!(world.transfers(), 2, "the message and one receipt: {school:?}");
    }
}

#[tokio::test]
async fn what_is_held_comes_when_it_is_let_go() {
    for region in Kind::ALL {
        let (world, id) = sent(region, Kind::Backend, &[Mishap::Hold]).await;
        world.settle().await;
        assert!(world.school.shown().is_empty());
        let expected = if region == Kind::Api { "SUBMITTED" } else { "SCHEDULED_FOR_RESEND" };
        assert_eq!(world.region.states(), [expected], "{region:?}");
        assert_eq!(world.release(), 1);
        world.settle().await;
        assert_eq!(world.school.shown(), [id]);
        assert_eq!(world.region.states(), ["ACCEPTED"]);
    }
}

#[tokio::test]
async fn letters_that_overtake_each_other_all_come() {
    let world = World::new(Kind::Plugin, Kind::PluginMtom).await;
    world.trouble(next(&[Mishap::None, Mishap::Reorder, Mishap::Reorder]));
    let mut ids = vec![];
    for _ in 0..3 {
        let message = message(REGION, SCHOOL, &world.environment);
        ids.push(message.id.to_string());
        world.region.send(message).await;
    }
    world.settle().await;
    ids.reverse();
    assert_eq!(world.school.shown(), ids);
    assert_eq!(world.region.states(), ["ACCEPTED"; 3]);
}

#[tokio::test]
async fn a_transport_that_fails_says_why() {
    for region in Kind::ALL {
        let (world, _) = sent(region, Kind::Plugin, &[Mishap::Fail]).await;
        let handed = world.region.disk.lock().sent[0].handed.clone().unwrap();
        let Stage::Failed(issues) = world.region.connection.state(&handed).await.unwrap() else { panic!() };
        assert_eq!(issues.len(), 1, "{region:?}");
        world.region.follow().await;
        assert!(matches!(world.region.last_state(), State::ExchangeError { why: Why::Transport, .. }));
    }
}

#[tokio::test]
async fn an_organisation_that_nobody_serves_is_told_of() {
    for region in Kind::DOMIBUS {
        let world = World::new(region, Kind::Plugin).await;
        let mut message = message(REGION, SCHOOL, &world.environment);
        message.letter.recipient.id = sdk::text::ParticipantId::new("0203:ingen.example.se").unwrap();
        world.region.send(message).await;
        let handed = world.region.disk.lock().sent[0].handed.clone().unwrap();
        let Stage::Failed(issues) = world.region.connection.state(&handed).await.unwrap() else { panic!() };
        assert_eq!(issues[0].text, "NOT_SERVICED");
        let code = if region == Kind::Backend { "EBMS_0004" } else { "EBMS:0004" };
        assert_eq!(issues[0].code, code);
    }
}

#[tokio::test]
async fn when_the_answer_to_handing_over_gets_lost_there_is_still_one_letter() {
    for region in Kind::ALL {
        let world = World::new(region, Kind::Plugin).await;
        world.trouble(next(&[Mishap::Mute]));
        world.region.write(message(REGION, SCHOOL, &world.environment));
        let failure = world.region.hand_over(Attempt::First).await.unwrap_err();
        assert!(failure.may_have_arrived(), "{region:?}: {failure}");
        world.region.hand_over(Attempt::Again).await.unwrap();
        assert_eq!(world.transfers(), 1, "{region:?}");
        world.settle().await;
        assert_eq!(world.school.shown().len(), 1);
        assert_eq!(world.region.states(), ["ACCEPTED"]);
    }
}

#[tokio::test]
async fn what_never_arrived_is_handed_over_by_trying_again() {
    for region in Kind::ALL {
        let world = World::new(region, Kind::Plugin).await;
        world.region.write(message(REGION, SCHOOL, &world.environment));
        world.region.hand_over(Attempt::Again).await.unwrap();
        assert_eq!(world.transfers(), 1, "{region:?}");
    }
}

#[tokio::test]
async fn a_door_refuses_the_other_kind_of_letter() {
    let api = World::new(Kind::Api, Kind::Plugin).await;
    let plugin = World::new(Kind::Plugin, Kind::Plugin).await;
    for (from, to) in [(&api, &plugin), (&plugin, &api)] {
        from.region.write(message(REGION, SCHOOL, &from.environment));
        let parcel = std::sync::Arc::clone(&from.region.disk.lock().sent[0].parcel);
        assert_eq!(to.region.connection.send(&parcel, Attempt::First).await, Err(Failure::OtherKind));
    }
}

#[tokio::test]
async fn a_token_that_is_forgotten_or_old_is_fetched_anew() {
    let world = World::new(Kind::Api, Kind::Plugin).await;
    world.region.connection.waiting().await.unwrap();
    world.loopback.forget_tokens();
    world.region.connection.waiting().await.unwrap();
    world.environment.advance(SignedDuration::from_hours(2));
    world.region.connection.waiting().await.unwrap();
}

#[tokio::test]
async fn whoever_has_the_wrong_key_or_password_is_not_let_in() {
    let world = World::new(Kind::Plugin, Kind::Api).await;
    let mut settings = support::domibus_settings(REGION, Kind::Plugin, format!("http://{}", world.address));
    settings.login =
        sdk_connect::domibus::Login::User { name: REGION.domain.to_owned(), password: "fel".to_owned().into() };
    let wrong = sdk_connect::domibus::Domibus::new(settings).unwrap();
    let failure = sdk_connect::Connection::waiting(&wrong).await.unwrap_err();
    assert_eq!(failure, Failure::NotAllowed { what: "waiting" });

    // The region's key under the school's name.
    let client = sdk_connect::sdk_api::Client {
        id: SCHOOL.domain.to_owned(),
        token_address: format!("http://{}/token", world.address),
        signer: REGION.has().signer.clone(),
        environment: world.environment.clone(),
    };
    let settings = sdk_connect::sdk_api::Settings {
        address: sdk_connect::door::Address::on_this_machine(format!("http://{}/v1", world.address)),
        login: sdk_connect::sdk_api::Login::Tokens(client),
        functions: vec![],
    };
    let wrong = sdk_connect::sdk_api::SdkApi::new(settings).unwrap();
    let failure = sdk_connect::Connection::waiting(&wrong).await.unwrap_err();
    assert!(matches!(failure, Failure::Refused { what: "token", .. }), "{failure}");
}

/// What became of twenty letters under dice with a seed: lines that tell it all.
async fn twenty(seed: u64) -> Vec<String> {
    let world = World::new(Kind::Plugin, Kind::PluginMtom).await;
    let trouble = Trouble { seed, lose: 100, fail: 100, hold: 100, double: 200, reorder: 200, ..Trouble::default() };
    world.trouble(trouble);
    let mut lines = vec![];
    for _ in 0..20 {
        let message = message(REGION, SCHOOL, &world.environment);
        lines.push(message.id.to_string());
        world.region.send(message).await;
    }
    world.settle().await;
    while world.release() > 0 {
        world.settle().await;
    }
    world.environment.advance(PATIENCE);
    world.region.time_out();
    let shown = world.school.shown();
    let mut once = shown.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), shown.len(), "nothing is shown twice");
    for (line, state) in lines.iter_mut().zip(world.region.states()) {
        let was_shown = shown.contains(line);
        assert!(matches!(state, "ACCEPTED" | "MESSAGE_EXCHANGE_ERROR"), "every letter has come to its end: {state}");
        assert!(was_shown || state == "MESSAGE_EXCHANGE_ERROR", "what was accepted was shown");
        *line = format!("{state} {was_shown} {line}");
    }
    lines.push(shown.join(" "));
    lines
}

#[tokio::test]
async fn under_dice_every_letter_comes_to_an_end_and_the_same_seed_gives_the_same() {
    let first = twenty(3).await;
    assert!(first.iter().any(|line| line.starts_with("MESSAGE_EXCHANGE_ERROR false")));
    assert!(first.iter().any(|line| line.starts_with("ACCEPTED true")));
    assert_eq!(twenty(3).await, first);
}

#[tokio::test]
async fn what_goes_wrong_is_said_and_seen_over_http_too() {
    let (world, _) = sent(Kind::Plugin, Kind::Plugin, &[Mishap::Hold]).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = |path: &str| format!("http://{}/loopback{path}", world.address);
    let told = client.get(url("")).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&told).unwrap(), world.loopback.told());
    // A page in a browser cannot send JSON unasked.
    let unasked = client.post(url("/release")).body("{}").send().await.unwrap();
    assert_eq!(unasked.status(), 400);
    let json = |request: reqwest::RequestBuilder| request.header("content-type", "application/json");
    let released = json(client.post(url("/release"))).body("{}").send().await.unwrap().bytes().await.unwrap();
    assert_eq!(&*released, br#"{"released":1}"#);
    let wrong = json(client.put(url("/trouble"))).body(r#"{"loose": 3}"#).send().await.unwrap();
    assert_eq!(wrong.status(), 400);
    let set = json(client.put(url("/trouble"))).body(r#"{"next": ["lose"], "seed": 7}"#).send().await.unwrap();
    assert_eq!(set.status(), 204);
    assert_eq!(world.loopback.told()["trouble"]["next"], serde_json::json!(["lose"]));
}

#[tokio::test]
async fn a_file_of_a_megabyte_comes_as_it_went() {
    let content: Vec<u8> = (0..1_000_000_u32).flat_map(|number| number.to_le_bytes().into_iter().take(1)).collect();
    for (region, school) in
        [(Kind::PluginMtom, Kind::PluginMtom), (Kind::Backend, Kind::Api), (Kind::Api, Kind::Plugin)]
    {
        let world = World::new(region, school).await;
        let mut message = message(REGION, SCHOOL, &world.environment);
        message.letter.documents[0].files[0].content.clone_from(&content);
        world.region.send(message).await;
        world.settle().await;
        let shown = world.school.disk.lock().shown[0].clone();
        assert!(shown.letter.documents[0].files[0].content == content, "{region:?} to {school:?}");
        assert_eq!(world.region.states(), ["ACCEPTED"]);
    }
}
