"""Write the golden page anew after an intended change: `python -m tests.golden`; read the diff before committing."""

from kg.extract import load_tools
from kg.graph.rdf import write_nquads
from tests.test_build import GOLDEN, golden_triples

if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    write_nquads(golden_triples(load_tools()), GOLDEN)
