"""Channel rules: what each channel does with feedback, and which channels the bot is in."""
