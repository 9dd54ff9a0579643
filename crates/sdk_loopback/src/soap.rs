//! Domibus' web service, under both its names, as far as `sdk_connect` and others like it ask.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as Extracted;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;
use sdk::xml;
use sdk::xml::write::Writer;
use sdk_connect::domibus::Flavour;
use sdk_connect::multipart::{self, Multipart};
use sdk_connect::soap::{self, EBMS, XOP, is_plain, said};

use crate::disk::{Delivery, Mishap, Sending, State, Waiting};
use crate::post::{HandedIn, NotTaken};
use crate::{AnswerStyle, Door, Loopback, Participant};

pub(crate) fn routes() -> Router<Loopback> {
    Router::new()
        .route(Flavour::Plugin.path(), post(|at, headers, body| asked(Flavour::Plugin, at, headers, body)))
        .route(Flavour::Backend.path(), post(|at, headers, body| asked(Flavour::Backend, at, headers, body)))
}

async fn asked(
    flavour: Flavour,
    Extracted(loopback): Extracted<Loopback>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    // Letters are large, and looking at them is work.
    let answer = tokio::task::spawn_blocking(move || answer(&loopback, flavour, &headers, &body)).await;
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// A fault with a code of its own.
struct Fault(&'static str);

impl From<NotTaken> for Fault {
    fn from(why: NotTaken) -> Self {
        Self(match why {
            NotTaken::Sender => "EBMS:0004",
            NotTaken::Envelope => "EBMS:0003",
            NotTaken::Duplicate => "DUPLICATE_MESSAGE",
            NotTaken::TooLarge => "EBMS:0009",
            NotTaken::Disk => "DISK",
        })
    }
}

impl From<std::io::Error> for Fault {
    fn from(_: std::io::Error) -> Self {
        Self("DISK")
    }
}

/// What is answered.
enum Answer {
    /// SOAP alone.
    Soap(String),
    /// SOAP with a payload beside it.
    Beside(String, Vec<u8>),
    /// Nothing: as if something in between had lost it.
    Nothing,
}

fn answer(loopback: &Loopback, flavour: Flavour, headers: &HeaderMap, body: &[u8]) -> Response {
    let Some((participant, style)) = user(loopback, headers) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let asking = Asking { loopback, flavour, participant, style };
    match asking.read(headers, body) {
        Ok(Answer::Soap(soap)) => {
            ([(CONTENT_TYPE, format!("{}; charset=UTF-8", soap::MEDIA_TYPE))], soap).into_response()
        }
        Ok(Answer::Beside(soap, payload)) => {
            let boundary = format!("loopback-{}", loopback.shared.environment.uuid().simple());
            match multipart::write(&soap, &payload, "payload@loopback", &boundary) {
                Some((content_type, body)) => ([(CONTENT_TYPE, content_type)], body).into_response(),
                None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
        }
        Ok(Answer::Nothing) => StatusCode::GATEWAY_TIMEOUT.into_response(),
        Err(Fault(code)) => {
            let content_type = format!("{}; charset=UTF-8", soap::MEDIA_TYPE);
            (StatusCode::INTERNAL_SERVER_ERROR, [(CONTENT_TYPE, content_type)], fault(flavour, code)).into_response()
        }
    }
}

fn user<'a>(loopback: &'a Loopback, headers: &HeaderMap) -> Option<(&'a Participant, AnswerStyle)> {
    let given = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let given = String::from_utf8(STANDARD.decode(given).ok()?).ok()?;
    loopback.shared.setup.participants.iter().find_map(|participant| match &participant.door {
        Door::Domibus { user, password, answers } if given == format!("{user}:{password}") => {
            Some((participant, *answers))
        }
        Door::Domibus { .. } | Door::Api { .. } => None,
    })
}

struct Asking<'a> {
    loopback: &'a Loopback,
    flavour: Flavour,
    participant: &'a Participant,
    style: AnswerStyle,
}

impl Asking<'_> {
    fn read(&self, headers: &HeaderMap, body: &[u8]) -> Result<Answer, Fault> {
        const BAD: Fault = Fault("BAD_REQUEST");
        let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let parts = match multipart::media_type(content_type).as_str() {
            soap::MEDIA_TYPE => None,
            _ => Some(Multipart::read(content_type, body).map_err(|_| BAD)?),
        };
        let document = soap::parse(parts.as_ref().map_or(body, Multipart::root)).map_err(|_| BAD)?;
        let read = soap::parts(&document).map_err(|_| BAD)?;
        if read.content.tag_name().namespace() != Some(self.flavour.namespace()) {
            return Err(BAD);
        }
        let id = || said(read.content, "messageID").filter(|id| !id.is_empty()).ok_or(BAD);
        match (read.content.tag_name().name(), self.flavour) {
            ("submitRequest", _) => {
                let part = |address: &str| parts.as_ref().and_then(|parts| parts.part(address)).map(<[u8]>::to_vec);
                self.submit(read.header.ok_or(BAD)?, read.content, &part)
            }
            ("listPendingMessagesRequest", _) => Ok(self.list()),
            ("retrieveMessageRequest", _) => {
                let leave = said(read.content, "markAsDownloaded").as_deref() == Some("false");
                self.retrieve(&id()?, self.flavour == Flavour::Backend || !leave)
            }
            ("markMessageAsDownloadedRequest", Flavour::Plugin) => self.mark(&id()?),
            ("statusRequestWithAccessPointRole", Flavour::Plugin) => {
                let role = said(read.content, "accessPointRole").ok_or(BAD)?;
                Ok(self.status(&id()?, Some(&role)))
            }
            ("getStatusRequest", Flavour::Backend) => Ok(self.status(&id()?, None)),
            ("getErrorsRequestWithAccessPointRole", Flavour::Plugin) | ("getErrorsRequest", Flavour::Backend) => {
                Ok(self.errors(&id()?))
            }
            _ => Err(BAD),
        }
    }

    fn submit(
        &self,
        header: Node<'_, '_>,
        content: Node<'_, '_>,
        part: &dyn Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<Answer, Fault> {
        let fields = header_of(header).ok_or(Fault("EBMS:0009"))?;
        if fields.from != self.participant.id.as_str() {
            return Err(NotTaken::Sender.into());
        }
        let bytes = payload(content, &fields.href, part).ok_or(Fault("EBMS:0011"))?;
        let id = fields.id.unwrap_or_else(|| format!("{}@loopback", self.loopback.shared.environment.uuid()));
        let letter = HandedIn {
            id: id.clone(),
            from: fields.from,
            to: fields.to,
            action: fields.action,
            conversation: fields.conversation,
            bytes,
        };
        if self.loopback.hand_in(letter)? == Mishap::Mute {
            return Ok(Answer::Nothing);
        }
        Ok(self.soap("", "submitResponse", |out| {
            out.element("messageID", &id);
        }))
    }

    fn list(&self) -> Answer {
        let state = self.loopback.state();
        let waiting = state.deliveries.iter().filter(|it| it.stage == Waiting::Received && self.is_mine(it));
        self.soap("", "listPendingMessagesResponse", |out| {
            for delivery in waiting {
                out.element("messageID", &delivery.id);
            }
        })
    }

    fn retrieve(&self, id: &str, marks: bool) -> Result<Answer, Fault> {
        let not_found = Fault("MESSAGE_NOT_FOUND");
        let found = {
            let state = self.loopback.state();
            let delivery = state.deliveries.iter().find(|it| it.id == id && it.stage != Waiting::Held);
            delivery.filter(|it| self.is_mine(it)).and_then(|it| self.loopback.contents(&state, it))
        };
        let (transfer, bytes) = found.ok_or(not_found)?;
        if marks {
            self.loopback.change::<(), Fault>(|state| {
                self.set_downloaded(state, id);
                Ok(())
            })?;
        }
        let header = written_header(id, &transfer);
        let mut beside = None;
        let soap = self.soap(&header, "retrieveMessageResponse", |out| {
            out.open("payload", &[("contentType", "text/xml"), ("payloadId", "cid:message")]).open("value", &[]);
            match self.style {
                AnswerStyle::Inline => {
                    out.base64(&bytes);
                }
                AnswerStyle::Mtom => {
                    out.open("xop:Include", &[("xmlns:xop", XOP), ("href", "cid:payload%40loopback")]);
                    out.close("xop:Include");
                    beside = Some(());
                }
            }
            out.close("value").close("payload");
        });
        Ok(match (soap, beside) {
            (Answer::Soap(soap), Some(())) => Answer::Beside(soap, bytes),
            (answer, _) => answer,
        })
    }

    fn mark(&self, id: &str) -> Result<Answer, Fault> {
        self.loopback.change(
            |state| {
                if self.set_downloaded(state, id) { Ok(()) } else { Err(Fault("MESSAGE_NOT_FOUND")) }
            },
        )?;
        Ok(self.soap("", "markMessageAsDownloadedResponse", |out| {
            out.element("messageID", id);
        }))
    }

    fn set_downloaded(&self, state: &mut State, id: &str) -> bool {
        let mine = state.deliveries.iter_mut().find(|it| it.id == id && self.is_mine(it) && it.stage != Waiting::Held);
        let Some(delivery) = mine else { return false };
        let was = delivery.stage;
        delivery.stage = Waiting::Downloaded;
        was == Waiting::Received
    }

    /// From the end that is asked for; from the sender's first where none is.
    fn status(&self, id: &str, role: Option<&str>) -> Answer {
        let state = self.loopback.state();
        let me = self.participant.id.as_str();
        let sent = state.transfers.iter().find(|it| it.id == id && it.from == me).map(|it| match it.sending {
            Sending::Held => "WAITING_FOR_RETRY",
            Sending::Acknowledged => "ACKNOWLEDGED",
            Sending::NotServiced | Sending::Failed => "SEND_FAILURE",
        });
        let came = state.deliveries.iter().find(|it| it.id == id && self.is_mine(it)).and_then(|it| match it.stage {
            Waiting::Held => None,
            Waiting::Received => Some("RECEIVED"),
            Waiting::Downloaded => Some("DOWNLOADED"),
        });
        let status = match role {
            Some("SENDING") => sent,
            Some(_) => came,
            None => sent.or(came),
        };
        let name = match self.flavour {
            Flavour::Plugin => "statusResponse",
            Flavour::Backend => "getStatusResponse",
        };
        self.soap("", name, |out| {
            out.text(status.unwrap_or("NOT_FOUND"));
        })
    }

    fn errors(&self, id: &str) -> Answer {
        let state = self.loopback.state();
        let me = self.participant.id.as_str();
        let error = state.transfers.iter().find(|it| it.id == id && it.from == me).and_then(|it| match it.sending {
            Sending::NotServiced => Some(("EBMS:0004", "NOT_SERVICED")),
            Sending::Failed => Some(("EBMS:0005", "ConnectionFailure")),
            Sending::Held | Sending::Acknowledged => None,
        });
        self.soap("", "getMessageErrorsResponse", |out| {
            let Some((code, detail)) = error else { return };
            let (code_name, code) = match self.flavour {
                Flavour::Plugin => ("domibusErrorCode", code.to_owned()),
                Flavour::Backend => ("errorCode", code.replace(':', "_")),
            };
            out.open("item", &[]).element(code_name, &code).element("errorDetail", detail);
            out.element("messageInErrorId", id).element("mshRole", "SENDING").close("item");
        })
    }

    fn is_mine(&self, delivery: &Delivery) -> bool {
        delivery.to == self.participant.id.as_str()
    }

    fn soap(&self, header: &str, name: &str, write: impl FnOnce(&mut Writer)) -> Answer {
        let mut out = Writer::default();
        soap::open(&mut out, header);
        let name = format!("ws:{name}");
        out.open(&name, &[("xmlns:ws", self.flavour.namespace())]);
        write(&mut out);
        out.close(&name);
        soap::close(&mut out);
        Answer::Soap(out.finish())
    }
}

struct Fields {
    id: Option<String>,
    from: String,
    to: String,
    action: String,
    conversation: String,
    href: String,
}

/// What a submission must say, by the profile: the sending access point and no receiving one, service and action, both
/// parties, one payload.
fn header_of(header: Node<'_, '_>) -> Option<Fields> {
    let inner = |node, name| xml::child(node, EBMS, name);
    let text = |node: Node<'_, '_>| Some(xml::text(node).trim().to_owned()).filter(|text| !text.is_empty());
    let message = inner(inner(header, "Messaging")?, "UserMessage")?;
    let parties = inner(message, "PartyInfo")?;
    let from = inner(parties, "From")?;
    text(inner(from, "PartyId")?)?;
    text(inner(from, "Role")?)?;
    if inner(parties, "To").is_some() {
        return None;
    }
    let collaboration = inner(message, "CollaborationInfo")?;
    let service = inner(collaboration, "Service")?;
    if text(service)? != sdk::names::PROCESS || service.attribute("type") != Some(sdk::names::PROCESS_SCHEME) {
        return None;
    }
    let properties = inner(message, "MessageProperties")?;
    let property = |name: &str| {
        let mut all = xml::children(properties, EBMS, "Property");
        all.find(|it| it.attribute("name") == Some(name)).and_then(text)
    };
    let mut parts = xml::children(inner(message, "PayloadInfo")?, EBMS, "PartInfo");
    let part = parts.next()?;
    if parts.next().is_some() {
        return None;
    }
    Some(Fields {
        id: inner(message, "MessageInfo").and_then(|info| inner(info, "MessageId")).and_then(text),
        from: property("originalSender")?,
        to: property("finalRecipient")?,
        action: text(inner(collaboration, "Action")?)?,
        conversation: text(inner(collaboration, "ConversationId")?)?,
        href: part.attribute("href")?.to_owned(),
    })
}

/// The one payload, byte for byte.
fn payload(content: Node<'_, '_>, href: &str, part: &dyn Fn(&str) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut payloads = content.children().filter(Node::is_element);
    let payload = payloads.next().filter(|payload| is_plain(*payload, "payload"))?;
    if payloads.next().is_some() || payload.attribute("payloadId") != Some(href) {
        return None;
    }
    let value = payload.children().find(|it| is_plain(*it, "value"))?;
    match xml::child(value, XOP, "Include") {
        Some(include) => part(include.attribute("href")?),
        None => STANDARD.decode(xml::text(value).trim().as_bytes()).ok(),
    }
}

fn written_header(id: &str, transfer: &crate::disk::Transfer) -> String {
    let mut out = Writer::default();
    out.open("eb:Messaging", &[("xmlns:eb", EBMS)]).open("eb:UserMessage", &[]);
    out.open("eb:MessageInfo", &[]).element("eb:MessageId", id).close("eb:MessageInfo");
    out.open("eb:CollaborationInfo", &[]);
    out.open("eb:Service", &[("type", sdk::names::PROCESS_SCHEME)]).text(sdk::names::PROCESS).close("eb:Service");
    out.element("eb:Action", &transfer.action).element("eb:ConversationId", &transfer.conversation);
    out.close("eb:CollaborationInfo").open("eb:MessageProperties", &[]);
    for (name, value) in [("originalSender", &transfer.from), ("finalRecipient", &transfer.to)] {
        out.open("eb:Property", &[("name", name)]).text(value).close("eb:Property");
    }
    out.close("eb:MessageProperties").close("eb:UserMessage").close("eb:Messaging");
    out.finish()
}

fn fault(flavour: Flavour, code: &str) -> String {
    let mut out = Writer::default();
    soap::open(&mut out, "");
    out.open("soap:Fault", &[]).open("soap:Code", &[]).element("soap:Value", "soap:Receiver").close("soap:Code");
    out.open("soap:Reason", &[]).open("soap:Text", &[("xml:lang", "en")]).text("refused");
    out.close("soap:Text").close("soap:Reason").open("soap:Detail", &[]);
    out.open("ws:FaultDetail", &[("xmlns:ws", flavour.namespace())]);
    out.element("code", code).element("message", "refused").close("ws:FaultDetail");
    out.close("soap:Detail").close("soap:Fault");
    soap::close(&mut out);
    out.finish()
}
