"""What people say: decisions, opinions, and the gate before them."""
