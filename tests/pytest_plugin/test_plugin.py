"""The plugin in the tests of hosts: what it collects, what it hands out, and what it leaves alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dossierflow.simulate.cases.suite import Bench, CaseResult

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "tests/broken/scenarios/base.yaml").read_text(encoding="utf-8")
TABLE = (ROOT / "examples/cases/building-permit.cases.csv").read_text(encoding="utf-8")
QUIET = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov")


@pytest.fixture
def host(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return the folder of a host whose tests run strictly."""
    pytester.makeini("[pytest]\nfilterwarnings = error\naddopts = --strict-markers --strict-config\n")
    return pytester


def test_cases_are_tests(host: pytest.Pytester) -> None:
    """Each row and each variant is one item with a name of its own."""
    host.path.joinpath("own.cases.csv").write_text(TABLE, encoding="utf-8")
    story = BASE.replace("by: applicant", "by: $x")
    variants = "variants:\n  - {variant: a, x: applicant}\n  - {variant: b, x: applicant}\n"
    host.path.joinpath("own.scenario.yaml").write_text(story + variants, encoding="utf-8")
    result = host.runpytest_inprocess(*QUIET[1:], "-v")

    result.assert_outcomes(passed=9)
    result.stdout.fnmatch_lines(["*own.cases.csv::house before T* PASSED*", "*own.scenario.yaml::H1 ?b? PASSED*"])
    host.runpytest_inprocess(*QUIET, "own.cases.csv::asked twice").assert_outcomes(passed=1)
    host.runpytest_inprocess(*QUIET, "-k", "clock").assert_outcomes(passed=2, deselected=7)


def test_a_failure_is_a_difference_and_not_a_traceback(host: pytest.Pytester) -> None:
    """The line of the file, what was expected, what was found, and why; in the language of the ini file."""
    host.path.joinpath("own.cases.csv").write_text(TABLE.replace("2026-02-23", "2026-02-24", 1), encoding="utf-8")
    result = host.runpytest_inprocess(*QUIET)

    result.assert_outcomes(passed=6, failed=1)
    result.stdout.fnmatch_lines(
        ["*own.cases.csv:2: due (2026-02-06*", "    expected: 2026-02-24", "    found: 2026-02-23T17:00:00+07:00"]
    )
    result.stdout.fnmatch_lines(["      Due: Monday 23 February 2026*"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*CaseFailedError*")
    host.makeini("[pytest]\ndossierflow_lang = vi\n")
    host.runpytest_inprocess(*QUIET).stdout.fnmatch_lines(["    mong đợi: 2026-02-24"])
    host.makeini("[pytest]\ndossierflow_lang = nl\n")
    assert "dossierflow_lang: found 'nl'; allowed: en, vi" in host.runpytest_inprocess(*QUIET).stdout.str()


def test_a_mistake_of_a_file_is_an_error_of_its_collection(host: pytest.Pytester) -> None:
    """The mistakes are told by line; other tests are not touched."""
    host.path.joinpath("own.scenario.yaml").write_text("scenario: x\n", encoding="utf-8")
    result = host.runpytest_inprocess(*QUIET)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*own.scenario.yaml:1: procedure: the key is missing"])


def test_an_error_inside_the_library_keeps_its_traceback(
    host: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only cases that do not come as they say are shown as a difference."""

    def broken(_bench: Bench, _case: object) -> CaseResult:
        message = "a fault of the library"
        raise LookupError(message)

    host.path.joinpath("own.cases.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(Bench, "result", broken)
    result = host.runpytest_inprocess(*QUIET, "-k", "twice")

    result.stdout.fnmatch_lines(["*raise LookupError*", "*LookupError: a fault of the library*"])


@pytest.mark.parametrize(("files", "passed"), [("", 0), ("*.story.yaml", 1), ("*.story.yaml *.cases.csv", 8)])
def test_which_files_hold_cases_is_the_hosts_choice(host: pytest.Pytester, files: str, passed: int) -> None:
    """The ini option names them; empty collects none."""
    host.makeini(f"[pytest]\ndossierflow_files = {files}\n")
    host.path.joinpath("own.cases.csv").write_text(TABLE, encoding="utf-8")
    host.path.joinpath("own.story.yaml").write_text(BASE, encoding="utf-8")

    host.runpytest_inprocess(*QUIET).assert_outcomes(passed=passed)


LATE = """
import sys
import pytest

@pytest.fixture(autouse=True)
def frozen_first(freezer):
    assert "dossierflow.pytest_plugin" in sys.modules

@pytest.mark.dossier_clock("2026-02-06T08:00")
def test_it(dossier_clock):
    assert dossier_clock.now().year == 2026
"""


def test_the_library_is_loaded_before_any_clock_is_frozen(host: pytest.Pytester) -> None:
    """A fixture that freezes the time before ours is set up does not keep our models from being built."""
    host.makepyfile(test_own=LATE)

    host.runpytest_subprocess(*QUIET).assert_outcomes(passed=1)


def test_a_host_that_does_not_use_it_does_not_load_it(host: pytest.Pytester) -> None:
    """Neither the start nor an ordinary test imports the library."""
    host.makeconftest("import sys\nassert not any(name.split('.')[0] == 'dossierflow' for name in sys.modules)\n")
    host.makepyfile(
        test_plain="import sys\ndef test_it():\n    assert not {'dossierflow', 'pydantic'} & set(sys.modules)\n"
    )
    host.runpytest_subprocess(*QUIET).assert_outcomes(passed=1)


OWN_ENGINE = """
import sys
import pytest

@pytest.fixture(scope="session")
def engine():
    return "an engine of another kind"

def test_own(engine):
    assert not {"dossierflow.pytest_plugin", "pydantic"} & set(sys.modules)
"""


def test_a_host_may_have_an_engine_of_its_own(host: pytest.Pytester) -> None:
    """A fixture of that name in a host's tests loads nothing, and does not break the factory of dossiers."""
    host.makepyfile(test_own=OWN_ENGINE)
    host.runpytest_subprocess(*QUIET).assert_outcomes(passed=1)

    more = (
        "def test_both(engine, dossier_factory, dossierflow_engine):\n"
        "    dossier = dossier_factory('building-permit', facts={'work': 'house'})\n"
        "    assert (engine, dossier.id) == ('an engine of another kind', 'T-1')\n"
        "    assert dossier_factory.engine is dossierflow_engine\n"
    )
    host.makepyfile(test_own=OWN_ENGINE.partition("def test_own")[0] + more)
    host.runpytest_inprocess(*QUIET).assert_outcomes(passed=1)


def test_an_engine_of_ours_takes_the_place_of_the_fixtures(host: pytest.Pytester) -> None:
    """The factory files with it."""
    host.makepyfile(
        test_own=(
            "import pytest\nfrom dossierflow.testing.sample import sample_engine\n"
            "@pytest.fixture\ndef engine():\n    return sample_engine()\n"
            "def test_it(engine, dossier_factory):\n"
            "    assert dossier_factory.engine is engine\n"
            "    assert dossier_factory('sample-permit').procedure.id == 'sample-permit'\n"
        )
    )

    host.runpytest_inprocess(*QUIET).assert_outcomes(passed=1)


def test_a_calendar_of_another_name_is_counted_on(host: pytest.Pytester) -> None:
    """Where procedures name one calendar, the host's takes its place."""
    host.makepyfile(
        test_own=(
            "import pytest\nfrom dossierflow.simulate.calendars import calendar_named\n"
            "@pytest.fixture\ndef dossierflow_calendar():\n    return calendar_named('vn-weekends')\n"
            "@pytest.mark.dossier_clock('2026-02-13T08:00')\n"
            "def test_it(dossier_factory):\n"
            "    dossier = dossier_factory('building-permit@2021-01-01', facts={'work': 'house'})\n"
            "    assert dossier.deadlines['check'].due.day.isoformat() == '2026-02-24'\n"
        )
    )

    host.runpytest_inprocess(*QUIET).assert_outcomes(passed=1)


FROZEN_LATE = """
def test_frozen(freezer, request):
    request.getfixturevalue("dossier_clock")

def test_not_frozen(request):
    assert request.getfixturevalue("dossier_factory")("building-permit", facts={"work": "house"}).id == "T-1"
"""


def test_what_is_asked_for_under_a_frozen_clock_is_refused_in_words(host: pytest.Pytester) -> None:
    """Models that were built then would break every later test; who imports the library beforehand has no trouble."""
    host.makepyfile(test_own=FROZEN_LATE)
    result = host.runpytest_subprocess(*QUIET)
    result.assert_outcomes(passed=1, failed=1)
    assert "name the fixture among the arguments of the test" in result.stdout.str()

    host.makepyfile(test_own=f"import dossierflow.citation\n{FROZEN_LATE}")
    host.runpytest_subprocess(*QUIET).assert_outcomes(passed=2)


def test_an_inherited_contract_shows_its_values(host: pytest.Pytester) -> None:
    """As the host's own assertions do."""
    host.makepyfile(
        test_own=(
            "import pytest\nfrom dossierflow.store.memory import MemoryStore\n"
            "from dossierflow.testing import StoreContract\n"
            "class Full(MemoryStore):\n    def redact(self, dossier):\n        return 7\n"
            "class TestFull(StoreContract):\n"
            "    @pytest.fixture\n    def store(self):\n        return Full()\n"
        )
    )
    result = host.runpytest_subprocess(*QUIET, "-k", "unknown")

    result.stdout.fnmatch_lines(["*What was never kept is none or empty*", "E*assert 7 == 0*"])


def test_the_summary_says_what_failed(host: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line has the first difference and how many more there are: at the end of a run, and for build servers."""
    story = BASE.replace("status: received", "status: done\n    end: issued")
    host.path.joinpath("own.scenario.yaml").write_text(story, encoding="utf-8")
    # on a build server the line is not cut
    monkeypatch.setenv("CI", "1")
    told = "expect[0].status: expected done, found received (+1)"
    result = host.runpytest_inprocess(*QUIET, "--junitxml=junit.xml")

    result.stdout.fnmatch_lines([f"FAILED own.scenario.yaml::H1 - {told}".replace("[", "[[]")])
    assert f'message="{told}"' in host.path.joinpath("junit.xml").read_text(encoding="utf-8")
    lines = host.runpytest_inprocess(*QUIET, "--tb=line").stdout
    lines.fnmatch_lines([f"*own.scenario.yaml:19: {told}".replace("[", "[[]")])


def test_cases_with_names_of_any_letters_run_in_several_processes(host: pytest.Pytester) -> None:
    """Under pytest-xdist too, once each; what failed last runs first."""
    host.path.joinpath("own.cases.csv").write_text(TABLE.replace("2026-02-23", "2026-02-24", 1), encoding="utf-8")
    host.runpytest_subprocess("-q", "-p", "no:cov", "-n", "2").assert_outcomes(passed=6, failed=1)

    host.runpytest_inprocess("-q", "-p", "no:cov", "-p", "no:xdist", "--lf").assert_outcomes(failed=1)


def test_coverage_measures_the_library_under_the_plugin(host: pytest.Pytester) -> None:
    """What runs at import is measured: the plugin does not load the library before coverage starts."""
    host.makepyfile(test_own="def test_it():\n    import dossierflow.citation\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    cov = ["--cov=dossierflow.citation", "--cov=dossierflow.errors", "--cov-report=json:cov.json"]
    subprocess.run([*command, *cov], cwd=host.path, check=True, capture_output=True, timeout=120)
    text = host.path.joinpath("cov.json").read_text(encoding="utf-8")

    assert '"executed_lines": []' not in text.partition("citation.py")[2][:200]
    assert "citation.py" in text


FIXTURES = """
import pytest
from dossierflow.engine import RefusalCode
from dossierflow.simulate.clock import ClockGoesBackError
from dossierflow.simulate.stepping import NoTimerError

def test_begins_at_the_first_opening(dossier_clock):
    assert dossier_clock.now().isoformat() == "2026-01-05T08:00:00+07:00"

@pytest.mark.dossier_clock("2026-02-05T15:20")
def test_jumps(dossier_clock):
    assert dossier_clock.jump_to("2026-02-06T08:00").isoformat() == "2026-02-06T08:00:00+07:00"
    assert dossier_clock.jump("1 working day", at="09:00").isoformat() == "2026-02-09T09:00:00+07:00"
    assert dossier_clock.jump("2 working hours").isoformat() == "2026-02-09T11:00:00+07:00"
    assert dossier_clock.jump_to("+1 day 10:00") == dossier_clock.now()
    with pytest.raises(ClockGoesBackError):
        dossier_clock.jump_to("2026-02-06T08:00")
    with pytest.raises(ValueError, match="write an offset"):
        dossier_clock.jump("two days")

@pytest.mark.dossier_clock("2026-02-06T08:00")
def test_a_life(engine, dossier_clock, dossier_factory):
    dossier = dossier_factory("building-permit", facts={"work": "house"}, number="H-1", channel="online")
    assert (dossier.id, dossier.deadlines["total"].due.day.isoformat()) == ("H-1", "2026-02-23")
    timer = dossier_clock.jump_to_next_timer(dossier)
    assert timer == engine.next_timer(dossier)
    late = dossier_factory.tick(dossier)
    assert late.deadlines[timer.limit].state.value == "missed"
    assert dossier_factory.tick(late) == late
    refused = dossier_factory.act(late, "decide decide issue")
    assert refused.refusal.code is RefusalCode.STEP_NOT_OPEN
    dossier = dossier_factory.act(late, "refuse appraise ineligible").or_raise()
    assert [event.type for event in dossier_factory.events(dossier)] == [
        "submitted", "received", "deadline_missed", "refused"
    ]
    done = dossier_factory.act(dossier, "return_result").or_raise()
    with pytest.raises(NoTimerError, match="no clock of dossier 'H-1' runs"):
        dossier_clock.jump_to_next_timer(done)

def test_samples(dossier_factory):
    first = dossier_factory.file("building-permit@2021-01-01")
    second = dossier_factory.file("building-permit@2021-01-01", received=False)
    assert (first.id, second.id, first.facts["work"], second.status.name) == ("T-1", "T-2", "house", "SUBMITTED")
    asked = dossier_factory.act(first, "complete_step appraise valid", facts={"fire_concerned": True}).or_raise()
    assert (asked.facts["fire_concerned"], asked.facts["planning_concerned"]) == (True, False)
"""


def test_fixtures_move_a_dossier_through_time(host: pytest.Pytester) -> None:
    """The clock, the engine and the desk work together; without pytest-freezer too."""
    host.makepyfile(test_own=FIXTURES)

    host.runpytest_inprocess(*QUIET).assert_outcomes(passed=4)
    host.runpytest_inprocess(*QUIET, "-p", "no:freezer").assert_outcomes(passed=4)


FROZEN = """
from datetime import datetime, timezone
import pytest

def host_asks():
    return datetime.now(timezone.utc)

@pytest.mark.dossier_clock("2026-02-06T08:00")
def test_both_agree(dossier_clock, freezer, dossier_factory):
    assert host_asks() == dossier_clock.now()
    dossier = dossier_factory.file("building-permit", facts={"work": "house"})
    assert dossier.milestones["received"] == host_asks()
    dossier_clock.jump_to_next_timer(dossier)
    assert host_asks() == dossier_clock.now()
    assert dossier_factory.tick(dossier).last_at < host_asks()
    freezer.move_to("2026-03-02T01:00:00")
    assert dossier_clock.now().isoformat() == "2026-03-02T08:00:00+07:00"
    assert type(dossier_clock.now()).__name__ == "datetime" or dossier_clock.now().utcoffset()

@pytest.mark.freeze_time("2026-02-13T09:00:00")
def test_the_freezer_says_when(freezer, dossier_clock):
    assert dossier_clock.now().isoformat() == "2026-02-13T16:00:00+07:00"
    dossier_clock.jump("1 working day", at="08:00")
    assert host_asks().isoformat() == "2026-02-23T01:00:00+00:00"

@pytest.mark.freeze_time("2026-02-13T09:00:00")
def test_models_are_built_before(engine, freezer):
    assert engine.rulebook.library.ids
"""


def test_a_frozen_clock_and_ours_are_one(host: pytest.Pytester) -> None:
    """Whoever moves the time, hosts that ask for it and the fixtures agree; the library is loaded before."""
    host.makepyfile(test_own=FROZEN)

    host.runpytest_inprocess(*QUIET).assert_outcomes(passed=3)


def test_a_host_brings_its_own_procedures_and_calendar(host: pytest.Pytester) -> None:
    """By the ini file, or by fixtures of the same name."""
    rules = host.mkdir("rules")
    name = "building-permit@2021-01-01.yaml"
    source = ROOT / "src/dossierflow/procedure/catalogue" / name
    rules.joinpath(name).write_bytes(source.read_bytes())
    host.makeini("[pytest]\ndossierflow_procedures = rules\n")
    host.makepyfile(
        test_ini="def test_it(engine):\n    assert len(engine.rulebook.library) == 1\n",
        test_own=(
            "import pytest\nfrom datetime import date\nfrom dossierflow.procedure.catalogue import shipped\n"
            "from dossierflow.worktime import vietnam\n"
            "@pytest.fixture\ndef dossierflow_procedures():\n    return shipped('birth-registration')\n"
            "@pytest.fixture\ndef dossierflow_calendar():\n    return vietnam(as_known_on=date(2025, 1, 1))\n"
            "def test_it(engine, dossier_clock, dossierflow_calendar):\n"
            "    assert engine.rulebook.library.ids == ('birth-registration',)\n"
            "    assert dossier_clock.calendar is dossierflow_calendar\n"
        ),
    )

    host.runpytest_inprocess(*QUIET).assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("'+1 day'", "begins at an instant, found '+1 day'"),
        ("", "takes one instant"),
        ("'2026-02-05T15:20', zone='x'", "takes one instant"),
    ],
)
def test_a_wrong_marker_is_told(host: pytest.Pytester, marker: str, message: str) -> None:
    """The start of a clock is one instant."""
    host.makepyfile(test_own=f"import pytest\n@pytest.mark.dossier_clock({marker})\ndef test_it(dossier_clock): ...\n")

    assert message in host.runpytest_inprocess(*QUIET).stdout.str()


def test_an_instant_object_may_mark_the_start(host: pytest.Pytester) -> None:
    """A marker may hold an instant with its zone."""
    host.makepyfile(
        test_own=(
            "import pytest\nfrom datetime import datetime, timezone\n"
            "NOON = datetime(2026, 2, 5, 5, tzinfo=timezone.utc)\n"
            "@pytest.mark.dossier_clock(NOON)\ndef test_it(dossier_clock):\n"
            "    assert dossier_clock.now().isoformat() == '2026-02-05T12:00:00+07:00'\n"
        )
    )

    host.runpytest_inprocess(*QUIET).assert_outcomes(passed=1)


def test_a_workbook_without_the_extra_is_told(host: pytest.Pytester) -> None:
    """The error names what to install."""
    host.path.joinpath("own.cases.xlsx").write_bytes(b"PK")
    result = host.runpytest_inprocess(*QUIET)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*own.cases.xlsx*"])
