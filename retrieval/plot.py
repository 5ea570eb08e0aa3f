"""Plots: where every mark of a chart stands. The report's template draws them as inline SVG.

All lengths are in the units of the SVG's view box, `WIDTH` wide, y downwards. Nothing here is text of
an article, and nothing is markup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot, log10, sqrt

WIDTH = 460.0
_ROW = 26.0  # the height of one bar's row
_LABELS = 104.0  # the room for the bars' labels
_VALUES = 64.0  # the room for the bars' values
_TOP, _AXIS = 20.0, 40.0  # the room above a plot, and for the axis below it
_LEFT, _RIGHT, _HEIGHT = 46.0, 14.0, 260.0  # of a plot with two axes
_COLUMNS = 24  # of a histogram, about
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of so many as a bar, with its 95 % interval; lengths from the left edge of the chart."""

    label: str
    value: str
    count: int
    y: float
    end: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars from `left`, one under the other."""

    height: float
    left: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The rectangle between two axes, with their ticks."""

    left: float
    top: float
    right: float
    bottom: float
    height: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with its label; `anchor` is the SVG text-anchor that keeps the label inside the frame."""

    x: float
    y: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A stepped line, the thresholds marked on it, and the point where the system works."""

    frame: Frame
    points: str  # as the SVG attribute of a polyline
    marks: tuple[Mark, ...]
    here: Mark


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a histogram, with what its tooltip says."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Columns side by side, and vertical lines at some values."""

    frame: Frame
    columns: tuple[Column, ...]
    lines: tuple[Mark, ...]


def bar_chart(shares: Sequence[tuple[str, int, int]]) -> BarChart:
    """Bars for (label, successes, of how many); each `of how many` is positive."""
    left, right = _LABELS, WIDTH - _VALUES
    bars = tuple(
        Bar(
            label,
            decimals(successes / count),
            count,
            _TOP + row * _ROW,
            *(left + share * (right - left) for share in (successes / count, *wilson(successes, count))),
        )
        for row, (label, successes, count) in enumerate(shares)
    )
    ticks = tuple(Tick(left + share * (right - left), decimals(share)) for share in SHARES)
    return BarChart(_TOP + len(bars) * _ROW + _AXIS / 2, left, bars, ticks)


def wilson(successes: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share, after Wilson: it holds for few questions too."""
    z, share = 1.96, successes / count
    middle = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def curve(points: Sequence[tuple[float, float, float]], here: tuple[float, float]) -> Curve:
    """The curve through (threshold, x, y), x growing; x and y are shares. Some thresholds are marked.

    The last point, where everything is refused, gets no mark.
    """
    ticks = [(share, decimals(share)) for share in SHARES]
    frame = _frame(1.0, 1.0, ticks, ticks)
    placed = [(threshold, *_place(frame, 1.0, 1.0, x, y)) for threshold, x, y in points]
    now = _place(frame, 1.0, 1.0, *here)
    marks = tuple(_mark(frame, x, y, decimals(threshold)) for threshold, x, y in _spread(placed[:-1], now))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in _steps(placed))
    return Curve(frame, line, marks, _mark(frame, *now, "now"))


def histogram(values: Sequence[float], lines: Sequence[tuple[str, float]]) -> Histogram:
    """How often which value occurs; `values` are at least one and not negative, `lines` are (label, value).

    The axis ends at four times the ninetieth percentile: what is above stands in the last column.
    """
    most = max(max(values), *(value for _, value in lines))
    end = min(most, 4 * sorted(values)[int(0.9 * (len(values) - 1))]) or 1.0
    width = _nice(end / _COLUMNS)
    number = max(1, ceil(end / width))
    counts = [0] * number
    for value in values:
        counts[min(number - 1, floor(value / width))] += 1
    frame = _frame(number * width, max(counts), _axis(number * width, most > number * width), _axis(max(counts)))
    columns = tuple(
        _column(frame, place, number, count, max(counts), f"{place * width:g}–{(place + 1) * width:g}: {count}")
        for place, count in enumerate(counts)
        if count
    )
    marks = tuple(
        _mark(frame, _place(frame, number * width, 1.0, min(value, number * width), 0.0)[0], frame.top, label)
        for label, value in lines
    )
    return Histogram(frame, columns, marks)


def decimals(share: float) -> str:
    """A share as the report writes it: .87, 1."""
    return f"{share:.2f}".removeprefix("0") if 0 < share < 0.995 else f"{share:.0f}"


def _frame(width: float, height: float, x: Sequence[tuple[float, str]], y: Sequence[tuple[float, str]]) -> Frame:
    """The frame of a plot whose axes run from 0 to `width` and `height`, with ticks at these values."""
    left, right, top, bottom = _LEFT, WIDTH - _RIGHT, _TOP, _TOP + _HEIGHT
    x_ticks = tuple(Tick(left + value / width * (right - left), label) for value, label in x)
    y_ticks = tuple(Tick(bottom - value / height * (bottom - top), label) for value, label in y)
    return Frame(left, top, right, bottom, bottom + _AXIS, x_ticks, y_ticks)


def _place(frame: Frame, width: float, height: float, x: float, y: float) -> tuple[float, float]:
    return (
        frame.left + x / width * (frame.right - frame.left),
        frame.bottom - y / height * (frame.bottom - frame.top),
    )


def _mark(frame: Frame, x: float, y: float, label: str) -> Mark:
    return Mark(x, y, label, "end" if x > frame.right - 48 else "start")


def _column(frame: Frame, place: int, number: int, count: int, most: int, label: str) -> Column:
    width = (frame.right - frame.left) / number
    height = count / most * (frame.bottom - frame.top)
    return Column(frame.left + place * width, frame.bottom - height, width, height, label)


def _steps(placed: Sequence[tuple[float, float, float]]) -> Iterator[tuple[float, float]]:
    """The corners of the stepped line through the points."""
    for number, (_, x, y) in enumerate(placed):
        if number:
            yield x, placed[number - 1][2]
        yield x, y


def _spread(
    placed: Sequence[tuple[float, float, float]], here: tuple[float, float], apart: float = 52.0
) -> list[tuple[float, float, float]]:
    """Those of the points that stand far enough from one another, and from `here`, for a label each."""
    chosen: list[tuple[float, float, float]] = []
    for point in placed:
        others = [here, *((x, y) for _, x, y in chosen)]
        if all(hypot(point[1] - x, point[2] - y) >= apart for x, y in others):
            chosen.append(point)
    return chosen


def _axis(end: float, more: bool = False) -> list[tuple[float, str]]:
    """About five round values from 0 to `end`; the last says so where there is `more` beyond it."""
    step = max(_nice(end / 5), 1.0 if end >= 1 else 0.0)
    values = [number * step for number in range(floor(end / step + 1e-9) + 1)]
    return [(value, f"{value:g}{'+' if more and value == values[-1] else ''}") for value in values]


def _nice(length: float) -> float:
    """The least of 1, 2, 5, 10, 20, … that is not less."""
    power = 10.0 ** floor(log10(length)) if length > 0 else 1.0
    return next(step * power for step in (1, 2, 5, 10) if step * power >= length * (1 - 1e-9))
