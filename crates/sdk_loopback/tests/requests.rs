//! What is asked, and what is made of answers that are not the contract's: a server that notes every request and answers
//! what the test says.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what the tests share may fail as the tests do")]

mod support;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse as _, Response};
use environment::Environment;
use sdk::certificate::Certificate;
use sdk::judgement::{Silence, Transport};
use sdk::xml;
use sdk_connect::desk::{Desk, Found};
use sdk_connect::domibus::{Domibus, Flavour};
use sdk_connect::door::Address;
use sdk_connect::multipart::Multipart;
use sdk_connect::sdk_api::{self, SdkApi};
use sdk_connect::{Attempt, Connection, Failure, Handed, Parcel, Stage, Ticket, soap};
use support::{Kind, Organisation, REGION, SCHOOL, TRUST, World, authority, message};
use tokio::net::TcpListener;

/// A request as it came.
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

/// Answers the same to everything.
#[derive(Clone)]
struct Stub {
    asked: Arc<Mutex<Vec<Asked>>>,
    answer: Arc<(u16, &'static str, String)>,
}

impl Stub {
    async fn new(status: u16, content_type: &'static str, body: impl Into<String>) -> (Self, SocketAddr) {
        let stub = Self { asked: Arc::default(), answer: Arc::new((status, content_type, body.into())) };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(stub.clone());
        drop(tokio::spawn(async move { axum::serve(listener, router).await.unwrap() }));
        (stub, address)
    }

    fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

async fn answer(State(stub): State<Stub>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    stub.asked.lock().unwrap().push(Asked { method, uri, headers, body });
    let (status, content_type, body) = &*stub.answer;
    let status = axum::http::StatusCode::from_u16(*status).unwrap();
    (status, [("content-type", *content_type), ("location", "/elsewhere")], body.clone()).into_response()
}

fn soap(flavour: Flavour, name: &str, content: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"{}\"><s:Body><w:{name} xmlns:w=\"{}\">{content}</w:{name}></s:Body></s:Envelope>",
        soap::ENVELOPE,
        flavour.namespace()
    )
}

const SOAP: &str = "application/soap+xml; charset=UTF-8";

fn domibus(kind: Kind, address: SocketAddr) -> Domibus {
    Domibus::new(support::domibus_settings(REGION, kind, format!("http://{address}/domibus"))).unwrap()
}

/// A message service that asks for no token, only for a certificate, which plain http does not show.
fn api(address: SocketAddr) -> SdkApi {
    let pem = format!("{}{}", authority::pem(&REGION.has().certificate), authority::SENDER.as_str());
    let address = Address { identity: Some(pem.into_bytes()), ..Address::on_this_machine(format!("http://{address}")) };
    SdkApi::new(sdk_api::Settings { address, login: sdk_api::Login::Certificate, functions: vec![] }).unwrap()
}

/// A sealed letter, and a parcel with it.
async fn parcel() -> Arc<Parcel> {
    let world = World::new(Kind::Plugin, Kind::Plugin).await;
    world.region.write(message(REGION, SCHOOL, &world.environment));
    let disk = world.region.disk.lock();
    Arc::clone(&disk.sent[0].parcel)
}

#[tokio::test]
async fn what_is_submitted_says_what_the_profile_asks_for_in_both_namespaces() {
    let parcel = parcel().await;
    let sdk_connect::Content::Envelope { bytes, conversation } = &parcel.content else { panic!() };
    for kind in Kind::DOMIBUS {
        let flavour = if kind == Kind::Backend { Flavour::Backend } else { Flavour::Plugin };
        let answer = soap(flavour, "submitResponse", "<messageID>theirs</messageID>");
        let (stub, address) = Stub::new(200, SOAP, answer).await;
        let handed = domibus(kind, address).send(&parcel, Attempt::First).await.unwrap();
        assert_eq!(handed, Handed("theirs".to_owned()), "what the access point calls it");

        let asked = stub.asked.lock().unwrap();
        let [asked] = asked.as_slice() else { panic!() };
        assert_eq!(asked.method, Method::POST);
        assert_eq!(asked.uri.path(), format!("/domibus{}", flavour.path()));
        assert_eq!(asked.headers["authorization"], "Basic cm9zbWFyay5leGFtcGxlLnNlOmhlbWxpZ3Q=");
        let content_type = asked.headers["content-type"].to_str().unwrap();
        let parts = (kind == Kind::PluginMtom).then(|| Multipart::read(content_type, &asked.body).unwrap());
        if parts.is_none() {
            assert_eq!(content_type, SOAP);
        }
        let root = parts.as_ref().map_or(&*asked.body, Multipart::root);
        let (header, body) = taken_apart(root, flavour);
        let id = format!("{}@{}", parcel.transfer, REGION.domain);
        assert_eq!(header, expected_header(&id, conversation.as_str()));
        let value = match &parts {
            Some(parts) => {
                assert_eq!(parts.part("cid:message"), Some(bytes.as_slice()), "byte for byte");
                "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:message\"></xop:Include>"
                    .to_owned()
            }
            None => base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes),
        };
        let expected =
            format!("<payload contentType=\"text/xml\" payloadId=\"cid:message\"><value>{value}</value></payload>");
        assert_eq!(body, expected);
    }
}

/// The header's text, and what stands in the request's element.
fn taken_apart(root: &[u8], flavour: Flavour) -> (String, String) {
    let document = soap::parse(root).unwrap();
    let parts = soap::parts(&document).unwrap();
    assert!(xml::is(parts.content, flavour.namespace(), "submitRequest"));
    let inner = |node: roxmltree::Node<'_, '_>| {
        let all: Vec<_> = node.children().map(|child| &document.input_text()[child.range()]).collect();
        all.concat()
    };
    (inner(parts.header.unwrap()), inner(parts.content))
}

fn expected_header(id: &str, conversation: &str) -> String {
    let ns = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/";
    [
        &format!("<eb:Messaging xmlns:eb=\"{ns}\"><eb:UserMessage>"),
        &format!("<eb:MessageInfo><eb:MessageId>{id}</eb:MessageId></eb:MessageInfo>"),
        "<eb:PartyInfo><eb:From>\
         <eb:PartyId type=\"urn:fdc:digg.se:edelivery:transportprofile:as4:partytype:ap\">AP0000-SDK-TEST</eb:PartyId>",
        &format!("<eb:Role>{ns}initiator</eb:Role></eb:From></eb:PartyInfo>"),
        "<eb:CollaborationInfo><eb:Service type=\"urn:fdc:digg.se:edelivery:process\">bdx:noprocess</eb:Service>",
        "<eb:Action>busdox-docid-qns::urn:riv:infrastructure:messaging:MessageWithAttachments:3::messagePayload##3.0::\
         tm-base-ext-sigenc</eb:Action>",
        &format!("<eb:ConversationId>{conversation}</eb:ConversationId></eb:CollaborationInfo><eb:MessageProperties>"),
        "<eb:Property name=\"originalSender\" type=\"iso6523-actorid-upis\">0203:rosmark.example.se</eb:Property>",
        "<eb:Property name=\"finalRecipient\" type=\"iso6523-actorid-upis\">0203:almvik.example.se</eb:Property>",
        "</eb:MessageProperties><eb:PayloadInfo><eb:PartInfo href=\"cid:message\"><eb:PartProperties>",
        "<eb:Property name=\"MimeType\">text/xml</eb:Property></eb:PartProperties></eb:PartInfo></eb:PayloadInfo>",
        "</eb:UserMessage></eb:Messaging>",
    ]
    .concat()
}

#[tokio::test]
async fn what_changes_nothing_is_asked_twice_and_a_letter_is_handed_over_once() {
    let parcel = parcel().await;
    let (stub, address) = Stub::new(504, "text/html", "<html>").await;
    let door = domibus(Kind::Plugin, address);
    assert_eq!(door.waiting().await, Err(Failure::Silent { what: "waiting" }));
    assert_eq!(stub.count(), 2);
    let failure = door.send(&parcel, Attempt::First).await.unwrap_err();
    assert!(failure.may_have_arrived());
    assert_eq!(stub.count(), 3);
    // Whether it is there cannot be asked, so nothing is handed over.
    assert!(door.send(&parcel, Attempt::Again).await.is_err());
    let asked = stub.asked.lock().unwrap();
    let last = String::from_utf8(asked.last().unwrap().body.to_vec()).unwrap();
    assert!(last.contains("statusRequestWithAccessPointRole"), "{last}");
}

#[tokio::test]
async fn nobody_there_means_nothing_was_handed_over() {
    let parcel = parcel().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let failure = domibus(Kind::Plugin, address).send(&parcel, Attempt::First).await.unwrap_err();
    assert_eq!(failure, Failure::Unreached { what: "submit" });
    assert!(!failure.may_have_arrived());
}

#[tokio::test]
async fn answers_that_are_not_the_contracts_are_not_believed() {
    let pending = soap(Flavour::Plugin, "listPendingMessagesResponse", "<messageID>1</messageID>");
    let fault = format!(
        "<s:Envelope xmlns:s=\"{}\"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault></s:Body>\
         </s:Envelope>",
        soap::ENVELOPE
    );
    // A list may be longer than other answers: what cannot be fetched stays on it.
    let long = format!("{}{}", pending, " ".repeat(4 * 1024 * 1024));
    let cases: [(u16, &'static str, &str, &str); 10] = [
        (200, SOAP, &pending, "Ok"),
        (200, "text/xml", &pending, "Answer"),
        (200, "text/html", "<html>", "Answer"),
        (500, SOAP, &fault, "Refused"),
        (500, SOAP, &pending, "Answer"),
        (500, "text/html", "<html>", "Answer"),
        (302, "text/html", "", "Answer"),
        (401, "text/html", "", "NotAllowed"),
        (200, SOAP, &long, "Answer"),
        (200, SOAP, "<!DOCTYPE a><a/>", "Answer"),
    ];
    for (status, content_type, body, expected) in cases {
        let (_, address) = Stub::new(status, content_type, body).await;
        let found = format!("{:?}", domibus(Kind::Plugin, address).waiting().await);
        assert!(found.contains(expected), "{status} {content_type}: {found}");
    }
}

#[tokio::test]
async fn what_is_for_somebody_else_or_signed_by_somebody_else_is_not_believed() {
    let parcel = parcel().await;
    let sdk_connect::Content::Envelope { bytes, .. } = &parcel.content else { panic!() };
    let has = SCHOOL.has();
    let transport = |from: Organisation| Transport {
        original_sender: from.id().as_str().to_owned(),
        final_recipient: SCHOOL.id().as_str().to_owned(),
        action: String::new(),
    };
    let open = |us: Organisation, published: &[Certificate], transport: Option<Transport>| {
        let (us, federation) = (&us.id(), sdk::names::FEDERATION);
        let desk = Desk { us, federation, signer: has.signer.as_ref(), opener: has.key.as_ref(), trust: &TRUST };
        desk.open(bytes, published, transport.as_ref(), support::now())
    };
    let region = std::slice::from_ref(&REGION.has().certificate);
    let Found::Message(opened) = open(SCHOOL, region, None) else { panic!() };
    assert_eq!((&opened.envelope().to, opened.signer()), (&SCHOOL.id(), &REGION.has().certificate));
    assert!(matches!(open(REGION, region, Some(transport(REGION))), Found::Silence(Silence::NotForUs)));
    // A certificate that is trusted, but not the sender's; and a sender whom nobody knows. Answered only where the access
    // points say that it is from there.
    for published in [std::slice::from_ref(&has.certificate), &[]] {
        assert!(matches!(open(SCHOOL, published, Some(transport(REGION))), Found::Rejected(_)));
        for other in [Some(transport(SCHOOL)), None] {
            assert!(matches!(open(SCHOOL, published, other), Found::Silence(Silence::Unproven)));
        }
    }
}

/// A letter that cannot be fetched stays on the list: the list is read to its end.
#[tokio::test]
async fn a_list_of_thousands_is_read_to_its_end() {
    let names: Vec<_> = (0..5000).map(|number| format!("<messageID>{number}@ap.example.se</messageID>")).collect();
    let list = soap(Flavour::Plugin, "listPendingMessagesResponse", &names.concat());
    let (_, address) = Stub::new(200, SOAP, list).await;
    let waiting = domibus(Kind::Plugin, address).waiting().await.unwrap();
    assert_eq!((waiting.len(), waiting[4999].0.as_str()), (5000, "4999@ap.example.se"));
}

/// One that no message can be called cannot be fetched. It is told, and does not hide the others.
#[tokio::test]
async fn a_name_that_no_message_has_does_not_hide_the_others() {
    let one = |id: &str| {
        format!(
            r#"{{"type":"messages","id":"1","attributes":{{"messageStatus":"NEW","creationDateTime":"x","messageId":"{id}",
            "conversationId":"x","confidentiality":true,"label":"x","sender":"x","recipient":"x"}}}}"#
        )
    };
    let id = "19c7e876-ef6f-4fb0-bccb-e93e3ab6e69f";
    let list = format!(r#"{{"data":[{},{},{}]}}"#, one("inget id"), one(id), one(id));
    let (_, address) = Stub::new(200, "application/json", list).await;
    let door = api(address);
    let waiting = door.waiting().await.unwrap();
    assert_eq!(waiting, [Ticket("inget id".to_owned()), Ticket(id.to_owned())]);
    assert!(matches!(door.fetch(&waiting[0]).await.err().unwrap(), Failure::Answer { .. }));
}

/// Whatever broke there, it may have been done before: it is never called refused for good.
#[tokio::test]
async fn a_message_service_that_breaks_may_have_sent_the_letter() {
    let environment = Environment::fixed(1, support::now());
    let content = sdk_connect::Content::Message(Box::new(message(REGION, SCHOOL, &environment)));
    let parcel = Parcel { transfer: environment.uuid(), content };
    for (status, arrived) in [(500, true), (501, true), (503, true), (408, true), (429, false)] {
        let (stub, address) = Stub::new(status, "application/json", r#"{"type": "ERROR"}"#).await;
        let failure = api(address).send(&parcel, Attempt::First).await.unwrap_err();
        assert_eq!((failure.is_passing(), failure.may_have_arrived()), (true, arrived), "{status}: {failure}");
        assert_eq!(stub.count(), 1, "it is not sent twice by itself");
    }
    let (_, address) = Stub::new(400, "application/json", "{}").await;
    let failure = api(address).send(&parcel, Attempt::First).await.unwrap_err();
    assert!(matches!(failure, Failure::Refused { .. }), "{failure}");
}

#[tokio::test]
async fn another_message_than_the_one_that_was_asked_for_is_refused() {
    let header = "<e:Messaging xmlns:e=\"http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/\">\
        <e:UserMessage><e:MessageInfo><e:MessageId>2</e:MessageId></e:MessageInfo><e:CollaborationInfo>\
        <e:Action>do</e:Action></e:CollaborationInfo><e:MessageProperties><e:Property name=\"originalSender\">a\
        </e:Property><e:Property name=\"finalRecipient\">b</e:Property></e:MessageProperties></e:UserMessage>\
        </e:Messaging>";
    let body = soap(Flavour::Plugin, "retrieveMessageResponse", "<payload><value>aGVq</value></payload>");
    let body = body.replace("<s:Body>", &format!("<s:Header>{header}</s:Header><s:Body>"));
    let (_, address) = Stub::new(200, SOAP, body).await;
    let door = domibus(Kind::Plugin, address);
    assert!(door.fetch(&Ticket("2".to_owned())).await.is_ok());
    let failure = door.fetch(&Ticket("1".to_owned())).await.err().unwrap();
    assert_eq!(failure, Failure::Answer { what: "retrieve", why: "it is another message" });
}

#[tokio::test]
async fn an_address_without_tls_is_refused_but_on_this_machine() {
    let mut settings = support::domibus_settings(REGION, Kind::Plugin, "http://ap.example.se".to_owned());
    assert!(Domibus::new(settings.clone()).is_err());
    settings.address.base = "https://ap.example.se".to_owned();
    assert!(Domibus::new(settings).is_ok());
}

#[tokio::test]
async fn a_message_that_is_gone_is_told_as_gone() {
    for kind in Kind::DOMIBUS {
        let world = World::new(kind, Kind::Plugin).await;
        let ticket = Ticket("nobody@example.se".to_owned());
        let failure = world.region.connection.fetch(&ticket).await.err().unwrap();
        assert_eq!(failure, Failure::NotFound { what: "retrieve" }, "{kind:?}");
        // Telling once more that what is gone is ours changes nothing.
        world.region.connection.confirm(&ticket).await.unwrap();
        assert_eq!(world.region.connection.state(&Handed(ticket.0)).await, Ok(Stage::Unknown));
    }
}

/// Asks the loopback's SDK API as anybody might.
async fn ask(world: &World, method: &str, path: &str) -> (u16, String) {
    let token = world.loopback.token_for(REGION.domain);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let url = format!("http://{}/v1/sdk/messages{path}", world.address);
    let answer = client.request(method, url).header("authorization", format!("Bearer {token}")).send().await.unwrap();
    let status = answer.status().as_u16();
    (status, String::from_utf8(answer.bytes().await.unwrap().to_vec()).unwrap())
}

#[tokio::test]
async fn only_what_has_come_to_its_end_is_deleted() {
    let world = World::new(Kind::Api, Kind::Plugin).await;
    world.region.send(message(REGION, SCHOOL, &world.environment)).await;
    let id = world.region.disk.lock().sent[0].message.id.to_string();
    assert_eq!(ask(&world, "DELETE", &format!("/{id}")).await.0, 400);
    world.settle().await;
    assert_eq!(ask(&world, "DELETE", &format!("/{id}")).await.0, 202);
    assert_eq!(ask(&world, "DELETE", &format!("/{id}")).await.0, 404);
    assert_eq!(ask(&world, "GET", &format!("/{id}")).await.0, 404);
}

#[tokio::test]
async fn a_list_has_no_documents_and_keeps_to_its_filter() {
    let world = World::new(Kind::Api, Kind::Plugin).await;
    world.region.send(message(REGION, SCHOOL, &world.environment)).await;
    let id = world.region.disk.lock().sent[0].message.id.to_string();
    let (status, all) = ask(&world, "GET", "").await;
    assert_eq!(status, 200);
    assert!(all.contains(&id) && all.contains("WAITING_FOR_RECEIPT") && !all.contains("digitalDocument"), "{all}");
    let (_, new) = ask(&world, "GET", "?filter%5BmessageStatus%5D=NEW").await;
    assert!(!new.contains(&id));
    let (_, one) = ask(&world, "GET", &format!("/{id}")).await;
    assert!(one.contains("digitalDocument"));
    assert_eq!(ask(&world, "GET", "?filter%5Bcolour%5D=red").await.0, 400);
}
