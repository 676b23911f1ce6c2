from collections.abc import Mapping

from lxml import etree

from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

class _Entry:
    path: str | None
    line: int
    message: str

class _Schema:
    error_log: list[_Entry]
    def validate(self, bpmn: etree._Element) -> bool: ...

class BpmnValidator:
    validator: _Schema
    def preprocess(self, bpmn: etree._Element) -> None: ...

class BpmnParser:
    PARSER_CLASSES: Mapping[str, tuple[type[TaskParser], type]]
    PROCESS_PARSER_CLASS: type[ProcessParser]
    process_parsers: dict[str, ProcessParser]
    def __init__(self) -> None: ...
    def add_bpmn_xml(self, bpmn: etree._Element, filename: str | None = None) -> None: ...
    def create_parser(self, node: etree._Element, filename: str | None = None, lane: str | None = None) -> None: ...
    def get_process_ids(self) -> list[str]: ...
    def get_spec(self, process_id: str) -> BpmnProcessSpec: ...
    def _add_data_stores(self, bpmn: etree._Element) -> None: ...
    def _add_correlations(self, bpmn: etree._Element) -> None: ...
