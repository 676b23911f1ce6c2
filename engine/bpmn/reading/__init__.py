"""From XML to a plan, with SpiffWorkflow's parser."""
