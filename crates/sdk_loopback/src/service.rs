//! The message service of the participants that use the SDK API: seals and signs what goes, verifies and judges what
//! comes, answers with receipts and hears them. Nothing lies on disk in clear: a letter that went is kept as a copy sealed
//! to its own sender.

use domain::moment::Moment;
use sdk::certificate::Certificate;
use sdk::envelope::{self, Envelope, Heard, NotPacked, Opened, Publication, Secrets};
use sdk::judgement::{
    self, Answerable, Circumstances, Correlation, FileVerdict, Function, Judgement, Proof, Reference, Seen, Sender,
    Transport,
};
use sdk::keys::{FileSigner, PrivateKey};
use sdk::message::Message;
use sdk::names;
use sdk::receipt;
use sdk::text::Text;
use sdk_connect::desk::{Desk, Drawn, Found};
use sdk_connect::sdk_api::wire::{Issue, MessageStatus};
use sdk_connect::{Content, Parcel};

use crate::disk::{self, Delivery, Letter, Mishap, Sending, State, Way};
use crate::post::{HandedIn, NotTaken};
use crate::{Door, Loopback, Participant};

/// A participant's side of its message service.
pub(crate) struct Service<'a> {
    pub(crate) participant: &'a Participant,
    pub(crate) functions: &'a [String],
    opener: &'a PrivateKey,
    signer: &'a FileSigner,
}

impl<'a> Service<'a> {
    /// The message service of a participant; none for one that uses another door.
    pub(crate) fn of(participant: &'a Participant) -> Option<Self> {
        match &participant.door {
            Door::Api { opener, signer, functions, .. } => Some(Self { participant, functions, opener, signer }),
            Door::Domibus { .. } => None,
        }
    }
}

/// Why a message is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotSent {
    /// A message with its identifier went before.
    Duplicate,
    /// Nobody knows the recipient's certificate.
    Recipient,
    /// Larger than may be sent.
    TooLarge,
    /// The loopback itself cannot.
    Broken,
}

impl From<std::io::Error> for NotSent {
    fn from(_: std::io::Error) -> Self {
        Self::Broken
    }
}

impl Loopback {
    fn desk<'a>(&'a self, service: &Service<'a>) -> Desk<'a> {
        let setup = &self.shared.setup;
        Desk {
            us: &service.participant.id,
            federation: &setup.federation,
            signer: service.signer,
            opener: service.opener,
            trust: &setup.trust,
        }
    }

    fn published(&self, id: &str) -> Option<&Certificate> {
        self.participant(id)?.certificate.as_ref()
    }

    fn now(&self) -> Moment {
        self.shared.environment.now()
    }

    /// Seals a message and hands it in.
    pub(crate) fn send(&self, service: &Service<'_>, message: &Message) -> Result<Mishap, NotSent> {
        let now = self.now();
        let environment = &self.shared.environment;
        let owner = service.participant.id.as_str();
        let to = message.letter.recipient.id.as_str();
        // A recipient that nobody knows is found out by the access point, as by any other.
        let own = service.participant.certificate.as_ref().ok_or(NotSent::Broken)?;
        let certificate = match self.participant(to) {
            Some(_) => self.published(to).ok_or(NotSent::Recipient)?,
            None => own,
        };
        let seal = |certificate| {
            let secrets = Secrets::from_chance(environment.bytes());
            self.desk(service).seal(message, certificate, secrets, environment.uuid(), now).map_err(|why| match why {
                NotPacked::TooLarge => NotSent::TooLarge,
                NotPacked::Key(_) => NotSent::Broken,
            })
        };
        let (parcel, copy) = (seal(certificate)?, seal(own)?);
        let Content::Envelope { bytes: copy, .. } = copy.content else { return Err(NotSent::Broken) };
        let letter = handed_in(parcel, owner, to, names::MESSAGE_DOCUMENT).ok_or(NotSent::Broken)?;
        let id = message.id.uuid().to_string();
        self.change(|state| {
            if state.letters.iter().any(|known| known.owner == owner && known.message == id && known.is_ours()) {
                return Err(NotSent::Duplicate);
            }
            let envelope = state.add_envelope(&self.shared.folder, &copy)?;
            let way = Way::Sent { transfer: letter.id.clone() };
            let at = now.microseconds();
            state.letters.push(Letter { owner: owner.to_owned(), message: id, way, envelope, issues: vec![], at });
            self.route(state, letter).map_err(|_| NotSent::Broken)
        })
    }

    /// A letter as a message, opened anew.
    pub(crate) fn message(&self, service: &Service<'_>, letter: &Letter) -> Option<Message> {
        let bytes = disk::envelope(&self.shared.folder, letter.envelope).ok()?;
        let at = Moment::from_microseconds(letter.at);
        // Whose it is and for whom was seen to when it came, or when it was sealed here.
        let verified = envelope::verify(&bytes, &self.shared.setup.trust, Publication::NotAsked, at).ok()?;
        sdk::message::parse(&verified.open(service.opener).ok()?).ok()
    }

    /// How far a letter has come, with what happened to it, newest first.
    pub(crate) fn status(&self, state: &State, letter: &Letter) -> Option<(MessageStatus, Vec<Issue>)> {
        let status = match &letter.way {
            Way::Here => MessageStatus::New,
            Way::Refused | Way::Unproven | Way::Deleted => return None,
            Way::Accepted => MessageStatus::Accepted,
            Way::Rejected => MessageStatus::Rejected,
            Way::Sent { transfer } => {
                let sending = state.transfers.iter().find(|it| it.id == *transfer)?.sending;
                let waited = self.now().microseconds().saturating_sub(letter.at) / 1_000_000;
                return Some(match sending {
                    Sending::Held => (MessageStatus::Submitted, vec![]),
                    Sending::Acknowledged if waited >= self.shared.setup.patience_seconds => {
                        let issue = event("no message receipt has come in time");
                        (MessageStatus::MessageExchangeError, vec![issue])
                    }
                    Sending::Acknowledged => (MessageStatus::WaitingForReceipt, vec![]),
                    Sending::NotServiced => (MessageStatus::MessageExchangeError, vec![event("NOT_SERVICED")]),
                    Sending::Failed => (MessageStatus::MessageExchangeError, vec![event("the transport failed")]),
                });
            }
        };
        Some((status, letter.issues.clone()))
    }
}

impl Letter {
    /// Whether it went, rather than came.
    pub(crate) fn is_ours(&self) -> bool {
        match self.way {
            Way::Sent { .. } | Way::Accepted | Way::Rejected => true,
            Way::Here | Way::Refused | Way::Unproven | Way::Deleted => false,
        }
    }
}

/// Takes what has come for a participant with a message service. What cannot be read is left where it is: the operator of
/// a real service would be told.
pub(crate) fn take(loopback: &Loopback, state: &mut State, delivery: &Delivery) -> Result<(), NotTaken> {
    let Some(service) = loopback.participant(&delivery.to).and_then(Service::of) else {
        return Ok(());
    };
    let Some((transfer, bytes)) = loopback.contents(state, delivery) else { return Ok(()) };
    let now = loopback.now();
    let desk = loopback.desk(&service);
    let transport = Transport {
        original_sender: transfer.from.clone(),
        final_recipient: transfer.to.clone(),
        action: transfer.action.clone(),
    };
    // The envelope names the same sender: that was seen to when it was handed in.
    let published = loopback.published(&transfer.from).map(std::slice::from_ref).unwrap_or_default();
    let (to, judgement) = match desk.open(&bytes, published, Some(&transport), now) {
        Found::Silence(_) => return Ok(()),
        Found::Receipt(heard) => {
            hear(loopback, &service, state, &heard);
            return Ok(());
        }
        Found::Rejected(rejection) => {
            let known = loopback.participant(rejection.to.envelope().from.as_str());
            let sender = if known.is_some() { Sender::Known } else { Sender::Unreachable };
            let seen = seen_unread(state, &service, &rejection.to);
            (rejection.to, judgement::of_rejected(rejection.faults, sender, seen))
        }
        Found::Message(opened) => {
            let judgement = judge(loopback, &service, state, &opened, &transport, transfer.envelope);
            (Answerable::from(&*opened), judgement)
        }
    };
    let owner = delivery.to.clone();
    let letter = |way| Letter {
        owner: owner.clone(),
        message: id_of(to.envelope()),
        way,
        envelope: transfer.envelope,
        issues: vec![],
        at: now.microseconds(),
    };
    match (&judgement, to.proof()) {
        (Judgement::Accept(_), _) => state.letters.push(letter(Way::Here)),
        (Judgement::Reject(_), Proof::Signature) => state.letters.push(letter(Way::Refused)),
        (Judgement::Reject(_), Proof::Transport) => state.letters.push(letter(Way::Unproven)),
        (Judgement::Again | Judgement::Silence(_), _) => return Ok(()),
    }
    let environment = &loopback.shared.environment;
    let drawn = Drawn { receipt: environment.uuid(), envelope: environment.uuid(), transfer: environment.uuid() };
    let conversation = Text::new(transfer.conversation.as_str()).ok();
    let answer = desk.answer(&to, &judgement, conversation.as_ref(), &drawn, now);
    let back = to.envelope().from.as_str();
    let handed_in = answer.ok().flatten().and_then(|it| handed_in(it, &owner, back, names::RESPONSE_DOCUMENT));
    match handed_in {
        Some(answer) => loopback.route(state, answer).map(|_| ()),
        None => Ok(()),
    }
}

/// The identifier of an envelope as it is compared.
fn id_of(envelope: &Envelope) -> String {
    envelope.id.as_str().to_ascii_lowercase()
}

/// Whether a message has come before.
fn seen(loopback: &Loopback, service: &Service<'_>, state: &State, envelope: &Envelope, number: u64) -> Seen {
    let folder = &loopback.shared.folder;
    match came(state, service, &id_of(envelope)) {
        None => Seen::Never,
        Some(known) if disk::envelope(folder, known.envelope).ok() == disk::envelope(folder, number).ok() => {
            Seen::SameEnvelope
        }
        Some(_) => Seen::SameIdentifier,
    }
}

/// The message that has come with an identifier. What nobody has proven to be its sender's takes none.
fn came<'a>(state: &'a State, service: &Service<'_>, id: &str) -> Option<&'a Letter> {
    let owner = service.participant.id.as_str();
    let is_it = |it: &&Letter| it.owner == owner && it.message == id && !it.is_ours() && it.way != Way::Unproven;
    state.letters.iter().find(is_it)
}

/// Whether what is rejected unread has been before. What nobody has proven is rejected once, whatever has that identifier.
fn seen_unread(state: &State, service: &Service<'_>, to: &Answerable) -> Seen {
    let (owner, id) = (service.participant.id.as_str(), id_of(to.envelope()));
    let has_come = match to.proof() {
        Proof::Signature => came(state, service, &id).is_some(),
        Proof::Transport => state.letters.iter().any(|it| it.owner == owner && it.message == id && !it.is_ours()),
    };
    if has_come { Seen::SameIdentifier } else { Seen::Never }
}

fn judge(
    loopback: &Loopback,
    service: &Service<'_>,
    state: &State,
    opened: &Opened,
    transport: &Transport,
    number: u64,
) -> Judgement {
    let owner = service.participant.id.as_str();
    let envelope = opened.envelope();
    let seen = seen(loopback, service, state, envelope, number);
    let is_known =
        envelope.function.as_ref().is_some_and(|it| service.functions.iter().any(|known| known == it.as_str()));
    let answers = sdk::message::parse(opened.clear()).ok().and_then(|message| message.answers);
    let reference = match answers.map(|id| id.uuid().to_string()) {
        None => Reference::None,
        Some(id) => match came(state, service, &id).map(|known| &known.way) {
            Some(Way::Refused) => Reference::Rejected,
            Some(_) => Reference::Accepted,
            None if state.letters.iter().any(|it| it.owner == owner && it.message == id) => Reference::Accepted,
            None => Reference::Unknown,
        },
    };
    let known = Circumstances {
        sender: Sender::Known,
        seen,
        function: if is_known { Function::Known } else { Function::Unknown },
        reference,
        transport: Some(transport),
        file: &|_| FileVerdict::Fine,
    };
    judgement::of_message(opened, &known)
}

/// Hears a receipt: only from the party that the message went to, and only the first.
fn hear(loopback: &Loopback, service: &Service<'_>, state: &mut State, heard: &Heard) {
    let receipt = heard.receipt();
    let owner = service.participant.id.as_str();
    let id = receipt.acknowledges.as_str().to_ascii_lowercase();
    let is_it =
        |letter: &&mut Letter| letter.owner == owner && letter.message == id && matches!(letter.way, Way::Sent { .. });
    let Some(letter) = state.letters.iter_mut().find(is_it) else { return };
    let Some(message) = loopback.message(service, letter) else { return };
    if judgement::correlate(heard, &message) != Correlation::Ours {
        return;
    }
    match &receipt.answer {
        receipt::Answer::Accepted => letter.way = Way::Accepted,
        receipt::Answer::Rejected(lines) => {
            letter.way = Way::Rejected;
            letter.issues = lines.iter().map(issue).collect();
        }
    }
}

/// How the API tells of a line of a receipt.
fn issue(line: &receipt::Line) -> Issue {
    Issue {
        type_code: Some(line.kind.code().to_owned()),
        title: line.reason.as_ref().map(|reason| reason.as_str().to_owned()),
        detail: Some(line.text.as_str().to_owned()),
        place: Some(line.place.as_str().to_owned()),
    }
}

fn event(title: &str) -> Issue {
    Issue {
        type_code: Some(MessageStatus::MessageExchangeError.code().to_owned()),
        title: Some(title.to_owned()),
        ..Issue::default()
    }
}

fn handed_in(parcel: Parcel, from: &str, to: &str, document: &str) -> Option<HandedIn> {
    let Content::Envelope { bytes, conversation } = parcel.content else { return None };
    Some(HandedIn {
        id: format!("{}@loopback", parcel.transfer),
        from: from.to_owned(),
        to: to.to_owned(),
        action: format!("{}::{document}", names::DOCUMENT_SCHEME),
        conversation: conversation.as_str().to_owned(),
        bytes,
    })
}
