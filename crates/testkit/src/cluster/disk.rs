//! A small disk of a test's own, which can be full in truth: memory that only those see who are let in, so that nothing of it
//! is left behind, however the test ends.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Mounts the disk and holds it until its standard input is closed, as it is when the test is gone.
const HOLD: &str = "mount -t tmpfs -o \"size=$1\" tmpfs \"$0\" && echo mounted && exec cat";

/// A small disk, mounted on a folder. Gone when dropped, with what is on it.
pub(super) struct Disk {
    keeper: Child,
    folder: PathBuf,
    user: User,
}

/// Who runs the test. Others than root mount inside a user namespace, where they are root over nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum User {
    Root,
    Other,
}

impl Disk {
    /// A disk of so many megabytes on a folder that is there; `None` where mounting is not permitted.
    pub(super) fn mount(folder: &Path, megabytes: u32, user: User) -> Option<Self> {
        let mut unshare = Command::new("unshare");
        if user == User::Other {
            unshare.args(["--user", "--map-root-user"]);
        }
        unshare.args(["--mount", "--propagation", "private", "sh", "-c", HOLD]).arg(folder);
        unshare.arg(format!("{megabytes}m")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut keeper = unshare.spawn().ok()?;
        let mut said = String::new();
        let heard = keeper.stdout.take().map(|stdout| BufReader::new(stdout).read_line(&mut said));
        let disk = Self { keeper, folder: folder.to_owned(), user };
        (matches!(heard, Some(Ok(_))) && said.trim_end() == "mounted").then_some(disk)
    }

    /// The words before a command that shall see the disk and be what it is on the outside, but never root.
    pub(super) fn door(&self) -> Vec<String> {
        let mut words = self.inside();
        if self.user == User::Other {
            words.extend(["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"].map(ToOwned::to_owned));
        }
        words
    }

    /// Takes all the room but so many bytes.
    pub(super) fn fill(&self, but: u64) {
        let asked = self.command("df").args(["--block-size=1", "--output=avail"]).arg(&self.folder).output();
        let said = String::from_utf8(asked.expect("df runs").stdout).expect("df says numbers");
        let free: u64 = said.lines().last().and_then(|line| line.trim().parse().ok()).expect("df says a number");
        let taken = free.checked_sub(but).expect("there is more room than shall be left");
        self.done("fallocate", &["--length", &taken.to_string()]);
    }

    /// Gives back what [`Self::fill`] took.
    pub(super) fn make_room(&self) {
        self.done("rm", &[]);
    }

    fn done(&self, program: &str, options: &[&str]) {
        let status = self.command(program).args(options).arg(self.folder.join("filler")).status();
        assert!(status.expect("the program runs").success(), "{program} on the small disk failed");
    }

    fn command(&self, program: &str) -> Command {
        let words = self.inside();
        let (first, rest) = words.split_first().expect("it begins with a program");
        let mut command = Command::new(first);
        command.args(rest).arg(program);
        command
    }

    /// The words before a command that shall see the disk.
    fn inside(&self) -> Vec<String> {
        let mut words = vec!["nsenter".to_owned(), format!("--target={}", self.keeper.id()), "--mount".to_owned()];
        if self.user == User::Other {
            words.extend(["--user", "--preserve-credentials"].map(ToOwned::to_owned));
        }
        words.push("--".to_owned());
        words
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}
