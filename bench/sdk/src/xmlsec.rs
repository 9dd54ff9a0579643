//! `xmlsec1` doing the same: encrypt and sign, verify and decrypt. It repeats inside one process.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, bail};

use crate::authority;
use crate::letters::Letter;

/// How much `xmlsec1` does in a second.
pub(crate) struct Measured {
    pub(crate) pack: f64,
    pub(crate) open: f64,
}

/// `None` where `xmlsec1` is not installed.
pub(crate) fn measure(letter: &Letter, packed: &str) -> anyhow::Result<Option<Measured>> {
    if Command::new("xmlsec1").arg("--version").output().is_err() {
        return Ok(None);
    }
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let start = packed.find("<xenc:EncryptedData").context("nothing encrypted")?;
    let end = packed.find("</xha:PayloadContent>").context("nothing encrypted")?;
    let data = packed.get(start..end).unwrap_or_default();
    for (name, text) in [
        ("message.xml", letter.clear.clone()),
        ("envelope.xml", packed.to_owned()),
        ("data.xml", emptied(data, &["xenc:CipherValue", "ds:X509Certificate"])),
        ("template.xml", emptied(packed, &["ds:DigestValue", "ds:SignatureValue"])),
        ("root.pem", authority::pem(&authority::root())),
        ("recipient.pem", authority::pem(&authority::recipient())),
        ("recipient.key", authority::RECIPIENT.clone()),
        ("sender.key", authority::SENDER.clone()),
    ] {
        std::fs::write(folder.join(name), text)?;
    }
    let times = if letter.clear.len() < 100_000 { 200 } else { 5 };
    let encrypt = "--encrypt --pubkey-cert-pem recipient.pem --session-key aes-256 --xml-data message.xml --output out.xml data.xml";
    let sign = "--sign --privkey-pem sender.key --output out.xml template.xml";
    let verify = "--verify --trusted-pem root.pem --verification-time 2027-01-11+08:00:00 envelope.xml";
    let decrypt = "--decrypt --privkey-pem recipient.key --output out.xml envelope.xml";
    let pack = seconds(folder, encrypt, times)? + seconds(folder, sign, times)?;
    let open = seconds(folder, verify, times)? + seconds(folder, decrypt, times)?;
    Ok(Some(Measured { pack: 1.0 / pack, open: 1.0 / open }))
}

/// Seconds for one, measured over several in one process.
fn seconds(folder: &Path, arguments: &str, times: u32) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let (command, rest) = arguments.split_once(' ').context("no command")?;
    // The moment has a space in it.
    let rest = rest.split(' ').map(|argument| argument.replace('+', " "));
    let output = Command::new("xmlsec1")
        .args([command, "--repeat", &times.to_string()])
        .args(rest)
        .current_dir(folder)
        .output()?;
    if !output.status.success() {
        bail!("xmlsec1 {arguments}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(begun.elapsed().as_secs_f64() / f64::from(times))
}

/// The text with some elements emptied, for `xmlsec1` to fill.
fn emptied(xml: &str, names: &[&str]) -> String {
    names.iter().fold(xml.to_owned(), |xml, name| {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let mut out = String::with_capacity(xml.len());
        let mut rest = xml.as_str();
        while let Some((before, after)) = rest.split_once(&open) {
            out.push_str(before);
            out.push_str(&open);
            let end = after.find(&close).unwrap_or_default();
            rest = after.get(end..).unwrap_or_default();
        }
        out + rest
    })
}
