//! DIGG's SDK API between a message client and a message service (MT/MK, OpenAPI 1.0.0): messages in clear over HTTPS, for
//! an organisation whose message service does the sealing, the verifying and the receipts.
//!
//! A message carries our own identifier, so that it can be asked for when the answer to handing it over got lost. What is
//! waiting has the status `NEW`; confirming is deleting, which the service allows in a final status only.

pub mod letter;
pub mod token;
pub mod wire;

use std::collections::HashSet;

use form_urlencoded::Serializer;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Method, RequestBuilder, StatusCode};
use sdk::message::{Message, RECEIVED_BYTES_MAX, SENT_BYTES_MAX};
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

pub use token::{Client, Tokens};

use crate::connection::{
    Arrival, Attempt, Carries, Code, Connection, Content, Failure, Handed, Issue, Parcel, Reply, Stage, Ticket,
};
use crate::door::{Address, Answered, Door, ask, ask_safely};
use wire::{Events, MessageStatus, One, Resource, Several};

/// The largest answer but for a message, in bytes.
const ANSWER_MAX: usize = 4 * 1024 * 1024;

/// The largest answer with a message: its files in base64, and room for the rest.
const MESSAGE_MAX: usize = RECEIVED_BYTES_MAX + 1024 * 1024;

/// How long a name of something that waits may be. No identifier of a message is longer.
const NAME_MAX: usize = 255;

const SEND: &str = "send";
const LIST: &str = "waiting";
const GET: &str = "get";
const DELETE: &str = "delete";

/// How we are let in.
pub enum Login {
    /// By tokens that an authorisation server gives for a signed assertion.
    Tokens(Client),
    /// By the certificate of [`Address::identity`] alone.
    Certificate,
}

/// What the operator has set about the message service.
pub struct Settings {
    /// Where it is, with its version: `https://mt.example.se/v1`.
    pub address: Address,
    /// How we are let in.
    pub login: Login,
    /// The functions whose letters we fetch; all that the service gives us without any.
    pub functions: Vec<String>,
}

/// A message service.
pub struct SdkApi {
    door: Door,
    tokens: Option<Mutex<Tokens>>,
    functions: Vec<String>,
}

/// What we may be allowed to do. The published contract names sending in two ways; this is the one of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Send.
    Send,
    /// Read one.
    Get,
    /// Read the list.
    List,
    /// Delete.
    Delete,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::Send, Self::Get, Self::List, Self::Delete];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Send => "urn:sdk.api:sendMessages",
            Self::Get => "urn:sdk.api:getMessage",
            Self::List => "urn:sdk.api:getMessageByFilter",
            Self::Delete => "urn:sdk.api:deleteMessage",
        }
    }
}

impl SdkApi {
    /// A message service with these settings. Asks nothing yet.
    pub fn new(settings: Settings) -> Result<Self, Failure> {
        let door = Door::new(&settings.address)?;
        let tokens = match settings.login {
            Login::Tokens(client) => Some(Mutex::new(Tokens::new(client, &settings.address)?)),
            Login::Certificate if settings.address.identity.is_none() => {
                return Err(Failure::Settings("there is no certificate to be let in by"));
            }
            Login::Certificate => None,
        };
        Ok(Self { door, tokens, functions: settings.functions })
    }

    /// Asks with a token. One that the service no longer takes is exchanged for a new one, once: what is refused for its
    /// token has not been done.
    async fn ask(&self, question: &Question<'_>) -> Result<Answered, Failure> {
        let Some(tokens) = &self.tokens else { return self.put(question, None).await };
        let token = tokens.lock().await.get().await?;
        match self.put(question, Some(&token)).await {
            Err(Failure::NotAllowed { .. }) => {
                let token = tokens.lock().await.renew(&token).await?;
                self.put(question, Some(&token)).await
            }
            answered => answered,
        }
    }

    async fn put(&self, question: &Question<'_>, token: Option<&str>) -> Result<Answered, Failure> {
        let request = || {
            let mut request = self.door.client.request(question.method.clone(), self.door.at(&question.path));
            request = request.header(ACCEPT, "application/json");
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            with_body(request, question.body)
        };
        if question.is_repeatable {
            ask_safely(question.what, request, question.bytes_max).await
        } else {
            ask(question.what, request(), question.bytes_max).await
        }
    }

    async fn submit(&self, parcel: &Parcel, attempt: Attempt) -> Result<Handed, Failure> {
        let Content::Message(message) = &parcel.content else { return Err(Failure::OtherKind) };
        let handed = Handed(message.id.as_str().to_owned());
        if attempt == Attempt::Again {
            match self.get(&handed.0).await {
                Ok(_) => return Ok(handed),
                Err(Failure::NotFound { .. }) => {}
                Err(failure) => return Err(failure),
            }
        }
        if message.letter.size() > SENT_BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        let body = serde_json::to_vec(&wire::Create::of(letter::attributes(message)))
            .map_err(|_| Failure::Settings("the message cannot be written as JSON"))?;
        let question = Question {
            what: SEND,
            method: Method::POST,
            path: "/sdk/messages".to_owned(),
            body: Some(&body),
            bytes_max: ANSWER_MAX,
            is_repeatable: false,
        };
        let answered = self.ask(&question).await?;
        match answered.status {
            StatusCode::CREATED => Ok(handed),
            _ => Err(refusal(SEND, &answered)),
        }
    }

    async fn get(&self, id: &str) -> Result<Resource, Failure> {
        let answered = self.ask(&Question::reading(GET, one(id)?, MESSAGE_MAX)).await?;
        let found: One = json(GET, &answered)?;
        // A service may have an identifier of its own; ours is among the attributes.
        if found.data.attributes.message_id != id {
            return Err(Failure::Answer { what: GET, why: "it is another message" });
        }
        Ok(found.data)
    }

    /// What is waiting: for each of our functions, or for all that the service gives us. One that no message can be called
    /// is told too: it cannot be fetched, and must not hide the others.
    async fn list(&self) -> Result<Vec<Ticket>, Failure> {
        let (mut tickets, mut seen) = (Vec::new(), HashSet::new());
        let functions: Vec<Option<&str>> = match self.functions.as_slice() {
            [] => vec![None],
            some => some.iter().map(|function| Some(function.as_str())).collect(),
        };
        for function in functions {
            let answered = self.ask(&Question::reading(LIST, waiting_for(function), ANSWER_MAX)).await?;
            if answered.status == StatusCode::NOT_FOUND {
                continue;
            }
            let found: Several = json(LIST, &answered)?;
            let new = found.data.into_iter().filter(|it| it.attributes.message_status == MessageStatus::New);
            for resource in new {
                let ticket = Ticket(resource.attributes.message_id.chars().take(NAME_MAX).collect());
                if seen.insert(ticket.clone()) {
                    tickets.push(ticket);
                }
            }
        }
        Ok(tickets)
    }

    async fn retrieve(&self, ticket: &Ticket) -> Result<Arrival, Failure> {
        let found = self.get(&ticket.0).await?;
        if found.attributes.message_status != MessageStatus::New {
            return Err(Failure::Answer { what: GET, why: "the message is not one that waits for us" });
        }
        let message: Message = letter::message(&found.attributes).map_err(|why| Failure::Answer { what: GET, why })?;
        Ok(Arrival::Message(Box::new(message)))
    }

    async fn delete(&self, ticket: &Ticket) -> Result<(), Failure> {
        let question = Question { method: Method::DELETE, ..Question::reading(DELETE, one(&ticket.0)?, ANSWER_MAX) };
        let answered = self.ask(&question).await?;
        match answered.status {
            // Gone is what was wanted: a confirmation may be made again.
            StatusCode::ACCEPTED | StatusCode::OK | StatusCode::NO_CONTENT | StatusCode::NOT_FOUND => Ok(()),
            _ => Err(refusal(DELETE, &answered)),
        }
    }

    async fn stage(&self, handed: &Handed) -> Result<Stage, Failure> {
        let found = match self.get(&handed.0).await {
            Ok(found) => found.attributes,
            Err(Failure::NotFound { .. }) => return Ok(Stage::Unknown),
            Err(failure) => return Err(failure),
        };
        let issues = || found.events.as_ref().map_or(vec![], told);
        Ok(match found.message_status {
            MessageStatus::Scheduled | MessageStatus::Submitted => Stage::Submitted,
            MessageStatus::ScheduledForResend => Stage::TryingAgain,
            MessageStatus::Acknowledge | MessageStatus::WaitingForReceipt => Stage::Acknowledged,
            MessageStatus::Accepted => Stage::Accepted,
            MessageStatus::Rejected => Stage::Rejected(issues()),
            MessageStatus::MessageExchangeError | MessageStatus::Error => Stage::Failed(issues()),
            MessageStatus::Retrieved | MessageStatus::ReceiptSent | MessageStatus::New => {
                return Err(Failure::Answer { what: GET, why: "it is a message that came, not one that went" });
            }
        })
    }
}

impl Connection for SdkApi {
    fn carries(&self) -> Carries {
        Carries::Messages
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
        Box::pin(self.delete(ticket))
    }

    fn state<'a>(&'a self, handed: &'a Handed) -> Reply<'a, Stage> {
        Box::pin(self.stage(handed))
    }
}

struct Question<'a> {
    what: &'static str,
    method: Method,
    path: String,
    body: Option<&'a [u8]>,
    bytes_max: usize,
    is_repeatable: bool,
}

impl Question<'_> {
    fn reading(what: &'static str, path: String, bytes_max: usize) -> Self {
        Self { what, method: Method::GET, path, body: None, bytes_max, is_repeatable: true }
    }
}

/// The path of what is new, for a function or for all.
fn waiting_for(function: Option<&str>) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("filter[messageStatus]", MessageStatus::New.code());
    if let Some(function) = function {
        query.append_pair("filter[recipientAttention.subOrganization.extension]", function);
    }
    format!("/sdk/messages?{}", query.finish())
}

fn with_body(request: RequestBuilder, body: Option<&[u8]>) -> RequestBuilder {
    match body {
        Some(body) => request.header(CONTENT_TYPE, "application/json").body(body.to_vec()),
        None => request,
    }
}

/// The path of one message. An identifier that is no UUID is asked for by nobody.
fn one(id: &str) -> Result<String, Failure> {
    let id = sdk::text::MessageId::parse(id)
        .map_err(|_| Failure::Answer { what: LIST, why: "a message's identifier is no UUID" })?;
    Ok(format!("/sdk/messages/{}", id.as_str()))
}

fn json<T: DeserializeOwned>(what: &'static str, answered: &Answered) -> Result<T, Failure> {
    if answered.status != StatusCode::OK {
        return Err(refusal(what, answered));
    }
    read_json(&answered.body).ok_or(Failure::Answer { what, why: "it is not what the contract says" })
}

/// Reads an answer of the API; none when it is something else.
pub fn read_json<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}

/// What an answer that is no success comes to. Told by its code, not by its words: they may repeat what we sent.
fn refusal(what: &'static str, answered: &Answered) -> Failure {
    if answered.status == StatusCode::NOT_FOUND {
        return Failure::NotFound { what };
    }
    // Whatever broke there, it may have been done before. SOAP tells faults so, but this is no SOAP.
    if answered.status.is_server_error() {
        return Failure::Silent { what };
    }
    if answered.status.is_success() || answered.status.is_informational() {
        return Failure::Answer { what, why: "it is another success than the contract says" };
    }
    let events: Option<Events> = read_json(&answered.body);
    let issue = events.as_ref().and_then(|events| events.event_issues.first());
    let code = issue
        .and_then(|issue| issue.type_code.as_deref().or(issue.title.as_deref()))
        .or(events.as_ref().and_then(|events| events.kind.as_deref()));
    Failure::Refused { what, code: Code::of(&format!("{}:{}", answered.status.as_u16(), code.unwrap_or("none"))) }
}

/// The receipt, as the service tells it: code, reason, place.
fn told(events: &Events) -> Vec<Issue> {
    let issue = |issue: &wire::Issue| Issue {
        code: Code::of(issue.type_code.as_deref().unwrap_or_default()).as_str().to_owned(),
        text: [&issue.title, &issue.detail].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(": "),
        place: issue.place.clone(),
    };
    events.event_issues.iter().map(issue).collect()
}
