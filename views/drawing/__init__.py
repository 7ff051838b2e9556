"""Pictures: SVG made by pure functions, drawn to PNG in a process of their own."""
