//! What TLS says when it does not come about, in words for whoever set it up: whose certificate is not taken, and what to do.
//!
//! The other side's verdict on our certificate comes as an alert, with TLS 1.3 only after we have begun to ask. Whoever
//! sends one has not read what was asked.

use std::error::Error;

use rustls::{AlertDescription, CertificateError, Error as TlsError, InconsistentKeys};

/// Why there is no secure connection, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSecure {
    /// Nobody who is trusted has issued theirs.
    #[error(
        "the other side's certificate is not issued by anyone who is trusted; \
         the certificate of its issuer must stand among those to trust"
    )]
    TheirIssuer,
    /// Theirs is for other names.
    #[error("the other side's certificate is for another name; the address must have a name that stands in it")]
    TheirName,
    /// Theirs has expired.
    #[error("the other side's certificate has expired; they must renew it")]
    TheirsExpired,
    /// Theirs is not valid yet.
    #[error("the other side's certificate is not valid yet; look at the clock of this machine, then ask them")]
    TheirsEarly,
    /// Theirs is revoked.
    #[error("the other side's certificate is revoked; they must renew it")]
    TheirsRevoked,
    /// Theirs is not one for a server, or faulty.
    #[error("the other side's certificate cannot be used for this; they must mend it")]
    TheirsFaulty,
    /// They want to see ours, and see none.
    #[error("the other side asks for our certificate, and we show none; a certificate and its key must be set")]
    OursMissing,
    /// Ours has expired.
    #[error("the other side says that our certificate has expired; it must be renewed")]
    OursExpired,
    /// Ours is revoked.
    #[error("the other side says that our certificate is revoked; it must be renewed")]
    OursRevoked,
    /// They do not know who has issued ours.
    #[error(
        "the other side does not trust the issuer of our certificate; certificates between ours and its root must stand \
         with ours, or they must trust the issuer"
    )]
    OursUnknown,
    /// They do not take ours, for another reason or none.
    #[error("the other side does not take our certificate; ask them which they expect")]
    OursRefused,
    /// No version or cipher that both have; with older versions, also that we show no certificate.
    #[error("the two sides have no way of TLS in common, or the other side misses a certificate of ours")]
    NothingInCommon,
}

/// What TLS says, wherever it stands among the causes of an error.
pub(crate) fn cause(error: &(dyn Error + 'static)) -> Option<NotSecure> {
    tls_error(error).and_then(why)
}

/// Whether our key and our certificate do not belong together.
pub(crate) fn is_other_key(error: &(dyn Error + 'static)) -> bool {
    matches!(tls_error(error), Some(TlsError::InconsistentKeys(InconsistentKeys::KeyMismatch)))
}

/// An I/O error gives the causes of what is in it, and keeps that to itself.
fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a TlsError> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<TlsError>() {
            return Some(found);
        }
        let inner: Option<&'a (dyn Error + 'static)> =
            error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref).map(|inner| inner as _);
        next = inner.or_else(|| error.source());
    }
    None
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's list of faults is open, and long")]
fn why(error: &TlsError) -> Option<NotSecure> {
    match error {
        TlsError::InvalidCertificate(error) => Some(theirs(error)),
        TlsError::NoCertificatesPresented => Some(NotSecure::TheirsFaulty),
        TlsError::AlertReceived(alert) => ours(*alert),
        TlsError::PeerIncompatible(_) => Some(NotSecure::NothingInCommon),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's list of faults is open, and long")]
fn theirs(error: &CertificateError) -> NotSecure {
    use CertificateError as C;
    match error {
        C::UnknownIssuer | C::BadSignature => NotSecure::TheirIssuer,
        C::NotValidForName | C::NotValidForNameContext { .. } => NotSecure::TheirName,
        C::Expired | C::ExpiredContext { .. } => NotSecure::TheirsExpired,
        C::NotValidYet | C::NotValidYetContext { .. } => NotSecure::TheirsEarly,
        C::Revoked => NotSecure::TheirsRevoked,
        _ => NotSecure::TheirsFaulty,
    }
}

/// What is said of ours. Other alerts say nothing of who we are.
#[expect(clippy::wildcard_enum_match_arm, reason = "the protocol's list of alerts is open, and long")]
fn ours(alert: AlertDescription) -> Option<NotSecure> {
    use AlertDescription as A;
    match alert {
        A::CertificateRequired | A::NoCertificate => Some(NotSecure::OursMissing),
        A::CertificateExpired => Some(NotSecure::OursExpired),
        A::CertificateRevoked => Some(NotSecure::OursRevoked),
        A::UnknownCA => Some(NotSecure::OursUnknown),
        A::BadCertificate | A::UnsupportedCertificate | A::CertificateUnknown | A::AccessDenied | A::DecryptError => {
            Some(NotSecure::OursRefused)
        }
        A::HandshakeFailure | A::ProtocolVersion | A::InsufficientSecurity => Some(NotSecure::NothingInCommon),
        _ => None,
    }
}
