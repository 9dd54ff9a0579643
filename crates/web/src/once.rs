//! A form that is sent twice does one thing: its key is kept with where it led, in the transaction of what it did.

use database::{Failure, Transaction, values};
use domain::moment::Moment;

use crate::session::token_hash;

const FIND: &str = "
    SELECT led_to
    FROM sent_form
    WHERE key = $1";
const INSERT: &str = "
    INSERT INTO sent_form (key, led_to, at)
    VALUES ($1, $2, $3)
    ON CONFLICT (key) DO NOTHING";

const FORGET: &str = "
    DELETE FROM sent_form
    WHERE at <= $1";

/// Every statement of this file, for the test that prepares them.
#[doc(hidden)]
pub const STATEMENTS: &[&str] = &[FIND, INSERT, FORGET];

/// Where a form with this key led when it was sent before; `None` the first time.
pub async fn led_to(transaction: &mut Transaction, key: &str) -> Result<Option<String>, Failure> {
    let row = transaction.row(FIND, values![token_hash(key)]).await?;
    row.map(|row| row.text("led_to")).transpose()
}

/// Notes where a form led. Two that are sent at the same moment: the second saves nothing.
pub async fn note(transaction: &mut Transaction, key: &str, led_to: &str, now: Moment) -> Result<(), Failure> {
    transaction.change(INSERT, values![token_hash(key), led_to, now]).await
}

/// Forgets every form that was sent at this moment or before, and says how many there were.
pub async fn forget(transaction: &mut Transaction, sent: Moment) -> Result<u64, Failure> {
    transaction.execute(FORGET, values![sent]).await
}
