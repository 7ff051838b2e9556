"""Triage: the inbox, the rota, time limits."""
