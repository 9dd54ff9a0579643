//! What the loopback knows, and how it lies on disk: envelopes as files of their own, written first, and one index that is
//! replaced as a whole. A crash leaves the index as it was or as it was to be.

use std::path::Path;

use sdk_connect::sdk_api::wire::Issue;
use serde::{Deserialize, Serialize};

use crate::LoopbackError;
use crate::post::Trouble;

/// The folder of envelopes.
pub(crate) const ENVELOPES: &str = "envelopes";

const INDEX: &str = "state.json";

/// All that is known.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// How many envelopes have been written.
    pub(crate) envelopes: u64,
    /// Every letter that was handed in, oldest first.
    pub(crate) transfers: Vec<Transfer>,
    /// Every letter that was handed out or is to be, in the order in which it is.
    pub(crate) deliveries: Vec<Delivery>,
    /// What message services know of their letters.
    pub(crate) letters: Vec<Letter>,
    /// Assertions that tokens were given for and that are still good: none is taken twice.
    #[serde(default)]
    pub(crate) assertions: Vec<Assertion>,
    /// What is to go wrong.
    pub(crate) trouble: Trouble,
}

/// A letter that was handed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Transfer {
    /// What its sender's access point calls it.
    pub(crate) id: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) action: String,
    pub(crate) conversation: String,
    /// The number of its envelope.
    pub(crate) envelope: u64,
    pub(crate) sending: Sending,
    /// What happened to it.
    pub(crate) mishap: Mishap,
}

/// An assertion that a token was given for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Assertion {
    pub(crate) client: String,
    /// What its client calls it (`jti`).
    pub(crate) id: String,
    /// Until when it is good, in seconds since 1970.
    pub(crate) until: i64,
}

/// How far a letter has come, for its sender's access point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sending {
    /// It is held.
    Held,
    /// The other access point has it, or so it says.
    Acknowledged,
    /// Nobody with that name takes part.
    NotServiced,
    /// It failed.
    Failed,
}

/// What goes wrong with a letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mishap {
    /// Nothing.
    #[default]
    None,
    /// It is acknowledged, and never comes.
    Lose,
    /// The transport fails, and says so.
    Fail,
    /// It is held until it is released.
    Hold,
    /// It comes twice, by two names.
    Double,
    /// It overtakes what waits already.
    Reorder,
    /// It goes through; whoever handed it in gets no answer.
    Mute,
}

/// A letter that is handed out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Delivery {
    /// What its receiver's access point calls it.
    pub(crate) id: String,
    /// The name under which it was handed in.
    pub(crate) transfer: String,
    pub(crate) to: String,
    pub(crate) stage: Waiting,
}

/// How far it is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Waiting {
    /// Held on the way.
    Held,
    /// It waits.
    Received,
    /// It has been fetched, and can be fetched again by its name.
    Downloaded,
}

/// What a message service knows of a letter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Letter {
    /// Whose.
    pub(crate) owner: String,
    /// Which.
    pub(crate) message: String,
    pub(crate) way: Way,
    /// The number of the envelope that it can be read from: of one that went, a copy to its own sender.
    pub(crate) envelope: u64,
    /// Why it was rejected, or what else happened.
    pub(crate) issues: Vec<Issue>,
    /// When it was handed in or came, in microseconds.
    pub(crate) at: i64,
}

/// Which way it goes, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Way {
    /// It came, and was accepted.
    Here,
    /// It came, and was rejected.
    Refused,
    /// It came and was rejected, and nothing but the transport says whose it is: its identifier is still free.
    Unproven,
    /// It went, by this name; the answer is waited for.
    Sent {
        /// What the access point calls it.
        transfer: String,
    },
    /// It went, and was accepted.
    Accepted,
    /// It went, and was rejected.
    Rejected,
    /// It is deleted; kept so that the same cannot come twice.
    Deleted,
}

impl State {
    pub(crate) fn read(folder: &Path) -> Result<Self, LoopbackError> {
        match std::fs::read(folder.join(INDEX)) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| LoopbackError::State),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes the whole beside the old, and then in its place.
    pub(crate) fn write(&self, folder: &Path) -> std::io::Result<()> {
        write_whole(folder, INDEX, &serde_json::to_vec(self)?)
    }

    /// Writes an envelope, which nothing refers to yet, and gives its number.
    pub(crate) fn add_envelope(&mut self, folder: &Path, bytes: &[u8]) -> std::io::Result<u64> {
        self.envelopes += 1;
        write_whole(&folder.join(ENVELOPES), &file_name(self.envelopes), bytes)?;
        Ok(self.envelopes)
    }
}

/// Reads an envelope.
pub(crate) fn envelope(folder: &Path, number: u64) -> std::io::Result<Vec<u8>> {
    std::fs::read(folder.join(ENVELOPES).join(file_name(number)))
}

fn file_name(number: u64) -> String {
    format!("{number:08}.xml")
}

/// Survives a crash of the program. It does not wait for the disk, as something that keeps real letters would have to.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let beside = folder.join(format!("{name}.new"));
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, folder.join(name))
}
