//! `cairn sdk receipt`: the receipt for a message or an envelope, as XML; signed in its own envelope when a key is given.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use domain::moment::Moment;
use environment::Environment;
use sdk::DocumentKind;
use sdk::envelope::{self, Packing};
use sdk::fault::{Fault, Kind, NO_PLACE, Reason};
use sdk::message::{self, NotMessage};
use sdk::receipt::{Answer, Code, Line, Lines, Receipt};
use sdk::text::{ParticipantId, Text};

use super::{Verify, bytes_of, keys, message_in, print, refuse, told};

/// What the receipt says, and for what.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The message or the envelope that has come.
    file: PathBuf,
    /// ACCEPTED; REJECTED, for what a message in clear is found to break; or the kind and the reason of the rejection:
    /// `BV:security`, `SV:structure`, `SIG:security` and so on.
    #[arg(long)]
    code: String,
    /// Why, in words. Never repeat what the message says.
    #[arg(long, default_value = "the message does not follow the rules")]
    reason: String,
    /// Where it is wrong, as a path of elements.
    #[arg(long, default_value = NO_PLACE)]
    place: String,
    /// The moment of the receipt; now without it.
    #[arg(long)]
    at: Option<String>,
    /// The key that signs the receipt's envelope, in PEM or PKCS#12.
    #[arg(long, requires = "signing_certificate")]
    signing_key: Option<PathBuf>,
    /// The certificate of that key.
    #[arg(long, requires = "signing_key")]
    signing_certificate: Option<PathBuf>,
    /// A file with the password of a key in PKCS#12.
    #[arg(long)]
    password_file: Option<PathBuf>,
    /// A folder with the certificates that are trusted. An envelope is accepted only once its signature holds.
    #[arg(long, requires = "key")]
    trust: Option<PathBuf>,
    /// The key that the envelope is encrypted to. It is accepted only once its message is opened and agrees with it.
    #[arg(long, requires = "trust")]
    key: Option<PathBuf>,
    /// A file with the password of that key in PKCS#12.
    #[arg(long, requires = "key")]
    key_password_file: Option<PathBuf>,
    /// Trust no chain without a current list of revoked certificates.
    #[arg(long, requires = "trust")]
    require_revocation: bool,
}

/// Whom the receipt is from and to, and about what.
struct Acknowledged {
    id: Text,
    from: ParticipantId,
    to: ParticipantId,
    function: Option<Text>,
}

pub(super) fn write(arguments: &Arguments, environment: &Environment) -> anyhow::Result<ExitCode> {
    let bytes = bytes_of(&arguments.file)?;
    let acknowledged = acknowledged(&bytes)?;
    let answer = match answer(arguments, &bytes, environment)? {
        Ok(answer) => answer,
        Err(lines) => return Ok(refuse(&lines)),
    };
    let now = super::moment(arguments.at.as_deref(), environment)?;
    let receipt = Receipt {
        id: Text::new(environment.uuid().to_string())?,
        issued_at: now,
        sender: acknowledged.to,
        receiver: acknowledged.from,
        acknowledges: acknowledged.id,
        answer,
    };
    let Some((key, certificate)) = arguments.signing_key.as_ref().zip(arguments.signing_certificate.as_ref()) else {
        return Ok(print(format!("{}\n", receipt.to_xml()).as_bytes()));
    };
    let function = acknowledged.function.context("the envelope names no function to send the receipt to")?;
    let signer = keys::signer(key, certificate, arguments.password_file.as_deref())?;
    Ok(print(pack(&receipt, &function, now, &signer, environment)?.as_bytes()))
}

fn pack(
    receipt: &Receipt,
    function: &Text,
    now: Moment,
    signer: &dyn sdk::keys::Signer,
    environment: &Environment,
) -> anyhow::Result<String> {
    let packing = Packing { federation: sdk::names::FEDERATION, now, signer };
    Ok(envelope::pack_receipt(receipt, &environment.uuid().into(), function, &packing)?)
}

fn acknowledged(bytes: &[u8]) -> anyhow::Result<Acknowledged> {
    match sdk::kind_of(bytes)? {
        Some(DocumentKind::Message) => {
            let text = "the message does not say which it is, from whom and to whom: no receipt can be sent";
            let claims = message::claims(bytes)?.context(text)?;
            let message::Claims { id, sender, recipient, function } = claims;
            Ok(Acknowledged { id, from: sender, to: recipient, function })
        }
        Some(DocumentKind::Envelope) => {
            let envelope = envelope::look(bytes).context("no receipt is sent for it")?;
            if envelope.is_receipt() {
                bail!("a receipt is not acknowledged");
            }
            Ok(Acknowledged { id: envelope.id, from: envelope.from, to: envelope.to, function: envelope.function })
        }
        Some(DocumentKind::Receipt) => bail!("a receipt is not acknowledged"),
        None => bail!("the file is neither a message nor an envelope"),
    }
}

/// What the receipt says; or what is wrong with what is to be accepted.
fn answer(
    arguments: &Arguments,
    bytes: &[u8],
    environment: &Environment,
) -> anyhow::Result<Result<Answer, Vec<String>>> {
    let code = arguments.code.trim();
    if code.eq_ignore_ascii_case("accepted") {
        return Ok(accept(arguments, bytes, environment)?.map(|()| Answer::Accepted));
    }
    if code.eq_ignore_ascii_case("rejected") {
        let faults = faults(bytes)?;
        if faults.is_empty() {
            bail!("nothing is found wrong with it: say why it is rejected, such as BV:security");
        }
        return Ok(Ok(Answer::rejection(&faults)));
    }
    let (kind, reason) = code_of(code)
        .context("the code is ACCEPTED, REJECTED, or a kind (SV, BV, SIG) and a reason, such as BV:security")?;
    let line = Line {
        kind,
        reason: Some(Code::Known(reason)),
        place: Text::new(arguments.place.as_str())?,
        text: Text::new(arguments.reason.as_str())?,
    };
    Ok(Ok(Answer::Rejected(Lines::from(line))))
}

/// Whether it may be accepted: a message that breaks no rule, or an envelope whose signature holds and whose message is
/// opened, breaks no rule and is the one that the envelope speaks of.
fn accept(arguments: &Arguments, bytes: &[u8], environment: &Environment) -> anyhow::Result<Result<(), Vec<String>>> {
    if sdk::kind_of(bytes)? != Some(DocumentKind::Envelope) {
        let faults = faults(bytes)?;
        return Ok(if faults.is_empty() { Ok(()) } else { Err(told(&faults)) });
    }
    let (Some(trust), Some(key)) = (&arguments.trust, &arguments.key) else {
        bail!("an envelope is accepted only once it is verified and opened: give --trust and --key");
    };
    let verify = Verify {
        file: arguments.file.clone(),
        trust: trust.clone(),
        at: arguments.at.clone(),
        require_revocation: arguments.require_revocation,
        ocsp: None,
    };
    let key = keys::private_key(key, arguments.key_password_file.as_deref())?;
    let verified = super::verify(&verify, bytes, environment)?;
    Ok(verified.and_then(|verified| message_in(&verified, &key)).map(drop))
}

/// What is wrong with a message that lies in clear.
fn faults(bytes: &[u8]) -> anyhow::Result<Vec<Fault>> {
    Ok(match (sdk::kind_of(bytes)?, message::parse(bytes)) {
        (Some(DocumentKind::Message), Err(NotMessage::Faults(faults))) => faults,
        _ => vec![],
    })
}

/// `BV:not-found`, `BV not-found`, `BV/not-found`; a kind alone where the table has one reason for it; a reason alone
/// where the table has one kind for it.
fn code_of(code: &str) -> Option<(Kind, Reason)> {
    let code = code.to_ascii_lowercase();
    if let Some(reason) = Reason::parse(&code) {
        return match reason {
            Reason::Structure => Some((Kind::Syntax, reason)),
            // A signature and a disagreement between message and envelope have it in common.
            Reason::Security => None,
            Reason::Invariant
            | Reason::Forbidden
            | Reason::TooLong
            | Reason::Duplicate
            | Reason::NotSupported
            | Reason::NotFound => Some((Kind::Rule, reason)),
        };
    }
    let (kind, reason) = code.split_once([':', '/', ' ', ',', '.', '-']).unwrap_or((&code, ""));
    let kind = Kind::parse(&kind.to_ascii_uppercase())?;
    let reason = match (kind, reason.trim()) {
        (Kind::Syntax, "") => Reason::Structure,
        (Kind::Signature, "") => Reason::Security,
        (_, reason) => Reason::parse(reason)?,
    };
    Some((kind, reason))
}
