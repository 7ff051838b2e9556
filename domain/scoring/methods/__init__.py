"""Scoring methods: RICE, ICE, WSJF and the others."""
