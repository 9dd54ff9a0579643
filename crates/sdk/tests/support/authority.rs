//! An issuer of certificates for tests: writes certificates and lists of revoked ones by hand, so that a test can have
//! any of them, faulty ones included. The keys are made when a test first asks for them, and are gone when it ends.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair as _,
    RSA_PKCS1_SHA256, RsaKeyPair,
};
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject as _;
use sdk::certificate::Certificate;
use sdk::keys::{FileSigner, PrivateKey};
use sdk::trust::{Revocation, Trust};

/// A private key as PEM (PKCS#8).
pub(crate) type Key = LazyLock<String>;

pub(crate) static AUTHORITY: Key = LazyLock::new(new_key);
pub(crate) static SENDER: Key = LazyLock::new(new_key);
pub(crate) static RECIPIENT: Key = LazyLock::new(new_key);
pub(crate) static OTHER: Key = LazyLock::new(new_key);
/// On curves: they sign as an issuer and for one, and never a letter.
pub(crate) static CURVE_256: Key = LazyLock::new(|| new_curve_key(&ECDSA_P256_SHA256_ASN1_SIGNING));
pub(crate) static CURVE_384: Key = LazyLock::new(|| new_curve_key(&ECDSA_P384_SHA384_ASN1_SIGNING));

fn new_key() -> String {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: aws_lc_rs::encoding::Pkcs8V1Der<'static> = pair.as_der().unwrap();
    armoured("PRIVATE KEY", der.as_ref())
}

fn new_curve_key(algorithm: &'static EcdsaSigningAlgorithm) -> String {
    armoured("PRIVATE KEY", EcdsaKeyPair::generate(algorithm).unwrap().to_pkcs8v1().unwrap().as_ref())
}

/// What a certificate says. `usage` is the first byte of the bits: 0x80 digital signature, 0x20 key encipherment.
pub(crate) struct Says<'a> {
    pub(crate) subject: &'a str,
    pub(crate) key: &'a str,
    pub(crate) serial: u8,
    pub(crate) from: &'a str,
    pub(crate) until: &'a str,
    pub(crate) authority: bool,
    pub(crate) usage: Option<u8>,
    pub(crate) version: Version,
    /// Further extensions.
    pub(crate) more: Vec<Vec<u8>>,
}

/// The first version has no extensions; `openssl x509 -req` writes it unless told otherwise.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    First,
    Third,
}

impl Default for Says<'_> {
    fn default() -> Self {
        Self {
            subject: "Region Rösmark",
            key: &SENDER,
            serial: 7,
            from: "20260101000000Z",
            until: "20280101000000Z",
            authority: false,
            usage: Some(0xA0),
            version: Version::Third,
            more: vec![],
        }
    }
}

/// A certificate from an issuer with this name and key.
pub(crate) fn issue(says: &Says<'_>, issuer: &str, issuer_key: &str) -> Certificate {
    let mut extensions = Vec::new();
    if says.authority {
        extensions.push(extension(&[0x55, 0x1d, 0x13], &sequence(&[vec![1, 1, 0xff]])));
    }
    if let Some(usage) = says.usage {
        extensions.push(extension(&[0x55, 0x1d, 0x0f], &[3, 2, u8::try_from(usage.trailing_zeros()).unwrap(), usage]));
    }
    extensions.extend(says.more.iter().cloned());
    let mut inner = vec![
        vec![2, 1, says.serial],
        algorithm(issuer_key),
        name(issuer),
        sequence(&[time(says.from), time(says.until)]),
        name(says.subject),
        key_info(says.key),
    ];
    if says.version == Version::Third {
        inner.insert(0, tagged(0xA0, &[2, 1, 2]));
        inner.push(tagged(0xA3, &sequence(&extensions)));
    }
    Certificate::from_der(&signed(&sequence(&inner), issuer_key)).unwrap()
}

/// The extension that names a host, or this machine by its number.
pub(crate) fn host(name: &str) -> Vec<u8> {
    let name = match name {
        "127.0.0.1" => tagged(0x87, &[127, 0, 0, 1]),
        name => tagged(0x82, name.as_bytes()),
    };
    extension(&[0x55, 0x1d, 0x11], &sequence(&[name]))
}

/// The extension that lets a key answer for its issuer about what is revoked.
pub(crate) fn answering() -> Vec<u8> {
    extension(&[0x55, 0x1d, 0x25], &sequence(&[tagged(6, &[0x2b, 6, 1, 5, 5, 7, 3, 9])]))
}

/// The extension that says that nobody need ask whether the certificate is revoked itself.
pub(crate) fn unasked() -> Vec<u8> {
    sequence(&[tagged(6, &[0x2b, 6, 1, 5, 5, 7, 48, 1, 5]), tagged(4, &[5, 0])])
}

/// The extension that says where the issuer answers about what is revoked.
pub(crate) fn answered_at(address: &str) -> Vec<u8> {
    let place = sequence(&[tagged(6, &[0x2b, 6, 1, 5, 5, 7, 48, 1]), tagged(0x86, address.as_bytes())]);
    sequence(&[tagged(6, &[0x2b, 6, 1, 5, 5, 7, 1, 1]), tagged(4, &sequence(&[place]))])
}

/// The extension that says where the issuer lists what is revoked.
pub(crate) fn listed_at(addresses: &[&str]) -> Vec<u8> {
    let point = |address: &&str| sequence(&[tagged(0xA0, &tagged(0xA0, &tagged(0x86, address.as_bytes())))]);
    let points: Vec<Vec<u8>> = addresses.iter().map(point).collect();
    sequence(&[vec![6, 3, 0x55, 0x1d, 0x1f], tagged(4, &sequence(&points))])
}

/// What is said of a certificate.
#[derive(Clone, Copy)]
pub(crate) enum Status {
    Good,
    Revoked,
    Unknown,
}

/// What an answer about a certificate of the root's says, and who has signed it.
pub(crate) struct Answers<'a> {
    pub(crate) serial: u8,
    pub(crate) status: Status,
    pub(crate) from: &'a str,
    pub(crate) until: Option<&'a str>,
    /// Name and key.
    pub(crate) signer: (&'a str, &'a str),
    pub(crate) brought: Vec<Certificate>,
    pub(crate) nonce: Option<&'a [u8]>,
    /// The key of the issuer that it says it is about.
    pub(crate) about: &'a str,
}

impl Default for Answers<'_> {
    fn default() -> Self {
        Self {
            serial: 7,
            status: Status::Good,
            from: "20270110000000Z",
            until: Some("20270112000000Z"),
            signer: (ROOT, &AUTHORITY),
            brought: vec![],
            nonce: None,
            about: &AUTHORITY,
        }
    }
}

/// An answer about revocation (OCSP), in DER.
pub(crate) fn answer(says: &Answers<'_>) -> Vec<u8> {
    let moment = |text: &str| tagged(0x18, text.as_bytes());
    let sha_1 = |bytes: &[u8]| tagged(4, digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref());
    let id = sequence(&[
        sequence(&[tagged(6, &[0x2b, 14, 3, 2, 26]), vec![5, 0]]),
        sha_1(&name(ROOT)),
        sha_1(&public(says.about)),
        vec![2, 1, says.serial],
    ]);
    let status = match says.status {
        Status::Good => vec![0x80, 0],
        Status::Revoked => tagged(0xA1, &moment("20260601000000Z")),
        Status::Unknown => vec![0x82, 0],
    };
    let mut single = vec![id, status, moment(says.from)];
    single.extend(says.until.map(|until| tagged(0xA0, &moment(until))));
    let (signer, key) = says.signer;
    let mut content = vec![tagged(0xA1, &name(signer)), moment(says.from), sequence(&[sequence(&single)])];
    if let Some(nonce) = says.nonce {
        let extension = sequence(&[tagged(6, &[0x2b, 6, 1, 5, 5, 7, 48, 1, 2]), tagged(4, &tagged(4, nonce))]);
        content.push(tagged(0xA1, &sequence(&[extension])));
    }
    let brought: Vec<Vec<u8>> = says.brought.iter().map(|certificate| certificate.der().to_vec()).collect();
    let content = sequence(&content);
    let mut basic = vec![content.clone(), algorithm(key), bits(&signature(&content, key))];
    if !brought.is_empty() {
        basic.push(tagged(0xA0, &sequence(&brought)));
    }
    let inner = sequence(&[tagged(6, &[0x2b, 6, 1, 5, 5, 7, 48, 1, 1]), tagged(4, &sequence(&basic))]);
    sequence(&[vec![10, 1, 0], tagged(0xA0, &inner)])
}

/// A list of revoked certificates, in DER.
pub(crate) fn list(issuer: &str, issuer_key: &str, revoked: &[u8], until: &str) -> Vec<u8> {
    list_of(issuer, issuer_key, revoked, ["20260601000000Z", until])
}

/// A list that was made at a moment and holds until another.
pub(crate) fn list_of(issuer: &str, issuer_key: &str, revoked: &[u8], times: [&str; 2]) -> Vec<u8> {
    list_with(issuer, issuer_key, revoked, times, &[])
}

/// A list of those revoked certificates only that name this address for it.
pub(crate) fn list_of_part(issuer: &str, issuer_key: &str, revoked: &[u8], until: &str, address: &str) -> Vec<u8> {
    let point = tagged(0xA0, &tagged(0xA0, &tagged(0x86, address.as_bytes())));
    let part = extension(&[0x55, 0x1d, 0x1c], &sequence(&[point]));
    list_with(issuer, issuer_key, revoked, ["20260601000000Z", until], &[part])
}

fn list_with(
    issuer: &str,
    issuer_key: &str,
    revoked: &[u8],
    [from, until]: [&str; 2],
    extensions: &[Vec<u8>],
) -> Vec<u8> {
    let entries: Vec<_> =
        revoked.iter().map(|serial| sequence(&[vec![2, 1, *serial], time("20260601000000Z")])).collect();
    let mut parts = vec![vec![2, 1, 1], algorithm(issuer_key), name(issuer), time(from), time(until)];
    if !entries.is_empty() {
        parts.push(sequence(&entries));
    }
    let number = sequence(&[vec![6, 3, 0x55, 0x1d, 0x14], tagged(4, &[2, 1, 1])]);
    parts.push(tagged(0xA0, &sequence(&[&[number], extensions].concat())));
    signed(&sequence(&parts), issuer_key)
}

pub(crate) const ROOT: &str = "Test CA Rösmark";
pub(crate) const BETWEEN: &str = "Mellan";

/// The issuer's own certificate.
pub(crate) fn root() -> Certificate {
    let says =
        Says { subject: ROOT, key: &AUTHORITY, serial: 1, authority: true, usage: Some(0x06), ..Says::default() };
    issue(&says, ROOT, &AUTHORITY)
}

/// The certificate of one between, whom the issuer lets issue others.
pub(crate) fn between() -> Certificate {
    let says = Says { subject: BETWEEN, key: &OTHER, serial: 3, authority: true, usage: Some(0x06), ..Says::default() };
    issue(&says, ROOT, &AUTHORITY)
}

/// The certificate of the region that sends, as the one between would have issued it.
pub(crate) fn below() -> Certificate {
    issue(&Says::default(), BETWEEN, &OTHER)
}

/// The certificate of the region that sends.
pub(crate) fn sender() -> Certificate {
    issue(&Says::default(), ROOT, &AUTHORITY)
}

/// The certificate of the municipality that receives.
pub(crate) fn recipient() -> Certificate {
    issue(&Says { subject: "Almvik", key: &RECIPIENT, serial: 8, ..Says::default() }, ROOT, &AUTHORITY)
}

pub(crate) fn key(pem: &str) -> PrivateKey {
    PrivateKey::from_pem(pem.as_bytes()).unwrap()
}

pub(crate) fn signer() -> FileSigner {
    key(&SENDER).signer(sender()).unwrap()
}

/// Trusts the issuer.
pub(crate) fn trust() -> Trust {
    let mut trust = Trust::new(Revocation::WhereKnown);
    trust.add_anchor(root());
    trust
}

/// A certificate as PEM.
pub(crate) fn pem(certificate: &Certificate) -> String {
    armoured("CERTIFICATE", certificate.der())
}

fn armoured(kind: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n", lines.join("\n"))
}

fn signed(inner: &[u8], key: &str) -> Vec<u8> {
    sequence(&[inner.to_vec(), algorithm(key), bits(&signature(inner, key))])
}

/// What a key is, and how it signs here: as those do who have one of the kind.
enum Pair {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
    P384(EcdsaKeyPair),
}

fn pair(pem: &str) -> Pair {
    let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    let der = der.secret_pkcs8_der();
    if let Ok(pair) = RsaKeyPair::from_pkcs8(der) {
        return Pair::Rsa(pair);
    }
    match EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der) {
        Ok(pair) => Pair::P256(pair),
        Err(_) => Pair::P384(EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, der).unwrap()),
    }
}

fn signature(inner: &[u8], key: &str) -> Vec<u8> {
    let chance = SystemRandom::new();
    match pair(key) {
        Pair::Rsa(pair) => {
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(&RSA_PKCS1_SHA256, &chance, inner, &mut signature).unwrap();
            signature
        }
        Pair::P256(pair) | Pair::P384(pair) => pair.sign(&chance, inner).unwrap().as_ref().to_vec(),
    }
}

fn public(key: &str) -> Vec<u8> {
    match pair(key) {
        Pair::Rsa(pair) => pair.public_key().as_ref().to_vec(),
        Pair::P256(pair) | Pair::P384(pair) => pair.public_key().as_ref().to_vec(),
    }
}

fn key_info(key: &str) -> Vec<u8> {
    let curve = tagged(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]);
    let algorithm = match pair(key) {
        Pair::Rsa(_) => [vec![6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1], vec![5, 0]],
        Pair::P256(_) => [curve, tagged(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7])],
        Pair::P384(_) => [curve, tagged(6, &[0x2b, 0x81, 4, 0, 0x22])],
    };
    sequence(&[sequence(&algorithm), bits(&public(key))])
}

/// How a key signs.
fn algorithm(key: &str) -> Vec<u8> {
    match pair(key) {
        Pair::Rsa(_) => sequence(&[vec![6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 11], vec![5, 0]]),
        Pair::P256(_) => sequence(&[tagged(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])]),
        Pair::P384(_) => sequence(&[tagged(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3])]),
    }
}

fn name(common: &str) -> Vec<u8> {
    let attribute = sequence(&[vec![6, 3, 0x55, 4, 3], tagged(12, common.as_bytes())]);
    sequence(&[tagged(0x31, &attribute)])
}

/// `YYYYMMDDhhmmssZ`, written with two digits of the year until 2049.
fn time(text: &str) -> Vec<u8> {
    tagged(0x17, &text.as_bytes()[2..])
}

fn extension(id: &[u8], value: &[u8]) -> Vec<u8> {
    sequence(&[tagged(6, id), vec![1, 1, 0xff], tagged(4, value)])
}

fn bits(bytes: &[u8]) -> Vec<u8> {
    tagged(3, &[&[0], bytes].concat())
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tagged(0x30, &parts.concat())
}

fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let byte = |number: usize| u8::try_from(number).unwrap();
    let head = match length {
        0..128 => vec![tag, byte(length)],
        128..256 => vec![tag, 0x81, byte(length)],
        _ => vec![tag, 0x82, byte(length >> 8), byte(length & 0xff)],
    };
    [head, content.to_vec()].concat()
}
