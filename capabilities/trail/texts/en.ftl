# Trails and the baton: pages for people at work.
trail-menu-day = My day
trail-menu-trails = Trails
trail-name-and-age = { $name }, { $age }
trail-protected = Protected identity
trail-the-child = The child
trail-a-guardian = Guardian
trail-colleague-left = Someone who has left
trail-no-later-than = by { $day }
trail-next-step = Next step
trail-no-next-step = No next step
trail-all-trails = All trails
trail-back-to-trail = Back to the trail

trail-column-trail = Trail
trail-column-at = With
trail-column-question = Question
trail-column-due = Answer by
trail-column-when = When
trail-column-holder = Holder
trail-column-offered = Offered to

trail-purpose-referral = Referral
trail-purpose-referral-level = Referral, level { $level }
trail-purpose-transition_18 = To adult services, turning 18
trail-purpose-ordinary = Hands over responsibility
trail-level-0 = Level 0: self-help and advice
trail-level-1 = Level 1: pupil health or youth clinic
trail-level-2 = Level 2: health centre, brief support
trail-level-3 = Level 3: first-line clinic
trail-level-4 = Level 4: child psychiatry
trail-level-5 = Level 5: inpatient care

trail-clock-working-days-left = { $days ->
    [0] less than a working day left
    [one] 1 working day left
   *[other] { $days } working days left
}
trail-clock-days-left = { $days ->
    [one] 1 day left
   *[other] { $days } days left
}
trail-clock-hours-left = { $hours } h { $minutes } min left
trail-clock-minutes-left = { $minutes } min left
trail-clock-late-today = Late today
trail-clock-late-days = { $days ->
    [one] 1 day late
   *[other] { $days } days late
}
trail-clock-was-due = Was due { $day }
trail-clock-paused = Waiting for an answer
trail-clock-paused-left = The clock stands still
trail-clock-missing = No date
trail-clock-missing-left = Say what happens and when
trail-clock-step = Next step

trail-day-date = { $day }, week { $week }
trail-day-morning = Good morning, { $name }
trail-day-hello = Hello, { $name }
trail-day-evening = Good evening, { $name }
trail-day-waiting = { $count ->
    [0] Nothing is waiting for you.
    [one] One thing is waiting for you.
    [2] Two things are waiting for you.
    [3] Three things are waiting for you.
    [4] Four things are waiting for you.
    [5] Five things are waiting for you.
    [6] Six things are waiting for you.
    [7] Seven things are waiting for you.
    [8] Eight things are waiting for you.
    [9] Nine things are waiting for you.
    [10] Ten things are waiting for you.
   *[other] { $count } things are waiting for you.
}
trail-day-late = { $late ->
    [one] One is late.
   *[other] { $late } are late.
}
trail-day-today = { $today ->
    [one] One needs an answer today.
   *[other] { $today } need an answer today.
}
trail-day-late-and = { $late ->
    [one] One is late
   *[other] { $late } are late
}
trail-day-and-today = { $today ->
    [one] and one needs an answer today.
   *[other] and { $today } need an answer today.
}
trail-day-waiting-heading = Waiting for you
trail-day-nothing = Nothing is waiting for you
trail-day-nothing-text = When somebody hands over to you, or a next step comes near, it stands here.
trail-day-how-counted = How times are counted
trail-day-how-counted-text = The clock starts when it reaches you, not when somebody opens it. Working days leave out weekends and holidays. When you ask the sender for more your clock stands still, but the family's wait goes on.
trail-day-others = You are waiting for others
trail-day-others-none = You are not waiting for an answer from anyone.
trail-day-news = New on your trails
trail-day-news-none = Nothing new in the last two weeks.
trail-day-given = { $unit } holds it now
trail-day-bounced = Sent back and forth
trail-day-bounced-text = Children who have been given back twice or more. As a manager you need to know.
trail-day-bounced-row = Given back { $times } times. { $holder } holds it.
trail-day-turning = Soon 18
trail-day-turning-text = Decide in good time who takes over.
trail-day-turning-row = Turns 18 on { $day }
trail-day-answer = Answer
trail-day-reply = Reply
trail-day-follow-up = Follow up
trail-day-say-step = Say the next step
trail-day-asks-more = { $unit } wants to know more before answering
trail-day-question = A question for you
trail-day-question-left = They are waiting for your answer
trail-day-you-hold = You hold the baton
trail-day-no-trails = This assignment has no trails
trail-day-no-trails-text = In this assignment you see no children. Change assignment at the top of the page if you have another.

trail-list-filter = Which trails
trail-list-mine = Mine
trail-list-units = The unit's
trail-list-missing = Without a next step
trail-list-late = Late
trail-list-closed = Closed
trail-list-none = No trails here
trail-list-none-text = Choose another list, or open a new trail.
trail-list-shown = { $count ->
    [one] Showing 1 trail
   *[other] Showing { $count } trails
}
trail-list-more = Show more
trail-list-closed-on = Closed { $day }

trail-baton-label = Responsible right now
trail-baton-holder = Holds the baton
trail-baton-no-holder = Nobody holds it
trail-holds-since = since { $day }
trail-next-step-past = The date has passed. Say what happens now.
trail-since = Trail since { $day }.
trail-held-last = Held the baton last:
trail-closed-on = Closed { $day }. { $reason }. { $told }
trail-pending = Offered to { $unit } { $sent }. They have not answered yet.
trail-pending-asked = { $unit } wants to know more before answering.
trail-waits = { $days ->
    [0] Came today.
   *[other] Has waited { $days } days.
}
trail-waits-both = The family has waited { $days } days. The receiver has had { $receiver } of them.
trail-bounced-warning = { $returns ->
   *[other] The child has been given back { $returns } times. The unit's manager has been told.
}
trail-about-trail = About the trail

trail-map-heading = The trail map
trail-map-about = The orange line shows who has held the baton. Dotted is planned.
trail-map-as-list = Read as a list
trail-map-now = today
trail-map-absent = Not involved
trail-map-sentence = Trail map since { $day }. The baton: { $way }.
trail-map-then = {" "}then{" "}
trail-map-hops = { $hops ->
    [0] It has not been handed over.
    [one] It has been handed over once.
   *[other] It has been handed over { $hops } times.
}
trail-map-returns = { $returns ->
    [one] Once it came back.
   *[other] { $returns } times it came back.
}
trail-map-closed = The trail was closed { $day }.
trail-map-next = The next step is { $day }.
trail-map-no-next = There is no next step.
trail-map-list = All events are in the list under the map.
trail-map-opened = Begins
trail-map-offered = Hands over
trail-map-took-over = Takes over
trail-map-returned = Back
trail-map-closed-dot = Closed
trail-map-reopened = Reopened
trail-map-entry-note = Note
trail-map-entry-visit = Visit
trail-map-entry-call = Call
trail-map-entry-meeting = Meeting
trail-map-entry-childs_words = Own words
trail-map-entry-assessment = Assessment
trail-map-entry-decision = Decision
trail-map-entry-advice = Advice

trail-events = Events
trail-events-newest = Show the latest
trail-events-older = { $count ->
    [one] Show 1 older event
   *[other] Show { $count } older events
}
trail-event-opened = { $by } opened the trail. { $holder } held it.
trail-event-offered = { $by } asked { $unit } to take over
trail-event-received = The offer arrived
trail-event-more_wanted = { $by } wanted to know more
trail-event-supplied = { $by } answered the question
trail-event-accepted = { $by } took over the baton
trail-event-returned = { $by } gave it back
trail-event-manager_alerted = The manager was told that the child has been given back { $returns } times
trail-event-withdrawn = { $by } took the offer back
trail-event-reassigned = { $by } took over from a colleague
trail-event-next_step_set = { $by } decided the next step
trail-event-closed = { $by } closed the trail
trail-event-reopened = { $by } opened the trail again
trail-event-no-step = The next step is not decided.
trail-event-next = Instead: { $step }
trail-event-other-unit = { $unit } has said yes: { $step }

trail-around = Around the child
trail-around-holds = { $unit }, holds it
trail-around-guardian = guardian
trail-around-relative = relative
trail-around-interpreter = interpreter: { $language }

trail-do-hand-over = Hand over
trail-do-withdraw = Take the offer back
trail-do-supply = Answer the question
trail-do-receive = Receive
trail-do-accept = Say yes and take over
trail-do-want-more = Ask for more
trail-do-give-back = Give back
trail-do-next-step = Next step
trail-do-reassign = Take over from the colleague
trail-do-close = Close the trail
trail-do-reopen = Open the trail again

trail-asked-only-summary = You see only the summary until you have said yes. That you read it is logged.
trail-asked-due = Answer by { $due }
trail-asked-you-asked = You asked:
trail-asked-waiting = You are waiting for an answer:

trail-form-happens = What happens
trail-form-check = Check
trail-form-change = Change
trail-form-send = Send
trail-form-most = At most { $most } characters
trail-field-vad = What happens next?
trail-field-vad-hint = Write so that the child can read it, for example "Visit to Johan".
trail-field-dag = Which day?
trail-field-dag-hint = By that day at the latest, if no time is booked.
trail-field-tid = What time? (optional)
trail-field-tid-hint = For example 15:20, if the time is booked.
trail-field-vet_inte = We do not know yet
trail-field-vet_inte-hint = The trail is shown as lacking a next step until somebody has decided.
trail-field-till = Who is to take over?
trail-field-till-choose = Choose a unit
trail-field-syfte = Why do you hand over?
trail-field-niva = Level of care, if it is a referral
trail-field-niva-choose = Choose a level
trail-field-niva-hint = The level that a professional has decided.
trail-field-sammanfattning = What do they need to know in order to answer?
trail-field-sammanfattning-hint = Write so that the child and the parents can read it. Write no more than is needed.
trail-field-svar = Your answer
trail-field-svar-hint = Answer the question and nothing else.
trail-field-fraga = What do you need to know?
trail-field-fraga-hint = Ask only for what you need in order to say yes or no.
trail-field-till_familjen = What is the family told?
trail-field-till_familjen-hint = In plain words: why, and what happens instead.
trail-field-sedan = Who goes on with the child?
trail-field-vem = Who has said yes? (if another unit goes on)
trail-field-vem-hint = Call first. Only someone who has already said yes may stand here.
trail-field-vem-choose = Choose a person
trail-field-varfor = Why is the trail opened again?
trail-field-varfor-hint = Write so that the child and the parents can read it.

trail-hand-over-title = Hand over the baton
trail-hand-over-crosses = What you write crosses to the receiver when you send it. The receiver sees the summary and nothing else of the trail until they have said yes.
trail-hand-over-check = Check before you send
trail-hand-over-send = Send the offer
trail-hand-over-happens-summary = { $unit } sees the summary at once, and nothing else of the trail.
trail-hand-over-happens-due = { $unit } is to answer by { $due }.
trail-hand-over-happens-holder = You hold the baton until they have said yes.
trail-hand-over-happens-family = The child and the family see that you have asked.
trail-withdraw-title = Take the offer back
trail-withdraw-send = Take back
trail-withdraw-why = Why do you take it back?
trail-withdraw-happens = { $unit } no longer sees the summary and need not answer. You hold the baton as before.
trail-withdraw-mistake = Wrong unit or wrong words
trail-withdraw-family_changed_mind = The child or the family wants something else
trail-withdraw-other_help = Other help has come first
trail-withdraw-no_answer = No answer has come
trail-supply-title = Answer the question
trail-supply-send = Send the answer
trail-supply-crosses = What you write crosses to { $unit } when you send it.
trail-supply-question = { $unit } asks
trail-answer-supplement = Question and answer
trail-receive-title = Receive
trail-receive-send = Receive
trail-receive-happens = The clock for your answer starts now.
trail-accept-title = Say yes and take over
trail-accept-send = Take over the baton
trail-accept-happens-holder = You hold the baton. { $giver } at { $unit } no longer does.
trail-accept-happens-family = The child and the family see that you hold it, and what happens next.
trail-accept-happens-giver = { $unit } sees the trail for 30 days more, to answer questions.
trail-want-more-title = Ask for more
trail-want-more-send = Send the question
trail-want-more-left = { $left ->
    [0] You have asked as many times as you may. Say yes or give back.
    [one] You may ask once more.
   *[other] You may ask { $left } times.
}
trail-want-more-happens-clock = Your clock stands still until the answer comes.
trail-want-more-happens-family = The family's wait goes on.
trail-give-back-title = Give back
trail-give-back-never-bare = Nobody gets a bare no. Say why, what the family is told and what happens instead. The sender holds the baton all the time.
trail-give-back-why = Why do you give it back?
trail-give-back-check = Check before you give it back
trail-give-back-send = Give back
trail-give-back-happens-giver = { $unit } holds the baton as before and is told why.
trail-give-back-happens-family = The child and the family can read what you have written to them.
trail-give-back-happens-you = You no longer see the summary.
trail-give-back-happens-manager = This is the second time or more that the child is given back. The sender's manager is told.
trail-return-advice_is_enough = Advice to the sender is enough
trail-return-other_level = Another level of care fits better
trail-return-other_principal = Another principal is responsible
trail-return-outside_ages = Outside the ages we meet
trail-return-information_missing = Answers are missing although we have asked
trail-return-contact_exists = The child already has a contact who can do it
trail-return-family_declines = The child or the family does not want it
trail-onward-keeps = The sender goes on with this step
trail-onward-other = Another unit has said yes
trail-onward-keeps-unit = { $unit } goes on
trail-onward-other-unit = { $who } at { $unit } has said yes
trail-next-step-title = Next step
trail-next-step-send = Save the next step
trail-next-step-read = The child can read what you write.
trail-reassign-title = Take over from the colleague
trail-reassign-send = Take over the baton
trail-reassign-happens-holder = You hold the baton instead of { $name }. The trail stays at your unit.
trail-reassign-happens-family = The child and the family see that you hold it.
trail-close-title = Close the trail
trail-close-check = Check before you close
trail-close-send = Close the trail
trail-close-why = Why is the trail closed?
trail-close-told = What are the child and the family told?
trail-close-told-hint = In plain words: what you have done, and where they turn if it becomes hard again.
trail-close-happens-nobody = Nobody holds the baton any longer.
trail-close-happens-family = The child and the family can read what you have written to them.
trail-close-happens-reopen = Your unit can open the trail again.
trail-close-goals_reached = The help has helped
trail-close-advice_given = Advice was what was needed
trail-close-family_ends = The child or the family does not want to go on
trail-close-moved_away = The family has moved to another region
trail-close-turned_eighteen = The child has turned 18
trail-close-died = The child has died
trail-close-opened_by_mistake = The trail was opened by mistake
trail-reopen-title = Open the trail again
trail-reopen-send = Open the trail
trail-reopen-happens-holder = You hold the baton.

trail-open-title = New trail
trail-open-send = Open the trail
trail-open-ask = Have the child or the family said yes to your opening a trail? Tell them that they can read it.
trail-open-happens-holder = You hold the baton until somebody else has said yes to taking over.
trail-open-happens-known = If the number is already in Cairn we ask whether it is the same child.
trail-open-happens-logged = That you look for the number is logged.
trail-open-not-here = You cannot open a trail for this child. Call One way in.
trail-field-nummer = Identity number (optional)
trail-field-nummer-hint = Twelve digits, or a coordination number. Leave it empty if you do not have it.
trail-field-fornamn = First name
trail-field-efternamn = Family name (optional)
trail-field-fodd = Born (optional)
trail-field-fodd-hint = Not needed if you have written an identity number.
trail-field-alder = Age, if you do not know when the child was born
trail-field-kommun = Municipality
trail-field-kommun-unknown = Not known, or not to be shown
trail-field-skola = School (optional)
trail-same-title = The number is already here
trail-same-known = A child with that number is already in Cairn. We say no more than that.
trail-same-question = Is it the same child?
trail-same-hint = If the number is wrong, choose Change and correct it.
trail-same-yes = Yes, it is the same child
trail-same-yes-number = Yes, it is child number { $number }
trail-same-send = Open the trail
trail-same-own = Your unit already holds a trail for the child. Open it instead.

trail-error-heading = This needs correcting
trail-error-too-long = Shorten the text to at most { $most } characters
trail-error-unreadable = Take away the characters that cannot be read
trail-error-what = Write what happens next
trail-error-day = Choose a day, for example 2026-12-01
trail-error-day-past = Choose a day that has not been
trail-error-day-far = Choose a day within two years
trail-error-time = Write the time in figures, for example 15:20
trail-error-time-past = Choose a time that has not been
trail-error-unit = Choose who is to take over
trail-error-purpose = Choose why you hand over
trail-error-level = Choose the level of care for the referral
trail-error-summary = Write what they need to know in order to answer
trail-error-reason = Choose a reason
trail-error-to-family = Write what the family is told
trail-error-onward = Choose who goes on with the child
trail-error-who-said-yes = Choose who has said yes
trail-error-question = Write what you need to know
trail-error-answer = Write your answer
trail-error-why = Write why the trail is opened again
trail-error-given-name = Write the child's first name
trail-error-age = Write the age in years, for example 13, or when the child was born
trail-error-born = Write the day of birth like this: 2013-05-24
trail-error-born-range = Check the day of birth. A trail is for children and young people up to 20.
trail-error-number-length = Write the number with ten or twelve digits, or leave the field empty
trail-error-number-character = Write only digits and a hyphen, for example 20130524-2388
trail-error-number-date = Check the date in the number
trail-error-number-check = Check the number. A digit is not right.
trail-error-number-kind = Write a personal or coordination number

trail-refusal-trail_closed = The trail is closed. Open it again first.
trail-refusal-trail_open = The trail is already open.
trail-refusal-not_of_holding_unit = Your unit does not hold the baton.
trail-refusal-not_of_receiving_unit = Your unit has not been asked.
trail-refusal-not_a_front_door = Whoever is to hold it does not work at One way in.
trail-refusal-offered_to_self = Choose another unit than the one that already holds it.
trail-refusal-already_pending = Somebody else has already been asked. Wait for the answer or take the offer back.
trail-refusal-nothing_pending = Nobody is asked right now. Perhaps it has been answered already.
trail-refusal-handover_pending = Somebody has been asked to take over. Wait for the answer or take the offer back first.
trail-refusal-internal_psychiatry_referral = Child psychiatry does not refer to itself. Choose "Hands over responsibility" instead.
trail-refusal-not_received = Receive it first.
trail-refusal-already_received = It has already been received.
trail-refusal-question_open = You have already asked a question. Wait for the answer.
trail-refusal-no_question = There is no question to answer.
trail-refusal-too_many_questions = You have asked as many times as you may. Say yes or give back.
trail-refusal-onward_must_be_another = Choose another unit than yours and the sender's.
trail-refusal-onward_not_accepted = The other unit has not said yes yet.
trail-refusal-already_holder = You already hold the baton.
trail-refusal-step_in_the_past = Choose a day that has not been.
trail-refusal-time_went_back = Somebody else was first. Reload the page and try again.
trail-refusal-event_misfit = The trail has changed. Reload the page and try again.

notice-trail-opened = The trail is open. You hold the baton.
notice-trail-offered = The offer is sent. You hold the baton until they have said yes.
notice-trail-withdrawn = The offer is taken back.
notice-trail-supplied = The answer is sent.
notice-trail-received = Received. The clock for your answer has started.
notice-trail-accepted = You hold the baton now.
notice-trail-more-wanted = The question is sent.
notice-trail-given-back = Given back. The sender holds the baton.
notice-trail-next-step-set = The next step is saved.
notice-trail-reassigned = You hold the baton now.
notice-trail-closed = The trail is closed.
notice-trail-reopened = The trail is open again. You hold the baton.
