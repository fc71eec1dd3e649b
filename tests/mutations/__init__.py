"""Damaged variants of a filled-in form, each with what must become of it."""

import pytest

pytest.register_assert_rewrite("tests.mutations.judging", "tests.mutations.later.judging")
