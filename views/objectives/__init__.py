"""Objectives: targets, progress, and the work that supports them."""
