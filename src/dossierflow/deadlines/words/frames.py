"""
The words around an amount: do they make it a limit, and of what kind.

"05 năm" may be a time limit, the life of a licence or years of experience. Only
an amount that stands alone, or that a known phrase announces, is a limit.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from dossierflow.deadlines.term import Unit
from dossierflow.deadlines.words import lexicon
from dossierflow.deadlines.words.numbers import is_number_word
from dossierflow.deadlines.words.phrases import Phrases
from dossierflow.deadlines.words.starts import start_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossierflow.deadlines.words.items import Item

_LONG = frozenset({Unit.MONTH, Unit.YEAR})
_WORKING = frozenset({Unit.WORKING_DAY, Unit.WORKING_HOUR})
_WORKING_WORDS = Phrases("làm việc", "giờ hành chính", "working", "business")
_REACH = 4
_NEGATION = frozenset({"không", "chưa", "not"})
_NAMED_CUES = (
    ("at_most", lexicon.AT_MOST),
    ("at_least", lexicon.AT_LEAST),
    ("after", lexicon.AFTER),
    ("before", lexicon.BEFORE),
    ("", lexicon.ADDED),
    ("", lexicon.PLAIN_CUES),
    ("", lexicon.STRONG_CUES),
    ("", lexicon.LABELS),
)
_WEAK_CUES = tuple(cue for _, cue in _NAMED_CUES[:-2])
_GO_ON = frozenset({"mà", "nhưng", "kể", "tính"})
"""After a comma these go on with what stands before it."""

_BULLETS = frozenset("-–—•*+.;:,()\"'“”‘’")
_DASHES = frozenset("-–—")
_STOPS = frozenset({".", ",", ";", ":", "(", ")", "]", '"', "'", "”", "’"})


def is_not_a_limit(words: Sequence[str]) -> bool:
    """Tell whether the text speaks of validity, storage, experience, a rule that is gone, or a rate per time."""
    at = lexicon.NOT_LIMITS.find(words)
    event = start_of(words, 0, 0)
    # "kể từ ngày quyết định có hiệu lực" is an event, not a validity.
    if at is not None and (event is None or at < event.first):
        return True
    return any(
        lexicon.RATES.at(words, place) and lexicon.UNIT_PHRASES.at(words, place + 1) for place in range(len(words))
    )


def fault(words: Sequence[str], item: Item, end: int) -> str | None:
    """Return the code of what is wrong around *item*; *end* is where its own words end."""
    if _is_at_once(words):
        return "two_terms"
    if lexicon.UNBOUNDED.at(words, end):
        return "unbounded"
    if item.unit not in _WORKING:
        if lexicon.DAYS_OFF.find(words) is not None:
            return "days_off"
        outside = (*range(item.first), *range(end, len(words)))
        if any(_WORKING_WORDS.at(words, at) and not _is_next_day(words, at) for at in outside):
            return "mixed_day"
        if _may_be_misspelt(words, end):
            return "unread_after_unit"
    return _is_a_condition(words, item, end) or _after(words, end) or _before(words, item, end)


def _is_a_condition(words: Sequence[str], item: Item, end: int) -> str | None:
    """Refuse "quá 30 ngày mà không nộp", where nobody has to do anything within the amount, and estimates of it."""
    at, stop = item.first, sentence_end(words, end)
    if lexicon.START_DAY.find(words) is not None:
        return "start_day"
    if any(lexicon.APPROXIMATE.at(words, place) and words[place + 1] != "thời" for place in _lead(words, at)):
        # "trong khoảng thời gian 5 ngày" is no estimate
        return "estimate"
    if _is_idle(words, end, stop) or _is_overdue(words, at):
        return "condition"
    lead = _lead(words, at)
    asked = next((place for place in lead if words[place] in lexicon.IF or lexicon.IF_NOT.at(words, place)), at)
    return "condition" if any(word in lexicon.NOT for word in _unbroken(words, asked, at)) else None


def _is_idle(words: Sequence[str], first: int, stop: int) -> bool:
    """Tell whether after the amount comes a "mà" with a "không" behind it, whoever stands between them."""
    commas = (place for place in range(first, stop) if words[place] == "," and words[place + 1] not in _GO_ON)
    stop = next(commas, stop)
    if lexicon.IDLE.find(words, first, stop) is not None:
        return True
    but = next((place for place in range(first, stop) if words[place] == "mà"), stop)
    return any(word in lexicon.NOT for word in words[but:stop])


def _is_overdue(words: Sequence[str], at: int) -> bool:
    """Tell whether the amount is one that has been exceeded: "quá 24 giờ", but not "không quá 24 giờ"."""
    return lexicon.OVERDUE.ending(words, at) > lexicon.AT_MOST.ending(words, at)


def _lead(words: Sequence[str], at: int) -> range:
    """Return the places before index *at* that belong to its clause."""
    return range(clause_start(words, at), at)


def _unbroken(words: Sequence[str], first: int, stop: int) -> Sequence[str]:
    """Return the words from *first* to *stop*, if no comma parts them."""
    part = words[first:stop]
    return () if "," in part or lexicon.AT_MOST.find(words, first, stop) is not None else part


def _may_be_misspelt(words: Sequence[str], end: int) -> bool:
    """Tell whether "làm việc" may follow a bare unit in a form no table knows: "ngày lám việc", "ngày (lm việc)"."""
    if "việc" in words[end : end + _REACH]:
        return True
    return end < len(words) and words[end] == "(" and not lexicon.MAY_FOLLOW.at(words, end + 1)


def _is_at_once(words: Sequence[str]) -> bool:
    """Tell whether some other case is to be answered at once: "trả lời ngay ..., 01 ngày đối với ..."."""
    following = zip(words, (*words[1:], ""), strict=True)
    return any(word == "ngay" and link not in lexicon.AT_ONCE_LINKS for word, link in following)


def _is_next_day(words: Sequence[str], at: int) -> bool:
    return at > 0 and bool(lexicon.NEXT_DAY.at(words, at - 1))


def _after(words: Sequence[str], end: int) -> str | None:
    if words[end : end + 1] in (["'"], ["’"]) and end + 1 < len(words) and words[end + 1].isalpha():
        # "2 years' probation": whose time it is comes after it
        return "unread_after_unit"
    if end >= len(words) or words[end] in _STOPS:
        return None
    if words[end] == "/":
        return None if lexicon.ITEMS.at(words, end + 1) else "not_a_limit"
    if words[end] in {"-", "–", "—"}:
        return None
    return None if lexicon.MAY_FOLLOW.at(words, end) else "unread_after_unit"


def _before(words: Sequence[str], item: Item, end: int) -> str | None:
    at = item.first
    if lexicon.REDUCTIONS.ending(words, at):
        return "reduction"
    if all(words[place] in _BULLETS for place in range(at)):
        return None
    if words[at - 1] == "còn" and at - 1 == clause_start(words, at):
        # with nothing before it, what is left of a limit and not the limit
        return "unframed"
    told = _is_long_limit(words, at) if item.unit in _LONG else _is_announced(words, item, end)
    return None if told else "unframed"


def _is_long_limit(words: Sequence[str], at: int) -> bool:
    """Tell whether months or years are a limit; leases, licences and health certificates last as long."""
    cue = lexicon.STRONG_CUES.ending(words, at)
    # "phải hoàn thành trong thời hạn 06 tháng": the act stands right before
    act = lexicon.ACTS.ending(words, at - cue) if cue else 0
    if act and lexicon.DUTIES.find(words, clause_start(words, at), at - cue - act) is not None:
        return True
    return _names_an_act(words, at) or _only_cues(words, range(sentence_start(words, at), at))


def _is_announced(words: Sequence[str], item: Item, end: int) -> bool:
    at = item.first
    strong = lexicon.STRONG_CUES.ending(words, at)
    if strong and at > strong and words[at - strong - 1] in _NEGATION:
        return False
    bound = max(strong, lexicon.AT_MOST.ending(words, at))
    cued = any(phrases.ending(words, at) for phrases in (*_WEAK_CUES, lexicon.STRONG_CUES))
    if (bound and words[at - bound - 1] in {",", ":"}) or (not cued and lexicon.LABELS.ending(words, at)):
        return True
    if cued:
        return _obliges(words, at, end)
    if words[at - 1] in _STOPS | _DASHES:
        case = item.unit in _WORKING and lexicon.CONDITIONS.find(words, clause_start(words, at), at) is not None
        return case or _obliges(words, at, end)
    starts = start_of(words, end, 0) is not None
    first = clause_start(words, at)
    if words[at - 1] == "là":
        return starts or any(table.find(words, first, at) is not None for table in (lexicon.LABELS, lexicon.AFTER))
    # Before a number in words, an unknown word may be the misspelt rest of it.
    return (starts or _names_an_act(words, at)) and not is_number_word(words[at])


def _obliges(words: Sequence[str], at: int, end: int) -> bool:
    """
    Tell whether the sentence asks for an act in the amount from *at* to *end*, or begins with it.

    "Sinh con trong 60 ngày" happens; "trả lời trong 60 ngày" is to be done.
    """
    first, stop = clause_start(words, at), sentence_end(words, end)
    if _only_cues(words, range(first, at)):
        return True
    start = start_of(words, end, 0)
    back = start is not None and start.before
    if start is not None and not back:
        return True
    lead = at - max(cue.ending(words, at) for cue in (*_WEAK_CUES, lexicon.STRONG_CUES))
    if lexicon.DUTIES.find(words, first, stop) is not None or lexicon.LENGTHENED.find(words, first, stop) is not None:
        return True
    if lexicon.LABELS.find(words, first, lead) is not None:
        return True
    return any(
        lexicon.ACTS.at(words, place) and (place == 0 or words[place - 1] not in lexicon.DONE)
        for place in (*range(first, at), *range(end, end if back else stop))
    )


def _names_an_act(words: Sequence[str], at: int) -> bool:
    """Tell whether the clause before index *at* begins its limit with an act: "thời hạn giải quyết"."""
    label = lexicon.LABELS.find(words, clause_start(words, at), at)
    return label is not None and bool(lexicon.ACTS.at(words, label + lexicon.LABELS.at(words, label)))


def _only_cues(words: Sequence[str], lead: range) -> bool:
    """Tell whether the clause before the amount holds nothing but announcing phrases."""
    at = lead.start
    while at < lead.stop:
        length = announces(words, at)
        if not length and words[at] not in _BULLETS:
            return False
        at += length or 1
    return True


def announces(words: Sequence[str], at: int) -> int:
    """Return the length of the phrase at index *at* that can lead up to an amount; 0 for none."""
    tables = (*_WEAK_CUES, lexicon.STRONG_CUES, lexicon.LABELS)
    return max(table.at(words, at) for table in tables)


def clause_start(words: Sequence[str], at: int) -> int:
    """Return where the clause of index *at* begins."""
    return next((place + 1 for place in range(at - 1, -1, -1) if words[place] in lexicon.CLAUSE_ENDS), 0)


def sentence_start(words: Sequence[str], at: int) -> int:
    """Return where the sentence of index *at* begins; brackets do not end one."""
    return next((place + 1 for place in range(at - 1, -1, -1) if words[place] in {".", ";"}), 0)


def sentence_end(words: Sequence[str], at: int) -> int:
    """Return where the sentence of index *at* ends."""
    return next((place for place in range(at, len(words)) if words[place] in {".", ";"}), len(words))


def qualifiers(words: Sequence[str], item: Item | None) -> list[tuple[str, int, int]]:
    """Return the qualifiers the words state: name, first token, index after the last."""
    found: list[tuple[str, int, int]] = []
    if item is not None:
        found += _of_the_amount(words, item)
    anywhere = (
        ("not_counted", lexicon.NOT_COUNTED),
        ("extension", lexicon.EXTENSION),
        ("restart", lexicon.RESTART),
        ("unless_otherwise", lexicon.OTHER_LAW),
        ("conditional", lexicon.CONDITIONS),
    )
    for name, phrases in anywhere:
        at = phrases.find(words)
        if at is not None:
            found.append((name, at, at + phrases.at(words, at)))
    if item is None:
        at = lexicon.IMMEDIATELY.find(words)
        if at is not None and lexicon.SAME_DAY.at(words, at) == 0:
            found.append(("immediately", at, at + 1))
    return found


def _of_the_amount(words: Sequence[str], item: Item) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    at = item.first
    while True:
        # The longest phrase counts: "không quá" is a ceiling, its last word alone is not.
        length, name = max(((cue.ending(words, at), name) for name, cue in _NAMED_CUES), key=itemgetter(0))
        if not length:
            break
        if name:
            found.append((name, at - length, at))
        at -= length
    if item.end < len(words) and words[item.end] == "/":
        found.append(("per_item", item.end, item.end + 1 + lexicon.ITEMS.at(words, item.end + 1)))
    consecutive = {"liên", "consecutive"} & set(words[item.first : item.end])
    if consecutive:
        found.append(("consecutive", item.first, item.end))
    return found
