import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.errors import InputError
from index.reader import count_articles, read_articles
from tests.conftest import SEEDS
from tests.test_page import page


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf8")
    return path


def test_the_seeds_are_five_articles_and_their_gold_is_none() -> None:
    articles = list(read_articles([SEEDS]))
    assert [article.id[:3] for article in articles] == ["000", "001", "002", "003", "004"]
    assert articles[2].title == "لافروف: متفقون مع اميركا على تنظيم جنيف - 2 في أقرب وقت"
    assert articles[3].text == (SEEDS / articles[3].id).read_text(encoding="utf8")


def test_a_row_becomes_an_article_with_its_headline_as_first_line(tmp_path: Path) -> None:
    row = {
        "id": 7, "title": "عنوان", "text": "نص.", "source": "BBC", "author": " ", "extra": 1,
        "date": "Sun, 18 Feb 2018 21:35:43 +0000", "url": "https://example.org/7",
    }  # fmt: skip
    (article,) = read_articles([write(tmp_path / "a.jsonl", row)])
    assert (article.id, article.text, article.outlet, article.author) == ("7", "عنوان\nنص.", "BBC", None)
    assert article.published == datetime(2018, 2, 18, 21, 35, 43, tzinfo=UTC)


@pytest.mark.parametrize("date", ["2018-02-18", "2015-07-21 02:51:32", "2018-02-18T10:00:00+03:00", "", None])
def test_dates_that_are_understood(tmp_path: Path, date: str | None) -> None:
    (article,) = read_articles([write(tmp_path / "a.jsonl", {"id": "1", "text": "نص", "date": date})])
    assert (article.published is not None) == bool(date)


def test_a_bom_and_windows_line_ends_are_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffسطر\r\nسطر ثان\r\n".encode())
    (article,) = read_articles([path])
    assert article.text == "سطر\nسطر ثان\n"


def test_a_first_paragraph_is_cut_to_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("كلمة " * 100, encoding="utf8")
    (article,) = read_articles([path])
    assert article.title is not None
    assert len(article.title) <= 141
    assert article.title.endswith("…")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "1", "text": "نص"}\n{"id": "2", "text"', r"a\.jsonl:2: not JSON: .* at column"),
        ('{"id": "1"}', r"a\.jsonl:1: text: Field required"),
        ('{"text": "نص"}', r"a\.jsonl:1: id: Field required"),
        ('{"id": "", "text": "نص"}', r"a\.jsonl:1: id: "),
        ('{"id": "1", "text": ""}', r"a\.jsonl:1: text: "),
        ('["id"]', r"a\.jsonl:1: row: "),
        ('{"id": "1", "text": "نص", "date": "yesterday"}', r"a\.jsonl:1: date.*neither ISO 8601 nor RFC 2822"),
        ('{"id": "1", "text": "\\ud800"}', r"a\.jsonl:1: the text holds half a surrogate pair at offset 0"),
        ("", r"a\.jsonl: the file is empty"),
        ('{"id": "1", "text": "a"}\n{"id": "1", "text": "b"}', r"a second article with the id '1'"),
    ],
)
def test_bad_rows_are_named_with_their_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content, encoding="utf8")
    with pytest.raises(InputError, match=message):
        list(read_articles([path]))


def test_the_same_row_twice_is_no_error(tmp_path: Path) -> None:
    row = {"id": "1", "text": "نص"}
    assert len(list(read_articles([write(tmp_path / "a.jsonl", row, row)]))) == 2


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_bytes_too_few_to_tell_their_encoding_are_told_with_their_place(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes("قال".encode("cp1256"))
    with pytest.raises(InputError, match=r"not UTF-8: byte 0xde at (offset|column) 0"):
        list(read_articles([tmp_path]))


LONG = "قال الوزير إن المعابر مفتوحة أمام الجميع، وإن المحادثات كانت بناءة."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.jsonl.gz", "a.json", "a.json.gz"])
def test_files_are_read_in_their_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    rows = [{"id": str(n), "text": LONG} for n in range(3)]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    text = LONG if name == "a.txt" else lines if "jsonl" in name else json.dumps(rows, ensure_ascii=False)
    data = text.encode(encoding)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert [article.text for article in read_articles([tmp_path])] == [LONG] * (1 if name == "a.txt" else 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_bad_rows_are_refused_and_the_rest_goes_on(tmp_path: Path, encoding: str) -> None:
    good = json.dumps({"id": "1", "text": LONG}, ensure_ascii=False)
    second, fourth, other = good.replace('"1"', '"2"'), good.replace('"1"', '"4"'), good.replace("قال", "نفى")
    lines = [good, "{", second, '{"id": "3"}', other, fourth]
    (tmp_path / "a.jsonl").write_bytes("\n".join(lines).encode(encoding))
    (tmp_path / "b.txt").write_bytes(LONG.encode() + b"\xff")
    (tmp_path / "c.html").write_bytes(b"<html></html>")
    (tmp_path / "d.txt").write_text(LONG, encoding="utf8")
    refused: list[str] = []
    found = list(read_articles([tmp_path], lambda error: refused.append(str(error))))
    assert [article.id for article in found] == ["1", "2", "4", "d.txt"]
    assert [message.removeprefix(f"{tmp_path}/").split(" ")[0] for message in refused] == [
        "a.jsonl:2:", "a.jsonl:4:", "a.jsonl:", "b.txt:", "c.html:"
    ]  # fmt: skip
    assert count_articles([tmp_path]) == len(found) + len(refused)


def test_a_damaged_line_of_utf_16_is_refused_alone(tmp_path: Path) -> None:
    rows = [json.dumps({"id": str(n), "text": LONG}, ensure_ascii=False).encode("utf-16-le") for n in range(3)]
    rows[1] = rows[1][:40] + b"\x00\xd8" + rows[1][42:]
    (tmp_path / "a.jsonl").write_bytes(b"\xff\xfe" + "\n".encode("utf-16-le").join(rows))
    refused: list[str] = []
    assert [one.id for one in read_articles([tmp_path], lambda error: refused.append(str(error)))] == ["0", "2"]
    assert refused == [f"{tmp_path}/a.jsonl:2: not UTF-16-LE: a damaged letter in this line"]


def test_pages_are_read_beside_the_rest(tmp_path: Path) -> None:
    (tmp_path / "7.html").write_text(page(), encoding="utf8")
    (tmp_path / "8.htm").write_text(page().replace('rel="canonical"', 'rel="next"'), encoding="utf8")
    assert [article.id for article in read_articles([tmp_path])] == ["https://example.org/news/7", "8.htm"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "no such file or folder"),
        ("empty", r"no \.txt, .*file in this folder"),
        ("a.pdf", "unknown kind of file"),
    ],
)
def test_bad_sources_are_told(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match=message):
        list(read_articles([tmp_path / name]))


def test_a_file_of_nothing_but_furniture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("XS\n\nLG\n", encoding="utf8")
    with pytest.raises(InputError, match="no text in this file"):
        list(read_articles([tmp_path]))


ROWS = [{"id": "1", "text": "نص"}, {"id": "2", "text": "نص آخر", "title": "عنوان"}]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json", "a.json.gz"])
def test_rows_come_in_lines_or_an_array_packed_or_not(tmp_path: Path, name: str) -> None:
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    data = ("\ufeff" + (lines if "jsonl" in name else json.dumps(ROWS, indent=1))).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    for source in (path, tmp_path):
        assert [(a.id, a.text) for a in read_articles([source])] == [("1", "نص"), ("2", "عنوان\nنص آخر")]


def test_a_json_file_may_be_one_article(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(ROWS[0]), encoding="utf8")
    assert [article.id for article in read_articles([path])] == ["1"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.json", b"[", r"a\.json: not JSON: .* column 2"),
        ("a.json", b'[\n{"id": }]', r"a\.json: not JSON: .* at line 2, column"),
        ("a.json", b"[]", r"a\.json: the array is empty"),
        ("a.json", b"3", r"a\.json: row: "),
        ("a.json", b'[{"id": "1", "text": "x"}, {"id": "2"}]', r"a\.json: article 2: text: Field required"),
        ("a.json", b"[" * 100_000, r"a\.json: not "),
        ("a.json", '{"id": "1", "text": "نص"}'.encode("cp1256"), r"a\.json: not UTF-8"),
        ("a.jsonl.gz", b"plain", r"a\.jsonl\.gz: not gzip"),
        ("a.jsonl.gz", gzip.compress(b'{"id": "1", "text": "x"}\n' * 99)[:-12], r"a\.jsonl\.gz: not gzip, or damaged"),
        ("a.json.gz", gzip.compress(b"[]")[:12], r"a\.json\.gz: not gzip, or damaged"),
    ],
)
def test_damaged_files_are_told(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    for source in (tmp_path / name, tmp_path):
        with pytest.raises(InputError, match=message):
            list(read_articles([source]))
