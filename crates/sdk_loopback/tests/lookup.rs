//! What organisations publish, found by DNS and HTTP over real sockets on this machine.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what the tests share may fail as the tests do")]

#[path = "../../sdk/tests/support/authority.rs"]
#[expect(dead_code, reason = "these tests use a part of it")]
mod authority;
#[path = "../../sdk/tests/support/metadata.rs"]
mod metadata;
#[path = "../../sdk/tests/support/town.rs"]
mod town;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use authority::{AUTHORITY, Answers, OTHER, RECIPIENT, ROOT, SENDER, Says};
use environment::Environment;
use jiff::SignedDuration;
use sdk::certificate::Certificate;
use sdk::discovery::{self, NotAnswer, NotPublished};
use sdk::envelope::{self, BadSignature, NotVerified, Packing};
use sdk::judgement::Silence;
use sdk::receipt::{Answer, Receipt};
use sdk::text::{ParticipantId, Text};
use sdk::trust::{Distrust, Use};
use sdk::{names, ocsp};
use sdk_connect::Failure;
use sdk_connect::connection::Code;
use sdk_connect::desk::{Desk, Found};
use sdk_connect::dns::{Resolver, Trouble};
use sdk_connect::lists::{self, Lists, NotListed};
use sdk_connect::lookup::{Lookup, NotFound, NotProven, Purpose, Reach, Settings};
use sdk_connect::responder::{self, NotAsked};
use town::{Entry, NameServer, Style, Web};

const ZONE: &str = "sml.example.se";

fn almvik() -> ParticipantId {
    ParticipantId::new("0203:almvik.example.se").unwrap()
}

fn environment() -> Environment {
    Environment::fixed(1, sdk::moment::parse("2027-01-11T07:00:00.250Z").unwrap())
}

/// A port that no program has a reason to listen at.
fn closed() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 1))
}

/// A zone, metadata and whoever looks there.
struct Town {
    names: NameServer,
    web: Web,
    lookup: Lookup,
    environment: Environment,
}

impl Town {
    /// Where the name server answers like this, and the record has this service and leads to the web server.
    fn new(style: Style, service: &'static str) -> Self {
        let web = Web::new();
        let regexp = format!("!.*!http://{}/smp/!", web.address);
        let alias = format!("almvik.{ZONE}.");
        let entries = vec![
            (discovery::name(&almvik(), ZONE), Entry::Alias(alias.clone())),
            (alias.clone(), Entry::Naptr(200, service, regexp.clone())),
            (alias, Entry::Naptr(100, "Meta:Other", regexp)),
        ];
        Self::with(web, NameServer::new(entries, style), Reach::OnThisMachine)
    }

    fn with(web: Web, names: NameServer, reach: Reach) -> Self {
        let environment = environment();
        let resolver = Resolver::new(vec![names.address], &environment);
        let settings = Settings { zone: ZONE.to_owned(), resolver, trust: authority::trust(), reach };
        Self { names, web, lookup: Lookup::new(settings, &environment), environment }
    }

    /// One in which everything is as it should be, and the municipality publishes its certificate.
    fn good() -> Self {
        let town = Self::new(Style::Whole, "Meta:SMP");
        town.publish(&[authority::recipient()]);
        town
    }

    fn publish(&self, certificates: &[Certificate]) {
        for purpose in Purpose::ALL {
            let xml = metadata::metadata(almvik().as_str(), purpose.document(), certificates, certificates);
            self.web.put(&path(purpose), 200, xml);
        }
    }

    async fn find(&self) -> Result<Vec<Certificate>, NotFound> {
        self.lookup.find(&almvik(), Purpose::Verifying).await.map(|found| found.published.signing)
    }
}

/// Where the metadata of the municipality lie.
fn path(purpose: Purpose) -> String {
    discovery::address("/smp", &almvik(), purpose.document())
}

#[tokio::test]
async fn what_an_organisation_publishes_is_found_by_dns_and_http() {
    let town = Town::good();
    for purpose in Purpose::ALL {
        let found = town.lookup.find(&almvik(), purpose).await.unwrap();
        assert_eq!(found.name, discovery::name(&almvik(), ZONE));
        assert_eq!(found.publisher, format!("http://{}/smp", town.web.address));
        assert_eq!(found.published.encryption, [authority::recipient()]);
        assert_eq!(found.published.signing, [authority::recipient()]);
    }
    assert_eq!(town.names.asked(), [discovery::name(&almvik(), ZONE), discovery::name(&almvik(), ZONE)]);
    assert_eq!(town.web.asked(), Purpose::ALL.map(path));
    assert!(path(Purpose::Encrypting).ends_with("messagePayload%23%233.0%3A%3Atm-base-ext-sigenc"));
    let to = town.lookup.recipient(&almvik(), &authority::trust()).await.unwrap();
    assert_eq!(to, authority::recipient());
}

#[tokio::test]
async fn answers_of_dns_are_read_that_are_cut_off_or_come_after_others() {
    for style in [Style::CutOff, Style::AfterOthers] {
        let town = Town::new(style, "Meta:SMP");
        town.publish(&[authority::recipient()]);
        assert_eq!(town.find().await, Ok(vec![authority::recipient()]));
    }
}

#[tokio::test]
async fn who_is_not_registered_is_told_from_who_cannot_be_asked_about() {
    let other = ParticipantId::new("0203:rosmark.example.se").unwrap();
    let unknown = Town::good().lookup.find(&other, Purpose::Verifying).await;
    assert_eq!(unknown.err(), Some(NotFound::NotRegistered), "no such name");
    assert_eq!(Town::new(Style::Whole, "Meta:Else").find().await, Err(NotFound::NotRegistered), "another service");
    for (code, why) in [(2, "it could not find out"), (5, "it does not answer us")] {
        let trouble = NotFound::Dns(Trouble::Refused(why));
        assert!(trouble.is_passing());
        assert_eq!(Town::new(Style::Fails(code), "Meta:SMP").find().await, Err(trouble));
    }
    let environment = environment();
    for (servers, trouble) in [(vec![], Trouble::NoServer), (vec![closed()], Trouble::Silent)] {
        let asked = Resolver::new(servers, &environment).naptr("a.example.se.").await;
        assert_eq!(asked.err(), Some(trouble));
    }
    let long = Resolver::new(vec![closed()], &environment).naptr(&"a".repeat(64)).await;
    assert_eq!(long.err(), Some(Trouble::Name));
}

#[tokio::test]
async fn the_next_name_server_is_asked_when_one_does_not_answer() {
    let town = Town::good();
    let fails = NameServer::new(vec![], Style::Fails(2));
    let servers: Vec<SocketAddr> = vec![closed(), fails.address, town.names.address];
    let records = Resolver::new(servers, &town.environment).naptr(&discovery::name(&almvik(), ZONE)).await.unwrap();
    assert_eq!(records.len(), 2);
    let conf = format!("# a\nsearch example.se\nnameserver {}\nnameserver nonsense\n", Ipv4Addr::LOCALHOST);
    let resolver = Resolver::of_system(&conf, &town.environment);
    assert_eq!(resolver.servers(), [SocketAddr::from((Ipv4Addr::LOCALHOST, 53))]);
}

#[tokio::test]
async fn metadata_that_are_not_there_or_not_as_they_must_be_are_told_apart() {
    let town = Town::good();
    let path = path(Purpose::Verifying);
    let refused = |code: &str| NotFound::Unfetched(Failure::Refused { what: "metadata", code: Code::of(code) });
    let answer = |why| NotFound::Unfetched(Failure::Answer { what: "metadata", why });
    let big = vec![b' '; discovery::BYTES_MAX + 1];
    for (status, body, wanted) in [
        (404, vec![], NotFound::NotForThis),
        (302, vec![], refused("302")),
        (500, vec![], refused("500")),
        (200, big, answer("it is too long")),
    ] {
        town.web.put(&path, status, body);
        assert_eq!(town.find().await, Err(wanted), "{status}");
    }
    assert!(!town.web.asked().contains(&"/elsewhere".to_owned()), "no redirect is followed");

    let of_another = metadata::metadata("0203:rosmark.example.se", names::RESPONSE_DOCUMENT, &[], &[]);
    let of_messages = metadata::metadata(almvik().as_str(), names::MESSAGE_DOCUMENT, &[], &[]);
    let changed = of_messages.replace(names::MESSAGE_DOCUMENT, names::RESPONSE_DOCUMENT);
    for (xml, why) in [
        (of_another, NotAnswer::AboutAnother),
        (of_messages, NotAnswer::AboutAnother),
        (changed, NotAnswer::Signature(BadSignature::Changed)),
    ] {
        town.web.put(&path, 200, xml);
        assert_eq!(town.find().await, Err(NotFound::NotBelieved(why)));
    }
    town.publish(&[]);
    let nothing = town.lookup.recipient(&almvik(), &authority::trust()).await;
    assert_eq!(nothing, Err(NotFound::NotPublished(NotPublished::Nothing)));
}

#[tokio::test]
async fn metadata_are_signed_by_whom_the_operator_trusts_for_that() {
    let town = Town::good();
    let mut trust = sdk::trust::Trust::default();
    trust.add_anchor(authority::recipient());
    let resolver = Resolver::new(vec![town.names.address], &town.environment);
    let settings = Settings { zone: ZONE.to_owned(), resolver, trust, reach: Reach::OnThisMachine };
    let lookup = Lookup::new(settings, &town.environment);
    let why = NotAnswer::Signature(BadSignature::Distrust(Distrust::UnknownIssuer));
    assert_eq!(lookup.find(&almvik(), Purpose::Verifying).await.err(), Some(NotFound::NotBelieved(why)));
}

#[tokio::test]
async fn a_record_leads_no_request_to_this_machine_or_to_an_address_by_number() {
    for host in ["127.0.0.1", "localhost", "smp.localhost.", "[::1]", "10.0.0.1", "169.254.169.254", "[fd00::1]"] {
        let entry = Entry::Naptr(1, "Meta:SMP", format!("!.*!http://{host}/!"));
        let names = NameServer::new(vec![(discovery::name(&almvik(), ZONE), entry)], Style::Whole);
        let town = Town::with(Web::new(), names, Reach::Named);
        assert_eq!(town.find().await, Err(NotFound::Elsewhere), "{host}");
    }
}

#[tokio::test]
async fn what_was_found_is_kept_for_an_hour_and_what_was_not_is_not() {
    let town = Town::new(Style::Whole, "Meta:SMP");
    assert_eq!(town.find().await, Err(NotFound::NotForThis));
    town.publish(&[authority::recipient()]);
    let asked = async |minutes| {
        town.environment.advance(SignedDuration::from_mins(minutes));
        assert_eq!(town.find().await.unwrap().len(), 1);
        town.web.asked().len()
    };
    assert_eq!(asked(0).await, 2);
    assert_eq!(asked(59).await, 2);
    assert_eq!(asked(1).await, 3);
    town.lookup.find_anew(&almvik(), Purpose::Verifying).await.unwrap();
    assert_eq!(town.web.asked().len(), 4);
}

/// A receipt that the municipality has signed with a key and its certificate.
fn signed(key: &str, certificate: Certificate) -> Vec<u8> {
    let text = |words: &str| Text::new(words).unwrap();
    let now = environment().now();
    let receipt = Receipt {
        id: text("kvittens"),
        issued_at: now,
        sender: almvik(),
        receiver: ParticipantId::new("0203:rosmark.example.se").unwrap(),
        acknowledges: text("01910000-0000-7000-8000-000000000001"),
        answer: Answer::Accepted,
    };
    let signer = authority::key(key).signer(certificate).unwrap();
    let packing = Packing { federation: names::FEDERATION, now, signer: &signer };
    let id = environment().uuid().into();
    envelope::pack_receipt(&receipt, &id, &text("sdk:inkorg"), &packing).unwrap().into_bytes()
}

#[tokio::test]
async fn a_sender_that_has_renewed_its_certificate_is_asked_about_anew_before_a_letter_is_refused() {
    let town = Town::good();
    let trust = authority::trust();
    let old = signed(&RECIPIENT, authority::recipient());
    assert!(town.lookup.prove(&old, &trust).await.is_ok());
    let says = Says { subject: "Almvik", key: &SENDER, serial: 12, ..Says::default() };
    let renewed = authority::issue(&says, ROOT, &AUTHORITY);
    town.publish(std::slice::from_ref(&renewed));
    let new = signed(&SENDER, renewed);
    assert!(town.lookup.prove(&old, &trust).await.is_ok(), "what was kept still fits");
    assert_eq!(town.web.asked().len(), 1);
    assert!(town.lookup.prove(&new, &trust).await.is_ok());
    assert_eq!(town.web.asked().len(), 2, "asked anew");
    let refused = |proven: Result<_, NotProven>| match proven.err() {
        Some(NotProven::NotVerified(NotVerified::Signature { why, .. })) => Some(why),
        _ => None,
    };
    assert_eq!(refused(town.lookup.prove(&old, &trust).await), Some(BadSignature::NotPublished));
    assert_eq!(town.web.asked().len(), 3, "asked anew, once");
    let stranger = signed(&OTHER, metadata::publisher());
    assert_eq!(refused(town.lookup.prove(&stranger, &trust).await), Some(BadSignature::NotPublished));
    // Where nobody can be asked, the letter is neither accepted nor refused.
    town.web.put(&path(Purpose::Verifying), 503, "");
    let unknown = town.lookup.prove(&stranger, &trust).await.err();
    assert!(matches!(unknown, Some(NotProven::NotFound(why)) if why.is_passing()));
}

#[tokio::test]
async fn a_letter_is_proven_once_the_lists_of_all_who_have_signed_for_it_are_there() {
    let town = Town::good();
    let listed = vec![authority::listed_at(&[&format!("http://{}/ca.crl", town.web.address)])];
    let says = Says { subject: "Almvik", key: &RECIPIENT, serial: 8, more: listed, ..Says::default() };
    let certificate = authority::issue(&says, ROOT, &AUTHORITY);
    let (letter, trust) = (signed(&RECIPIENT, certificate.clone()), authority::trust());
    town.publish(std::slice::from_ref(&certificate));
    let proven = town.lookup.prove(&letter, &trust).await.ok().unwrap();
    let (us, signer) = (&ParticipantId::new("0203:rosmark.example.se").unwrap(), &authority::signer());
    let desk = Desk { us, federation: names::FEDERATION, signer, opener: &authority::key(&SENDER), trust: &trust };
    assert!(matches!(desk.open_proven(&proven), Found::Receipt(heard) if heard.envelope().from == almvik()));
    assert!(matches!(Desk { us: &almvik(), ..desk }.open_proven(&proven), Found::Silence(Silence::NotForUs)));

    let list = |revoked: &[u8]| authority::list(ROOT, &AUTHORITY, revoked, "20270601000000Z");
    let lookup = |trust| {
        let resolver = Resolver::new(vec![town.names.address], &town.environment);
        let settings = Settings { zone: ZONE.to_owned(), resolver, trust, reach: Reach::OnThisMachine };
        let hosts = vec![town.web.address.to_string()];
        let lists = Lists::new(lists::Settings { hosts, reach: Reach::OnThisMachine }, &town.environment);
        Lookup::new(settings, &town.environment).with_lists(Arc::new(lists))
    };
    let unlisted = lookup(authority::trust()).prove(&letter, &trust).await.err();
    assert_eq!(unlisted, Some(NotFound::NotListed(NotListed::NoAddress).into()), "whoever has signed the metadata");
    let mut publishers = authority::trust();
    publishers.add(&list(&[])).unwrap();
    let first = lookup(publishers.clone());
    // Where the list cannot be had, the letter is neither accepted nor refused.
    town.web.put("/ca.crl", 503, "");
    let silent = NotListed::Unfetched(Failure::Silent { what: "list of revoked certificates" });
    assert!(silent.is_passing());
    assert_eq!(first.prove(&letter, &trust).await.err(), Some(NotProven::NotListed(silent.clone())));
    assert_eq!(first.recipient(&almvik(), &trust).await, Err(NotFound::NotListed(silent)));
    town.web.put("/ca.crl", 200, list(&[9]));
    assert!(first.prove(&letter, &trust).await.is_ok());
    assert_eq!(first.recipient(&almvik(), &trust).await, Ok(certificate));
    town.web.put("/ca.crl", 200, list(&[8]));
    let second = lookup(publishers);
    let refused = second.prove(&letter, &trust).await.err();
    let revoked = BadSignature::Distrust(Distrust::Revoked);
    assert!(matches!(refused, Some(NotProven::NotVerified(NotVerified::Signature { why, .. })) if why == revoked));
    let revoked = NotPublished::Distrust(Distrust::Revoked);
    assert_eq!(second.recipient(&almvik(), &trust).await, Err(NotFound::NotPublished(revoked)));
}

#[tokio::test]
async fn a_certificate_to_encrypt_to_that_is_no_longer_trusted_is_asked_for_anew() {
    let town = Town::good();
    let mut trust = authority::trust();
    town.lookup.recipient(&almvik(), &trust).await.unwrap();
    trust.add(&authority::list(ROOT, &AUTHORITY, &[8], "20270601000000Z")).unwrap();
    let revoked = town.lookup.recipient(&almvik(), &trust).await;
    assert_eq!(revoked, Err(NotFound::NotPublished(NotPublished::Distrust(Distrust::Revoked))));
    let says = Says { subject: "Almvik", key: &SENDER, serial: 12, ..Says::default() };
    let renewed = authority::issue(&says, ROOT, &AUTHORITY);
    town.publish(std::slice::from_ref(&renewed));
    assert_eq!(town.lookup.recipient(&almvik(), &trust).await, Ok(renewed));
    assert_eq!(town.web.asked().len(), 3);
}

#[tokio::test]
async fn the_responder_that_a_certificate_names_is_asked_and_believed() {
    let web = Web::new();
    let address = format!("http://{}/ocsp", web.address);
    let leaf = |address: &str| {
        authority::issue(&Says { more: vec![authority::answered_at(address)], ..Says::default() }, ROOT, &AUTHORITY)
    };
    let (leaf, root, environment) = (leaf(&address), authority::root(), environment());
    let ask = async |reach| responder::ask(&leaf, &root, reach, &environment).await;
    let good = authority::answer(&Answers::default());
    web.put("/ocsp", 200, good.clone());
    let answer = ask(Reach::OnThisMachine).await.unwrap();
    assert_eq!(answer, good);
    let mut trust = authority::trust();
    trust.add_answer(&answer).unwrap();
    assert_eq!(trust.check(&leaf, &[], environment.now(), Use::Signing), Ok(()));
    assert_eq!(ask(Reach::Named).await, Err(NotAsked::Elsewhere));
    web.put("/ocsp", 200, authority::answer(&Answers { nonce: Some(&[0; 32]), ..Answers::default() }));
    let other = ask(Reach::OnThisMachine).await;
    assert_eq!(other, Err(NotAsked::NotAnswer(ocsp::NotAnswer::OtherNonce)), "an answer to somebody else");
    web.put("/ocsp", 200, [0x30, 3, 10, 1, 6]);
    let none = ocsp::NotAnswer::None("it does not answer for this issuer");
    assert_eq!(ask(Reach::OnThisMachine).await, Err(NotAsked::NotAnswer(none)));
    web.put("/ocsp", 500, "");
    let refused = Failure::Refused { what: "revocation", code: Code::of("500") };
    assert_eq!(ask(Reach::OnThisMachine).await, Err(NotAsked::Failure(refused)));
    let plain = responder::ask(&authority::sender(), &root, Reach::Named, &environment).await;
    assert_eq!(plain, Err(NotAsked::NoAddress));
}
