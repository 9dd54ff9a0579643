//! XML signatures as the profile narrows them: enveloped, over the whole document, RSA with SHA-256. Everything else is
//! refused before any cryptography: other algorithms, other references, other transforms, a second signature.
//! Source: specification 2.4.
//!
//! The certificate in `KeyInfo` only says which key to try; whether it is to be trusted is asked of the configured
//! anchors, before its key is used.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::moment::Moment;
use roxmltree::{Document, Node};

use crate::certificate::Certificate;
use crate::envelope::Publication;
use crate::keys::{KeyFailure, Signer};
use crate::message::decode_base64;
use crate::names::SIGNATURE;
use crate::trust::{BROUGHT_MAX, Distrust, Trust, Use};
use crate::xml;
use crate::xml::canonical::{self, Method};
use crate::xml::schema::Content::{Anything, Only, Text};
use crate::xml::schema::{Content, Part, Value};

const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const SHA_256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// There is none.
    #[error("the envelope is not signed")]
    Missing,
    /// More than one, or not the last child of the root.
    #[error("there is more than one signature, or it does not stand last in the envelope")]
    Place,
    /// Something in it that the profile does not allow.
    #[error("the signature is made in a way that the profile does not allow")]
    Profile,
    /// No certificate that can be read.
    #[error("the signature brings no certificate that can be read")]
    NoCertificate,
    /// The certificate is not trusted.
    #[error("{0}")]
    Distrust(#[from] Distrust),
    /// Another certificate than the one the sender has published.
    #[error("the signature is not made with a certificate that the sender has published")]
    NotPublished,
    /// It does not fit its own key.
    #[error("the signature does not hold")]
    Broken,
    /// The document is not the one that was signed.
    #[error("the envelope has been changed since it was signed")]
    Changed,
}

/// What a signature is held against.
pub(crate) struct Expectation<'a> {
    pub(crate) trust: &'a Trust,
    pub(crate) at: Moment,
    pub(crate) published: Publication<'a>,
}

/// A document whose signature holds: who signed, and exactly what, as canonical XML without the signature.
pub(crate) struct Signed {
    pub(crate) signer: Certificate,
    pub(crate) canonical: String,
}

static WORDS: Content = Text(Value::Words);
static NOTHING: Content = Only(&[]);
static TRANSFORMS: Content = Only(&[Part::one(SIGNATURE, "Transform", &NOTHING).with(&["Algorithm"]).some()]);
static REFERENCE: Content = Only(&[
    Part::one(SIGNATURE, "Transforms", &TRANSFORMS),
    Part::one(SIGNATURE, "DigestMethod", &NOTHING).with(&["Algorithm"]),
    Part::one(SIGNATURE, "DigestValue", &WORDS),
]);
static SIGNED_INFO: Content = Only(&[
    Part::one(SIGNATURE, "CanonicalizationMethod", &NOTHING).with(&["Algorithm"]),
    Part::one(SIGNATURE, "SignatureMethod", &NOTHING).with(&["Algorithm"]),
    Part::one(SIGNATURE, "Reference", &REFERENCE).with(&["URI"]).perhaps(&["Id"]),
]);
static KEY_INFO: Content = Only(&[Part::one(SIGNATURE, "X509Data", &Anything)]);
static WHOLE: Content = Only(&[
    Part::one(SIGNATURE, "SignedInfo", &SIGNED_INFO).perhaps(&["Id"]),
    Part::one(SIGNATURE, "SignatureValue", &WORDS).perhaps(&["Id"]),
    Part::one(SIGNATURE, "KeyInfo", &KEY_INFO).perhaps(&["Id"]),
]);
static SIGNATURE_PART: Part = Part::one(SIGNATURE, "Signature", &WHOLE).perhaps(&["Id"]);

/// Verifies the one signature of a document.
pub(crate) fn verify(document: &Document<'_>, expected: &Expectation<'_>) -> Result<Signed, BadSignature> {
    let signature = find(document)?;
    let info = child(signature, "SignedInfo")?;
    let method = method_of(info)?;
    let (signer, brought) = certificates(signature)?;
    if !expected.published.allows(&signer) {
        return Err(BadSignature::NotPublished);
    }
    expected.trust.check(&signer, &brought, expected.at, Use::Signing)?;

    let value = decode_base64(&xml::text(child(signature, "SignatureValue")?)).ok_or(BadSignature::Profile)?;
    let signed_info = canonical::element(info, method).map_err(|_| BadSignature::Profile)?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, signer.key())
        .verify(signed_info.as_bytes(), &value)
        .map_err(|_| BadSignature::Broken)?;

    let reference = child(info, "Reference")?;
    let canonical = canonical::whole(document, reference_method(reference)?, Some(signature.id()))
        .map_err(|_| BadSignature::Profile)?;
    let wanted = decode_base64(&xml::text(child(reference, "DigestValue")?)).ok_or(BadSignature::Profile)?;
    if digest(&SHA256, canonical.as_bytes()).as_ref() != wanted {
        return Err(BadSignature::Changed);
    }
    Ok(Signed { signer, canonical })
}

/// Exactly one signature in the whole document, wherever others would hide, and it closes the root.
fn find<'a, 'input>(document: &'a Document<'input>) -> Result<Node<'a, 'input>, BadSignature> {
    let root = document.root_element();
    let mut all = root.descendants().filter(|node| xml::is(*node, SIGNATURE, "Signature"));
    let signature = all.next().ok_or(BadSignature::Missing)?;
    if all.next().is_some() || root.last_element_child() != Some(signature) {
        return Err(BadSignature::Place);
    }
    if !xml::schema::check(signature, &SIGNATURE_PART).is_empty() {
        return Err(BadSignature::Profile);
    }
    // Canonical XML 1.0 would carry these into the signed part; nobody writes them, and versions differ about them.
    if root.attributes().any(|attribute| attribute.namespace() == Some(XML)) {
        return Err(BadSignature::Profile);
    }
    Ok(signature)
}

/// How the signed part is made canonical, once everything in it is allowed.
fn method_of(info: Node<'_, '_>) -> Result<Method, BadSignature> {
    let method = canonicalisation(algorithm(child(info, "CanonicalizationMethod")?)).ok_or(BadSignature::Profile)?;
    let reference = child(info, "Reference")?;
    let fits = algorithm(child(info, "SignatureMethod")?) == RSA_SHA256
        && reference.attribute("URI") == Some("")
        && algorithm(child(reference, "DigestMethod")?) == SHA_256
        && reference_method(reference).is_ok();
    if fits { Ok(method) } else { Err(BadSignature::Profile) }
}

/// The signature is taken out; then, perhaps, a way to make the rest canonical is named.
fn reference_method(reference: Node<'_, '_>) -> Result<Method, BadSignature> {
    let transforms = child(reference, "Transforms")?;
    let mut named = xml::children(transforms, SIGNATURE, "Transform").map(algorithm);
    let (first, second, third) = (named.next(), named.next(), named.next());
    match (first, second, third) {
        (Some(ENVELOPED), None, None) => Ok(Method::Inclusive),
        (Some(ENVELOPED), Some(second), None) => canonicalisation(second).ok_or(BadSignature::Profile),
        _ => Err(BadSignature::Profile),
    }
}

fn canonicalisation(algorithm: &str) -> Option<Method> {
    match algorithm {
        INCLUSIVE => Some(Method::Inclusive),
        EXCLUSIVE => Some(Method::Exclusive),
        _ => None,
    }
}

fn algorithm<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute("Algorithm").unwrap_or_default()
}

fn certificates(signature: Node<'_, '_>) -> Result<(Certificate, Vec<Certificate>), BadSignature> {
    let data = child(child(signature, "KeyInfo")?, "X509Data")?;
    let mut all = xml::children(data, SIGNATURE, "X509Certificate").take(BROUGHT_MAX + 1).map(|node| {
        let der = decode_base64(&xml::text(node)).ok_or(BadSignature::NoCertificate)?;
        Certificate::from_der(&der).map_err(|_| BadSignature::NoCertificate)
    });
    let signer = all.next().ok_or(BadSignature::NoCertificate)??;
    Ok((signer, all.collect::<Result<_, _>>()?))
}

/// The certificates that the signature of a document brings along, the signer's first; none where it is not made as the
/// profile says. Nothing is proven of them.
pub(crate) fn brought(document: &Document<'_>) -> Option<(Certificate, Vec<Certificate>)> {
    find(document).and_then(certificates).ok()
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Result<Node<'a, 'input>, BadSignature> {
    xml::child(node, SIGNATURE, name).ok_or(BadSignature::Profile)
}

/// The signature to put last into a canonical document. `scope` is what the root declares, in order of prefixes: the
/// signed part is canonical with it.
pub(crate) fn sign(canonical: &str, scope: &[(&str, &str)], signer: &dyn Signer) -> Result<String, KeyFailure> {
    let digest = STANDARD.encode(digest(&SHA256, canonical.as_bytes()));
    let inner = format!(
        "<ds:CanonicalizationMethod Algorithm=\"{INCLUSIVE}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"{RSA_SHA256}\"></ds:SignatureMethod>\
         <ds:Reference URI=\"\"><ds:Transforms><ds:Transform Algorithm=\"{ENVELOPED}\"></ds:Transform>\
         <ds:Transform Algorithm=\"{INCLUSIVE}\"></ds:Transform></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{SHA_256}\"></ds:DigestMethod>\
         <ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"
    );
    let mut bound = vec![("ds", SIGNATURE)];
    bound.extend_from_slice(scope);
    bound.sort_unstable();
    let declared: Vec<String> =
        bound.iter().map(|(prefix, namespace)| format!(" xmlns:{prefix}=\"{namespace}\"")).collect();
    let info = format!("<ds:SignedInfo{}>{inner}</ds:SignedInfo>", declared.concat());
    let value = STANDARD.encode(signer.sign(info.as_bytes())?);
    let certificate = STANDARD.encode(signer.certificate().der());
    Ok(format!(
        "<ds:Signature xmlns:ds=\"{SIGNATURE}\"><ds:SignedInfo>{inner}</ds:SignedInfo>\
         <ds:SignatureValue>{value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>\
         <ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
    ))
}
