"""What can end the demo before a person ends it."""


class CannotStart(Exception):
    """Something that the demo needs is missing. `sentence` says what to do about it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Stopped(Exception):
    """Somebody asked for the end while the demo was still on its way."""
