"""The properties by which `kg.ttl` tells of classes and relations."""

from kg.schema.values import KG

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"

TYPE, LABEL, COMMENT, SUBCLASS = f"{RDF}type", f"{RDFS}label", f"{RDFS}comment", f"{RDFS}subClassOf"
CLASS, OBJECT, DATATYPE = f"{OWL}Class", f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty"
SYMMETRIC = f"{OWL}SymmetricProperty"
DOMAIN, RANGE = f"{SCHEMA}domainIncludes", f"{SCHEMA}rangeIncludes"
INVERSE = f"{KG}inverseLabel"
LIKE = f"{KG}like"  # a class of ours that things of a class of one's own are read as
NOUN = f"{KG}noun"  # that their names end in
INSTEAD = f"{KG}insteadOf"  # a relation that is not claimed too where this one is
WORD = f"{KG}word"  # of questions
COLOUR, SHAPE = f"{KG}colour", f"{KG}shape"  # in the explorer
