//! `cairn sdk lookup` as somebody at a terminal meets it: a name server and metadata on this machine, over real sockets.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

#[expect(dead_code, reason = "shared with the tests of the crate, which use more of it")]
#[path = "../../crates/sdk/tests/support/authority.rs"]
mod authority;
#[path = "../../crates/sdk/tests/support/metadata.rs"]
mod metadata;
#[expect(dead_code, reason = "shared with the tests of the crate, which use more of it")]
#[path = "../../crates/sdk/tests/support/town.rs"]
mod town;

use std::process::{Command, Output};

use authority::{AUTHORITY, ROOT, Says};
use sdk::certificate::Certificate;
use sdk::discovery;
use sdk::names;
use sdk::text::ParticipantId;
use town::{Entry, NameServer, Style, Web};

const ZONE: &str = "sml.example.se";
const ALMVIK: &str = "0203:almvik.example.se";

/// Where the municipality is registered, and this is what it publishes to encrypt to and to know its signature by.
struct Town {
    names: NameServer,
    web: Web,
    folder: tempfile::TempDir,
}

impl Town {
    fn new(encryption: &[Certificate], signing: &[Certificate]) -> Self {
        let web = Web::new();
        let participant = ParticipantId::new(ALMVIK).unwrap();
        for document in [names::MESSAGE_DOCUMENT, names::RESPONSE_DOCUMENT] {
            let xml = metadata::metadata(ALMVIK, document, signing, encryption);
            web.put(&discovery::address("", &participant, document), 200, xml);
        }
        let entry = Entry::Naptr(1, "Meta:SMP", format!("!.*!http://{}!", web.address));
        let names = NameServer::new(vec![(discovery::name(&participant, ZONE), entry)], Style::Whole);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("root.pem"), authority::pem(&authority::root())).unwrap();
        Self { names, web, folder }
    }

    fn look(&self, organisation: &str, more: &str) -> Output {
        let dns = self.names.address.to_string();
        Command::new(env!("CARGO_BIN_EXE_cairn"))
            .args(["sdk", "lookup", organisation, "--zone", ZONE, "--trust", ".", "--dns", &dns])
            .args(["--at", "2027-01-11T08:00:00Z"])
            .args(more.split_whitespace())
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    #[track_caller]
    fn refused(&self, organisation: &str, more: &str) -> String {
        refused(&self.look(organisation, more))
    }
}

#[track_caller]
fn refused(output: &Output) -> String {
    assert!(!output.status.success() && output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).unwrap().trim_end().to_owned()
}

#[test]
fn what_an_organisation_publishes_is_printed_with_its_certificates() {
    let town = Town::new(&[authority::recipient()], &[authority::sender()]);
    let output = town.look(ALMVIK, "--here");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["organisation"], ALMVIK);
    assert_eq!(json["encryption"][0]["subject"], "CN=Almvik");
    assert_eq!(json["encryption"][0]["fits"], true);
    assert_eq!(json["signing"][0]["validUntil"], "2028-01-01T00:00:00.000Z");
    let pem = json["encryption"][0]["pem"].as_str().unwrap();
    assert_eq!(Certificate::first(pem.as_bytes()).unwrap(), authority::recipient());
}

#[test]
fn what_is_not_found_is_told_in_words() {
    let town = Town::new(&[authority::recipient()], &[authority::sender()]);
    let unknown = "the organisation is not registered: DNS has no record of its metadata in this zone";
    assert_eq!(town.refused("0203:rosmark.example.se", "--here"), unknown);
    let elsewhere = "the record in DNS leads to an address by number or on this machine, which is not asked";
    assert_eq!(town.refused(ALMVIK, ""), elsewhere);
    assert!(town.refused("almvik", "--here").contains("an organisation is written as 0203: and its domain"));
    assert!(town.refused(ALMVIK, "--dns here").contains("a name server is written as 192.0.2.53"));
    let revocation = town.refused(ALMVIK, "--here --require-revocation");
    assert!(
        revocation.ends_with("no current list and no answer says whether the certificate is revoked"),
        "{revocation}"
    );
    let none = Town::new(&[], &[]).refused(ALMVIK, "--here");
    assert!(none.starts_with("the organisation publishes no certificate that can be encrypted to now\n"), "{none}");
}

#[test]
fn the_list_that_speaks_of_a_certificate_is_fetched_from_the_hosts_that_are_named() {
    let town = Town::new(&[], &[]);
    let host = town.web.address.to_string();
    let address = format!("http://{host}/ca.crl");
    let says = Says { more: vec![authority::listed_at(&[&address])], ..Says::default() };
    let leaf = authority::issue(&says, ROOT, &AUTHORITY);
    std::fs::write(town.folder.path().join("leaf.pem"), authority::pem(&leaf)).unwrap();
    let fetch = |certificate: &str, more: &str| {
        Command::new(env!("CARGO_BIN_EXE_cairn"))
            .args(["sdk", "crl", certificate, "--trust", ".", "--at", "2027-01-11T08:00:00Z"])
            .args(more.split_whitespace())
            .current_dir(town.folder.path())
            .output()
            .unwrap()
    };
    let allowed = format!("--from {host} --here");
    let named = format!("the certificate names only places that the settings do not let us ask for lists: {address}");
    assert_eq!(refused(&fetch("leaf.pem", "--here")), named);
    assert_eq!(refused(&fetch("leaf.pem", &format!("--from {host}"))), named, "this machine, where that is not said");
    assert!(town.web.asked().is_empty());
    let missing =
        "the list of what is revoked cannot be fetched: the other side refuses (list of revoked certificates): 404";
    assert_eq!(refused(&fetch("leaf.pem", &allowed)), missing);
    assert!(refused(&fetch("root.pem", &allowed)).ends_with("where its issuer lists what is revoked"));
    for (revoked, words) in [(8, ""), (7, "; the certificate is revoked")] {
        let list = authority::list(ROOT, &AUTHORITY, &[revoked], "20270601000000Z");
        town.web.put("/ca.crl", 200, list.clone());
        let output = fetch("leaf.pem", &allowed);
        assert!(output.status.success());
        assert!(output.stdout == list);
        let said = format!("the next list is to come by 2027-06-01T00:00:00.000Z{words}\n");
        assert!(String::from_utf8(output.stderr).unwrap().ends_with(&said));
    }
}

#[test]
fn metadata_are_looked_up_with_the_list_of_whoever_has_signed_them_where_a_host_is_named_for_it() {
    let town = Town::new(&[authority::recipient()], &[authority::sender()]);
    let said = town.refused(ALMVIK, "--here --lists-from crl.example.se");
    assert!(said.ends_with("the certificate does not say where its issuer lists what is revoked"), "{said}");
    let list = authority::list(ROOT, &AUTHORITY, &[], "20270601000000Z");
    std::fs::write(town.folder.path().join("root.crl"), list).unwrap();
    assert!(town.look(ALMVIK, "--here --lists-from crl.example.se").status.success(), "one lies there");
}
