"""Episodes as files: data to take elsewhere, and a sheet for a midwife."""
