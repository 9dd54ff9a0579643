//! Doors that want to know who we are by TLS: a real server before the loopback, which asks everybody for a certificate.
//! TLS asks the machine's clock, so the certificates here are valid from 2000 to 2049, or were in 2001.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what the tests share may fail as the tests do")]

mod support;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::Listener;
use environment::Environment;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use sdk::certificate::Certificate;
use sdk_connect::domibus::Domibus;
use sdk_connect::door::{Address, Plain, WAIT_SECONDS};
use sdk_connect::sdk_api::{self, Client, SdkApi};
use sdk_connect::{Attempt, Connection, Failure, NotSecure};
use support::authority::{self, AUTHORITY, OTHER, RECIPIENT, ROOT, SENDER, Says};
use support::{Kind, Organisation, REGION, SCHOOL, World, message};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const FROM: &str = "20000101000000Z";
const UNTIL: &str = "20491231235959Z";
const VERSIONS: [&SupportedProtocolVersion; 2] = [&TLS12, &TLS13];

fn lasting(says: Says<'_>) -> Certificate {
    let until = if says.until == Says::default().until { UNTIL } else { says.until };
    authority::issue(&Says { from: FROM, until, ..says }, ROOT, &AUTHORITY)
}

fn root() -> Certificate {
    lasting(Says { subject: ROOT, key: &AUTHORITY, serial: 1, authority: true, usage: Some(6), ..Says::default() })
}

/// What the server shows, for a host.
fn theirs(host: &str) -> Says<'static> {
    Says { subject: "Accesspunkt", key: &OTHER, serial: 20, more: vec![authority::host(host)], ..Says::default() }
}

/// What we show.
fn ours() -> Says<'static> {
    Says { subject: "Region Rösmark", key: &SENDER, serial: 21, ..Says::default() }
}

/// A server with this certificate, which lets in whomever the root has issued, and number 22 no longer.
fn acceptor(certificate: &Certificate, version: &'static SupportedProtocolVersion) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(root().der())).unwrap();
    let revoked = CertificateRevocationListDer::from(authority::list(ROOT, &AUTHORITY, &[22], UNTIL));
    let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .with_crls([revoked])
        .build()
        .unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_client_cert_verifier(clients)
        .with_single_cert(
            vec![CertificateDer::from(certificate.der().to_vec())],
            PrivateKeyDer::from_pem_slice(OTHER.as_bytes()).unwrap(),
        )
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

struct Secure {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for Secure {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.listener.accept().await.unwrap();
            match self.acceptor.accept(stream).into_fallible().await {
                Ok(stream) => return (stream, address),
                Err((_, mut stream)) => {
                    // Whoever hangs up on words that are not read may lose the last of its own.
                    let _ = stream.shutdown().await;
                    let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// The loopback of a world, behind TLS too.
async fn serve(world: &World, certificate: &Certificate, version: &'static SupportedProtocolVersion) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (secure, router) = (Secure { listener, acceptor: acceptor(certificate, version) }, world.loopback.router());
    // Ends with the test's runtime.
    drop(tokio::spawn(async move { axum::serve(secure, router).await.unwrap() }));
    address
}

/// How an operator sets the address, with what is trusted and what is shown.
fn address(at: SocketAddr, trusted: &Certificate, shown: Option<(&Certificate, &str)>) -> Address {
    Address {
        base: format!("https://{at}"),
        certificates: Some(authority::pem(trusted).into_bytes()),
        identity: shown.map(|(certificate, key)| format!("{}{key}", authority::pem(certificate)).into_bytes()),
        plain: Plain::Refused,
        wait_seconds: WAIT_SECONDS,
    }
}

/// The door of an organisation. Tokens are given at the loopback's own address, which it is known by.
fn door(
    organisation: Organisation,
    kind: Kind,
    address: Address,
    tokens: SocketAddr,
    environment: &Environment,
) -> Result<Box<dyn Connection>, Failure> {
    if kind == Kind::Api {
        let client = Client {
            id: organisation.domain.to_owned(),
            token_address: format!("http://{tokens}/token"),
            signer: organisation.has().signer.clone(),
            environment: environment.clone(),
        };
        let login = sdk_api::Login::Tokens(client);
        let address = Address { base: format!("{}/v1", address.base), plain: Plain::OnThisMachine, ..address };
        let settings = sdk_api::Settings { address, login, functions: vec![organisation.function.to_owned()] };
        return Ok(Box::new(SdkApi::new(settings)?));
    }
    let mut settings = support::domibus_settings(organisation, kind, address.base.clone());
    settings.address = address;
    Ok(Box::new(Domibus::new(settings)?))
}

#[tokio::test]
async fn letters_pass_through_every_door_where_both_sides_show_their_certificates() {
    let (root, theirs, ours) = (root(), lasting(theirs("127.0.0.1")), lasting(ours()));
    for version in VERSIONS {
        for kind in Kind::ALL {
            let mut world = World::new(kind, kind).await;
            let at = serve(&world, &theirs, version).await;
            for (house, organisation) in [(&mut world.region, REGION), (&mut world.school, SCHOOL)] {
                let address = address(at, &root, Some((&ours, SENDER.as_str())));
                house.connection = door(organisation, kind, address, world.address, &world.environment).unwrap();
            }
            let message = message(REGION, SCHOOL, &world.environment);
            let id = message.id.to_string();
            world.region.send(message).await;
            world.settle().await;
            assert_eq!(world.school.shown(), [id], "{kind:?} {version:?}");
            assert_eq!(world.region.states(), ["ACCEPTED"], "{kind:?} {version:?}");
        }
    }
}

/// What comes of it when we show this to a server that shows that. Nothing is ever handed over.
async fn refused(
    version: &'static SupportedProtocolVersion,
    kind: Kind,
    (theirs, trusted): (&Certificate, &Certificate),
    shown: Option<(&Certificate, &str)>,
) -> NotSecure {
    let world = World::new(kind, kind).await;
    let at = serve(&world, theirs, version).await;
    let door = door(REGION, kind, address(at, trusted, shown), world.address, &world.environment).unwrap();
    world.region.write(message(REGION, SCHOOL, &world.environment));
    let parcel = Arc::clone(&world.region.disk.lock().sent.last().unwrap().parcel);
    let sent = door.send(&parcel, Attempt::First).await.unwrap_err();
    let waiting = door.waiting().await.unwrap_err();
    assert_eq!(world.transfers(), 0);
    for failure in [&sent, &waiting] {
        assert!(!failure.may_have_arrived(), "{failure}");
        assert!(!failure.is_passing(), "asking again does not help: {failure}");
    }
    match (sent, waiting) {
        (Failure::NotSecure { why, .. }, Failure::NotSecure { why: again, .. }) if why == again => why,
        (sent, waiting) => panic!("{sent}; {waiting}"),
    }
}

#[tokio::test]
async fn a_certificate_of_ours_that_is_not_taken_is_named_with_what_to_do() {
    let (root, theirs) = (root(), lasting(theirs("127.0.0.1")));
    let expired = lasting(Says { until: "20011231000000Z", ..ours() });
    let revoked = lasting(Says { serial: 22, ..ours() });
    let says = Says { from: FROM, until: UNTIL, ..ours() };
    let stranger = authority::issue(&says, "Annan CA", &RECIPIENT);
    let forged = authority::issue(&says, ROOT, &RECIPIENT);
    for version in VERSIONS {
        for kind in [Kind::Plugin, Kind::Api] {
            for (shown, wanted) in [
                (None, NotSecure::OursMissing),
                (Some(&expired), NotSecure::OursExpired),
                (Some(&revoked), NotSecure::OursRevoked),
                (Some(&stranger), NotSecure::OursUnknown),
                (Some(&forged), NotSecure::OursRefused),
            ] {
                let shown = shown.map(|certificate| (certificate, SENDER.as_str()));
                assert_eq!(refused(version, kind, (&theirs, &root), shown).await, wanted, "{kind:?} {version:?}");
            }
        }
    }
    let words = NotSecure::OursMissing.to_string();
    assert!(words.ends_with("a certificate and its key must be set"), "{words}");
}

#[tokio::test]
async fn a_server_is_believed_under_its_name_and_by_the_issuers_that_are_set_only() {
    let (root, ours) = (root(), lasting(ours()));
    let other = Says { subject: "Annan CA", key: &RECIPIENT, authority: true, usage: Some(6), ..Says::default() };
    let other = authority::issue(&Says { from: FROM, until: UNTIL, ..other }, "Annan CA", &RECIPIENT);
    let good = lasting(theirs("127.0.0.1"));
    let named = lasting(theirs("ap.example.se"));
    let expired = lasting(Says { until: "20011231000000Z", ..theirs("127.0.0.1") });
    let says = Says { from: "20480101000000Z", until: UNTIL, ..theirs("127.0.0.1") };
    let early = authority::issue(&says, ROOT, &AUTHORITY);
    for version in VERSIONS {
        for (shows, trusted, wanted) in [
            (&good, &other, NotSecure::TheirIssuer),
            (&named, &root, NotSecure::TheirName),
            (&expired, &root, NotSecure::TheirsExpired),
            (&early, &root, NotSecure::TheirsEarly),
        ] {
            let shown = Some((&ours, SENDER.as_str()));
            assert_eq!(refused(version, Kind::Plugin, (shows, trusted), shown).await, wanted, "{version:?}");
        }
    }
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_refused_before_anybody_is_asked() {
    let (root, ours) = (root(), lasting(ours()));
    let at = SocketAddr::from(([127, 0, 0, 1], 1));
    let environment = Environment::fixed(1, support::now());
    let said = |address: Address| match door(REGION, Kind::Plugin, address, at, &environment) {
        Err(Failure::Settings(why)) => why,
        Err(failure) => panic!("{failure}"),
        Ok(_) => panic!("taken"),
    };
    let key = said(address(at, &root, Some((&ours, RECIPIENT.as_str()))));
    assert_eq!(key, "our key does not belong to our certificate");
    let without_key = said(address(at, &root, Some((&ours, ""))));
    assert_eq!(without_key, "our certificate and its key are not PEM");
    let nobody = Address { certificates: Some(b"hello".to_vec()), ..address(at, &root, None) };
    assert_eq!(said(nobody), "there is no certificate among those to trust");
    let plain = Address { base: "http://127.0.0.1:1".to_owned(), ..address(at, &root, None) };
    assert_eq!(said(plain), "the address is not https");
}
