"""The HTTP door for other programs: help desks, forms, scripts."""
