//! `cairn sdk` as somebody at a terminal meets it.

#[expect(dead_code, reason = "shared with the tests of the crate, which use more of it")]
#[path = "../../crates/sdk/tests/support/authority.rs"]
mod authority;

use std::path::Path;
use std::process::{Command, Output};

use authority::{OTHER, RECIPIENT, SENDER};

const AT: &str = "2027-01-11T08:00:00Z";

/// A folder with a message, keys and certificates.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("trust")).unwrap();
    for (name, text) in [
        ("message.xml", MESSAGE.to_owned()),
        ("trust/root.pem", authority::pem(&authority::root())),
        ("sender.pem", authority::pem(&authority::sender())),
        ("recipient.pem", authority::pem(&authority::recipient())),
        ("sender.key", SENDER.to_owned()),
        ("recipient.key", RECIPIENT.to_owned()),
        ("other.key", OTHER.to_owned()),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn cairn(folder: &Path, arguments: &str) -> Output {
    let arguments = arguments.split(' ').filter(|argument| !argument.is_empty());
    Command::new(env!("CARGO_BIN_EXE_cairn")).arg("sdk").args(arguments).current_dir(folder).output().unwrap()
}

/// What a command that must succeed writes.
#[track_caller]
fn said(folder: &Path, arguments: &str) -> String {
    let output = cairn(folder, arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a command that must fail complains of. It writes nothing else.
#[track_caller]
fn refused(folder: &Path, arguments: &str) -> String {
    let output = cairn(folder, arguments);
    assert!(!output.status.success(), "{arguments} succeeded");
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap().trim_end().to_owned()
}

const PACK: &str = "pack --message message.xml --recipient-certificate recipient.pem --signing-key sender.key \
    --signing-certificate sender.pem --at 2027-01-11T08:00:00Z";

fn packed(folder: &Path) {
    std::fs::write(folder.join("envelope.xml"), said(folder, PACK)).unwrap();
}

#[test]
fn what_is_packed_is_verified_and_opened() {
    let folder = folder();
    let folder = folder.path();
    packed(folder);
    let verified = said(folder, &format!("verify envelope.xml --trust trust --at {AT}"));
    let verified: serde_json::Value = serde_json::from_str(&verified).unwrap();
    assert_eq!(verified["signature"]["holds"], true);
    assert_eq!(verified["to"], "0203:almvik.example.se");
    let opened = said(folder, &format!("open envelope.xml --key recipient.key --trust trust --at {AT}"));
    assert_eq!(opened, MESSAGE.trim());
}

#[test]
fn a_message_an_envelope_and_a_receipt_are_read_as_json() {
    let folder = folder();
    let folder = folder.path();
    packed(folder);
    let read =
        |file: &str| -> serde_json::Value { serde_json::from_str(&said(folder, &format!("read {file}"))).unwrap() };
    let message = read("message.xml");
    assert_eq!((&message["kind"], &message["label"]), (&"message".into(), &"Fråga".into()));
    assert_eq!(message["documents"][0]["texts"][0], "Hej");
    assert_eq!(read("envelope.xml")["signature"], "not looked at");
    let receipt = said(folder, "receipt envelope.xml --code BV:security");
    std::fs::write(folder.join("receipt.xml"), receipt).unwrap();
    let receipt = read("receipt.xml");
    assert_eq!(receipt["answer"], "REJECTED");
    assert_eq!(receipt["issues"][0]["typeCode"], "BV");
    assert_eq!(receipt["issues"][0]["title"], "security");
    assert_eq!(receipt["issues"][0]["instance"], message["messageId"]);
}

#[test]
fn a_receipt_can_be_signed_and_is_verified_like_any_envelope() {
    let folder = folder();
    let folder = folder.path();
    let sign = "receipt message.xml --code accepted --signing-key recipient.key --signing-certificate recipient.pem";
    std::fs::write(folder.join("receipt.xml"), said(folder, &format!("{sign} --at {AT}"))).unwrap();
    assert!(said(folder, &format!("verify receipt.xml --trust trust --at {AT}")).contains("0203:almvik.example.se"));
    let opened = said(folder, &format!("open receipt.xml --key sender.key --trust trust --at {AT}"));
    assert!(opened.contains("<cbc:ResponseCode>ACCEPTED</cbc:ResponseCode>"));
    assert!(refused(folder, "receipt receipt.xml --code accepted").contains("a receipt is not acknowledged"));
}

#[test]
fn what_does_not_hold_is_told_with_the_code_of_the_receipt() {
    let folder = folder();
    let folder = folder.path();
    packed(folder);
    let change = |file: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.contains(from));
        std::fs::write(folder.join("changed.xml"), text.replacen(from, to, 1)).unwrap();
    };
    change("message.xml", "07:00:00.000Z", "07:00:00Z");
    let place = "/tns:messagePayload/tns:message/tns:messageHeader/tns:creationDateTime";
    let fault = format!("BV invariant: the moment is not written as YYYY-MM-DDThh:mm:ss.sssZ ({place})");
    assert_eq!(refused(folder, "read changed.xml"), fault);
    assert_eq!(refused(folder, &PACK.replace("message.xml", "changed.xml")), fault);

    change("envelope.xml", "0203:almvik", "0203:ekestad");
    let verify = format!("verify changed.xml --trust trust --at {AT}");
    assert_eq!(refused(folder, &verify), "SIG security: the envelope has been changed since it was signed (NA)");
    let open = format!("changed.xml --key recipient.key --trust trust --at {AT}");
    assert_eq!(
        refused(folder, &format!("open {open}")),
        "SIG security: the envelope has been changed since it was signed (NA)"
    );

    let verify = "verify envelope.xml --trust trust --at 2029-01-01T00:00:00Z";
    assert_eq!(refused(folder, verify), "SIG security: the certificate has expired (NA)");
    let open = format!("open envelope.xml --key other.key --trust trust --at {AT}");
    assert_eq!(refused(folder, &open), "the content cannot be decrypted with this key");
    assert!(refused(folder, "read nowhere.xml").contains("cannot read nowhere.xml"));
    assert!(
        refused(folder, &PACK.replace("sender.key", "other.key"))
            .contains("the key does not belong to the certificate")
    );
}

#[test]
fn a_certificate_that_is_itself_in_the_folder_is_trusted_and_a_list_there_takes_one_away() {
    let folder = folder();
    let folder = folder.path();
    packed(folder);
    std::fs::remove_file(folder.join("trust/root.pem")).unwrap();
    assert!(
        refused(folder, &format!("verify envelope.xml --trust trust --at {AT}")).contains("there is no certificate")
    );
    std::fs::copy(folder.join("sender.pem"), folder.join("trust/sender.pem")).unwrap();
    said(folder, &format!("verify envelope.xml --trust trust --at {AT}"));
    let list = authority::list(authority::ROOT, authority::AUTHORITY, &[7], "20270601000000Z");
    std::fs::write(folder.join("trust/list.crl"), list).unwrap();
    let verify = format!("verify envelope.xml --trust trust --at {AT}");
    assert_eq!(refused(folder, &verify), "SIG security: the certificate is revoked (NA)");
}

const MESSAGE: &str = r#"<messagePayload xmlns="urn:riv:infrastructure:messaging:MessageWithAttachments:3"><message><messageHeader><creationDateTime>2027-01-11T07:00:00.000Z</creationDateTime><messageId>01910000-0000-7000-8000-000000000001</messageId><conversationId>01910000-0000-7000-8000-000000000001</conversationId><label>Fråga</label><confidentiality>true</confidentiality><recipient><recipientID><root>iso6523-actorid-upis</root><extension>0203:almvik.example.se</extension></recipientID><attention><subOrganization><organizationId><root>urn:riv:infrastructure:messaging:functionalAddress</root><extension>sdk:elevhalsan</extension></organizationId></subOrganization></attention></recipient><sender><senderID><root>iso6523-actorid-upis</root><extension>0203:rosmark.example.se</extension></senderID><attention><subOrganization><organizationId><root>urn:riv:infrastructure:messaging:functionalAddress</root><extension>sdk:forsta-linjen</extension></organizationId></subOrganization></attention></sender></messageHeader><messageBody><documents><documentID>brev</documentID><ContentText><characterSequence>Hej</characterSequence></ContentText></documents></messageBody></message></messagePayload>
"#;
