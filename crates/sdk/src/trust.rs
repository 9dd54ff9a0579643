//! Whether a certificate is to be trusted: a chain to a configured anchor, validity, revocation. A certificate that is
//! itself configured is trusted as an anchor. What a document brings along is never trusted for being there.
//!
//! Revocation is by lists (CRL) and by answers of the issuers' responders (OCSP), which lie with the anchors or are fetched.

mod answers;
mod lists;

use std::sync::Arc;
use std::time::Duration;

use domain::moment::Moment;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer, TrustAnchor, UnixTime};
use webpki::{
    EndEntityCert, Error, ExpirationPolicy, ExtendedKeyUsageValidator, KeyPurposeIdIter, RevocationCheckDepth,
    RevocationOptions, RevocationOptionsBuilder, UnknownStatusPolicy, VerifiedPath,
};

use crate::certificate::{Certificate, NotCertificate};
use crate::ocsp::{self, Answer, Unheard};
use lists::Lists;

pub use lists::List;

/// How many certificates a document may bring along.
pub const BROUGHT_MAX: usize = 8;

/// What is trusted, and what is revoked.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    anchors: Vec<Certificate>,
    lists: Lists,
    answers: Vec<Arc<Answer>>,
    revocation: Revocation,
}

/// What is said of a certificate that nobody says is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    /// Nothing: there is no list that would have it, and no answer about it.
    Nothing,
    /// A current list of all that its issuer has issued does not have it, or a current answer says that it is good.
    Good,
}

/// What to think of a certificate that no list and no answer speaks about. The later, the stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Revocation {
    /// It is good until a list says otherwise. A list that is too old says nothing, and nothing of its issuer is trusted
    /// until there is a newer one.
    #[default]
    WhereKnown,
    /// The holder's own certificate is not trusted without a current list or answer; what issued it is good until a list
    /// says otherwise.
    RequiredForHolder,
    /// It is not trusted without a list or an answer that is current, be it an anchor itself.
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
    #[error("no current list and no answer says whether the certificate is revoked")]
    RevocationUnknown,
    /// There is an answer about it that does not count.
    #[error("the answer about the revocation of the certificate does not count: {0}")]
    Answer(Unheard),
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

    /// Takes everything in a file: certificates as PEM or DER, which are trusted; lists of revoked ones as PEM or DER; and
    /// answers about revocation as DER.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), NotCertificate> {
        if bytes.first() == Some(&0x30) {
            if let Ok(certificate) = Certificate::from_der(bytes) {
                self.anchors.push(certificate);
                return Ok(());
            }
            return match List::from_der(bytes) {
                Ok(list) => {
                    self.add_list(Arc::new(list));
                    Ok(())
                }
                Err(error) => self.add_answer(bytes).map_err(|_| error),
            };
        }
        let mut found = false;
        for certificate in Certificate::all(bytes)? {
            self.anchors.push(certificate);
            found = true;
        }
        for list in CertificateRevocationListDer::pem_slice_iter(bytes) {
            self.add_list(Arc::new(List::from_der(&list.map_err(|_| NotCertificate)?)?));
            found = true;
        }
        if found { Ok(()) } else { Err(NotCertificate) }
    }

    /// Trusts a certificate.
    pub fn add_anchor(&mut self, certificate: Certificate) {
        self.anchors.push(certificate);
    }

    /// Takes a list of revoked certificates.
    pub fn add_list(&mut self, list: Arc<List>) {
        self.lists.add(list);
    }

    /// Takes what a responder has answered (OCSP), in DER.
    pub fn add_answer(&mut self, der: &[u8]) -> Result<(), ocsp::NotAnswer> {
        self.answers.push(Arc::new(Answer::from_der(der)?));
        Ok(())
    }

    /// At least as strict as this about what is not known to be revoked.
    pub fn require(&mut self, revocation: Revocation) {
        self.revocation = self.revocation.max(revocation);
    }

    /// Whether anybody is trusted at all.
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// Who has issued a certificate, of those who are trusted to issue at a moment: whom its responder answers for.
    pub fn issuer_of<'a>(&'a self, certificate: &'a Certificate, at: Moment) -> Option<&'a Certificate> {
        self.issuers_of(certificate, &[], at).next()
    }

    /// A certificate and those between it and an anchor, each with its issuer: whose lists speak of them. Only whose key has
    /// signed whom is looked at. Nothing where it does not end at an anchor: whoever nobody trusts is not asked about.
    pub fn chain<'a>(
        &'a self,
        leaf: &'a Certificate,
        brought: &'a [Certificate],
        at: Moment,
    ) -> Vec<(&'a Certificate, &'a Certificate)> {
        let (mut chain, mut last) = (vec![], leaf);
        while chain.len() <= BROUGHT_MAX {
            if let Some(anchor) = self.issuer_of(last, at) {
                chain.push((last, anchor));
                return chain;
            }
            let between = self.issuers_of(last, brought, at).find(|issuer| *issuer != last);
            let Some(issuer) = between else { break };
            chain.push((last, issuer));
            last = issuer;
        }
        vec![]
    }

    /// Whether a certificate is to be trusted at a moment, with the help of others that were brought along.
    pub fn check(&self, leaf: &Certificate, brought: &[Certificate], at: Moment, use_: Use) -> Result<(), Distrust> {
        leaf.fits(at, use_)?;
        let listed = self.lists.check(leaf, at)?;
        let answered = self.hear(leaf, brought, at)?;
        if self.anchors.contains(leaf) {
            return match (self.revocation, listed, answered) {
                (Revocation::WhereKnown, _, _) | (_, Heard::Good, _) | (_, _, Heard::Good) => Ok(()),
                (Revocation::RequiredForHolder | Revocation::Required, Heard::Nothing, Heard::Nothing) => {
                    Err(Distrust::RevocationUnknown)
                }
            };
        }
        // The library believes the first list that it thinks is meant, and passes others over.
        for between in brought.iter().take(BROUGHT_MAX) {
            self.lists.check(between, at)?;
            self.hear(between, brought, at)?;
        }
        match self.check_chain(leaf, brought, at, answered) {
            Err(Error::UnsupportedCertVersion | Error::CaUsedAsEndEntity) => self.check_directly(leaf, answered, at),
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
    fn check_directly(&self, leaf: &Certificate, answered: Heard, at: Moment) -> Result<(), Distrust> {
        if !self.issuers(at).any(|anchor| leaf.is_issued_by(anchor)) {
            return Err(Distrust::UnknownIssuer);
        }
        match (self.revocation, answered) {
            (Revocation::WhereKnown, _) | (_, Heard::Good) => Ok(()),
            (Revocation::RequiredForHolder | Revocation::Required, Heard::Nothing) => Err(Distrust::RevocationUnknown),
        }
    }

    fn check_chain(
        &self,
        leaf: &Certificate,
        brought: &[Certificate],
        at: Moment,
        answered: Heard,
    ) -> Result<(), Error> {
        use RevocationCheckDepth::{Chain, EndEntity};
        use UnknownStatusPolicy::{Allow, Deny};
        let path = |depth, policy, each: Each<'_>| self.path(leaf, brought, at, (depth, policy), each);
        match self.revocation {
            Revocation::WhereKnown => path(Chain, Allow, &|_| true),
            Revocation::RequiredForHolder if answered == Heard::Good => path(Chain, Allow, &|_| true),
            Revocation::RequiredForHolder => {
                path(Chain, Allow, &|_| true).and_then(|()| path(EndEntity, Deny, &|_| true))
            }
            Revocation::Required if self.answers.is_empty() => path(Chain, Deny, &|_| true),
            // The library knows no answers: every certificate must have one, or a list, that holds.
            Revocation::Required => path(Chain, Allow, &|certificate| self.is_vouched_for(certificate, brought, at)),
        }
    }

    /// Whether a list or an answer that is signed by its issuer says that a certificate is not revoked.
    fn is_vouched_for(&self, certificate: &Certificate, brought: &[Certificate], at: Moment) -> bool {
        self.hear(certificate, brought, at) == Ok(Heard::Good)
            || self.issuers_of(certificate, brought, at).any(|issuer| self.lists.clear(certificate, issuer, at))
    }

    /// A chain to an anchor, in which each certificate below it is as it must be.
    fn path(
        &self,
        leaf: &Certificate,
        brought: &[Certificate],
        at: Moment,
        asked: (RevocationCheckDepth, UnknownStatusPolicy),
        each: Each<'_>,
    ) -> Result<(), Error> {
        let valid: Vec<CertificateDer<'_>> =
            self.issuers(at).map(|anchor| CertificateDer::from(anchor.der())).collect();
        let anchors: Vec<TrustAnchor<'_>> =
            valid.iter().filter_map(|der| webpki::anchor_from_trusted_cert(der).ok()).collect();
        let between: Vec<CertificateDer<'_>> =
            brought.iter().take(BROUGHT_MAX).map(|certificate| CertificateDer::from(certificate.der())).collect();
        let der = CertificateDer::from(leaf.der());
        let end = EndEntityCert::try_from(&der)?;
        let lists = self.lists.all();
        let revocation = revocation(&lists, asked)?;
        let seconds = u64::try_from(at.microseconds().div_euclid(1_000_000)).map_err(|_| Error::InvalidCertValidity)?;
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let holds = |path: &VerifiedPath<'_>| {
            let mut between =
                path.intermediate_certificates().map(|certificate| Certificate::from_der(&certificate.der()));
            let hold = each(leaf) && between.all(|certificate| certificate.is_ok_and(|certificate| each(&certificate)));
            if hold { Ok(()) } else { Err(Error::UnknownRevocationStatus) }
        };
        end.verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &anchors,
            &between,
            time,
            AnyPurpose,
            revocation,
            Some(&holds),
        )
        .map(|_| ())
    }
}

/// What each certificate of a chain must be.
type Each<'a> = &'a dyn Fn(&Certificate) -> bool;

fn revocation<'a>(
    lists: &'a [&'a webpki::CertRevocationList<'a>],
    (depth, policy): (RevocationCheckDepth, UnknownStatusPolicy),
) -> Result<Option<RevocationOptions<'a>>, Error> {
    match RevocationOptionsBuilder::new(lists) {
        Ok(builder) => Ok(Some(
            builder
                .with_depth(depth)
                .with_status_policy(policy)
                .with_expiration_policy(ExpirationPolicy::Enforce)
                .build(),
        )),
        // There are no lists.
        Err(_) if policy == UnknownStatusPolicy::Deny => Err(Error::UnknownRevocationStatus),
        Err(_) => Ok(None),
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
