//! Installations that write to each other through a loopback, over real HTTP. Everything in them is invented.

#![expect(dead_code, reason = "each test file uses its part")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what the tests share may fail as the tests do"
)]

#[path = "../../../sdk/tests/support/authority.rs"]
#[expect(dead_code, reason = "these tests use a part of it")]
pub(crate) mod authority;
pub(crate) mod files;
pub(crate) mod house;
pub(crate) mod process;

use domain::moment::Moment;
use environment::Environment;
use sdk::certificate::Certificate;
use sdk::keys::{FileSigner, PrivateKey};
use sdk::message::{Attention, Confidentiality, Document, Extensions, File, Function, Letter, Message, Party, Words};
use sdk::text::{FunctionAddress, Label, ParticipantId, Text};
use sdk::trust::{Revocation, Trust};
use sdk_connect::Connection;
use sdk_connect::domibus::{self, Attachments, Domibus, Flavour};
use sdk_connect::door::Address;
use sdk_connect::sdk_api::{self, Client, SdkApi};
use sdk_loopback::{AnswerStyle, Door, Loopback, Participant, Setup, Trouble};
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use tokio::net::TcpListener;

pub(crate) use house::{Disk, House};

/// 2027-01-11, eight in the morning in Stockholm.
pub(crate) fn now() -> Moment {
    sdk::moment::parse("2027-01-11T07:00:00.250Z").unwrap()
}

/// The doors an installation may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Plugin,
    PluginMtom,
    Backend,
    Api,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Plugin, Self::PluginMtom, Self::Backend, Self::Api];
    pub(crate) const DOMIBUS: [Self; 3] = [Self::Plugin, Self::PluginMtom, Self::Backend];

    /// The kind with this name, as it is written for another process.
    pub(crate) fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|kind| format!("{kind:?}") == name).unwrap()
    }

    fn style(self) -> AnswerStyle {
        if self == Self::PluginMtom { AnswerStyle::Mtom } else { AnswerStyle::Inline }
    }
}

/// One of the two organisations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Organisation {
    pub(crate) domain: &'static str,
    pub(crate) function: &'static str,
    serial: u8,
}

pub(crate) const REGION: Organisation =
    Organisation { domain: "rosmark.example.se", function: "sdk:forsta-linjen", serial: 7 };

pub(crate) const SCHOOL: Organisation =
    Organisation { domain: "almvik.example.se", function: "sdk:elevhalsan", serial: 8 };

/// What an organisation has, made once: keys are slow to read where nothing is optimised.
pub(crate) struct Belongings {
    pub(crate) certificate: Certificate,
    pub(crate) key: Arc<PrivateKey>,
    pub(crate) signer: Arc<FileSigner>,
}

fn belongings(organisation: Organisation) -> Belongings {
    let Organisation { domain, serial, .. } = organisation;
    let key: &str = if organisation == REGION { &authority::SENDER } else { &authority::RECIPIENT };
    let says = authority::Says { subject: domain, key, serial, ..Default::default() };
    let certificate = authority::issue(&says, authority::ROOT, &authority::AUTHORITY);
    let signer = Arc::new(authority::key(key).signer(certificate.clone()).unwrap());
    Belongings { certificate, key: Arc::new(authority::key(key)), signer }
}

static OF_REGION: LazyLock<Belongings> = LazyLock::new(|| belongings(REGION));
static OF_SCHOOL: LazyLock<Belongings> = LazyLock::new(|| belongings(SCHOOL));

/// Whom everybody trusts.
pub(crate) static TRUST: LazyLock<Trust> = LazyLock::new(authority::trust);
static ROOT: LazyLock<Certificate> = LazyLock::new(authority::root);

impl Organisation {
    pub(crate) fn id(self) -> ParticipantId {
        ParticipantId::new(format!("0203:{}", self.domain)).unwrap()
    }

    pub(crate) fn has(self) -> &'static Belongings {
        if self == REGION { &OF_REGION } else { &OF_SCHOOL }
    }

    fn participant(self, kind: Kind) -> Participant {
        let door = match kind {
            Kind::Api => Door::Api {
                client: self.domain.to_owned(),
                opener: Arc::clone(&self.has().key),
                signer: Arc::clone(&self.has().signer),
                functions: vec![self.function.to_owned()],
            },
            Kind::Plugin | Kind::PluginMtom | Kind::Backend => {
                Door::Domibus { user: self.domain.to_owned(), password: "hemligt".to_owned(), answers: kind.style() }
            }
        };
        Participant { id: self.id(), door, certificate: Some(self.has().certificate.clone()) }
    }
}

/// A loopback that answers on a port of its own, and two installations.
pub(crate) struct World {
    pub(crate) region: House,
    pub(crate) school: House,
    pub(crate) loopback: Loopback,
    pub(crate) environment: Environment,
    pub(crate) address: SocketAddr,
    pub(crate) folder: TempDir,
    kinds: (Kind, Kind),
}

impl World {
    pub(crate) async fn new(region: Kind, school: Kind) -> Self {
        let environment = Environment::fixed(1, now());
        let folder = tempfile::tempdir().unwrap();
        let loopback = open(region, school, &folder, &environment);
        let address = serve(&loopback).await;
        let house = |organisation, kind| {
            House::new(
                organisation,
                connection(organisation, kind, address, &environment),
                &environment,
                Disk::default(),
            )
        };
        let (house_of_region, house_of_school) = (house(REGION, region), house(SCHOOL, school));
        let kinds = (region, school);
        Self { region: house_of_region, school: house_of_school, loopback, environment, address, folder, kinds }
    }

    pub(crate) fn trouble(&self, trouble: Trouble) {
        self.loopback.set_trouble(trouble).unwrap();
    }

    /// The loopback stops and begins again with what lies in its folder, at another port.
    pub(crate) async fn restart_loopback(&mut self) {
        let (region, school) = self.kinds;
        self.loopback = open(region, school, &self.folder, &self.environment);
        self.address = serve(&self.loopback).await;
        self.region.connection = connection(REGION, region, self.address, &self.environment);
        self.school.connection = connection(SCHOOL, school, self.address, &self.environment);
    }

    /// How many letters were handed in.
    pub(crate) fn transfers(&self) -> usize {
        self.loopback.told()["transfers"].as_array().unwrap().len()
    }

    /// Lets go of what is held, and says how many.
    pub(crate) fn release(&self) -> usize {
        self.loopback.release().unwrap()
    }

    /// Everybody does all there is to do, until nothing more comes.
    pub(crate) async fn settle(&self) {
        for _ in 0..4 {
            for house in [&self.region, &self.school] {
                assert!(house.take_in().await.aside.is_empty());
                house.work().await;
                house.follow().await;
            }
        }
    }
}

fn open(region: Kind, school: Kind, folder: &TempDir, environment: &Environment) -> Loopback {
    open_at(region, school, folder, environment, None)
}

/// A loopback for whose clients tokens are given at an address of its own choice.
pub(crate) fn open_at(
    region: Kind,
    school: Kind,
    folder: &TempDir,
    environment: &Environment,
    token_address: Option<String>,
) -> Loopback {
    let mut trust = Trust::new(Revocation::WhereKnown);
    trust.add_anchor(ROOT.clone());
    let setup = Setup {
        federation: sdk::names::FEDERATION.to_owned(),
        participants: vec![REGION.participant(region), SCHOOL.participant(school)],
        trust,
        patience_seconds: Setup::PATIENCE_SECONDS,
        token_address,
    };
    Loopback::open(setup, folder.path(), environment).unwrap()
}

pub(crate) async fn serve(loopback: &Loopback) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let loopback = loopback.clone();
    // Ends with the test's runtime.
    drop(tokio::spawn(async move { loopback.serve(listener, std::future::pending()).await.unwrap() }));
    address
}

/// The door of an organisation.
pub(crate) fn connection(
    organisation: Organisation,
    kind: Kind,
    address: SocketAddr,
    environment: &Environment,
) -> Box<dyn Connection> {
    connection_as(organisation, kind, address, environment, organisation.has().signer.clone())
}

/// The same with a key from elsewhere.
pub(crate) fn connection_as(
    organisation: Organisation,
    kind: Kind,
    address: SocketAddr,
    environment: &Environment,
    signer: Arc<FileSigner>,
) -> Box<dyn Connection> {
    let base = format!("http://{address}");
    if kind == Kind::Api {
        let client = Client {
            id: organisation.domain.to_owned(),
            token_address: format!("{base}/token"),
            signer,
            environment: environment.clone(),
        };
        let settings = sdk_api::Settings {
            address: address_of(format!("{base}/v1")),
            login: sdk_api::Login::Tokens(client),
            functions: vec![organisation.function.to_owned()],
        };
        return Box::new(SdkApi::new(settings).unwrap());
    }
    Box::new(Domibus::new(domibus_settings(organisation, kind, base)).unwrap())
}

/// On a machine that is busy with other things, nothing is given up for being slow.
fn address_of(base: String) -> Address {
    Address { wait_seconds: 3600, ..Address::on_this_machine(base) }
}

/// What an operator sets for an access point.
pub(crate) fn domibus_settings(organisation: Organisation, kind: Kind, base: String) -> domibus::Settings {
    domibus::Settings {
        address: address_of(base),
        flavour: if kind == Kind::Backend { Flavour::Backend } else { Flavour::Plugin },
        login: domibus::Login::User { name: organisation.domain.to_owned(), password: "hemligt".to_owned().into() },
        party: domibus::Party { id: "AP0000-SDK-TEST".to_owned() },
        attachments: if kind == Kind::PluginMtom { Attachments::Mtom } else { Attachments::Inline },
    }
}

fn party(organisation: Organisation) -> Party {
    Party {
        id: organisation.id(),
        label: None,
        attention: Attention {
            persons: vec![],
            function: Function {
                address: FunctionAddress::new(organisation.function).unwrap(),
                label: Some(Label::new("Elevhälsan").unwrap()),
                extensions: vec![],
            },
            references: vec![],
            extensions: vec![],
        },
        extensions: vec![],
    }
}

/// A letter from one to another.
pub(crate) fn message(from: Organisation, to: Organisation, environment: &Environment) -> Message {
    let text = |words: &str| Text::new(words).unwrap();
    let file = File {
        name: text("plan.pdf"),
        content_type: text("application/pdf"),
        content: b"%PDF-1.7 \x00\xff plan".to_vec(),
        extensions: vec![],
    };
    let words = Words { markdown: text("# Hej\n\nKan ni *onsdag*?"), extensions: vec![] };
    let document = Document {
        id: text("brev"),
        name: Some(text("Brev")),
        files: vec![file],
        texts: vec![words],
        extensions: vec![],
    };
    let letter = Letter {
        subject: Label::new("Fråga om möte").unwrap(),
        confidentiality: Confidentiality::Secret,
        generating_system: None,
        recipient: party(to),
        sender: party(from),
        documents: vec![document],
        extensions: Extensions::default(),
    };
    Message::first(environment.uuid().into(), letter, environment.now()).unwrap()
}
