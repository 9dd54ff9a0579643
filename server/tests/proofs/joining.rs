//! Two records of one child become one in the midst of everything. Which tables are about a child, and what is sealed in them, is
//! read from the schema as it stands: no table and no column is forgotten, whoever adds one.

use access::Actor;
use access::action::identity::{ChangeIdentity, Join, RegisterChild, SeeIdentity};
use access::facts::RegionFacts;
use audit::{Act, Outcome};
use database::values;
use domain::child::joining::Joining;
use domain::child::{Child, Protection};
use domain::id::Id;
use domain::organisation::{Post, Unit};
use identity::children::commands::{NewChild, involve, register};
use identity::children::joining::commands::{Permits, join};
use identity::children::{Age, Identity, Label, Relations};
use identity::organisations::Book;
use testkit::{Engine, engines, run};

use crate::world::World;

const OF_SQLITE: &str = "
    SELECT tables.name AS owner, columns.name AS name, lower(columns.type) AS kind
    FROM sqlite_master AS tables
    JOIN pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
    ORDER BY tables.name, columns.cid";
const OF_POSTGRES: &str = "
    SELECT CAST(columns.table_name AS text) AS owner, CAST(columns.column_name AS text) AS name,
      CAST(columns.data_type AS text) AS kind
    FROM information_schema.columns AS columns
    JOIN information_schema.tables AS tables
      ON tables.table_schema = columns.table_schema AND tables.table_name = columns.table_name
    WHERE columns.table_schema = 'public' AND tables.table_type = 'BASE TABLE'
    ORDER BY 1, columns.ordinal_position";

/// Where the identifier of a child that is no more stays: its empty row, what it led to, and the log, which is never rewritten.
const STAYS: [&str; 4] = ["child.id", "child_joined.other_id", "audit_line.child_id", "audit_line.subject_id"];
/// Tables that name a child and are no record of it.
const NO_RECORD: [&str; 2] = ["audit_line", "child_joined"];
/// What is not kept where two become one: a glass that was broken towards the other, and what was being written of it.
const FORGOTTEN: [&str; 2] = ["broken_glass", "draft"];
/// Columns of bytes that are not sealed.
const NOT_SEALED: [&str; 5] = [
    "child.number_fingerprint",
    "child_key.wrapped",
    "child_surname.fingerprint",
    "draft.browser_fingerprint",
    "trail.turns_18",
];

/// A column of the schema as it stands.
struct Column {
    table: String,
    name: String,
    kind: String,
}

impl Column {
    fn place(&self) -> &'static str {
        leaked(format!("{}.{}", self.table, self.name))
    }
}

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

async fn schema(world: &World, engine: Engine) -> Vec<Column> {
    let question = match engine {
        Engine::Sqlite => OF_SQLITE,
        Engine::Postgres => OF_POSTGRES,
    };
    let mut transaction = world.test.app.database().begin_reading("test.schema").await.unwrap();
    let rows = transaction.rows(question, vec![]).await.unwrap();
    let column = |row: &database::Row| Column {
        table: row.text("owner").unwrap(),
        name: row.text("name").unwrap(),
        kind: row.text("kind").unwrap(),
    };
    rows.iter().map(column).collect()
}

async fn count(world: &World, question: String) -> i64 {
    let mut transaction = world.test.app.database().begin_reading("test.count").await.unwrap();
    transaction.row(leaked(question), vec![]).await.unwrap().unwrap().integer("n").unwrap()
}

/// Registers a child once more, and says that the two are one: the new record goes on.
async fn joined(world: &World, other: Id<Child>) -> Id<Child> {
    let door: Id<Unit> = world.names["unit_front_door"].parse().unwrap();
    let mut act = world.test.demo().begin("test.register").await.unwrap();
    let now = act.now();
    let book = Book::open(act.transaction()).await.unwrap();
    let people = book.colleagues_at(door);
    let post: Post = people.iter().find(|one| one.name.starts_with("Mikael")).expect("Mikael works there").post;
    let relations = Relations::of(act.transaction(), other, now).await.unwrap().unwrap();
    let label = Label { given_name: "Alma".to_owned(), age: Age::Stated(13, now.day()), place: String::new() };
    let new = NewChild { label, identity: Identity::default(), municipality: None, protection: Protection::None };
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.unwrap();
    let kept = register(&mut act, &permit, new).await.unwrap();
    for child in [kept, other] {
        involve(act.transaction(), child, door, now).await.unwrap();
    }
    let named = match relations.protection {
        Protection::None => vec![],
        Protection::Marked | Protection::Registered | Protection::NewIdentity => vec![post.staff],
    };
    for staff in &named {
        identity::children::commands::name_staff(&mut act, &permit, other, *staff).await.unwrap();
    }
    act.commit(permit).await.unwrap().shown();

    let mut act = world.test.asker(Actor::Staff(post)).begin("test.join").await.unwrap();
    let (kept_join, kept_see, change) = permits(&mut act, kept).await;
    let (other_join, other_see, unused) = permits(&mut act, other).await;
    let leave =
        Permits { kept: &kept_join, other: &other_join, change: &change, see_kept: &kept_see, see_other: &other_see };
    let joining = Joining { kept, other, protection: relations.protection, named };
    join(&mut act, &leave, &joining, (post, "Samma nummer.")).await.unwrap();
    act.used(kept_join, Outcome::Changed);
    act.used(other_join, Outcome::Changed);
    act.used(change, Outcome::Changed);
    act.used(unused, Outcome::Changed);
    act.used(other_see, Outcome::Read);
    act.commit(kept_see).await.unwrap().shown();
    kept
}

type Leave = (access::Permit<Join>, access::Permit<SeeIdentity>, access::Permit<ChangeIdentity>);

async fn permits(act: &mut Act, child: Id<Child>) -> Leave {
    let now = act.now();
    let relations = Relations::of(act.transaction(), child, now).await.unwrap().unwrap();
    let facts = relations.identity_facts();
    let join = act.authorize::<Join>(&facts).await.unwrap();
    let see = act.authorize::<SeeIdentity>(&facts).await.unwrap();
    (join, see, act.authorize::<ChangeIdentity>(&facts).await.unwrap())
}

/// What is sealed in a column and cannot be opened with the key of the child that the row is about, or names one that is no more.
async fn not_moved(world: &World, column: &Column, child: &str) -> usize {
    let Column { table, name, .. } = column;
    let question = leaked(format!(
        "SELECT {child} AS child, {name} AS sealed FROM {table}
         WHERE {name} IS NOT NULL AND {child} NOT IN (SELECT other_id FROM child_joined)"
    ));
    let mut transaction = world.test.app.database().begin_reading("test.open").await.unwrap();
    let (mut closed, gone) = (0, world.asked("SELECT other_id AS id FROM child_joined").await);
    for row in transaction.rows(question, vec![]).await.unwrap() {
        let key = transaction.child_key(row.id("child").unwrap()).await;
        let opened = key.ok().and_then(|key| key.open(column.place(), &row.sealed("sealed").unwrap()).ok());
        let told = |plain: Vec<u8>| String::from_utf8_lossy(&plain).into_owned();
        closed += usize::from(opened.map(told).is_none_or(|told| gone.iter().any(|id| told.contains(id))));
    }
    closed
}

#[test]
fn whatever_any_table_keeps_about_a_child_follows_it_to_the_record_that_goes_on() {
    run(async {
        for engine in engines() {
            let world = World::full(engine).await;
            fill(&world).await;
            let schema = schema(&world, engine).await;
            let about = schema.iter().filter(|column| column.name == "child_id").map(|column| column.table.as_str());
            let about: Vec<_> = about.filter(|table| !NO_RECORD.contains(table)).collect();
            assert!(about.len() > 30, "{engine:?}: the schema is read: {about:?}");
            let mut before = Vec::new();
            for table in &about {
                before.push((*table, count(&world, format!("SELECT COUNT(*) AS n FROM {table}")).await));
            }
            let empty: Vec<_> = before.iter().filter(|(_, rows)| *rows == 0).collect();
            assert!(empty.is_empty(), "{engine:?}: nothing is known of these tables: {empty:?}");

            for other in world.asked("SELECT id FROM child ORDER BY id").await {
                joined(&world, other.parse().unwrap()).await;
            }

            let mut wrong = Vec::new();
            for column in schema.iter().filter(|column| column.kind == "uuid" && !STAYS.contains(&column.place())) {
                let (table, name) = (&column.table, &column.name);
                let others = "SELECT other_id FROM child_joined";
                let left = count(&world, format!("SELECT COUNT(*) AS n FROM {table} WHERE {name} IN ({others})")).await;
                if left > 0 {
                    wrong.push(format!("{}: {left} rows are left behind", column.place()));
                }
            }
            for (table, rows) in before.into_iter().filter(|(table, _)| !FORGOTTEN.contains(table)) {
                let now = count(&world, format!("SELECT COUNT(*) AS n FROM {table}")).await;
                if now < rows {
                    wrong.push(format!("{table}: had {rows} rows, and has {now}"));
                }
            }
            for column in schema.iter().filter(|column| column.kind == "bytea" && !NOT_SEALED.contains(&column.place()))
            {
                let child = match column.table.as_str() {
                    "child" => "id",
                    // Sealed at other places, and nobody's record yet.
                    "draft" => continue,
                    table if about.contains(&table) || table == "child_joined" => "child_id",
                    _ => continue,
                };
                let closed = not_moved(&world, column, child).await;
                if closed > 0 {
                    wrong.push(format!("{}: {closed} values cannot be opened, or name who is no more", column.place()));
                }
            }
            assert!(wrong.is_empty(), "{engine:?}: {wrong:#?}");
        }
    });
}

const A_REQUEST: &str = "
    SELECT child_id, id
    FROM request
    ORDER BY id
    LIMIT 1";
const ADD: &str = "
    INSERT INTO request_addition (child_id, request_id, id, at, sealed)
    VALUES ($1, $2, $3, $4, $5)";
const ASK_REMOVAL: &str = "
    INSERT INTO protection_removal (owner_id, child_id, staff_id, assignment_id, source, at)
    SELECT guardian.person_id, guardian.child_id, assignment.staff_id, assignment.id, 'register', $1
    FROM guardian
    CROSS JOIN assignment
    ORDER BY guardian.person_id, guardian.child_id, assignment.id
    LIMIT 1";

/// What the walk through the region leaves empty: what somebody has added to a request, and the first step of taking a
/// grown-up's protection away.
async fn fill(world: &World) {
    let mut transaction = world.test.app.database().begin("test.fill").await.unwrap();
    let (environment, now) = (&world.test.environment, world.test.now());
    let asked = transaction.row(A_REQUEST, vec![]).await.unwrap().unwrap();
    let (child, request): (Id<Child>, Id<()>) = (asked.id("child_id").unwrap(), asked.id("id").unwrap());
    let key = transaction.child_key(child).await.unwrap();
    let sealed = key.seal("request_addition.sealed", b"one more thing", environment);
    let added = values![child, request, environment.uuid(), now, sealed];
    transaction.execute(ADD, added).await.unwrap();
    transaction.execute(ASK_REMOVAL, values![now]).await.unwrap();
    transaction.commit().await.unwrap();
}
