"""The HTTP API under /api/v1, and the document that describes it (OpenAPI 3.1)."""

from litestar.openapi import OpenAPIConfig
from litestar.types import ControllerRouterHandler

from ... import __version__

API_HANDLERS: list[ControllerRouterHandler] = []


def openapi() -> OpenAPIConfig:
    """What the document says of the whole."""
    return OpenAPIConfig(title="thoisu", version=__version__, path="/api/v1/openapi", render_plugins=())
