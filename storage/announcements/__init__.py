"""Release notes: drafts, and where and when they are posted."""
