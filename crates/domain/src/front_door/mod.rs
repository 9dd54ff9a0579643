//! The joint front door (*En väg in*): one way to ask for help, a structured interview, ratings that suggest a level of
//! care while a professional decides, and routing to the right place. Source: dossier 3; products D.

pub mod request;

pub mod following;
pub mod intake;
pub mod queue;
pub mod reach;
pub mod referral;

pub mod interrupt;
pub mod joining;
pub mod safety;

pub mod interview;
pub mod speaker;

pub mod level;
pub mod rating;
pub mod table;

pub mod decision;
pub mod routing;

pub mod text;
