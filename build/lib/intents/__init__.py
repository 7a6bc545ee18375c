"""LANGUAGE: what people say, what we answer, why it is true."""
