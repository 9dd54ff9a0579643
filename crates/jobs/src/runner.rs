//! Running what is due, one at a time over all servers.

use std::time::Duration;

use access::Actor;
use audit::{Asker, Refused};
use database::Failure;
use domain::id::Id;
use domain::moment::Moment;
use jiff::SignedDuration;
use tokio::sync::watch;

use crate::{Holder, Job, Last, Outcome, store};

/// How long a server has a job to itself. One that dies lets go after this; one that takes longer meets another, which
/// costs nothing but work, since doing it again does nothing more.
const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// How many times a job's function is called in one go.
const ROUNDS_MAX: u32 = 1_000;
/// How many looks a server takes between two times that a job is due: with several servers, one that is late is seen.
const LOOKS: u32 = 4;

/// Asked to stop: what runs is finished, nothing new is begun.
pub type Stop = watch::Receiver<bool>;

/// Runs jobs.
#[derive(Clone)]
pub struct Runner {
    jobs: Vec<Job>,
    asker: Asker,
    holder: Id<Holder>,
    every: SignedDuration,
}

/// What came of running a job.
#[derive(Debug)]
pub enum Went {
    /// Done, this much.
    Done(u64),
    /// Another server is at it, or it is not due.
    NotNow,
    /// It failed.
    Failed(Refused),
}

impl Runner {
    /// A runner of these jobs, each due so long after it last ran.
    pub fn new(jobs: Vec<Job>, asker: Asker, every: SignedDuration) -> Self {
        let holder = asker.database.environment().id();
        Self { jobs, asker, holder, every }
    }

    /// Its jobs.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// How a job went last time; `None` when it has never run.
    pub async fn last(&self, job: &Job) -> Result<Option<Last>, Failure> {
        let mut transaction = self.asker.database.begin_reading("jobs.last").await?;
        let last = store::last(&mut transaction, job.name).await?;
        transaction.commit().await?;
        Ok(last)
    }

    /// Runs everything that is due, until asked to stop.
    pub async fn work(&self, mut stop: Stop) {
        let look = Duration::try_from(self.every).unwrap_or(Duration::from_mins(15)) / LOOKS;
        let mut looks = tokio::time::interval(look.max(Duration::from_millis(100)));
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => return,
                _ = looks.tick() => {}
            }
            self.round(&stop).await;
        }
    }

    /// Runs each job that is due now. A failure is the operator's to read; the other jobs run all the same.
    pub async fn round(&self, stop: &Stop) {
        for job in &self.jobs {
            if *stop.borrow() {
                return;
            }
            let now = self.asker.database.environment().now();
            match self.run(job, now).await {
                Ok(Went::Done(amount)) if amount > 0 => {
                    tracing::info!(job = job.name, amount, "job {} did {amount}", job.name);
                }
                Ok(Went::Done(_) | Went::NotNow) => {}
                Ok(Went::Failed(error)) => {
                    tracing::error!(
                        job = job.name,
                        error = &error as &dyn std::error::Error,
                        "job {} failed",
                        job.name
                    );
                }
                Err(error) => {
                    tracing::warn!(
                        job = job.name,
                        error = &error as &dyn std::error::Error,
                        "job {} did not begin",
                        job.name
                    );
                }
            }
        }
    }

    /// Runs a job now, due or not, unless another server is at it.
    pub async fn run_by_hand(&self, job: &Job) -> Result<Went, Failure> {
        self.run(job, Moment::from_microseconds(i64::MAX)).await
    }

    /// Runs a job that was due by a moment.
    async fn run(&self, job: &Job, due_by: Moment) -> Result<Went, Failure> {
        let database = &self.asker.database;
        let now = database.environment().now();
        let mut transaction = database.begin("jobs.claim").await?;
        let claimed = store::claim(&mut transaction, job.name, self.holder, (now, now.plus(LEASE), due_by)).await?;
        transaction.commit().await?;
        if !claimed {
            return Ok(Went::NotNow);
        }
        let (went, outcome, amount) = match self.all_of(job).await {
            Ok(amount) => (Went::Done(amount), Outcome::Done, amount),
            Err(error) => (Went::Failed(error), Outcome::Failed, 0),
        };
        let amount = i64::try_from(amount).unwrap_or(i64::MAX);
        let now = database.environment().now();
        let mut transaction = database.begin("jobs.finish").await?;
        store::finish(&mut transaction, job.name, self.holder, (now, now.plus(self.every)), (outcome, amount)).await?;
        transaction.commit().await?;
        Ok(went)
    }

    async fn all_of(&self, job: &Job) -> Result<u64, Refused> {
        let asker = Asker { actor: Actor::Job(job.actor), ..self.asker.clone() };
        let mut all = 0;
        for _ in 0..ROUNDS_MAX {
            let amount = (job.run)(asker.clone()).await?;
            if amount == 0 {
                break;
            }
            all += amount;
        }
        Ok(all)
    }
}
