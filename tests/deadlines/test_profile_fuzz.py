"""Profile files that are broken in any way: read, or refused with place and sentence, never anything else."""

from __future__ import annotations

from importlib import resources

from hypothesis import given, settings
from hypothesis import strategies as st

from dossierflow.deadlines import CountingProfile, Unit, read_profile
from dossierflow.errors import DefinitionError

FOLDER = resources.files("dossierflow.deadlines") / "profiles"
SHIPPED = sorted(entry.read_text(encoding="utf-8") for entry in FOLDER.iterdir() if entry.name.endswith(".yaml"))
PIECES = st.sampled_from(
    [
        "value: none",
        "value: 2",
        "value: [1]",
        "  - ",
        "cite: []",
        "roll:",
        "\t",
        "&a *a",
        "'",
        "{",
        "days:",
        "true",
        "\x00",
    ]
)


def outcome(text: str) -> CountingProfile | DefinitionError:
    """Return the profile that *text* is, or its refusal."""
    try:
        return read_profile(text, file="fuzz.yaml")
    except DefinitionError as refusal:
        return refusal


def read_or_refused(text: str) -> None:
    """Read *text*; what comes out counts every unit, what does not names its file and says why."""
    found = outcome(text)
    if isinstance(found, DefinitionError):
        assert found.problems
        assert all(problem.file == "fuzz.yaml" and problem.message for problem in found.problems)
    else:
        assert all(found.counting(unit).refuses(unit) is None for unit in Unit)


@settings(max_examples=120)
@given(data=st.data(), source=st.sampled_from(SHIPPED))
def test_a_line_gone_doubled_or_garbled(data: st.DataObject, source: str) -> None:
    """Take lines out, write them twice, put other pieces in: a profile or a clear refusal."""
    lines = source.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["gone", "twice", "piece", "indent"]))
        if change == "gone":
            del lines[place]
        elif change == "twice":
            lines.insert(place, lines[place])
        elif change == "piece":
            lines[place] = data.draw(PIECES)
        else:
            lines[place] = " " * data.draw(st.integers(1, 5)) + lines[place]
    read_or_refused("\n".join(lines))


@settings(max_examples=120)
@given(data=st.data(), source=st.sampled_from(SHIPPED))
def test_a_value_replaced_by_any_other(data: st.DataObject, source: str) -> None:
    """Whatever stands where a choice should: the profile is refused, or counts every unit."""
    places = [number for number, line in enumerate(source.splitlines()) if "value:" in line]
    lines = source.splitlines()
    place = data.draw(st.sampled_from(places))
    other = data.draw(
        st.one_of(
            st.integers().map(str),
            st.booleans().map(str),
            st.text(max_size=8),
            st.sampled_from(["forward", "same_day", "2"]),
        )
    )
    lines[place] = f"{lines[place].partition('value:')[0]}value: {other}"
    read_or_refused("\n".join(lines))


@given(text=st.text(max_size=200))
def test_any_text_at_all(text: str) -> None:
    """No text makes the reader raise anything but its own refusal."""
    read_or_refused(text)
