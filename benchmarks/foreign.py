"""How often a question in another language is answered although nobody spoke of its topic.

    python -m benchmarks.foreign INDEX [--speakers NAME...] [--topics TOPIC...] [--questions QUESTIONS.jsonl]

Asks in English, French and German what each speaker said about things that news rarely tells of, and prints how many of
these questions are answered; with `--questions` also how many of that set's answerable questions in another script are.
Choose speakers whom the index quotes often, and topics that it has nothing of.
"""

import argparse
from pathlib import Path

from index.arabic import is_arabic
from index.encoder import load_encoder
from retrieval.evaluate import read_questions
from retrieval.search import Searcher

SPEAKERS = ("Lavrov", "Kerry")
TOPICS = (
    "chess", "beekeeping", "opera", "volcanoes", "penguins", "ballet", "dentistry", "the weather", "football",
    "gardening", "poetry", "quantum physics",
)  # fmt: skip
ASKING = ("What did {} say about {}?", "Qu'a dit {} sur {} ?", "Was sagte {} über {}?")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--speakers", nargs="+", default=SPEAKERS)
    parser.add_argument("--topics", nargs="+", default=TOPICS)
    parser.add_argument("--questions", type=Path)
    options = parser.parse_args()
    searcher = Searcher.open(options.index, load_encoder())
    try:
        asked = [ask.format(name, topic) for ask in ASKING for name in options.speakers for topic in options.topics]
        answered = [question for question in asked if searcher.ask(question, 1).answers]
        print(f"answered, though nobody spoke of it: {len(answered)} of {len(asked)}")
        for question in answered:
            print(f"   {question}")
        if options.questions:
            gold = [one.question for one in read_questions(options.questions) if one.gold]
            known = [one for one in gold if not is_arabic(one)]
            kept = sum(bool(searcher.ask(one, 1).answers) for one in known)
            print(f"answered, as there is an answer: {kept} of {len(known)}")
    finally:
        searcher.close()


if __name__ == "__main__":
    main()
