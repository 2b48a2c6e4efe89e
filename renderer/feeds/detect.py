"""What a feed file is: dialect, encoding, delimiter, header. The content decides, the name's ending breaks ties."""

from __future__ import annotations

import codecs
import json
import re
from contextlib import suppress
from itertools import islice
from pathlib import Path

from renderer.errors import did_you_mean, is_special
from renderer.feeds.json_rows import read_json, read_json_lines
from renderer.feeds.rows import Detected, Dialect, Row, Rows, bounded, lenient, unreadable
from renderer.feeds.tables import DELIMITERS, read_table, survey_table
from renderer.feeds.xml_rows import read_xml

SAMPLE = 1 << 16  # bytes looked at for delimiter and header
SURVEYED = 1_000  # rows looked at for columns
_PIECE = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PICTURE = "is a picture, no feed: name the file that lists the products"
_PACKED = "is a packed file or a spreadsheet; export it as CSV"
_MAGIC = {
    b"PK\x03\x04": _PACKED,
    b"PK\x05\x06": _PACKED,
    b"\x1f\x8b": _PACKED,
    b"\xd0\xcf\x11\xe0": _PACKED,
    b"7z\xbc\xaf": _PACKED,
    b"Rar!\x1a": _PACKED,
    b"%PDF-": "is a PDF, no feed: export the products as CSV, JSON or XML",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"RIFF": _PICTURE,
    b"SQLite format 3": "is a database, no feed: export the products as CSV, JSON or XML",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_SHARE = 0.02  # packed data has a tenth of them, an export that was cut and pasted a stray one
_FEW = 4
_ROOTS: dict[str, Dialect] = {"rss": "google-rss", "rdf": "google-rss", "channel": "google-rss", "feed": "google-atom"}
_COMMENTS = re.compile(r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_DECLARED = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_NAMED = {"utf-8-sig": "UTF-8 with a byte order mark", "utf-16": "UTF-16", "cp1252": "Windows-1252", "utf-8": "UTF-8"}


def detect(path: Path) -> Detected:
    """What the file is, with the columns of its first thousand rows.

    Raises InputError where it is missing, unreadable, empty, of no known dialect or broken as a whole.
    """
    found = detect_dialect(path)
    if found.dialect in ("csv", "tsv"):
        return found
    seen = (row for row in islice(open_rows(path, found), SURVEYED) if isinstance(row, Row))
    return found.with_columns(tuple(dict.fromkeys(column for row in seen for column in row.cells)))


def detect_dialect(path: Path, dialect: Dialect | None = None) -> Detected:
    """Like `detect`, without a look at the rows of JSON and XML; a given dialect is believed."""
    head = _head(path)
    encoding, how = _encoding(path, head)
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    _check_text(path, start)
    if not start:
        raise unreadable(path, "is empty")
    found = dialect or _dialect(path, head, start)
    if found in ("google-rss", "google-atom"):
        declared = _DECLARED.match(start)
        encoding = declared[1].lower() if declared and encoding == "cp1252" else encoding
        return Detected(found, encoding, how=(f"{_why_xml(start)}: dialect {found}", f"encoding {encoding}"))
    if found in ("json", "jsonl"):
        return Detected(found, encoding, how=(f"begins with '{start[0]}': dialect {found}", how))
    return _table(found, head, encoding, how)


def _head(path: Path) -> bytes:
    if not path.exists():
        beside: list[str] = []
        with suppress(OSError):
            beside = sorted(one.name for one in path.parent.iterdir())
        raise unreadable(path, f"there is no such feed file{did_you_mean(path.name, beside)}")
    if is_special(path):
        raise unreadable(path, "is not a file")
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE)
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror or error}") from None
    if not head.strip():
        raise unreadable(path, "is empty")
    kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "")
    if kind:
        raise unreadable(path, kind)
    return head


def _check_text(path: Path, text: str) -> None:
    """Refuses what is no text: a stray control character is a row's own trouble, many are another sort of file."""
    strange = len(_CONTROL.findall(text))
    if strange >= _FEW and strange > len(text) * _CONTROL_SHARE:
        raise unreadable(path, "is no feed but a binary file: export CSV, JSON or XML")


def _encoding(path: Path, head: bytes) -> tuple[str, str]:
    """The codec and a sentence. Without a mark, the first piece that is not ASCII decides between UTF-8 and cp1252."""
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec, f"begins with a byte order mark: {_NAMED[codec]}"
    if head[:2000].count(0) > len(head[:2000]) // 4:
        codec = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        return codec, f"every second byte is 0: {codec.upper()} without a byte order mark"
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(_PIECE), b""):
            if not piece.isascii():
                return _utf8_or_not(piece)
    return "utf-8", "only ASCII characters: UTF-8"


def _utf8_or_not(piece: bytes) -> tuple[str, str]:
    ends = len(piece) < _PIECE  # else its last character may go on in the next piece
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(piece, final=ends)
    bad = sum(1 for letter in text if "\udc80" <= letter <= "\udcff")
    good = sum(1 for letter in text if letter > "\x7f") - bad
    if not bad:
        return "utf-8", "encoding UTF-8"
    if good > bad:
        return "utf-8", f"encoding UTF-8, although {bad} bytes are not: rows that hold them are rejected"
    return "cp1252", "not UTF-8: read as Windows-1252 (cp1252)"


def _dialect(path: Path, head: bytes, start: str) -> Dialect:
    ending = path.suffix.lower()
    if start[0] == "<":
        return _xml(path, start)
    if start[0] in "{[":
        if ending in (".jsonl", ".ndjson"):
            return "jsonl"
        return "jsonl" if start[0] == "{" and ending != ".json" and _is_lines(start) else _json_or_lines(start)
    return "tsv" if ending == ".tsv" else "csv"


def _json_or_lines(start: str) -> Dialect:
    return "jsonl" if start[0] == "{" and "\n" in start and _is_lines(start) else "json"


def _is_lines(start: str) -> bool:
    """Whether the first line is an object by itself and another follows."""
    first, _, rest = start.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return rest.lstrip().startswith("{")


def _xml(path: Path, start: str) -> Dialect:
    found = _ROOT.search(_COMMENTS.sub("", start))
    root = found[1] if found else ""
    dialect = _ROOTS.get(root.lower())
    if dialect is None:
        raise unreadable(path, f"is XML, but neither an RSS nor an Atom feed: its root is <{root}>")
    return dialect


def _why_xml(start: str) -> str:
    found = _ROOT.search(_COMMENTS.sub("", start))
    return f"XML with the root <{found[1]}>" if found else "XML"


def _table(dialect: Dialect, head: bytes, encoding: str, how: str) -> Detected:
    # Undecodable bytes stay recognisable; an incomplete character at the sample's end does no harm.
    sample = codecs.getincrementaldecoder(encoding)(lenient(encoding)).decode(head)
    delimiter, header, columns = survey_table(sample, "\t" if dialect == "tsv" else "")
    found: Dialect = "tsv" if delimiter == "\t" else "csv"
    named = (f"names its {len(columns)} column{'s' * (len(columns) != 1)} in the first row" if header
             else f"has no header: its columns are called {columns[0]} to {columns[-1]}")  # fmt: skip
    between = DELIMITERS.get(delimiter, repr(delimiter))
    reasons = (f"a table with {between} between the cells: dialect {found}", named, how)
    return Detected(found, encoding, delimiter, header, columns, reasons)


def open_rows(path: Path, detected: Detected) -> Rows:
    """The file's rows by its dialect's reader."""
    match detected.dialect:
        case "csv" | "tsv":
            return read_table(path, detected)
        case "json":
            return bounded(read_json(path, detected))
        case "jsonl":
            return bounded(read_json_lines(path, detected))
    return bounded(read_xml(path, detected))
