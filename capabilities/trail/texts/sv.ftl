# Leder och stafettpinnen: sidor för den som arbetar.
trail-menu-day = Min dag
trail-page = Led
trail-menu-trails = Leder
trail-name-and-age = { $name }, { $age } år
trail-protected = Skyddad identitet
trail-the-child = Barnet
trail-a-guardian = Vårdnadshavare
trail-colleague-left = Någon som har slutat
trail-no-later-than = senast { $day }
trail-next-step = Nästa steg
trail-no-next-step = Nästa steg saknas
trail-all-trails = Alla leder
trail-back-to-trail = Tillbaka till leden

trail-column-trail = Led
trail-column-at = Hos
trail-column-question = Fråga
trail-column-due = Svar senast
trail-column-when = När
trail-column-holder = Håller i det
trail-column-offered = Erbjuden till

trail-purpose-referral = Remiss
trail-purpose-referral-level = Remiss, nivå { $level }
trail-purpose-transition_18 = Övergång till vuxna, fyller 18
trail-purpose-ordinary = Lämnar över ansvaret
trail-level-0 = Nivå 0: egen hjälp och råd
trail-level-1 = Nivå 1: elevhälsa eller ungdomsmottagning
trail-level-2 = Nivå 2: vårdcentral, kort stöd
trail-level-3 = Nivå 3: första linjen
trail-level-4 = Nivå 4: barn- och ungdomspsykiatri
trail-level-5 = Nivå 5: heldygnsvård

trail-clock-working-days-left = { $days ->
    [0] mindre än en arbetsdag kvar
    [one] 1 arbetsdag kvar
   *[other] { $days } arbetsdagar kvar
}
trail-clock-days-left = { $days ->
    [one] 1 dag kvar
   *[other] { $days } dagar kvar
}
trail-clock-hours-left = { $hours } tim { $minutes } min kvar
trail-clock-minutes-left = { $minutes } min kvar
trail-clock-late-today = Försenad i dag
trail-clock-late-days = { $days ->
    [one] Försenad 1 dag
   *[other] Försenad { $days } dagar
}
trail-clock-late-working-days = { $days ->
    [one] Försenad 1 arbetsdag
   *[other] Försenad { $days } arbetsdagar
}
trail-clock-late-hours = Försenad { $hours } tim
trail-clock-late-minutes = Försenad { $minutes } min
trail-clock-was-due = Skulle ha gjorts { $day }
trail-clock-paused = Väntar på svar
trail-clock-paused-left = Klockan står still
trail-clock-missing = Datum saknas
trail-clock-missing-left = Säg vad som händer och när
trail-clock-step = Nästa steg

trail-day-date = { $day }, vecka { $week }
trail-day-morning = God morgon, { $name }
trail-day-hello = Hej, { $name }
trail-day-evening = God kväll, { $name }
trail-day-waiting = { $count ->
    [0] Inget väntar på dig just nu.
    [one] En sak väntar på dig.
    [2] Två saker väntar på dig.
    [3] Tre saker väntar på dig.
    [4] Fyra saker väntar på dig.
    [5] Fem saker väntar på dig.
    [6] Sex saker väntar på dig.
    [7] Sju saker väntar på dig.
    [8] Åtta saker väntar på dig.
    [9] Nio saker väntar på dig.
    [10] Tio saker väntar på dig.
   *[other] { $count } saker väntar på dig.
}
trail-day-late = { $late ->
    [one] En är försenad.
   *[other] { $late } är försenade.
}
trail-day-today = { $today ->
    [one] En behöver svar i dag.
   *[other] { $today } behöver svar i dag.
}
trail-day-late-and = { $late ->
    [one] En är försenad
   *[other] { $late } är försenade
}
trail-day-and-today = { $today ->
    [one] och en behöver svar i dag.
   *[other] och { $today } behöver svar i dag.
}
trail-day-waiting-heading = Väntar på dig
trail-day-waiting-more = Mer än { $count } saker väntar på dig.
trail-day-all-offered = Visa allt som är erbjudet till er
trail-day-all-mine = Visa alla dina leder
trail-day-all-waited = Visa allt du väntar på
trail-day-nothing = Inget väntar på dig
trail-day-nothing-text = När någon lämnar över till er, eller när ett nästa steg närmar sig, står det här.
trail-day-how-counted = Så räknas tiderna
trail-day-how-counted-text = Klockan börjar när det kommer till er, inte när någon öppnar det. Arbetsdagar räknas utan helger och helgdagar. När ni frågar avsändaren står er klocka still, men familjens väntan räknas vidare.
trail-day-others = Du väntar på andra
trail-day-others-none = Du väntar inte på svar från någon.
trail-day-news = Nytt på dina leder
trail-day-news-none = Inget nytt de senaste två veckorna.
trail-day-given = { $unit } håller i det nu
trail-day-bounced = Skickade fram och tillbaka
trail-day-bounced-text = Barn som har lämnats tillbaka två gånger eller mer. Du som är chef behöver veta det.
trail-day-bounced-row = Tillbaka { $times } gånger. { $holder } håller i det.
trail-day-turning = Fyller snart 18
trail-day-turning-text = Bestäm i god tid vem som tar över.
trail-day-turning-row = Fyller 18 den { $day }
trail-day-answer = Svara
trail-day-reply = Svara
trail-day-follow-up = Följ upp
trail-day-say-step = Säg nästa steg
trail-day-asks-more = { $unit } vill veta mer innan de svarar
trail-day-question = Fråga till er
trail-day-question-left = De väntar på ert svar
trail-day-you-hold = Du håller i stafettpinnen
trail-day-no-trails = Uppdraget har inga leder
trail-day-no-trails-text = I det här uppdraget ser du inga barn. Byt uppdrag överst på sidan om du har ett annat.

trail-list-filter = Vilka leder
trail-list-mine = Mina
trail-list-units = Enhetens
trail-list-missing = Utan nästa steg
trail-list-late = Försenade
trail-list-offered = Erbjudna till oss
trail-list-waited = Vi väntar på
trail-list-closed = Avslutade
trail-list-none = Inga leder här
trail-list-none-text = Välj en annan lista, eller öppna en ny led.
trail-search = Sök barn
trail-search-label = Namn eller personnummer
trail-search-hint = Bland er enhets öppna leder. Det räcker med början av namnet.
trail-search-go = Sök
trail-search-missing = Skriv vad barnet kallas, eller ett personnummer
trail-search-found = Det här hittades
trail-search-none = Ingen hittades
trail-search-none-text = Ni håller inte i någon öppen led för ett barn som heter så. Den som har skyddad identitet hittas inte så här: fråga den som är utsedd.
trail-search-logged = Sökningen är loggad.
trail-list-shown = { $count ->
    [one] Visar 1 led
   *[other] Visar { $count } leder
}
trail-list-more = Visa fler
trail-list-closed-on = Avslutad { $day }

trail-baton-label = Ansvar just nu
trail-baton-holder = Håller stafettpinnen
trail-baton-no-holder = Ingen håller i det
trail-holds-since = sedan { $day }
trail-next-step-past = Datumet har gått ut. Säg vad som händer nu.
trail-since = Led sedan { $day }.
trail-held-last = Höll i stafettpinnen sist:
trail-closed-on = Avslutad { $day }. { $reason }. { $told }
trail-pending = Erbjuden till { $unit } { $sent }. De har inte svarat än.
trail-pending-asked = { $unit } vill veta mer innan de svarar.
trail-waits = { $days ->
    [0] Kom i dag.
   *[other] Har väntat { $days } dygn.
}
trail-waits-both = Familjen har väntat { $days } dygn. Mottagaren har haft { $receiver } av dem.
trail-bounced-warning = { $returns ->
   *[other] Barnet har lämnats tillbaka { $returns } gånger. Enhetens chef har fått veta det.
}
trail-about-trail = Om leden

trail-map-heading = Ledkartan
trail-map-about = Den orange linjen visar vem som har hållit stafettpinnen. Prickat är planerat.
trail-map-as-list = Läs som lista
trail-map-now = i dag
trail-map-absent = Inte inkopplad
trail-map-sentence = Ledkarta sedan { $day }. Stafettpinnen: { $way }.
trail-map-then = {" "}sedan{" "}
trail-map-hops = { $hops ->
    [0] Den har inte lämnats över.
    [one] Den har lämnats över en gång.
   *[other] Den har lämnats över { $hops } gånger.
}
trail-map-returns = { $returns ->
    [one] En gång kom den tillbaka.
   *[other] { $returns } gånger kom den tillbaka.
}
trail-map-closed = Leden avslutades { $day }.
trail-map-next = Nästa steg är { $day }.
trail-map-no-next = Nästa steg saknas.
trail-map-list = Alla händelser finns i listan under kartan.
trail-map-opened = Börjar
trail-map-offered = Lämnar över
trail-map-took-over = Tar över
trail-map-returned = Tillbaka
trail-map-closed-dot = Avslutas
trail-map-reopened = Öppnas igen
trail-map-entry-note = Anteckning
trail-map-entry-visit = Besök
trail-map-entry-call = Samtal
trail-map-entry-meeting = Möte
trail-map-entry-childs_words = Egna ord
trail-map-entry-assessment = Bedömning
trail-map-entry-decision = Beslut
trail-map-entry-advice = Råd

trail-events = Händelser
trail-events-newest = Visa de senaste
trail-events-older = { $count ->
    [one] Visa 1 äldre händelse
   *[other] Visa { $count } äldre händelser
}
trail-event-opened = { $by } öppnade leden. { $holder } höll i det.
trail-event-offered = { $by } erbjöd { $unit } att ta över
trail-event-received = Erbjudandet kom fram
trail-event-more_wanted = { $by } ville veta mer
trail-event-supplied = { $by } svarade på frågan
trail-event-accepted = { $by } tog över stafettpinnen
trail-event-returned = { $by } lämnade tillbaka
trail-event-manager_alerted = Chefen fick veta att barnet har lämnats tillbaka { $returns } gånger
trail-event-withdrawn = { $by } tog tillbaka erbjudandet
trail-event-reassigned = { $by } tog över från en kollega
trail-event-next_step_set = { $by } bestämde nästa steg
trail-event-closed = { $by } avslutade leden
trail-event-reopened = { $by } öppnade leden igen
trail-event-no-step = Nästa steg är inte bestämt.
trail-event-next = I stället: { $step }
trail-event-other-unit = { $unit } har sagt ja: { $step }

trail-around = Runt barnet
trail-around-holds = { $unit }, håller i det
trail-around-guardian = vårdnadshavare
trail-around-relative = närstående
trail-around-adults = Vuxna, vårdnad och koder
trail-around-add = Lägg till en vuxen
trail-around-child = Vem barnet är
trail-around-unnamed = Uppgav inte sitt namn
trail-around-unnamed-relation = { $relation }, uppgav inte sitt namn
trail-around-interpreter = tolk: { $language }

trail-do-hand-over = Lämna över
trail-do-withdraw = Ta tillbaka erbjudandet
trail-do-supply = Svara på frågan
trail-do-receive = Ta emot
trail-do-accept = Tacka ja och ta över
trail-do-want-more = Fråga om mer
trail-do-give-back = Lämna tillbaka
trail-do-next-step = Nästa steg
trail-do-reassign = Ta över från kollegan
trail-do-close = Avsluta leden
trail-do-reopen = Öppna leden igen

trail-only-copies = Er enhet ser det som har delats med er, och vem som håller i stafettpinnen. Att du läser det loggas.
trail-copies-holder = Stafettpinnen hålls av
trail-copies-nobody = Ingen. Leden är avslutad.
trail-asked-only-summary = Ni ser bara sammanfattningen tills ni har tackat ja. Att du läser den loggas.
trail-asked-due = Svara senast { $due }
trail-asked-late = Försenat: skulle ha besvarats senast { $due }
trail-asked-you-asked = Ni frågade:
trail-asked-waiting = Ni väntar på svar:

trail-form-happens = Det här händer
trail-form-check = Granska
trail-form-change = Ändra
trail-form-send = Skicka
trail-form-most = Högst { $most } tecken
trail-field-vad = Vad händer härnäst?
trail-field-vad-hint = Skriv så att barnet kan läsa det, till exempel ”Besök hos Johan”.
trail-field-dag = Vilken dag?
trail-field-dag-hint = Senast den dagen, om ingen tid är bokad.
trail-field-tid = Vilken tid? (valfritt)
trail-field-tid-hint = Till exempel 15.20, om tiden är bokad.
trail-field-vet_inte = Vi vet inte än
trail-field-vet_inte-hint = Leden visas som utan nästa steg tills någon har bestämt det.
trail-field-till = Vem ska ta över?
trail-field-till-choose = Välj enhet
trail-field-syfte = Varför lämnar ni över?
trail-field-niva = Vårdnivå, om det är en remiss
trail-field-niva-choose = Välj nivå
trail-field-niva-hint = Den nivå som en professionell har bestämt.
trail-field-sammanfattning = Vad behöver de veta för att kunna svara?
trail-field-sammanfattning-hint = Skriv så att barnet och föräldrarna kan läsa det. Skriv inte mer än som behövs.
trail-field-svar = Ditt svar
trail-field-svar-hint = Svara bara på frågan.
trail-field-fraga = Vad behöver ni veta?
trail-field-fraga-hint = Fråga bara om det som behövs för att kunna svara ja eller nej.
trail-field-till_familjen = Vad får familjen veta?
trail-field-till_familjen-hint = På enkel svenska: varför, och vad som händer i stället.
trail-field-sedan = Vem går vidare med barnet?
trail-field-enhet = Vilken enhet har sagt ja? (om en annan enhet tar vid)
trail-field-enhet-hint = Ring först. Bara den som redan har sagt ja ska stå här.
trail-field-enhet-choose = Välj enhet
trail-field-vem = Vem där har sagt ja?
trail-field-vem-hint = Den som du har talat med.
trail-field-vem-choose = Välj person
trail-field-varfor = Varför öppnas leden igen?
trail-field-varfor-hint = Skriv så att barnet och föräldrarna kan läsa det.

trail-hand-over-title = Lämna över stafettpinnen
trail-hand-over-crosses = Det du skriver går över till mottagaren när du skickar. Mottagaren ser sammanfattningen och inget annat i leden förrän de har tackat ja.
trail-hand-over-check = Granska innan du skickar
trail-hand-over-send = Skicka erbjudandet
trail-hand-over-happens-summary = { $unit } ser sammanfattningen direkt, och inget annat i leden.
trail-hand-over-happens-due = { $unit } ska svara senast { $due }.
trail-hand-over-happens-holder = Ni håller i stafettpinnen tills de har tackat ja.
trail-hand-over-happens-family = Barnet och familjen ser att ni har frågat.
trail-withdraw-title = Ta tillbaka erbjudandet
trail-withdraw-send = Ta tillbaka
trail-withdraw-why = Varför tar ni tillbaka det?
trail-withdraw-happens = { $unit } ser inte längre sammanfattningen och behöver inte svara. Ni håller i stafettpinnen som förut.
trail-withdraw-mistake = Det blev fel enhet eller fel ord
trail-withdraw-family_changed_mind = Barnet eller familjen vill något annat
trail-withdraw-other_help = Annan hjälp har kommit först
trail-withdraw-no_answer = Inget svar har kommit
trail-supply-title = Svara på frågan
trail-supply-send = Skicka svaret
trail-supply-crosses = Det du skriver går över till { $unit } när du skickar.
trail-supply-question = { $unit } frågar
trail-answer-supplement = Fråga och svar
trail-receive-title = Ta emot
trail-receive-send = Ta emot
trail-receive-happens = Klockan för ert svar börjar nu.
trail-accept-title = Tacka ja och ta över
trail-accept-send = Ta över stafettpinnen
trail-accept-happens-holder = Du håller i stafettpinnen. { $giver } på { $unit } gör det inte längre.
trail-accept-happens-family = Barnet och familjen ser att du håller i det, och vad som händer härnäst.
trail-accept-happens-giver = { $unit } ser leden i 30 dagar till, för att kunna svara på frågor.
trail-want-more-title = Fråga om mer
trail-want-more-send = Skicka frågan
trail-want-more-left = { $left ->
    [0] Ni har frågat så många gånger som går. Tacka ja eller lämna tillbaka.
    [one] Ni kan fråga en gång till.
   *[other] Ni kan fråga { $left } gånger.
}
trail-want-more-happens-clock = Er klocka står still tills svaret kommer.
trail-want-more-happens-family = Familjens väntan räknas vidare.
trail-give-back-title = Lämna tillbaka
trail-give-back-never-bare = Ingen får bara ett nej. Säg varför, vad familjen får veta och vad som händer i stället. Avsändaren håller i stafettpinnen hela tiden.
trail-give-back-why = Varför lämnar ni tillbaka?
trail-give-back-check = Granska innan du lämnar tillbaka
trail-give-back-send = Lämna tillbaka
trail-give-back-happens-giver = { $unit } håller i stafettpinnen som förut och får veta varför.
trail-give-back-happens-family = Barnet och familjen kan läsa det du har skrivit till dem.
trail-give-back-happens-you = Ni ser inte längre sammanfattningen.
trail-give-back-happens-manager = Det är andra gången eller mer som barnet lämnas tillbaka. Avsändarens chef får veta det.
trail-return-advice_is_enough = Råd till avsändaren räcker
trail-return-other_level = En annan vårdnivå passar bättre
trail-return-other_principal = En annan huvudman har ansvaret
trail-return-outside_ages = Utanför de åldrar vi möter
trail-return-information_missing = Svar saknas fast vi har frågat
trail-return-contact_exists = Barnet har redan en kontakt som kan göra det
trail-return-family_declines = Barnet eller familjen vill inte
trail-onward-keeps = Avsändaren går vidare med det här steget
trail-onward-other = En annan enhet har sagt ja
trail-onward-keeps-unit = { $unit } går vidare
trail-onward-other-unit = { $who } på { $unit } har sagt ja
trail-next-step-title = Nästa steg
trail-next-step-send = Spara nästa steg
trail-next-step-read = Barnet kan läsa det du skriver.
trail-reassign-title = Ta över från kollegan
trail-reassign-send = Ta över stafettpinnen
trail-reassign-happens-holder = Du håller i stafettpinnen i stället för { $name }. Leden stannar på er enhet.
trail-reassign-happens-family = Barnet och familjen ser att du håller i det.
trail-close-title = Avsluta leden
trail-close-check = Granska innan du avslutar
trail-close-send = Avsluta leden
trail-close-why = Varför avslutas leden?
trail-close-told = Vad får barnet och familjen veta?
trail-close-told-hint = På enkel svenska: vad ni har gjort, och vart de vänder sig om det blir svårt igen.
trail-close-happens-nobody = Ingen håller i stafettpinnen längre.
trail-close-happens-family = Barnet och familjen kan läsa det du har skrivit till dem.
trail-close-happens-reopen = Er enhet kan öppna leden igen.
trail-close-goals_reached = Hjälpen har hjälpt
trail-close-advice_given = Råd var det som behövdes
trail-close-family_ends = Barnet eller familjen vill inte fortsätta
trail-close-moved_away = Familjen har flyttat till en annan region
trail-close-turned_eighteen = Barnet har fyllt 18
trail-close-died = Barnet har avlidit
trail-close-opened_by_mistake = Leden öppnades av misstag
trail-reopen-title = Öppna leden igen
trail-reopen-send = Öppna leden
trail-reopen-happens-holder = Du håller i stafettpinnen.

trail-open-title = Ny led
trail-open-send = Öppna leden
trail-open-ask = Har barnet eller familjen sagt ja till att ni öppnar en led? Berätta för dem att de kan läsa den.
trail-open-own = En ny led ligger hos er: din enhet håller i barnet. Vill du att En väg in ska bedöma och hålla i barnet, be dem om hjälp i stället.
trail-open-refer = Be En väg in om hjälp
trail-open-happens-holder = Du håller i stafettpinnen tills någon annan har tackat ja till att ta över.
trail-open-happens-known = Om numret redan finns i Cairn frågar vi om det är samma barn.
trail-open-happens-logged = Att du söker på numret loggas.
trail-open-not-here = Du kan inte öppna en led för det här barnet. Ring En väg in.
trail-field-nummer = Personnummer (valfritt)
trail-field-nummer-hint = Tolv siffror, eller ett samordningsnummer. Lämna tomt om du inte har det.
trail-field-fornamn = Förnamn
trail-field-efternamn = Efternamn (valfritt)
trail-field-fodd = Född (valfritt)
trail-field-fodd-hint = Behövs inte om du har skrivit ett personnummer.
trail-field-alder = Ålder, om du inte vet när barnet är fött
trail-field-kommun = Kommun
trail-field-kommun-unknown = Vet inte, eller ska inte visas
trail-field-skola = Skola (valfritt)
trail-same-title = Numret finns redan
trail-same-known = Ett barn med det numret finns redan i Cairn. Vi säger inte mer än så.
trail-same-question = Är det samma barn?
trail-same-hint = Stämmer inte numret, välj Ändra och rätta det.
trail-same-yes = Ja, det är samma barn
trail-same-yes-number = Ja, det är barn nummer { $number }
trail-same-send = Öppna leden
trail-same-own = Er enhet håller redan i en led för barnet. Öppna den i stället.

trail-error-heading = Det här behöver rättas
trail-error-too-long = Korta texten till högst { $most } tecken
trail-error-unreadable = Ta bort de tecken som inte går att läsa
trail-error-what = Skriv vad som händer härnäst
trail-error-day = Välj en dag, till exempel 2026-12-01
trail-error-day-past = Välj en dag som inte har varit
trail-error-day-far = Välj en dag inom två år
trail-error-time = Skriv tiden med siffror, till exempel 15.20
trail-error-time-past = Välj en tid som inte har varit
trail-error-unit = Välj vem som ska ta över
trail-error-purpose = Välj varför ni lämnar över
trail-error-level = Välj vårdnivå för remissen
trail-error-summary = Skriv vad de behöver veta för att kunna svara
trail-error-reason = Välj en orsak
trail-error-to-family = Skriv vad familjen får veta
trail-error-onward = Välj vem som går vidare med barnet
trail-error-which-unit = Välj vilken enhet som har sagt ja
trail-error-who-said-yes = Välj vem på enheten som har sagt ja
trail-error-question = Skriv vad ni behöver veta
trail-error-answer = Skriv ditt svar
trail-error-why = Skriv varför leden öppnas igen
trail-error-given-name = Skriv barnets förnamn
trail-error-age = Skriv åldern i år, till exempel 13, eller när barnet är fött
trail-error-born = Skriv födelsedagen så här: 2013-05-24
trail-error-born-range = Kontrollera födelsedagen. En led är för barn och unga upp till 20 år.
trail-error-number-length = Skriv numret med tio eller tolv siffror, eller lämna fältet tomt
trail-error-number-character = Skriv bara siffror och ett bindestreck, till exempel 20130524-2388
trail-error-number-date = Kontrollera datumet i numret
trail-error-number-check = Kontrollera numret. Någon siffra stämmer inte.
trail-error-number-kind = Skriv ett personnummer eller samordningsnummer

trail-refusal-trail_closed = Leden är avslutad. Öppna den igen först.
trail-refusal-trail_open = Leden är redan öppen.
trail-refusal-not_of_holding_unit = Er enhet håller inte i stafettpinnen.
trail-refusal-not_of_receiving_unit = Er enhet är inte tillfrågad.
trail-refusal-not_a_front_door = Den som ska hålla i det arbetar inte på En väg in.
trail-refusal-offered_to_self = Välj en annan enhet än den som redan håller i det.
trail-refusal-already_pending = Någon annan är redan tillfrågad. Vänta på svaret eller ta tillbaka erbjudandet.
trail-refusal-nothing_pending = Ingen är tillfrågad just nu. Kanske har det redan besvarats.
trail-refusal-handover_pending = Någon är tillfrågad om att ta över. Vänta på svaret eller ta tillbaka erbjudandet först.
trail-refusal-internal_psychiatry_referral = Barnpsykiatrin remitterar inte till sig själv. Välj ”Lämnar över ansvaret” i stället.
trail-refusal-not_received = Ta emot det först.
trail-refusal-already_received = Det är redan mottaget.
trail-refusal-question_open = Ni har redan ställt en fråga. Vänta på svaret.
trail-refusal-no_question = Det finns ingen fråga att svara på.
trail-refusal-too_many_questions = Ni har frågat så många gånger som går. Tacka ja eller lämna tillbaka.
trail-refusal-onward_must_be_another = Välj en annan enhet än er och avsändaren.
trail-refusal-onward_not_accepted = Den andra enheten har inte sagt ja än.
trail-refusal-already_holder = Du håller redan i stafettpinnen.
trail-refusal-step_in_the_past = Välj en dag som inte har varit.
trail-refusal-time_went_back = Någon annan hann före. Det du skrev står kvar. Öppna leden i en ny flik och se vad som är nytt, och försök sedan igen.
trail-refusal-event_misfit = Leden har ändrats. Det du skrev står kvar. Öppna leden i en ny flik och se vad som är nytt, och försök sedan igen.

notice-trail-open-already = Ni har redan en öppen led om barnet. Här är den. Ingen ny öppnades.
notice-trail-opened = Leden är öppen. Du håller i stafettpinnen.
notice-trail-offered = Erbjudandet är skickat. Ni håller i stafettpinnen tills de har tackat ja.
notice-trail-withdrawn = Erbjudandet är taget tillbaka.
notice-trail-supplied = Svaret är skickat.
notice-trail-received = Mottaget. Klockan för ert svar har börjat.
notice-trail-accepted = Du håller i stafettpinnen nu.
notice-trail-more-wanted = Frågan är skickad.
notice-trail-given-back = Tillbakalämnat. Avsändaren håller i stafettpinnen.
notice-trail-next-step-set = Nästa steg är sparat.
notice-trail-reassigned = Du håller i stafettpinnen nu.
notice-trail-closed = Leden är avslutad.
notice-trail-reopened = Leden är öppen igen. Du håller i stafettpinnen.

# Leder och stafettpinnen.

# Anteckningar.
entry-child = { $name }, { $age } år
entry-and = och
entry-a-guardian = en vårdnadshavare
entry-kind-note = Anteckning
entry-kind-visit = Besök
entry-kind-call = Telefonsamtal
entry-kind-meeting = Möte
entry-kind-childs_words = Barnets egna ord
entry-kind-assessment = Bedömning
entry-kind-decision = Beslut
entry-kind-advice = Råd
entry-corrected = Rättad { $day }
entry-voice-who = { $name } skrev det här { $day }
entry-panel-title = Anteckningar
entry-panel-about = Bara det som din verksamhet har skrivit eller fått en kopia av.
entry-panel-none = Inget är skrivet än
entry-panel-write = Skriv
entry-panel-share = Dela
entry-copy-tag = Kopia
entry-copy = Från { $unit }. Grund: { $ground }.
entry-copy-ended = Från { $unit }. Grund: { $ground }. Delningen upphörde { $day }; kopian ligger kvar.
entry-reason-childs_choice = barnets val
entry-reason-considerable_harm = betydande men om vårdnadshavaren får veta
entry-reason-protected_identity = skyddade personuppgifter
entry-hidden-every = alla vårdnadshavare
entry-hidden = Dold för { $from }: { $reason }. Omprövas { $day }.
entry-hidden-review-due = Dold för { $from }: { $reason }. Skulle omprövas { $day }.
entry-back = Tillbaka till anteckningen
entry-cancel = Avbryt
entry-write-title = Ny anteckning
entry-write-readers = { $name } kan läsa det du skriver. Vårdnadshavare kan också läsa, om du inte döljer det.
entry-write-readers-teenager = { $name } kan läsa det du skriver, och bestämmer själv vem hemma som får läsa.
entry-write-kind = Vad gäller det?
entry-write-happened = När hände det?
entry-write-body = Vad vill du skriva?
entry-write-body-hint = Skriv så att barnet kan läsa det.
entry-write-hide = Dölj för vårdnadshavare
entry-write-hide-yes = Ja, dölj anteckningen
entry-write-save = Spara anteckningen
entry-hide-title = Dölj för vårdnadshavare
entry-hide-lead = Anteckningen döljs genast, även där den finns som kopia. Barnet ser den fortfarande.
entry-hide-from = För vem?
entry-hide-reason = Varför?
entry-hide-why = Förklara beslutet
entry-hide-why-hint = Vad talar för det? Har barnet sagt något?
entry-hide-review = När ska det omprövas?
entry-hide-review-hint = Senast om ett år.
entry-hide-do = Dölj
entry-hide = Dölj
entry-hidden-title = Dold för vårdnadshavare
entry-show-again = Visa igen
entry-correct = Rätta
entry-correct-title = Rätta anteckningen
entry-correct-lead = Det du skriver blir en ny version. Den gamla ligger kvar.
entry-correct-why = Varför rättar du?
entry-correct-why-hint = Till exempel: fel datum.
entry-correct-do = Spara ny version
entry-versions = Tidigare versioner
entry-version-of = Så stod det { $when }
entry-version-why = Rättad för att:
entry-error-heading = Något behöver rättas
entry-error-kind = Välj vad det gäller.
entry-error-day = Skriv ett datum, till exempel 2026-11-24.
entry-error-day-future = Välj en dag som har varit.
entry-error-body = Skriv vad som hände.
entry-error-too-long = Korta texten så att den får plats.
entry-error-unreadable = Ta bort tecken som inte går att visa.
entry-error-from = Välj vem som inte ska läsa.
entry-error-reason = Välj en anledning.
entry-error-why = Förklara beslutet med några ord.
entry-error-review = Välj en dag från i morgon till om ett år.
entry-error-correction-why = Skriv varför du rättar.
entry-error-nothing-changed = Ändra något i texten, eller gå tillbaka.
notice-entry-written = Anteckningen är sparad.
notice-entry-corrected = Den nya versionen är sparad. Den gamla ligger kvar.
notice-entry-hidden = Anteckningen är dold.
notice-entry-shown = Anteckningen visas igen.

# Delning mellan verksamheter.
sharing-title = Dela anteckningar
sharing-lead = Den som får en anteckning får en egen kopia. Inget delas förrän du har sett vad mottagaren får se.
sharing-nothing = Det finns inget att dela
sharing-nothing-about = Skriv en anteckning först.
sharing-entries = Vad vill du dela?
sharing-receivers = Vem ska få se det?
sharing-receivers-hint = De som redan hjälper till står här.
sharing-other = Någon annan verksamhet
sharing-other-none = Ingen annan
sharing-next = Se vad de får veta
sharing-change = Ändra vad och vem
sharing-ground-title = Vad de får veta, och på vilken grund
sharing-ground-lead = Fråga först barnet och vårdnadshavarna om det går.
sharing-will-see = Det här blir nytt för dem
sharing-new-first = Nytt för dem
sharing-new-corrected = De har en äldre version
sharing-nothing-new = De har redan allt det här.
sharing-known = { $count ->
  [one] En anteckning har de redan.
 *[other] { $count } anteckningar har de redan.
}
sharing-ground-question = På vilken grund delar du?
sharing-standing = Samtycke finns, till { $day }
sharing-not-offered = Grunder som inte går här
sharing-ask-heading = Det familjen frågas
sharing-purpose = Varför, och vad ska det användas till?
sharing-purpose-hint = Skriv så att barnet och vårdnadshavarna förstår. De läser just det här.
sharing-until = Hur länge ska det gälla?
sharing-until-hint = Sista dagen, högst ett år bort.
sharing-maturity = Kan barnet bestämma själv i den här frågan?
sharing-maturity-hint = Ingen ålder ersätter bedömningen.
sharing-maturity-not_assessed = Det är inte bedömt
sharing-maturity-not_mature = { $name } är inte mogen att bestämma själv
sharing-maturity-mature = { $name } är mogen att bestämma själv
sharing-prevented = Är någon förhindrad att svara?
sharing-prevented-hint = Frånvarande, sjuk eller på annat sätt förhindrad, och det kan inte vänta.
sharing-why-heading = Det andra grunder kräver
sharing-why = Varför behövs det?
sharing-why-hint = Varför mottagaren behöver just det här för att hjälpa barnet.
sharing-check = Granska
sharing-check-title = Granska innan du delar
sharing-check-ground = Grund
sharing-check-why = Varför
sharing-check-until = Gäller till
sharing-check-asked = Vi frågar
sharing-asked-of = { $names }. { $basis }
sharing-basis-adult = Den som är 18 år bestämmer själv.
sharing-basis-mature_child = Barnet är bedömt moget att bestämma.
sharing-basis-everyday = En av dem räcker.
sharing-basis-together = Alla måste säga ja.
sharing-basis-others_prevented = Den som är förhindrad frågas inte.
sharing-basis-board_decision = Socialnämnden har beslutat i stället för den som inte vill.
sharing-review-first = Barnet har skyddade personuppgifter: avgör först vem som kan frågas utan fara, och hur.
sharing-then = Det här händer
sharing-then-shared = Mottagaren får en egen kopia och ser den genast.
sharing-then-journal = Utlämnandet skrivs i journalen över utlämnanden.
sharing-then-asked = De som ska svara får en fråga på sin sida. Du kan också skriva ned ett muntligt svar.
sharing-then-nothing = Inget delas förrän alla har sagt ja.
sharing-then-stays = Det som har delats går inte att ta tillbaka. Nya delningar kan stoppas när som helst.
sharing-do = Dela nu
sharing-do-ask = Fråga familjen
sharing-ground-consent = samtycke
sharing-ground-consent-choose = Fråga om samtycke
sharing-ground-consent-about = Barnet eller vårdnadshavarna säger ja först.
sharing-ground-override_under18_care_support = nödvändig vård eller stöd, under 18 år
sharing-ground-override_under18_care_support-choose = Nödvändigt för vård eller stöd, under 18 år
sharing-ground-override_under18_care_support-about = Bara mellan vård och socialtjänst. Skriv varför det är nödvändigt.
sharing-ground-override_pupil_support = nödvändigt stöd till elev
sharing-ground-override_pupil_support-choose = Nödvändigt för stöd till eleven
sharing-ground-override_pupil_support-about = Från skolsköterska eller skolläkare till övrig elevhälsa. Skriv varför det är nödvändigt.
sharing-ground-general_clause = generalklausulen
sharing-ground-general_clause-choose = Intresset av att lämna ut går uppenbart före
sharing-ground-general_clause-about = Skriv varför det behövs, och varför det går före.
sharing-ground-duty_by_law = uppgiftsskyldighet
sharing-ground-duty_by_law-choose = Skyldighet i lag (orosanmälan)
sharing-ground-duty_by_law-about = Bara till socialtjänsten. Skriv vad du har sett och hört.
disclosure-hidden-adult = Personen är 18 år eller äldre.
disclosure-hidden-only-health-and-social = Gäller bara mellan vård och socialtjänst. Skolan ingår inte.
disclosure-hidden-sender-not-public = Gäller bara det en myndighet vet. Er verksamhet är fristående.
disclosure-hidden-receiver-not-public = Gäller bara till en myndighet. Mottagaren är fristående.
disclosure-hidden-only-school-medical-to-pupil-health = Gäller bara från skolans medicinska insats till övrig elevhälsa.
disclosure-hidden-other-authority = Gäller bara inom en och samma myndighet.
disclosure-hidden-not-for-health-or-social = Generalklausulen gäller inte sekretess i vård eller socialtjänst.
disclosure-hidden-only-to-social-services = Skyldigheten gäller bara till socialtjänsten.
sharing-error-entries = Välj minst en anteckning.
sharing-error-receivers = Välj minst en mottagare.
sharing-error-too-many = Välj högst 20 mottagare.
sharing-error-ground = Välj en grund.
sharing-error-necessity = Skriv varför det är nödvändigt.
sharing-error-weighing = Skriv varför det behövs, och varför det går före.
sharing-error-report = Skriv vad du har sett och hört.
sharing-error-record = Välj vem som svarade, vad de sa och hur.
sharing-error-purpose = Skriv varför, så att familjen förstår.
sharing-error-until = Skriv sista dagen, till exempel 2027-06-30.
sharing-error-until-range = Välj en dag från i dag till om ett år.
sharing-error-maturity = Välj vad som är bedömt.
sharing-error-nothing-new = De har redan allt det här. Välj något annat.
sharing-error-outdated = Något har ändrats sedan sidan visades. Läs igenom och välj grund igen.
sharing-error-no-holder = Ingen står som vårdnadshavare. Skriv in vem som är det, eller välj en annan grund.
sharing-no-holder = Ingen står som vårdnadshavare.
sharing-no-holder-go = Skriv in vem det är, eller bekräfta vårdnaden
sharing-error-all-prevented = Någon måste kunna svara. Välj en annan grund, eller vänta.
sharing-error-nobody = Det går inte att avgöra vem som bestämmer. Fråga en jurist.
sharing-panel-title = Samtycke
sharing-panel-about = Det { $name } och vårdnadshavarna har sagt ja och nej till.
sharing-panel-change = Ändra eller dra tillbaka
sharing-list-title = Vem ser vad
sharing-journal-title = Journal över utlämnanden
sharing-journal-line = { $when }: { $unit } fick { $kind }, version { $version }. Grund: { $ground }.
sharing-list-none = Ingen annan verksamhet ser det ni skriver.
sharing-kinds-note = anteckningar
sharing-kinds-visit = besök
sharing-kinds-call = telefonsamtal
sharing-kinds-meeting = möten
sharing-kinds-childs_words = barnets egna ord
sharing-kinds-assessment = bedömningar
sharing-kinds-decision = beslut
sharing-kinds-advice = råd
sharing-line-yes = { $to } ser { $kinds } från { $from }
sharing-line-once = { $to } har fått { $kinds } från { $from }
sharing-line-asked = { $to }: frågan om { $kinds } från { $from } är ställd
sharing-line-no = { $to } ser inte { $kinds } från { $from }
sharing-line-no-more = { $to } ser inget nytt från { $from }
sharing-about-given = { $names } har sagt ja. Gäller till { $day }.
sharing-about-once = Grund: { $ground }. Delat { $day }.
sharing-about-waiting = Väntar på { $names }.
sharing-about-yes = { $names } har sagt ja.
sharing-about-declined = Nej { $day }. Inget är delat.
sharing-about-withdrawn = Återkallat { $day }. Det som redan är mottaget ligger kvar.
sharing-about-run-out = Gällde till { $day }.
sharing-about-unanswered = Alla hann inte svara före { $day }. Inget är delat.
sharing-about-outdated = Något ändrades innan alla hade svarat. Inget är delat. Fråga igen.
sharing-guardian-reads = { $who } får läsa det som skrivs
sharing-guardian-reads-not = { $who } får inte läsa det som skrivs
sharing-guardian-chosen = { $name } har bestämt det.
sharing-guardian-not-chosen = { $name } bestämmer själv och har inte sagt ja.
sharing-guardian-young = Vårdnadshavare läser det som inte är dolt.
sharing-hidden = { $count ->
  [one] { $who } ser inte en anteckning
 *[other] { $who } ser inte { $count } anteckningar
}
sharing-hidden-about = Grund: { $reason }. Omprövas { $day }.
sharing-record = Skriv ned ett svar
sharing-record-who = Vem svarade?
sharing-record-said = Vad sa de?
sharing-record-yes = Ja
sharing-record-no = Nej
sharing-record-how = Hur?
sharing-record-oral = Muntligt
sharing-record-written = På papper
sharing-record-save = Spara svaret
sharing-taken-back = Någon har ångrat sig
sharing-end-about = Vem har sagt att det inte längre gäller? Nya delningar stoppas genast.
sharing-end = Sluta dela
sharing-end-question = Ta bort frågan
notice-sharing-done = Det är delat. Mottagaren har fått en kopia.
notice-sharing-asked = Frågan är ställd. Inget delas förrän alla har sagt ja.
notice-sharing-done-and-asked = En del är delat. För resten är frågan ställd.
notice-sharing-recorded = Svaret är sparat. Fler ska svara innan något delas.
notice-sharing-declined = Svaret är sparat. Inget delas.
notice-sharing-ended = Inget nytt delas. Det som redan är mottaget ligger kvar, med en anteckning.
notice-sharing-outdated = Svaret är sparat. Något hade ändrats, så inget delades. Fråga igen.

# Vårdnadshavarens sida.
family-followed = Det du har bett om hjälp med
family-title = Min familj
family-holds = Håller i det just nu
family-next = Nästa steg
family-next-missing = Inget är bestämt än. Fråga { $name } vad som händer nu.
family-was-due = Skulle ha varit { $day }
family-passed = Dagen har gått, och här står inte vad som hände. Det är inte du som har gjort fel. Fråga { $name } vad som händer nu.
family-call = Ring { $name }:
family-call-none = Vet du inte hur du når { $name }? Ring 1177 och fråga vart du kan vända dig.
family-at-latest = senast { $day }
family-since = Sedan
family-asked = Har fått frågan om att ta över
family-returned = { $unit } har svarat
family-returned-said = De tar inte över. Så här skriver de till er:
family-returned-holder = { $name } håller i det precis som förut och går vidare tillsammans med er. Ni behöver inte börja om.
family-closed = Hjälpen här avslutades { $day }. Du kan alltid be om hjälp igen.
family-question-heading = En fråga till dig
family-question = Får { $from } visa { $kinds } för { $to }?
family-question-open = Läs och svara
family-given-heading = Det du har sagt ja till
family-given = { $to } får se { $kinds } från { $from }
family-run-out-heading = Det som har gått ut
family-run-out = { $to } ser inget nytt från { $from }. Samtycket gällde till { $day }.
family-change = Ändra eller dra tillbaka
family-written = Det som är skrivet
family-written-none = Här finns inget att läsa just nu.
family-readers = Se vem som har läst om { $name }
family-child-decides = { $name } bestämmer själv vem som får läsa det som skrivs.
family-back = Tillbaka till Min familj
family-question-title = Får { $unit } se det här?
family-question-lead = Läs vad det gäller. Svara sedan ja eller nej.
family-question-others-wait = Du har sagt ja. Fler ska svara. Inget visas förrän alla har sagt ja.
family-question-given = Ni har sagt ja. Det gäller till och med dagen här nedanför. Du kan ändra dig tidigare.
family-question-declined = Svaret blev nej. Inget visas. Ditt barn får hjälp ändå.
family-question-withdrawn = Det gäller inte längre. Inget nytt visas.
family-question-outdated = Något ändrades innan alla hade svarat. Inget visades. Ni kan få en ny fråga.
family-question-run-out = Tiden har gått ut. Inget nytt visas.
family-question-from = Från
family-question-to = Till
family-question-what = Vad
family-question-why = Varför
family-question-until = Till och med
family-question-items = Det här visas först
family-question-not-yours = Den här texten kan du inte läsa. Ditt barn har rätt att bestämma vem som får läsa den.
family-question-then = Det här händer
family-question-then-yes = Om alla säger ja får de en kopia, och nya texter av samma slag till sista dagen.
family-question-then-no = Om någon säger nej visas inget. Ditt barn får hjälp ändå.
family-question-then-change = Du kan ändra dig när du vill. Det de redan har fått ligger kvar hos dem.
family-question-yes = Ja, ni får dela
family-question-no = Nej
family-question-change-to-no = Jag ändrar mig till nej
family-withdraw-heading = Vill du inte längre?
family-question-withdraw-about = Säger du nej nu visas inget nytt. Det de redan har fått ligger kvar hos dem.
family-question-withdraw = Nej, dela inget nytt
notice-family-yes-shared = Tack. Ni har sagt ja och det är delat.
notice-family-yes-waits = Tack. Ditt ja är sparat. Inget visas förrän alla har sagt ja.
notice-family-no = Ditt nej är sparat. Inget visas.
notice-family-outdated = Ditt ja är sparat. Något hade ändrats, så inget visades. Ni kan få en ny fråga.
notice-family-withdrawn = Det är ändrat. Inget nytt visas.
notice-family-shared = Det är sparat. Nu kan den du valde läsa.
notice-family-kept = Det är sparat. Nu kan den du valde inte läsa.

# Barnets egen sida. Du, vi och vanliga ord; en sak i varje mening.
child-page-title = Min sida
child-page-hello = Hej { $name }!
child-page-lead = Här ser du vad som är bestämt och vem som gör vad.
child-page-empty-title = Hej!
child-page-empty = Just nu är det ingen här som hjälper dig. Vill du ha hjälp? Säg till.
child-page-us = oss
child-page-question-heading = En fråga till dig
child-page-question = Får { $unit } se något om dig?
child-page-question-open = Läs och svara
child-page-next = Nästa gång
child-page-next-missing = Ingen tid än
child-page-next-ask = Fråga { $name } vad som händer nu.
child-page-bring = Du får ta med någon du litar på.
child-page-holds = { $name } håller i det just nu.
child-page-holds-about = Undrar du något? Fråga { $name }.
child-page-call = Ring { $name }:
child-page-call-none = Vet du inte hur du når { $name }? Be en vuxen du litar på att hjälpa dig.
child-page-asked = Vi har frågat { $unit } om de kan ta över.
child-page-returned = Vi har fått svar från { $unit }
child-page-returned-said = De tar inte över. Så här skriver de:
child-page-returned-holder = { $name } hjälper dig som förut. Du har inte gjort något fel. Du behöver inte börja om.
child-page-closed = Hjälpen här tog slut { $day }
child-page-closed-again = Du får alltid be om hjälp igen.
child-page-ask-again = Be om hjälp igen
child-page-words = Det här vill jag
child-page-words-none = Du har inte skrivit något än.
child-page-words-change = Ändra mina ord
child-page-words-write = Skriv med egna ord
child-page-words-title = Mina ord
child-page-words-label = Vad vill du?
child-page-words-hint = Skriv som du vill. Ingen ändrar dina ord.
child-page-words-seen = De som jobbar på { $unit } kan läsa det.
child-page-words-danger = Är du i fara måste en vuxen göra något. Då säger vi det till dig först, om det går.
child-page-words-save = Spara mina ord
child-page-words-error = Skriv några ord.
child-page-words-why = Jag ville ändra mina ord.
child-page-decided = Det här är bestämt
child-page-decided-none = Inget mer är bestämt än.
child-page-written = Läs allt som är skrivet
child-page-written-title = Det som är skrivet
child-page-written-lead = Är något fel? Säg det till { $name }.
child-page-written-none = Inget är skrivet än.
child-page-who-reads = Vem får läsa det här?
child-page-sees = Vem kan se det här?
child-page-sees-helper = ser det de själva skriver.
child-page-sees-sharing = får se { $kinds } från { $from }.
child-page-sees-run-out = ser inget nytt från { $from }. Det gällde till { $day }.
child-page-sees-guardian = får läsa det som skrivs.
child-page-sees-guardian-kept = får inte läsa. Det har du valt.
child-page-sees-guardian-not = får inte läsa. Du kan säga ja.
child-page-sees-change = Ändra
child-page-readers = Vem har läst om mig?
child-page-others = Mer hjälp
child-page-other = Annan hjälp { $number }
child-page-followed = Det du har bett om hjälp med
child-page-wrong = Är något fel? Säg det till { $name }.
child-page-back = Tillbaka till min sida
child-page-back-written = Tillbaka till det som är skrivet
child-page-kinds-note = korta texter
child-page-kinds-visit = när ni har träffats
child-page-kinds-call = när ni har ringt
child-page-kinds-meeting = möten
child-page-kinds-childs_words = dina egna ord
child-page-kinds-assessment = vad de tror kan hjälpa
child-page-kinds-decision = vad som är bestämt
child-page-kinds-advice = råd
child-page-reads = { $who } får läsa
child-page-reads-not = { $who } får inte läsa
child-page-keep-from = Låt inte { $who } läsa
child-page-let-read = Låt { $who } läsa
child-page-young = Vill du att någon inte ska läsa? Säg det till { $name }.
child-page-adults-must = Är du i fara måste en vuxen göra något. Då säger vi det till dig först, om det går.
child-page-who-question = Får { $who } läsa om dig?
child-page-who-now-yes = Nu har du sagt ja.
child-page-who-now-no = Nu har du sagt nej.
child-page-who-now-none = Du har inte sagt ja än.
child-page-who-then-yes = Säger du ja? Då får de läsa det som skrivs.
child-page-who-then-no = Säger du nej? Då ser de bara vem som hjälper dig och nästa tid.
child-page-who-change = Du får ändra dig när du vill.
child-page-who-yes = Ja, { $who } får läsa
child-page-who-no = Nej, { $who } får inte läsa
child-page-question-title = Får { $unit } se det här?
child-page-question-lead = Läs först. Säg sedan ja eller nej.
child-page-question-others-wait = Du har sagt ja. Fler ska svara.
child-page-question-given = Du har sagt ja.
child-page-question-declined = Det blev nej. De får inte se.
child-page-question-withdrawn = Nu får de inte se något nytt.
child-page-question-outdated = Något ändrades innan alla hann svara. De fick inte se något. Du kan få en ny fråga.
child-page-question-run-out = Tiden är slut. De får inte se något nytt.
child-page-question-from = Från
child-page-question-to = Till
child-page-question-what = Vad
child-page-question-why = Varför
child-page-question-until = Till och med
child-page-question-items = Det här får de se först
child-page-question-not-yours = Den här texten kan du inte läsa här. Fråga gärna vad den handlar om.
child-page-question-then = Det här händer
child-page-question-then-yes = Säger du ja? Då får de se det här. De får se nya texter också.
child-page-question-then-no = Säger du nej? Då får de inte se. Du får hjälp ändå.
child-page-question-then-change = Du får ändra dig när du vill. Det de redan har sett har de kvar.
child-page-question-yes = Ja, ni får dela
child-page-question-no = Nej
child-page-question-change-to-no = Jag ändrar mig till nej
child-page-withdraw-heading = Vill du inte längre?
child-page-question-withdraw-about = Då får de inte se något nytt. Det de redan har sett har de kvar.
child-page-question-withdraw = Nej, visa inget nytt
child-page-talk-title = Prata med någon nu
child-page-talk-lead = Du kan ringa. Du behöver inte säga vad du heter.
child-page-talk-adult = Du kan också säga till en vuxen du litar på.
notice-words-kept = Dina ord är sparade.

# Utlämnande vid överlämning.
trail-hand-over-will-see = { $unit } finns i ett annat sekretessområde än ni. När du skickar får de veta det här: { $child }; vem du är och varför du lämnar över; sammanfattningen nedan. Inget annat som ni har skrivit går över.
trail-hand-over-happens-journal = Det skrivs i journalen över utlämnanden: vad, till vem, på vilken grund och av vem.
trail-field-grund = På vilken grund lämnar du ut det?
trail-field-grund-hint = Fråga först barnet och vårdnadshavarna om det går.
trail-field-sagt_ja = Vem har sagt ja?
trail-field-sagt_ja-hint = Bara om grunden är samtycke. Alla som har vårdnaden ska ha sagt ja, eller barnet om barnet kan bestämma själv. Ja:et gäller överlämningen och svar på frågor om den, i högst 90 dagar.
trail-field-nodvandigt = Varför behövs det?
trail-field-nodvandigt-hint = Bara om grunden är en annan än samtycke. Varför mottagaren behöver just det här för att hjälpa barnet.
trail-ground-consent = Samtycke: familjen har sagt ja
trail-ground-consent-about = Skriv vem som har sagt ja, och hur.
trail-ground-override_under18_care_support = Nödvändigt för vård eller stöd, under 18 år
trail-ground-override_under18_care_support-about = Bara mellan vård och socialtjänst. Skriv varför det är nödvändigt.
trail-ground-override_pupil_support = Nödvändigt för stöd till eleven
trail-ground-override_pupil_support-about = Från skolsköterska eller skolläkare till övrig elevhälsa. Skriv varför det är nödvändigt.
trail-ground-general_clause = Intresset av att lämna ut går uppenbart före
trail-ground-general_clause-about = Skriv varför det behövs, och varför det går före.
trail-ground-duty_by_law = Skyldighet i lag (orosanmälan)
trail-ground-duty_by_law-about = Bara till socialtjänsten. Skriv vad du har sett och hört.
trail-error-ground = Välj en grund som går att använda för mottagaren
trail-error-necessity = Skriv varför det behövs, högst 1 000 tecken
trail-error-yes = Kryssa för vem som har sagt ja
trail-error-yes-missing = Någon som måste säga ja har inte gjort det. Fråga dem först, eller välj en annan grund.
trail-error-told = Välj hur de sa ja
trail-error-holds-no-more = Grunden för överlämningen gäller inte längre. Ta tillbaka erbjudandet och fråga familjen igen.
sharing-journal-handover = { $when }: { $unit } fick { $kind }. Grund: { $ground }.
sharing-journal-summary = sammanfattningen i en överlämning
sharing-journal-answer = ett svar på en fråga om överlämningen
sharing-kinds-handover = det som skrevs vid överlämningen
child-page-kinds-handover = det som skrevs när de skulle hjälpa dig vidare

# Om mottagaren passar.
trail-field-anda = Varför dit ändå?
trail-field-anda-hint = Mottagaren läser det tillsammans med sammanfattningen.
trail-error-despite = Skriv varför ni lämnar över dit ändå
trail-error-despite-long = Sammanfattningen och orsaken blir för långa tillsammans. Korta något av dem.
trail-misfit-internal_referral = Remissen började hos barnpsykiatrin, och barnpsykiatrin remitterar inte till sig själv. Klinikerna lämnar över mellan sig.
trail-misfit-unit_closed = Verksamheten är stängd och tar inte emot någon.
trail-misfit-level_not_given = Verksamheten ger inte den vårdnivån, enligt Vem gör vad.
trail-misfit-outside_area = Barnet bor utanför verksamhetens område, enligt Vem gör vad.
trail-misfit-too_young = Barnet är för ungt för verksamheten, enligt Vem gör vad.
trail-misfit-too_old = Barnet är för gammalt för verksamheten, enligt Vem gör vad.
trail-misfit-day_of_birth_needed = Åldern är precis på gränsen. Bara födelsedagen avgör, och den är inte känd.
trail-warning-ages_out_soon = Barnet blir snart för gammalt för verksamheten: sista dagen är { $day }. Planera övergången samtidigt.
trail-warning-age_not_verified = Åldern är bara vad någon har sagt.
trail-warning-not_confirmed_since = Verksamheten har inte bekräftat sina uppgifter sedan { $day }. Ring dem gärna först.
trail-warning-closes_on = Verksamheten stänger { $day }.

# Löften.
trail-promises = Löften
trail-promises-about = Vad som är lovat och till när. Lagens tider och de lokala visas var för sig, där de skiljer sig.
trail-day-promised = Löften som bryts snart, eller är brutna
trail-promise-national = Lag eller nationellt mål
trail-promise-local = Lovat här
trail-promise-due = Senast { $day }
trail-promise-missed = { $late }. Skulle ha varit klart { $day }
trail-promise-waits = Väntar på svar. Klockan står still
child-page-promises = Det du kan räkna med
family-promises = Det ni kan räkna med
family-promise-due = Senast { $day }: { $what } ({ $unit }).
family-promise-missed = Skulle ha varit { $day }: { $what } ({ $unit }). Vi har inte hållit det vi lovade. Ring och fråga vad som händer nu.
family-promise-primary_care_contact = vårdcentralen hör av sig
family-promise-medical_assessment = någon som kan bedöma hur du mår har pratat med er
family-promise-specialist_first_visit = ett första besök, enligt lagen
family-promise-psychiatry_first_assessment = en första bedömning, enligt målet i hela landet
family-promise-planned_care = vården börjar, enligt lagen
family-promise-psychiatry_treatment_start = utredning eller behandling börjar
family-promise-structured_interview = ett längre samtal
family-promise-first_line_visit = ett första besök

# The family answers about a handover on its own pages.
trail-told-pages = De svarar själva på sina egna sidor
trail-field-over_varfor = Varför, med ord till familjen
trail-field-over_varfor-hint = Bara om familjen svarar på sina egna sidor. Skriv varför ni vill lämna över och vad som händer sedan. De läser också sammanfattningen, ord för ord.
trail-error-varfor = Skriv varför ni vill lämna över, högst 600 tecken
trail-hand-over-happens-asks = Om familjen ska svara på sina egna sidor skickas inget nu. När alla har sagt ja lämnar du över från sidan om samtycke.
sharing-handover-yes = Familjen har sagt ja till att { $from } lämnar över till { $to }
sharing-handover-asked = Familjen är tillfrågad om { $from } får lämna över till { $to }
sharing-handover-no = Inget ja till att { $from } lämnar över till { $to }
sharing-handover-no-more = Familjens ja till att { $from } lämnar över till { $to } gäller inte längre
sharing-handover-summary = Det som mottagaren skulle få läsa
sharing-handover-ready = Alla har sagt ja. Mottagaren får läsa just det som familjen har läst.
sharing-handover-send = Skicka erbjudandet
sharing-end-handover = Använd inte familjens ja
notice-sharing-handover-asked = Frågan är ställd. Inget skickas förrän alla har sagt ja och du lämnar över.
notice-sharing-handover-agreed = Svaret är sparat. Alla har sagt ja. Nu kan du lämna över.
notice-sharing-handover-recorded = Svaret är sparat. Fler ska svara innan ni kan lämna över.
notice-sharing-handover-declined = Svaret är sparat. Ni kan inte lämna över på samtycke.
family-handover = Får { $from } lämna över till { $to }?
family-handover-agreed = { $from } får lämna över till { $to }
family-handover-title = Får { $unit } ta över?
family-handover-what = Ansvaret för att hjälpen blir av, och texten här nedanför
family-handover-lead = Läs vad det gäller. Svara sedan ja eller nej.
family-handover-others-wait = Du har sagt ja. Fler ska svara. Inget skickas förrän alla har sagt ja.
family-handover-given = Ni har sagt ja. Det gäller till och med dagen här nedanför. Du kan ändra dig tidigare.
family-handover-declined = Svaret blev nej. Inget skickas. Ditt barn får hjälp ändå.
family-handover-withdrawn = Det gäller inte längre. Inget nytt skickas.
family-handover-outdated = Något ändrades innan alla hade svarat. Inget skickades. Ni kan få en ny fråga.
family-handover-run-out = Tiden har gått ut. Inget nytt skickas.
family-handover-items = Det här får de läsa
family-handover-then-yes = Om alla säger ja får de läsa det här och svara på om de tar över. Tills de har sagt ja håller den som har hjälpt er kvar.
family-handover-then-no = Om någon säger nej skickas inget. Ditt barn får hjälp ändå.
family-handover-then-change = Du kan ändra dig när du vill. Det de redan har fått läsa har de kvar.
family-handover-yes = Ja, ni får lämna över
family-handover-withdraw-about = Säger du nej nu skickas inget nytt. Det de redan har fått läsa har de kvar.
family-handover-withdraw = Nej, skicka inget nytt
notice-family-yes-handover = Tack. Ni har sagt ja. Nu får de fråga.
notice-family-yes-handover-waits = Tack. Ditt ja är sparat. Inget skickas förrän alla har sagt ja.
notice-family-no-handover = Ditt nej är sparat. Inget skickas.
child-page-handover = Får { $unit } hjälpa dig i stället?
child-page-sees-handover = får veta det du har läst, från { $from }.
child-page-handover-title = Får { $unit } hjälpa dig i stället?
child-page-handover-what = Vem som hjälper dig, och texten här nedanför
child-page-handover-lead = Läs först. Säg sedan ja eller nej.
child-page-handover-others-wait = Du har sagt ja. Fler ska svara.
child-page-handover-given = Du har sagt ja.
child-page-handover-declined = Det blev nej. De får inte läsa.
child-page-handover-withdrawn = Nu får de inte veta något nytt.
child-page-handover-outdated = Något ändrades innan alla hann svara. De fick inte läsa. Du kan få en ny fråga.
child-page-handover-run-out = Tiden är slut. De får inte veta något nytt.
child-page-handover-items = Det här får de läsa
child-page-handover-then-yes = Säger du ja? Då får de läsa det här. Sedan svarar de om de kan hjälpa dig.
child-page-handover-then-no = Säger du nej? Då får de inte läsa. Du får hjälp ändå.
child-page-handover-then-change = Du får ändra dig när du vill. Det de redan har läst har de kvar.
child-page-handover-yes = Ja, ni får fråga dem
child-page-handover-withdraw-about = Då får de inte veta något nytt. Det de redan har läst har de kvar.
child-page-handover-withdraw = Nej, berätta inget nytt
