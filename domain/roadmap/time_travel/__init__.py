"""The roadmap at another time: as of a day, changes since, how dates held."""
