"""Which queue a journey goes to, and why."""
