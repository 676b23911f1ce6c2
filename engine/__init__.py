"""The front door of the engine: commands that change instances, and queries that look at them."""

from engine.batches.model import MOST, BatchType, Order
from engine.bpmn import Activate, Given, Modification, Move, Place
from engine.commands.batching import batch, cancel_batch, resume_batch, suspend_batch
from engine.commands.commenting import comment
from engine.commands.correlating import broadcast, correlate, deliver_messages, messages_wait
from engine.commands.deciding import decide
from engine.commands.deleting import delete
from engine.commands.deploying import deploy
from engine.commands.drafting import StaleDraft, discard_draft, drop_draft, save_draft
from engine.commands.evaluating import evaluate_conditions
from engine.commands.external import activate, complete_job, fail_job, refuse_job
from engine.commands.filtering import SHARES_WITH_ALL, delete_filter, save_filter
from engine.commands.following import follow, unfollow
from engine.commands.handing import delegate, follow_up, reassign, resolve
from engine.commands.jobs import due_jobs, fire_timers, run_job, run_jobs
from engine.commands.mending import raise_error, skip
from engine.commands.migrating import migrate
from engine.commands.modifying import modify
from engine.commands.releasing import Deployed
from engine.commands.restarting import restart
from engine.commands.retrying import retry
from engine.commands.returning import way_back
from engine.commands.revealing import reveal
from engine.commands.starting import cancel, start
from engine.commands.suspending import resume, suspend
from engine.commands.tasks import claim, complete_task, unclaim
from engine.queries.alike import alike, count_alike
from engine.queries.batches import BatchesWanted, BatchView, ItemsWanted, ItemView, batch_card, search_batches, search_items
from engine.queries.cases import Asked, Figure, Scope, cases, count_cases
from engine.queries.columns import columns
from engine.queries.decisions import (
    DecisionsWanted,
    decision_definition,
    decision_definitions,
    decision_instance,
    decision_model,
    decision_requirements,
    decision_xml,
    evaluation,
    explain,
    search_decision_instances,
)
from engine.queries.definitions import definition, definition_xml, definitions, element_names, start_form
from engine.queries.desk import comments, draft, filters, follows
from engine.queries.files import files_of, required_file
from engine.queries.inbox import COUNTED, Whose, Wish, count_inbox, inbox, place_of
from engine.queries.incidents import incident, incidents
from engine.queries.instances import Wanted, history, instance, instances
from engine.queries.masking import at_work
from engine.queries.messages import KeptMessage, kept_messages
from engine.queries.migration import Suggestion, Unmatched, Weighed, suggest_migration, weigh_migration
from engine.queries.related import related
from engine.queries.searching import (
    Cut,
    Found,
    IncidentsWanted,
    InstancesWanted,
    TasksWanted,
    instance_keys,
    search_incidents,
    search_instances,
    search_tasks,
)
from engine.queries.statistics import Cycle, Load, Stop, cycle, flows, stops, workload
from engine.queries.task_history import task_history
from engine.queries.tasks import task
from engine.queries.why_waiting import why_waiting
from engine.store.forms import form_document
from engine.store.jobs import next_time as next_due
from engine.store.waking import on_work
from engine.who import Who

__all__ = [
    "COUNTED",
    "MOST",
    "SHARES_WITH_ALL",
    "Activate",
    "Asked",
    "BatchType",
    "BatchView",
    "BatchesWanted",
    "Cut",
    "Cycle",
    "DecisionsWanted",
    "Deployed",
    "Figure",
    "Found",
    "Given",
    "IncidentsWanted",
    "InstancesWanted",
    "ItemView",
    "ItemsWanted",
    "KeptMessage",
    "Load",
    "Modification",
    "Move",
    "Order",
    "Place",
    "Scope",
    "StaleDraft",
    "Stop",
    "Suggestion",
    "TasksWanted",
    "Unmatched",
    "Wanted",
    "Weighed",
    "Who",
    "Whose",
    "Wish",
    "activate",
    "alike",
    "at_work",
    "batch",
    "batch_card",
    "broadcast",
    "cancel",
    "cancel_batch",
    "cases",
    "claim",
    "columns",
    "comment",
    "comments",
    "complete_job",
    "complete_task",
    "correlate",
    "count_alike",
    "count_cases",
    "count_inbox",
    "cycle",
    "decide",
    "decision_definition",
    "decision_definitions",
    "decision_instance",
    "decision_model",
    "decision_requirements",
    "decision_xml",
    "definition",
    "definition_xml",
    "definitions",
    "delegate",
    "delete",
    "delete_filter",
    "deliver_messages",
    "deploy",
    "discard_draft",
    "draft",
    "drop_draft",
    "due_jobs",
    "element_names",
    "evaluate_conditions",
    "evaluation",
    "explain",
    "fail_job",
    "files_of",
    "filters",
    "fire_timers",
    "flows",
    "follow",
    "follow_up",
    "follows",
    "form_document",
    "history",
    "inbox",
    "incident",
    "incidents",
    "instance",
    "instance_keys",
    "instances",
    "kept_messages",
    "messages_wait",
    "migrate",
    "modify",
    "next_due",
    "on_work",
    "place_of",
    "raise_error",
    "reassign",
    "refuse_job",
    "related",
    "required_file",
    "resolve",
    "restart",
    "resume",
    "resume_batch",
    "retry",
    "reveal",
    "run_job",
    "run_jobs",
    "save_draft",
    "save_filter",
    "search_batches",
    "search_decision_instances",
    "search_incidents",
    "search_instances",
    "search_items",
    "search_tasks",
    "skip",
    "start",
    "start_form",
    "stops",
    "suggest_migration",
    "suspend",
    "suspend_batch",
    "task",
    "task_history",
    "unclaim",
    "unfollow",
    "way_back",
    "weigh_migration",
    "why_waiting",
    "workload",
]
