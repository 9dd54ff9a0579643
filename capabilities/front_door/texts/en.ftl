# The joint front door.
