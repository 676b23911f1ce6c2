"""Who is measured: Virke through its front door, SpiffWorkflow used naively, and the bare database?"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Protocol

from lxml import etree
from pydantic import BaseModel
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

import engine
from benchmarks.models import SERVICE
from kit import operations
from kit.db import Database, execute
from kit.keys import new_key
from people.access import Who

CLERK = Who(1, "Clara", 7, roles=frozenset({"clerk"}), permissions=frozenset({"task.work", "process.start"}))


class Subject(Protocol):
    """Each call is one durable step: it ends with a commit."""

    name: str

    def deploy(self, xml: str) -> None: ...

    def start(self, process_id: str, variables: Mapping[str, object]) -> int: ...

    def next_task(self, key: int) -> int:
        """Not measured: which task waits."""
        ...

    def complete(self, key: int, task: int, answers: Mapping[str, object]) -> None: ...


class Nothing(BaseModel):
    """It takes nothing of what the process knows."""


class Did(BaseModel):
    done: bool


@operations.operation(SERVICE, label="Do nothing")
def do_nothing(_ctx: operations.Context, _given: Nothing) -> Did:
    return Did(done=True)


class Virke:
    """With full history, task rows, audit, service_call rows and safe expressions."""

    name = "virke"

    def __init__(self, database: Database) -> None:
        self.database = database
        self.goes_on = False
        """A step of more than a thousand elements ends by its budget and goes on as a job."""

    def deploy(self, xml: str) -> None:
        with self.database.transaction() as session:
            engine.deploy(session, {"model.bpmn": xml.encode()})

    def start(self, process_id: str, variables: Mapping[str, object]) -> int:
        with self.database.transaction() as session:
            key = engine.start(session, process_id, variables, who=CLERK)
        if self.goes_on:
            while engine.run_jobs(self.database, "benchmark"):
                pass
        return key

    def next_task(self, key: int) -> int:
        with self.database.reading() as session:
            statement = "SELECT id FROM user_task WHERE instance_key = :key AND state = 'CREATED' ORDER BY id DESC LIMIT 1"
            return int(execute(session, statement, {"key": key}).scalar_one())

    def complete(self, key: int, task: int, answers: Mapping[str, object]) -> None:  # noqa: ARG002  the task knows its instance
        with self.database.transaction() as session:
            engine.complete_task(session, task, answers, who=CLERK)


class Environment(BasePythonScriptEngineEnvironment):
    """The cheapest that can run these models: a script says that it is done, an expression is a literal or a variable."""

    def evaluate(self, expression: str, context: Mapping[str, object], external_context: object = None) -> object:  # noqa: ARG002
        return context[expression] if expression in context else ast.literal_eval(expression)

    def execute(self, script: str, context: dict[str, object], external_context: object = None) -> bool:  # noqa: ARG002
        context["done"] = True
        return True


class Naive:
    """SpiffWorkflow: restore from JSON, step, serialise, commit, at every wait."""

    name = "naive"

    def __init__(self, database: Database) -> None:
        self.database = database
        self.engine = PythonScriptEngine(environment=Environment())
        self.serializer = BpmnWorkflowSerializer()
        self.parser = BpmnParser()
        with database.transaction() as session:
            execute(session, "CREATE TABLE IF NOT EXISTS naive_instance (id BIGINT PRIMARY KEY, document TEXT)")

    def deploy(self, xml: str) -> None:
        self.parser = BpmnParser()
        self.parser.add_bpmn_xml(etree.fromstring(xml.encode()))

    def start(self, process_id: str, variables: Mapping[str, object]) -> int:
        key = new_key()
        with self.database.transaction() as session:
            specs = self.parser.get_subprocess_specs(process_id)
            workflow = BpmnWorkflow(self.parser.get_spec(process_id), specs, script_engine=self.engine)
            workflow.task_tree.data.update(variables)
            workflow.do_engine_steps()
            document = self.serializer.serialize_json(workflow)
            execute(session, "INSERT INTO naive_instance (id, document) VALUES (:key, :document)", {"key": key, "document": document})
        return key

    def next_task(self, key: int) -> int:
        return key

    def complete(self, key: int, task: int, answers: Mapping[str, object]) -> None:  # noqa: ARG002  it finds the task in its tree
        with self.database.transaction() as session:
            document = execute(session, "SELECT document FROM naive_instance WHERE id = :key", {"key": key}).scalar_one()
            workflow = self.serializer.deserialize_json(document)
            workflow.script_engine = self.engine
            waiting = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
            waiting.data.update(answers)
            waiting.run()
            workflow.do_engine_steps()
            changed = {"key": key, "document": self.serializer.serialize_json(workflow)}
            execute(session, "UPDATE naive_instance SET document = :document WHERE id = :key", changed)


class Floor:
    """One INSERT and one COMMIT a step: what the database asks of anybody."""

    name = "floor"

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.transaction() as session:
            execute(session, "CREATE TABLE IF NOT EXISTS floor_step (id BIGINT PRIMARY KEY, document TEXT)")

    def deploy(self, xml: str) -> None:
        """It knows no model."""

    def start(self, process_id: str, variables: Mapping[str, object]) -> int:  # noqa: ARG002
        key = new_key()
        connection = self.database.engine.raw_connection()
        try:
            cursor = connection.cursor()
            if self.database.sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            cursor.execute(f"INSERT INTO floor_step (id, document) VALUES ({key}, 'x')")  # noqa: S608  a number of ours
            connection.commit()
        finally:
            connection.close()
        return key

    def next_task(self, key: int) -> int:
        return key

    def complete(self, key: int, task: int, answers: Mapping[str, object]) -> None:  # noqa: ARG002
        self.start("", answers)
