//! Whether a certificate is to be trusted: a chain to a configured anchor, validity, revocation. A certificate that is
//! itself configured is trusted as an anchor. What a document brings along is never trusted for being there.
//!
//! Revocation is by lists (CRL) that lie with the anchors. Not here: OCSP; no kept library speaks it.

use std::cmp::Reverse;
use std::time::Duration;

use domain::moment::Moment;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer, TrustAnchor, UnixTime};
use webpki::{
    CertRevocationList, EndEntityCert, Error, ExpirationPolicy, ExtendedKeyUsageValidator, KeyPurposeIdIter,
    OwnedCertRevocationList, RevocationCheckDepth, RevocationOptionsBuilder, UnknownStatusPolicy,
};
use x509_cert::crl::CertificateList;
use x509_cert::der::Decode as _;

use crate::certificate::{Certificate, NotCertificate};

/// How many certificates a document may bring along.
pub const BROUGHT_MAX: usize = 8;

/// What is trusted, and what is revoked.
#[derive(Debug, Default)]
pub struct Trust {
    anchors: Vec<Certificate>,
    /// The newest first: the library looks into the first list of an issuer only.
    lists: Vec<List>,
    revocation: Revocation,
}

/// A list of revoked certificates.
#[derive(Debug)]
struct List {
    list: CertRevocationList<'static>,
    /// When there is to be a newer one.
    until: Moment,
}

impl List {
    fn from_der(der: &[u8]) -> Result<Self, NotCertificate> {
        let list = OwnedCertRevocationList::from_der(der).map_err(|_| NotCertificate)?;
        let read = <CertificateList>::from_der(der).map_err(|_| NotCertificate)?;
        let until = read.tbs_cert_list.next_update.ok_or(NotCertificate)?.to_unix_duration();
        let until = Moment::from_microseconds(i64::try_from(until.as_micros()).unwrap_or(i64::MAX));
        Ok(Self { list: CertRevocationList::from(list), until })
    }

    /// Whether it is the list of all that its issuer has issued.
    fn is_whole(&self) -> bool {
        self.list.issuing_distribution_point().is_none()
    }

    fn has(&self, certificate: &Certificate) -> bool {
        // A number may be written with or without a zero before it.
        let plain: Vec<u8> = certificate.serial().iter().copied().skip_while(|byte| *byte == 0).collect();
        let padded = [&[0], plain.as_slice()].concat();
        [plain, padded].iter().any(|serial| !matches!(self.list.find_serial(serial), Ok(None)))
    }
}

/// What the lists say of a certificate that is on none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    /// Nothing: there is no list that would have it.
    Nothing,
    /// A current list of all that its issuer has issued does not have it.
    Good,
}

/// What to think of a certificate that no list speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Revocation {
    /// It is good until a list says otherwise. A list that is too old says nothing, and nothing of its issuer is trusted
    /// until there is a newer one.
    #[default]
    WhereKnown,
    /// It is not trusted without a list that is current, be it an anchor itself.
    Required,
}

/// What the certificate is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It has signed.
    Signing,
    /// Something is to be encrypted to it.
    Receiving,
}

/// Why a certificate is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// Past its last day.
    #[error("the certificate has expired")]
    Expired,
    /// Before its first day.
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// Taken back by its issuer.
    #[error("the certificate is revoked")]
    Revoked,
    /// Nobody says whether it is taken back, and somebody must.
    #[error("no current list says whether the certificate is revoked")]
    RevocationUnknown,
    /// No chain to what is trusted.
    #[error("the certificate is not issued by anyone who is trusted")]
    UnknownIssuer,
    /// It says that it is for something else.
    #[error("the certificate is not for this use")]
    WrongUse,
    /// It, or one in its chain, is not made as certificates are.
    #[error("the certificate, or one in its chain, is faulty")]
    Faulty,
}

impl Trust {
    /// Trusts nobody yet.
    pub fn new(revocation: Revocation) -> Self {
        Self { revocation, ..Self::default() }
    }

    /// Trusts everything in a file: certificates as PEM or DER, and lists of revoked ones as PEM.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), NotCertificate> {
        if bytes.first() == Some(&0x30) {
            if let Ok(certificate) = Certificate::from_der(bytes) {
                self.anchors.push(certificate);
                return Ok(());
            }
            return self.add_list(bytes);
        }
        let mut found = false;
        for certificate in Certificate::all(bytes)? {
            self.anchors.push(certificate);
            found = true;
        }
        for list in CertificateRevocationListDer::pem_slice_iter(bytes) {
            self.add_list(&list.map_err(|_| NotCertificate)?)?;
            found = true;
        }
        if found { Ok(()) } else { Err(NotCertificate) }
    }

    /// Trusts a certificate.
    pub fn add_anchor(&mut self, certificate: Certificate) {
        self.anchors.push(certificate);
    }

    fn add_list(&mut self, der: &[u8]) -> Result<(), NotCertificate> {
        self.lists.push(List::from_der(der)?);
        self.lists.sort_by_key(|list| Reverse(list.until));
        Ok(())
    }

    /// Whether anybody is trusted at all.
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// Whether a certificate is to be trusted at a moment, with the help of others that were brought along.
    pub fn check(&self, leaf: &Certificate, brought: &[Certificate], at: Moment, use_: Use) -> Result<(), Distrust> {
        leaf.fits(at, use_)?;
        let heard = self.check_lists(leaf, at)?;
        if self.anchors.contains(leaf) {
            return match (self.revocation, heard) {
                (Revocation::WhereKnown, _) | (Revocation::Required, Heard::Good) => Ok(()),
                (Revocation::Required, Heard::Nothing) => Err(Distrust::RevocationUnknown),
            };
        }
        // The library believes the first list that it thinks is meant, and passes others over.
        for between in brought.iter().take(BROUGHT_MAX) {
            self.check_lists(between, at)?;
        }
        match self.check_chain(leaf, brought, at) {
            Err(Error::UnsupportedCertVersion | Error::CaUsedAsEndEntity) => self.check_directly(leaf, at),
            other => other.map_err(|error| why(&error)),
        }
    }

    /// What issues others at a moment. An organisation's own certificate that is trusted as an anchor is trusted for
    /// itself: it vouches for nobody.
    fn issuers(&self, at: Moment) -> impl Iterator<Item = &Certificate> {
        self.anchors.iter().filter(move |anchor| anchor.is_valid_at(at) && anchor.may_issue())
    }

    /// Certificates that the library does not take at the end of a chain: of the first version, as `openssl x509 -req`
    /// writes, and those that could also issue. They are taken when an anchor has issued them itself.
    fn check_directly(&self, leaf: &Certificate, at: Moment) -> Result<(), Distrust> {
        if !self.issuers(at).any(|anchor| leaf.is_issued_by(anchor)) {
            return Err(Distrust::UnknownIssuer);
        }
        match self.revocation {
            Revocation::WhereKnown => Ok(()),
            Revocation::Required => Err(Distrust::RevocationUnknown),
        }
    }

    /// A list that lies with the anchors speaks for its issuer even where the issuer itself is not there, and whatever
    /// part of the issuer's certificates it says it is about: it was put there to take something away.
    fn check_lists(&self, leaf: &Certificate, at: Moment) -> Result<Heard, Distrust> {
        let lists: Vec<&List> = self.lists.iter().filter(|list| same_name(list.list.issuer(), leaf.issuer())).collect();
        if lists.iter().any(|list| list.has(leaf)) {
            return Err(Distrust::Revoked);
        }
        let is_current = |list: &&List| at < list.until;
        let mut whole = lists.iter().copied().filter(|list| list.is_whole()).peekable();
        if whole.peek().is_some() {
            return if whole.any(|list| is_current(&list)) {
                Ok(Heard::Good)
            } else {
                Err(Distrust::RevocationUnknown)
            };
        }
        if lists.is_empty() || lists.iter().any(is_current) {
            Ok(Heard::Nothing)
        } else {
            Err(Distrust::RevocationUnknown)
        }
    }

    fn check_chain(&self, leaf: &Certificate, brought: &[Certificate], at: Moment) -> Result<(), Error> {
        let valid: Vec<CertificateDer<'_>> =
            self.issuers(at).map(|anchor| CertificateDer::from(anchor.der())).collect();
        let anchors: Vec<TrustAnchor<'_>> =
            valid.iter().filter_map(|der| webpki::anchor_from_trusted_cert(der).ok()).collect();
        let between: Vec<CertificateDer<'_>> =
            brought.iter().take(BROUGHT_MAX).map(|certificate| CertificateDer::from(certificate.der())).collect();
        let der = CertificateDer::from(leaf.der());
        let end = EndEntityCert::try_from(&der)?;
        let lists: Vec<&CertRevocationList<'_>> = self.lists.iter().map(|list| &list.list).collect();
        let policy = match self.revocation {
            Revocation::WhereKnown => UnknownStatusPolicy::Allow,
            Revocation::Required => UnknownStatusPolicy::Deny,
        };
        let revocation = match RevocationOptionsBuilder::new(&lists) {
            Ok(builder) => Some(
                builder
                    .with_depth(RevocationCheckDepth::Chain)
                    .with_status_policy(policy)
                    .with_expiration_policy(ExpirationPolicy::Enforce)
                    .build(),
            ),
            Err(_) if self.revocation == Revocation::Required => return Err(Error::UnknownRevocationStatus),
            Err(_) => None,
        };
        let seconds = u64::try_from(at.microseconds().div_euclid(1_000_000)).map_err(|_| Error::InvalidCertValidity)?;
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        end.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &anchors, &between, time, AnyPurpose, revocation, None)
            .map(|_| ())
    }
}

impl Certificate {
    /// Whether it says itself that it is for this use and valid at this moment. That anyone else says so is for
    /// [`Trust::check`].
    pub fn fits(&self, at: Moment, use_: Use) -> Result<(), Distrust> {
        let fit = match use_ {
            Use::Signing => self.may_sign(),
            Use::Receiving => self.may_receive(),
        };
        if !fit {
            Err(Distrust::WrongUse)
        } else if at < self.valid_from {
            Err(Distrust::NotYetValid)
        } else if at > self.valid_until {
            Err(Distrust::Expired)
        } else {
            Ok(())
        }
    }
}

/// Organisations' certificates are issued for different purposes; the federation names none. What a key may do is asked
/// for by itself.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, _purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

/// The list gives the name without its outer tag and length.
fn same_name(list: &[u8], certificate: &[u8]) -> bool {
    certificate.ends_with(list) && certificate.len().saturating_sub(list.len()) <= 4
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's list of faults is open, and long")]
fn why(error: &Error) -> Distrust {
    match error {
        Error::CertExpired { .. } => Distrust::Expired,
        Error::CertNotValidYet { .. } => Distrust::NotYetValid,
        Error::CertRevoked => Distrust::Revoked,
        Error::UnknownRevocationStatus | Error::CrlExpired { .. } => Distrust::RevocationUnknown,
        Error::UnknownIssuer => Distrust::UnknownIssuer,
        _ => Distrust::Faulty,
    }
}
