# Leder och stafettpinnen.
