//! Keys of children and secrets of the installation: made, fetched, rewrapped, destroyed. They lie wrapped in the
//! database; opened ones are held in memory, a bounded number, and leave it when dropped.

pub(crate) mod holding;

use std::collections::BTreeMap;
use std::sync::PoisonError;

use domain::child::Child;
use domain::id::Id;
use uuid::Uuid;
use vault::{Key, Master, MasterError, Wrapped};

use crate::engine::Database;
use crate::failure::Failure;
use crate::keys::holding::Held;
use crate::transaction::{Kind, Transaction};
use crate::value::Row;
use crate::values;

pub use holding::statements_on;

/// The secret under which blind indexes are made.
pub(crate) const BLIND_INDEX: &str = "blind_index";
/// The secret under which form tokens are made.
const FORM_TOKENS: &str = "form_tokens";
/// Keys rewrapped in one transaction, so that rotation never holds others up.
const BATCH: i64 = 500;

const INSERT_KEY: &str = "
    INSERT INTO child_key (child_id, master, wrapped)
    VALUES ($1, $2, $3)";
const FIND_KEY: &str = "
    SELECT master, wrapped
    FROM child_key
    WHERE child_id = $1";
const DELETE_KEY: &str = "
    DELETE FROM child_key
    WHERE child_id = $1";
const KEYS_UNDER_OTHER_MASTERS: &str = "
    SELECT child_id, master, wrapped
    FROM child_key
    WHERE master <> $1
    ORDER BY child_id
    LIMIT $2";
const REWRAP_KEY: &str = "
    UPDATE child_key
    SET master = $2, wrapped = $3
    WHERE child_id = $1 AND master = $4";
const COUNT_UNDER_OTHER_MASTERS: &str = "
    SELECT (SELECT COUNT(*) FROM child_key WHERE master <> $1) + (SELECT COUNT(*) FROM secret WHERE master <> $1) AS left_over";
const INSERT_SECRET: &str = "
    INSERT INTO secret (name, owner_id, master, wrapped)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (name) DO NOTHING";
const FIND_SECRETS: &str = "
    SELECT name, owner_id, master, wrapped
    FROM secret
    ORDER BY name";
const REWRAP_SECRET: &str = "
    UPDATE secret
    SET master = $2, wrapped = $3
    WHERE name = $1";

/// Every statement of this file, for the test that prepares them.
#[doc(hidden)]
pub const STATEMENTS: &[&str] = &[
    INSERT_KEY,
    FIND_KEY,
    DELETE_KEY,
    KEYS_UNDER_OTHER_MASTERS,
    REWRAP_KEY,
    COUNT_UNDER_OTHER_MASTERS,
    INSERT_SECRET,
    FIND_SECRETS,
    REWRAP_SECRET,
];

/// How many keys a rotation rewrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rewrapped {
    /// Keys of children.
    pub children: u64,
    /// Secrets of the installation.
    pub secrets: u64,
}

impl Transaction {
    /// Makes and stores a key for a new child.
    pub async fn create_child_key(&mut self, child: Id<Child>) -> Result<Key, Failure> {
        let key = Key::generate(child.value(), self.database.environment());
        let wrapped = self.database.newest_master()?.wrap(&key);
        self.execute(INSERT_KEY, values![child, wrapped.master, wrapped.bytes]).await?;
        // Nobody else sees it before this is saved.
        self.held.insert(child.value(), Held::Alone);
        Ok(key)
    }

    /// The child's key, from memory or from its wrapped row. Whoever may write holds it to the end of the transaction, so that
    /// it is destroyed before or after, and not between: `Met` where it was there a moment ago, so that the next try finds what
    /// became of the child.
    pub async fn child_key(&mut self, child: Id<Child>) -> Result<Key, Failure> {
        match self.kind {
            Kind::Aside | Kind::Writing if !self.held.contains_key(&child.value()) => {}
            Kind::Aside | Kind::Writing | Kind::Reading => return self.child_key_unheld(child).await,
        }
        let known = self.database.held_key(child.value());
        let Some(row) = self.row(self.hold(), values![child]).await? else {
            self.database.forget_key(child.value());
            return Err(if known.is_some() { Failure::Met } else { Failure::Erased });
        };
        self.held.insert(child.value(), Held::Together);
        match known {
            Some(key) => Ok(key),
            None => self.database.open_key(child.value(), &row),
        }
    }

    /// The child's key, which others may destroy meanwhile: for what lies in one row that goes first, as a draft does.
    pub async fn child_key_unheld(&mut self, child: Id<Child>) -> Result<Key, Failure> {
        if let Some(key) = self.database.held_key(child.value()) {
            return Ok(key);
        }
        let row = self.row(FIND_KEY, values![child]).await?.ok_or(Failure::Erased)?;
        self.database.open_key(child.value(), &row)
    }

    /// The child's key from a row that a list joined in as `master` and `wrapped`: a list never asks once per child.
    pub fn child_key_in(&self, child: Id<Child>, row: &Row) -> Result<Key, Failure> {
        match self.database.held_key(child.value()) {
            Some(key) => Ok(key),
            None => self.database.open_key(child.value(), row),
        }
    }

    /// Destroys the child's key. What is sealed under it can never be read again.
    pub async fn destroy_child_key(&mut self, child: Id<Child>) -> Result<(), Failure> {
        self.database.forget_key(child.value());
        self.held.remove(&child.value());
        self.change(DELETE_KEY, values![child]).await
    }
}

impl Database {
    /// The fingerprint by which a value can be found without being stored.
    pub fn fingerprint(&self, purpose: &str, value: &[u8]) -> Vec<u8> {
        self.shared.index.fingerprint(purpose, value).to_vec()
    }

    /// The fingerprint that binds a form to the browser it was given to.
    pub fn form_token(&self, cookie: &[u8]) -> [u8; 32] {
        let key = self.shared.secrets.get(FORM_TOKENS).map_or([0; 32], Key::derive);
        vault::BlindIndex::new(key).fingerprint("form", cookie)
    }

    /// Rewraps every key that an older master key wraps, in small transactions, while others go on working.
    pub async fn rewrap(&self, master: Master) -> Result<Rewrapped, Failure> {
        *self.shared.master.write().unwrap_or_else(PoisonError::into_inner) = master;
        let mut children = 0;
        loop {
            let changed = self.rewrap_batch().await?;
            if changed == 0 {
                break;
            }
            children += changed;
        }
        let secrets = self.rewrap_secrets().await?;
        Ok(Rewrapped { children, secrets })
    }

    /// How many keys an older master key still wraps.
    pub async fn under_older_masters(&self) -> Result<i64, Failure> {
        let master = self.newest_master()?;
        let mut transaction = self.begin_reading("keys.left_over").await?;
        let row = transaction.row(COUNT_UNDER_OTHER_MASTERS, values![master.current()]).await?;
        transaction.commit().await?;
        row.ok_or(Failure::Meaning { what: "left_over" })?.integer("left_over")
    }

    async fn rewrap_batch(&self) -> Result<u64, Failure> {
        let master = self.master();
        let mut transaction = self.begin("keys.rewrap").await?;
        let rows = transaction.rows(KEYS_UNDER_OTHER_MASTERS, values![master.current(), BATCH]).await?;
        let mut changed = 0;
        for row in rows {
            let child: Id<Child> = row.id("child_id")?;
            let old = wrapped(&row)?;
            let new = master.wrap(&master.unwrap(child.value(), &old)?);
            changed += transaction.execute(REWRAP_KEY, values![child, new.master, new.bytes, old.master]).await?;
        }
        transaction.commit().await?;
        Ok(changed)
    }

    async fn rewrap_secrets(&self) -> Result<u64, Failure> {
        let master = self.master();
        let mut transaction = self.begin("keys.rewrap_secrets").await?;
        let mut changed = 0;
        for row in transaction.rows(FIND_SECRETS, values![]).await? {
            let owner: Id<()> = row.id("owner_id")?;
            let new = master.wrap(&master.unwrap(owner.value(), &wrapped(&row)?)?);
            changed += transaction.execute(REWRAP_SECRET, values![row.text("name")?, new.master, new.bytes]).await?;
        }
        transaction.commit().await?;
        Ok(changed)
    }

    pub(crate) async fn load_secrets(&self) -> Result<BTreeMap<&'static str, Key>, Failure> {
        let master = self.master();
        let mut transaction = self.begin("keys.secrets").await?;
        for name in [BLIND_INDEX, FORM_TOKENS] {
            let owner = self.environment().uuid();
            let wrapped = master.wrap(&Key::generate(owner, self.environment()));
            transaction.execute(INSERT_SECRET, values![name, owner, wrapped.master, wrapped.bytes]).await?;
        }
        let mut secrets = BTreeMap::new();
        for row in transaction.rows(FIND_SECRETS, values![]).await? {
            let owner: Id<()> = row.id("owner_id")?;
            let key = master.unwrap(owner.value(), &wrapped(&row)?)?;
            let name = row.text("name")?;
            if let Some(known) = [BLIND_INDEX, FORM_TOKENS].into_iter().find(|known| *known == name) {
                secrets.insert(known, key);
            }
        }
        transaction.commit().await?;
        Ok(secrets)
    }

    pub(crate) fn master(&self) -> Master {
        self.shared.master.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The master keys of the file as it is now. Looking costs no more than asking when the file was changed.
    fn newest_master(&self) -> Result<Master, Failure> {
        let held = self.master();
        let Some(newer) = held.newer()? else { return Ok(held) };
        tracing::info!("the master key file has changed: its keys are in use");
        *self.shared.master.write().unwrap_or_else(PoisonError::into_inner) = newer.clone();
        Ok(newer)
    }

    fn held_key(&self, owner: Uuid) -> Option<Key> {
        self.shared.keys.lock().unwrap_or_else(PoisonError::into_inner).get(&owner).cloned()
    }

    fn open_key(&self, owner: Uuid, row: &Row) -> Result<Key, Failure> {
        if row.text_maybe("master")?.is_none() {
            return Err(Failure::Erased);
        }
        let wrapped = wrapped(row)?;
        let key = match self.master().unwrap(owner, &wrapped) {
            // Rotated while this server runs: the key is in the file by now.
            Err(MasterError::Missing { .. }) => self.newest_master()?.unwrap(owner, &wrapped)?,
            opened => opened?,
        };
        self.shared.keys.lock().unwrap_or_else(PoisonError::into_inner).put(owner, key.clone());
        Ok(key)
    }

    fn forget_key(&self, owner: Uuid) {
        self.shared.keys.lock().unwrap_or_else(PoisonError::into_inner).pop(&owner);
    }
}

fn wrapped(row: &Row) -> Result<Wrapped, Failure> {
    Ok(Wrapped { master: row.text("master")?, bytes: row.bytes("wrapped")? })
}
