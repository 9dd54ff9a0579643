//! What an organisation publishes, as whoever has its metadata (SMP) would sign it. Written by hand, apart from the crate.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sdk::certificate::Certificate;
use sdk::keys::Signer as _;
use sdk::names;
use sdk::xml::canonical::{Method, canonical};

use super::authority::{self, AUTHORITY, OTHER, ROOT, Says};

/// Who signs metadata.
pub(crate) fn publisher() -> Certificate {
    authority::issue(&Says { subject: "SMP", key: &OTHER, serial: 9, ..Says::default() }, ROOT, &AUTHORITY)
}

/// The answer about an organisation and a kind of document: what it signs with, and what is to be encrypted to.
pub(crate) fn metadata(
    participant: &str,
    document: &str,
    signing: &[Certificate],
    encryption: &[Certificate],
) -> String {
    let certificate = |code: &str, of: &Certificate| {
        format!(
            "<smc:Certificate xmlns:smc=\"{}\"><smb:TypeCode xmlns:smb=\"{}\">{code}</smb:TypeCode>\
             <smb:ContentBinaryObject xmlns:smb=\"{}\" mimeCode=\"application/base64\">{}</smb:ContentBinaryObject>\
             </smc:Certificate>",
            names::SMP_AGGREGATE,
            names::SMP_BASIC,
            names::SMP_BASIC,
            STANDARD.encode(of.der())
        )
    };
    let all = |code: &str, of: &[Certificate]| of.iter().map(|it| certificate(code, it)).collect::<String>();
    signed(&format!(
        "<SignedServiceMetadata xmlns=\"{}\"><ServiceMetadata><ServiceInformation>\
         <ParticipantIdentifier scheme=\"iso6523-actorid-upis\">{participant}</ParticipantIdentifier>\
         <DocumentIdentifier scheme=\"busdox-docid-qns\">{document}</DocumentIdentifier><ProcessList></ProcessList>\
         <Extension><ExtensionID>urn:other</ExtensionID></Extension>\
         <Extension><ExtensionID>urn:fdc:digg.se:edelivery:xml-extension:smp-certpub:1.0</ExtensionID>{}{}{}</Extension>\
         </ServiceInformation></ServiceMetadata></SignedServiceMetadata>",
        names::SMP,
        all("urn:fdc:digg.se:edelivery:certpub:signing-cert", signing),
        all("urn:fdc:digg.se:edelivery:certpub:encryption-cert", encryption),
        all("urn:fdc:digg.se:edelivery:certpub:something-else", encryption),
    ))
}

fn signed(xml: &str) -> String {
    const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    let value = STANDARD.encode(digest(&SHA256, canonical(xml, Method::Inclusive).unwrap().as_bytes()));
    let inner = format!(
        "<ds:CanonicalizationMethod Algorithm=\"{INCLUSIVE}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"></ds:SignatureMethod>\
         <ds:Reference URI=\"\"><ds:Transforms>\
         <ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>\
         </ds:Transforms><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>\
         <ds:DigestValue>{value}</ds:DigestValue></ds:Reference>"
    );
    let scope = format!("xmlns=\"{}\" xmlns:ds=\"{}\"", names::SMP, names::SIGNATURE);
    let signer = authority::key(&OTHER).signer(publisher()).unwrap();
    let signature = signer.sign(format!("<ds:SignedInfo {scope}>{inner}</ds:SignedInfo>").as_bytes()).unwrap();
    let end = "</SignedServiceMetadata>";
    let bare = xml.strip_suffix(end).unwrap();
    format!(
        "{bare}<ds:Signature xmlns:ds=\"{}\"><ds:SignedInfo>{inner}</ds:SignedInfo><ds:SignatureValue>{}\
         </ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509SubjectName>CN=x</ds:X509SubjectName>\
         <ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>{end}",
        names::SIGNATURE,
        STANDARD.encode(signature),
        STANDARD.encode(publisher().der()),
    )
}
