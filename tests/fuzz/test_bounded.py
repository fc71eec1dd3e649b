"""Every target, with choices of hypothesis: bounded and repeatable; a few seconds each."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.fuzz.targets import TARGETS

EXECUTIONS = {
    "gate": 300,
    "raw_gate": 500,
    "numbers": 3000,
    "rules": 150,
    "word": 150,
    "phrasing": 2000,
    "appendix": 300,
}


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_input_gives_an_answer_or_a_finding(name):
    @settings(
        max_examples=EXECUTIONS[name],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(some.binary(max_size=48))
    def fuzz(data):
        TARGETS[name](data)

    fuzz()
