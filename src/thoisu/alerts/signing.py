"""The signature of a webhook: HMAC-SHA256 over the time of the try and the body.

`Thoisu-Signature: t=1700000000,v1=6f0a…`: the time is signed with the body, so that a request that somebody kept can't
be sent again later. The form is that of Stripe's webhooks, for which receivers in many languages are at hand.
"""

import hashlib
import hmac
import re
import secrets

SIGNATURE = "Thoisu-Signature"
EVENT_ID = "Thoisu-Event-Id"
_FORM = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def new_secret() -> str:
    """A secret that nobody can guess: 256 random bits."""
    return secrets.token_urlsafe(32)


def signature(secret: str, body: bytes, at: int) -> str:
    """The signature of a body at a time (seconds since 1970).

    >>> signature("bi-mat", b"{}", 1700000000)[:24]
    't=1700000000,v1=6d8c7d0b'
    """
    return f"t={at},v1={_digest(secret, body, at)}"


def is_signed(secret: str, body: bytes, given: str, now: float, tolerance: float = 300) -> bool:
    """Whether a signature is of this body by one who knows the secret, made at most `tolerance` seconds ago.

    >>> is_signed("bi-mat", b"{}", signature("bi-mat", b"{}", 1700000000), now=1700000010)
    True
    >>> is_signed("bi-mat", b"{}", signature("khac", b"{}", 1700000000), now=1700000010)
    False
    """
    found = _FORM.fullmatch(given.strip())
    if found is None or abs(now - int(found[1])) > tolerance:
        return False
    return hmac.compare_digest(_digest(secret, body, int(found[1])), found[2])


def _digest(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
