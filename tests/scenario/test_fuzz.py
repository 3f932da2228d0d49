"""Whatever a file holds, the loader gives a scenario or an InputError of one plain line, and soon."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.scenario import from_data
from aiboard.scenario.loader import check, resolve
from aiboard.scenario.source import parse

from .samples import minimal

VARIANTS = "variants: {calm: {chaos: {events: 1}, people: {ana: {bias: 1}}}}\n"
TEXT = minimal() + VARIANTS
LINES = TEXT.splitlines(keepends=True)
PIECES = st.sampled_from(
    ["&a ", "*a", "!!x ", "- ", "{", "}", "[", "]", ": ", "\n", "  ", "~", "'", '"', "---\n", "0", "1e999", "-1",
     "99999999999999999999", ".nan", "true", "# ", "|", ">", "<<: ", "\t", "%", "@", "\x1b", "\u202e", "\x00", "ideas"]
)  # fmt: skip


def one_plain_line(error: InputError) -> None:
    for problem in getattr(error, "problems", (error,)):
        text = str(problem)
        assert text == clean(text, 1_000)
        assert problem.message


def try_to_load(content: bytes) -> None:
    try:
        document = parse(content, "f.yaml")
        sound, problems = check(document)
        for problem in problems:
            one_plain_line(problem)
        if not problems:
            advance(new_state(sound[0].world(), 1))
        resolve(document, "calm")
    except InputError as error:
        one_plain_line(error)


@given(st.data())
@settings(max_examples=120)
def test_a_mutated_file(data: st.DataObject) -> None:
    text = list(TEXT)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        removed = data.draw(st.integers(0, 12))
        text[place : place + removed] = data.draw(PIECES | st.text(max_size=6))
    try_to_load("".join(text).encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from(LINES), max_size=40))
@settings(max_examples=100)
def test_lines_shuffled(lines: list[str]) -> None:
    try_to_load("".join(lines).encode())


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    try_to_load(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(st.data())
@settings(max_examples=120)
def test_a_header_with_values_replaced(data: st.DataObject) -> None:
    sound = resolve(parse(TEXT.encode(), "f.yaml")).data
    place: object = sound
    for _ in range(data.draw(st.integers(1, 4))):
        keys = (
            list(place)
            if isinstance(place, dict)
            else list(range(len(place)))
            if isinstance(place, list)
            else []
        )
        if not keys:
            break
        parent, key = place, data.draw(st.sampled_from(keys))
        place = parent[key]  # type: ignore[index]
    parent[key] = data.draw(JSON)  # type: ignore[index]
    try:
        advance(new_state(from_data(sound).world(), 1))
    except InputError as error:
        one_plain_line(error)
