"""The elements of BPMN, one file each."""
