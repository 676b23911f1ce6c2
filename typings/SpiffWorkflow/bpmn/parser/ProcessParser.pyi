from lxml import etree

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.data_spec import DataObject

class ProcessParser:
    parser: BpmnParser
    parent: ProcessParser | None
    node: etree._Element
    nsmap: dict[str, str]
    filename: str | None
    lane: str | None
    spec: BpmnProcessSpec | None
    @property
    def bpmn_id(self) -> str: ...
    def get_name(self) -> str: ...
    def get_spec(self) -> BpmnProcessSpec: ...
    def parse_data_object(self, obj: etree._Element) -> DataObject: ...
    def parse_node(self, node: etree._Element) -> BpmnTaskSpec: ...
    def _parse(self) -> None: ...
