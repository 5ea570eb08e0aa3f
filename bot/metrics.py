"""What is counted and measured, for Prometheus: nothing in it tells one person from another."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.trace import Trace

# Seconds. An answer takes some 30 ms on an idle machine; sending it takes Telegram a tenth of a second or more.
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The bot's figures, in a registry of their own."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(namespace="qala", registry=registry)
        self._updates = Counter("qala_updates", "Updates worked on", ["kind"], registry=registry)
        self._questions = Counter("qala_questions", "Questions, by how they ended", ["outcome"], registry=registry)
        self._stages = Histogram(
            "qala_question_seconds", "A question's stages", ["stage"], registry=registry, buckets=_BUCKETS
        )
        self._calls = Counter("qala_telegram_calls", "Calls of the Bot API", ["method", "result"], registry=registry)
        self._call_seconds = Histogram(
            "qala_telegram_call_seconds", "Seconds of a call of the Bot API", registry=registry, buckets=_BUCKETS
        )
        self._lag = Histogram(
            "qala_event_loop_lag_seconds", "How late the event loop is", registry=registry, buckets=_BUCKETS
        )

    def finished(self, trace: Trace) -> None:
        """Count an update that is done."""
        self._updates.labels(trace.kind).inc()
        if trace.outcome is None:
            return
        self._questions.labels(trace.outcome).inc()
        for stage, seconds in (("queue", trace.queue), ("search", trace.search), ("send", trace.send)):
            self._stages.labels(stage).observe(seconds)
        self._stages.labels("total").observe(trace.seconds)

    def called(self, method: str, result: str, seconds: float) -> None:
        """Count a call of the Bot API."""
        self._calls.labels(method, result).inc()
        self._call_seconds.observe(seconds)

    def lagged(self, seconds: float) -> None:
        """Note by how much the event loop was late."""
        self._lag.observe(seconds)

    def watch(self, name: str, description: str, value: Callable[[], float]) -> None:
        """Add a gauge that is read when it is asked for."""
        Gauge(name, description, registry=self._registry).set_function(value)

    def asked(self) -> dict[str, int]:
        """How many questions ended how, since the start."""
        [family] = self._questions.collect()
        counts = [sample for sample in family.samples if sample.name.endswith("_total")]
        return {sample.labels["outcome"]: int(sample.value) for sample in counts}

    def page(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self._registry)
