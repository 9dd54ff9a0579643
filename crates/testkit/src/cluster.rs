//! A PostgreSQL cluster of one's own, which can be taken away and come back. Reached through a socket in its own folder,
//! so that no two meet on a port.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A PostgreSQL cluster in a temporary folder. Stopped and removed when dropped.
pub struct Cluster {
    programs: PathBuf,
    folder: TempDir,
}

impl Cluster {
    /// Makes and starts a cluster; `None` where PostgreSQL is not installed.
    pub fn start_new() -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("cairn-cluster.").tempdir().expect("a temporary folder");
        if is_root() {
            done(Command::new("chown").arg("postgres:postgres").arg(folder.path()));
        }
        let cluster = Self { programs, folder };
        let options = ["--username=cairn", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
        done(cluster.program("initdb").arg("-D").arg(cluster.data()).args(options));
        cluster.start();
        Some(cluster)
    }

    /// Starts it again.
    pub fn start(&self) {
        let folder = self.folder.path().display();
        let options = format!("-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=100");
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
        self.folder.path().join("data")
    }

    /// A program of PostgreSQL, which refuses to run as root.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(program);
            command
        } else {
            Command::new(program)
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
