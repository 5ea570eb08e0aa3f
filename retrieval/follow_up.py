"""Follow-ups: a question that leans on the one before it, made whole: وعن سوريا؟ after ماذا قال لافروف عن حلب؟

What is missing is taken over: the speaker (وعن سوريا، وماذا قال عن إيران، And about Syria), or the topic (وكيري؟،
And what did Kerry say?), or both, where only a time is new (وفي 2016؟). A question that says whom it asks for and what
about is never changed. The words are data, `data/follow_up.toml`.
"""

from datetime import date

from index.arabic import aligned_words, fold, is_arabic, words
from index.naming import name_gender
from retrieval.asked import find_asked
from retrieval.period import period
from retrieval.place import places
from retrieval.question import Known, Question, parse_question, question_text
from retrieval.question_words import asks_for_a_fact, question_words
from retrieval.turn import Turn, starts, turns
from retrieval.wording import agreeing, ask, asking, asks_for_woman, is_woman, languages, table

# A question of more words says all itself.
_LONGEST = 12
# A verb's pronoun stands so many words from it at most: what did he say, Qu'a-t-il dit.
_BESIDE = 2


def may_follow_up(text: str) -> bool:
    """Whether a question is short enough to lean on the one before."""
    return len(list(words(text))) <= _LONGEST


def completed(text: str, after: str, known: Known, today: date) -> str | None:
    """The whole question that `text` is after the question `after`; None where it is one by itself, or is unclear.

    QuestionError as of `question_text`.
    """
    text = question_text(text)
    before = parse_question(after, known, today)
    for turn in turns(text, known):
        whole = _same_speaker(turn, before, known, today) if before.asked_words else None
        whole = whole or _same_topic(turn, before, known, today)
        if whole is not None:
            return whole
    return None


# --- the same speaker


def _same_speaker(turn: Turn, before: Question, known: Known, today: date) -> str | None:
    """The question where only the speaker is missing."""
    later = _at_another_time(turn, before, today)
    if later is not None:
        return later
    at = turn.starts(turn.language.about)
    if at and turn.past(at).asks_nothing:
        preposition = turn.text[turn.words[0].start : turn.words[at].start].rstrip()
        on = turn.language.on if is_arabic(preposition) else preposition.lower()
        return _asked_about(turn, before, on, turn.past(at).rest, today)
    named = turn.past(turn.starts(turn.language.what))
    if named.opened and named.is_bare and _speaker(named.rest, known) is None:
        return _asked_about(turn, before, turn.language.on, named.rest, today)
    return _with_subject(turn, before, known, today)


def _at_another_time(turn: Turn, before: Question, today: date) -> str | None:
    """The question before at another time, where nothing but a time is said: وفي 2016؟"""
    when = period(turn.rest, today) if turn.opened else None
    if when is None or when.span != (0, len(turn.words)):
        return None
    kept = " ".join(before.text.replace(_time_of(before), "").split())
    return f"{kept} {turn.rest}{turn.language.end}"


def _asked_about(turn: Turn, before: Question, on: str, topic: str, today: date) -> str:
    """What the speaker before said about something, and then as before, if no time is named now."""
    speaker = before.asked_words or ""
    arabic = is_arabic(speaker) or is_arabic(topic)
    language = languages()["ar"] if arabic else turn.language
    on = language.on if arabic else on
    beginning = ask(language, speaker, asks_for_woman(before.text, speaker))
    time = "" if period(topic, today) else _time_of(before)
    return " ".join(part for part in (beginning, on, topic, time) if part) + language.end


def _time_of(question: Question) -> str:
    """The words of a question that say when; "" for none."""
    if question.period is None:
        return ""
    found = list(aligned_words(question.text))
    first, last = question.period.span
    return question.text[found[first].start : found[last - 1].end]


def _with_subject(turn: Turn, before: Question, known: Known, today: date) -> str | None:
    """The question with the speaker put where a verb lacks its subject, or in a pronoun's place."""
    speaker, tokens = before.asked_words or "", turn.tokens
    for at, token in enumerate(tokens[:3]):
        if token in table()["taken_up"]:
            return _put(turn, at, f"{table()['taken_up'][token]} {speaker}")
    said = next((at for at, token in enumerate(tokens) if token in turn.language.said), None)
    if said is None or asks_for_a_fact(tokens):
        return None
    beside = range(max(0, said - _BESIDE), said + _BESIDE + 1)
    pronoun = next((at for at, one in enumerate(tokens) if one in turn.language.pronouns and at in beside), None)
    if pronoun is not None and find_asked(turn.rest, known.names, known.bearers) is None:
        inverted = turn.text[: turn.words[pronoun].start].endswith("-")  # a-t-il
        mixed = is_arabic(speaker) != is_arabic(tokens[0])
        return _anew(turn, before, pronoun, today) if inverted or mixed else _put(turn, pronoun, speaker)
    if is_arabic(tokens[0]) and said <= 1 and _lacks_subject(turn, said, known):
        verb = turn.words[said]
        return _put(turn, said, f"{turn.text[verb.start : verb.end]} {speaker}")
    return None


def _lacks_subject(turn: Turn, said: int, known: Known) -> bool:
    """Whether nobody is named before an Arabic verb of saying, nor right after it: a preposition is, or شيئا."""
    filling = {fold(word) for word in languages()["ar"].filling}
    after = [token for token in turn.tokens[said + 1 :] if token not in filling]
    if after and after[0] not in question_words("topic") | question_words("about"):
        return False
    without = " ".join(token for token in turn.tokens if token not in filling)
    return find_asked(without, known.names, known.bearers) is None


def _anew(turn: Turn, before: Question, at: int, today: date) -> str | None:
    """Qu'a-t-il dit sur l'Iran ? asked anew: only the topic after it is kept."""
    for start in range(at + 1, len(turn.words) - 1):
        size = starts(turn.tokens[start:], turn.language.about)
        if size:
            on = turn.text[turn.words[start].start : turn.words[start + size - 1].end]
            return _asked_about(turn, before, on, turn.past(start + size).rest, today)
    return None


def _put(turn: Turn, at: int, instead: str) -> str:
    """The question with something else in place of one word."""
    word = turn.words[at]
    head = turn.text[turn.words[0].start : word.start]
    return f"{head[:1].upper()}{head[1:]}{instead}{turn.text[word.end :]}{turn.language.end}"


# --- the same topic


def _same_topic(turn: Turn, before: Question, known: Known, today: date) -> str | None:
    """The question where only the topic is missing: another speaker is named."""
    named = turn.past(turn.starts(turn.language.what))
    if not named.opened or not named.words:
        return None
    if named.is_bare:
        speaker = _speaker(named.rest, known)
        return _asked_of(speaker, is_woman(speaker), turn, before, known) if speaker else None
    asked = parse_question(named.rest, known, today)
    if asked.asked_words is None or _topic_text(asked) or asked.period or asked.outlets is not None:
        return None
    return _asked_of(asked.asked_words, asks_for_woman(asked.text, asked.asked_words), turn, before, known)


def _speaker(name: str, known: Known) -> str | None:
    """The words where they are a person's name, or a title that somebody bears, and nothing more."""
    found = [word.text for word in aligned_words(name)]
    if any((place.start, place.end) == (0, len(found)) for place in places(name)):
        return None
    if not is_arabic(name):
        named = known.names.at(found)
        return name if named is not None and named.is_person and named.end == len(found) else None
    said = languages()["ar"].said[0]
    asked = find_asked(f"{said} {name}", known.names, known.bearers)
    if asked is None or not asked.strict or (asked.start, asked.end) != (len(said) + 1, len(said) + 1 + len(name)):
        return None
    return name if asked.is_known or name_gender(found[0]) else None


def _asked_of(speaker: str, woman: bool, turn: Turn, before: Question, known: Known) -> str | None:
    """The question before, of another speaker."""
    arabic = languages()["ar"]
    if before.asked_words is None:
        asks = question_words("interrogative") | question_words("saying")
        if not asks.isdisjoint(words(before.text)):
            return None
        language = arabic if is_arabic(before.text) or is_arabic(speaker) else turn.language
        return f"{ask(language, speaker, woman)} {language.on} {_topic_alone(before.text, known)}{language.end}"
    if is_arabic(speaker) and not is_arabic(before.text):
        topic = _topic_text(before)
        return asking(speaker, topic) if topic else ask(arabic, speaker, woman) + arabic.end
    start = before.text.index(before.asked_words)
    head, tail = before.text[:start], before.text[start + len(before.asked_words) :]
    end = arabic.end if is_arabic(before.text) else turn.language.end
    return f"{agreeing(head, woman)}{speaker}{tail}{end}"


def _topic_alone(text: str, known: Known) -> str:
    """The words of a question that names nobody, without what opens it where it followed up nothing (وعن سوريا)."""
    turn = next(turns(text, known), None)
    topic = turn.past(turn.starts(turn.language.about)).rest if turn else ""
    return topic or text


def _topic_text(question: Question) -> str:
    """The words of a question from the first to the last that says what about."""
    asked = question.asked_words or ""
    start = question.text.find(asked)
    found = [
        word
        for word in aligned_words(question.text)
        if word.text not in question_words("asking") and not start <= word.start < start + len(asked)
    ]
    return question.text[found[0].start : found[-1].end] if found else ""
