"""GET /v2/topology: what answers here, in the shape that Camunda 8's clients ask for first."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from api.access import permission

VERSION = "8.8.0"
"""The version of Camunda 8's REST API whose paths and bodies are followed."""

router = APIRouter(prefix="/v2", tags=["cluster"])


class Topology(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    brokers: list[dict[str, str]] = []
    cluster_id: str = "virke"
    cluster_size: int = 1
    partitions_count: int = 1
    replication_factor: int = 1
    gateway_version: str = VERSION
    last_completed_change_id: str = ""


@router.get("/topology", dependencies=[permission("public")])
def topology() -> Topology:
    return Topology()
