"""Paths as chains of names, in both languages, so that they can be read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.engine import commands as c
from dossierflow.engine.effects import DeadlineMissed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossierflow.procedure.model import Procedure
    from dossierflow.simulate.paths.turns import Taken
    from dossierflow.simulate.paths.ways import Way


def _t(vi: str, en: str) -> LegalText:
    return LegalText(vi=vi, en=en)


_PLAIN: Mapping[type[c.Command], LegalText] = {
    c.Submit: _t("nộp hồ sơ", "filed"),
    c.Receive: _t("tiếp nhận", "received"),
    c.RefuseReception: _t("từ chối tiếp nhận", "reception refused"),
    c.RequestSupplement: _t("yêu cầu bổ sung", "supplement asked"),
    c.AnswerSupplement: _t("nộp bổ sung", "supplement handed in"),
    c.Resume: _t("tiếp tục giải quyết", "resumed"),
    c.Apologise: _t("xin lỗi", "apology"),
    c.RequestWithdrawal: _t("đề nghị dừng giải quyết", "withdrawal asked"),
    c.Stop: _t("dừng giải quyết", "stopped"),
    c.ReturnResult: _t("trả kết quả", "result handed over"),
    c.Correct: _t("đính chính", "correction"),
    c.Migrate: _t("chuyển phiên bản", "moved to another version"),
}
_ANOTHER_DAY = _t("xin lỗi và hẹn lại", "apology with another appointment")
_LAPSED = _t("hết hạn “{name}”", "“{name}” runs out")
_REFUSED = _t("{act}: bị từ chối ({code})", "{act}: refused ({code})")


def way_in_words(way: Way) -> LegalText:
    """Return *way* as a chain: ``tiếp nhận → yêu cầu bổ sung → hết hạn “...”``."""
    names = [name for one in way.taken for name in _turn(way.procedure, one)]
    return LegalText(vi=" → ".join(name.vi for name in names), en=" → ".join(name.en for name in names))


def _turn(procedure: Procedure, taken: Taken) -> Iterator[LegalText]:
    for event in taken.decision.events:
        for effect in event.effects:
            if isinstance(effect, DeadlineMissed) and effect.limit in procedure.limits:
                yield _filled(_LAPSED, procedure.limits[effect.limit].name)
    if taken.command is None:
        return
    act = act_in_words(procedure, taken.command)
    refusal = taken.decision.refusal
    if refusal is None:
        yield act
    else:
        code = refusal.code.value
        yield LegalText(vi=_REFUSED.vi.format(act=act.vi, code=code), en=_REFUSED.en.format(act=act.en, code=code))


def act_in_words(procedure: Procedure, command: c.Command) -> LegalText:  # noqa: PLR0911 -- a table of kinds
    """Return what *command* does, with the names of *procedure*; a name that it does not have stays as it is."""
    match command:
        case c.CompleteStep() | c.Decide() | c.Refuse():
            step = procedure.steps.get(command.step)
            action = None if step is None else step.actions.get(command.action)
            return _t(command.action, command.action) if action is None else action.name
        case c.StartStep(step=name):
            return _filled(_t("bắt tay vào “{name}”", "“{name}” taken up"), _named(procedure.steps, name))
        case c.Pause(reason=name):
            return _filled(_t("tạm dừng “{name}”", "paused for “{name}”"), _named(procedure.pauses, name))
        case c.RequestPayment(fee=name):
            return _filled(_t("yêu cầu nộp “{name}”", "“{name}” asked"), _named(procedure.fees, name))
        case c.ConfirmPayment(fee=name):
            return _filled(_t("đã nộp “{name}”", "“{name}” paid"), _named(procedure.fees, name))
        case c.Extend(extension=name):
            return _filled(_t("gia hạn “{name}”", "extended, “{name}”"), _named(procedure.extensions, name))
        case c.HandOff(handoffs=names):
            listed = _listed(_named(procedure.handoffs, name) for name in names)
            return _filled(_t("gửi “{name}”", "“{name}” sent"), listed)
        case c.AcknowledgeHandoff(handoff=name):
            return _filled(_t("nhận “{name}”", "“{name}” acknowledged"), _named(procedure.handoffs, name))
        case c.AnswerHandoff(handoff=name):
            return _filled(_t("trả lời “{name}”", "“{name}” answered"), _named(procedure.handoffs, name))
        case c.Apologise(appointment=day) if day is not None:
            return _ANOTHER_DAY
        case _:
            return _PLAIN[type(command)]


def _named(known: Mapping[str, object], name: str) -> LegalText:
    found = getattr(known.get(name), "name", None)
    return found if isinstance(found, LegalText) else LegalText(vi=name, en=name)


def _listed(names: Iterable[LegalText]) -> LegalText:
    many = [*names]
    return LegalText(vi=", ".join(name.vi for name in many), en=", ".join(name.en for name in many))


def _filled(sentence: LegalText, name: LegalText) -> LegalText:
    return LegalText(vi=sentence.vi.format(name=name.vi), en=sentence.en.format(name=name.en))
