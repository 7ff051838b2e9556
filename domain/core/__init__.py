"""What every feature uses: errors, changes, outbox kinds, people, money, rate limits."""
