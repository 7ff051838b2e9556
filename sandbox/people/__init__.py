"""What people do in the workspace, and how the app answers them."""
