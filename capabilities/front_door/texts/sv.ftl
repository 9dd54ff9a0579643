# En väg in.
ask-first-step = En person på En väg in läser och hör av sig.
