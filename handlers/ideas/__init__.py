"""Between other features' modals and the pages of ideas."""
