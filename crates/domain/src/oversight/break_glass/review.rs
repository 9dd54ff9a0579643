//! How an opening is answered for: how far the review has come, what is asked and explained, and what is decided.
//! Source: PDL 4:3; products A2, C11.

use crate::moment::Moment;
use crate::organisation::Post;
use crate::trail::{Text, coded};

/// How far a review has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Review {
    /// Waits for a reviewer.
    Waiting,
    /// Waits for the one who opened.
    Asked(Question),
    /// There was good reason.
    Justified(Verdict),
    /// There was not.
    NotJustified {
        /// The verdict.
        verdict: Verdict,
        /// What is done about it.
        follow_up: FollowUp,
    },
}

/// A reviewer's question. The due time does not move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What.
    pub question: Text<1000>,
    /// Who asks.
    pub by: Post,
    /// When.
    pub at: Moment,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What was asked.
    pub question: Question,
    /// What the one who opened said.
    pub answer: Text<2000>,
    /// When.
    pub at: Moment,
}

/// What a reviewer decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Who.
    pub by: Post,
    /// When.
    pub at: Moment,
    /// What the family is told.
    pub to_family: Text<1000>,
}

/// What is done about an opening without good reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FollowUp {
    /// The manager talks with the person.
    Talk,
    /// Rights are changed.
    RightsChanged,
    /// It is a matter for the employer.
    Employer,
    /// It is reported as a personal data breach, within 72 hours.
    DataBreach,
    /// It is reported to the police.
    Police,
}
coded!(FollowUp {
    Talk => "talk",
    RightsChanged => "rights_changed",
    Employer => "employer",
    DataBreach => "data_breach",
    Police => "police",
});

/// What a reviewer answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// There was good reason.
    Justified {
        /// What the family is told.
        to_family: Text<1000>,
    },
    /// There was not.
    NotJustified {
        /// What the family is told.
        to_family: Text<1000>,
        /// What is done about it.
        follow_up: FollowUp,
    },
    /// The one who opened must say more first.
    NeedsMore {
        /// What.
        question: Text<1000>,
    },
}
