//! Keys, certificates and trust from files.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use sdk::certificate::Certificate;
use sdk::keys::{FileSigner, PrivateKey};
use sdk::trust::{Revocation, Trust};
use zeroize::Zeroizing;

use super::bytes_of;

/// How many files a folder of trust may have.
const FILES_MAX: usize = 1000;

pub(super) fn certificate(file: &Path) -> anyhow::Result<Certificate> {
    Certificate::first(&bytes_of(file)?).with_context(|| file.display().to_string())
}

/// A key in PEM, or in PKCS#12 with the password from a file.
pub(super) fn private_key(file: &Path, password_file: Option<&Path>) -> anyhow::Result<PrivateKey> {
    let bytes = Zeroizing::new(bytes_of(file)?);
    if bytes.first() != Some(&0x30) {
        return PrivateKey::from_pem(&bytes).with_context(|| file.display().to_string());
    }
    let password = match password_file {
        Some(file) => Zeroizing::new(std::fs::read_to_string(file).with_context(|| file.display().to_string())?),
        None => Zeroizing::default(),
    };
    let (key, _) = PrivateKey::from_pkcs12(&bytes, password.trim_end_matches(['\r', '\n']))
        .with_context(|| file.display().to_string())?;
    Ok(key)
}

pub(super) fn signer(key: &Path, certificate_file: &Path, password_file: Option<&Path>) -> anyhow::Result<FileSigner> {
    Ok(private_key(key, password_file)?.signer(certificate(certificate_file)?)?)
}

/// Everything in a folder: certificates that are trusted, lists of revoked ones, and answers about revocation. What is none
/// of them, such as a key or a note, is passed over and said so. A list that cannot be read is an error: it was put there
/// to take something away. So is whatever could be one, and whatever cannot be looked at.
pub(super) fn trust(folder: &Path, revocation: Revocation) -> anyhow::Result<Trust> {
    let mut trust = Trust::new(revocation);
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let file = entry?.path();
        let kind = std::fs::metadata(&file).with_context(|| format!("cannot read {}", file.display()))?;
        if !kind.is_dir() {
            files.push(file);
        }
    }
    if files.len() > FILES_MAX {
        bail!("there are more than {FILES_MAX} files in {}", folder.display());
    }
    files.sort();
    for file in files {
        let bytes = bytes_of(&file)?;
        if trust.add(&bytes).is_ok() {
            continue;
        }
        if is_list(&file, &bytes) {
            bail!("{}: it is neither a certificate nor a list of revoked ones that can be read", file.display());
        }
        eprintln!("{}: passed over, since it is not a certificate in PEM or DER", file.display());
    }
    if trust.is_empty() {
        bail!("there is no certificate in {}", folder.display());
    }
    Ok(trust)
}

/// Whether a file means to be a list of revoked certificates, or could: in DER nothing but its inside tells one from a
/// certificate.
fn is_list(file: &Path, bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"-----BEGIN X509 CRL-----";
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("crl"))
        || bytes.first() == Some(&0x30)
        || bytes.windows(MARK.len()).any(|window| window == MARK)
}
