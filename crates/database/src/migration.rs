//! Migrations: each capability owns its tables and brings its own numbered files. Both engines run the same text.

use crate::engine::Database;
use crate::failure::Failure;
use crate::values;

/// One migration file.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number within the owner, from 1, without gaps.
    pub number: u32,
    /// What it does.
    pub name: &'static str,
    /// Its statements.
    pub sql: &'static str,
}

/// The migrations of one owner.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// The capability or kit crate that writes these tables.
    pub owner: &'static str,
    /// The files, in order.
    pub files: &'static [Migration],
}

/// The tables of this crate.
pub const KEYS: Migrations = Migrations {
    owner: "database",
    files: &[Migration { number: 1, name: "keys", sql: include_str!("../migrations/0001_keys.sql") }],
};

const CREATE_TABLE: &str = "
    CREATE TABLE IF NOT EXISTS migration (
      owner text NOT NULL,
      number bigint NOT NULL,
      name text NOT NULL,
      fingerprint bigint NOT NULL,
      applied_at bigint NOT NULL,
      PRIMARY KEY (owner, number)
    )";
const APPLIED: &str = "
    SELECT owner, number, name, fingerprint
    FROM migration
    ORDER BY owner, number";
const RECORD: &str = "
    INSERT INTO migration (owner, number, name, fingerprint, applied_at)
    VALUES ($1, $2, $3, $4, $5)";

impl Database {
    /// Brings the schema up to date, each migration in a transaction of its own. Refuses a database that a newer
    /// version has been at, or whose migrations were changed after they ran.
    pub(crate) async fn migrate(&self, owners: &[Migrations]) -> Result<(), Failure> {
        let mut transaction = self.begin("migrate").await?;
        transaction.script(CREATE_TABLE).await?;
        let mut applied = Vec::new();
        for row in transaction.rows(APPLIED, values![]).await? {
            applied.push((
                row.text("owner")?,
                row.number::<u32>("number")?,
                row.text("name")?,
                row.integer("fingerprint")?,
            ));
        }
        transaction.commit().await?;
        let all = || std::iter::once(&KEYS).chain(owners);
        for (owner, number, name, fingerprint) in &applied {
            let known =
                all().filter(|set| set.owner == owner).flat_map(|set| set.files).find(|file| file.number == *number);
            let migration = format!("{owner}/{number:04}_{name}");
            let known = known.ok_or_else(|| Failure::Newer { migration: migration.clone() })?;
            if fingerprint_of(known.sql) != *fingerprint {
                return Err(Failure::Changed { migration });
            }
        }
        for set in all() {
            for file in set.files {
                if !applied.iter().any(|(owner, number, ..)| owner == set.owner && *number == file.number) {
                    self.apply(set.owner, file).await?;
                }
            }
        }
        Ok(())
    }

    async fn apply(&self, owner: &'static str, file: &Migration) -> Result<(), Failure> {
        let mut transaction = self.begin("migrate.apply").await?;
        transaction.take_as_long_as_it_takes().await?;
        transaction.script(file.sql).await?;
        let now = self.environment().now();
        transaction.execute(RECORD, values![owner, file.number, file.name, fingerprint_of(file.sql), now]).await?;
        transaction.commit().await
    }
}

/// FNV-1a over the text: enough to notice that a file was edited after it ran.
fn fingerprint_of(sql: &str) -> i64 {
    let hash = sql
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash.cast_signed()
}
