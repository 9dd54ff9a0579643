# Vem gör vad.
