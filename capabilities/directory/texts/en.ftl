# Who does what.
