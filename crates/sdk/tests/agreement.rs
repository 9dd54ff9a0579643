//! Held against DIGG's own schemas and samples, which are not part of this repository: they are looked for in
//! `shared/sdk/samples` beside it, and where they are missing the test says that it was skipped.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use roxmltree::{Document, Node};
use sdk::certificate::Certificate;
use sdk::envelope::{self, Packing, Publication, Secrets};
use sdk::fault::{Fault, Kind};
use sdk::message::{self, NotMessage};
use sdk::names;
use sdk::receipt::{self, Answer, Receipt};
use sdk::trust::Trust;
use support::dice::Dice;
use support::{authority, id, message, now, text};

/// The folder of samples, `None` and said aloud where there is none.
fn samples() -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(2);
    let found = above.map(|folder| folder.join("shared/sdk/samples")).find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: ../shared/sdk/samples is not present");
    }
    found
}

/// What a message comes to: the codes of its faults.
fn check(bytes: &[u8]) -> String {
    match message::parse(bytes) {
        Ok(_) => "ACCEPTED".to_owned(),
        Err(NotMessage::Xml(error)) => error.to_string(),
        Err(NotMessage::Faults(faults)) => {
            let mut codes: Vec<_> = faults.iter().map(|fault| (fault.kind.code(), fault.reason.code())).collect();
            codes.dedup();
            codes.iter().map(|(kind, reason)| format!("{kind} {reason}")).collect::<Vec<_>>().join(", ")
        }
    }
}

#[test]
fn the_published_test_messages_get_the_published_answers() {
    let Some(samples) = samples() else { return };
    for (file, answer) in
        [("min.xml", "ACCEPTED"), ("messageWithAttachments3.xml", "ACCEPTED"), ("TF2.4.1.xml", "SV structure")]
    {
        let bytes = std::fs::read(samples.join("messages").join(file)).unwrap();
        assert_eq!(check(&bytes), answer, "{file}");
    }
}

#[test]
fn the_published_receipts_are_read() {
    let Some(samples) = samples() else { return };
    for file in std::fs::read_dir(samples.join("receipts")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        // The organisations of the samples are not of the federation's form in every file; nothing else may be wrong.
        assert!(receipt::parse(&bytes).is_ok(), "{:?}", receipt::parse(&bytes));
    }
}

#[test]
fn the_published_envelopes_verify_and_do_not_once_they_are_changed() {
    let Some(samples) = samples() else { return };
    for file in ["XHE-tm-base-ext-sigenc.xml", "decoded_xhe_unencrypted.xml"] {
        let text = std::fs::read_to_string(samples.join("envelopes").join(file)).unwrap();
        let document = Document::parse(text.trim_start_matches('\u{FEFF}')).unwrap();
        let certificate = document.descendants().rfind(|node| node.has_tag_name("X509Certificate")).unwrap();
        let dense: String = certificate.text().unwrap().split_whitespace().collect();
        let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", folded(&dense));
        let certificate = Certificate::first(pem.as_bytes()).unwrap();
        let at = certificate.valid_until;
        let mut trust = Trust::default();
        let verify =
            |text: &str, trust: &Trust| envelope::verify(text.as_bytes(), trust, Publication::NotAsked, at).is_ok();
        assert!(!verify(&text, &trust), "{file} is trusted by nobody yet");
        trust.add_anchor(certificate);
        assert!(verify(&text, &trust), "{file}");
        assert!(!verify(&text.replacen("0203:", "0203:x", 1), &trust), "{file} changed");
        assert!(!verify(&text.replacen("><", ">\n<", 1), &trust), "{file} written anew");
    }
}

fn folded(text: &str) -> String {
    text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect::<Vec<_>>().join("\n")
}

/// Changes a message in one place: some changes break the schema, some only the rules, some nothing.
fn changed(xml: &str, dice: &mut Dice) -> String {
    let document = Document::parse(xml).unwrap();
    let elements: Vec<Node<'_, '_>> = document.descendants().filter(Node::is_element).collect();
    let node = elements[dice.below(elements.len())];
    let range = node.range();
    let (before, itself, after) = (&xml[..range.start], &xml[range.clone()], &xml[range.end..]);
    let open_end = itself.find('>').unwrap() + 1;
    let (open, rest) = itself.split_at(open_end);
    let words = [
        "",
        " ",
        "x",
        "true",
        "1",
        " 0 ",
        "2027-01-11T07:00:00Z",
        "2027-02-30T07:00:00Z",
        "2027-01-11T24:00:00.0Z",
        "2027-01-11T07:00:00.5+14:00",
        "2027-01-11T07:00:60Z",
        "-0001-01-01T00:00:00",
        "12027-01-11T00:00:00",
        " 2028-02-29T23:59:59.999Z\n",
    ];
    let long = "å".repeat(256 + dice.below(2));
    let text = if dice.below(5) == 0 { long.as_str() } else { words[dice.below(words.len())] };
    match dice.below(11) {
        0 => format!("{before}{after}"),
        1 => format!("{before}{itself}{itself}{after}"),
        2 => format!("{before}{}x{rest}{after}", open.replacen('>', " added=\"1\">", 1)),
        3 => format!("{before}<o:x xmlns:o=\"urn:o\"><o:y z=\"1\">å</o:y></o:x>{itself}{after}"),
        4 => format!("{before}{itself}<o:x xmlns:o=\"urn:o\"/>{after}"),
        5 => format!("{before}{itself}<x xmlns=\"\"/>{after}"),
        6 if node.first_element_child().is_none() => {
            format!("{before}{open}{text}</{}>{after}", node.tag_name().name())
        }
        7 if node.first_element_child().is_none() => {
            format!("{before}{open}<!-- a -->{text}</{}>{after}", node.tag_name().name())
        }
        8 => match node.next_sibling_element() {
            Some(next) => {
                let other = next.range();
                format!("{before}{}{itself}{}", &xml[other.clone()], &xml[other.end..])
            }
            None => xml.to_owned(),
        },
        9 => format!("{before}{open}hej{rest}{after}"),
        _ => format!("{before}\n<!-- a -->{itself}\n{after}"),
    }
}

/// Whether an extension stands before the last repeated element of its parent, where the schema does not allow it.
/// libxml2 lets extensions stand anywhere among these; the schema language says that they come last, and so do we.
fn stands_among_repeated(xml: &str) -> bool {
    let document = Document::parse(xml);
    let foreign = |node: &Node<'_, '_>| node.tag_name().namespace() == Some("urn:o");
    document.is_ok_and(|document| {
        document
            .descendants()
            .filter(|node| matches!(node.tag_name().name(), "reference" | "ContentText"))
            .any(|node| node.prev_sibling_element().is_some_and(|before| foreign(&before)))
    })
}

#[test]
fn xmllint_with_the_official_schema_agrees_on_500_messages() {
    let Some(samples) = samples() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(20_270_111);
    let original = message().to_xml();
    let mut messages = HashMap::new();
    let mut arguments = vec!["--noout".to_owned(), "--schema".to_owned()];
    let schema = samples.join("schemas/message/infrastructure_messaging_MessageWithAttachments_3.0.xsd");
    arguments.push(schema.to_str().unwrap().to_owned());
    for number in 0..500 {
        let xml = if number % 10 == 0 { original.clone() } else { changed(&original, &mut dice) };
        let name = format!("{number:03}.xml");
        std::fs::write(folder.path().join(&name), &xml).unwrap();
        arguments.push(name.clone());
        messages.insert(name, xml);
    }
    let Ok(output) = Command::new("xmllint").args(&arguments).current_dir(folder.path()).output() else {
        println!("skipped: xmllint is not installed");
        return;
    };
    let said = String::from_utf8(output.stderr).unwrap();
    let mut wrong = String::new();
    let (mut valid, mut invalid) = (0, 0);
    for (name, xml) in &messages {
        let theirs = said.contains(&format!("{name} validates\n"));
        let ours = match message::parse(xml.as_bytes()) {
            Ok(_) => true,
            Err(NotMessage::Xml(_)) => false,
            Err(NotMessage::Faults(faults)) => faults.iter().all(|fault| fault.kind != Kind::Syntax),
        };
        if theirs {
            valid += 1;
        } else {
            invalid += 1;
        }
        if stands_among_repeated(xml) {
            assert!(!ours, "{xml}");
            continue;
        }
        if ours != theirs {
            let _ = writeln!(wrong, "{name}: xmllint {theirs}, here {ours}\n{xml}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(valid > 100 && invalid > 100, "{valid} valid, {invalid} not");
    println!("{valid} valid, {invalid} not");
}

/// How many elements of a file each of these paths selects, by xmllint; `None` where it is not installed.
fn selected(file: &Path, paths: &[&str]) -> Option<Vec<usize>> {
    let mut shell = Command::new("xmllint");
    shell.arg("--shell").arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut shell = shell.spawn().ok()?;
    let mut commands = format!("setns tns={}\n", names::MESSAGE);
    for path in paths {
        let _ = writeln!(commands, "xpath count({path})");
    }
    shell.stdin.take().unwrap().write_all(commands.as_bytes()).unwrap();
    let said = String::from_utf8(shell.wait_with_output().unwrap().stdout).unwrap();
    let numbers = said.lines().filter_map(|line| line.split_once("number : ")).map(|(_, count)| count.trim());
    Some(numbers.map(|count| count.parse().unwrap()).collect())
}

#[test]
fn xmllint_finds_the_element_that_a_fault_names() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.xml");
    let mut dice = Dice(20_270_112);
    let original = message().to_xml();
    let mut count = 0;
    for _ in 0..300 {
        let xml = changed(&original, &mut dice);
        let Err(NotMessage::Faults(faults)) = message::parse(xml.as_bytes()) else { continue };
        std::fs::write(&file, &xml).unwrap();
        for fault in &faults {
            let parent = fault.place.rsplit_once('/').map_or("", |(parent, _)| parent);
            let parent = if parent.is_empty() { "/" } else { parent };
            let Some(found) = selected(&file, &[&fault.place, parent]) else {
                println!("skipped: xmllint is not installed");
                return;
            };
            // What is missing is named where it would be; the element that it would be in is there.
            let is_missing = ["is missing", "has no label", "not numbered"].iter().any(|it| fault.text.contains(it));
            let expected = if is_missing { found == [found[0], 1] } else { found == [1, 1] };
            assert!(expected, "{fault}: {found:?}\n{xml}");
            count += 1;
        }
    }
    assert!(count > 100, "{count} places");
}

#[test]
fn xmllint_with_the_official_schemas_accepts_our_envelopes_and_receipts() {
    let Some(samples) = samples() else { return };
    let folder = tempfile::tempdir().unwrap();
    let letter = message();
    let signer = authority::signer();
    let packing = Packing { federation: names::FEDERATION, now: now(), signer: &signer };
    let secrets = Secrets::from_chance([2; 48]);
    let packed = envelope::pack_message(&letter, &letter.to_xml(), &authority::recipient(), secrets, &packing).unwrap();
    let receipt = |answer| Receipt {
        id: text("k"),
        issued_at: now(),
        sender: letter.letter.recipient.id.clone(),
        receiver: letter.letter.sender.id.clone(),
        acknowledges: text(letter.id.as_str()),
        answer,
    };
    let rejected = receipt(Answer::rejection(&[Fault::invariant("NA", "x"), Fault::signature("y")]));
    let returned = envelope::pack_receipt(&rejected, &id(9), &text("f"), &packing).unwrap();
    for (schema, xml) in [
        ("xhe/XHE-1.0.xsd", packed),
        ("xhe/XHE-1.0.xsd", returned),
        ("receipt/Response-2.1.xsd", rejected.to_xml()),
        ("receipt/Response-2.1.xsd", receipt(Answer::Accepted).to_xml()),
    ] {
        let file = folder.path().join("it.xml");
        std::fs::write(&file, &xml).unwrap();
        let schema = samples.join("schemas").join(schema);
        let arguments = ["--noout", "--nonet", "--schema", schema.to_str().unwrap(), file.to_str().unwrap()];
        let Ok(output) = Command::new("xmllint").args(arguments).output() else {
            println!("skipped: xmllint is not installed");
            return;
        };
        assert!(output.status.success(), "{}\n{xml}", String::from_utf8_lossy(&output.stderr));
    }
}
