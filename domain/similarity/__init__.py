"""What is alike: words that mean the same, vectors of meaning, and how close two texts are."""
