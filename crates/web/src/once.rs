//! A form that is sent twice does one thing. What was sent is kept, as a hash, with where it led, in the transaction of
//! what it did. Some forms carry a key of their own; every other is known by its page's form token, its address and what
//! was in it.

use database::{Database, Failure, Mark, Transaction, values};
use domain::moment::Moment;
use sha2::{Digest as _, Sha256};

use crate::session::token_hash;

const FIND: &str = "
    SELECT led_to
    FROM sent_form
    WHERE key = $1";
const INSERT: &str = "
    INSERT INTO sent_form (key, led_to, at)
    VALUES ($1, $2, $3)
    ON CONFLICT (key) DO NOTHING";
const FIND_SENDING: &str = "
    SELECT led_to
    FROM sent_form
    WHERE key = $1 AND body = $2";
const MARK: &str = "
    INSERT INTO sent_form (key, body, led_to, at)
    VALUES ($1, $2, '', $3)
    ON CONFLICT (key) DO UPDATE
    SET body = $2, led_to = '', at = $3
    WHERE sent_form.body <> $2";
const LED: &str = "
    UPDATE sent_form
    SET led_to = $3
    WHERE key = $1 AND body = $2";
const FORGET_ONE: &str = "
    DELETE FROM sent_form
    WHERE key = $1 AND body = $2";
const FORGET: &str = "
    DELETE FROM sent_form
    WHERE at <= $1";

/// Every statement of this file, for the test that prepares them.
#[doc(hidden)]
pub const STATEMENTS: &[&str] = &[FIND, INSERT, FIND_SENDING, MARK, LED, FORGET_ONE, FORGET];

/// Where a form with this key led when it was sent before; `None` the first time.
pub async fn led_to(transaction: &mut Transaction, key: &str) -> Result<Option<String>, Failure> {
    let row = transaction.row(FIND, values![token_hash(key)]).await?;
    row.map(|row| row.text("led_to")).transpose()
}

/// Notes where a form led. Two that are sent at the same moment: the second saves nothing, and is tried again to find
/// what came of the first.
pub async fn note(transaction: &mut Transaction, key: &str, led_to: &str, now: Moment) -> Result<(), Failure> {
    match transaction.execute(INSERT, values![token_hash(key), led_to, now]).await? {
        1 => Ok(()),
        _ => Err(Failure::Met),
    }
}

/// One sending of a form from one page in one browser.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Sending {
    key: Vec<u8>,
    body: Vec<u8>,
}

impl Sending {
    /// `page` is the form token, which differs from page to page and cannot be guessed: neither hash says what was sent.
    pub(crate) fn of(browser: &str, page: &str, path: &str, body: &[u8]) -> Self {
        let mut key = Sha256::new();
        for part in [browser, page, path] {
            key.update(part.as_bytes());
            key.update([0]);
        }
        Self { key: key.finalize().to_vec(), body: Sha256::digest(body).to_vec() }
    }

    /// Where it led when it was sent before: empty when that is not known, `None` the first time.
    pub(crate) async fn led_to(&self, database: &Database) -> Result<Option<String>, Failure> {
        let mut transaction = database.begin_reading("form.sent_before").await?;
        let row = transaction.row(FIND_SENDING, values![self.key.clone(), self.body.clone()]).await?;
        transaction.commit().await?;
        row.map(|row| row.text("led_to")).transpose()
    }

    /// What is saved with whatever it does. Of two at the same moment, the second saves nothing.
    pub(crate) fn mark(&self, now: Moment) -> Mark {
        Mark { sql: MARK, values: values![self.key.clone(), self.body.clone(), now] }
    }

    /// Forgets it.
    pub(crate) async fn forget(&self, database: &Database) -> Result<(), Failure> {
        let mut transaction = database.begin_aside("form.forget").await?;
        transaction.execute(FORGET_ONE, values![self.key.clone(), self.body.clone()]).await?;
        transaction.commit().await
    }

    /// Notes where it led.
    pub(crate) async fn led(&self, database: &Database, to: &str) -> Result<(), Failure> {
        let mut transaction = database.begin_aside("form.led_to").await?;
        transaction.execute(LED, values![self.key.clone(), self.body.clone(), to]).await?;
        transaction.commit().await
    }
}

/// Forgets every form that was sent at this moment or before, and says how many there were.
pub async fn forget(transaction: &mut Transaction, sent: Moment) -> Result<u64, Failure> {
    transaction.execute(FORGET, values![sent]).await
}
