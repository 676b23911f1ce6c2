"""The front door of the engine: commands that change instances, and queries that look at them."""

from engine.commands.correlating import broadcast, correlate, deliver_messages
from engine.commands.deploying import deploy
from engine.commands.external import activate, complete_job, fail_job, refuse_job
from engine.commands.jobs import fire_timers, run_job, run_jobs
from engine.commands.releasing import Deployed
from engine.commands.retrying import retry
from engine.commands.starting import cancel, start
from engine.commands.tasks import claim, complete_task, unclaim
from engine.queries.definitions import definition, definition_xml, definitions, start_form
from engine.queries.incidents import incidents
from engine.queries.instances import Wanted, history, instance, instances
from engine.queries.tasks import Whose, count_inbox, inbox, task
from engine.store.forms import form_document
from engine.store.jobs import next_time as next_due
from engine.store.waking import on_work
from engine.who import Who

__all__ = [
    "Deployed",
    "Wanted",
    "Who",
    "Whose",
    "activate",
    "broadcast",
    "cancel",
    "claim",
    "complete_job",
    "complete_task",
    "correlate",
    "count_inbox",
    "definition",
    "definition_xml",
    "definitions",
    "deliver_messages",
    "deploy",
    "fail_job",
    "fire_timers",
    "form_document",
    "history",
    "inbox",
    "incidents",
    "instance",
    "instances",
    "next_due",
    "on_work",
    "refuse_job",
    "retry",
    "run_job",
    "run_jobs",
    "start",
    "start_form",
    "task",
    "unclaim",
]
