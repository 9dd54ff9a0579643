//! The web service of a Domibus access point, under both its names: the plugin of version 5 and its predecessor, which
//! DIGG's samples use. Envelopes go in and come out byte for byte.
//!
//! The plugin leaves a message waiting until it is marked as downloaded. The predecessor marks it when it is retrieved: the
//! message can be retrieved again for as long as the access point keeps it (`retention_downloaded` of its MPC, which must
//! therefore not be 0), and that it was to be retrieved is written down before.

mod answer;
mod request;

use std::fmt;

use reqwest::RequestBuilder;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use sdk::envelope::{self, Envelope};
use zeroize::Zeroizing;

pub use answer::{
    ErrorItem, Retrieved, Status, Told, read_errors, read_retrieved, read_status, read_submitted, read_waiting,
};
pub use request::Party;

use crate::connection::{
    Arrival, Attempt, Carries, Connection, Content, Failure, Handed, Issue, Parcel, Reply, Stage, Ticket,
};
use crate::door::{Address, Answered, Door, ask, ask_safely};
use crate::{multipart, soap};

/// The largest answer but for a message, in bytes.
const ANSWER_MAX: usize = 1024 * 1024;

/// The largest list of what is waiting: some fifty thousand names.
const LIST_MAX: usize = 4 * 1024 * 1024;

/// The largest answer with a message: an envelope in base64, and room for the rest.
const MESSAGE_MAX: usize = envelope::BYTES_MAX / 3 * 4 + 64 * 1024;

const SUBMIT: &str = "submit";

/// Which of the two names the web service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// Version 5 and later.
    Plugin,
    /// Before that.
    Backend,
}

impl Flavour {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Plugin, Self::Backend];

    /// The namespace of its messages.
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::Plugin => "http://eu.domibus.wsplugin/",
            Self::Backend => "http://org.ecodex.backend/1_1/",
        }
    }

    /// Where it is, below the address of the access point.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Plugin => "/services/wsplugin",
            Self::Backend => "/services/backend",
        }
    }
}

/// How envelopes are carried in a request. Answers are read either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attachments {
    /// In base64, inside the request.
    Inline,
    /// In binary, beside the request (MTOM): a third smaller.
    Mtom,
}

/// Who may use the web service.
#[derive(Clone)]
pub enum Login {
    /// A plugin user.
    User {
        /// Its name.
        name: String,
        /// Its password.
        password: Zeroizing<String>,
    },
    /// Whoever shows the certificate of [`Address::identity`].
    Certificate,
}

impl fmt::Debug for Login {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User { name, .. } => formatter.debug_struct("User").field("name", name).finish_non_exhaustive(),
            Self::Certificate => formatter.write_str("Certificate"),
        }
    }
}

/// What the operator has set about the access point.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it is, with the folder it answers under: `https://ap.example.se/domibus`.
    pub address: Address,
    /// Under which name it answers.
    pub flavour: Flavour,
    /// How we are let in.
    pub login: Login,
    /// The access point's own name among access points.
    pub party: Party,
    /// How envelopes are carried.
    pub attachments: Attachments,
}

/// An access point.
pub struct Domibus {
    settings: Settings,
    door: Door,
}

impl Domibus {
    /// An access point with these settings. Asks nothing yet.
    pub fn new(settings: Settings) -> Result<Self, Failure> {
        if matches!(settings.login, Login::Certificate) && settings.address.identity.is_none() {
            return Err(Failure::Settings("there is no certificate to be let in by"));
        }
        let door = Door::new(&settings.address)?;
        Ok(Self { settings, door })
    }

    fn post(&self, content_type: &str, body: Vec<u8>) -> RequestBuilder {
        let url = self.door.at(self.settings.flavour.path());
        let request = self.door.client.post(url).header(CONTENT_TYPE, content_type).header(ACCEPT, "*/*").body(body);
        match &self.settings.login {
            Login::User { name, password } => request.basic_auth(name, Some(password.as_str())),
            Login::Certificate => request,
        }
    }

    /// Asks for something that may be asked any number of times.
    async fn ask(&self, what: &'static str, soap: &str, bytes_max: usize) -> Result<Answered, Failure> {
        let content_type = format!("{}; charset=UTF-8", soap::MEDIA_TYPE);
        ask_safely(what, || self.post(&content_type, soap.as_bytes().to_vec()), bytes_max).await
    }

    async fn submit(&self, parcel: &Parcel, attempt: Attempt) -> Result<Handed, Failure> {
        let Content::Envelope { bytes, conversation } = &parcel.content else { return Err(Failure::OtherKind) };
        if bytes.len() > envelope::BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        let outside = envelope::look(bytes).map_err(|_| Failure::OtherKind)?;
        let handed = Handed(transfer_id(parcel, &outside));
        if attempt == Attempt::Again && self.status(&handed.0, Role::Sending).await? != Status::NotFound {
            return Ok(handed);
        }
        let submission = request::Submission {
            flavour: self.settings.flavour,
            party: &self.settings.party,
            id: &handed.0,
            outside: &outside,
            conversation: conversation.as_str(),
        };
        let (content_type, body) = match self.settings.attachments {
            Attachments::Inline => {
                let body = submission.inline(bytes).into_bytes();
                (format!("{}; charset=UTF-8", soap::MEDIA_TYPE), body)
            }
            Attachments::Mtom => {
                let boundary = format!("cairn-{}", parcel.transfer.simple());
                multipart::write(&submission.beside(), bytes, request::PAYLOAD, &boundary)
                    .ok_or(Failure::Settings("the envelope holds the boundary of its transfer"))?
            }
        };
        let answered = ask(SUBMIT, self.post(&content_type, body), ANSWER_MAX).await?;
        let id = read(SUBMIT, &answered, |soap, _| read_submitted(soap, self.settings.flavour))?;
        Ok(Handed(id))
    }

    /// The status of a message as the access point tells it, seen from one of its ends.
    async fn status(&self, id: &str, role: Role) -> Result<Status, Failure> {
        const WHAT: &str = "status";
        let flavour = self.settings.flavour;
        let answered = self.ask(WHAT, &request::status(flavour, id, role), ANSWER_MAX).await?;
        read(WHAT, &answered, |soap, _| read_status(soap, flavour))
    }

    /// What went wrong with a message that we sent.
    pub async fn errors(&self, handed: &Handed) -> Result<Vec<ErrorItem>, Failure> {
        const WHAT: &str = "errors";
        let flavour = self.settings.flavour;
        let answered = self.ask(WHAT, &request::errors(flavour, &handed.0), ANSWER_MAX).await?;
        read(WHAT, &answered, |soap, _| read_errors(soap, flavour))
    }

    async fn list(&self) -> Result<Vec<Ticket>, Failure> {
        const WHAT: &str = "waiting";
        let flavour = self.settings.flavour;
        let answered = self.ask(WHAT, &request::waiting(flavour), LIST_MAX).await?;
        let ids = read(WHAT, &answered, |soap, _| read_waiting(soap, flavour))?;
        Ok(ids.into_iter().map(Ticket).collect())
    }

    async fn retrieve(&self, ticket: &Ticket) -> Result<Arrival, Failure> {
        const WHAT: &str = "retrieve";
        let flavour = self.settings.flavour;
        let answered = self.ask(WHAT, &request::retrieve(flavour, &ticket.0), MESSAGE_MAX).await?;
        match read(WHAT, &answered, |soap, part| read_retrieved(soap, flavour, part)) {
            Ok(found) if found.id != ticket.0 => Err(Failure::Answer { what: WHAT, why: "it is another message" }),
            Ok(found) => Ok(Arrival::Envelope { bytes: found.payload, transport: found.transport }),
            // Whether it is gone is told by its status, not by the words of a fault.
            Err(Failure::Refused { what, code }) => {
                let status = self.status(&ticket.0, Role::Receiving).await?;
                let is_gone = matches!(status, Status::NotFound | Status::Deleted);
                Err(if is_gone { Failure::NotFound { what } } else { Failure::Refused { what, code } })
            }
            Err(failure) => Err(failure),
        }
    }

    async fn mark(&self, ticket: &Ticket) -> Result<(), Failure> {
        const WHAT: &str = "mark as downloaded";
        match self.settings.flavour {
            // Retrieving has marked it.
            Flavour::Backend => return Ok(()),
            Flavour::Plugin => {}
        }
        let answered = self.ask(WHAT, &request::mark(&ticket.0), ANSWER_MAX).await?;
        match read(WHAT, &answered, |soap, _| answer::read_marked(soap)) {
            Err(Failure::Refused { what, code }) => {
                let status = self.status(&ticket.0, Role::Receiving).await?;
                let is_done = matches!(status, Status::Downloaded | Status::NotFound | Status::Deleted);
                if is_done { Ok(()) } else { Err(Failure::Refused { what, code }) }
            }
            done => done,
        }
    }

    async fn stage(&self, handed: &Handed) -> Result<Stage, Failure> {
        let stage = self.status(&handed.0, Role::Sending).await?.stage();
        let Stage::Failed(_) = stage else { return Ok(stage) };
        let errors = self.errors(handed).await?;
        let issue = |error: ErrorItem| Issue { code: error.code, text: error.detail, place: None };
        Ok(Stage::Failed(errors.into_iter().map(issue).collect()))
    }
}

impl Connection for Domibus {
    fn carries(&self) -> Carries {
        Carries::Envelopes
    }

    fn send<'a>(&'a self, parcel: &'a Parcel, attempt: Attempt) -> Reply<'a, Handed> {
        Box::pin(self.submit(parcel, attempt))
    }

    fn waiting(&self) -> Reply<'_, Vec<Ticket>> {
        Box::pin(self.list())
    }

    fn fetch<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, Arrival> {
        Box::pin(self.retrieve(ticket))
    }

    fn confirm<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, ()> {
        Box::pin(self.mark(ticket))
    }

    fn state<'a>(&'a self, handed: &'a Handed) -> Reply<'a, Stage> {
        Box::pin(self.stage(handed))
    }
}

/// At which end of a transfer the access point stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Sending,
    Receiving,
}

impl Role {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Sending => "SENDING",
            Self::Receiving => "RECEIVING",
        }
    }
}

/// Decided by us, so that the access point can be asked for it when its answer got lost.
fn transfer_id(parcel: &Parcel, outside: &Envelope) -> String {
    let domain = outside.from.as_str().split_once(':').map_or("cairn", |(_, domain)| domain);
    format!("{}@{domain}", parcel.transfer)
}

/// An answer: SOAP, alone or with attachments.
fn read<T>(
    what: &'static str,
    answered: &Answered,
    reader: impl FnOnce(&[u8], &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<T, answer::Told>,
) -> Result<T, Failure> {
    let content_type = answered.content_type();
    let told = match multipart::media_type(content_type).as_str() {
        soap::MEDIA_TYPE => reader(&answered.body, &|_| None),
        "multipart/related" => {
            let Ok(parts) = multipart::Multipart::read(content_type, &answered.body) else {
                return Err(Failure::Answer { what, why: "its parts cannot be told apart" });
            };
            reader(parts.root(), &|address| parts.part(address).map(<[u8]>::to_vec))
        }
        _ if answered.status.is_success() => return Err(Failure::Answer { what, why: "it is not SOAP 1.2" }),
        _ => return Err(Failure::Answer { what, why: "an error that is not SOAP 1.2" }),
    };
    match told {
        // A fault is an error, and an error is a fault.
        Ok(_) if !answered.status.is_success() => Err(Failure::Answer { what, why: "an error without a fault" }),
        Ok(found) => Ok(found),
        Err(answer::Told::Fault(code)) => Err(Failure::Refused { what, code }),
        Err(answer::Told::Other(why)) => Err(Failure::Answer { what, why }),
    }
}
