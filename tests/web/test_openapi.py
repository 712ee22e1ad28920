"""The OpenAPI document: complete, true, and kept to, also by what nobody thought of (Schemathesis)."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from thoisu import open_store
from thoisu.export.formats import FORMATS
from thoisu.web.access import hashed, new_token
from thoisu.web.api.examples import examples

from . import examples as asked
from .conftest import Client
from .serving import served

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DOCUMENT = "/api/v1/openapi/openapi.json"
VOLATILE = ("lexicon", "version", "time", "added", "reader")  # of a program and a moment
METHODS = ("get", "post")
OPERATIONS = (
    "actor", "add_article", "alert", "alerts", "article", "changes", "copies", "correct", "corrections", "density",
    "entries", "entry", "family", "health", "index", "ledger", "places", "raw", "read", "reading", "reread", "search",
    "sources", "stats", "stories", "story", "version", "brief", *(f"export_{name}" for name in FORMATS),
)  # fmt: skip


@pytest.fixture(scope="module")
def document(desk: Client) -> Any:
    return desk.get(DOCUMENT).json()


def _operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A store with the pages of the examples, and what was answered from it."""
    store = tmp_path_factory.mktemp("openapi") / "tin.sqlite"
    return store, asked.ask(store)


def test_the_examples_are_what_the_api_answers(shown: tuple[Path, dict[str, Any]]) -> None:
    assert _masked(shown[1]) == _masked(examples()), "write them anew: PYTHONPATH=src python -m tests.web.examples"


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: "…" if k in VOLATILE and isinstance(v, str) else _masked(v) for k, v in value.items()}
    return [_masked(v) for v in value] if isinstance(value, list) else value


def test_each_operation_says_what_it_does_and_shows_it(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    seen = set()
    for path, method, operation in _operations(document):
        where = f"{method} {path}"
        assert method in METHODS, where
        assert operation["summary"], where
        assert operation["description"], where
        assert len(operation["tags"]) == 1, where
        seen.add(operation["operationId"])
        good = {status: answer for status, answer in operation["responses"].items() if status in ("200", "201")}
        assert good, where
        for answer in good.values():
            [(kind, content)] = answer["content"].items()
            is_file = kind == "application/octet-stream" or operation["tags"] == ["exports"]
            assert is_file or content["examples"], where
        for parameter in operation.get("parameters", []):
            assert parameter["description"], f"{where} {parameter['name']}"
        if method == "post" and "{id}" not in path:
            assert operation["requestBody"]["content"]["application/json"]["schema"]["examples"], where
    assert len(seen) == len(list(_operations(document)))


def test_each_fault_is_a_problem_with_an_example(document: Any) -> None:
    for path, method, operation in _operations(document):
        faults = {s: a for s, a in operation["responses"].items() if s >= "400"}
        assert {"400", "429", "503"} <= faults.keys(), path
        if path != "/api/v1/health":
            assert "401" in faults, path
        if "requestBody" in operation:
            assert {"413", "415", "422"} <= faults.keys(), path
        for status, answer in faults.items():
            [(kind, content)] = answer["content"].items()
            assert kind == "application/problem+json"
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            [example] = content["examples"].values()
            assert example["value"]["status"] == int(status), f"{method} {path}"


def test_what_writes_needs_the_token_and_the_rest_may_do_without(document: Any) -> None:
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert document["security"] == [{}, {"token": []}]
    needing = {o["operationId"] for _, _, o in _operations(document) if o.get("security") == [{"token": []}]}
    refusing = {o["operationId"] for _, _, o in _operations(document) if "403" in o["responses"]}
    assert needing == refusing == {"add_article", "correct", "reread"}


def test_the_document_leads_to_no_other_place(document: Any) -> None:
    text = msgspec.json.encode(document).decode()
    links = set(re.findall(r"https?://[^\s\"\\)]+", text))
    assert all(re.match(r"https://\w+\.example\.vn/", link) for link in links), links


TOKEN = new_token()


@pytest.fixture(scope="module")
def described(shown: tuple[Path, dict[str, Any]]) -> Iterator[Any]:
    """The document of a running server over that store, in which TOKEN may write."""
    with open_store(shown[0]) as opened, opened.writing():
        opened.put_token("schemathesis", hashed(TOKEN), True)
    with served(shown[0]) as (client, _):
        yield schemathesis.openapi.from_url(f"{client.base_url}{DOCUMENT}")


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_nothing_is_answered_that_is_not_documented(described: Any, operation_id: str) -> None:
    operation = described.find_operation_by_id(operation_id)
    takes_something = any(operation.iter_parameters()) or bool(operation.body)
    kinds = [operation.as_strategy(), *operation.get_strategies_from_examples()]
    if takes_something:
        kinds.append(operation.as_strategy(GenerationMode.NEGATIVE))
    met: Counter[int] = Counter()

    @given(case=st.one_of(kinds))
    @settings(
        max_examples=25 if takes_something else 1,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        met[case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {TOKEN}"}).status_code] += 1

    check()
    assert met.keys() - {401}  # what does not fit is sometimes sent without the token


def test_all_operations_are_tried(document: Any) -> None:
    # The stream has no end: test_api_stream.py listens to it.
    assert {*OPERATIONS, "stream"} == {operation["operationId"] for _, _, operation in _operations(document)}
