# The joint front door.
ask-first-step = Somebody at En väg in reads this and gets in touch.
