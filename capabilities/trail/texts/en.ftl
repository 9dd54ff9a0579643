# Trails and the baton: pages for people at work.
trail-menu-day = My day
trail-page = Trail
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
trail-clock-late-working-days = { $days ->
    [one] 1 working day late
   *[other] { $days } working days late
}
trail-clock-late-hours = { $hours } h late
trail-clock-late-minutes = { $minutes } min late
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
trail-day-waiting-more = More than { $count } things are waiting for you.
trail-day-all-offered = Show everything that is offered to you
trail-day-all-mine = Show all your trails
trail-day-all-waited = Show everything you are waiting for
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
trail-list-offered = Offered to us
trail-list-waited = We wait for
trail-list-closed = Closed
trail-list-none = No trails here
trail-list-none-text = Choose another list, or open a new trail.
trail-search = Find a child
trail-search-label = Name or identity number
trail-search-hint = Among your unit's open trails. The beginning of the name will do.
trail-search-go = Find
trail-search-missing = Write what the child is called, or an identity number
trail-search-found = This was found
trail-search-none = Nobody was found
trail-search-none-text = You hold no open trail for a child with that name. A protected identity is not found this way: ask whoever is named.
trail-search-logged = The search is logged.
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
trail-around-adults = Grown-ups, custody and codes
trail-around-add = Add a grown-up
trail-around-child = Who the child is
trail-around-unnamed = Did not give a name
trail-around-unnamed-relation = { $relation }, did not give a name
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

trail-only-copies = Your unit sees what has been shared with it, and who holds the baton. That you read it is logged.
trail-copies-holder = The baton is held by
trail-copies-nobody = Nobody. The trail is closed.
trail-asked-only-summary = You see only the summary until you have said yes. That you read it is logged.
trail-asked-due = Answer by { $due }
trail-asked-late = Late: an answer was due by { $due }
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
trail-field-enhet = Which unit has said yes? (if another unit takes over)
trail-field-enhet-hint = Call first. Only one that has already said yes may stand here.
trail-field-enhet-choose = Choose a unit
trail-field-vem = Who there has said yes?
trail-field-vem-hint = The person you have talked with.
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
trail-open-own = A new trail stays with you: your unit holds on to the child. If you want the front door to assess and hold on to the child, ask them for help instead.
trail-open-refer = Ask the front door for help
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
trail-error-which-unit = Choose which unit has said yes
trail-error-who-said-yes = Choose who at the unit has said yes
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
trail-refusal-time_went_back = Someone else was first. What you wrote is still here. Open the trail in a new tab, see what is new, and then try again.
trail-refusal-event_misfit = The trail has changed. What you wrote is still here. Open the trail in a new tab, see what is new, and then try again.

notice-trail-open-already = You have an open trail about the child already. Here it is. No new one was opened.
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

# Trails and the baton.

# Entries.
entry-child = { $name }, { $age } years old
entry-and = and
entry-a-guardian = a guardian
entry-kind-note = Note
entry-kind-visit = Visit
entry-kind-call = Telephone call
entry-kind-meeting = Meeting
entry-kind-childs_words = The child's own words
entry-kind-assessment = Assessment
entry-kind-decision = Decision
entry-kind-advice = Advice
entry-corrected = Corrected { $day }
entry-voice-who = { $name } wrote this { $day }
entry-panel-title = Notes
entry-panel-about = Only what your service has written or received a copy of.
entry-panel-none = Nothing is written yet
entry-panel-write = Write
entry-panel-share = Share
entry-copy-tag = Copy
entry-copy = From { $unit }. Ground: { $ground }.
entry-copy-ended = From { $unit }. Ground: { $ground }. The sharing ended { $day }; the copy stays.
entry-reason-childs_choice = the child's choice
entry-reason-considerable_harm = considerable harm if the guardian were to know
entry-reason-protected_identity = protected identity
entry-hidden-every = all guardians
entry-hidden = Hidden from { $from }: { $reason }. Reviewed on { $day }.
entry-hidden-review-due = Hidden from { $from }: { $reason }. Was to be reviewed { $day }.
entry-back = Back to the note
entry-cancel = Cancel
entry-write-title = New note
entry-write-readers = { $name } can read what you write. Guardians can read it too, unless you hide it.
entry-write-readers-teenager = { $name } can read what you write, and decides who at home may read it.
entry-write-kind = What is it about?
entry-write-happened = When did it happen?
entry-write-body = What do you want to write?
entry-write-body-hint = Write so that the child can read it.
entry-write-hide = Hide from guardians
entry-write-hide-yes = Yes, hide the note
entry-write-save = Save the note
entry-hide-title = Hide from guardians
entry-hide-lead = The note is hidden at once, also where it is as a copy. The child still sees it.
entry-hide-from = From whom?
entry-hide-reason = Why?
entry-hide-why = Explain the decision
entry-hide-why-hint = What speaks for it? Has the child said anything?
entry-hide-review = When is it to be reviewed?
entry-hide-review-hint = Within a year.
entry-hide-do = Hide
entry-hide = Hide
entry-hidden-title = Hidden from guardians
entry-show-again = Show again
entry-correct = Correct
entry-correct-title = Correct the note
entry-correct-lead = What you write becomes a new version. The old one stays.
entry-correct-why = Why do you correct it?
entry-correct-why-hint = For example: wrong date.
entry-correct-do = Save new version
entry-versions = Earlier versions
entry-version-of = As it was { $when }
entry-version-why = Corrected because:
entry-error-heading = Something needs to be put right
entry-error-kind = Choose what it is about.
entry-error-day = Write a date, for example 2026-11-24.
entry-error-day-future = Choose a day that has been.
entry-error-body = Write what happened.
entry-error-too-long = Shorten the text so that it fits.
entry-error-unreadable = Remove characters that cannot be shown.
entry-error-from = Choose who is not to read it.
entry-error-reason = Choose a reason.
entry-error-why = Explain the decision in a few words.
entry-error-review = Choose a day from tomorrow to a year ahead.
entry-error-correction-why = Write why you correct it.
entry-error-nothing-changed = Change something in the text, or go back.
notice-entry-written = The note is saved.
notice-entry-corrected = The new version is saved. The old one stays.
notice-entry-hidden = The note is hidden.
notice-entry-shown = The note is shown again.

# Sharing between services.
sharing-title = Share notes
sharing-lead = Whoever receives a note gets a copy of their own. Nothing is shared until you have seen what they will see.
sharing-nothing = There is nothing to share
sharing-nothing-about = Write a note first.
sharing-entries = What do you want to share?
sharing-receivers = Who is to see it?
sharing-receivers-hint = Those who already help are here.
sharing-other = Another service
sharing-other-none = No other
sharing-next = See what they will know
sharing-change = Change what and who
sharing-ground-title = What they will know, and on what ground
sharing-ground-lead = Ask the child and the guardians first if you can.
sharing-will-see = This will be new to them
sharing-new-first = New to them
sharing-new-corrected = They have an older version
sharing-nothing-new = They have all of this already.
sharing-known = { $count ->
  [one] They have one note already.
 *[other] They have { $count } notes already.
}
sharing-ground-question = On what ground do you share?
sharing-standing = There is a consent, until { $day }
sharing-not-offered = Grounds that do not exist here
sharing-ask-heading = What the family is asked
sharing-purpose = Why, and what is it to be used for?
sharing-purpose-hint = Write so that the child and the guardians understand. They read these very words.
sharing-until = How long is it to last?
sharing-until-hint = The last day, at most a year ahead.
sharing-maturity = Can the child decide in this matter?
sharing-maturity-hint = No age replaces the judgement.
sharing-maturity-not_assessed = It has not been judged
sharing-maturity-not_mature = { $name } is not mature enough to decide alone
sharing-maturity-mature = { $name } is mature enough to decide alone
sharing-prevented = Is anyone prevented from answering?
sharing-prevented-hint = Absent, ill or otherwise prevented, and it cannot wait.
sharing-why-heading = What other grounds ask for
sharing-why = Why is it needed?
sharing-why-hint = Why the receiver needs just this to help the child.
sharing-check = Check
sharing-check-title = Check before you share
sharing-check-ground = Ground
sharing-check-why = Why
sharing-check-until = Until
sharing-check-asked = We ask
sharing-asked-of = { $names }. { $basis }
sharing-basis-adult = Whoever is 18 decides alone.
sharing-basis-mature_child = The child has been judged mature enough to decide.
sharing-basis-everyday = One of them is enough.
sharing-basis-together = All must say yes.
sharing-basis-others_prevented = Whoever is prevented is not asked.
sharing-basis-board_decision = The social board has decided in place of the one who does not want to.
sharing-review-first = The child has a protected identity: decide first who can be asked without danger, and how.
sharing-then = What happens
sharing-then-shared = The receiver gets a copy of its own and sees it at once.
sharing-then-journal = The disclosure is written in the disclosure journal.
sharing-then-asked = Those who are to answer get a question on their page. You can also write down an answer by word of mouth.
sharing-then-nothing = Nothing is shared until all have said yes.
sharing-then-stays = What has been shared cannot be taken back. New sharing can be stopped at any time.
sharing-do = Share now
sharing-do-ask = Ask the family
sharing-ground-consent = consent
sharing-ground-consent-choose = Ask for consent
sharing-ground-consent-about = The child or the guardians say yes first.
sharing-ground-override_under18_care_support = necessary care or support, under 18
sharing-ground-override_under18_care_support-choose = Necessary for care or support, under 18
sharing-ground-override_under18_care_support-about = Only between health care and social services. Write why it is necessary.
sharing-ground-override_pupil_support = necessary support to a pupil
sharing-ground-override_pupil_support-choose = Necessary to support the pupil
sharing-ground-override_pupil_support-about = From the school nurse or doctor to other pupil health. Write why it is necessary.
sharing-ground-general_clause = the general clause
sharing-ground-general_clause-choose = The interest in disclosing obviously goes first
sharing-ground-general_clause-about = Write why it is needed, and why it goes first.
sharing-ground-duty_by_law = duty to disclose
sharing-ground-duty_by_law-choose = Duty by law (worry report)
sharing-ground-duty_by_law-about = Only to social services. Write what you have seen and heard.
disclosure-hidden-adult = The person is 18 or older.
disclosure-hidden-only-health-and-social = Only between health care and social services. School is not included.
disclosure-hidden-sender-not-public = Only for what a public authority knows. Your service is independent.
disclosure-hidden-receiver-not-public = Only to a public authority. The receiver is independent.
disclosure-hidden-only-school-medical-to-pupil-health = Only from the school's medical branch to other pupil health.
disclosure-hidden-other-authority = Only inside one and the same authority.
disclosure-hidden-not-for-health-or-social = The general clause does not apply to secrecy in health care or social services.
disclosure-hidden-only-to-social-services = The duty is only towards social services.
sharing-error-entries = Choose at least one note.
sharing-error-receivers = Choose at least one receiver.
sharing-error-too-many = Choose at most 20 receivers.
sharing-error-ground = Choose a ground.
sharing-error-necessity = Write why it is necessary.
sharing-error-weighing = Write why it is needed, and why it goes first.
sharing-error-report = Write what you have seen and heard.
sharing-error-record = Choose who answered, what they said and how.
sharing-error-purpose = Write why, so that the family understands.
sharing-error-until = Write the last day, for example 2027-06-30.
sharing-error-until-range = Choose a day from today to a year ahead.
sharing-error-maturity = Choose what has been judged.
sharing-error-nothing-new = They have all of this already. Choose something else.
sharing-error-outdated = Something has changed since the page was shown. Read it through and choose the ground again.
sharing-error-no-holder = Nobody is recorded as having custody. Record who has, or choose another ground.
sharing-no-holder = Nobody is recorded as having custody.
sharing-no-holder-go = Write down who it is, or confirm custody
sharing-error-all-prevented = Someone must be able to answer. Choose another ground, or wait.
sharing-error-nobody = It cannot be settled who decides. Ask a lawyer.
sharing-panel-title = Consent
sharing-panel-about = What { $name } and the guardians have said yes and no to.
sharing-panel-change = Change or take back
sharing-list-title = Who sees what
sharing-journal-title = Disclosure journal
sharing-journal-line = { $when }: { $unit } received { $kind }, version { $version }. Ground: { $ground }.
sharing-list-none = No other service sees what you write.
sharing-kinds-note = notes
sharing-kinds-visit = visits
sharing-kinds-call = telephone calls
sharing-kinds-meeting = meetings
sharing-kinds-childs_words = the child's own words
sharing-kinds-assessment = assessments
sharing-kinds-decision = decisions
sharing-kinds-advice = advice
sharing-line-yes = { $to } sees { $kinds } from { $from }
sharing-line-once = { $to } has received { $kinds } from { $from }
sharing-line-asked = { $to }: the question about { $kinds } from { $from } has been asked
sharing-line-no = { $to } does not see { $kinds } from { $from }
sharing-line-no-more = { $to } sees nothing new from { $from }
sharing-about-given = { $names } said yes. Until { $day }.
sharing-about-once = Ground: { $ground }. Shared { $day }.
sharing-about-waiting = Waiting for { $names }.
sharing-about-yes = { $names } said yes.
sharing-about-declined = No { $day }. Nothing is shared.
sharing-about-withdrawn = Taken back { $day }. What has been received stays.
sharing-about-run-out = Lasted until { $day }.
sharing-about-unanswered = Not everyone answered by { $day }. Nothing is shared.
sharing-about-outdated = Something changed before all had answered. Nothing is shared. Ask again.
sharing-guardian-reads = { $who } may read what is written
sharing-guardian-reads-not = { $who } may not read what is written
sharing-guardian-chosen = { $name } has decided so.
sharing-guardian-not-chosen = { $name } decides and has not said yes.
sharing-guardian-young = Guardians read what is not hidden.
sharing-hidden = { $count ->
  [one] { $who }: one note is not shown
 *[other] { $who }: { $count } notes are not shown
}
sharing-hidden-about = Ground: { $reason }. Reviewed on { $day }.
sharing-record = Write down an answer
sharing-record-who = Who answered?
sharing-record-said = What did they say?
sharing-record-yes = Yes
sharing-record-no = No
sharing-record-how = How?
sharing-record-oral = By word of mouth
sharing-record-written = On paper
sharing-record-save = Save the answer
sharing-taken-back = Someone has changed their mind
sharing-end-about = Who has said that it no longer holds? New sharing stops at once.
sharing-end = Stop sharing
sharing-end-question = Remove the question
notice-sharing-done = It is shared. The receiver has a copy.
notice-sharing-asked = The question is asked. Nothing is shared until all have said yes.
notice-sharing-done-and-asked = Some is shared. For the rest, the question is asked.
notice-sharing-recorded = The answer is saved. More are to answer before anything is shared.
notice-sharing-declined = The answer is saved. Nothing is shared.
notice-sharing-ended = Nothing new is shared. What has been received stays, with a note.
notice-sharing-outdated = The answer is saved. Something had changed, so nothing was shared. Ask again.

# The guardian's page.
family-followed = What you have asked for help with
family-title = My family
family-holds = Holds it right now
family-next = Next step
family-next-missing = Nothing has been decided yet. Ask { $name } what happens now.
family-was-due = Was to be { $day }
family-passed = The day has passed, and it does not say here what happened. You have done nothing wrong. Ask { $name } what happens now.
family-call = Call { $name }:
family-call-none = Do you not know how to reach { $name }? Call 1177 and ask where you can turn.
family-at-latest = { $day } at the latest
family-since = Since
family-asked = Has been asked to take over
family-returned = { $unit } has answered
family-returned-said = They will not take over. This is what they write to you:
family-returned-holder = { $name } holds it just as before and goes on together with you. You need not start again.
family-closed = The help here ended { $day }. You can always ask for help again.
family-question-heading = A question for you
family-question = May { $from } show { $kinds } to { $to }?
family-question-open = Read and answer
family-given-heading = What you have said yes to
family-given = { $to } may see { $kinds } from { $from }
family-run-out-heading = What has run out
family-run-out = { $to } sees nothing new from { $from }. The consent lasted until { $day }.
family-change = Change or take back
family-written = What is written
family-written-none = There is nothing to read here just now.
family-readers = See who has read about { $name }
family-child-decides = { $name } decides who may read what is written.
family-back = Back to My family
family-question-title = May { $unit } see this?
family-question-lead = Read what it is about. Then answer yes or no.
family-question-others-wait = You have said yes. More are to answer. Nothing is shown until all have said yes.
family-question-given = You have said yes. It holds up to and including the day below. You can change your mind before that.
family-question-declined = The answer was no. Nothing is shown. Your child gets help all the same.
family-question-withdrawn = It no longer holds. Nothing new is shown.
family-question-outdated = Something changed before all had answered. Nothing was shown. You may get a new question.
family-question-run-out = The time has run out. Nothing new is shown.
family-question-from = From
family-question-to = To
family-question-what = What
family-question-why = Why
family-question-until = Until
family-question-items = This is shown first
family-question-not-yours = You cannot read this text. Your child has the right to decide who reads it.
family-question-then = What happens
family-question-then-yes = If all say yes they get a copy, and new texts of the same kind until the last day.
family-question-then-no = If anyone says no, nothing is shown. Your child gets help all the same.
family-question-then-change = You can change your mind at any time. What they have received stays with them.
family-question-yes = Yes, you may share
family-question-no = No
family-question-change-to-no = I change my mind to no
family-withdraw-heading = Do you no longer want this?
family-question-withdraw-about = If you say no now, nothing new is shown. What they have received stays with them.
family-question-withdraw = No, share nothing new
notice-family-yes-shared = Thank you. You have said yes and it is shared.
notice-family-yes-waits = Thank you. Your yes is saved. Nothing is shown until all have said yes.
notice-family-no = Your no is saved. Nothing is shown.
notice-family-outdated = Your yes is saved. Something had changed, so nothing was shown. You may get a new question.
notice-family-withdrawn = It is changed. Nothing new is shown.
notice-family-shared = It is saved. The one you chose can read now.
notice-family-kept = It is saved. The one you chose cannot read now.

# The child's own page. You, we and everyday words; one thing in each sentence.
child-page-title = My page
child-page-hello = Hi { $name }!
child-page-lead = Here you see what is decided and who does what.
child-page-empty-title = Hi!
child-page-empty = Nobody here is helping you right now. Do you want help? Tell us.
child-page-us = us
child-page-question-heading = A question for you
child-page-question = May { $unit } see something about you?
child-page-question-open = Read and answer
child-page-next = Next time
child-page-next-missing = No time yet
child-page-next-ask = Ask { $name } what happens now.
child-page-bring = You may bring someone you trust.
child-page-holds = { $name } is looking after this right now.
child-page-holds-about = Is there something you wonder? Ask { $name }.
child-page-call = Call { $name }:
child-page-call-none = Do you not know how to reach { $name }? Ask an adult you trust to help you.
child-page-asked = We have asked { $unit } if they can take over.
child-page-returned = We have an answer from { $unit }
child-page-returned-said = They will not take over. This is what they write:
child-page-returned-holder = { $name } helps you as before. You have done nothing wrong. You do not need to start again.
child-page-closed = The help here ended { $day }
child-page-closed-again = You may always ask for help again.
child-page-ask-again = Ask for help again
child-page-words = This is what I want
child-page-words-none = You have not written anything yet.
child-page-words-change = Change my words
child-page-words-write = Write in my own words
child-page-words-title = My words
child-page-words-label = What do you want?
child-page-words-hint = Write as you like. Nobody changes your words.
child-page-words-seen = Those who work at { $unit } can read it.
child-page-words-danger = If you are in danger a grown-up must act. We tell you first, if we can.
child-page-words-save = Save my words
child-page-words-error = Write a few words.
child-page-words-why = I wanted to change my words.
child-page-decided = This is decided
child-page-decided-none = Nothing more is decided yet.
child-page-written = Read all that is written
child-page-written-title = What is written
child-page-written-lead = Is something wrong? Tell { $name }.
child-page-written-none = Nothing is written yet.
child-page-who-reads = Who may read this?
child-page-sees = Who can see this?
child-page-sees-helper = sees what they write themselves.
child-page-sees-sharing = may see { $kinds } from { $from }.
child-page-sees-run-out = sees nothing new from { $from }. It lasted until { $day }.
child-page-sees-guardian = may read what is written.
child-page-sees-guardian-kept = may not read. You have chosen that.
child-page-sees-guardian-not = may not read. You can say yes.
child-page-sees-change = Change
child-page-readers = Who has read about me?
child-page-others = More help
child-page-other = Other help { $number }
child-page-followed = What you have asked for help with
child-page-wrong = Is something wrong? Tell { $name }.
child-page-back = Back to my page
child-page-back-written = Back to what is written
child-page-kinds-note = short texts
child-page-kinds-visit = when you have met
child-page-kinds-call = when you have talked on the phone
child-page-kinds-meeting = meetings
child-page-kinds-childs_words = your own words
child-page-kinds-assessment = what they think can help
child-page-kinds-decision = what is decided
child-page-kinds-advice = advice
child-page-reads = { $who } may read
child-page-reads-not = { $who } may not read
child-page-keep-from = Do not let { $who } read
child-page-let-read = Let { $who } read
child-page-young = Do you want someone not to read? Tell { $name }.
child-page-adults-must = If you are in danger a grown-up must act. We tell you first, if we can.
child-page-who-question = May { $who } read about you?
child-page-who-now-yes = You have said yes.
child-page-who-now-no = You have said no.
child-page-who-now-none = You have not said yes yet.
child-page-who-then-yes = If you say yes, they may read what is written.
child-page-who-then-no = If you say no, they only see who helps you and the next time.
child-page-who-change = You can change your mind at any time.
child-page-who-yes = Yes, { $who } may read
child-page-who-no = No, { $who } may not read
child-page-question-title = May { $unit } see this?
child-page-question-lead = Read first. Then say yes or no.
child-page-question-others-wait = You have said yes. More are to answer.
child-page-question-given = You have said yes.
child-page-question-declined = It was a no. They may not see.
child-page-question-withdrawn = Now they see nothing new.
child-page-question-outdated = Something changed before everyone had answered. They did not get to see anything. You may get a new question.
child-page-question-run-out = The time is over. They see nothing new.
child-page-question-from = From
child-page-question-to = To
child-page-question-what = What
child-page-question-why = Why
child-page-question-until = Until
child-page-question-items = This is what they see first
child-page-question-not-yours = You cannot read this text here. Do ask what it is about.
child-page-question-then = What happens
child-page-question-then-yes = If you say yes, they see this. They see new texts too.
child-page-question-then-no = If you say no, they do not see it. You get help all the same.
child-page-question-then-change = You can change your mind at any time. What they have seen they keep.
child-page-question-yes = Yes, you may share
child-page-question-no = No
child-page-question-change-to-no = I change my mind to no
child-page-withdraw-heading = Do you no longer want this?
child-page-question-withdraw-about = Then they see nothing new. What they have seen they keep.
child-page-question-withdraw = No, show nothing new
child-page-talk-title = Talk with someone now
child-page-talk-lead = You can call. You do not have to say your name.
child-page-talk-adult = You can also tell a grown-up you trust.
notice-words-kept = Your words are saved.

# Disclosure at handover.
trail-hand-over-will-see = { $unit } is in another area of secrecy than you. When you send, they come to know this: { $child }; who you are and why you hand over; the summary below. Nothing else that you have written crosses.
trail-hand-over-happens-journal = It is written in the journal of disclosures: what, to whom, on what ground and by whom.
trail-field-grund = On what ground do you disclose it?
trail-field-grund-hint = Ask the child and the guardians first, if you can.
trail-field-sagt_ja = Who has said yes?
trail-field-sagt_ja-hint = Only when the ground is consent. All who have custody must have said yes, or the child if the child can decide. The yes is for the handover and for answers to questions about it, for at most 90 days.
trail-field-nodvandigt = Why is it needed?
trail-field-nodvandigt-hint = Only when the ground is another than consent. Why the receiver needs just this to help the child.
trail-ground-consent = Consent: the family has said yes
trail-ground-consent-about = Write who has said yes, and how.
trail-ground-override_under18_care_support = Necessary for care or support, under 18
trail-ground-override_under18_care_support-about = Only between health care and social services. Write why it is necessary.
trail-ground-override_pupil_support = Necessary to support the pupil
trail-ground-override_pupil_support-about = From the school nurse or doctor to the rest of pupil health. Write why it is necessary.
trail-ground-general_clause = The interest in disclosing obviously goes first
trail-ground-general_clause-about = Write why it is needed, and why it goes first.
trail-ground-duty_by_law = Duty in law (worry report)
trail-ground-duty_by_law-about = Only to social services. Write what you have seen and heard.
trail-error-ground = Choose a ground that can be used for this receiver
trail-error-necessity = Write why it is needed, at most 1,000 characters
trail-error-yes = Tick who has said yes
trail-error-yes-missing = Somebody who must say yes has not. Ask them first, or choose another ground.
trail-error-told = Choose how they said yes
trail-error-holds-no-more = The ground of the handover holds no longer. Take the offer back and ask the family again.
sharing-journal-handover = { $when }: { $unit } received { $kind }. Ground: { $ground }.
sharing-journal-summary = the summary of a handover
sharing-journal-answer = an answer to a question about the handover
sharing-kinds-handover = what was written at the handover
child-page-kinds-handover = what was written when they were to help you on

# Whether the receiver fits.
trail-field-anda = Why there all the same?
trail-field-anda-hint = The receiver reads it together with the summary.
trail-error-despite = Write why you hand over there all the same
trail-error-despite-long = The summary and the reason are too long together. Shorten one of them.
trail-misfit-internal_referral = The referral began in child psychiatry, and child psychiatry does not refer to itself. The clinics hand over between themselves.
trail-misfit-unit_closed = The unit is closed and takes nobody.
trail-misfit-level_not_given = The unit does not give that level of care, says Who does what.
trail-misfit-outside_area = The child lives outside the area of the unit, says Who does what.
trail-misfit-too_young = The child is too young for the unit, says Who does what.
trail-misfit-too_old = The child is too old for the unit, says Who does what.
trail-misfit-day_of_birth_needed = The age is on the limit. Only the day of birth decides, and it is not known.
trail-warning-ages_out_soon = The child will soon be too old for the unit: the last day is { $day }. Plan the transition at the same time.
trail-warning-age_not_verified = The age is only what somebody has said.
trail-warning-not_confirmed_since = The unit has not confirmed its details since { $day }. Call them first.
trail-warning-closes_on = The unit closes on { $day }.

# Promises.
trail-promises = Promises
trail-promises-about = What is promised and by when. The times of the law and the local ones are shown one by one where they differ.
trail-day-promised = Promises that break soon, or are broken
trail-promise-national = Law or national target
trail-promise-local = Promised here
trail-promise-due = By { $day }
trail-promise-missed = { $late }. Should have been done { $day }
trail-promise-waits = Waits for an answer. The clock stands still
child-page-promises = What you can count on
family-promises = What you can count on
family-promise-due = By { $day }: { $what } ({ $unit }).
family-promise-missed = Should have been { $day }: { $what } ({ $unit }). We have not kept what we promised. Call and ask what happens now.
family-promise-primary_care_contact = the health centre gets in touch
family-promise-medical_assessment = somebody who can assess it has talked with you
family-promise-specialist_first_visit = a first visit, by law
family-promise-psychiatry_first_assessment = a first assessment, by the target in the whole country
family-promise-planned_care = care begins, by law
family-promise-psychiatry_treatment_start = assessment in depth or treatment begins
family-promise-structured_interview = a longer talk
family-promise-first_line_visit = a first visit

# The family answers about a handover on its own pages.
trail-told-pages = They answer themselves, on their own pages
trail-field-over_varfor = Why, in words for the family
trail-field-over_varfor-hint = Only when the family answers on its own pages. Write why you want to hand over and what happens then. They also read the summary, word for word.
trail-error-varfor = Write why you want to hand over, at most 600 characters
trail-hand-over-happens-asks = If the family is to answer on its own pages nothing is sent now. When all have said yes, you hand over from the page about consent.
sharing-handover-yes = The family has said yes to { $from } handing over to { $to }
sharing-handover-asked = The family is asked whether { $from } may hand over to { $to }
sharing-handover-no = No yes to { $from } handing over to { $to }
sharing-handover-no-more = The family's yes to { $from } handing over to { $to } holds no longer
sharing-handover-summary = What the receiver would read
sharing-handover-ready = All have said yes. The receiver reads just what the family has read.
sharing-handover-send = Send the offer
sharing-end-handover = Do not use the family's yes
notice-sharing-handover-asked = The question is put. Nothing is sent until all have said yes and you hand over.
notice-sharing-handover-agreed = The answer is saved. All have said yes. Now you can hand over.
notice-sharing-handover-recorded = The answer is saved. More are to answer before you can hand over.
notice-sharing-handover-declined = The answer is saved. You cannot hand over on consent.
family-handover = May { $from } hand over to { $to }?
family-handover-agreed = { $from } may hand over to { $to }
family-handover-title = May { $unit } take over?
family-handover-what = The responsibility for the help, and the text below
family-handover-lead = Read what it is about. Then answer yes or no.
family-handover-others-wait = You have said yes. More are to answer. Nothing is sent until all have said yes.
family-handover-given = You have said yes. It holds up to and including the day below. You can change your mind before that.
family-handover-declined = The answer was no. Nothing is sent. Your child gets help all the same.
family-handover-withdrawn = It no longer holds. Nothing new is sent.
family-handover-outdated = Something changed before all had answered. Nothing was sent. You may get a new question.
family-handover-run-out = The time has run out. Nothing new is sent.
family-handover-items = This is what they read
family-handover-then-yes = If all say yes they read this and answer whether they take over. Until they have said yes, whoever has helped you goes on.
family-handover-then-no = If anyone says no, nothing is sent. Your child gets help all the same.
family-handover-then-change = You can change your mind at any time. What they have read stays with them.
family-handover-yes = Yes, you may hand over
family-handover-withdraw-about = If you say no now, nothing new is sent. What they have read stays with them.
family-handover-withdraw = No, send nothing new
notice-family-yes-handover = Thank you. You have said yes. Now they may ask.
notice-family-yes-handover-waits = Thank you. Your yes is saved. Nothing is sent until all have said yes.
notice-family-no-handover = Your no is saved. Nothing is sent.
child-page-handover = May { $unit } help you instead?
child-page-sees-handover = may know what you have read, from { $from }.
child-page-handover-title = May { $unit } help you instead?
child-page-handover-what = Who helps you, and the text below
child-page-handover-lead = Read first. Then say yes or no.
child-page-handover-others-wait = You have said yes. More are to answer.
child-page-handover-given = You have said yes.
child-page-handover-declined = It was a no. They may not read.
child-page-handover-withdrawn = Now they are told nothing new.
child-page-handover-outdated = Something changed before all could answer. They did not read. You may get a new question.
child-page-handover-run-out = The time is over. They are told nothing new.
child-page-handover-items = This is what they may read
child-page-handover-then-yes = Do you say yes? Then they may read this. After that they answer whether they can help you.
child-page-handover-then-no = Do you say no? Then they may not read. You get help all the same.
child-page-handover-then-change = You may change your mind at any time. What they have read they keep.
child-page-handover-yes = Yes, you may ask them
child-page-handover-withdraw-about = Then they are told nothing new. What they have read they keep.
child-page-handover-withdraw = No, tell nothing new
