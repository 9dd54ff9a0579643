# En väg in.
