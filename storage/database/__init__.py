"""The database: engine, transactions, types, locks, migrations."""
