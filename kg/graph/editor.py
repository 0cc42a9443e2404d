"""The query page of `kg serve`: an editor with the saved queries as a menu. It asks the server that it came from, no other."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.graph.saved import SavedQuery, fill, find_saved, load_saved, terms_of
from kg.model import DataError
from kg.ontology import ontology_folder, own_folders
from kg.schema import Schema, load_schema

POLICY = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"),
        *("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"),
    )
)
KINDS = {"editor.css": "text/css", "editor.js": "text/javascript"}
SERVICE = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
<{url}> a sd:Service ;
    sd:endpoint <{url}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML , formats:SPARQL_Results_CSV ,
        formats:SPARQL_Results_TSV , formats:Turtle , formats:N-Triples .
"""


def editor() -> Response:
    """The page itself."""
    return HTMLResponse(_file("editor.html"), headers={"Content-Security-Policy": POLICY})


def description(request: Request) -> str:
    """What the endpoint can do, in the words of SPARQL 1.1 Service Description, for a GET without a query."""
    return SERVICE.format(url=str(request.url.replace(query="", fragment="")))


def editor_routes(ontology: Path | None, base_iri: str) -> list[Route]:
    """Its script and style, and the saved queries: a list, and each with its parameters written in."""
    schema = load_schema(ontology_folder(ontology), own_folders(ontology))
    terms = terms_of(schema, base_iri)

    def part(request: Request) -> Response:
        name = request.path_params["name"]
        return Response(_file(name), media_type=KINDS[name]) if name in KINDS else PlainTextResponse("", 404)

    def listed(request: Request) -> Response:
        return JSONResponse([_row(query) for query in load_saved(ontology).values()])

    def named(request: Request) -> Response:
        return JSONResponse(_terms(schema))

    def filled(request: Request) -> Response:
        try:
            query = find_saved(load_saved(ontology), request.path_params["name"])
            text = fill(query, dict(request.query_params), terms)
        except DataError as error:
            return PlainTextResponse(str(error), 400)
        return PlainTextResponse(text)

    return [
        Route("/editor/{name}", part),
        Route("/queries", listed),
        Route("/queries/{name}", filled),
        Route("/terms", named),
    ]


def _terms(schema: Schema) -> list[tuple[str, str, str]]:
    """The classes and relations with their labels, which the page completes."""
    names = sorted({*schema.classes, *schema.relations})
    return [(name, schema.label(name, "zh"), schema.label(name, "en")) for name in names]


def _row(query: SavedQuery) -> dict[str, object]:
    return {key: value for key, value in asdict(query).items() if key != "text"}


def _file(name: str) -> str:
    return files("kg.graph").joinpath("page", name).read_text("utf-8")
