//! `cairn sdk`: letters between authorities from the command line. What is asked for goes to standard output, what is
//! wrong to standard error with the code that a receipt would carry. Exit status 0 only when all holds.

mod json;
mod keys;
mod lookup;
mod receipt;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use domain::moment::Moment;
use environment::Environment;
use sdk::DocumentKind;
use sdk::envelope::{self, NotEnvelope, NotOpened, NotPacked, NotVerified, Packing, Publication, Secrets, Verified};
use sdk::fault::Fault;
use sdk::judgement;
use sdk::keys::{PrivateKey, Signer as _};
use sdk::message::{self, NotMessage};
use sdk::receipt::NotReceipt;
use sdk::trust::{Revocation, Use};
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// What can be done with a letter.
#[derive(Subcommand)]
pub(crate) enum SdkCommand {
    /// Read a message, an envelope or a receipt, hold it against every rule, and print what it says as JSON. The
    /// signature of an envelope is not looked at: see `verify`.
    Read {
        /// The file.
        file: PathBuf,
    },
    /// Verify the signature of an envelope, and the certificate that made it. Prints the outside as JSON.
    Verify(Verify),
    /// Encrypt a message to its recipient, sign the envelope, and write it to standard output.
    Pack(Pack),
    /// Verify an envelope, decrypt its message, and write that to standard output. Nothing is decrypted unless the
    /// signature holds.
    Open(Open),
    /// Write the receipt for a message or an envelope to standard output.
    Receipt(receipt::Arguments),
    /// Ask DNS and whoever has its metadata what an organisation publishes, and print it as JSON.
    Lookup(lookup::Arguments),
    /// Ask the responder of a certificate's issuer whether it is revoked (OCSP), and write the answer to standard output.
    Ocsp(lookup::Asking),
    /// Fetch the list of what a certificate's issuer has revoked (CRL), and write it to standard output.
    Crl(lookup::Listing),
    /// Be an access point and a message service on this machine, for installations to try each other out.
    Loopback(crate::sdk_loopback_command::Arguments),
}

/// What is trusted, and when.
#[derive(Args)]
pub(crate) struct Verify {
    /// The envelope.
    file: PathBuf,
    /// A folder with the certificates (PEM or DER) that are trusted, and perhaps lists of revoked ones.
    #[arg(long)]
    trust: PathBuf,
    /// The moment at which everything must be valid, such as 2027-01-11T08:00:00Z; now without it.
    #[arg(long)]
    at: Option<String>,
    /// Trust no chain without a current list of revoked certificates, or an answer about each.
    #[arg(long)]
    require_revocation: bool,
    /// An answer (DER) of the issuer's responder about the certificate that signed: it must count, unless a list does.
    #[arg(long, value_name = "FILE")]
    ocsp: Option<PathBuf>,
}

/// What goes into an envelope.
#[derive(Args)]
pub(crate) struct Pack {
    /// The message.
    #[arg(long)]
    message: PathBuf,
    /// The certificate of the organisation that is to read it.
    #[arg(long)]
    recipient_certificate: PathBuf,
    /// The key that signs, in PEM or PKCS#12.
    #[arg(long)]
    signing_key: PathBuf,
    /// The certificate of that key.
    #[arg(long)]
    signing_certificate: PathBuf,
    /// A file with the password of a key in PKCS#12.
    #[arg(long)]
    password_file: Option<PathBuf>,
    /// The federation.
    #[arg(long, default_value = sdk::names::FEDERATION)]
    federation: String,
    /// A folder with certificates: the recipient's must be trusted by them.
    #[arg(long)]
    trust: Option<PathBuf>,
    /// The moment of the envelope; now without it.
    #[arg(long)]
    at: Option<String>,
}

/// What opens an envelope.
#[derive(Args)]
pub(crate) struct Open {
    #[command(flatten)]
    verify: Verify,
    /// The key that it is encrypted to, in PEM or PKCS#12.
    #[arg(long)]
    key: PathBuf,
    /// A file with the password of a key in PKCS#12.
    #[arg(long)]
    password_file: Option<PathBuf>,
}

/// Does it.
pub(crate) fn run(command: SdkCommand, environment: &Environment) -> anyhow::Result<ExitCode> {
    match command {
        SdkCommand::Read { file } => Ok(read(&bytes_of(&file)?)),
        SdkCommand::Verify(arguments) => Ok(match verify(&arguments, &bytes_of(&arguments.file)?, environment)? {
            Ok(verified) => tell_verified(&verified),
            Err(lines) => refuse(&lines),
        }),
        SdkCommand::Pack(arguments) => pack(&arguments, environment),
        SdkCommand::Open(arguments) => open(&arguments, environment),
        SdkCommand::Receipt(arguments) => receipt::write(&arguments, environment),
        SdkCommand::Lookup(arguments) => lookup::find(&arguments, environment),
        SdkCommand::Ocsp(arguments) => lookup::ask(&arguments, environment),
        SdkCommand::Crl(arguments) => lookup::fetch(&arguments, environment),
        SdkCommand::Loopback(arguments) => crate::sdk_loopback_command::run(&arguments, environment),
    }
}

/// The outside; and a receipt that lies inside, which must follow its own rules.
fn tell_verified(verified: &Verified) -> ExitCode {
    let signature = json!({ "holds": true, "by": verified.signer().subject });
    let content = match verified.receipt() {
        Ok(receipt) => Some(json::receipt(&receipt)),
        Err(_) if !verified.envelope().is_receipt() => None,
        Err(NotOpened::NotReceipt(faults)) => return refuse(&told(&faults)),
        Err(error) => return refuse(&[unanswered(&error)]),
    };
    let json = json::envelope(verified.envelope(), &signature, content.as_ref());
    tell_signer(verified);
    print(format!("{json:#}\n").as_bytes())
}

/// Anybody who is trusted may have signed in the sender's name.
fn tell_signer(verified: &Verified) {
    let (signer, sender) = (&verified.signer().subject, verified.envelope().from.as_str());
    eprintln!("signed by {signer}, for {sender}; whether that is its certificate has not been asked");
}

fn read(bytes: &[u8]) -> ExitCode {
    let kind = match sdk::kind_of(bytes) {
        Ok(kind) => kind,
        Err(error) => return refuse(&[unanswered(&error)]),
    };
    let json = match kind {
        Some(DocumentKind::Envelope) => envelope_read(bytes),
        Some(DocumentKind::Receipt) => receipt_read(bytes),
        Some(DocumentKind::Message) | None => message_read(bytes),
    };
    match json {
        Ok(json) => print(format!("{json:#}\n").as_bytes()),
        Err(lines) => refuse(&lines),
    }
}

fn message_read(bytes: &[u8]) -> Result<Value, Vec<String>> {
    message::parse(bytes).map(|it| json::message(&it)).map_err(|error| told_message(&error))
}

fn receipt_read(bytes: &[u8]) -> Result<Value, Vec<String>> {
    sdk::receipt::parse(bytes).map(|it| json::receipt(&it)).map_err(|error| match error {
        NotReceipt::Xml(error) => vec![unanswered(&error)],
        NotReceipt::Faults(faults) => told(&faults),
    })
}

/// The outside, and a message or a receipt that lies in it in clear.
fn envelope_read(bytes: &[u8]) -> Result<Value, Vec<String>> {
    let (outside, content) = envelope::look_inside(bytes).map_err(|error| told_envelope(&error))?;
    let content = content.unwrap_or_default();
    let content = match sdk::kind_of(content.as_bytes()) {
        Ok(Some(DocumentKind::Message)) => Some(message_read(content.as_bytes())?),
        Ok(Some(DocumentKind::Receipt)) => Some(receipt_read(content.as_bytes())?),
        Ok(Some(DocumentKind::Envelope) | None) | Err(_) => None,
    };
    Ok(json::envelope(&outside, &Value::from("not looked at"), content.as_ref()))
}

fn verify(
    arguments: &Verify,
    bytes: &[u8],
    environment: &Environment,
) -> anyhow::Result<Result<Verified, Vec<String>>> {
    let revocation = match (arguments.require_revocation, &arguments.ocsp) {
        (true, _) => Revocation::Required,
        (false, Some(_)) => Revocation::RequiredForHolder,
        (false, None) => Revocation::WhereKnown,
    };
    let mut trust = keys::trust(&arguments.trust, revocation)?;
    if let Some(file) = &arguments.ocsp {
        trust.add_answer(&bytes_of(file)?).with_context(|| file.display().to_string())?;
    }
    let at = moment(arguments.at.as_deref(), environment)?;
    // Nobody here asks the federation what the sender has published: who has signed is said instead.
    Ok(envelope::verify(bytes, &trust, Publication::NotAsked, at).map_err(|error| match &error {
        NotVerified::NotEnvelope(error) => told_envelope(error),
        NotVerified::Signature { why, .. } => told(&[Fault::signature(why.to_string())]),
    }))
}

fn pack(arguments: &Pack, environment: &Environment) -> anyhow::Result<ExitCode> {
    let bytes = bytes_of(&arguments.message)?;
    let message = match message::parse(&bytes) {
        Ok(message) => message,
        Err(error) => return Ok(refuse(&told_message(&error))),
    };
    // The message is encrypted as it was written, not as it was understood.
    let text = sdk::xml::decode(&bytes)?;
    let clear = text.get(message::root_range(text)?).context("the message has no root element")?;
    let faults = message.unsendable();
    if !faults.is_empty() {
        return Ok(refuse(&told(&faults)));
    }
    let now = moment(arguments.at.as_deref(), environment)?;
    let to = keys::certificate(&arguments.recipient_certificate)?;
    let signer =
        keys::signer(&arguments.signing_key, &arguments.signing_certificate, arguments.password_file.as_deref())?;
    let mut wrong = vec![];
    if let Some(folder) = &arguments.trust {
        let trusted = keys::trust(folder, Revocation::WhereKnown)?.check(&to, &[], now, Use::Receiving);
        wrong.extend(trusted.err().map(|why| ("recipient", why)));
    } else {
        wrong.extend(to.fits(now, Use::Receiving).err().map(|why| ("recipient", why)));
    }
    wrong.extend(signer.certificate().fits(now, Use::Signing).err().map(|why| ("sender", why)));
    if !wrong.is_empty() {
        let lines = wrong.iter().map(|(whose, why)| Fault::signature(format!("the {whose}: {why}")).to_string());
        return Ok(refuse(&lines.collect::<Vec<_>>()));
    }
    let packing = Packing { federation: &arguments.federation, now, signer: &signer };
    let secrets = Secrets::from_chance(environment.bytes());
    Ok(match envelope::pack_message(&message, clear, &to, secrets, &packing) {
        Ok(packed) => print(packed.as_bytes()),
        Err(why @ NotPacked::TooLarge) => refuse(&told(&[Fault::too_long(why.to_string())])),
        Err(NotPacked::Key(failure)) => return Err(failure.into()),
    })
}

fn open(arguments: &Open, environment: &Environment) -> anyhow::Result<ExitCode> {
    let verified = match verify(&arguments.verify, &bytes_of(&arguments.verify.file)?, environment)? {
        Ok(verified) => verified,
        Err(lines) => return Ok(refuse(&lines)),
    };
    if verified.envelope().is_receipt() {
        return Ok(match verified.receipt() {
            Ok(receipt) => {
                tell_signer(&verified);
                print(receipt.to_xml().as_bytes())
            }
            Err(NotOpened::NotReceipt(faults)) => refuse(&told(&faults)),
            Err(error) => refuse(&[unanswered(&error)]),
        });
    }
    let key = keys::private_key(&arguments.key, arguments.password_file.as_deref())?;
    Ok(match message_in(&verified, &key) {
        Ok(clear) => {
            tell_signer(&verified);
            print(&clear)
        }
        Err(lines) => refuse(&lines),
    })
}

/// The message in a verified envelope, once it follows its own rules and agrees with the envelope.
fn message_in(verified: &Verified, key: &PrivateKey) -> Result<Zeroizing<Vec<u8>>, Vec<String>> {
    let clear = verified.open(key).map_err(|error| match error {
        NotOpened::InClear => told(&[Fault::signature("the message is not encrypted")]),
        NotOpened::Encrypted | NotOpened::Decryption(_) | NotOpened::NotReceipt(_) => vec![unanswered(&error)],
    })?;
    let message = message::parse(&clear).map_err(|error| told_message(&error))?;
    let faults = judgement::disagreements(verified.envelope(), &message);
    if faults.is_empty() { Ok(clear) } else { Err(told(&faults)) }
}

/// What is wrong with something that nobody is sent a receipt for.
fn unanswered(error: &impl std::fmt::Display) -> String {
    format!("{error} (no receipt is sent)")
}

fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(Fault::to_string).collect()
}

fn told_message(error: &NotMessage) -> Vec<String> {
    match error {
        NotMessage::Xml(error) => vec![unanswered(error)],
        NotMessage::Faults(faults) => told(faults),
    }
}

fn told_envelope(error: &NotEnvelope) -> Vec<String> {
    match error {
        NotEnvelope::Faults(faults) => told(faults),
        NotEnvelope::TooLarge | NotEnvelope::Xml(_) => vec![unanswered(error)],
    }
}

/// The moment that was given, in UTC where no zone is said; or now.
fn moment(given: Option<&str>, environment: &Environment) -> anyhow::Result<Moment> {
    let Some(text) = given.map(str::trim) else { return Ok(environment.now()) };
    ["", "Z", "T00:00:00Z"]
        .iter()
        .find_map(|rest| sdk::moment::parse(&format!("{text}{rest}")))
        .context("a moment is written like 2027-01-11T08:00:00Z, or a day like 2027-01-11")
}

/// One line for each thing that is wrong.
fn refuse(lines: &[String]) -> ExitCode {
    for line in lines {
        eprintln!("{line}");
    }
    ExitCode::FAILURE
}

/// A reader that has gone away is no success.
fn print(bytes: &[u8]) -> ExitCode {
    let mut out = std::io::stdout().lock();
    if out.write_all(bytes).and_then(|()| out.flush()).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn bytes_of(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}
