"""Her pages: the log in a browser, for daylight."""
