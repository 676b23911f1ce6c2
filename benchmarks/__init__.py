"""How fast is the engine, against the bare database and against SpiffWorkflow used naively? `make bench` says."""
