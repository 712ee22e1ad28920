"""The signature of a webhook: made by one who knows the secret, of this body, not long ago."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.alerts.signing import is_signed, new_secret, signature

NOW = 1_700_000_000


@given(st.text(min_size=1), st.binary(), st.integers(0, 10**11))
def test_it_is_hmac_sha256_of_time_and_body(secret: str, body: bytes, at: int) -> None:
    secret = secret.encode(errors="replace").decode()
    digest = hmac.new(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    assert signature(secret, body, at) == f"t={at},v1={digest}"
    assert is_signed(secret, body, signature(secret, body, at), at)


@pytest.mark.parametrize(
    ("secret", "body", "at", "now"),
    [
        ("khac", b'{"seq":1}', NOW, NOW),
        ("bi-mat", b'{"seq":2}', NOW, NOW),
        ("bi-mat", b'{"seq":1}', NOW, NOW + 301),
        ("bi-mat", b'{"seq":1}', NOW + 301, NOW),
    ],
)
def test_another_secret_body_or_time_is_refused(secret: str, body: bytes, at: int, now: int) -> None:
    assert not is_signed(secret, body, signature("bi-mat", b'{"seq":1}', at), now)


@pytest.mark.parametrize(
    "given", ["", "t=,v1=", "v1=00", "t=1", "t=1,v1=zz", "t=x,v1=" + "0" * 64, "t=-1,v1=" + "0" * 64]
)
def test_what_is_no_signature_is_refused(given: str) -> None:
    assert not is_signed("bi-mat", b"", given, 1)


def test_a_time_can_not_be_changed() -> None:
    given = signature("bi-mat", b"{}", NOW)
    assert not is_signed("bi-mat", b"{}", given.replace(str(NOW), str(NOW + 1)), NOW)


def test_secrets_are_long_and_differ() -> None:
    assert len(new_secret()) >= 43
    assert new_secret() != new_secret()
