"""The REST interface: questions in, answers out as the command line's output lines.

`POST /api/ask` answers in JSON or, with `Accept: text/event-stream`, as server-sent events: one
address for both, so that whoever guards it, limits it or writes it down does so once, and a body
that works for the one works for the other. Every error is {"error": ..., "hint": ...}. Doesn't know
who may ask: that is decided in front of it. Keeps and logs no question.
"""

import json
import logging
import traceback
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Coroutine,
    Iterable,
    Sequence,
)
from contextlib import aclosing
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Body, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.exceptions import HTTPException

from assistant.engine import Assistant
from assistant.schema import Answer, Role
from assistant.web import reference
from assistant.web.desk import Desk, Full, TooOften
from assistant.web.rate import client_of
from ingest.errors import QuestionError, RuggespraakError
from ingest.schema import Kind

MOST_TURNS = 200  # of one conversation
MOST_SOURCES = 1000  # that one question is narrowed to
EVENTS = "text/event-stream"
_EXAMPLE = '{"turns": ["Helpt acupunctuur bij lagerugpijn?"]}'
_CURL = f"curl -H 'Content-Type: application/json' -d '{_EXAMPLE}'"
_NO_JSON = "Het verzoek is geen geldige JSON."
_LOG = logging.getLogger(__name__)

Responses = dict[int | str, dict[str, Any]]
Name = Annotated[str, StringConstraints(max_length=200)]


class Conversation(BaseModel):
    """A conversation, whose last turn is the question."""

    turns: Annotated[
        list[str],
        Field(
            min_length=1,
            max_length=MOST_TURNS,
            description="What was asked, in order; the last is answered in the light of the rest.",
        ),
    ]
    sources: Annotated[
        list[Name] | None,
        Field(max_length=MOST_SOURCES, description="Ids of the only documents to answer from."),
    ] = None


class Question(Conversation):
    """A conversation, whose last turn is the question; `id` comes back with the answer."""

    model_config = ConfigDict(json_schema_extra={"example": json.loads(_EXAMPLE)})

    id: Name | None = None


class StatementLine(BaseModel):
    """A sentence of the answer, and the numbers of the citations that carry it."""

    text: str
    citations: list[int]


class CitationLine(BaseModel):
    """A quote, word for word: the text of `source` from `start` to `end`, in characters."""

    number: int
    source: str
    title: str
    section: str
    page: int | None
    passage: str
    quote: str
    start: int
    end: int
    role: Role


class ConflictLine(BaseModel):
    """Statements, by their position from 0, on which sources disagree."""

    about: str
    statements: list[int]


class HitLine(BaseModel):
    """A passage that was found; a higher score, from 0 to 1, is better."""

    id: str
    source: str
    section: str
    page: int | None
    text: str
    score: float


class AnswerLine(BaseModel):
    """The answer to the last turn. Abstained: no statements, `reason` says why in Dutch, and
    `passages` holds the nearest. `more` are the next best quotes, which no statement rests on.
    """

    id: str | None
    question: str
    standalone_question: str
    abstained: bool
    reason: str | None
    statements: list[StatementLine]
    citations: list[CitationLine]
    more: list[CitationLine]
    conflicts: list[ConflictLine]
    passages: list[HitLine]
    warnings: list[str]
    also_searched: list[str]
    timings_ms: dict[str, float]


class SourceLine(BaseModel):
    """A document that answers come from. What isn't known of it is empty."""

    id: str
    title: str
    authors: list[str]
    venue: str
    year: int | None
    doi: str
    kind: str
    population: str


class PassageLine(BaseModel):
    """A passage: the text of `source` from `start` to `end`, in characters."""

    id: str
    source: str
    title: str
    section: str
    page: int | None
    kind: Kind
    start: int
    end: int
    text: str


class State(BaseModel):
    """The process is up."""

    status: str


class Readiness(BaseModel):
    """It can answer: from how many documents and passages, by which model, and made when."""

    status: str
    documents: int
    passages: int
    model: str
    made: str


class Failure(BaseModel):
    """What went wrong, in Dutch, and the next command to type, or nothing."""

    error: str
    hint: str


class PassageUnknown(RuggespraakError):
    """No document has a passage with this id."""


def router(desk: Desk) -> APIRouter:
    """The routes of the interface, for any FastAPI application, under any path."""
    api = APIRouter(route_class=_Route)
    busy = _failure(503, "geen index, nog niet klaar, of te druk (zie Retry-After)")
    asked = {
        **_failure(400, "de vraag kan niet"),
        **_failure(422, "het verzoek is niet zoals bedoeld"),
        **_failure(429, "te veel vragen in een minuut (zie Retry-After)"),
    }

    @api.post(
        "/api/ask",
        response_model=None,
        responses={**_answered(), **asked, **busy},
        summary="Een vraag stellen",
    )
    async def ask(request: Request, question: Annotated[Question, Body()]) -> Response:
        """Answers the last turn; with `Accept: text/event-stream` as events. An event `answer`
        holds the whole answer so far, and the last of them the answer; `end` follows it. An event
        `error` holds a failure, and ends the stream.
        """
        return await _ask(desk, request, question)

    @api.get("/api/sources", responses=busy, summary="Waar antwoorden uit komen")
    def sources() -> list[SourceLine]:
        return source_lines(desk.assistant)

    @api.get(
        "/api/passages/{id}",
        responses={**_failure(404, "die passage is er niet"), **busy},
        summary="Een passage in haar geheel",
    )
    def passage(id: str) -> PassageLine:
        return passage_line(desk.assistant, id)

    @api.get("/health", summary="Draait het proces?")
    async def health() -> State:
        return State(status="ok")

    @api.get("/ready", response_model=Readiness, responses=busy, summary="Kan er gevraagd worden?")
    async def ready() -> Response:
        found = await desk.ready()
        if found is None:
            return _failed(503, "Ruggespraak warmt op: de index wordt geopend.", retry=1)
        return JSONResponse({"status": "ready", **found._asdict()})

    @api.get("/api", include_in_schema=False)
    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(
            reference.page(request.app.openapi(), request.scope.get("root_path", "")),
            headers={"Content-Security-Policy": reference.POLICY},
        )

    return api


async def _ask(desk: Desk, request: Request, question: Question) -> Response:
    if not _wants_events(request.headers.get("accept", "")):
        last = await whole(desk, request, question)
        return _left() if last is None else JSONResponse(last.as_line(question.id), headers=_VARY)
    answers = desk.answers(question.turns, question.sources, client_of(request.scope))
    try:
        first = await _unless_gone(request, anext(answers))
    except BaseException:
        await answers.aclose()
        raise
    if first is None:
        return _left()
    return _Events(_events(first, answers, question.id), headers=_VARY)


_VARY = {"Vary": "Accept", "Cache-Control": "no-store"}


def _wants_events(accept: str) -> bool:
    """Does an Accept header name events, and JSON not before them?

    >>> _wants_events("text/event-stream"), _wants_events("application/json, text/event-stream")
    (True, False)
    """
    kinds = [kind.partition(";")[0].strip().lower() for kind in accept.split(",")]
    return next((k == EVENTS for k in kinds if k in (EVENTS, "application/json")), False)


async def whole(desk: Desk, request: Request, asked: Conversation) -> Answer | None:
    """The answer; None where the client went away first, and the work on it has ended.

    Raises:
        As `Desk.answers`.
    """
    client = client_of(request.scope)
    async with aclosing(desk.answers(asked.turns, asked.sources, client)) as answers:
        return await _unless_gone(request, _last(answers))


async def _last(answers: AsyncIterator[Answer]) -> Answer | None:
    last = None
    async for answer in answers:
        last = answer
    return last


async def _unless_gone(
    request: Request, answer: Coroutine[Any, Any, Answer | None]
) -> Answer | None:
    """The answer; None where the client went away first, and the work on it has ended."""
    given: list[Answer | None] = []
    failed: list[Exception] = []

    async def work() -> None:
        try:
            given.append(await answer)
        except Exception as error:  # a task group would wrap it
            failed.append(error)
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(work)
        while (await request.receive())["type"] != "http.disconnect":
            pass
        group.cancel_scope.cancel()
    if failed:
        raise failed[0]
    return given[0] if given else None


def _left() -> Response:
    """What nobody reads: the client went away."""
    return Response(status_code=499)


class _Events(StreamingResponse):
    """Server-sent events; ends what makes them when the client goes away."""

    media_type = EVENTS
    body_iterator: AsyncGenerator[str, None]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async with aclosing(self.body_iterator):
            await super().__call__(scope, receive, send)


async def _events(
    first: Answer, answers: AsyncGenerator[Answer, None], id: str | None
) -> AsyncGenerator[str, None]:
    async with aclosing(answers):
        yield _event("answer", first.as_line(id))
        try:
            async for answer in answers:
                yield _event("answer", answer.as_line(id))
        except Exception as error:
            yield _event("error", told(error))
        else:
            yield _event("end", {})


def _event(kind: str, entry: dict[str, Any]) -> str:
    r"""One event; JSON holds no line end, so its data is one line.

    >>> _event("end", {})
    'event: end\ndata: {}\n\n'
    """
    return f"event: {kind}\ndata: {json.dumps(entry, ensure_ascii=False)}\n\n"


class _Route(APIRoute):
    """A route whose errors are {"error": ..., "hint": ...}, whatever application it is part of."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                return _failed(422, _malformed(error), f"{_CURL} {request.url_for('ask')}")
            except HTTPException as refused:  # of a body that can't be decoded, 400
                if refused.status_code != 400:
                    raise
                return _failed(422, _NO_JSON, f"{_CURL} {request.url_for('ask')}")
            except Full as full:
                status = 429 if isinstance(full, TooOften) else 503
                return _failed(status, str(full), retry=full.retry)
            except Exception as error:
                failure = told(error)
                return _failed(_status(error), failure["error"], failure["hint"])

        return handled


def _failed(status: int, error: str, hint: str = "", retry: int | None = None) -> JSONResponse:
    headers = {"Cache-Control": "no-store"}
    if retry is not None:
        headers["Retry-After"] = str(retry)
    return JSONResponse({"error": error, "hint": hint}, status, headers)


def _status(error: Exception) -> int:
    """The status code for an error."""
    match error:
        case QuestionError():
            return 400
        case PassageUnknown():
            return 404
        case RuggespraakError():
            return 503
    return 500


def told(error: Exception) -> dict[str, str]:
    """An error for people. One that isn't ours is logged by where it arose alone: what it says may
    hold what was asked.
    """
    if isinstance(error, RuggespraakError):
        return {"error": error.message, "hint": error.hint}
    where = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("%s\n%s", type(error).__name__, where)
    return {"error": "Er ging iets mis in Ruggespraak; de vraag is niet beantwoord.", "hint": ""}


def _malformed(error: RequestValidationError) -> str:
    """Where a request isn't as it should be, without what it holds."""
    if any(fault["type"] == "json_invalid" for fault in error.errors()):
        return _NO_JSON
    return (
        'Het verzoek moet zo zijn: {"turns": ["vraag"]}, eventueel met "sources": ["id"] en '
        f'"id": "q1".{faulty([fault["loc"][1:] for fault in error.errors()])}'
    )


def faulty(places: Iterable[Sequence[int | str]]) -> str:
    """A sentence that names the first few places, each a way into what was sent.

    >>> faulty([("turns", 1), ("sources",)])
    ' Niet goed is: turns.1, sources.'
    """
    named = list(dict.fromkeys(".".join(map(str, place)) for place in places if place))
    return f" Niet goed is: {', '.join(named[:5])}." if named else ""


def source_lines(assistant: Assistant) -> list[SourceLine]:
    """The documents that answers come from, by id.

    Raises:
        As `Assistant.open`.
    """
    build, _ = assistant.open()
    found = []
    for id in sorted(build.documents):
        meta = build.document(id).meta
        found.append(
            SourceLine(
                id=id,
                title=meta.title,
                authors=list(meta.authors),
                venue=meta.venue,
                year=meta.year,
                doi=meta.doi,
                kind=meta.kind,
                population=meta.population,
            )
        )
    return found


def passage_line(assistant: Assistant, id: str) -> PassageLine:
    """The passage with this id.

    Raises:
        PassageUnknown: there is none. And as `Assistant.open`.
    """
    build, _ = assistant.open()
    try:
        passage = build.passage(id)
    except (KeyError, UnicodeEncodeError):
        raise PassageUnknown("Die passage is er niet (meer).") from None
    return PassageLine(
        id=passage.id,
        source=passage.document_id,
        title=build.document(passage.document_id).meta.title,
        section=passage.section,
        page=passage.page,
        kind=passage.kind,
        start=passage.start,
        end=passage.end,
        text=passage.text,
    )


def _failure(status: int, description: str) -> Responses:
    return {status: {"model": Failure, "description": description}}


def _answered() -> Responses:
    events = {"schema": {"type": "string"}, "example": "event: answer\ndata: {...}\n\n"}
    return {200: {"model": AnswerLine, "description": "het antwoord", "content": {EVENTS: events}}}
