//! `cairn sdk` as somebody at a terminal meets it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

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
        ("sender.key", SENDER.clone()),
        ("recipient.key", RECIPIENT.clone()),
        ("other.key", OTHER.clone()),
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
    for command in ["read receipt.xml".to_owned(), format!("verify receipt.xml --trust trust --at {AT}")] {
        let json: serde_json::Value = serde_json::from_str(&said(folder, &command)).unwrap();
        assert_eq!(json["content"]["answer"], "ACCEPTED", "{command}");
    }
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
    assert_eq!(refused(folder, &open), "the content cannot be decrypted with this key (no receipt is sent)");
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
    let list = authority::list(authority::ROOT, &authority::AUTHORITY, &[7], "20270601000000Z");
    std::fs::write(folder.join("trust/list.crl"), list).unwrap();
    let verify = format!("verify envelope.xml --trust trust --at {AT}");
    assert_eq!(refused(folder, &verify), "SIG security: the certificate is revoked (NA)");
}

#[test]
fn an_answer_about_the_signer_s_certificate_must_count_when_it_is_given() {
    let folder = folder();
    let folder = folder.path();
    packed(folder);
    let put = |says: authority::Answers<'_>| {
        std::fs::write(folder.join("answer.der"), authority::answer(&says)).unwrap();
    };
    let verify = format!("verify envelope.xml --trust trust --at {AT} --ocsp answer.der");
    put(authority::Answers::default());
    said(folder, &verify);
    said(folder, &format!("{verify} --require-revocation"));
    put(authority::Answers { status: authority::Status::Revoked, ..Default::default() });
    assert_eq!(refused(folder, &verify), "SIG security: the certificate is revoked (NA)");
    let not_counted = "SIG security: the answer about the revocation of the certificate does not count:";
    put(authority::Answers { until: Some("20270111000000Z"), ..Default::default() });
    assert_eq!(refused(folder, &verify), format!("{not_counted} it is too old (NA)"));
    put(authority::Answers { status: authority::Status::Unknown, ..Default::default() });
    assert_eq!(refused(folder, &verify), format!("{not_counted} the responder does not know the certificate (NA)"));
    put(authority::Answers { serial: 8, ..Default::default() });
    let nobody = "SIG security: no current list and no answer says whether the certificate is revoked (NA)";
    assert_eq!(refused(folder, &verify), nobody, "an answer about another certificate");
    std::fs::write(folder.join("answer.der"), "hej").unwrap();
    assert!(refused(folder, &verify).contains("answer.der"));
    std::fs::remove_file(folder.join("answer.der")).unwrap();
    std::fs::write(folder.join("trust/answer.der"), authority::answer(&authority::Answers::default())).unwrap();
    said(folder, &format!("verify envelope.xml --trust trust --at {AT} --require-revocation"));
}

#[test]
fn what_is_no_letter_is_refused_in_words() {
    let folder = folder();
    let folder = folder.path();
    std::fs::write(folder.join("empty.xml"), "").unwrap();
    std::fs::write(folder.join("binary"), [0, 159, 146, 150]).unwrap();
    std::fs::write(folder.join("entity.xml"), format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{MESSAGE}")).unwrap();
    for (file, said) in [
        ("empty.xml", "it ends before it is complete XML (no receipt is sent)"),
        ("binary", "it is not text in UTF-8 (no receipt is sent)"),
        ("entity.xml", "it has a document type, which is never read (no receipt is sent)"),
    ] {
        assert_eq!(refused(folder, &format!("read {file}")), said);
        assert_eq!(refused(folder, &format!("verify {file} --trust trust")), said);
        assert_eq!(refused(folder, &format!("open {file} --key recipient.key --trust trust")), said);
        assert_eq!(refused(folder, &PACK.replace("message.xml", file)), said);
        assert!(refused(folder, &format!("receipt {file} --code accepted")).starts_with("cairn: it "));
    }
    let verify = "verify message.xml --trust trust";
    assert_eq!(refused(folder, verify), "SV structure: the root element is not XHE (/*)");
    let when = "verify message.xml --trust trust --at igår";
    assert!(refused(folder, when).contains("a moment is written like 2027-01-11T08:00:00Z"));
}

#[test]
fn a_folder_of_trust_may_hold_other_things_but_no_broken_list() {
    let folder = folder();
    let folder = folder.path();
    packed(folder);
    for (name, text) in [("note.txt", "hej"), ("empty", ""), ("root.key", authority::AUTHORITY.as_str())] {
        std::fs::write(folder.join("trust").join(name), text).unwrap();
    }
    std::fs::create_dir(folder.join("trust/below")).unwrap();
    let verify = format!("verify envelope.xml --trust trust --at {AT}");
    let output = cairn(folder, &verify);
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stderr).unwrap().matches("passed over").count(), 3);
    std::fs::write(folder.join("trust/list.crl"), "hej").unwrap();
    assert!(refused(folder, &verify).contains("list.crl: it is neither a certificate nor a list"));
    std::fs::remove_file(folder.join("trust/list.crl")).unwrap();
    // A list in DER that is cut off, under a name that does not say what it is.
    let list = authority::list(authority::ROOT, &authority::AUTHORITY, &[7], "20270601000000Z");
    std::fs::write(folder.join("trust/revoked.der"), &list[..list.len() - 9]).unwrap();
    assert!(refused(folder, &verify).contains("revoked.der: it is neither a certificate nor a list"));
    std::fs::remove_file(folder.join("trust/revoked.der")).unwrap();
    std::os::unix::fs::symlink("nowhere.crl", folder.join("trust/list")).unwrap();
    assert!(refused(folder, &verify).contains("cannot read trust/list"));
    assert!(refused(folder, &format!("verify envelope.xml --trust nowhere --at {AT}")).contains("cannot read nowhere"));
}

#[test]
fn nothing_is_packed_with_certificates_that_nobody_would_believe() {
    let folder = folder();
    let folder = folder.path();
    let late = PACK.replace(AT, "2029-01-01");
    let said = "SIG security: the recipient: the certificate has expired (NA)\n\
        SIG security: the sender: the certificate has expired (NA)";
    assert_eq!(refused(folder, &late), said);
    let key = PACK.replace("recipient.pem", "recipient.key");
    assert!(refused(folder, &key).contains("recipient.key: it is not a certificate"));
    let certificate = PACK.replace("sender.key", "sender.pem");
    assert!(refused(folder, &certificate).contains("sender.pem: it is not an RSA key"));
}

#[test]
fn a_receipt_says_what_it_is_told_and_never_accepts_what_breaks_rules() {
    let folder = folder();
    let folder = folder.path();
    let code = |code: &str| {
        std::fs::write(folder.join("receipt.xml"), said(folder, &format!("receipt message.xml --code {code}")))
            .unwrap();
        let read: serde_json::Value = serde_json::from_str(&said(folder, "read receipt.xml")).unwrap();
        let issue = &read["issues"][0];
        format!("{} {} {}", read["answer"], issue["typeCode"], issue["title"]).replace('"', "")
    };
    for (given, said) in [
        ("ACCEPTED", "ACCEPTED null null"),
        ("BV:not-found", "REJECTED BV not-found"),
        ("bv/too-long", "REJECTED BV too-long"),
        ("SIG", "REJECTED SIG security"),
        ("structure", "REJECTED SV structure"),
        ("forbidden", "REJECTED BV forbidden"),
    ] {
        assert_eq!(code(given), said, "{given}");
    }
    for wrong in ["XX:security", "security", "BV", "BV:unheard-of"] {
        assert!(refused(folder, &format!("receipt message.xml --code {wrong}")).contains("the code is ACCEPTED"));
    }
    assert!(refused(folder, "receipt message.xml --code REJECTED").contains("nothing is found wrong with it"));
    std::fs::write(folder.join("message.xml"), MESSAGE.replace("<label>Fråga</label>", "")).unwrap();
    assert_eq!(code("REJECTED"), "REJECTED BV invariant");
    let accepted = refused(folder, "receipt message.xml --code ACCEPTED");
    assert!(accepted.starts_with("BV invariant: the message has no label"), "{accepted}");
}

#[test]
fn what_is_larger_than_may_be_sent_is_not_packed() {
    let folder = folder();
    let folder = folder.path();
    let large = MESSAGE.replace("Hej", &"x".repeat(30_100_000));
    std::fs::write(folder.join("message.xml"), large).unwrap();
    assert_eq!(refused(folder, PACK), "BV too-long: the message with its files is larger than 30 MB (NA)");
}

#[test]
fn whoever_verifies_or_opens_is_told_who_has_signed() {
    let folder = folder();
    let folder = folder.path();
    packed(folder);
    for command in ["verify envelope.xml", "open envelope.xml --key recipient.key"] {
        let output = cairn(folder, &format!("{command} --trust trust --at {AT}"));
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.starts_with("signed by CN=Region Rösmark, for 0203:rosmark.example.se"), "{told}");
    }
}

/// A receipt that accepts is a promise: nobody gives one for an envelope that has not been verified and opened.
#[test]
fn an_envelope_is_accepted_only_once_it_is_verified_and_opened() {
    let folder = folder();
    let folder = folder.path();
    packed(folder);
    let accept = "receipt envelope.xml --code ACCEPTED";
    assert!(refused(folder, accept).contains("give --trust and --key"));
    assert!(refused(folder, &format!("{accept} --trust trust")).contains("--key"));
    let held = format!("--trust trust --key recipient.key --at {AT}");
    assert!(said(folder, &format!("{accept} {held}")).contains("<cbc:ResponseCode>ACCEPTED</cbc:ResponseCode>"));
    let other = refused(folder, &format!("{accept} --trust trust --key other.key --at {AT}"));
    assert_eq!(other, "the content cannot be decrypted with this key (no receipt is sent)");
    let text = std::fs::read_to_string(folder.join("envelope.xml")).unwrap();
    std::fs::write(folder.join("changed.xml"), text.replacen("sdk:elevhalsan", "sdk:annan", 1)).unwrap();
    let changed = "SIG security: the envelope has been changed since it was signed (NA)";
    assert_eq!(refused(folder, &format!("receipt changed.xml --code ACCEPTED {held}")), changed);
}

/// The certificates that `openssl` makes when nobody tells it more: of the first version, or such that could issue.
#[test]
fn plain_certificates_of_openssl_are_believed() {
    let folder = folder();
    let folder = folder.path();
    let openssl = |arguments: &str| {
        Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output().map(|output| output.status)
    };
    if openssl("version").is_err() {
        println!("skipped: openssl is not installed");
        return;
    }
    for arguments in [
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out trust/ca.pem -subj /CN=CA -days 30",
        "req -newkey rsa:2048 -nodes -keyout a.key -out a.csr -subj /CN=A",
        "x509 -req -in a.csr -CA trust/ca.pem -CAkey ca.key -CAcreateserial -CAserial ca.srl -out a.pem -days 30",
        "req -x509 -newkey rsa:3072 -nodes -keyout b.key -out b.pem -subj /CN=B -days 30",
    ] {
        assert!(openssl(arguments).unwrap().success(), "{arguments}");
    }
    let pack = |who: &str, to: &str| {
        let keys = format!("--signing-key {who}.key --signing-certificate {who}.pem --recipient-certificate {to}.pem");
        let packed = said(folder, &format!("pack --message message.xml {keys}"));
        std::fs::write(folder.join("envelope.xml"), packed).unwrap();
    };
    pack("a", "b");
    assert_eq!(said(folder, "open envelope.xml --key b.key --trust trust"), MESSAGE.trim());
    pack("b", "a");
    let open = "open envelope.xml --key a.key --trust trust";
    let unknown = "SIG security: the certificate is not issued by anyone who is trusted (NA)";
    assert_eq!(refused(folder, open), unknown);
    std::fs::copy(folder.join("b.pem"), folder.join("trust/b.pem")).unwrap();
    assert_eq!(said(folder, open), MESSAGE.trim());
}

const MESSAGE: &str = r#"<messagePayload xmlns="urn:riv:infrastructure:messaging:MessageWithAttachments:3"><message><messageHeader><creationDateTime>2027-01-11T07:00:00.000Z</creationDateTime><messageId>01910000-0000-7000-8000-000000000001</messageId><conversationId>01910000-0000-7000-8000-000000000001</conversationId><label>Fråga</label><confidentiality>true</confidentiality><recipient><recipientID><root>iso6523-actorid-upis</root><extension>0203:almvik.example.se</extension></recipientID><attention><subOrganization><organizationId><root>urn:riv:infrastructure:messaging:functionalAddress</root><extension>sdk:elevhalsan</extension></organizationId></subOrganization></attention></recipient><sender><senderID><root>iso6523-actorid-upis</root><extension>0203:rosmark.example.se</extension></senderID><attention><subOrganization><organizationId><root>urn:riv:infrastructure:messaging:functionalAddress</root><extension>sdk:forsta-linjen</extension></organizationId></subOrganization></attention></sender></messageHeader><messageBody><documents><documentID>brev</documentID><ContentText><characterSequence>Hej</characterSequence></ContentText></documents></messageBody></message></messagePayload>
"#;
