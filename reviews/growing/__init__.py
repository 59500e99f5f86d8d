"""Cases, decisions and trail of journeys that were made up; see `journeys.growing`."""
