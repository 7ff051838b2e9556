"""The Web API's methods, by their first word."""
