"""How long work tells how far it has come, and how it tells nobody."""

from collections.abc import Callable

__all__ = ["Count", "Progress", "say_nothing"]

Progress = Callable[[str, int, int], None]
"""Called with the stage (Vietnamese), how much of it is done, and how much there is."""
Count = Callable[[int, int], None]
"""Called with how much is done, and how much there is."""


def say_nothing(*_: object) -> None:
    """Take how far something has come, for whoever does not ask."""
