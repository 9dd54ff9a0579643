//! What answers about revocation (OCSP) come to. One that says "revoked" counts however old it is, as a list does; one that
//! is about the certificate and does not count is a reason of its own to trust nothing, unless another says "good".

use domain::moment::Moment;

use super::{BROUGHT_MAX, Distrust, Heard, Revocation, Trust};
use crate::certificate::{Answering, Certificate};
use crate::ocsp::{About, Answer, Status, Unheard};

impl Trust {
    /// What the answers say of a certificate.
    pub(super) fn hear(
        &self,
        certificate: &Certificate,
        brought: &[Certificate],
        at: Moment,
    ) -> Result<Heard, Distrust> {
        if self.answers.is_empty() {
            return Ok(Heard::Nothing);
        }
        let (mut heard, mut unheard) = (Heard::Nothing, None);
        for issuer in self.issuers_of(certificate, brought, at) {
            for answer in &self.answers {
                for about in answer.about(certificate, issuer) {
                    match self.weigh(answer, about, issuer, at) {
                        Ok(Status::Good) => heard = Heard::Good,
                        Ok(Status::Revoked) => return Err(Distrust::Revoked),
                        Ok(Status::Unknown) => unheard = Some(Unheard::Unknown),
                        Err(why) => unheard = Some(why),
                    }
                }
            }
        }
        match (heard, unheard) {
            (Heard::Nothing, Some(why)) => Err(Distrust::Answer(why)),
            (heard, _) => Ok(heard),
        }
    }

    /// Whose key has signed a certificate: of those who are trusted to issue, and of what was brought along, which is not
    /// trusted for that. Whoever holds the very key that signed it may say that it is taken back.
    pub(super) fn issuers_of<'a>(
        &'a self,
        certificate: &'a Certificate,
        brought: &'a [Certificate],
        at: Moment,
    ) -> impl Iterator<Item = &'a Certificate> {
        let brought = brought.iter().take(BROUGHT_MAX).filter(|issuer| issuer.may_issue());
        self.issuers(at).chain(brought).filter(|issuer| certificate.is_issued_by(issuer))
    }

    fn weigh(&self, answer: &Answer, about: &About, issuer: &Certificate, at: Moment) -> Result<Status, Unheard> {
        let signer = answer.signer(issuer, at).ok_or(Unheard::Signer)?;
        if signer != issuer {
            self.check_delegate(signer, at)?;
        }
        match about.status() {
            Status::Good => about.is_current(at).map(|()| Status::Good),
            status @ (Status::Revoked | Status::Unknown) => Ok(status),
        }
    }

    /// Whether one whom the issuer has certified to answer may still do so.
    fn check_delegate(&self, delegate: &Certificate, at: Moment) -> Result<(), Unheard> {
        let heard = self.lists.check(delegate, at).map_err(|_| Unheard::SignerRevoked)?;
        let asked = delegate.answering() != Answering::MayUnasked;
        match (self.revocation, heard) {
            (Revocation::Required, Heard::Nothing) if asked => Err(Unheard::SignerRevoked),
            (Revocation::WhereKnown | Revocation::RequiredForHolder | Revocation::Required, _) => Ok(()),
        }
    }
}
