//! The SDK API (MT/MK): the four operations on messages. Who may ask for them: `tokens`.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State as Extracted};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use sdk::message::SENT_BYTES_MAX;
use sdk::text::{ConversationId, MessageId};
use sdk_connect::sdk_api::letter;
use sdk_connect::sdk_api::wire::{
    Attributes, Create, CreateAttributes, Events, Issue, Links, MESSAGES, MessageStatus, Meta, One, Resource, Several,
    VERSION,
};
use serde::Serialize;
use serde_json::Value;

use crate::disk::{Letter, Mishap, Way};
use crate::service::{NotSent, Service};
use crate::{Loopback, tokens};

const MESSAGES_PATH: &str = "/v1/sdk/messages";

const TOO_LARGE: &str = "Request message must not be larger than 30 MB";

pub(crate) fn routes() -> Router<Loopback> {
    Router::new()
        .route(tokens::PATH, post(tokens::grant))
        .route(MESSAGES_PATH, post(create).get(list))
        .route("/v1/sdk/messages/{id}", get(show).delete(remove))
}

async fn create(Extracted(loopback): Extracted<Loopback>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = tokio::task::spawn_blocking(move || created(&loopback, &headers, &body)).await;
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn created(loopback: &Loopback, headers: &HeaderMap, body: &[u8]) -> Response {
    let Some(service) = loopback.let_in(headers) else { return StatusCode::UNAUTHORIZED.into_response() };
    let create: Create = match serde_json::from_slice(body) {
        Ok(create) if is_json(headers) => create,
        Ok(_) | Err(_) => return problem("", "schema", "the body is not what the contract says"),
    };
    // A client must not say how far its message has come.
    let says_status =
        serde_json::from_slice::<Value>(body).is_ok_and(|it| it.pointer("/data/attributes/messageStatus").is_some());
    if says_status || create.data.kind != MESSAGES {
        return problem("", "schema", "the body says what only the service says");
    }
    let Some(told) = completed(loopback, create.data.attributes) else {
        return problem("", "schema", "an identifier is missing or wrong");
    };
    let id = told.message_id.clone();
    if told.sender != service.participant.id.as_str() {
        return problem(&id, "security", "the sender is another organisation");
    }
    let message = match letter::message(&told) {
        Ok(message) => message,
        Err(why) => return problem(&id, "invariant", why),
    };
    if message.to_xml().len() > SENT_BYTES_MAX {
        return problem(&id, "too-long", TOO_LARGE);
    }
    match loopback.send(&service, &message) {
        Ok(Mishap::Mute) => StatusCode::GATEWAY_TIMEOUT.into_response(),
        Ok(_) => (StatusCode::CREATED, [(LOCATION, format!("{MESSAGES_PATH}/{id}"))]).into_response(),
        Err(NotSent::Duplicate) => problem(&id, "duplicate", "a message with this identifier has been sent before"),
        Err(NotSent::TooLarge) => problem(&id, "too-long", TOO_LARGE),
        Err(NotSent::Recipient) => problem(&id, "not-found", "the recipient has no certificate"),
        Err(NotSent::Broken) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What a client may leave to the service.
fn completed(loopback: &Loopback, given: CreateAttributes) -> Option<Attributes> {
    let environment = &loopback.shared.environment;
    let id = match given.message_id {
        Some(id) => MessageId::parse(&id).ok()?,
        None => environment.uuid().into(),
    };
    let conversation = match given.conversation_id {
        Some(id) => ConversationId::parse(&id).ok()?,
        None => ConversationId::opened_by(&id),
    };
    Some(Attributes {
        message_status: MessageStatus::Scheduled,
        creation_date_time: given.creation_date_time.unwrap_or_else(|| sdk::moment::written(environment.now())),
        message_id: id.as_str().to_owned(),
        conversation_id: conversation.as_str().to_owned(),
        ref_to_message_id: given.ref_to_message_id,
        confidentiality: given.confidentiality,
        label: given.label,
        sender: given.sender,
        recipient: given.recipient,
        sender_attention: given.sender_attention,
        recipient_attention: given.recipient_attention,
        generating_system: given.generating_system,
        digital_document: given.digital_document,
        events: None,
    })
}

async fn list(
    Extracted(loopback): Extracted<Loopback>,
    headers: HeaderMap,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let answer = tokio::task::spawn_blocking(move || listed(&loopback, &headers, &query)).await;
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn listed(loopback: &Loopback, headers: &HeaderMap, query: &[(String, String)]) -> Response {
    let Some(service) = loopback.let_in(headers) else { return StatusCode::UNAUTHORIZED.into_response() };
    let (status, function) = ("filter[messageStatus]", "filter[recipientAttention.subOrganization.extension]");
    if query.iter().any(|(key, _)| key != status && key != function) {
        return problem("", "schema", "the filter is not known");
    }
    let wanted = |key: &str, value: Option<&str>| {
        query.iter().filter(|(known, _)| known == key).all(|(_, wanted)| Some(wanted.as_str()) == value)
    };
    let letters = loopback.letters_of(&service);
    let resources = letters.iter().filter_map(|letter| {
        let mut told = loopback.resource(&service, letter)?;
        told.attributes.digital_document.clear();
        let to = told.attributes.recipient_attention.as_ref().and_then(|it| it.sub_organization.extension.as_deref());
        let fits = wanted(status, Some(told.attributes.message_status.code())) && wanted(function, to);
        fits.then_some(told)
    });
    json_answer(&Several { meta: meta(), links: links(MESSAGES_PATH), data: resources.collect() })
}

async fn show(Extracted(loopback): Extracted<Loopback>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let answer = tokio::task::spawn_blocking(move || {
        let Some(service) = loopback.let_in(&headers) else { return StatusCode::UNAUTHORIZED.into_response() };
        let mut letters = loopback.letters_of(&service);
        letters.retain(|letter| letter.message == id.to_ascii_lowercase());
        // What nobody has proven may have come with the same identifier.
        match letters.iter().find_map(|letter| loopback.resource(&service, letter)) {
            Some(data) => json_answer(&One { meta: meta(), links: links(&format!("{MESSAGES_PATH}/{id}")), data }),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    });
    answer.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Deletes what has come to its end. Of what came, that it came is kept.
async fn remove(Extracted(loopback): Extracted<Loopback>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let Some(service) = loopback.let_in(&headers) else { return StatusCode::UNAUTHORIZED.into_response() };
    let owner = service.participant.id.as_str();
    let removed = loopback.change::<_, std::io::Error>(|state| {
        let id = id.to_ascii_lowercase();
        let is_it = |letter: &Letter| letter.owner == owner && letter.message == id;
        let Some(at) = state.letters.iter().position(|it| is_it(it) && loopback.status(state, it).is_some()) else {
            return Ok(StatusCode::NOT_FOUND);
        };
        let status = state.letters.get(at).and_then(|it| loopback.status(state, it)).map(|(status, _)| status);
        Ok(match (status, state.letters.get_mut(at)) {
            (Some(MessageStatus::New), Some(letter)) => {
                letter.way = Way::Deleted;
                StatusCode::ACCEPTED
            }
            (Some(MessageStatus::Accepted | MessageStatus::MessageExchangeError), Some(_)) => {
                state.letters.remove(at);
                StatusCode::ACCEPTED
            }
            _ => StatusCode::BAD_REQUEST,
        })
    });
    match removed {
        Ok(StatusCode::BAD_REQUEST) => problem(&id, "status", "the message has not come to its end"),
        Ok(status) => status.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Loopback {
    /// The letters of a participant, as they are now.
    fn letters_of(&self, service: &Service<'_>) -> Vec<Letter> {
        let owner = service.participant.id.as_str();
        self.state().letters.iter().filter(|letter| letter.owner == owner).cloned().collect()
    }

    fn resource(&self, service: &Service<'_>, found: &Letter) -> Option<Resource> {
        let (status, issues) = self.status(&self.state(), found)?;
        let mut attributes = letter::told(&self.message(service, found)?, status);
        if !issues.is_empty() {
            attributes.events = Some(events(&found.message, issues));
        }
        Some(Resource { kind: MESSAGES.to_owned(), id: Some(found.message.clone()), attributes })
    }
}

fn events(message: &str, issues: Vec<Issue>) -> Events {
    Events {
        kind: Some("urn:problem-type:sdk:message".to_owned()),
        instance: Some(message.to_owned()),
        event_issues: issues,
        ..Events::default()
    }
}

fn problem(message: &str, code: &str, text: &str) -> Response {
    let issue = Issue {
        type_code: Some("MESSAGE_EXCHANGE_ERROR".to_owned()),
        title: Some(code.to_owned()),
        detail: Some(text.to_owned()),
        place: None,
    };
    let events = Events {
        kind: Some("urn:problem-type:sdk:badRequest".to_owned()),
        title: Some("Bad Request".to_owned()),
        status: Some(400),
        ..events(message, vec![issue])
    };
    (StatusCode::BAD_REQUEST, json_answer(&events)).into_response()
}

#[expect(clippy::unnecessary_wraps, reason = "the field may be missing")]
fn meta() -> Option<Meta> {
    Some(Meta { version: Some(VERSION.to_owned()) })
}

#[expect(clippy::unnecessary_wraps, reason = "the field may be missing")]
fn links(path: &str) -> Option<Links> {
    Some(Links { itself: Some(path.to_owned()) })
}

pub(crate) fn json_answer(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => ([(CONTENT_TYPE, "application/json")], Body::from(bytes)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Whether a request says that it is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    sdk_connect::multipart::media_type(content_type) == "application/json"
}
