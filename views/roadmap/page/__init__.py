"""Templates, style, script and fonts of the pages that are read outside Slack."""
