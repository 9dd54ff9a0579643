//! Lists of revoked certificates (CRL), as they lie with the anchors or are fetched.

use std::cmp::Reverse;
use std::sync::Arc;

use der::{Decode as _, Encode as _};
use domain::moment::Moment;
use rustls_pki_types::CertificateRevocationListDer;
use rustls_pki_types::pem::PemObject as _;
use webpki::{CertRevocationList, OwnedCertRevocationList};
use x509_cert::crl::CertificateList;

use super::{Distrust, Heard};
use crate::certificate::{Certificate, NotCertificate, Signed, moment_of};

/// All lists, the newest first: the library looks into the first list of an issuer only.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists(Vec<Arc<List>>);

/// A list of revoked certificates.
#[derive(Debug)]
pub struct List {
    der: Vec<u8>,
    read: CertRevocationList<'static>,
    signed: Signed,
    /// When it was made.
    pub from: Moment,
    /// When there is to be a newer one.
    pub until: Moment,
}

impl Lists {
    pub(super) fn add(&mut self, list: Arc<List>) {
        self.0.push(list);
        self.0.sort_by_key(|list| Reverse(list.until));
    }

    /// As the library takes them.
    pub(super) fn all(&self) -> Vec<&CertRevocationList<'_>> {
        self.0.iter().map(|list| &list.read).collect()
    }

    /// A list that lies with the anchors speaks for its issuer even where the issuer itself is not there, and whatever
    /// part of the issuer's certificates it says it is about: it was put there to take something away.
    pub(super) fn check(&self, leaf: &Certificate, at: Moment) -> Result<Heard, Distrust> {
        let lists: Vec<&Arc<List>> = self.0.iter().filter(|list| list.is_of_issuer_of(leaf)).collect();
        if lists.iter().any(|list| list.has(leaf)) {
            return Err(Distrust::Revoked);
        }
        let is_current = |list: &&Arc<List>| at < list.until;
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

    /// Whether a current list of all that this issuer has issued, signed by it, does not have the certificate.
    pub(super) fn clear(&self, certificate: &Certificate, issuer: &Certificate, at: Moment) -> bool {
        self.0.iter().any(|list| {
            list.is_of_issuer_of(certificate)
                && list.is_whole()
                && at < list.until
                && list.is_by(issuer)
                && !list.has(certificate)
        })
    }
}

impl List {
    /// The first list in a file, which is DER or PEM.
    pub fn first(bytes: &[u8]) -> Result<Self, NotCertificate> {
        if bytes.first() == Some(&0x30) {
            return Self::from_der(bytes);
        }
        CertificateRevocationListDer::from_pem_slice(bytes)
            .map_err(|_| NotCertificate)
            .and_then(|list| Self::from_der(&list))
    }

    pub(super) fn from_der(der: &[u8]) -> Result<Self, NotCertificate> {
        let list = OwnedCertRevocationList::from_der(der).map_err(|_| NotCertificate)?;
        let read = <CertificateList>::from_der(der).map_err(|_| NotCertificate)?;
        let from = moment_of(read.tbs_cert_list.this_update.to_unix_duration());
        let until = moment_of(read.tbs_cert_list.next_update.ok_or(NotCertificate)?.to_unix_duration());
        let content = read.tbs_cert_list.to_der().map_err(|_| NotCertificate)?;
        let signed = Signed::new(content, read.signature_algorithm.oid, read.signature.raw_bytes());
        Ok(Self { der: der.to_vec(), read: CertRevocationList::from(list), signed, from, until })
    }

    /// The list in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether a certificate stands on it. Whether the list is about its issuer's is for [`List::is_of`] to say.
    pub fn names(&self, certificate: &Certificate) -> bool {
        self.is_of_issuer_of(certificate) && self.has(certificate)
    }

    /// Whether it is an issuer's own: in its name, signed by its key, which may sign lists.
    pub fn is_of(&self, issuer: &Certificate) -> bool {
        self.is_named(issuer.name()) && self.is_by(issuer)
    }

    fn is_by(&self, issuer: &Certificate) -> bool {
        issuer.may_list() && self.signed.is_by(issuer)
    }

    fn is_of_issuer_of(&self, certificate: &Certificate) -> bool {
        self.is_named(certificate.issuer())
    }

    /// The list gives the name without its outer tag and length.
    fn is_named(&self, issuer: &[u8]) -> bool {
        let list = self.read.issuer();
        issuer.ends_with(list) && issuer.len().saturating_sub(list.len()) <= 4
    }

    /// Whether it is the list of all that its issuer has issued.
    fn is_whole(&self) -> bool {
        self.read.issuing_distribution_point().is_none()
    }

    fn has(&self, certificate: &Certificate) -> bool {
        // A number may be written with or without a zero before it.
        let plain: Vec<u8> = certificate.serial().iter().copied().skip_while(|byte| *byte == 0).collect();
        let padded = [&[0], plain.as_slice()].concat();
        [plain, padded].iter().any(|serial| !matches!(self.read.find_serial(serial), Ok(None)))
    }
}
