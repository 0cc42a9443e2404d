"""A small knowledge built by hand: two pages on one river work, for the tests of kg.graph."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.model import (
    Article,
    Claim,
    Date,
    Document,
    Entity,
    Evidence,
    Knowledge,
    PageFacts,
    Quantity,
    Span,
    Value,
)

TEXT = "青崖河防洪提升工程在介休市开工，总投资0.42亿元，堤防长12.50公里。"
OTHER = "青崖河防洪提升工程原定2025年6月完工，并未列入省级重点工程。"

PROVINCE = Entity("area-140000", "Province", "山西省", code="140000")
CITY = Entity("area-140700", "City", "晋中市", code="140700", part_of="area-140000")
COUNTY = Entity(
    "area-140781", "County", "介休市", ("介休",), "140781", "area-140700", Decimal("111.91"), Decimal("37.02")
)
WORK = Entity("project-1a2b3c4d", "Project", "青崖河防洪提升工程", ("防洪提升工程",))
PLAN = Entity("policy-5e6f7a8b", "Policy", "介休市防洪规划")
AGENCY = Entity("agency-0a0b0c0d", "Agency", "山西省水利厅", ("省水利厅",))
LENGTH = Quantity(Decimal("12.50"), "km", "堤防长", "2024", "12.50公里")


def evidence(text: str, quote: str, article: str, rule: str, **more: object) -> Evidence:
    at = text.index(quote)
    return Evidence(article, rule, quote, Span(at, at + len(quote)), **more)  # type: ignore[arg-type]


def claim(subject: Entity, relation: str, value: Value | Entity, proof: Evidence) -> Claim:
    return Claim(subject.id, relation, value, proof)


def page(identifier: str, text: str, entities: tuple[Entity, ...], claims: tuple[Claim, ...]) -> PageFacts:
    document = Document(identifier, f"{identifier}.txt", text, "2024-03-05")
    article = Article(
        f"{identifier}-1",
        identifier,
        "青崖河开工",
        Span(0, len(text)),
        text,
        tuple(range(len(text))),
        0,
        "2024-03",
    )
    mentioned = tuple((e.id, article.identifier) for e in entities if e not in (PROVINCE, CITY))
    return PageFacts(document, (article,), entities, mentioned, claims)


FIRST = page(
    "a",
    TEXT,
    (PROVINCE, CITY, COUNTY, WORK),
    (
        claim(WORK, "locatedIn", COUNTY, evidence(TEXT, "在介休市开工", "a-1", "project.place")),
        claim(WORK, "status", "underConstruction", evidence(TEXT, "开工", "a-1", "project.begun")),
        claim(
            WORK,
            "investment",
            Decimal("42000000"),
            evidence(TEXT, "总投资0.42亿元", "a-1", "project.investment", written="0.42亿元"),
        ),
        claim(
            WORK,
            "measure",
            LENGTH,
            evidence(TEXT, "堤防长12.50公里", "a-1", "project.length", written="12.50公里"),
        ),
    ),
)
SECOND = page(
    "b",
    OTHER,
    (PROVINCE, CITY, COUNTY, WORK, PLAN, AGENCY),
    (
        claim(
            WORK,
            "completionDate",
            Date("2025-06"),
            evidence(OTHER, "2025年6月完工", "b-1", "project.end", written="2025年6月", modality="planned"),
        ),
        claim(
            WORK,
            "designatedAs",
            "省级重点工程",
            evidence(
                OTHER,
                "并未列入省级重点工程",
                "b-1",
                "project.honour",
                modality="denied",
                qualifiers=(("grantedBy", AGENCY.id),),
            ),
        ),
        claim(PLAN, "appliesTo", COUNTY, evidence(OTHER, "青崖河防洪提升工程", "b-1", "policy.area")),
    ),
)


def knowledge() -> Knowledge:
    from kg.graph.merge import merge

    return merge([FIRST, SECOND])


@dataclass(frozen=True)
class Saying:
    """Claims whose quote is one text."""

    text: str

    def said(
        self, subject: Entity, relation: str, value: object, modality: str = "", written: str = ""
    ) -> Claim:
        proof = Evidence("a-1", "test.rule", self.text, Span(0, len(self.text)), written, modality)
        return Claim(subject.id, relation, value, proof)  # type: ignore[arg-type]

    def figure(
        self, subject: Entity, number: str, unit: str, name: str, written: str, modality: str = ""
    ) -> Claim:
        """A figure of an area is an observation, of anything else a measure."""
        relation = "observation" if subject.id.startswith("area-") else "measure"
        value = Quantity(Decimal(number), unit, name, "", written)
        return self.said(subject, relation, value, modality, written)
