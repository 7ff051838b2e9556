"""Imports of files from other tools."""
