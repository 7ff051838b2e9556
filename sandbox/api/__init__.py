"""The Web API: how a call is read, limited and answered."""
