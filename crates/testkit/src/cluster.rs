//! A PostgreSQL cluster of one's own, which can be taken away and come back. Reached through a socket in its own folder,
//! so that no two meet on a port.

mod disk;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::cluster::disk::{Disk, User};

/// What every cluster is made with.
const MAKE: [&str; 5] = ["--username=cairn", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
/// A piece of the log that is not used up while a test runs: where the log has no room PostgreSQL stops altogether, as it
/// does when it is lost, and it is the tables that shall have none.
const LONG_LOG: &str = "--wal-segsize=64";
/// Nobody tidies, so that the disk is as full as the test made it, and nothing is written but what the test asks for.
const UNDISTURBED: &str = "-c autovacuum=off -c checkpoint_timeout=1d -c max_wal_size=4GB";

/// A PostgreSQL cluster in a temporary folder. Stopped and removed when dropped.
pub struct Cluster {
    programs: PathBuf,
    disk: Option<Disk>,
    folder: TempDir,
}

impl Cluster {
    /// Makes and starts a cluster; `None` where PostgreSQL is not installed.
    pub fn start_new() -> Option<Self> {
        let cluster = Self { programs: programs()?, disk: None, folder: folder() };
        done(cluster.program("initdb").arg("-D").arg(cluster.data()).args(MAKE));
        cluster.start();
        Some(cluster)
    }

    /// Makes and starts a cluster on a disk of its own of so many megabytes. Where that cannot be, says why.
    pub fn start_on_a_disk_of(megabytes: u32) -> Result<Self, &'static str> {
        let programs = programs().ok_or("PostgreSQL is not installed")?;
        let folder = folder();
        let place = folder.path().join("disk");
        std::fs::create_dir(&place).expect("a folder in a folder of one's own");
        let user = if is_root() { User::Root } else { User::Other };
        let disk = Disk::mount(&place, megabytes, user).ok_or("nobody may mount a small disk here")?;
        let cluster = Self { programs, disk: Some(disk), folder };
        done(cluster.program("initdb").arg("-D").arg(cluster.data()).args(MAKE).arg(LONG_LOG));
        cluster.start();
        Ok(cluster)
    }

    /// Takes all room on the disk of its own but so many bytes.
    pub fn fill_disk(&self, but: u64) {
        self.disk.as_ref().expect("it has a disk of its own").fill(but);
    }

    /// Gives back what [`Self::fill_disk`] took.
    pub fn make_room(&self) {
        self.disk.as_ref().expect("it has a disk of its own").make_room();
    }

    /// Starts it again.
    pub fn start(&self) {
        let folder = self.folder.path().display();
        let mut options = format!("-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=100");
        if self.disk.is_some() {
            options = format!("{options} {UNDISTURBED}");
        }
        let log = self.folder.path().join("log");
        let mut start = self.program("pg_ctl");
        done(start.arg("-D").arg(self.data()).arg("-l").arg(log).args(["-w", "-t", "120", "-o", &options, "start"]));
    }

    /// Takes it away in the middle of whatever it does, as when the machine it runs on is lost.
    pub fn stop(&self) {
        done(self.program("pg_ctl").arg("-D").arg(self.data()).args(["-w", "-m", "immediate", "stop"]));
    }

    /// Its address.
    pub fn address(&self) -> String {
        format!("postgres://cairn@localhost/postgres?host={}", self.folder.path().display())
    }

    /// The process of the cluster, for those who measure it.
    pub fn process(&self) -> Option<u32> {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok()
    }

    fn data(&self) -> PathBuf {
        match &self.disk {
            Some(_) => self.folder.path().join("disk/data"),
            None => self.folder.path().join("data"),
        }
    }

    /// A program of PostgreSQL, which refuses to run as root.
    fn program(&self, name: &str) -> Command {
        let mut words = self.disk.as_ref().map(Disk::door).unwrap_or_default();
        if is_root() {
            let other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"];
            words.extend(other.map(ToOwned::to_owned));
        }
        let program = self.programs.join(name);
        let mut command = match words.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-w", "-m", "immediate", "stop"]);
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// A folder that a cluster may have for its own.
fn folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("cairn-cluster.").tempdir().expect("a temporary folder");
    if is_root() {
        done(Command::new("chown").arg("postgres:postgres").arg(folder.path()));
    }
    folder
}

/// The folder of `initdb` and `pg_ctl`: Debian keeps them outside PATH. The newest version wins.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin"));
    let usual = [PathBuf::from("/usr/bin"), PathBuf::from("/usr/local/bin")];
    let version = |folder: &PathBuf| {
        let name = folder.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        name.and_then(|name| name.split('.').next()?.parse::<u32>().ok()).unwrap_or(0)
    };
    folders.chain(usual).filter(|folder| folder.join("initdb").is_file()).max_by_key(version)
}

fn is_root() -> bool {
    let asked = Command::new("id").arg("-u").output().expect("id runs");
    asked.stdout.trim_ascii() == b"0"
}

fn done(command: &mut Command) {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().expect("the program runs");
    assert!(status.success(), "{command:?} failed: {status}");
}
