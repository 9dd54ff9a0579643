//! Lists of revoked certificates, as they lie with the anchors.

use std::cmp::Reverse;

use der::{Decode as _, Encode as _};
use domain::moment::Moment;
use webpki::{CertRevocationList, OwnedCertRevocationList};
use x509_cert::crl::CertificateList;

use super::{Distrust, Heard};
use crate::certificate::{Certificate, NotCertificate, Signed, moment_of};

/// All lists, the newest first: the library looks into the first list of an issuer only.
#[derive(Debug, Default)]
pub(super) struct Lists(Vec<List>);

/// A list of revoked certificates.
#[derive(Debug)]
struct List {
    read: CertRevocationList<'static>,
    signed: Signed,
    /// When there is to be a newer one.
    until: Moment,
}

impl Lists {
    pub(super) fn add(&mut self, der: &[u8]) -> Result<(), NotCertificate> {
        self.0.push(List::from_der(der)?);
        self.0.sort_by_key(|list| Reverse(list.until));
        Ok(())
    }

    /// As the library takes them.
    pub(super) fn all(&self) -> Vec<&CertRevocationList<'_>> {
        self.0.iter().map(|list| &list.read).collect()
    }

    /// A list that lies with the anchors speaks for its issuer even where the issuer itself is not there, and whatever
    /// part of the issuer's certificates it says it is about: it was put there to take something away.
    pub(super) fn check(&self, leaf: &Certificate, at: Moment) -> Result<Heard, Distrust> {
        let lists: Vec<&List> = self.0.iter().filter(|list| list.is_of_issuer_of(leaf)).collect();
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

    /// Whether a current list of all that this issuer has issued, signed by it, does not have the certificate.
    pub(super) fn clear(&self, certificate: &Certificate, issuer: &Certificate, at: Moment) -> bool {
        self.0.iter().any(|list| {
            list.is_of_issuer_of(certificate)
                && list.is_whole()
                && at < list.until
                && issuer.may_list()
                && list.signed.is_by(issuer)
                && !list.has(certificate)
        })
    }
}

impl List {
    fn from_der(der: &[u8]) -> Result<Self, NotCertificate> {
        let list = OwnedCertRevocationList::from_der(der).map_err(|_| NotCertificate)?;
        let read = <CertificateList>::from_der(der).map_err(|_| NotCertificate)?;
        let until = moment_of(read.tbs_cert_list.next_update.ok_or(NotCertificate)?.to_unix_duration());
        let content = read.tbs_cert_list.to_der().map_err(|_| NotCertificate)?;
        let signed = Signed::new(content, read.signature_algorithm.oid, read.signature.raw_bytes());
        Ok(Self { read: CertRevocationList::from(list), signed, until })
    }

    /// The list gives the name without its outer tag and length.
    fn is_of_issuer_of(&self, certificate: &Certificate) -> bool {
        let (list, issuer) = (self.read.issuer(), certificate.issuer());
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
