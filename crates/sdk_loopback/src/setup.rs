//! Who takes part: read from `loopback.toml` in the folder, or made by a test.

use std::path::Path;
use std::sync::Arc;

use sdk::certificate::Certificate;
use sdk::keys::{FileSigner, PrivateKey};
use sdk::names;
use sdk::text::ParticipantId;
use sdk::trust::{Revocation, Trust};
use serde::Deserialize;

/// Who takes part, and whom message services trust.
pub struct Setup {
    /// The federation that envelopes of message services name.
    pub federation: String,
    /// The organisations.
    pub participants: Vec<Participant>,
    /// Whom message services trust.
    pub trust: Trust,
    /// How long a message service waits for a receipt, in seconds.
    pub patience_seconds: i64,
    /// Where clients ask for tokens, as they write it; the address that it listens at where nothing is said.
    pub token_address: Option<String>,
}

/// An organisation.
pub struct Participant {
    /// Its identifier.
    pub id: ParticipantId,
    /// By which door it is let in.
    pub door: Door,
    /// Its certificate, as everybody can find it.
    pub certificate: Option<Certificate>,
}

/// A door.
pub enum Door {
    /// Domibus' web service: its installation seals and opens.
    Domibus {
        /// The plugin user.
        user: String,
        /// Its password.
        password: String,
        /// How messages are handed out.
        answers: AnswerStyle,
    },
    /// The SDK API: the loopback is its message service, with its keys.
    Api {
        /// What the client is called.
        client: String,
        /// What opens for it.
        opener: Arc<PrivateKey>,
        /// What signs for it. Its client's assertions are signed by the same.
        signer: Arc<FileSigner>,
        /// The functions it has.
        functions: Vec<String>,
    },
}

/// How messages are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerStyle {
    /// In base64.
    Inline,
    /// Beside the answer (MTOM).
    Mtom,
}

/// Why a setup cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NotSetUp {
    /// A file cannot be read.
    #[error("cannot read {file}")]
    File {
        /// Which.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is not what it must be.
    #[error("{file}: {why}")]
    Content {
        /// Which.
        file: String,
        /// What is wrong.
        why: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    federation: Option<String>,
    #[serde(default)]
    patience_seconds: Option<i64>,
    #[serde(default)]
    token_address: Option<String>,
    /// Files with certificates to trust, beside those of the participants.
    #[serde(default)]
    trust: Vec<String>,
    participant: Vec<WrittenParticipant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenParticipant {
    id: String,
    certificate: Option<String>,
    user: Option<String>,
    password: Option<String>,
    #[serde(default)]
    mtom: bool,
    client: Option<String>,
    key: Option<String>,
    #[serde(default)]
    functions: Vec<String>,
}

const FILE: &str = "loopback.toml";

impl Setup {
    /// How long a receipt is waited for unless the setup says otherwise: a day.
    pub const PATIENCE_SECONDS: i64 = 24 * 3600;

    /// Reads `loopback.toml` in a folder. Files in it are named from there.
    pub fn read(folder: &Path) -> Result<Self, NotSetUp> {
        let bytes = file(folder, FILE)?;
        let text = String::from_utf8(bytes).map_err(|_| wrong(FILE, &"it is not text"))?;
        let written: Written = toml::from_str(&text).map_err(|error| wrong(FILE, &error.message()))?;
        let mut trust = Trust::new(Revocation::WhereKnown);
        for name in &written.trust {
            for certificate in Certificate::all(&file(folder, name)?).map_err(|error| wrong(name, &error))? {
                trust.add_anchor(certificate);
            }
        }
        let mut participants: Vec<Participant> = Vec::new();
        for entry in written.participant {
            let participant = participant(folder, entry)?;
            if participants.iter().any(|known| known.id == participant.id) {
                return Err(wrong(FILE, &"a participant stands twice"));
            }
            if let Some(certificate) = &participant.certificate {
                trust.add_anchor(certificate.clone());
            }
            participants.push(participant);
        }
        Ok(Self {
            federation: written.federation.unwrap_or_else(|| names::FEDERATION.to_owned()),
            participants,
            trust,
            patience_seconds: written.patience_seconds.unwrap_or(Self::PATIENCE_SECONDS),
            token_address: written.token_address,
        })
    }
}

fn participant(folder: &Path, entry: WrittenParticipant) -> Result<Participant, NotSetUp> {
    let id = ParticipantId::new(entry.id).map_err(|_| wrong(FILE, &"an id is 0203: and a domain"))?;
    let certificate = match &entry.certificate {
        Some(name) => Some(Certificate::first(&file(folder, name)?).map_err(|error| wrong(name, &error))?),
        None => None,
    };
    let door = match (entry.user, entry.password, entry.client, entry.key) {
        (Some(user), Some(password), None, None) => {
            let answers = if entry.mtom { AnswerStyle::Mtom } else { AnswerStyle::Inline };
            Door::Domibus { user, password, answers }
        }
        (None, None, Some(client), Some(key)) => {
            let own = certificate.clone().ok_or_else(|| wrong(FILE, &"a client needs a certificate and its key"))?;
            let pem = file(folder, &key)?;
            let read = || PrivateKey::from_pem(&pem).map_err(|error| wrong(&key, &error));
            let signer = read()?.signer(own).map_err(|error| wrong(&key, &error))?;
            Door::Api { client, opener: Arc::new(read()?), signer: Arc::new(signer), functions: entry.functions }
        }
        _ => return Err(wrong(FILE, &"a participant has user and password, or client, key and certificate")),
    };
    Ok(Participant { id, door, certificate })
}

fn file(folder: &Path, name: &str) -> Result<Vec<u8>, NotSetUp> {
    std::fs::read(folder.join(name)).map_err(|source| NotSetUp::File { file: name.to_owned(), source })
}

fn wrong(file: &str, why: &dyn std::fmt::Display) -> NotSetUp {
    NotSetUp::Content { file: file.to_owned(), why: why.to_string() }
}
