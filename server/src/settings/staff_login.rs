//! The settings of `[staff_login]`: the identity provider through which people at work log in.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use oidc::{Loopback, may_be_asked};
use serde::Deserialize;

use super::{SettingsError, text};

/// How old a log-in at the provider may be, when nothing else is set. PROPOSED (2026-11-22): as long as a session here
/// lasts without a click, so that the lock after that is never opened by what was shown before it.
const MAX_AGE_MINUTES: i64 = 60;

/// The section as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    name: Option<String>,
    issuer: Option<String>,
    client_id: Option<String>,
    client_secret_file: Option<PathBuf>,
    subject_claim: Option<String>,
    scopes: Option<Vec<String>>,
    accepted_assurance: Option<Vec<String>>,
    max_age_minutes: Option<i64>,
    certificates_file: Option<PathBuf>,
    http_loopback: Option<String>,
}

fn wrong(key: &'static str, message: impl Into<String>) -> SettingsError {
    SettingsError::Key { key, message: message.into() }
}

fn needed(key: &'static str, written: Option<String>, message: &str) -> Result<String, SettingsError> {
    written.filter(|text| !text.trim().is_empty()).ok_or_else(|| wrong(key, message))
}

/// Reads the section. `secret` is what the environment says, which goes before the file.
pub(super) fn read(
    written: Written,
    public_address: Option<&str>,
    secret: Option<String>,
) -> Result<oidc::Settings, SettingsError> {
    let loopback = loopback(written.http_loopback.as_deref())?;
    let base = public_address.ok_or_else(|| {
        wrong("public_address", "write the address people reach Cairn at, such as https://cairn.region.se")
    })?;
    if !may_be_asked(base, loopback) || base.matches('/').count() != 2 {
        return Err(wrong("public_address", "write https:// and the name, with nothing after it"));
    }
    let issuer = needed("staff_login.issuer", written.issuer, "write the identity provider's own address")?;
    if !may_be_asked(&issuer, loopback) {
        let message = "write an address that begins with https:// (http:// only to 127.0.0.1, and only with \
                       staff_login.http_loopback = \"allowed\")";
        return Err(wrong("staff_login.issuer", message));
    }
    let client_id = "write the name that the identity provider has given Cairn";
    let settings = oidc::Settings {
        name: written.name.unwrap_or_else(|| "SITHS".to_owned()),
        issuer,
        client_id: needed("staff_login.client_id", written.client_id, client_id)?,
        client_secret: client_secret(secret, written.client_secret_file.as_deref())?,
        redirect: format!("{base}{}", identity::login::RETURN),
        after_logout: format!("{base}{}", identity::login::AFTER),
        scopes: scopes(written.scopes)?,
        subject_claim: written.subject_claim.unwrap_or_else(|| "sub".to_owned()),
        accepted_assurance: accepted(written.accepted_assurance)?,
        max_age: max_age(written.max_age_minutes)?,
        certificates: written
            .certificates_file
            .as_deref()
            .map(|path| text(path).map(String::into_bytes))
            .transpose()?,
        loopback,
    };
    if settings.subject_claim.trim().is_empty() {
        return Err(wrong("staff_login.subject_claim", "write the claim that holds the staff identity, such as sub"));
    }
    if settings.name.trim().is_empty() {
        return Err(wrong("staff_login.name", "write what people call the identity provider, such as SITHS"));
    }
    Ok(settings)
}

fn loopback(written: Option<&str>) -> Result<Loopback, SettingsError> {
    match written {
        None | Some("refused") => Ok(Loopback::Refused),
        Some("allowed") => Ok(Loopback::Allowed),
        Some(_) => {
            Err(wrong("staff_login.http_loopback", "write \"refused\", or \"allowed\" for tests on one machine"))
        }
    }
}

fn scopes(written: Option<Vec<String>>) -> Result<Vec<String>, SettingsError> {
    let mut scopes = written.unwrap_or_default();
    if scopes.iter().any(|scope| scope.is_empty() || scope.contains(char::is_whitespace)) {
        return Err(wrong("staff_login.scopes", "write a list of words, such as [\"openid\", \"profile\"]"));
    }
    if !scopes.iter().any(|scope| scope == "openid") {
        scopes.insert(0, "openid".to_owned());
    }
    Ok(scopes)
}

/// There is no default: which levels are enough is for the region to say, once.
fn accepted(written: Option<Vec<String>>) -> Result<Vec<String>, SettingsError> {
    written.filter(|levels| !levels.is_empty() && levels.iter().all(|level| !level.trim().is_empty())).ok_or_else(
        || {
            let message = "write the levels of assurance (acr) that are enough, such as \
                       [\"http://id.sambi.se/loa/loa3\"]";
            wrong("staff_login.accepted_assurance", message)
        },
    )
}

/// At most what a session here lasts: a log-in at the provider counts no longer than one here.
fn max_age(written: Option<i64>) -> Result<SignedDuration, SettingsError> {
    match written.unwrap_or(MAX_AGE_MINUTES) {
        minutes @ 1..=600 => Ok(SignedDuration::from_mins(minutes)),
        _ => Err(wrong("staff_login.max_age_minutes", "write a number of minutes from 1 to 600 (ten hours)")),
    }
}

/// The secret from the environment, or from a file that not everybody may read.
fn client_secret(given: Option<String>, file: Option<&Path>) -> Result<Option<String>, SettingsError> {
    if let Some(secret) = given.filter(|secret| !secret.is_empty()) {
        return Ok(Some(secret));
    }
    let Some(path) = file else { return Ok(None) };
    let secret = text(path)?.trim().to_owned();
    let open = std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o007 != 0);
    let key = "staff_login.client_secret_file";
    match (open, secret.is_empty()) {
        (true, _) => Err(wrong(key, format!("everybody may read it; run: chmod 600 {}", path.display()))),
        (false, true) => Err(wrong(key, format!("{} is empty", path.display()))),
        (false, false) => Ok(Some(secret)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use crate::settings::tests::read;

    const GOOD: &str = "public_address = \"https://cairn.example\"\n[staff_login]\nissuer = \"https://idp.example\"\n\
        client_id = \"cairn\"\naccepted_assurance = [\"loa3\"]\n";

    #[test]
    fn the_section_needs_little() {
        let settings = read(GOOD).unwrap().staff_login.unwrap();
        assert_eq!(settings.redirect, "https://cairn.example/logga-in/tillbaka");
        assert_eq!((settings.subject_claim.as_str(), settings.scopes), ("sub", vec!["openid".to_owned()]));
        assert_eq!(settings.max_age, SignedDuration::from_mins(60));
        assert!(read("").unwrap().staff_login.is_none());
    }

    #[test]
    fn a_bad_key_of_the_section_is_named() {
        for (from, to, named) in [
            ("public_address", "#", "public_address"),
            ("https://cairn.example", "http://cairn.example", "public_address"),
            ("https://cairn.example", "https://cairn.example/", "public_address"),
            ("issuer =", "#", "staff_login.issuer"),
            ("https://idp", "http://idp", "staff_login.issuer"),
            ("https://idp.example", "http://127.0.0.1:1", "staff_login.issuer"),
            ("client_id =", "#", "staff_login.client_id"),
            ("accepted_assurance =", "#", "staff_login.accepted_assurance"),
            ("[\"loa3\"]", "[]", "staff_login.accepted_assurance"),
            ("client_id = ", "subject_claim = \"\"\nclient_id = ", "staff_login.subject_claim"),
            ("client_id = ", "scopes = [\"a b\"]\nclient_id = ", "staff_login.scopes"),
            ("client_id = ", "name = \" \"\nclient_id = ", "staff_login.name"),
            ("client_id = ", "max_age_minutes = 0\nclient_id = ", "staff_login.max_age_minutes"),
            ("client_id = ", "max_age_minutes = 601\nclient_id = ", "staff_login.max_age_minutes"),
            ("client_id = ", "http_loopback = \"yes\"\nclient_id = ", "staff_login.http_loopback"),
            ("client_id = ", "client_secret = \"hemligt\"\nclient_id = ", "client_secret"),
            ("client_id = ", "client_secret_file = \"/nowhere\"\nclient_id = ", "/nowhere"),
            ("client_id = ", "certificates_file = \"/nowhere\"\nclient_id = ", "/nowhere"),
        ] {
            let message = read(&GOOD.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(message.contains(named), "{to}: {message} should name {named}");
            assert!(!message.contains("hemligt"), "{message}");
        }
    }

    #[test]
    fn a_region_may_ask_for_a_later_or_an_earlier_log_in() {
        for minutes in [1, 15, 600] {
            let text = GOOD.replace("client_id =", &format!("max_age_minutes = {minutes}\nclient_id ="));
            let max_age = read(&text).unwrap().staff_login.unwrap().max_age;
            assert_eq!(max_age, SignedDuration::from_mins(minutes));
        }
    }

    #[test]
    fn http_to_this_machine_takes_a_setting_of_its_own() {
        let text = GOOD
            .replace("https://idp.example", "http://127.0.0.1:4000")
            .replace("https://cairn.example", "http://127.0.0.1:8080");
        let allowed = text.replace("client_id =", "http_loopback = \"allowed\"\nclient_id =");
        assert!(read(&text).is_err());
        assert!(read(&allowed).is_ok());
        assert!(read(&allowed.replace("127.0.0.1:4000", "192.0.2.1")).is_err());
    }

    #[test]
    fn a_secret_that_everybody_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "hemligt\n").unwrap();
        let line = format!("client_secret_file = \"{}\"\nclient_id =", path.display());
        let text = GOOD.replace("client_id =", &line);
        let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        mode(0o644);
        let message = read(&text).unwrap_err().to_string();
        assert!(message.contains("chmod 600") && !message.contains("hemligt"), "{message}");
        mode(0o640);
        assert_eq!(read(&text).unwrap().staff_login.unwrap().client_secret.as_deref(), Some("hemligt"));
    }
}
