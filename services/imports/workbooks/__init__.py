"""Workbooks: their sheets, read in a process of their own."""
