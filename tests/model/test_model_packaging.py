"""What a network wants of an HTML5 package: facts with their sources, and mistakes told in one line each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from renderer import checks
from renderer.errors import InputError
from renderer.loading.catalogue import load_catalogue
from renderer.loading.profiles import known_profiles
from renderer.model import document
from renderer.model.packaging import Fact, Html5
from renderer.model.profile import Profile
from renderer.model.schema import schemas
from renderer.model.validation import validated
from renderer.resources import formats_folder

TOP = "id: n\nname: N\nsource: x\nas_of: 2026-01-01\nverified: true\n"
SHIPPED = known_profiles(checks.IDS)
NETWORKS = (
    "adform",
    "amazon",
    "campaign-manager-360",
    "dv360",
    "google-ads",
    "iab",
    "mraid",
    "sizmek",
    "the-trade-desk",
    "xandr",
)


def profile(more: str, top: str = TOP) -> Profile:
    return validated(Profile, document.parse((top + more).encode(), Path("n.yaml")))


def html5(more: str) -> Html5:
    found = profile(f"html5: {{click: {{by: variable}}, {more}}}").html5
    assert found is not None
    return found


def told(more: str, top: str = TOP) -> list[str]:
    with pytest.raises(InputError) as caught:
        profile(more, top)
    return [str(problem) for problem in caught.value.problems]


def facts(value: Any, at: str = "") -> Iterator[tuple[str, Fact]]:
    """Every fact of a model, with its place."""
    if isinstance(value, Fact):
        yield at, value
    if isinstance(value, (Fact, Profile)):
        for key in type(value).model_fields:
            held = getattr(value, key)
            for one in held if isinstance(held, tuple) else (held,):
                yield from facts(one, f"{at}.{key}")


def test_a_network_without_html5_says_nothing_of_it() -> None:
    assert profile("").html5 is None
    assert profile("").amphtml is None


def test_a_fact_takes_over_what_its_section_says_of_where_it_was_read() -> None:
    made = html5("source: y, verified: false, files: 100, zip_kb: {most: 5.5, source: [z], verified: true}")
    assert made.files is not None
    assert made.zip_kb is not None
    assert (made.click.source, made.click.as_of, made.click.verified) == (("y",), date(2026, 1, 1), False)
    assert (made.files.most, made.files.source, made.files.verified) == (100, ("y",), False)
    assert (made.zip_kb.most, made.zip_kb.source, made.zip_kb.verified) == (5.5, ("z",), True)
    assert made.zip_kb.as_of == date(2026, 1, 1)


def test_short_forms() -> None:
    made = html5("size_meta: required, file_types: [html, css], external: false, scripts: [{url: 'https://a.b/c.js'}]")
    assert made.size_meta is not None
    assert made.file_types is not None
    assert made.external is not None
    assert (made.size_meta.rule, made.file_types.only, made.external.allowed) == ("required", ("html", "css"), False)
    assert made.scripts[0].source == ("x",)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("html5: 5", "html5: must hold keys and values, not 5"),
        ("html5: {}", "html5.click: is missing"),
        ("html5: {click: clickTag}", "html5.click: must hold keys and values, not 'clickTag'"),
        ("html5: {click: {by: variabel}}", "html5.click.by: 'variabel' is not one of"),
        ("html5: {click: {by: library}}", "html5.click: counts clicks by library and needs 'call'"),
        ("html5: {click: {by: macro}}", "html5.click: counts clicks by macro and needs 'macro'"),
        ("html5: {click: {by: variable, macro: X}}", "html5.click: counts clicks by variable, where 'macro' means"),
        ("html5: {click: {by: network, link: true}}", "html5.click: counts clicks by network: a plain 'link'"),
        ("html5: {click: {by: parameter, link: true, written: false}}", "html5.click: counts clicks by parameter: a"),
        ("html5: {click: {by: variable, name: 'a;b'}}", "html5.click.name: 'a;b' is not written like clickTag"),
        ("html5: {click: {by: library, call: 'f();g'}}", "html5.click.call: 'f();g' is not written like EB.click"),
        ("html5: {click: {by: macro, macro: '</a>'}}", "html5.click.macro: '</a>' is not written like %%CLICK_URL%%"),
        ("html5: {click: {by: macro, macro: \"a'b\"}}", "html5.click.macro: 'a'b' is not written like %%CLICK_URL%%"),
        ("html5: {click: {by: variable}, files: many}", "html5.files: must be a number, not 'many'"),
        ("html5: {click: {by: variable}, files: true}", "html5.files: must be a number, not true"),
        ("html5: {click: {by: variable}, zip_kb: 0}", "html5.zip_kb: must be more than 0, not 0"),
        ("html5: {click: {by: variable}, zip_kb: {most: 0}}", "html5.zip_kb.most: must be more than 0, not 0"),
        ("html5: {click: {by: variable}, zip_kb: {mst: 3}}", "html5.zip_kb.mst: unknown key 'mst' (did you mean"),
        ("html5: {click: {by: variable}, fils: 3}", "html5.fils: unknown key 'fils' (did you mean 'files'?)"),
        ("html5: {click: {by: variable}, file_types: html}", "html5.file_types: must be a list, not 'html'"),
        ("html5: {click: {by: variable}, file_types: [.html]}", "html5.file_types[0]: '.html' is not written like"),
        ("html5: {click: {by: variable}, size_meta: maybe}", "html5.size_meta: 'maybe' is not one of"),
        ("html5: {click: {by: variable}, external: maybe}", "html5.external: must be true or false, not 'maybe'"),
        ("html5: {click: {by: variable}, entry: ../a.html}", "html5.entry: '../a.html' is not written like index.html"),
        ("html5: {click: {by: variable}, folder: a/b}", "html5.folder: 'a/b' is not written like assets"),
        ("html5: {click: {by: variable}, scripts: [{url: 'http://a.b/'}]}", "html5.scripts[0].url: 'http://a.b/' is"),
        ("html5: {click: {by: variable}, scripts: [{url: 'https://a.b/\"x'}]}", "html5.scripts[0].url: 'https://a."),
        ("html5: {click: {by: variable}, backup: {place: out}}", "html5.backup.place: 'out' is not one of"),
        ("html5: {click: {by: variable}, backup: {name: still}}", "html5.backup.name: 'still' is not written like"),
        ("html5: {click: {by: variable}, source: [], files: 3}", "html5.source: must name at least one"),
        ("html5: {click: {by: variable}, as_of: today, files: 3}", "html5.as_of: 'today' is not a date"),
        ("amphtml: {boilerplate: x}", "amphtml.runtime: is missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_at_its_key(written: str, problem: str) -> None:
    (line,) = told(written)
    assert line.startswith(f"n.yaml:6: {problem}")
    assert "\n" not in line


def test_what_is_wrong_with_the_profile_is_not_told_again_for_each_fact() -> None:
    lines = told("html5: {click: {by: variable}, files: 3}", "id: n\nname: N\nas_of: never\nverified: 2\n")
    assert [line.split(": ")[1] for line in lines] == ["source", "as_of", "verified"]


def test_the_networks_shipped() -> None:
    assert tuple(sorted(SHIPPED)) == NETWORKS
    assert all(one.html5 is not None for one in SHIPPED.values())
    assert [id_ for id_, one in SHIPPED.items() if one.amphtml] == ["google-ads"]


@pytest.mark.parametrize("network", NETWORKS)
def test_every_fact_cites_a_source_that_is_listed_and_read(network: str) -> None:
    sources = load_catalogue().sources
    for at, fact in facts(SHIPPED[network]):
        assert set(fact.source) <= set(sources), at
        official = {sources[name]["kind"] for name in fact.source} & {"official", "primary"}
        assert not fact.verified or official, f"{at} is verified, and no page of its own is cited"


@pytest.mark.parametrize("network", NETWORKS)
def test_an_editor_does_not_flag_them(network: str) -> None:
    data = yaml.load((formats_folder() / "profiles" / f"{network}.yaml").read_text("utf-8"), yaml.BaseLoader)
    validator = jsonschema.Draft202012Validator(schemas()["profile"])
    written = document.read(formats_folder() / "profiles" / f"{network}.yaml").data
    assert data["id"] == network
    assert [error.message for error in validator.iter_errors(written)] == []


def test_an_editor_flags_mistakes_in_them() -> None:
    validator = jsonschema.Draft202012Validator(schemas()["profile"])
    good = {"id": "n", "name": "N", "source": "x", "as_of": "2026-01-01", "verified": True}
    for bad in ({"click": {"by": "variable"}, "files": "many"}, {"click": {"by": "variable"}, "fils": 3}, {"files": 3}):
        assert list(validator.iter_errors({**good, "html5": bad}))
    assert not list(validator.iter_errors({**good, "html5": {"click": {"by": "variable"}, "files": 3}}))
