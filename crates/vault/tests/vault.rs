//! What the vault promises.

use std::os::unix::fs::PermissionsExt as _;

use domain::moment::Moment;
use environment::Environment;
use uuid::Uuid;
use vault::{BlindIndex, Key, Master, MasterError, Sealed};

fn world() -> Environment {
    Environment::fixed(7, Moment::from_microseconds(1_800_000_000_000_000))
}

#[test]
fn a_sealed_value_opens_with_its_key_at_its_place() {
    let (world, owner) = (world(), Uuid::from_u128(1));
    let key = Key::generate(owner, &world);
    let sealed = key.seal("child.name", "Elin".as_bytes(), &world);
    assert_eq!(key.open("child.name", &sealed).unwrap(), b"Elin");
    assert!(!sealed.0.windows(4).any(|window| window == b"Elin"));
}

#[test]
fn a_sealed_value_does_not_open_at_another_place_or_for_another_child() {
    let world = world();
    let key = Key::generate(Uuid::from_u128(1), &world);
    let other = Key::generate(Uuid::from_u128(2), &world);
    let sealed = key.seal("child.name", b"Elin", &world);
    assert!(key.open("child.number", &sealed).is_err());
    assert!(other.open("child.name", &sealed).is_err());
}

#[test]
fn a_damaged_or_truncated_value_does_not_open() {
    let world = world();
    let key = Key::generate(Uuid::from_u128(1), &world);
    let sealed = key.seal("child.name", b"Elin", &world);
    for length in 0..sealed.0.len() {
        assert!(key.open("child.name", &Sealed(sealed.0[..length].to_vec())).is_err());
    }
    let mut damaged = sealed.0.clone();
    damaged[15] ^= 1;
    assert!(key.open("child.name", &Sealed(damaged)).is_err());
}

#[test]
fn a_value_that_is_sealed_anew_opens_with_the_other_key_only() {
    let world = world();
    let (key, other) = (Key::generate(Uuid::from_u128(1), &world), Key::generate(Uuid::from_u128(2), &world));
    let sealed = key.seal("child.name", b"Elin", &world);
    let anew = key.reseal("child.name", &sealed, (&other, &world)).unwrap();
    assert_eq!(other.open("child.name", &anew).unwrap(), b"Elin");
    assert!(key.open("child.name", &anew).is_err());
    assert!(key.reseal("child.number", &sealed, (&other, &world)).is_err(), "not from another place");
    assert!(other.reseal("child.name", &sealed, (&key, &world)).is_err(), "not with another key");
}

#[test]
fn the_same_value_sealed_twice_looks_different() {
    let world = world();
    let key = Key::generate(Uuid::from_u128(1), &world);
    assert_ne!(key.seal("x", b"same", &world), key.seal("x", b"same", &world));
}

#[test]
fn a_master_file_is_made_with_mode_0600_and_refused_when_others_may_read_it() {
    let (world, folder) = (world(), tempfile::tempdir().unwrap());
    let path = folder.path().join("master.key");
    Master::open(&path, &world).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(Master::open(&path, &world), Err(MasterError::TooOpen { mode: 0o640, .. })));
}

#[test]
fn after_rotation_old_keys_still_open_until_they_are_rewrapped_and_retired() {
    let (world, folder) = (world(), tempfile::tempdir().unwrap());
    let path = folder.path().join("master.key");
    let before = Master::open(&path, &world).unwrap();
    let key = Key::generate(Uuid::from_u128(1), &world);
    let sealed = key.seal("x", b"words", &world);
    let wrapped = before.wrap(&key);
    let after = Master::rotate(&path, &world).unwrap();
    assert_ne!(before.current(), after.current());
    let rewrapped = after.wrap(&after.unwrap(key.owner(), &wrapped).unwrap());
    let retired = Master::retire(&path, &world).unwrap();
    assert!(matches!(retired.unwrap(key.owner(), &wrapped), Err(MasterError::Missing { .. })));
    assert_eq!(retired.unwrap(key.owner(), &rewrapped).unwrap().open("x", &sealed).unwrap(), b"words");
}

#[test]
fn a_wrapped_key_moved_to_another_child_does_not_open() {
    let (world, folder) = (world(), tempfile::tempdir().unwrap());
    let master = Master::open(&folder.path().join("master.key"), &world).unwrap();
    let wrapped = master.wrap(&Key::generate(Uuid::from_u128(1), &world));
    assert!(master.unwrap(Uuid::from_u128(2), &wrapped).is_err());
}

#[test]
fn a_malformed_master_file_is_refused_with_its_line() {
    let (world, folder) = (world(), tempfile::tempdir().unwrap());
    let path = folder.path().join("master.key");
    Master::open(&path, &world).unwrap();
    let mut text = std::fs::read_to_string(&path).unwrap();
    text.push_str("not a key\n");
    std::fs::write(&path, text).unwrap();
    assert!(matches!(Master::open(&path, &world), Err(MasterError::Malformed { line: 2, .. })));
}

#[test]
fn a_fingerprint_depends_on_key_purpose_and_value() {
    let (one, two) = (BlindIndex::new([1; 32]), BlindIndex::new([2; 32]));
    assert_eq!(one.fingerprint("number", b"1"), one.fingerprint("number", b"1"));
    assert_ne!(one.fingerprint("number", b"1"), one.fingerprint("number", b"2"));
    assert_ne!(one.fingerprint("number", b"1"), one.fingerprint("code", b"1"));
    assert_ne!(one.fingerprint("number", b"1"), two.fingerprint("number", b"1"));
}
