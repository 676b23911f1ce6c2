class BpmnDataSpecification:
    bpmn_id: str
    bpmn_name: str | None

class DataObject(BpmnDataSpecification): ...
