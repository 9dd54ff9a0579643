//! Everything that can be done to personal data, by name. Each name stands in `policies/schema.cedarschema`; who may do
//! it stands in the capability's policy file.

use crate::facts::{
    Facts, IdentityFacts, LoginFacts, OpeningFacts, RegionFacts, RequestFacts, SentOnFacts, SharingFacts, TrailFacts,
    UnitFacts,
};

/// One kind of thing that can be done.
pub trait Action: sealed::Sealed + Send + Sync + 'static {
    /// Its name in policies, in the log and in the permission matrix.
    const NAME: &'static str;
    /// What must be known to decide.
    type Facts: Facts;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! actions {
    ($($capability:ident { $($(#[$doc:meta])* $action:ident = $name:literal on $facts:ident),+ $(,)? })+) => {
        $(
            #[doc = concat!("What can be done in `", stringify!($capability), "`.")]
            pub mod $capability {
                use super::*;
                $(
                    $(#[$doc])*
                    #[derive(Debug)]
                    pub enum $action {}
                    impl sealed::Sealed for $action {}
                    impl Action for $action {
                        const NAME: &'static str = $name;
                        type Facts = $facts;
                    }
                )+
            }
        )+
        /// The names of all actions, in the order of the capabilities.
        pub const ALL: &[&str] = &[$($($name),+),+];
    };
}

actions! {
    identity {
        /// Keep principals, domains, units and assignments.
        KeepOrganisations = "identity.keep_organisations" on RegionFacts,
        /// Look for a child by identity number.
        FindChild = "identity.find_child" on UnitFacts,
        /// Register a child.
        RegisterChild = "identity.register_child" on RegionFacts,
        /// See a child's name, number, contact and relations.
        SeeIdentity = "identity.see_identity" on IdentityFacts,
        /// Change them.
        ChangeIdentity = "identity.change_identity" on IdentityFacts,
        /// Confirm who has custody of a child, and name the grown-ups around it.
        ConfirmCustody = "identity.confirm_custody" on IdentityFacts,
        /// Hand out a code to log in with, to a grown-up around a child or to the child, and take it back.
        GiveCode = "identity.give_code" on IdentityFacts,
        /// Protect an identity, change the grade, and name the few who may open it.
        Protect = "identity.protect" on IdentityFacts,
        /// Take the protection away, in two steps.
        Unprotect = "identity.unprotect" on IdentityFacts,
        /// Say that a child and another are one and the same. Asked about each of the two.
        Join = "identity.join" on IdentityFacts,
        /// Destroy the child's key.
        Erase = "identity.erase" on IdentityFacts,
        /// Log in at work, as the one whom the identity provider named.
        LogIn = "identity.log_in" on LoginFacts,
        /// Say who is on duty at one's own unit.
        SetDuty = "identity.set_duty" on UnitFacts,
        /// Stand in an assignment.
        ChooseAssignment = "identity.choose_assignment" on LoginFacts,
        /// Log in with a code.
        UseCode = "identity.use_code" on LoginFacts,
        /// Log out.
        LogOut = "identity.log_out" on LoginFacts,
    }
    directory {
        /// Keep what the directory says of a unit.
        KeepEntry = "directory.keep_entry" on UnitFacts,
    }
    front_door {
        /// Ask for help.
        Ask = "front_door.ask" on RegionFacts,
        /// See the queue.
        SeeQueue = "front_door.see_queue" on UnitFacts,
        /// Take a request out of the queue (*Ta emot*).
        Take = "front_door.take" on RequestFacts,
        /// See a request.
        SeeRequest = "front_door.see_request" on RequestFacts,
        /// Interview and rate.
        Interview = "front_door.interview" on RequestFacts,
        /// Decide the level and where next.
        Decide = "front_door.decide" on RequestFacts,
        /// Close a request whose trail one's own unit has accepted: what was decided is carried out.
        CarryOut = "front_door.carry_out" on SentOnFacts,
        /// Follow one's own request.
        Follow = "front_door.follow" on RequestFacts,
        /// Take one's own request back.
        TakeBack = "front_door.take_back" on RequestFacts,
        /// Add something to one's own request.
        AddTo = "front_door.add_to" on RequestFacts,
        /// Ask for help for a child at the child's front door, from one's own unit (*remiss*).
        Refer = "front_door.refer" on UnitFacts,
        /// List what one's own unit has asked the front door for.
        SeeReferrals = "front_door.see_referrals" on UnitFacts,
        /// See what became of what one's own unit asked for, and answer what the front door asks.
        FollowReferral = "front_door.follow_referral" on RequestFacts,
        /// Keep the tables of rules and the clocks.
        KeepRules = "front_door.keep_rules" on RegionFacts,
    }
    trail {
        /// List the trails of a unit.
        List = "trail.list" on UnitFacts,
        /// Open a trail at a unit.
        Open = "trail.open" on UnitFacts,
        /// Open it about a child that is known already.
        OpenAbout = "trail.open_about" on IdentityFacts,
        /// See who holds the baton, the next step, who is around, and what one's own domain has written.
        Read = "trail.read" on TrailFacts,
        /// See what one's unit was given and wrote itself, and who has agreed to what.
        ReadCopies = "trail.read_copies" on TrailFacts,
        /// See the course of the trail, and what others of one's own secrecy domain have written on it.
        ReadCourse = "trail.read_course" on TrailFacts,
        /// Write an entry in one's own domain.
        Write = "trail.write" on TrailFacts,
        /// Offer the baton to another, or take the offer back.
        HandOver = "trail.hand_over" on TrailFacts,
        /// Receive, accept, ask for more, or return.
        Answer = "trail.answer" on TrailFacts,
        /// Set the next step.
        Plan = "trail.plan" on TrailFacts,
        /// Close, or open again.
        Close = "trail.close" on TrailFacts,
        /// Share entries with another domain.
        Share = "trail.share" on TrailFacts,
        /// Write down an answer to what one's own domain has asked a family, end it, or go on with what they agreed to.
        SettleSharing = "trail.settle_sharing" on SharingFacts,
        /// Read one's own trail, as the child.
        ReadAsChild = "trail.read_as_child" on TrailFacts,
        /// Read a child's trail, as its guardian.
        ReadAsGuardian = "trail.read_as_guardian" on TrailFacts,
        /// Write one's own words, as the child.
        Say = "trail.say" on TrailFacts,
        /// Give, decline or withdraw a sharing.
        Consent = "trail.consent" on TrailFacts,
        /// Close a consent, or a question, whose last day has passed.
        CloseConsent = "trail.close_consent" on TrailFacts,
    }
    oversight {
        /// Ask to open a trail without a relation to it, before it is known whose.
        SeekGlass = "oversight.seek_glass" on UnitFacts,
        /// Open a trail without a relation to it.
        BreakGlass = "oversight.break_glass" on TrailFacts,
        /// See what is asked about one's own opening, and explain it.
        Explain = "oversight.explain" on OpeningFacts,
        /// Review a unit's log and its broken glasses.
        Review = "oversight.review" on UnitFacts,
        /// Note that the review of an opening is late, so that a manager sees it.
        TellOfLateReview = "oversight.tell_of_late_review" on TrailFacts,
        /// See who has read.
        SeeReaders = "oversight.see_readers" on IdentityFacts,
    }
    jobs {
        /// Delete what is past its time and about no child: ended sessions, keys of sent forms, old codes.
        Clear = "jobs.clear" on RegionFacts,
    }
}
