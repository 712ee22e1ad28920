"""What the OpenAPI document says of the answers to an operation, with an example of each."""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example, SecurityRequirement

from ..faults import Problem

PROBLEM = "application/problem+json"
_FAULTS = {
    400: ("What was asked is not well formed.", "status: 'maybe' is not known; give one of denied, happened, …"),
    401: ("No token, or none that is in force.", "a token is needed to read here; send it as Authorization: Bearer …"),
    403: ("The token may only read.", "the token 'doc-gia' may only read; make one with --write"),
    404: ("The store has nothing of that id.", "the store has no entry 'zzzz'; ids are in other answers"),
    413: ("The body is too large.", "the body is larger than 5000000 bytes; send less, or serve with --max-body"),
    415: ("The body is not said to be JSON.", "the body is said to be 'text/plain'; send JSON"),
    422: ("The body is well formed, but can't be done.", "text: is not Vietnamese; give a page in Vietnamese"),
    429: ("Too many requests; Retry-After says for how many seconds to wait.", "more than 600 requests in a minute"),
    501: ("A package that this form needs is not installed.", "parquet: pyarrow is not installed; pip install …"),
    503: ("The store can't be asked now.", "tin.sqlite: can't be opened; check the path and its permissions"),
}
READING = (400, 401, 429, 503)
WRITING = (400, 401, 403, 413, 415, 422, 429, 503)
WITH_TOKEN: list[SecurityRequirement] = [{"token": []}]

Answers = dict[int, ResponseSpec]


def answers(kind: Any, told: str, example: Any, *faults: int, status: int = 200, tagged: bool = True) -> Answers:
    """An operation's answer of a kind, and what else it may answer; `tagged` where it has an ETag."""
    found = {status: good(kind, told, example)}
    if tagged:
        found[304] = ResponseSpec(None, description="Nothing has changed since the answer with this ETag.")
    return found | problems(*faults)


def good(kind: Any, told: str, example: Any, media_type: str = "application/json") -> ResponseSpec:
    """An answer with its example."""
    shown = [Example(value=msgspec.to_builtins(example))] if example is not None else None
    return ResponseSpec(kind, generate_examples=False, description=told, media_type=media_type, examples=shown)


def problems(*faults: int) -> Answers:
    """The answers to what can't be answered, by their status."""
    return {status: _problem(status, *_FAULTS[status]) for status in faults}


def _problem(status: int, told: str, example: str) -> ResponseSpec:
    return good(Problem, told, Problem(status, HTTPStatus(status).phrase, example), PROBLEM)
