"""Ids of everything that comes back from Slack, shared by builder, handler and tests."""

# Settings
SETTINGS_OPEN = "settings_open"
SETTINGS_SUBMIT = "settings_submit"
SETTINGS_CHANNEL = "settings_channel"
SETTINGS_CAPTURE = "settings_capture"
SETTINGS_VOTE = "settings_vote"
SETTINGS_ZONE = "settings_zone"
SETTINGS_MANAGERS = "settings_managers"

# Home
HOME_FEEDBACK = "home_feedback"
HOME_IDEA = "home_idea"
HOME_ROADMAP = "home_roadmap"
HOME_VOTED_OPEN = "home_voted_open"
HOME_TOP_OPEN = "home_top_open"
