"""The roadmap's picture: board, lanes and timeline."""
