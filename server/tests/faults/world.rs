//! A small installation: one front door that answers for one municipality, and the real program serving it.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use access::Actor;
use database::{Database, Location};
use domain::id::Id;
use domain::organisation::{Branch, Municipality, Ownership, PrincipalKind, Role, Secrecy};
use environment::Environment;
use front_door::area::commands::answer_for;
use identity::organisations::commands::{
    NewDomain, assign, register_domain, register_municipality, register_principal, register_staff, register_unit,
    set_duty,
};
use server::assemble;
use server::settings::{Given, Settings};
use tempfile::TempDir;
use testkit::IdentityProvider;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// The name that the identity provider has for whoever is on duty at the front door.
pub(crate) const ON_DUTY: &str = "SE2321000099-1001";
/// The settings file, where there is one.
const SETTINGS: &str = "cairn.toml";

/// Everything of one request for help that must be there together, counted.
const COUNTS: &str = "
    SELECT (SELECT COUNT(*) FROM request) AS requests,
      (SELECT COUNT(*) FROM trail WHERE state = 'open') AS trails,
      (SELECT COUNT(*) FROM baton WHERE until_at IS NULL) AS holders,
      (SELECT COUNT(*) FROM child) AS children,
      (SELECT COUNT(*) FROM child_key) AS keys,
      (SELECT COUNT(*) FROM draft WHERE state = 'open') AS drafts,
      (SELECT COUNT(*) FROM draft WHERE state = 'sent') AS receipts,
      (SELECT COUNT(DISTINCT request_id) FROM request_event) AS received,
      (SELECT COUNT(DISTINCT trail_id) FROM trail_event) AS opened,
      (SELECT COUNT(*) FROM access_code) AS codes,
      (SELECT COUNT(DISTINCT subject_id) FROM audit_line WHERE action = 'trail.open' AND outcome = 'changed') AS logged";

/// A small installation in a folder of its own.
pub(crate) struct Installation {
    pub(crate) municipality: Id<Municipality>,
    settings: Settings,
    database: String,
    folder: TempDir,
}

/// How much there is of what belongs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) requests: i64,
    pub(crate) drafts: i64,
}

impl Installation {
    /// Made through commands, in a database that is empty.
    pub(crate) async fn make(location: &Location, folder: TempDir) -> Self {
        let database = match location {
            Location::Sqlite(path) => format!("sqlite:{}", path.display()),
            Location::Postgres(address) => address.clone(),
        };
        let given = Given {
            listen: Some("127.0.0.1:0".to_owned()),
            data: Some(folder.path().to_owned()),
            database: Some(database.clone()),
            staff_login_secret: None,
        };
        let settings = Settings::read(None, given).unwrap();
        let opened = assemble::open(&settings, &Environment::real()).await.unwrap();
        let municipality = region(&opened).await;
        opened.close().await;
        Self { municipality, settings, database, folder }
    }

    /// Opens the data beside the server, to look at it.
    pub(crate) async fn open(&self) -> Database {
        assemble::open(&self.settings, &Environment::real()).await.unwrap()
    }

    /// Starts the real program and waits until it says where it listens.
    pub(crate) async fn start(&self) -> Server {
        Server::start(self.command(Command::new(env!("CARGO_BIN_EXE_cairn")), "serve")).await
    }

    /// The same under a limit on the size of files. The signal that the limit sends is ignored, so that writing fails
    /// as it does on a full disk.
    pub(crate) async fn start_with_files_of_at_most(&self, bytes: u64) -> Server {
        let mut limited = Command::new("sh");
        limited.args(["-c", "trap '' XFSZ; exec prlimit --fsize=\"$0\":unlimited -- \"$@\"", &bytes.to_string()]);
        limited.arg(env!("CARGO_BIN_EXE_cairn"));
        Server::start(self.command(limited, "serve")).await
    }

    fn command(&self, mut command: Command, what: &str) -> Command {
        for name in ["CAIRN_SETTINGS", "CAIRN_DATA", "CAIRN_DATABASE", "CAIRN_LISTEN"] {
            command.env_remove(name);
        }
        command.arg(what).arg("--data").arg(self.folder()).arg("--database").arg(&self.database);
        let settings = self.folder().join(SETTINGS);
        if settings.exists() {
            command.arg("--settings").arg(settings);
        }
        command.args(["--listen", "127.0.0.1:0"]).env("CAIRN_LOG", "off").stdout(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// Lets people at work log in through a provider, from the next start on.
    pub(crate) fn log_in_through(&self, provider: &IdentityProvider) {
        let oidc::Settings { issuer, client_id, client_secret, .. } = provider.settings();
        let secret = self.folder().join("secret");
        std::fs::write(&secret, client_secret.unwrap_or_default()).unwrap();
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
        let written = format!(
            "public_address = \"http://127.0.0.1\"\n[staff_login]\nissuer = \"{issuer}\"\nclient_id = \"{client_id}\"\n\
             client_secret_file = \"{}\"\naccepted_assurance = [\"loa3\"]\nhttp_loopback = \"allowed\"\n",
            secret.display()
        );
        std::fs::write(self.folder().join(SETTINGS), written).unwrap();
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Counts, and sees that nothing is there without what belongs to it.
    pub(crate) async fn counts(&self) -> Counts {
        let database = self.open().await;
        let mut transaction = database.begin_reading("test.counts").await.unwrap();
        let row = transaction.row(COUNTS, vec![]).await.unwrap().unwrap();
        transaction.commit().await.unwrap();
        let count = |name| row.integer(name).unwrap();
        let requests = count("requests");
        for name in ["trails", "holders", "children", "receipts", "received", "opened", "codes"] {
            assert_eq!(count(name), requests, "as many {name} as requests");
        }
        assert_eq!(count("keys"), requests + count("drafts"), "a key for each child and each draft");
        let log = audit::verify(&database).await.unwrap();
        assert!(log.is_ok(), "{log:?}");
        database.close().await;
        Counts { requests, drafts: count("drafts") }
    }

    /// Asks the real program whether the log is whole.
    pub(crate) async fn verifies(&self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
        command.arg("audit");
        let output = self.command(command, "verify").output().await.unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && said.contains("The log is whole"), "{said}");
    }
}

async fn region(database: &Database) -> Id<Municipality> {
    let asker = assemble::asker(Actor::Job("demo"), database.clone()).unwrap();
    let municipality = register_municipality(&asker, "Björkeryd").await.unwrap();
    let principal = register_principal(&asker, PrincipalKind::Region, "Region Rösmark").await.unwrap();
    let authority = database.environment().id();
    let (secrecy, ownership, name) = (Secrecy::Health, Ownership::Public, "Hälso- och sjukvård");
    let domain = NewDomain { principal, authority, secrecy, ownership, name };
    let domain = register_domain(&asker, domain).await.unwrap();
    let unit = register_unit(&asker, domain, Branch::FrontDoor, "En väg in").await.unwrap();
    let staff = register_staff(&asker, "Mikael K.", Some(ON_DUTY)).await.unwrap();
    let assignment = assign(&asker, staff, unit, Role::TriageNurse).await.unwrap();
    set_duty(&asker, unit, assignment).await.unwrap();
    answer_for(&asker, municipality, unit).await.unwrap();
    municipality
}

/// The real program, serving.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    process: Child,
}

impl Server {
    async fn start(mut command: Command) -> Self {
        let mut process = command.spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = said.next_line().await.unwrap().expect("the server says where it listens");
        let address = first.rsplit("http://").next().unwrap().parse().expect("an address");
        Self { address, process }
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id().expect("the server runs")
    }

    /// kill -9, and waits until it is gone.
    pub(crate) async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }

    /// Lets people work until so many answers have come, and kills the server under them. Each goes on until all of theirs is
    /// done or the server is gone, and tells of every answer.
    pub(crate) async fn kill_under<T, W>(
        self,
        people: Vec<T>,
        answers: usize,
        go_on: impl Fn(T, UnboundedSender<()>) -> W,
    ) -> Vec<T>
    where
        T: Send + 'static,
        W: Future<Output = T> + Send + 'static,
    {
        let (answered, mut heard) = unbounded_channel();
        let working: Vec<_> = people.into_iter().map(|one| tokio::spawn(go_on(one, answered.clone()))).collect();
        drop(answered);
        for _ in 0..answers {
            // Nothing is heard any more when all are done.
            if heard.recv().await.is_none() {
                break;
            }
        }
        self.kill().await;
        let mut people = Vec::new();
        for one in working {
            people.push(one.await.unwrap());
        }
        people
    }
}
