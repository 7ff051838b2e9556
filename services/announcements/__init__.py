"""Announcements of shipped ideas."""
