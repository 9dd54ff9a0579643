//! The loopback against those who do not ask as our own doors do: names that look like its own, assertions that are for
//! somebody else or were used before, envelopes whose signature does not hold.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

mod support;

use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::letter::Answer;
use domain::letter::outgoing::Event;
use sdk::keys::Signer as _;
use sdk_connect::sdk_api::{Scope, token};
use sdk_connect::{Attempt, Content, Parcel, soap};
use sdk_loopback::{Mishap, Trouble};
use serde_json::{Value, json};
use support::{Kind, REGION, SCHOOL, World, message};

/// Hands an envelope in by the plugin, under a name of our choice.
async fn hand_in(world: &World, id: &str, envelope: &[u8]) {
    let eb = soap::EBMS;
    let header = [
        &format!("<eb:Messaging xmlns:eb=\"{eb}\"><eb:UserMessage><eb:MessageInfo><eb:MessageId>{id}</eb:MessageId>"),
        "</eb:MessageInfo><eb:PartyInfo><eb:From><eb:PartyId>AP</eb:PartyId><eb:Role>initiator</eb:Role></eb:From>",
        "</eb:PartyInfo><eb:CollaborationInfo><eb:Service type=\"urn:fdc:digg.se:edelivery:process\">bdx:noprocess",
        &format!(
            "</eb:Service><eb:Action>{}::{}</eb:Action>",
            sdk::names::DOCUMENT_SCHEME,
            sdk::names::MESSAGE_DOCUMENT
        ),
        "<eb:ConversationId>samtal</eb:ConversationId></eb:CollaborationInfo><eb:MessageProperties>",
        &format!("<eb:Property name=\"originalSender\">{}</eb:Property>", REGION.id().as_str()),
        &format!("<eb:Property name=\"finalRecipient\">{}</eb:Property>", SCHOOL.id().as_str()),
        "</eb:MessageProperties><eb:PayloadInfo><eb:PartInfo href=\"cid:a\"></eb:PartInfo></eb:PayloadInfo>",
        "</eb:UserMessage></eb:Messaging>",
    ]
    .concat();
    let body = format!(
        "<s:Envelope xmlns:s=\"{}\"><s:Header>{header}</s:Header><s:Body><w:submitRequest xmlns:w=\"{}\">\
         <payload payloadId=\"cid:a\"><value>{}</value></payload></w:submitRequest></s:Body></s:Envelope>",
        soap::ENVELOPE,
        sdk_connect::domibus::Flavour::Plugin.namespace(),
        STANDARD.encode(envelope)
    );
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client
        .post(format!("http://{}/services/wsplugin", world.address))
        .basic_auth(REGION.domain, Some("hemligt"))
        .header("content-type", soap::MEDIA_TYPE)
        .body(body)
        .send()
        .await
        .unwrap();
    let status = answer.status().as_u16();
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer.bytes().await.unwrap()));
}

/// The last letter that was written, sealed.
fn sealed(world: &World) -> Vec<u8> {
    let disk = world.region.disk.lock();
    match &disk.sent.last().unwrap().parcel.content {
        Content::Envelope { bytes, .. } => bytes.clone(),
        Content::Message(_) => vec![],
    }
}

#[tokio::test]
async fn a_letter_is_itself_whatever_its_name_looks_like() {
    for school in Kind::ALL {
        let world = World::new(Kind::Plugin, school).await;
        // The first comes twice: the second time by a name that nobody else can have.
        world.trouble(Trouble { next: vec![Mishap::Double], ..Trouble::default() });
        let mut ids = vec![];
        for name in ["1@rosmark.example.se", "1@rosmark.example.se.again", "2@rosmark.example.se.again"] {
            let message = message(REGION, SCHOOL, &world.environment);
            ids.push(message.id.to_string());
            world.region.write(message);
            hand_in(&world, name, &sealed(&world)).await;
        }
        let taken = world.school.take_in().await;
        assert_eq!((taken.troubled.len(), taken.gone.len()), (0, 0), "{school:?}");
        world.school.work().await;
        assert_eq!(world.school.shown(), ids, "{school:?}");
    }
}

/// An assertion of the region's client, and what is said when a token is asked for with it.
struct Asking {
    address: SocketAddr,
    host: String,
}

impl Asking {
    async fn with(&self, claims: &Value) -> u16 {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&json!({ "alg": "RS256", "typ": "JWT" })), encode(claims));
        let signature = URL_SAFE_NO_PAD.encode(REGION.has().signer.sign(signed.as_bytes()).unwrap());
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", Scope::Get.name())
            .append_pair("client_assertion_type", token::ASSERTION_TYPE)
            .append_pair("client_assertion", &format!("{signed}.{signature}"))
            .finish();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client
            .post(format!("http://{}/token", self.address))
            .header("host", &self.host)
            .header("content-type", "application/x-www-form-urlencoded");
        request.body(form).send().await.unwrap().status().as_u16()
    }
}

fn claims(audience: &str, id: &str, seconds: i64) -> Value {
    let now = support::now().microseconds().div_euclid(1_000_000);
    let client = REGION.domain;
    json!({ "iss": client, "sub": client, "aud": audience, "jti": id, "iat": now, "exp": now + seconds })
}

#[tokio::test]
async fn a_token_is_given_for_our_own_address_whatever_a_request_says_of_where_it_goes() {
    let world = World::new(Kind::Api, Kind::Api).await;
    let asking = |host: &str| Asking { address: world.address, host: host.to_owned() };
    let ours = format!("http://{}/token", world.address);
    // Made for somebody else, and brought here by whoever got it there.
    let theirs = claims("http://mt.example.se/token", "1", 60);
    assert_eq!(asking("mt.example.se").with(&theirs).await, 400);
    assert_eq!(asking(&world.address.to_string()).with(&theirs).await, 400);
    assert_eq!(asking("mt.example.se").with(&claims(&ours, "2", 60)).await, 200, "the host is not listened to");
    for (wrong, why) in [
        (claims(&ours, "3", 0), "it is over"),
        (claims(&ours, "3", 3600), "it is good for so long that nobody would remember it"),
        (claims(&ours, "", 60), "it has no name"),
        (claims(&ours, &"x".repeat(201), 60), "its name is longer than is remembered"),
    ] {
        assert_eq!(asking("mt.example.se").with(&wrong).await, 400, "{why}");
    }
}

#[tokio::test]
async fn an_assertion_is_taken_once_also_past_a_restart() {
    let world = World::new(Kind::Plugin, Kind::Plugin).await;
    let address = "http://mt.example.se/token";
    let begun = async || {
        let given = Some(address.to_owned());
        let loopback = support::open_at(Kind::Api, Kind::Api, &world.folder, &world.environment, given);
        Asking { address: support::serve(&loopback).await, host: "mt.example.se".to_owned() }
    };
    let asking = begun().await;
    assert_eq!(asking.with(&claims(address, "1", 60)).await, 200);
    assert_eq!(asking.with(&claims(address, "1", 60)).await, 400, "the same again");
    assert_eq!(asking.with(&claims(address, "1", 61)).await, 400, "by the same name");
    assert_eq!(asking.with(&claims(address, "2", 60)).await, 200);
    let again = begun().await;
    assert_eq!(again.with(&claims(address, "1", 60)).await, 400, "after a restart");
    assert_eq!(again.with(&claims(address, "3", 60)).await, 200);
    // Once it is over it is forgotten; being over is why it is refused then.
    world.environment.advance(jiff::SignedDuration::from_secs(61));
    assert_eq!(again.with(&claims(address, "4", 120)).await, 200);
    let state = std::fs::read_to_string(world.folder.path().join("state.json")).unwrap();
    let state: Value = serde_json::from_str(&state).unwrap();
    let kept: Vec<&str> = state["assertions"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(kept, ["4"]);
}

/// Whoever writes the identifier of a message on something unsigned must not have the message itself turned away.
#[tokio::test]
async fn what_nobody_has_proven_does_not_take_the_identifier_of_a_message() {
    for school in [Kind::Api, Kind::Plugin] {
        let world = World::new(Kind::Plugin, school).await;
        let message = message(REGION, SCHOOL, &world.environment);
        let id = message.id.to_string();
        world.region.write(message);
        let sealed = String::from_utf8(sealed(&world)).unwrap();
        let changed = sealed.replacen("sdk:elevhalsan", "sdk:annan", 1);
        assert_ne!(sealed, changed);
        hand_in(&world, "forged@rosmark.example.se", changed.as_bytes()).await;
        assert!(world.school.take_in().await.gone.is_empty());
        world.school.work().await;
        assert!(world.school.shown().is_empty(), "{school:?}");
        world.region.hand_over(Attempt::First).await.unwrap();
        world.settle().await;
        assert_eq!(world.school.shown(), [id], "{school:?}");
        // The access points said that both are from the region, which is why it was answered at all.
        let disk = world.region.disk.lock();
        assert_eq!(disk.sent[0].events.last(), Some(&Event::Contradicted), "{school:?}");
        assert!(disk.sent[0].events.contains(&Event::Answered(Answer::Rejected)), "{school:?}");
    }
}

/// A message service refuses what is too large by its own measure, before anything is sealed.
#[tokio::test]
async fn a_message_that_is_too_large_is_refused_with_too_long() {
    let world = World::new(Kind::Api, Kind::Plugin).await;
    let mut large = message(REGION, SCHOOL, &world.environment);
    // Room for the words alone: with its elements it is too large.
    large.letter.documents[0].files[0].content = vec![7; 22_499_970];
    assert!(large.letter.size() <= sdk::message::SENT_BYTES_MAX);
    let parcel = Parcel { transfer: world.environment.uuid(), content: Content::Message(Box::new(large)) };
    let failure = world.region.connection.send(&parcel, Attempt::First).await.unwrap_err();
    assert_eq!(failure.to_string(), "the other side refuses (send): 400:MESSAGE_EXCHANGE_ERROR");
    assert_eq!(world.transfers(), 0);
}
