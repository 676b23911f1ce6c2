from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.data_spec import BpmnDataSpecification

class BpmnTaskSpec:
    name: str
    bpmn_name: str | None
    lane: str | None
    def __init__(
        self,
        wf_spec: BpmnProcessSpec,
        name: str,
        lane: str | None = None,
        documentation: str | None = None,
        data_input_associations: list[BpmnDataSpecification] | None = None,
        data_output_associations: list[BpmnDataSpecification] | None = None,
        description: str | None = None,
        bpmn_name: str | None = None,
    ) -> None: ...
    def connect(self, taskspec: BpmnTaskSpec) -> None: ...
