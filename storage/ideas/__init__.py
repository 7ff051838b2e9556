"""Ideas: the record, its evidence and its status."""
