"""How files, dates and values are read."""
