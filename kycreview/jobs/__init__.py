"""The row is the queue: lease, retry, set aside, sweep. The broker only rings."""
