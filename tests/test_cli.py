"""The command line as a user meets it: answers, JSON, and one clear line for every mistake."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from index.reader import read_articles
from tests.conftest import ROOT, SEEDS

QUESTION = "ماذا قال لافروف عن العقوبات؟"


def fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status and stderr of a command that must fail."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code not in (0, None)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return int(str(stop.value.code)), captured.err


def succeeds(*arguments: str) -> None:
    try:
        main(arguments)
    except SystemExit as stop:
        assert stop.code in (0, None)  # noqa: PT017


def test_ask_prints_the_words_and_their_source(seeds_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    succeeds("ask", QUESTION, "--index", str(seeds_index), "--top", "1")
    out = capsys.readouterr().out
    assert "محاولات الضغط علينا بالعقوبات هي السبيل الى طريق مسدود" in out
    assert "001_a50b775f03687fda.txt" in out
    assert "\x1b" not in out


def test_ask_json_is_one_object_with_verbatim_slices(seeds_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    succeeds("ask", QUESTION, "--index", str(seeds_index), "--json", "--top", "3")
    reply = json.loads(capsys.readouterr().out)
    texts = {article.id: article.text for article in read_articles([SEEDS])}
    assert reply["question"] == QUESTION
    assert len(reply["answers"]) == 3
    for answer in reply["answers"]:
        assert answer.keys() == {
            "article", "text", "start", "end", "speaker", "kind", "title", "outlet", "published", "url", "score",
                "repeats",
        }  # fmt: skip
        assert answer["text"] == texts[answer["article"]][answer["start"] : answer["end"]]


def test_build_says_what_it_did_and_does_nothing_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for expected in ("5 articles added, 0 changed, 0 unchanged", "0 articles added, 0 changed, 5 unchanged"):
        succeeds("build", str(SEEDS), "--index", str(tmp_path / "index"))
        assert expected in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file or folder"),
        ("", "the file is empty"),
        ('{"id": "1", "text', ":1: not JSON"),
    ],
)
def test_bad_sources_leave_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, message: str
) -> None:
    path = tmp_path / "a.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf8")
    status, err = fails(capsys, "build", str(path), "--index", str(tmp_path / "index"))
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith("qala: ")
    assert message in err
    assert not (tmp_path / "index").exists()


def test_what_is_refused_is_told_and_the_rest_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "text": "قال الوزير إن الأمر انتهى."}\n{"id":\n{"id": "2"}\n', encoding="utf8")
    index = str(tmp_path / "index")
    status, err = fails(capsys, "build", str(path), "--index", index)
    assert status == 2
    assert [line.partition("a.jsonl")[2][:3] for line in err.splitlines()[:2]] == [":2:", ":3:"]
    assert "1 articles added" in err
    assert "2 refused" in err
    succeeds("build", str(path), "--index", index, "--keep-going", "--json")
    summary = json.loads(capsys.readouterr().out)
    assert (summary["added"], summary["unchanged"], len(summary["refused"])) == (0, 1, 2)


def test_an_index_folder_that_is_a_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index").write_text("x")
    status, err = fails(capsys, "build", str(SEEDS), "--index", str(tmp_path / "index"))
    assert (status, err.count("\n")) == (4, 1)
    assert (tmp_path / "index").read_text() == "x"


@pytest.mark.parametrize("question", ["", "   ", "؟", "س" * 10_000])
def test_bad_questions(seeds_index: Path, capsys: pytest.CaptureFixture[str], question: str) -> None:
    status, err = fails(capsys, "ask", question, "--index", str(seeds_index))
    assert (status, err.count("\n")) == (2, 1)
    assert "the question" in err


def test_a_missing_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, err = fails(capsys, "ask", QUESTION, "--index", str(tmp_path / "none"))
    assert (status, err.count("\n")) == (4, 1)
    assert "qala build" in err
    assert not (tmp_path / "none").exists()


def test_a_missing_model(
    seeds_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QALA_CACHE", str(tmp_path))
    status, err = fails(capsys, "ask", QUESTION, "--index", str(seeds_index))
    assert (status, err.count("\n")) == (3, 1)
    assert "qala prepare" in err


def test_a_setting_that_makes_no_sense(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QALA_TOP", "many")
    status, err = fails(capsys, "ask", QUESTION)
    assert (status, err.count("\n")) == (5, 1)
    assert "QALA_TOP" in err


def test_the_bot_without_a_token_says_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    status, err = fails(capsys, "bot")
    assert (status, err.count("\n")) == (5, 2)
    assert "https://t.me/BotFather" in err
    assert "QALA_TELEGRAM_TOKEN" in err


def test_clean_shows_each_line_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    succeeds("clean", str(SEEDS / "003_35a5180d63e7b702.txt"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "003_35a5180d63e7b702.txt",
        "headline لافروف وبومبيو يتفقان على استئناف الاتصالات الروسية الأميركية",
        "date     2019-05-14 00:00:00",
        "outlet   –",
    ]
    assert lines[4] == "kept · لافروف وبومبيو يتفقان على استئناف الاتصالات الروسية الأميركية"
    assert lines[5].startswith("dropped · repeated · لافروف وبومبيو")
    assert lines[6:8] == ["dropped · dateline · 14 مايو 2019", "dropped · navigation · + الخط -"]
    assert all(line.startswith("kept · ") for line in lines[8:])


def test_clean_json_gives_slices_of_each_article(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [{"id": "1", "title": "عنوان", "text": "نص.\n***", "source": "المدى"}, {"id": "2", "text": "نص آخر."}]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(rows), encoding="utf8")
    succeeds("clean", "--json", str(path))
    one, two = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (one["article"], one["headline"], one["published"], one["outlet"]) == ("1", "عنوان", None, "المدى")
    assert [line["dropped"] for line in one["lines"]] == [None, None, "rule"]
    assert [line["text"] for line in one["lines"]] == ["عنوان", "نص.", "***"]
    assert all(line["text"] == "عنوان\nنص.\n***"[line["start"] : line["end"]] for line in one["lines"])
    assert two["article"] == "2"


def test_clean_shows_a_file_that_build_refuses(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("القائمة\nالمزيد\n", encoding="utf8")
    status, err = fails(capsys, "build", str(path), "--index", str(tmp_path / "index"))
    assert (status, err.count("\n")) == (2, 1)
    assert f"qala clean {path}" in err
    succeeds("clean", str(path))
    assert "dropped · navigation · القائمة" in capsys.readouterr().out
    path.write_text(" \n", encoding="utf8")
    assert fails(capsys, "clean", str(path))[0] == 2


def test_sentences_prints_one_a_line_without_furniture(capsys: pytest.CaptureFixture[str]) -> None:
    succeeds("sentences", str(SEEDS / "002_5bfdd5c7459b2733.txt"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "لافروف: متفقون مع اميركا على تنظيم جنيف - 2 في أقرب وقت"
    assert "XS" not in lines
    assert all(line.strip() == line != "" for line in lines)


def test_statements_prints_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    succeeds("statements", str(SEEDS))
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    texts = {article.id: article.text for article in read_articles([SEEDS])}
    assert len(rows) > 50
    assert {row["article"] for row in rows} == texts.keys()
    for row in rows:
        assert row["text"] == texts[row["article"]][row["start"] : row["end"]]
        assert row["kind"] in ("direct", "indirect", "mixed")
    assert any(row["speaker"] == "سيرغي لافروف" and "طريق مسدود" in row["text"] for row in rows)


@pytest.mark.parametrize(
    "command",
    ["", "ask", "console", "bot", "build", "clean", "sentences", "statements", "evaluate", "prepare", "feedback"],
)
def test_help_teaches(capsys: pytest.CaptureFixture[str], command: str) -> None:
    succeeds(*filter(None, [command]), "--help")
    assert "Usage: qala" in capsys.readouterr().out


def test_the_installed_command_answers_and_leaves_quietly(seeds_index: Path) -> None:
    """A process of its own: torch is never imported on the way to an answer, and a closed pipe is no error."""
    code = (
        "import sys; from bot.cli import main\n"
        f"try: main(['ask', {QUESTION!r}, '--index', {str(seeds_index)!r}, '--top', '1'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "طريق مسدود" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([QUESTION], ["طريق مسدود"]),
        ([QUESTION, ":context"], ["> وأفاد بيان", "وتابع البيان"]),
        (["ماذا قال لافروف عن حلب؟", "وعن العقوبات؟"], ["ماذا قال لافروف عن العقوبات؟"]),
        ([QUESTION, ":new", ":context"], ["there is no answer 1"]),
        ([QUESTION, ":explain"], ["confidence", "speaker", "covered", "001_a50b775f03687fda.txt ["]),
        ([":explain"], ["ask something first"]),
        ([":context 3"], ["there is no answer 3"]),
        ([":speakers لافروف"], ["سيرغي لافروف"]),
        ([":statements 001_a50b775f03687fda.txt"], ["سيرغي لافروف (direct)", "محاولات الضغط علينا", " statements"]),
        ([":statements"], [":statements takes an article's id"]),
        ([":articles جنيف"], ["002_5bfdd5c7459b2733.txt", "5 articles"]),
        ([":top 1", QUESTION], ["1. "]),
        ([":top x"], [":top takes a number"]),
        ([":nonsense"], ["unknown command :nonsense"]),
        ([":help"], [":explain [QUESTION]"]),
        (["؟", QUESTION], ["the question is empty", "طريق مسدود"]),
        ([":quit", QUESTION], []),
    ],
)
def test_the_console_when_piped(
    seeds_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lines: list[str],
    expected: list[str],
) -> None:  # fmt: skip
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + "\n"))
    succeeds("console", "--index", str(seeds_index))
    out = capsys.readouterr().out
    assert bool(out) == bool(expected)
    for text in expected:
        assert text in out
    if ":top 1" in lines:
        assert "\n2. " not in out
