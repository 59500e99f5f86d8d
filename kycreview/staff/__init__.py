"""People who sign in: who they are, what they may do, how they like to work."""
