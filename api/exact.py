"""How do numbers, dates and keys pass through JSON without losing anything?"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn

import simplejson
from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from feel.temporal.writing import written


class Shape(BaseModel):
    """A body in Camunda's camelCase. What it does not name is refused: nobody shall believe that it was heard."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class ExactRequest(Request):
    async def json(self) -> object:
        return json.loads(await self.body(), parse_float=Decimal, parse_constant=_no_number)


class ExactRoute(APIRoute):
    """A route whose numbers are decimals: 0.1 arrives as 0.1."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def exactly(request: Request) -> Response:
            return await handler(ExactRequest(request.scope, request.receive))

        return exactly


def answer(shape: BaseModel, status: int = 200) -> Response:
    return exact(shape.model_dump(by_alias=True), status)


def exact(content: object, status: int = 200) -> Response:
    return Response(text_of(content), status, media_type="application/json")


def text_of(content: object) -> str:
    """JSON in which a number keeps its digits, a date is ISO text, and a key is what its shape made of it."""
    return simplejson.dumps(content, use_decimal=True, default=_as_text, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _as_text(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True)
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return written(value) or str(value)


def _no_number(word: str) -> NoReturn:
    raise json.JSONDecodeError(f"{word} is no number in JSON", word, 0)
