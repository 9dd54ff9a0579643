//! `cairn sdk loopback` as two installations on one machine meet it; killed between what one hands over and what the other
//! fetches.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

#[expect(dead_code, reason = "shared with the tests of the crate, which use more of it")]
#[path = "../../crates/sdk/tests/support/authority.rs"]
mod authority;

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use sdk::envelope::{self, Packing, Secrets};
use sdk::message;
use sdk::text::Text;
use sdk_connect::domibus::{Attachments, Domibus, Flavour, Login, Party, Settings};
use sdk_connect::door::Address;
use sdk_connect::{Arrival, Attempt, Connection as _, Content, Handed, Parcel, Stage, Ticket};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

const SETUP: &str = r#"
trust = ["root.pem"]

[[participant]]
id = "0203:rosmark.example.se"
user = "rosmark"
password = "hemligt"

[[participant]]
id = "0203:almvik.example.se"
user = "almvik"
password = "hemligt"
mtom = true
"#;

fn folder(setup: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("loopback.toml"), setup).unwrap();
    std::fs::write(folder.path().join("root.pem"), authority::pem(&authority::root())).unwrap();
    folder
}

fn command(folder: &Path, listen: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
    command.args(["sdk", "loopback", "--listen", listen, "--data"]).arg(folder);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// The real program, and the address that it says it answers at.
async fn start(folder: &Path) -> (Child, String) {
    let mut process = command(folder, "127.0.0.1:0").spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let address = lines.next_line().await.unwrap().unwrap();
    (process, address)
}

fn door(address: &str, user: &str) -> Domibus {
    Domibus::new(Settings {
        address: Address::on_this_machine(address),
        flavour: Flavour::Backend,
        login: Login::User { name: user.to_owned(), password: "hemligt".to_owned().into() },
        party: Party { id: "AP0000-SDK-TEST".to_owned() },
        attachments: Attachments::Inline,
    })
    .unwrap()
}

/// A letter by number, each with a message, an envelope and a transfer of its own.
fn parcel(number: u8) -> Parcel {
    let clear = MESSAGE.replace("000000000001</messageId>", &format!("{number:012}</messageId>"));
    let message = message::parse(clear.as_bytes()).unwrap();
    let signer = authority::signer();
    let packing = Packing { federation: sdk::names::FEDERATION, now: message.created_at, signer: &signer };
    let secrets = Secrets::from_chance([number; 48]);
    let packed = envelope::pack_message(&message, &clear, &authority::recipient(), secrets, &packing).unwrap();
    let conversation = Text::new(message.conversation.as_str()).unwrap();
    Parcel {
        transfer: uuid::Uuid::from_u128(number.into()),
        content: Content::Envelope { bytes: packed.into_bytes(), conversation },
    }
}

#[tokio::test]
async fn what_the_loopback_has_taken_is_there_after_it_was_killed() {
    let folder = folder(SETUP);
    let parcel = parcel(1);
    let Content::Envelope { bytes: sent, .. } = &parcel.content else { panic!("a message") };
    let (mut process, address) = start(folder.path()).await;
    let handed = door(&address, "rosmark").send(&parcel, Attempt::First).await.unwrap();
    process.kill().await.unwrap();

    let (mut process, address) = start(folder.path()).await;
    let (region, school) = (door(&address, "rosmark"), door(&address, "almvik"));
    assert_eq!(region.state(&handed).await, Ok(Stage::Acknowledged));
    assert_eq!(region.send(&parcel, Attempt::Again).await, Ok(handed), "it is known, and not taken twice");
    let waiting = school.waiting().await.unwrap();
    assert_eq!(waiting.len(), 1);
    // Retrieving takes it off the list, and it is fetched again by its name after the next kill.
    assert!(school.fetch(&waiting[0]).await.is_ok());
    process.kill().await.unwrap();

    let (mut process, address) = start(folder.path()).await;
    let school = door(&address, "almvik");
    assert!(school.waiting().await.unwrap().is_empty());
    let Arrival::Envelope { bytes, transport } = school.fetch(&waiting[0]).await.unwrap() else { panic!("a message") };
    assert!(bytes == *sent, "byte for byte");
    assert_eq!(transport.original_sender, "0203:rosmark.example.se");
    process.kill().await.unwrap();
}

/// How many letters are handed over at once, and how often the loopback is killed meanwhile.
const LETTERS: u8 = 40;
const KILLS: usize = 6;

#[tokio::test]
async fn no_letter_that_was_accepted_is_lost_when_the_loopback_is_killed_under_load() {
    let folder = folder(SETUP);
    let (mut process, mut address) = start(folder.path()).await;
    let mut left: Vec<Parcel> = (1..=LETTERS).map(parcel).collect();
    let mut accepted: HashMap<String, Parcel> = HashMap::new();
    for kill in 0..=KILLS {
        let region = Arc::new(door(&address, "rosmark"));
        let (heard, mut answers) = mpsc::unbounded_channel();
        let mut sending = JoinSet::new();
        for parcel in left.drain(..) {
            let (region, heard) = (Arc::clone(&region), heard.clone());
            sending.spawn(async move {
                let handed = region.send(&parcel, Attempt::Again).await.ok();
                if handed.is_some() {
                    let _ = heard.send(());
                }
                (handed, parcel)
            });
        }
        drop(heard);
        if kill < KILLS {
            // After one answer more each time, while the others wait for theirs.
            for _ in 0..=kill {
                let _ = answers.recv().await;
            }
            process.kill().await.unwrap();
            (process, address) = start(folder.path()).await;
        }
        for (handed, parcel) in sending.join_all().await {
            match handed {
                Some(Handed(name)) => assert!(accepted.insert(name, parcel).is_none(), "a name is one letter's"),
                None => left.push(parcel),
            }
        }
        // Before anything is handed over again.
        let (region, school) = (door(&address, "rosmark"), door(&address, "almvik"));
        let waiting: Vec<String> = school.waiting().await.unwrap().into_iter().map(|Ticket(name)| name).collect();
        for name in accepted.keys() {
            assert_eq!(region.state(&Handed(name.clone())).await, Ok(Stage::Acknowledged), "kill {kill}: {name}");
            assert!(waiting.contains(name), "kill {kill}: {name} was accepted, and does not wait");
        }
    }
    assert_eq!((left.len(), accepted.len()), (0, usize::from(LETTERS)));
    let school = door(&address, "almvik");
    let waiting = school.waiting().await.unwrap();
    assert_eq!(waiting.len(), accepted.len(), "none is there twice");
    for ticket in waiting {
        let Arrival::Envelope { bytes, .. } = school.fetch(&ticket).await.unwrap() else { panic!("a message") };
        let Content::Envelope { bytes: sent, .. } = &accepted[&ticket.0].content else { panic!("a message") };
        assert!(bytes == *sent, "byte for byte");
    }
    process.kill().await.unwrap();
}

#[tokio::test]
async fn the_loopback_is_not_seen_from_other_machines_and_says_what_is_wrong_with_its_folder() {
    let said = async |folder: &Path, listen: &str| {
        let output = command(folder, listen).output().await.unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let whole = folder(SETUP);
    assert!(said(whole.path(), "0.0.0.0:0").await.contains("the loopback listens on this machine only"));
    let unknown = folder(&format!("{SETUP}\ncolour = \"red\"\n"));
    assert!(said(unknown.path(), "127.0.0.1:0").await.contains("loopback.toml"));
    let empty = tempfile::tempdir().unwrap();
    assert!(said(empty.path(), "127.0.0.1:0").await.contains("cannot read loopback.toml"));
}

const MESSAGE: &str = r#"<messagePayload xmlns="urn:riv:infrastructure:messaging:MessageWithAttachments:3"><message><messageHeader><creationDateTime>2027-01-11T07:00:00.000Z</creationDateTime><messageId>01910000-0000-7000-8000-000000000001</messageId><conversationId>01910000-0000-7000-8000-000000000001</conversationId><label>Fråga</label><confidentiality>true</confidentiality><recipient><recipientID><root>iso6523-actorid-upis</root><extension>0203:almvik.example.se</extension></recipientID><attention><subOrganization><organizationId><root>urn:riv:infrastructure:messaging:functionalAddress</root><extension>sdk:elevhalsan</extension></organizationId></subOrganization></attention></recipient><sender><senderID><root>iso6523-actorid-upis</root><extension>0203:rosmark.example.se</extension></senderID><attention><subOrganization><organizationId><root>urn:riv:infrastructure:messaging:functionalAddress</root><extension>sdk:forsta-linjen</extension></organizationId></subOrganization></attention></sender></messageHeader><messageBody><documents><documentID>brev</documentID><ContentText><characterSequence>Hej</characterSequence></ContentText></documents></messageBody></message></messagePayload>"#;
