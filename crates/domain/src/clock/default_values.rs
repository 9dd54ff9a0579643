//! The promised times a region begins with, each with its source.

use jiff::civil::date;

use super::{Code, Definition, Evidence, Scope, Source, Start, Unit};
use crate::moment::Day;

/// The day the three-day medical assessment came into force (HSF 6:1). Values whose source names no first day are held
/// from the same day, which is earlier than any matter Cairn can contain.
const FIRST_DAY: Day = Day::new(date(2019, 1, 1));

/// The promised times a region begins with. Source: dossier 3.5 and, for the contact guarantee, 4.2.
pub fn defaults() -> Vec<Definition> {
    let rows = national_defaults().into_iter().map(|row| (Scope::National, row));
    let rows = rows.chain(local_defaults().into_iter().map(|row| (Scope::Local, row)));
    rows.map(|(scope, (code, amount, unit, start, evidence, text))| {
        let source = Source { evidence, text: text.to_owned() };
        Definition { code, amount, unit, start, scope, source, valid_from: FIRST_DAY }
    })
    .collect()
}

type Row = (Code, u16, Unit, Start, Evidence, &'static str);

#[rustfmt::skip]
fn national_defaults() -> [Row; 6] {
    use Code as C;
    use Evidence::{Law, Target};
    use Unit::{CalendarDays, SameDay};
    [
        (C::PrimaryCareContact, 0, SameDay, Start::ContactAttempt, Law, "HSF (2017:80) 6 kap. 1 § 1"),
        (C::MedicalAssessment, 3, CalendarDays, Start::SoughtCare, Law, "HSF (2017:80) 6 kap. 1 § 2"),
        (C::SpecialistFirstVisit, 90, CalendarDays, Start::ReferralIssued, Law, "HSF (2017:80) 6 kap. 1 § 3"),
        (C::PlannedCare, 90, CalendarDays, Start::Decision, Law, "HSF (2017:80) 6 kap. 1 § 4"),
        (C::PsychiatryFirstAssessment, 30, CalendarDays, Start::SoughtCareOrReferred, Target, "Förstärkt vårdgaranti BUP: mål, inte lag (vantetider.se)"),
        (C::PsychiatryTreatmentStart, 30, CalendarDays, Start::FirstAssessment, Target, "Förstärkt vårdgaranti BUP: mål, inte lag (vantetider.se)"),
    ]
}

#[rustfmt::skip]
fn local_defaults() -> [Row; 8] {
    use Code as C;
    use Evidence::{Practice, Proposed};
    use Unit::{CalendarDays, WorkingDays, WorkingHours};
    [
        (C::PsychiatryTreatmentStart, 30, CalendarDays, Start::Decision, Practice, "Lokal räkning från beslut (vgregion.se, Skaraborg BUP)"),
        (C::StructuredInterview, 7, CalendarDays, Start::FirstCall, Practice, "Halland 2011, BUP-linjen (regionhalland.se)"),
        (C::FirstLineVisit, 7, CalendarDays, Start::FirstCall, Practice, "Skåne, första linjen (levaiskane.se)"),
        (C::ReferralTriage, 1, WorkingDays, Start::Received, Proposed, "FÖRSLAG från Cairn; ingen publicerad regel funnen"),
        (C::ReturnReply, 3, WorkingDays, Start::Decision, Proposed, "FÖRSLAG från Cairn; ingen publicerad regel funnen"),
        (C::ContactUrgent, 4, WorkingHours, Start::Received, Proposed, "FÖRSLAG från Cairn efter Rösa lederna, initiativ A"),
        (C::ContactOrdinary, 2, WorkingDays, Start::Received, Proposed, "FÖRSLAG från Cairn efter Rösa lederna, initiativ A"),
        (C::ContactInformation, 5, WorkingDays, Start::Received, Proposed, "FÖRSLAG från Cairn efter Rösa lederna, initiativ A"),
    ]
}
