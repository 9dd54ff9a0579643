//! What access points and message services answer: strictly read, and against whatever comes. A bounded number of inputs,
//! the same every time.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what the tests share may fail as the tests do")]

#[path = "../../sdk/tests/support/dice.rs"]
mod dice;

use dice::Dice;
use sdk_connect::connection::{Code, Stage};
use sdk_connect::domibus::{Flavour, Status, read_errors, read_retrieved, read_status, read_submitted, read_waiting};
use sdk_connect::multipart::{self, Multipart};
use sdk_connect::sdk_api::{letter, read_json, wire};
use sdk_connect::soap;

const ROUNDS: usize = 400;

const PIECES: [&str; 18] = [
    "<",
    ">",
    "/>",
    "</",
    "&",
    "&#0;",
    "<!DOCTYPE a>",
    "xmlns=\"\"",
    "\u{FEFF}",
    "\r\n\r\n",
    "\r\n--b",
    "--b--",
    "\"",
    "{",
    "]",
    "null",
    "1e999",
    "\\u0000",
];

fn mutated(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let until = (at + dice.below(60)).min(bytes.len());
        match dice.below(5) {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..until)),
            2 => drop(bytes.splice(at..at, PIECES[dice.below(PIECES.len())].bytes())),
            3 => {
                let piece = bytes[at..until].to_vec();
                let to = dice.below(bytes.len());
                drop(bytes.splice(to..to, piece));
            }
            _ => bytes.truncate(at.max(1)),
        }
        if bytes.is_empty() {
            bytes.push(b'<');
        }
    }
    bytes
}

fn soap(header: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"{}\" xmlns:w=\"{}\"><s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>",
        soap::ENVELOPE,
        Flavour::Plugin.namespace()
    )
}

const HEADER: &str = "<e:Messaging xmlns:e=\"http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/\">\
    <e:UserMessage><e:MessageInfo><e:MessageId>1@a.se</e:MessageId></e:MessageInfo><e:CollaborationInfo>\
    <e:Action>do</e:Action></e:CollaborationInfo><e:MessageProperties>\
    <e:Property name=\"originalSender\">0203:a.se</e:Property>\
    <e:Property name=\"finalRecipient\">0203:b.se</e:Property></e:MessageProperties></e:UserMessage></e:Messaging>";

fn retrieved(value: &str) -> String {
    let body = format!(
        "<w:retrieveMessageResponse><payload payloadId=\"cid:message\"><value>{value}</value></payload>\
         </w:retrieveMessageResponse>"
    );
    soap(HEADER, &body)
}

fn beside() -> (String, Vec<u8>) {
    let include = "<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:one%40two\"></x:Include>";
    multipart::write(&retrieved(include), b"\r\n--almost \x00\xff", "one@two", "boundary").unwrap()
}

#[test]
fn a_payload_is_the_same_inside_and_beside() {
    let found = read_retrieved(retrieved("aGVq\r\n  IGhl\nag==").as_bytes(), Flavour::Plugin, &|_| None).unwrap();
    assert_eq!((found.id.as_str(), &*found.payload), ("1@a.se", &b"hej hej"[..]));
    assert_eq!(found.transport.original_sender, "0203:a.se");
    let (content_type, body) = beside();
    let parts = Multipart::read(&content_type, &body).unwrap();
    let part = |address: &str| parts.part(address).map(<[u8]>::to_vec);
    let found = read_retrieved(parts.root(), Flavour::Plugin, &part).unwrap();
    assert_eq!(found.payload, b"\r\n--almost \x00\xff");
}

#[test]
fn answers_that_are_not_the_contracts_are_refused() {
    let plugin = |body: &str| read_submitted(soap("", body).as_bytes(), Flavour::Plugin);
    assert_eq!(plugin("<w:submitResponse><messageID>1</messageID></w:submitResponse>"), Ok("1".to_owned()));
    for wrong in [
        "<w:submitResponse></w:submitResponse>",
        "<w:submitResponse><messageID></messageID></w:submitResponse>",
        "<w:submitResponse><messageID>1</messageID><messageID>2</messageID></w:submitResponse>",
        "<w:submitResponse><w:messageID>1</w:messageID></w:submitResponse>",
        "<w:retrieveMessageResponse><messageID>1</messageID></w:retrieveMessageResponse>",
        "<w:submitResponse><messageID>1</messageID></w:submitResponse><w:submitResponse/>",
        "",
    ] {
        assert!(plugin(wrong).is_err(), "{wrong}");
    }
    let right = soap("", "<w:submitResponse><messageID>1</messageID></w:submitResponse>");
    for wrong in [
        format!("<!DOCTYPE a>{right}"),
        format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{right}"),
        right.replace(soap::ENVELOPE, "http://schemas.xmlsoap.org/soap/envelope/"),
        right.replace("</s:Body>", "</s:Body><s:Body/>"),
    ] {
        assert!(read_submitted(wrong.as_bytes(), Flavour::Plugin).is_err(), "{wrong}");
    }
    assert!(read_submitted(right.as_bytes(), Flavour::Backend).is_err(), "the other namespace");
}

#[test]
fn a_fault_is_told_by_its_code_and_never_by_its_words() {
    let detail = "<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text>Ella</s:Text></s:Reason>\
        <s:Detail><w:FaultDetail><code>EBMS:0004</code><message>Ella</message></w:FaultDetail></s:Detail></s:Fault>";
    let told = read_submitted(soap("", detail).as_bytes(), Flavour::Plugin).unwrap_err();
    assert_eq!(told, sdk_connect::domibus::Told::Fault(Code::of("EBMS:0004")));
    let bare = "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault>";
    let told = read_submitted(soap("", bare).as_bytes(), Flavour::Plugin).unwrap_err();
    assert_eq!(told, sdk_connect::domibus::Told::Fault(Code::of("s:Sender")));
    assert_eq!(Code::of("Ella Persson").as_str(), "Ella");
}

#[test]
fn every_status_of_domibus_has_a_meaning() {
    for (status, name) in Status::ALL {
        for flavour in Flavour::ALL {
            for element in ["statusResponse", "getStatusResponse"] {
                let answer = format!(
                    "<s:Envelope xmlns:s=\"{}\"><s:Body><w:{element} xmlns:w=\"{}\">{name}</w:{element}></s:Body>\
                     </s:Envelope>",
                    soap::ENVELOPE,
                    flavour.namespace()
                );
                assert_eq!(read_status(answer.as_bytes(), flavour), Ok(status));
            }
        }
        let expected = match name {
            "READY_TO_SEND"
            | "READY_TO_PULL"
            | "BEING_PULLED"
            | "SEND_ENQUEUED"
            | "SEND_IN_PROGRESS"
            | "WAITING_FOR_RECEIPT" => Stage::Submitted,
            "WAITING_FOR_RETRY" | "SEND_ATTEMPT_FAILED" => Stage::TryingAgain,
            "SEND_FAILURE" => Stage::Failed(vec![]),
            "DELETED" | "NOT_FOUND" => Stage::Unknown,
            _ => Stage::Acknowledged,
        };
        assert_eq!(status.stage(), expected, "{name}");
    }
    assert!(read_status(soap("", "<w:statusResponse>SENT</w:statusResponse>").as_bytes(), Flavour::Plugin).is_err());
}

#[test]
fn multipart_messages_with_a_trick_are_refused() {
    let (content_type, body) = beside();
    assert!(Multipart::read(&content_type, &body).is_ok());
    let text = String::from_utf8_lossy(&body).into_owned();
    for (content_type, body) in [
        ("multipart/related".to_owned(), text.clone()),
        ("multipart/mixed; boundary=boundary".to_owned(), text.clone()),
        (content_type.replace("root@cairn", "nobody"), text.clone()),
        (format!("{content_type}; boundary=other"), text.clone()),
        (content_type.clone(), text.replace("binary", "base64")),
        (content_type.clone(), text.replace("one@two", "root@cairn")),
        (content_type.clone(), text.replace("--boundary--", "--boundary")),
        (content_type.clone(), text.replace("Content-ID: <one@two>\r\n", "")),
    ] {
        assert!(Multipart::read(&content_type, body.as_bytes()).is_err(), "{content_type}\n{body}");
    }
    assert!(multipart::write("<a/>", b"a boundary in it", "id", "boundary").is_none());
}

#[test]
fn the_readers_of_soap_survive_anything() {
    let errors = soap(
        "",
        "<w:getMessageErrorsResponse><item><domibusErrorCode>EBMS:0004</domibusErrorCode><errorDetail>NOT_SERVICED\
         </errorDetail></item></w:getMessageErrorsResponse>",
    );
    let waiting = soap(
        "",
        "<w:listPendingMessagesResponse><messageID>1</messageID><messageID>2</messageID></w:listPendingMessagesResponse>",
    );
    let mut dice = Dice(5);
    for seed in [retrieved("aGVqIGhlag=="), errors, waiting] {
        for _ in 0..ROUNDS {
            let bytes = mutated(seed.as_bytes(), &mut dice);
            for flavour in Flavour::ALL {
                let _ = read_submitted(&bytes, flavour);
                let _ = read_status(&bytes, flavour);
                if let Ok(ids) = read_waiting(&bytes, flavour) {
                    assert!(ids.iter().all(|id| (1..=255).contains(&id.len())));
                }
                if let Ok(errors) = read_errors(&bytes, flavour) {
                    assert!(errors.iter().all(|error| error.detail.chars().count() <= 300));
                }
                if let Ok(found) = read_retrieved(&bytes, flavour, &|_| None) {
                    assert!(!found.payload.is_empty());
                }
            }
        }
    }
}

#[test]
fn the_reader_of_parts_survives_anything() {
    let (content_type, body) = beside();
    let mut dice = Dice(6);
    for _ in 0..ROUNDS * 3 {
        let bytes = mutated(&body, &mut dice);
        let head = String::from_utf8_lossy(&mutated(content_type.as_bytes(), &mut dice)).into_owned();
        for content_type in [&content_type, &head] {
            if let Ok(parts) = Multipart::read(content_type, &bytes) {
                assert!(parts.root().len() <= bytes.len());
                let _ = parts.part("cid:one%40two");
            }
        }
    }
}

const ONE: &str = r#"{"meta":{"version":"sdk api 1.0.0"},"links":{"self":"/x"},"later":1,"data":{"type":"messages",
 "id":"7","attributes":{"messageStatus":"NEW","creationDateTime":"2027-01-11T07:00:00.1Z",
 "messageId":"19c7e876-ef6f-4fb0-bccb-e93e3ab6e69f","conversationId":"a8480ada-6a1f-44a3-a960-9acaf4efcdcd",
 "confidentiality":true,"label":"Möte","sender":"0203:a.se","recipient":"0203:b.se",
 "senderAttention":{"subOrganization":{"root":"urn:riv:infrastructure:messaging:functionalAddress","extension":"sdk:a",
 "label":""},"referenceId":[{"root":"dnr","extension":"17","label":"Ärende"}]},
 "recipientAttention":{"subOrganization":{"extension":"sdk:b"}},
 "digitalDocument":[{"documentId":"1","documentName":"","contentTextBody":["Hej"],
 "contentFiles":[{"fileName":"a.pdf","contentType":"application/pdf","content":"JVBERg=="}]}],
 "events":{"type":"about:blank","eventIssues":[{"typeCode":"ACCEPTED","title":"t","in":"NA"}]}}}}"#;

#[test]
fn a_message_of_the_api_is_a_message_by_every_rule() {
    let one: wire::One = read_json(ONE.as_bytes()).unwrap();
    let message = letter::message(&one.data.attributes).unwrap();
    assert_eq!(message.letter.sender.attention.references.len(), 1);
    assert_eq!(message.letter.documents[0].files[0].content, b"%PDF");
    let told = letter::told(&message, wire::MessageStatus::New);
    assert_eq!(letter::message(&told), Ok(message));
    for (right, wrong) in [
        ("19c7e876-ef6f-4fb0-bccb-e93e3ab6e69f", "19c7e876"),
        ("0203:a.se", "a.se"),
        ("JVBERg==", "JVBERg"),
        ("\"Hej\"", "\" \""),
        ("2027-01-11T07:00:00.1Z", "2027-01-11T07:00:00"),
        ("\"extension\":\"sdk:b\"", "\"extension\":\"\""),
        ("\"documentId\":\"1\"", "\"documentId\":\"\""),
    ] {
        let one: wire::One = read_json(ONE.replace(right, wrong).as_bytes()).unwrap();
        assert!(letter::message(&one.data.attributes).is_err(), "{wrong}");
    }
    for (right, wrong) in [
        ("\"NEW\"", "\"READ\""),
        ("\"confidentiality\":true,", ""),
        ("\"confidentiality\":true,", "\"confidentiality\":\"true\","),
        ("\"label\":\"Möte\"", "\"label\":\"Möte\",\"label\":\"Annat\""),
    ] {
        assert!(read_json::<wire::One>(ONE.replace(right, wrong).as_bytes()).is_none(), "{wrong}");
    }
}

#[test]
fn the_reader_of_the_api_survives_anything() {
    let mut dice = Dice(8);
    for _ in 0..ROUNDS * 2 {
        let bytes = mutated(ONE.as_bytes(), &mut dice);
        if let Some(one) = read_json::<wire::One>(&bytes)
            && let Ok(message) = letter::message(&one.data.attributes)
        {
            assert!(letter::message(&letter::told(&message, wire::MessageStatus::New)).is_ok());
        }
        let _ = read_json::<wire::Several>(&bytes);
        let _ = read_json::<wire::Events>(&bytes);
    }
}
