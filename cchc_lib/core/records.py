"""Records that a computation makes by the hundred thousand, made quickly and frozen all the same.

A frozen dataclass sets every field by a call, and finds every field by its name: that is most of
what a score costs where a country has a million of them. Nothing else differs: the same class,
equal to one made slowly.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, make_dataclass
from typing import Any, TypeVar, cast

__all__ = ["maker_of", "making_many"]

Record = TypeVar("Record")


def maker_of(record: type[Record]) -> Callable[..., Record]:
    """Return a function that makes records of a frozen, slotted dataclass, quickly.

    It takes every field, without names and in the order in which the class has them. The fields
    are set on a twin without the lock, which then becomes the record itself. A class that checks
    or works out anything when it is made cannot be made so.

    >>> from cchc_lib.core.places import Place
    >>> place = maker_of(Place)("units.csv", "", "dòng 2")
    >>> place == Place(file="units.csv", cell="dòng 2"), type(place) is Place
    (True, True)
    """
    if hasattr(record, "__post_init__") or record.__bases__ != (object,):
        raise TypeError(f"{record.__name__} does more when it is made than take its fields.")

    def become_frozen(self: object) -> None:
        self.__class__ = record

    twin = make_dataclass(
        record.__name__,
        [(one.name, one.type) for one in fields(cast(Any, record))],
        namespace={"__post_init__": become_frozen},
        slots=True,
    )
    return cast(Callable[..., Record], twin)


@contextmanager
def making_many() -> Iterator[None]:
    """Pause the search for records that hold each other in a circle; these never do.

    The search looks at every record again and again while their number grows.
    """
    was_searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_searching:
            gc.enable()
