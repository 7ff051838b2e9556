"""Similarity: which texts mean the same."""
