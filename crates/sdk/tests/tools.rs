//! Held against independent tools: xmlsec1, xmllint, OpenSSL, Python's cryptography. A tool that is not installed is
//! skipped, and says so.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use sdk::envelope::{self, Packing, Publication, Secrets};
use sdk::keys::{Opener as _, PrivateKey};
use sdk::names;
use sdk::trust::{Distrust, List, Revocation, Trust, Use};
use sdk::xml::canonical::{Method, canonical};
use support::authority::{
    self, AUTHORITY, Answers, CURVE_256, CURVE_384, OTHER, RECIPIENT, ROOT, SENDER, Says, Status,
};
use support::{message, now};

/// A folder with files for the tools.
struct Bench(tempfile::TempDir);

impl Bench {
    fn new() -> Self {
        let bench = Self(tempfile::tempdir().unwrap());
        bench.put("root.pem", &authority::pem(&authority::root()));
        bench.put("sender.pem", &authority::pem(&authority::sender()));
        bench.put("recipient.pem", &authority::pem(&authority::recipient()));
        bench.put("sender.key", &SENDER);
        bench.put("recipient.key", &RECIPIENT);
        bench.put("message.xml", &message().to_xml());
        bench.put("envelope.xml", &packed());
        bench
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }

    fn get(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// Runs a tool in the folder; `None`, said aloud, when it is not installed.
    fn run(&self, tool: &str, arguments: &[&str]) -> Option<Output> {
        let output = Command::new(tool).args(arguments).current_dir(self.0.path()).output().ok();
        if output.is_none() {
            println!("skipped: {tool} is not installed");
        }
        output
    }

    /// Runs a tool that must succeed, and gives what it wrote.
    #[track_caller]
    fn ask(&self, tool: &str, arguments: &[&str]) -> Option<String> {
        let output = self.run(tool, arguments)?;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{tool} {arguments:?}: {said}");
        Some(String::from_utf8(output.stdout).unwrap())
    }
}

fn packed() -> String {
    let message = message();
    let signer = authority::signer();
    let packing = Packing { federation: names::FEDERATION, now: now(), signer: &signer };
    let secrets = Secrets::from_chance([0x5a; 48]);
    envelope::pack_message(&message, &message.to_xml(), &authority::recipient(), secrets, &packing).unwrap()
}

const VERIFY: [&str; 5] = ["--verify", "--trusted-pem", "root.pem", "--enabled-reference-uris", "empty"];

#[test]
fn xmlsec1_verifies_what_we_sign_and_refuses_what_is_changed() {
    let bench = Bench::new();
    let with = |file| [&VERIFY[..], &[file]].concat();
    if bench.ask("xmlsec1", &with("envelope.xml")).is_none() {
        return;
    }
    bench.put("changed.xml", &packed().replace("sdk:elevhalsan", "sdk:annan"));
    assert!(!bench.run("xmlsec1", &with("changed.xml")).unwrap().status.success());
}

#[test]
fn xmlsec1_decrypts_what_we_encrypt() {
    let bench = Bench::new();
    let Some(clear) = bench.ask("xmlsec1", &["--decrypt", "--privkey-pem", "recipient.key", "envelope.xml"]) else {
        return;
    };
    let inside = between(&clear, "<xha:PayloadContent>", "</xha:PayloadContent>");
    let canonical = canonical(inside, Method::Inclusive).unwrap();
    assert_eq!(canonical, message().to_xml());
}

#[test]
fn we_verify_and_open_what_xmlsec1_encrypts_and_signs() {
    let bench = Bench::new();
    bench.put("data.xml", DATA);
    let encrypt = [
        "--encrypt",
        "--pubkey-cert-pem",
        "recipient.pem",
        "--session-key",
        "aes-256",
        "--xml-data",
        "message.xml",
        "data.xml",
    ];
    let Some(data) = bench.ask("xmlsec1", &encrypt) else { return };
    let data = data.split_once("?>").map_or(data.as_str(), |(_, data)| data);
    let ours = packed();
    let old = &ours[ours.find("<xenc:EncryptedData").unwrap()..ours.find("</xha:PayloadContent>").unwrap()];
    let signature = &ours[ours.find("<ds:Signature ").unwrap()..ours.find("</x:XHE>").unwrap()];
    for second in ["http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2001/10/xml-exc-c14n#"] {
        let template = SIGNATURE.replace("SECOND", second);
        bench.put("template.xml", &ours.replace(old, data).replace(signature, &template));
        let sign = ["--sign", "--privkey-pem", "sender.key,sender.pem", "template.xml"];
        let signed = bench.ask("xmlsec1", &sign).unwrap();
        let verified =
            envelope::verify(signed.as_bytes(), &authority::trust(), Publication::NotAsked, now()).ok().unwrap();
        let clear = verified.open(&authority::key(&RECIPIENT)).unwrap();
        assert_eq!(sdk::message::parse(&clear).unwrap(), message());
    }
}

#[test]
fn python_s_cryptography_opens_what_we_encrypt() {
    let bench = Bench::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/python/bin/python");
    let python = if here.exists() { here } else { PathBuf::from("python3") };
    let python = python.to_str().unwrap();
    match bench.run(python, &["-c", "import cryptography"]) {
        Some(output) if output.status.success() => {}
        _ => {
            println!("skipped: Python's cryptography is not installed");
            return;
        }
    }
    bench.put("open.py", OPEN);
    let clear = bench.ask(python, &["open.py", "envelope.xml", "recipient.key"]).unwrap();
    assert_eq!(clear, message().to_xml());
}

#[test]
fn we_read_the_key_files_that_openssl_writes() {
    let bench = Bench::new();
    let export = [
        "pkcs12",
        "-export",
        "-inkey",
        "sender.key",
        "-in",
        "sender.pem",
        "-certfile",
        "root.pem",
        "-passout",
        "pass:hemligt",
        "-out",
        "sender.p12",
    ];
    if bench.ask("openssl", &export).is_none() {
        return;
    }
    let file = std::fs::read(bench.0.path().join("sender.p12")).unwrap();
    let (key, certificates) = PrivateKey::from_pkcs12(&file, "hemligt").unwrap();
    assert_eq!(certificates.first(), Some(&authority::sender()));
    assert!(key.belongs_to(&authority::sender()));
    assert_eq!(PrivateKey::from_pkcs12(&file, "fel").err(), Some(sdk::keys::KeyFailure::Password));
    bench.ask("openssl", &["rsa", "-in", "recipient.key", "-traditional", "-out", "old.key"]);
    assert!(PrivateKey::from_pem(bench.get("old.key").as_bytes()).unwrap().belongs_to(&authority::recipient()));
    assert!(key.unwrap_key(b"x").is_err());
    // What is not read is told by what it is.
    let bytes = |file: &str| std::fs::read(bench.0.path().join(file)).unwrap();
    let failure = |file: &str| PrivateKey::from_pem(&bytes(file)).err();
    let legacy: Vec<&str> = export[..export.len() - 1].iter().copied().chain(["old.p12", "-legacy"]).collect();
    bench.ask("openssl", &legacy);
    assert_eq!(PrivateKey::from_pkcs12(&bytes("old.p12"), "hemligt").err(), Some(sdk::keys::KeyFailure::Old));
    let sealed = ["rsa", "-in", "recipient.key", "-aes256", "-passout", "pass:hemligt", "-out"];
    bench.ask("openssl", &[&sealed[..], &["sealed.key"]].concat());
    bench.ask("openssl", &[&sealed[..], &["older.key", "-traditional"]].concat());
    for file in ["sealed.key", "older.key"] {
        assert_eq!(failure(file), Some(sdk::keys::KeyFailure::Sealed), "{file}");
    }
    bench.put("curve.key", &CURVE_256);
    assert_eq!(failure("curve.key"), Some(sdk::keys::KeyFailure::NotKey));
}

#[test]
fn openssl_believes_our_test_certificates() {
    let bench = Bench::new();
    bench.ask("openssl", &["verify", "-CAfile", "root.pem", "sender.pem", "recipient.pem"]);
}

/// Certificates that are valid whenever the test runs, from an issuer with this key: this tool asks the machine's clock.
fn lasting(says: Says<'_>, key: &str) -> sdk::certificate::Certificate {
    authority::issue(&Says { from: "20000101000000Z", until: "20491231235959Z", ..says }, ROOT, key)
}

fn lasting_root(key: &str) -> sdk::certificate::Certificate {
    lasting(Says { subject: ROOT, key, serial: 1, authority: true, usage: Some(6), ..Says::default() }, key)
}

#[test]
fn openssl_answers_what_we_ask_about_revocation_and_we_believe_it() {
    for key in [&AUTHORITY, &CURVE_256, &CURVE_384] {
        openssl_answers(key);
    }
}

/// As an issuer with this key.
fn openssl_answers(root_key: &str) {
    let bench = Bench::new();
    let delegate = Says { subject: "Svarare", key: &OTHER, serial: 9, usage: Some(0x80), ..Says::default() };
    let delegate = lasting(Says { more: vec![authority::answering()], ..delegate }, root_key);
    bench.put("root.pem", &authority::pem(&lasting_root(root_key)));
    bench.put("root.key", root_key);
    bench.put("delegate.pem", &authority::pem(&delegate));
    bench.put("delegate.key", &OTHER);
    // What an issuer keeps: state, until when, since when revoked, number, file, name.
    bench.put(
        "index.txt",
        "V\t491231235959Z\t\t07\tunknown\t/CN=a\nR\t491231235959Z\t260101000000Z\t08\tunknown\t/CN=b\n",
    );
    let nonce = [3; 32];
    let answered = |serial: u8, signer: &str| {
        let leaf = lasting(Says { serial, ..Says::default() }, root_key);
        let question = sdk::ocsp::question(&leaf, &lasting_root(root_key), &nonce).unwrap();
        std::fs::write(bench.0.path().join("question.der"), question).unwrap();
        let (certificate, key) = (format!("{signer}.pem"), format!("{signer}.key"));
        let ask = ["ocsp", "-index", "index.txt", "-CA", "root.pem", "-rsigner", &certificate, "-rkey", &key];
        let files = ["-reqin", "question.der", "-respout", "answer.der", "-ndays", "1"];
        bench.ask("openssl", &[&ask[..], &files[..]].concat())?;
        let file = bench.0.path().join("answer.der");
        let written = std::fs::metadata(&file).unwrap().modified().unwrap();
        let since = written.duration_since(std::time::UNIX_EPOCH).unwrap();
        let at = domain::moment::Moment::from_microseconds(i64::try_from(since.as_micros()).unwrap());
        let answer = std::fs::read(file).unwrap();
        assert!(sdk::ocsp::Answer::to(&answer, &nonce).is_ok());
        assert_eq!(sdk::ocsp::Answer::to(&answer, &[4; 32]).err(), Some(sdk::ocsp::NotAnswer::OtherNonce));
        let mut trust = Trust::new(Revocation::RequiredForHolder);
        trust.add_anchor(lasting_root(root_key));
        trust.add_answer(&answer).unwrap();
        Some(trust.check(&leaf, &[], at, Use::Signing))
    };
    for signer in ["root", "delegate"] {
        let Some(good) = answered(7, signer) else { return };
        assert_eq!(good, Ok(()), "{signer}");
        assert_eq!(answered(8, signer), Some(Err(Distrust::Revoked)), "{signer}");
        let unknown = Distrust::Answer(sdk::ocsp::Unheard::Unknown);
        assert_eq!(answered(6, signer), Some(Err(unknown)), "{signer}");
    }
}

#[test]
fn we_believe_the_lists_that_openssl_writes_and_it_those_of_our_tests() {
    let settings = "[ca]\ndefault_ca = a\n[a]\ndatabase = index.txt\ndefault_md = sha256\ncrlnumber = number\n";
    let make = ["ca", "-gencrl", "-config", "ca.cnf", "-keyfile", "root.key", "-cert", "root.pem", "-crldays", "1"];
    for key in [&AUTHORITY, &CURVE_256, &CURVE_384] {
        let bench = Bench::new();
        bench.put("root.pem", &authority::pem(&lasting_root(key)));
        bench.put("root.key", key);
        bench.put("ca.cnf", settings);
        bench.put("number", "01\n");
        bench.put("index.txt", "R\t491231235959Z\t260101000000Z\t08\tunknown\t/CN=b\n");
        if bench.ask("openssl", &[&make[..], &["-out", "theirs.crl"]].concat()).is_none() {
            return;
        }
        let list = Arc::new(List::first(bench.get("theirs.crl").as_bytes()).unwrap());
        assert!(list.is_of(&lasting_root(key)) && list.from < list.until);
        let mut trust = Trust::new(Revocation::Required);
        trust.add_anchor(lasting_root(key));
        trust.add_list(Arc::clone(&list));
        for (serial, wanted) in [(7, Ok(())), (8, Err(Distrust::Revoked))] {
            let leaf = lasting(Says { serial, ..Says::default() }, key);
            assert_eq!(trust.check(&leaf, &[], list.from, Use::Signing), wanted);
        }
        let ours = authority::list_of(ROOT, key, &[8], ["20200101000000Z", "20491231235959Z"]);
        std::fs::write(bench.0.path().join("ours.crl"), ours).unwrap();
        let verify = ["crl", "-inform", "DER", "-in", "ours.crl", "-CAfile", "root.pem", "-noout"];
        let said = bench.run("openssl", &verify).unwrap();
        assert!(String::from_utf8_lossy(&said.stderr).contains("verify OK"));
    }
}

#[test]
fn openssl_believes_the_answers_of_our_tests() {
    let bench = Bench::new();
    bench.put("root.pem", &authority::pem(&lasting_root(&AUTHORITY)));
    bench.put("leaf.pem", &authority::pem(&lasting(Says::default(), &AUTHORITY)));
    for (status, word) in [(Status::Good, "good"), (Status::Revoked, "revoked")] {
        let says = Answers { status, from: "20200101000000Z", until: Some("20491231235959Z"), ..Answers::default() };
        std::fs::write(bench.0.path().join("answer.der"), authority::answer(&says)).unwrap();
        let who = ["ocsp", "-issuer", "root.pem", "-cert", "leaf.pem", "-CAfile", "root.pem"];
        let Some(output) = bench.run("openssl", &[&who[..], &["-respin", "answer.der", "-no_nonce"]].concat()) else {
            return;
        };
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains(&format!("leaf.pem: {word}")), "{said}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("Response verify OK"));
    }
}

#[test]
fn canonical_xml_is_that_of_xmllint() {
    let bench = Bench::new();
    for (number, document) in DOCUMENTS.iter().enumerate() {
        let file = format!("{number}.xml");
        bench.put(&file, document);
        for (option, method) in [("--c14n", Method::Inclusive), ("--exc-c14n", Method::Exclusive)] {
            let Some(theirs) = bench.ask("xmllint", &[option, &file]) else { return };
            // xmllint keeps comments; the profile's methods do not.
            let theirs = without_comments(&theirs);
            assert_eq!(canonical(document, method).unwrap(), theirs, "{option} {document}");
        }
    }
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").unwrap().1;
    }
    out + rest
}

fn between<'a>(xml: &'a str, from: &str, to: &str) -> &'a str {
    let start = xml.find(from).unwrap() + from.len();
    &xml[start..start + xml[start..].find(to).unwrap()]
}

const DOCUMENTS: [&str; 12] = [
    "<a/>",
    "<?xml version=\"1.0\"?>\n<a  b = 'c'  />\n",
    "<a xmlns=\"urn:a\"><b xmlns=\"\"><c xmlns=\"urn:a\"/></b></a>",
    "<p:a xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" q:z=\"1\" p:b=\"2\" a=\"3\"><q:b><p:c xmlns:p=\"urn:other\"/></q:b></p:a>",
    "<a xmlns:z=\"urn:z\" xmlns:b=\"urn:b\" xmlns=\"urn:0\"><b:x z:y=\"1\"/><c xmlns:b=\"urn:b\"/></a>",
    "<a>x &lt; y &gt; z &amp; \"w\" '&#13;' &#9;&#10;å 𝄞</a>",
    "<a b=\"x &lt; y &gt; z &amp; &quot;w&quot; '&#13;' &#9;&#10; å\tå\" c='\"'/>",
    "<a><![CDATA[<b> & ]]]]><![CDATA[>]]></a>",
    "<a>1\r\n2\r3\n</a>",
    "<?one two?><a><?three?><?four  five ?></a><?six?>",
    "<a xml:lang=\"sv\" xml:space=\"preserve\" b=\"\"> <b  /> </a>",
    "<a xmlns:x=\"urn:1\"><b><c xmlns:x=\"urn:2\" x:d=\"e\"><f xmlns:x=\"urn:1\" x:d=\"e\"/></c></b></a>",
];

const DATA: &str = r#"<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>"#;

const SIGNATURE: &str = r#"<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="SECOND"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="SECOND"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo></ds:Signature>"#;

const OPEN: &str = r#"
import base64, sys
import xml.etree.ElementTree as tree
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

X = "{http://www.w3.org/2001/04/xmlenc#}"
data = tree.parse(sys.argv[1]).getroot().find(f".//{X}EncryptedData")
wrapped = base64.b64decode(data.find(f".//{X}EncryptedKey/{X}CipherData/{X}CipherValue").text)
sealed = base64.b64decode(data.find(f"{X}CipherData/{X}CipherValue").text)
private = serialization.load_pem_private_key(open(sys.argv[2], "rb").read(), None)
sha1 = hashes.SHA1()
key = private.decrypt(wrapped, padding.OAEP(padding.MGF1(sha1), sha1, None))
assert len(key) == 32
reader = Cipher(algorithms.AES(key), modes.CBC(sealed[:16])).decryptor()
clear = reader.update(sealed[16:]) + reader.finalize()
sys.stdout.buffer.write(clear[: -clear[-1]])
"#;
