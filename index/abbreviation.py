"""Abbreviations: whether a dot belongs to the word before it, so that no sentence ends there."""

from index.arabic import fold
from index.word_list import punctuation_words

LONGEST_ABBREVIATION = 6  # letters


def is_abbreviation(word: str, before: str, next_letters: str, next_character: str) -> bool:
    """Whether a dot after a folded word belongs to it, by the text before the word and by the next word, folded."""
    if len(word) == 1:
        return _is_initial(word, before, next_letters, next_character)
    if word in punctuation_words("letter_names"):
        previous = fold(before.split()[-1]) if before else ""
        return bool(before) and previous not in punctuation_words("letter_names") and next_letters[:1] != "و"
    if not is_arabic_letter(word[0]) and next_letters and not is_arabic_letter(next_letters[0]):
        return word in punctuation_words("latin") or next_character.islower()
    return word in punctuation_words("titles")


def _is_initial(word: str, before: str, next_letters: str, next_character: str) -> bool:
    """Whether a single letter before a dot is an initial, a title or part of an abbreviation."""
    if not is_arabic_letter(word):
        return not is_arabic_letter(next_character)
    previous = fold(before.split()[-1]) if before else ""
    if previous in punctuation_words("labels"):
        return False
    # A unit or a time zone (20 م. , 15:00 ت. غ.) may end a sentence, and the next word tells.
    chained = before.endswith(".") and fold(before[-2:-1]) not in punctuation_words("titles")
    if chained or before[-1:].isdigit():
        return len(next_letters) < 2 or not next_letters.startswith("و")
    return True


def is_arabic_letter(character: str) -> bool:
    """Whether a character is a letter of an Arabic word, no mark and no digit."""
    return "\u0620" <= character <= "\u064a" or "\u066e" <= character <= "\u06d3"
