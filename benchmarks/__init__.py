"""Speed, memory and scale, each with its own reference measured in the same run."""
