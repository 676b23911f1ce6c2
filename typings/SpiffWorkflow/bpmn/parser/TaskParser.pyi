from typing import TypedDict

from lxml import etree

from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.data_spec import BpmnDataSpecification

class _Attributes(TypedDict):
    description: str | None
    lane: str | None
    bpmn_name: str | None
    documentation: str | None
    data_input_associations: list[BpmnDataSpecification]
    data_output_associations: list[BpmnDataSpecification]

class TaskParser:
    process_parser: ProcessParser
    node: etree._Element
    nsmap: dict[str, str]
    spec: BpmnProcessSpec
    def __init__(
        self,
        process_parser: ProcessParser,
        spec_class: type,
        node: etree._Element,
        nsmap: dict[str, str] | None = None,
        lane: str | None = None,
    ) -> None: ...
    @property
    def bpmn_id(self) -> str: ...
    @property
    def bpmn_attributes(self) -> _Attributes: ...
    def parse_node(self) -> BpmnTaskSpec: ...
    def parse_incoming_data_references(self) -> list[BpmnDataSpecification]: ...
    def parse_outgoing_data_references(self) -> list[BpmnDataSpecification]: ...
    def handles_multiple_outgoing(self) -> bool: ...
