"""Personal data in tool arguments: found where it has a shape, and not in what only looks like it."""

import time

import pytest

from aiboard.instruments.personal_data import ACCOUNT, CARD, EMAIL, PHONE, Exposure, exposures, kinds_in
from aiboard.instruments.trajectory import Run, Step, StepKind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('{"to": "jo.doe+x@mail.example.com"}', (EMAIL,)),
        ('{"card": "4111 1111 1111 1111"}', (CARD,)),
        ('{"card": 4111111111111111}', (CARD,)),
        ('{"iban": "DE89 3704 0044 0532 0130 00"}', (ACCOUNT,)),
        ("call +49 (30) 901-820 or mail a@b.co", (EMAIL, PHONE)),
    ],
)
def test_what_has_a_shape_is_found(text: str, kinds: tuple[str, ...]) -> None:
    assert kinds_in(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"order": "A-1234", "part": "status"}',
        "4111 1111 1111 1112",
        "0000 0000 0000 0000",
        "DE88 3704 0044 0532 0130 00",
        "commit 3f0c1d2e4b5a69788796a5b4c3d2e1f0",
        "2026-11-27T10:00:00+01:00",
        "@decorator, x@y, 12 + 3456789",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert kinds_in(text) == ()


def test_only_arguments_of_the_named_tools_are_looked_at() -> None:
    steps = (
        Step(StepKind.MESSAGE, "user", output="I am a@b.co"),
        Step(StepKind.TOOL_CALL, "agent", "send", '{"to": "a@b.co"}', "sent"),
        Step(StepKind.TOOL_CALL, "agent", "find", '{"by": "a@b.co"}', "x@y.co"),
    )
    run = Run("1", None, None, steps)
    assert exposures(run) == [Exposure(2, "send", (EMAIL,)), Exposure(3, "find", (EMAIL,))]
    assert exposures(run, ["send"]) == [Exposure(2, "send", (EMAIL,))]


@pytest.mark.parametrize("piece", ["a@", "1 ", "+1", "AB12 ", "a.b-", "@a.", "(((("])
def test_no_text_takes_long(piece: str) -> None:
    begin = time.process_time()
    kinds_in(piece * 50_000)
    assert time.process_time() - begin < 2
