# Trails and the baton.
