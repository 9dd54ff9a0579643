//! An installation: what lies on its disk outlives it, so that a test may drop it anywhere and begin again.

use std::sync::{Arc, Mutex, MutexGuard};

use domain::letter::Answer;
use domain::letter::outgoing::{Event, Outgoing, PATIENCE, State};
use environment::Environment;
use sdk::envelope::{Heard, Opened, Secrets};
use sdk::judgement::{
    self, Answerable, Circumstances, Correlation, FileVerdict, Function, Judgement, Reference, Seen, Sender, Transport,
};
use sdk::message::Message;
use sdk::receipt;
use sdk_connect::desk::{Desk, Drawn, Found};
use sdk_connect::intake::{Keeper, Keeping, Kept, Open, Step, Taken, Tries, Trouble, take_in};
use sdk_connect::progress::follow;
use sdk_connect::{Arrival, Attempt, Carries, Connection, Content, Failure, Handed, Parcel, Ticket};

use super::{Organisation, REGION, SCHOOL, TRUST};

/// What lies on disk: each lock is a commit.
#[derive(Clone, Default)]
pub(crate) struct Disk(Arc<Mutex<Contents>>);

#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) open: Vec<Open>,
    pub(crate) gone: Vec<Ticket>,
    pub(crate) aside: Vec<(Ticket, Trouble)>,
    /// Envelopes that came and have not been looked at, with what the access point said.
    pub(crate) unread: Vec<(Vec<u8>, Transport)>,
    /// Envelopes that came, all of them.
    pub(crate) envelopes: Vec<Vec<u8>>,
    /// Messages that people have been shown.
    pub(crate) shown: Vec<Message>,
    pub(crate) rejected: Vec<String>,
    pub(crate) sent: Vec<Sent>,
    /// Receipts on their way out.
    pub(crate) receipts: Vec<Arc<Parcel>>,
    /// How often a receipt was handed over.
    pub(crate) answered: usize,
}

pub(crate) struct Sent {
    pub(crate) message: Message,
    pub(crate) parcel: Arc<Parcel>,
    pub(crate) handed: Option<Handed>,
    pub(crate) letter: Outgoing,
    pub(crate) events: Vec<Event>,
}

impl Disk {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap()
    }
}

pub(crate) struct House {
    organisation: Organisation,
    pub(crate) connection: Box<dyn Connection>,
    environment: Environment,
    pub(crate) disk: Disk,
}

impl House {
    pub(crate) fn new(
        organisation: Organisation,
        connection: Box<dyn Connection>,
        environment: &Environment,
        disk: Disk,
    ) -> Self {
        Self { organisation, connection, environment: environment.clone(), disk }
    }

    /// Writes the letter down, with its parcel, before anything is handed over.
    pub(crate) fn write(&self, message: Message) {
        let transfer = self.environment.uuid();
        let parcel = match self.connection.carries() {
            Carries::Messages => Parcel { transfer, content: Content::Message(Box::new(message.clone())) },
            Carries::Envelopes => self.desk(|desk| {
                let to = certificate_of(message.letter.recipient.id.as_str());
                let secrets = Secrets::from_chance(self.environment.bytes());
                desk.seal(&message, &to, secrets, transfer, self.environment.now()).unwrap()
            }),
        };
        let letter = Outgoing::default();
        let sent = Sent { message, parcel: Arc::new(parcel), handed: None, letter, events: vec![] };
        self.disk.lock().sent.push(sent);
    }

    /// Hands over the last letter that was written.
    pub(crate) async fn hand_over(&self, attempt: Attempt) -> Result<(), Failure> {
        let parcel = Arc::clone(&self.disk.lock().sent.last().unwrap().parcel);
        let handed = self.connection.send(&parcel, attempt).await?;
        let mut disk = self.disk.lock();
        let sent = disk.sent.last_mut().unwrap();
        sent.handed = Some(handed);
        (sent.letter, _) = sent.letter.submit(self.environment.now()).unwrap();
        Ok(())
    }

    pub(crate) async fn send(&self, message: Message) {
        self.write(message);
        self.hand_over(Attempt::First).await.unwrap();
    }

    pub(crate) async fn take_in(&self) -> Taken {
        let taken = take_in(self.connection.as_ref(), &self.disk, self.environment.now()).await;
        assert_eq!(taken.stopped, None);
        taken
    }

    /// Looks at what came, shows it, answers it; hears receipts.
    pub(crate) async fn work(&self) {
        loop {
            let Some((bytes, transport)) = self.disk.lock().unread.first().cloned() else { break };
            self.look(&bytes, &transport);
            self.disk.lock().unread.remove(0);
        }
        loop {
            let Some(parcel) = self.disk.lock().receipts.first().map(Arc::clone) else { break };
            self.connection.send(&parcel, Attempt::Again).await.unwrap();
            let mut disk = self.disk.lock();
            disk.receipts.remove(0);
            disk.answered += 1;
        }
    }

    fn look(&self, bytes: &[u8], transport: &Transport) {
        let now = self.environment.now();
        let outside = sdk::envelope::look(bytes).unwrap();
        let published = [certificate_of(outside.from.as_str())];
        let found = self.desk(|desk| desk.open(bytes, &published, Some(transport), now));
        let (to, judgement) = match found {
            Found::Receipt(heard) => return self.hear(&heard),
            Found::Silence(silence) => panic!("{silence}"),
            Found::Rejected(rejection) => (rejection.to, Judgement::Reject(rejection.faults)),
            Found::Message(opened) => (Answerable::from(&*opened), self.judge(&opened, transport)),
        };
        let drawn = || self.environment.uuid();
        let drawn = Drawn { receipt: drawn(), envelope: drawn(), transfer: drawn() };
        let answer = self.desk(|desk| desk.answer(&to, &judgement, None, &drawn, now).unwrap());
        let mut disk = self.disk.lock();
        disk.receipts.extend(answer.map(Arc::new));
        match judgement {
            Judgement::Accept(message) => disk.shown.push(*message),
            Judgement::Reject(faults) => disk.rejected.extend(faults.iter().map(ToString::to_string)),
            Judgement::Again | Judgement::Silence(_) => {}
        }
    }

    fn judge(&self, opened: &Opened, transport: &Transport) -> Judgement {
        let envelope = opened.envelope();
        let seen = self.disk.lock().shown.iter().any(|it| it.id.as_str() == envelope.id.as_str());
        let is_known = envelope.function.as_ref().unwrap().as_str() == self.organisation.function;
        let known = Circumstances {
            sender: Sender::Known,
            seen: if seen { Seen::SameIdentifier } else { Seen::Never },
            function: if is_known { Function::Known } else { Function::Unknown },
            reference: Reference::None,
            transport: Some(transport),
            file: &|_| FileVerdict::Fine,
        };
        judgement::of_message(opened, &known)
    }

    fn hear(&self, heard: &Heard) {
        let mut disk = self.disk.lock();
        for sent in &mut disk.sent {
            if judgement::correlate(heard, &sent.message) == Correlation::Ours {
                let answer = match heard.receipt().answer {
                    receipt::Answer::Accepted => Answer::Accepted,
                    receipt::Answer::Rejected(_) => Answer::Rejected,
                };
                let (letter, event) = sent.letter.answer(answer, self.environment.now()).unwrap();
                sent.letter = letter;
                sent.events.push(event);
            }
        }
    }

    /// Asks how far the letters have come.
    pub(crate) async fn follow(&self) {
        let asked: Vec<_> = self.disk.lock().sent.iter().map(|sent| sent.handed.clone()).collect();
        for (at, handed) in asked.into_iter().enumerate() {
            let Some(handed) = handed else { continue };
            let stage = self.connection.state(&handed).await.unwrap();
            let mut disk = self.disk.lock();
            let sent = &mut disk.sent[at];
            let (letter, events) = follow(sent.letter, &stage, self.environment.now(), PATIENCE);
            sent.letter = letter;
            sent.events.extend(events);
        }
    }

    /// The timer of missing receipts.
    pub(crate) fn time_out(&self) {
        for sent in &mut self.disk.lock().sent {
            if let Ok((letter, event)) = sent.letter.time_out(self.environment.now()) {
                sent.letter = letter;
                sent.events.push(event);
            }
        }
    }

    /// The states of the letters that went, by their names in the API.
    pub(crate) fn states(&self) -> Vec<&'static str> {
        self.disk.lock().sent.iter().map(|sent| sent.letter.state.code()).collect()
    }

    pub(crate) fn last_state(&self) -> State {
        self.disk.lock().sent.last().unwrap().letter.state
    }

    /// The identifiers of what people have been shown.
    pub(crate) fn shown(&self) -> Vec<String> {
        self.disk.lock().shown.iter().map(|message| message.id.to_string()).collect()
    }

    fn desk<T>(&self, with: impl FnOnce(&Desk<'_>) -> T) -> T {
        let has = self.organisation.has();
        let us = self.organisation.id();
        let desk = Desk {
            us: &us,
            federation: sdk::names::FEDERATION,
            signer: has.signer.as_ref(),
            opener: has.key.as_ref(),
            trust: &TRUST,
        };
        with(&desk)
    }
}

/// What the federation publishes.
fn certificate_of(id: &str) -> sdk::certificate::Certificate {
    let organisation = [REGION, SCHOOL].into_iter().find(|it| it.id().as_str() == id);
    organisation.unwrap_or(SCHOOL).has().certificate.clone()
}

impl Keeper for Disk {
    fn open(&self) -> Kept<'_, Vec<Open>> {
        Box::pin(async { Ok(self.lock().open.clone()) })
    }

    fn expect<'a>(&'a self, tickets: &'a [Ticket]) -> Kept<'a, ()> {
        Box::pin(async {
            self.lock().open.extend(tickets.iter().cloned().map(Open::expected));
            Ok(())
        })
    }

    fn trying<'a>(&'a self, ticket: &'a Ticket, tries: Tries) -> Kept<'a, ()> {
        Box::pin(async move {
            self.lock().open.iter_mut().filter(|open| open.ticket == *ticket).for_each(|open| open.tries = tries);
            Ok(())
        })
    }

    fn keep<'a>(&'a self, ticket: &'a Ticket, arrival: Arrival) -> Kept<'a, Keeping> {
        Box::pin(async move {
            let mut disk = self.lock();
            for open in disk.open.iter_mut().filter(|open| open.ticket == *ticket) {
                (open.step, open.tries) = (Step::Kept, Tries::NONE);
            }
            Ok(match arrival {
                Arrival::Envelope { bytes, .. } if disk.envelopes.contains(&bytes) => Keeping::Again,
                Arrival::Envelope { bytes, transport } => {
                    disk.unread.push((bytes.clone(), transport));
                    disk.envelopes.push(bytes);
                    Keeping::New
                }
                Arrival::Message(message) if disk.shown.iter().any(|it| it.id == message.id) => Keeping::Again,
                Arrival::Message(message) => {
                    disk.shown.push(*message);
                    Keeping::New
                }
            })
        })
    }

    fn done<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()> {
        Box::pin(async {
            self.lock().open.retain(|open| open.ticket != *ticket);
            Ok(())
        })
    }

    fn gone<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()> {
        Box::pin(async {
            let mut disk = self.lock();
            disk.open.retain(|open| open.ticket != *ticket);
            disk.gone.push(ticket.clone());
            Ok(())
        })
    }

    fn aside<'a>(&'a self, ticket: &'a Ticket, why: &'a Trouble) -> Kept<'a, ()> {
        Box::pin(async {
            let mut disk = self.lock();
            disk.open.iter_mut().filter(|open| open.ticket == *ticket).for_each(|open| open.step = Step::Aside);
            disk.aside.push((ticket.clone(), why.clone()));
            Ok(())
        })
    }
}
