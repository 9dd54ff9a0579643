//! Processes that a test can kill: the very program of the test, started anew with a part to play. Parts are a loopback, as
//! `cairn sdk loopback` is one, and a small installation that takes in what waits.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use environment::Environment;
use sdk::certificate::Certificate;
use sdk::keys::PrivateKey;
use sdk::trust::{Revocation, Trust};
use sdk_connect::desk::{Desk, Found};
use sdk_connect::intake::take_in;
use sdk_loopback::{Loopback, Setup};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::net::TcpListener;
use tokio::process::{Child, ChildStdout, Command};

use super::files::{Files, Halting, Index, Life};
use super::{Kind, Organisation, REGION, SCHOOL, authority, connection_as, now};

/// The test that plays a part when it is started with one.
const TEST: &str = "another_process";
const PART: &str = "CAIRN_TEST_PART";

/// What a process says to the one that has started it.
pub(crate) fn say(words: &str) {
    println!("says: {words}");
}

/// A process with a part.
pub(crate) struct Process {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Process {
    fn start(part: &[&str]) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", TEST, "--nocapture"]).env(PART, part.join("|"));
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next thing it says; none when it has ended.
    pub(crate) async fn hear(&mut self) -> Option<String> {
        while let Some(line) = self.lines.next_line().await.unwrap() {
            if let Some((_, words)) = line.split_once("says: ") {
                return Some(words.to_owned());
            }
        }
        None
    }

    /// kill -9, and waits until it is gone.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// The most memory that it has held, in megabytes; none where that cannot be asked for.
    pub(crate) fn peak(&self) -> Option<u64> {
        peak(&self.child.id().unwrap().to_string())
    }

    /// A loopback in a folder with `loopback.toml`, and where it answers.
    pub(crate) async fn loopback(folder: &Path) -> (Self, SocketAddr) {
        let mut process = Self::start(&["loopback", folder.to_str().unwrap()]);
        let address = process.hear().await.unwrap().parse().unwrap();
        (process, address)
    }

    /// An installation of the school that takes in what waits for it, into a folder. It stops after so many points.
    pub(crate) fn receiver(folder: &Path, kind: Kind, address: SocketAddr, points: usize) -> Self {
        let (kind, address) = (format!("{kind:?}"), address.to_string());
        Self::start(&["receiver", folder.to_str().unwrap(), &kind, &address, &points.to_string()])
    }
}

/// The most memory that a process has held, in megabytes.
pub(crate) fn peak(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes / 1000)
}

/// Lays down what a loopback needs to know, and what the school's installation does.
pub(crate) fn lay_down(folder: &Path, region: Kind, school: Kind) {
    let mut setup = "trust = [\"root.pem\"]\n".to_owned();
    for (organisation, kind, name) in [(REGION, region, "region"), (SCHOOL, school, "school")] {
        let key: &str = if organisation == REGION { &authority::SENDER } else { &authority::RECIPIENT };
        std::fs::write(folder.join(format!("{name}.key")), key).unwrap();
        std::fs::write(folder.join(format!("{name}.pem")), authority::pem(&organisation.has().certificate)).unwrap();
        setup.push_str(&participant(organisation, kind, name));
    }
    std::fs::write(folder.join("root.pem"), authority::pem(&authority::root())).unwrap();
    std::fs::write(folder.join("loopback.toml"), setup).unwrap();
}

fn participant(organisation: Organisation, kind: Kind, name: &str) -> String {
    let Organisation { domain, function, .. } = organisation;
    let door = match kind {
        Kind::Api => format!("client = \"{domain}\"\nkey = \"{name}.key\"\nfunctions = [\"{function}\"]\n"),
        Kind::PluginMtom => format!("user = \"{domain}\"\npassword = \"hemligt\"\nmtom = true\n"),
        Kind::Plugin | Kind::Backend => format!("user = \"{domain}\"\npassword = \"hemligt\"\n"),
    };
    format!("[[participant]]\nid = \"0203:{domain}\"\ncertificate = \"{name}.pem\"\n{door}")
}

/// Plays the part that this process was started with, if any.
#[expect(clippy::disallowed_methods, reason = "a test that starts itself has no other settings")]
pub(crate) fn play() {
    let Ok(part) = std::env::var(PART) else { return };
    let part: Vec<&str> = part.split('|').collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        match part.as_slice() {
            ["loopback", folder] => loopback(Path::new(folder)).await,
            ["receiver", folder, kind, address, points] => {
                let (address, points) = (address.parse().unwrap(), points.parse().unwrap());
                receive(Path::new(folder), Kind::named(kind), address, points).await;
            }
            _ => say("nobody has that part"),
        }
    });
}

async fn loopback(folder: &Path) {
    let environment = Environment::at(now());
    let loopback = Loopback::open(Setup::read(folder).unwrap(), folder, &environment).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    say(&listener.local_addr().unwrap().to_string());
    loopback.serve(listener, std::future::pending()).await.unwrap();
}

/// Takes in what waits, and looks at what has come as envelopes. Says how many letters there are.
async fn receive(folder: &Path, kind: Kind, address: SocketAddr, points: usize) {
    let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let certificate = |name: &str| Certificate::first(&file(name)).unwrap();
    let key = || PrivateKey::from_pem(&file("school.key")).unwrap();
    let signer = Arc::new(key().signer(certificate("school.pem")).unwrap());
    let (environment, life) = (Environment::at(now()), Life::new(points));
    let inner = connection_as(SCHOOL, kind, address, &environment, Arc::clone(&signer));
    let connection = Halting { inner, life: life.clone() };
    let keeper = Files { folder: folder.to_owned(), life };
    let taken = take_in(&connection, &keeper, now()).await;
    assert_eq!((taken.stopped, taken.troubled.len()), (None, 0));

    let mut trust = Trust::new(Revocation::WhereKnown);
    trust.add_anchor(certificate("root.pem"));
    let (us, federation, opener) = (&SCHOOL.id(), sdk::names::FEDERATION, &key());
    let desk = Desk { us, federation, signer: signer.as_ref(), opener, trust: &trust };
    let index = Index::read(folder);
    for name in &index.kept {
        let bytes = file(name);
        if sdk::kind_of(&bytes).unwrap() == Some(sdk::DocumentKind::Envelope) {
            let found = desk.open(&bytes, &[certificate("region.pem")], None, now());
            drop(bytes);
            let Found::Message(letter) = found else { return say("it cannot be opened") };
            let message = sdk::message::parse(letter.clear()).unwrap();
            say(&format!("opened {}", message.id.as_str()));
        } else {
            say(&format!("opened {}", sdk::message::parse(&bytes).unwrap().id.as_str()));
        }
    }
    say(&format!("done {} {}", index.kept.len(), peak("self").unwrap_or_default()));
}
