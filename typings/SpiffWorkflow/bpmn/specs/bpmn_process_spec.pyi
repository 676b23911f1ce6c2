from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.data_spec import DataObject
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

class BpmnProcessSpec(WorkflowSpec):
    task_specs: dict[str, BpmnTaskSpec]
    data_objects: dict[str, DataObject]
    data_stores: dict[str, object]
    correlation_keys: dict[str, list[str]]
    io_specification: object | None
    bpmn_start_events: list[BpmnTaskSpec]
