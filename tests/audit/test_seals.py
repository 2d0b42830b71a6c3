"""Seals: what a signature over a chain's head proves, and everything that is noticed."""

from __future__ import annotations

import base64
import pickle
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from dossierflow import APPLICANT_ACTOR, Event
from dossierflow.audit.keys import PublicKey, SecretKey
from dossierflow.audit.sealed import SealCode, check_seals
from dossierflow.audit.seals import Seal, is_genuine, read_seals, seal_from_json, seal_heads, seal_to_json
from dossierflow.engine.commands import Receive
from dossierflow.engine.events import event_to_json, sealed
from dossierflow.errors import EventFormatError, NaiveInstantError, SealKeyError
from dossierflow.testing.sample import RECEIVER, instant, sample_engine, submission

KEY, OTHER = SecretKey.new(), SecretKey.new()
AT = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)


def _log(dossier: str) -> tuple[Event, ...]:
    engine = sample_engine()
    filed = engine.handle(None, submission(dossier), by=APPLICANT_ACTOR, at=instant("2026-02-05T15:20"))
    received = engine.handle(filed.or_raise(), Receive(), by=RECEIVER, at=instant("2026-02-06T08:00"))
    return filed.events + received.events


LOG = _log("S-1")
SECOND = _log("S-2")


def _heads(*logs: tuple[Event, ...]) -> dict[str, tuple[int, str]]:
    return {log[-1].dossier: (log[-1].sequence, log[-1].hash) for log in logs}


def _seals(*logs: tuple[Event, ...], key: SecretKey = KEY, after: Seal | None = None) -> list[Seal]:
    return list(seal_heads(_heads(*logs), key, at=AT, after=after))


def _codes(log: tuple[Event, ...], seals: list[Seal], *keys: PublicKey) -> list[SealCode]:
    return [one.code for one in check_seals(log, seals, keys or (KEY.public,)).findings]


def test_a_log_agrees_with_its_own_seals() -> None:
    """Nothing is found, and no event is left unsealed."""
    report = check_seals(LOG + SECOND, _seals(LOG, SECOND), [KEY.public])

    assert (report.is_intact, report.count, dict(report.unsealed)) == (True, 2, {})


def test_only_the_public_key_and_the_two_files_are_needed() -> None:
    """Seals, log and key all survive being written and read by somebody else."""
    lines = [seal_to_json(seal) for seal in _seals(LOG)]
    key = PublicKey.from_pem(KEY.public.to_pem())

    report = check_seals([event_to_json(event) for event in LOG], list(read_seals(lines)), [key])

    assert report.is_intact


def test_events_after_the_last_seal_are_counted_and_are_no_finding() -> None:
    """A dossier goes on; what nobody sealed yet is told by number."""
    report = check_seals(LOG + SECOND, _seals(LOG[:1]), [KEY.public])

    assert (report.is_intact, dict(report.unsealed)) == (True, {"S-1": 1, "S-2": 2})


def test_a_log_that_was_cut_off_does_not_reach_its_seal() -> None:
    """The chain of a shortened log is whole by itself; the seal shows what is gone."""
    assert _codes(LOG[:1], _seals(LOG)) == [SealCode.NOT_REACHED]
    assert _codes((), _seals(LOG)) == [SealCode.NOT_REACHED]


def test_a_log_that_was_written_anew_contradicts_its_seal() -> None:
    """Whoever rehashes the whole chain cannot sign it."""
    forged = sealed(type(LOG[1])(**{**_fields(LOG[1]), "recorded_at": LOG[1].recorded_at + timedelta(days=1)}))

    assert _codes((LOG[0], forged), _seals(LOG)) == [SealCode.CONTRADICTED]


def test_two_events_at_the_sealed_place_contradict_the_seal() -> None:
    """A log that holds the sealed event and another one at its place does not agree with the seal."""
    other = sealed(type(LOG[1])(**{**_fields(LOG[1]), "recorded_at": LOG[1].recorded_at + timedelta(days=1)}))

    assert _codes((*LOG, other), _seals(LOG)) == [SealCode.CONTRADICTED]


def _fields(event: Event) -> dict[str, object]:
    return {name: getattr(event, name) for name in event.__slots__ if name != "__weakref__"}


CHANGES: list[dict[str, object]] = [
    {"sequence": 1},
    {"dossier": "S-2"},
    {"head": LOG[0].hash},
    {"sealed_at": AT + timedelta(seconds=1)},
    {"signature": base64.b64encode(bytes(64)).decode()},
    {"signature": "not base64!"},
    {"signature": base64.b64encode(b"short").decode()},
    {"signature": ""},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_seal_that_was_changed_is_forged(change: dict[str, object]) -> None:
    """Any change of a field breaks the signature, and a forged seal vouches for nothing."""
    (seal,) = _seals(LOG)

    report = check_seals(LOG, [seal.model_copy(update=change)], [KEY.public])

    assert [one.code for one in report.findings] == [SealCode.FORGED]
    assert dict(report.unsealed) == {"S-1": 2}


def test_a_seal_of_another_key_is_not_trusted() -> None:
    """The key is unknown until it is given; under a false name the signature does not fit."""
    (foreign,) = _seals(LOG, key=OTHER)
    dressed = foreign.model_copy(update={"key": KEY.public.id})

    assert _codes(LOG, [foreign]) == [SealCode.UNKNOWN_KEY]
    assert _codes(LOG, [foreign], KEY.public, OTHER.public) == []
    assert _codes(LOG, [dressed]) == [SealCode.FORGED]


def test_keys_change_while_old_seals_stay_good() -> None:
    """A file may go on under a new key, as long as both public keys are trusted."""
    first = _seals(LOG[:1])
    second = _seals(LOG, key=OTHER, after=first[-1])

    assert _codes(LOG, [*first, *second], KEY.public, OTHER.public) == []


def test_a_seal_that_is_taken_out_or_moved_is_noticed() -> None:
    """Each seal names the one before it."""
    first, second, third = [
        *(one := _seals(LOG[:1])),
        *(two := _seals(SECOND, after=one[-1])),
        *_seals(LOG, after=two[-1]),
    ]

    assert _codes(LOG + SECOND, [first, third]) == [SealCode.OUT_OF_CHAIN]
    assert _codes(LOG + SECOND, [second, third]) == [SealCode.OUT_OF_CHAIN]
    assert SealCode.OUT_OF_CHAIN in _codes(LOG + SECOND, [second, first, third])


def test_a_signer_who_goes_back_is_noticed() -> None:
    """A later seal over a shorter chain, or over another event at the same place, is a finding."""
    first = _seals(LOG)
    shorter = _seals(LOG[:1], after=first[-1])
    other = list(seal_heads({"S-1": (2, SECOND[-1].hash)}, KEY, at=AT, after=first[-1]))

    assert _codes(LOG, [*first, *shorter]) == [SealCode.BACKWARD]
    assert set(_codes(LOG, [*first, *other])) == {SealCode.BACKWARD, SealCode.CONTRADICTED}


def test_the_same_seal_twice_over_the_same_head_is_fine() -> None:
    """To say again what is still true is no going back."""
    first = _seals(LOG)

    assert _codes(LOG, [*first, *_seals(LOG, after=first[-1])]) == []


def test_seals_taken_off_the_end_are_noticed_by_who_kept_the_last_one() -> None:
    """Cut to the length of a cut log, or emptied, the file looks whole; the hash of its last seal says otherwise."""
    first = _seals(LOG[:1])
    second = _seals(LOG, after=first[-1])
    last = second[-1].digest

    assert _codes(LOG[:1], first) == []
    for left in (first, []):
        (fault,) = check_seals(LOG[:1], left, [KEY.public], last=last).findings
        assert fault.code is SealCode.CUT_OFF
        assert f"{len(left)} seals" in str(fault)
    assert check_seals(LOG, [*first, *second], [KEY.public], last=last).is_intact


def test_lines_that_are_no_events_are_left_to_verify() -> None:
    """The comparison with seals looks at events alone."""
    assert check_seals(["not json", *LOG], _seals(LOG), [KEY.public]).is_intact


def test_every_finding_speaks_both_languages_and_names_the_seal() -> None:
    """The sentence has no gap left open."""
    findings = check_seals(LOG[:1], _seals(LOG), [KEY.public]).findings

    assert str(findings[0]).startswith("seal 1: seal_not_reached: the log has no event 2 of dossier 'S-1'")
    assert "niêm phong lúc 2026-03-01T17:00:00+00:00" in findings[0].sentence.vi


@given(st.integers(0, 63), st.integers(1, 255))
def test_no_bit_of_a_signature_may_differ(place: int, change: int) -> None:
    """Every byte of the signature counts."""
    (seal,) = _seals(LOG)
    signature = bytearray(base64.b64decode(seal.signature))
    signature[place] ^= change

    assert is_genuine(seal, KEY.public)
    assert not is_genuine(seal.model_copy(update={"signature": base64.b64encode(signature).decode()}), KEY.public)


def test_a_seal_says_when_it_was_made_everywhere() -> None:
    """An instant without a time zone is refused."""
    with pytest.raises(NaiveInstantError, match="no time zone"):
        list(seal_heads(_heads(LOG), KEY, at=AT.replace(tzinfo=None)))


BROKEN = [
    ("{", "not a seal of format 1"),
    ("[]", "not a seal of format 1: seal"),
    ('{"format":2}', "format"),
    (seal_to_json(_seals(LOG)[0]).replace('"number":1', '"number":0'), "number"),
    (seal_to_json(_seals(LOG)[0]).replace("sha256:", "md5:", 1), "head"),
    (seal_to_json(_seals(LOG)[0]).replace('"format"', '"extra":1,"format"'), "extra"),
]


@pytest.mark.parametrize(("line", "message"), BROKEN)
def test_a_line_that_is_no_seal_is_refused_with_its_place(line: str, message: str) -> None:
    """File, line, field and reason."""
    with pytest.raises(EventFormatError, match=r"^my\.seals:1: ") as caught:
        list(read_seals([line], file="my.seals"))

    assert message in str(caught.value)


def test_a_seal_survives_being_written() -> None:
    """One line, keys sorted, and the same seal again."""
    (seal,) = _seals(LOG)
    text = seal_to_json(seal)

    assert seal_from_json(text) == seal
    assert "\n" not in text
    assert text.startswith('{"dossier":"S-1","format":1,"head":"sha256:')


def test_a_secret_key_never_shows_itself() -> None:
    """Neither its representation nor a pickle nor an error holds any of it."""
    pem = KEY.to_pem().decode()
    body = pem.splitlines()[1]

    assert repr(KEY) == f"SecretKey({KEY.public.id})"
    assert repr(KEY.public) == f"PublicKey({KEY.public.id})"
    with pytest.raises(SealKeyError, match="not pickled"):
        pickle.dumps(KEY)
    with pytest.raises(SealKeyError) as caught:
        SecretKey.from_pem(pem.replace("PRIVATE", "PUBLIC").encode())
    assert body not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_password_keeps_the_key_closed() -> None:
    """The key opens with its password alone."""
    right, wrong = "mật khẩu", "other"
    pem = KEY.to_pem(password=right)

    assert SecretKey.from_pem(pem, password=right).public.id == KEY.public.id
    for password in (None, wrong):
        with pytest.raises(SealKeyError, match="opens with this password"):
            SecretKey.from_pem(pem, password=password)


def test_other_files_are_no_keys() -> None:
    """A secret key in the place of a public one, an RSA key, or anything else is refused."""
    rsa = generate_private_key(65537, 2048)
    public = rsa.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    secret = rsa.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

    for pem, message in ((KEY.to_pem(), "no public key"), (b"x", "no public key"), (public, "another kind")):
        with pytest.raises(SealKeyError, match=message):
            PublicKey.from_pem(pem)
    with pytest.raises(SealKeyError, match="another kind"):
        SecretKey.from_pem(secret)
