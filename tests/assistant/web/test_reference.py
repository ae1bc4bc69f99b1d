"""The page that shows the interface."""

from html.parser import HTMLParser

from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.engine import Assistant
from assistant.web import api, reference
from assistant.web.desk import Desk


class Tags(HTMLParser):
    """The tags of a page, and what they point at."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.targets: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.targets += [value for name, value in attrs if name in ("src", "href", "action")]


def test_the_page_shows_every_route_and_object_and_asks_no_one(assistant: Assistant) -> None:
    app = FastAPI(docs_url=None, redoc_url=None)
    app.include_router(api.router(Desk(assistant)))
    web = TestClient(app, root_path="/rug")
    given = web.get("/api")
    for path, operations in app.openapi()["paths"].items():
        assert all(f"{method.upper()} /rug{path}" in given.text for method in operations)
    for name in ("Question", "AnswerLine", "CitationLine", "PassageLine", "Failure"):
        assert f'<section id="{name}">' in given.text
    seen = Tags(given.text)
    assert set(seen.targets) == {"/rug/openapi.json"}
    assert not {"script", "img", "link", "iframe", "form"} & set(seen.tags)
    assert given.headers["content-security-policy"] == reference.POLICY
    assert web.get("/openapi.json").json()["paths"].keys() == app.openapi()["paths"].keys()


def test_what_a_schema_holds_is_text() -> None:
    hostile = "<script>alert(1)</script>"
    schema = {
        "paths": {"/api/x": {"get": {"summary": hostile, "responses": {}}}},
        "components": {
            "schemas": {"A": {"description": hostile, "properties": {hostile: {"type": hostile}}}}
        },
    }
    assert "<script" not in reference.page(schema, hostile)
