"""Alexa: signed envelopes in, envelopes out."""
