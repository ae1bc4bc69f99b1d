"""An OpenAPI schema -> one HTML page that shows it, with no script and no request of its own."""

import base64
import hashlib
from typing import Any

from jinja2 import Environment, StrictUndefined

_STYLE = """
:root {color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5}
body {max-width: 60rem; margin: 2rem auto; padding: 0 1rem}
code, pre {font-family: monospace; overflow-x: auto}
table {border-collapse: collapse; width: 100%}
th, td {border: 1px solid; padding: .3rem .6rem; text-align: left; vertical-align: top}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
_PAGE = """<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ruggespraak: REST</title>
<style>{{ style|safe }}</style>
</head>
<body>
<h1>Ruggespraak: REST</h1>
<p>Het schema om een client uit te maken: <a href="{{ root }}/openapi.json">openapi.json</a>.</p>
{% for path, operations in paths.items() %}{% for method, operation in operations.items() %}
<section>
<h2><code>{{ method|upper }} {{ root }}{{ path }}</code></h2>
<p>{{ operation.summary }}</p>
{% if operation.description %}<p lang="en">{{ operation.description }}</p>{% endif %}
{% if operation.requestBody %}
<p>Gevraagd: {{ shape(operation.requestBody.content["application/json"].schema) }}</p>
{% endif %}
<ul>
{% for status, response in operation.responses.items() %}
<li><code>{{ status }}</code> {{ response.description }}
{% for kind, content in response.get("content", {}).items() %}
(<code>{{ kind }}</code>{% if content.schema %}: {{ shape(content.schema) }}{% endif %})
{% endfor %}</li>
{% endfor %}
</ul>
</section>
{% endfor %}{% endfor %}
<h2>Wat er heen en weer gaat</h2>
{% for name, schema in schemas.items() %}
<section id="{{ name }}">
<h3>{{ name }}</h3>
<p lang="en">{{ schema.description }}</p>
<table>
<tr><th scope="col">veld</th><th scope="col">wat het is</th></tr>
{% for field, its in schema.properties.items() %}
<tr><td><code>{{ field }}</code></td><td>{{ shape(its) }}</td></tr>
{% endfor %}
</table>
{% if schema.example %}<pre>{{ schema.example|tojson }}</pre>{% endif %}
</section>
{% endfor %}
</body>
</html>
"""
_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def page(schema: dict[str, Any], root: str) -> str:
    """The page for a schema, for an application that stands under the path `root`.

    Shows what the interface of ours holds: paths with a summary, objects with a docstring.
    """
    operations = {
        path: {method: _defaulted(its) for method, its in methods.items()}
        for path, methods in schema["paths"].items()
        if path.startswith("/api") or path in ("/health", "/ready")
    }
    schemas = schema.get("components", {}).get("schemas", {})
    objects = {name: {"example": None, **its} for name, its in schemas.items() if _is_ours(its)}
    return _ENVIRONMENT.from_string(_PAGE).render(
        paths=operations, schemas=objects, shape=shape, style=_STYLE, root=root
    )


def shape(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words.

    >>> shape({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]})
    'array of string, or null'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return ", or ".join(map(shape, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "items" in schema:
        return f"array of {shape(schema['items'])}"
    return str(schema.get("type", "object"))


def _defaulted(operation: dict[str, Any]) -> dict[str, Any]:
    return {"summary": "", "description": "", "requestBody": None, **operation}


def _is_ours(schema: dict[str, Any]) -> bool:
    return "properties" in schema and "description" in schema
