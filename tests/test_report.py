"""The report: a page that needs nothing beside it, holds every question, and escapes every text."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from retrieval import plot
from retrieval.answer import Answer, Reply
from retrieval.compare import compare
from retrieval.evaluate import Evaluation, evaluate, read_questions, source_texts
from retrieval.metrics import Gold, GoldQuestion, Verdict, judge
from retrieval.report import About, bar_charts, direction, figure, lines, render, signed, write_report
from retrieval.run import kept
from retrieval.search import Searcher
from retrieval.tradeoff import trade_off
from tests.conftest import SEEDS

ABOUT = About("questions.jsonl", 5, 69, "multilingual-e5-small", datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
VOID = {"meta", "input", "br", "hr", "img", "link"}


class Page(HTMLParser):
    """A page taken apart: its tags, its attributes, its text; ValueError where a tag closes nothing."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        if self._open:
            raise ValueError(f"never closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise ValueError(f"</{tag}> closes nothing at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def classes(self) -> list[str]:
        return [name for _, attributes in self.tags for name in (attributes.get("class") or "").split()]


@pytest.fixture(scope="module")
def evaluation(searcher: Searcher) -> Evaluation:
    """All the questions over the seeds, asked and judged."""
    return evaluate(read_questions(SEEDS / "questions.jsonl"), searcher)


@pytest.fixture(scope="module")
def page(evaluation: Evaluation, searcher: Searcher) -> str:
    """The page with everything on it; the earlier run answered half of the questions with their second answer."""
    former = {
        outcome.question.id: tuple(map(kept, reply.answers[number % 2 :]))
        for number, (outcome, reply) in enumerate(zip(evaluation.outcomes, evaluation.replies, strict=True))
    }
    comparison = compare(evaluation, former, source_texts(searcher))
    return render(evaluation, ABOUT, comparison, {"dense": evaluation.overall()})


def confident(evaluation: Evaluation, confidences: list[float | None]) -> Evaluation:
    """The evaluation with these confidences."""
    replies = [
        reply.model_copy(update={"confidence": value})
        for reply, value in zip(evaluation.replies, confidences, strict=True)
    ]
    return Evaluation(tuple(replies), evaluation.outcomes, evaluation.seconds)


def test_the_page_is_whole_and_needs_nothing_else(page: str) -> None:
    found = Page(page)
    names = {tag for tag, _ in found.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "a"}
    for _, attributes in found.tags:
        assert not attributes.keys() & {"src", "href", "srcset", "action", "style"}
        assert not [name for name in attributes if name.startswith("on")]
    assert "url(" not in page
    assert "@import" not in page
    assert "http://" not in page
    assert "https://" not in page
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_question_stands_there_with_its_answer_and_gold(page: str, evaluation: Evaluation) -> None:
    found = Page(page)
    text = "\n".join(found.text)
    rows = [attributes for tag, attributes in found.tags if tag == "tr" and attributes.get("id")]
    assert len(rows) == len(evaluation.outcomes) == len(lines(evaluation))
    for outcome, reply in zip(evaluation.outcomes, evaluation.replies, strict=True):
        assert outcome.question.question in text
        assert all(gold.text in text for gold in outcome.question.gold)
        assert all(answer.text in text for answer in reply.answers[:1])
    for verdict in Verdict:
        number = sum(outcome.verdict is verdict for outcome in evaluation.outcomes)
        slug = verdict.name.lower()
        assert sum(slug in (row.get("class") or "").split() for row in rows) == number
        assert (f"show-{slug}" in page) == bool(number) or f"show-{slug}:checked" in page


def test_arabic_runs_from_right_to_left(page: str) -> None:
    parts = [attributes for tag, attributes in Page(page).tags if tag == "bdi"]
    assert {part["dir"] for part in parts} == {"rtl", "ltr"}
    assert all(part.get("lang") == "ar" for part in parts if part["dir"] == "rtl")
    assert direction("«قال» Lavrov") == "rtl"
    assert direction("2016: Lavrov قال") == "ltr"
    assert direction("2016 …") == direction("") == "ltr"
    assert direction("אמר") == "rtl"


def test_the_plots_are_well_formed_and_stay_in_their_boxes(page: str) -> None:
    plots = [part.split("</svg>")[0] + "</svg>" for part in page.split("<svg")[1:]]
    assert len(plots) == 4  # by kind, by language, trade-off, latency: the seeds' questions have no style
    for part in plots:
        svg = ElementTree.fromstring(f"<svg{part}")
        _, _, width, height = map(float, svg.attrib["viewBox"].split())
        for element in svg.iter():
            for name, limit in (("x", width), ("x1", width), ("x2", width), ("y", height), ("y1", height)):
                assert 0 <= float(element.attrib.get(name, 0)) <= limit


def test_every_text_is_escaped() -> None:
    evil = '<script>alert(\'قال\')</script>" onmouseover="x" &amp; </title></style>{{ 7 * 7 }}'
    asked = GoldQuestion(
        id=evil, question=evil, lang=evil, kind=evil, style=evil, gold=(Gold(article=evil, text=evil, grade=2),)
    )
    answer = Answer(article=evil, text=evil, start=0, end=len(evil), speaker=evil, score=1.0)
    outcome = judge(asked, [answer], {evil: evil})
    evaluation = Evaluation((Reply(question=evil, answers=(answer,)),), (outcome,), (0.01,))
    comparison = compare(evaluation, {evil: ()}, {evil: evil})
    about = About(evil, 1, 1, evil, ABOUT.made)
    page = render(evaluation, about, comparison, {evil: evaluation.overall()})
    found = Page(page)
    assert "script" not in {tag for tag, _ in found.tags}
    assert not [1 for _, attributes in found.tags if "onmouseover" in attributes]
    assert "<script" not in page
    assert "".join(found.text).count(evil) >= 10


@pytest.mark.parametrize("folder", ["report", "deep/er/report"])
def test_the_page_is_written_whole(tmp_path: Path, evaluation: Evaluation, folder: str) -> None:
    for _ in range(2):
        path = write_report(tmp_path / folder, evaluation, ABOUT)
    assert path == tmp_path / folder / "index.html"
    assert [entry.name for entry in path.parent.iterdir()] == ["index.html"]
    assert path.read_text(encoding="utf8") == render(evaluation, ABOUT)


def test_the_smallest_evaluations() -> None:
    asked = GoldQuestion(id="1", question="من؟")
    nothing = Evaluation((Reply(question="من؟"),), (judge(asked, [], {}),), (0.0,))
    text = "\n".join(Page(render(nothing, ABOUT)).text)
    assert "it takes both answerable and unanswerable questions" in text
    assert "Against the earlier run" not in text
    assert "One stage at a time" not in text
    assert bar_charts(nothing.outcomes) == {}


def test_the_trade_off_by_hand(evaluation: Evaluation) -> None:
    answerable = next(outcome for outcome in evaluation.outcomes if outcome.question.gold)
    unanswerable = next(outcome for outcome in evaluation.outcomes if not outcome.question.gold)
    outcomes = (answerable, answerable, answerable, unanswerable, unanswerable)
    few = Evaluation((Reply(question="؟"),) * 5, outcomes, (0.01,) * 5)
    assert trade_off(few) is None
    found = trade_off(confident(few, [0.9, 0.5, None, 0.5, 0.1]))
    assert found is not None
    assert found.points == ((0.0, 0.0, 1.0), (0.1, 0.0, 1.0), (0.5, 0.0, 0.5), (0.9, 0.5, 0.0), (1.0, 1.0, 0.0))
    assert found.separation == (1 + 1 + 0.5 + 1) / 4
    assert trade_off(confident(few, [0.9, 0.5, 0.2, None, None])) is None


def test_a_confidence_draws_the_curve(evaluation: Evaluation) -> None:
    values: list[float | None] = [(number % 11) / 10 for number in range(len(evaluation.replies))]
    page = render(confident(evaluation, values), ABOUT)
    svg = next(part for part in page.split("<svg")[1:] if "polyline" in part)
    points = [tuple(map(float, pair.split(","))) for pair in svg.split('points="')[1].split('"')[0].split()]
    assert points == sorted(points, key=lambda point: (point[0], point[1]))
    assert svg.count('class="here"') == 1
    assert "confidence .10" in page


def test_intervals_and_bars_by_hand() -> None:
    assert plot.wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-3)
    assert plot.wilson(0, 2) == pytest.approx((0.0, 0.6576), abs=1e-3)
    assert plot.wilson(3, 3) == pytest.approx((0.4385, 1.0), abs=1e-3)
    chart = plot.bar_chart([("direct", 3, 4), ("fact", 0, 1)])
    first, second = chart.bars
    width = chart.ticks[-1].at - chart.left
    assert first.end - chart.left == pytest.approx(0.75 * width)
    assert second.end == chart.left
    assert first.low < first.end < first.high <= chart.ticks[-1].at
    assert (first.value, second.value) == (".75", "0")


@pytest.mark.parametrize(
    "values", [[0.0], [3.0], [12.5] * 40, [*range(1, 200)], [10.0] * 50 + [5000.0], [0.001, 0.002, 0.9]]
)
def test_the_histogram_holds_every_value(values: list[float]) -> None:
    chart = plot.histogram(values, [("p50", values[0])])
    assert sum(int(column.label.split(": ")[1]) for column in chart.columns) == len(values)
    assert len(chart.columns) <= 60
    for column in chart.columns:
        assert chart.frame.left - 1e-6 <= column.x
        assert column.x + column.width <= chart.frame.right + 1e-6
        assert chart.frame.top - 1e-6 <= column.y <= chart.frame.bottom
    assert chart.frame.left <= chart.lines[0].x <= chart.frame.right + 1e-6


def test_figures_as_people_read_them() -> None:
    assert [figure(value) for value in (None, 0.0, 0.8725, 1.0)] == ["–", ".000", ".873", "1.000"]
    assert [signed(value) for value in (None, 0.0, 0.025, -0.1)] == ["–", "±0", "+.025", "−.100"]
    assert [plot.decimals(value) for value in (0.0, 0.25, 0.996, 1.0)] == ["0", ".25", "1", "1"]
