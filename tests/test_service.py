"""Which queries would make this machine call another: those that the store's own parser takes for calls, and no others."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

import pytest
from pyoxigraph import Store

from kg.graph.query import prefixes
from kg.graph.service import LONGEST, calls_service

CALLS = [  # <U> is the other machine
    "SELECT * { SERVICE <U> {} }",
    "SELECT * { service<U>{} }",
    "SELECT * { SERVICESILENT<U>{} }",
    "PREFIX p: <U> SELECT * { SERVICEp:x {} }",
    "PREFIX p: <U> SELECT * { SERVICESILENTp:x {} }",
    "PREFIX : <U> SELECT * { SERVICE: {} }",
    "PREFIX : <U> SELECT * { SERVICE:x {} }",
    "SELECT * { {} FILTER(1<2)SERVICE<U>{} }",
    "SELECT * { VALUES ?p { 'service' } SERVICE<U>{} }",
    "SELECT * { BIND(1 AS ?service)SERVICE<U>{} }",
    "SELECT * { { } # a comment\nSERVICE<U>{} }",
    # ours a prefix, the store's parser's a keyword
    "PREFIX service: <http://b/> PREFIX : <U> SELECT * { service:rule {} }",
    # `<` is less than, not the beginning of an IRI
    "SELECT * { BIND(1 AS ?a) FILTER(?a<2||?a<'x>') SERVICE<U>{} FILTER(?a!='') }",
    "SELECT * { VALUES ?y { <U> } FILTER(1<2||?y<?b#>'''\n) SERVICE<U>{} #'''\n }",
    # no long string, for an escape that is none
    'SELECT * { VALUES ?x {"""a"} SERVICE<U>{} #\\uD800"""\n }',
]
JOINED = [  # calls behind a pattern of triples, which a store asks first
    "SELECT * { ?s ?p 0SERVICE<U>{} }",
    "SELECT * { ?s ?p trueSERVICE<U>{} }",
    "SELECT * { ?s ?p 'a'SERVICE<U>{} }",
    "SELECT * { ?s ?p ?o.service SILENT <U> {} }",
    "PREFIX e: <http://a:> SELECT * { ?s ?p e:SERVICE<U>{} }",
    "PREFIX e: <http://a/> SELECT * { ?s ?p e:a.b.SERVICE<U>{} }",
    "PREFIX e: <http://a/> SELECT * { ?s e:-1SERVICE<U>{} }",
    "PREFIX e: <http://a/> SELECT * { ?s ?p e:a\\#b . SERVICE<U>{} }",
]
OTHERS = [  # calls to parsers that read escapes first, or end a path where one of SPARQL's grammar may
    "SELECT * { \\u0053ERVICE <U> {} }",
    "SELECT * { ?s ?p 'a\\u0027 SERVICE <U> {} }",
    "PREFIX e: <http://a/> SELECT * { ?s e:p?trueSERVICE<U>{} }",
]
NO_CALLS = [
    "SELECT * { ?s rdfs:label 'service' }",
    'SELECT * { ?s rdfs:label "a \\"service\\" SERVICE <http://a.example/>"@en }',
    "SELECT * { ?s rdfs:label '''a\nservice''' }",
    "SELECT * { ?s ?p 1 } # SERVICE <http://a.example/> {}",
    "SELECT * { ?s a <http://a.example/service> }",
    "SELECT * { ?s a <http://service.example/ns#Service> }",
    "SELECT ?service { ?service a <http://a.example/service> }",
    "SELECT ?water_service $Service2 { ?water_service ?p $Service2 }",
    "PREFIX ex: <http://a.example/> SELECT * { ?s ex:service ?o }",
    "PREFIX ex: <http://a.example/#> SELECT * { ?s ex:Water-Service _:service }",
    "SELECT * { ?s ?p ?o FILTER(?o<3&&?o>'service') }",
]


def ask(query: str) -> None:
    list(Store().query(query, prefixes=dict(prefixes())))  # type: ignore[arg-type]


@pytest.mark.parametrize("query", [*CALLS, *JOINED, *OTHERS])
def test_a_call_to_another_endpoint_is_seen(query: str) -> None:
    assert calls_service(query.replace("<U>", "<http://127.0.0.1:1/>"))


@pytest.mark.parametrize("query", CALLS)
def test_these_are_calls_to_the_store(query: str) -> None:
    """So no row of the table is a query that nobody could ask."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        called = threading.Event()

        def answer() -> None:
            connection, _ = server.accept()
            called.set()
            connection.close()

        threading.Thread(target=answer, daemon=True).start()
        with suppress(OSError):  # it gets no answer
            ask(query.replace("<U>", f"<http://127.0.0.1:{server.getsockname()[1]}/>"))
        assert called.wait(5)


@pytest.mark.parametrize("query", JOINED)
def test_these_parse_too(query: str) -> None:
    ask(query.replace("<U>", "<http://127.0.0.1:1/>"))


@pytest.mark.parametrize("query", NO_CALLS)
def test_the_word_elsewhere_is_no_call(query: str) -> None:
    assert not calls_service(query)
    ask(query)


def test_what_cannot_be_told_from_a_call_is_refused() -> None:
    assert calls_service("PREFIX service: <http://a.example/> SELECT * { ?s service:rule ?o }")
    assert calls_service(f"SELECT * {{ ?s ?p 'service' }} #{' ' * LONGEST}")
    assert not calls_service(f"SELECT * {{ ?s ?p 1 }} #{' ' * LONGEST}")


def test_a_query_made_to_be_slow_is_not() -> None:
    import time

    begun = time.process_time()
    calls_service("'service'" + "<a#b>" * (LONGEST // 5 - 2))
    assert time.process_time() - begun < 5
