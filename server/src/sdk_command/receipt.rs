//! `cairn sdk receipt`: the receipt for a message or an envelope, as XML; signed in its own envelope when a key is given.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use domain::moment::Moment;
use environment::Environment;
use sdk::DocumentKind;
use sdk::envelope::{self, Packing};
use sdk::fault::{Kind, NO_PLACE, Reason};
use sdk::receipt::{Answer, Code, Line, Lines, Receipt};
use sdk::text::{ParticipantId, Text};

use super::{bytes_of, keys, print};

/// What the receipt says, and for what.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The message or the envelope that has come.
    file: PathBuf,
    /// ACCEPTED, or the kind and the reason of the rejection: `BV:security`, `SV:structure`, `SIG:security` and so on.
    #[arg(long)]
    code: String,
    /// Why, in words. Never repeat what the message says.
    #[arg(long, default_value = "the message does not follow the rules")]
    reason: String,
    /// The XPath of what is wrong.
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
}

/// Whom the receipt is from and to, and about what.
struct Acknowledged {
    id: Text,
    from: ParticipantId,
    to: ParticipantId,
    function: Option<Text>,
}

pub(super) fn write(arguments: &Arguments, environment: &Environment) -> anyhow::Result<ExitCode> {
    let acknowledged = acknowledged(&bytes_of(&arguments.file)?)?;
    let now = super::moment(arguments.at.as_deref(), environment)?;
    let receipt = Receipt {
        id: Text::new(environment.uuid().to_string())?,
        issued_at: now,
        sender: acknowledged.to,
        receiver: acknowledged.from,
        acknowledges: acknowledged.id,
        answer: answer(arguments)?,
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
            let message = sdk::message::parse(bytes)?;
            let function = message.letter.recipient.attention.function.address.as_str();
            Ok(Acknowledged {
                id: Text::new(message.id.as_str())?,
                function: Some(Text::new(function)?),
                from: message.letter.sender.id,
                to: message.letter.recipient.id,
            })
        }
        Some(DocumentKind::Envelope) => {
            let envelope = envelope::look(bytes)?;
            if envelope.is_receipt() {
                bail!("a receipt is not acknowledged");
            }
            Ok(Acknowledged { id: envelope.id, from: envelope.from, to: envelope.to, function: envelope.function })
        }
        Some(DocumentKind::Receipt) => bail!("a receipt is not acknowledged"),
        None => bail!("the file is neither a message nor an envelope"),
    }
}

fn answer(arguments: &Arguments) -> anyhow::Result<Answer> {
    if arguments.code.eq_ignore_ascii_case("accepted") {
        return Ok(Answer::Accepted);
    }
    let (kind, reason) = arguments
        .code
        .split_once([':', '/', ' '])
        .and_then(|(kind, reason)| Kind::parse(&kind.to_ascii_uppercase()).zip(Reason::parse(reason)))
        .context("the code is ACCEPTED, or a kind (SV, BV, SIG) and a reason, such as BV:security")?;
    let line = Line {
        kind,
        reason: Some(Code::Known(reason)),
        place: Text::new(arguments.place.as_str())?,
        text: Text::new(arguments.reason.as_str())?,
    };
    Ok(Lines::new([line]).map_or(Answer::Accepted, Answer::Rejected))
}
