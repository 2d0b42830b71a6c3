"""
Six user tasks in SpiffWorkflow, loaded and saved around each as a web host does.

SpiffWorkflow is LGPL-3: it is measured here and never imported by the package.
It has no types, and its model has neither deadlines nor an audit event, so it
does less in each step than the library.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from SpiffWorkflow.bpmn import BpmnWorkflow  # type: ignore[import-untyped]  # ships no types
from SpiffWorkflow.bpmn.parser import BpmnParser  # type: ignore[import-untyped]  # ships no types
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer  # type: ignore[import-untyped]  # ships no types
from SpiffWorkflow.util.task import TaskState  # type: ignore[import-untyped]  # ships no types

from benchmarks.dossiers import FACTS, OFFICER, STEPS, moment

SPEC = Path(__file__).parent / "six-steps.bpmn"


@cache
def serializer() -> BpmnWorkflowSerializer:
    """Return the serializer in its default configuration."""
    return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())


@cache
def started() -> str:
    """Return the saved workflow with its first user task ready, as JSON."""
    parser = BpmnParser()
    parser.add_bpmn_file(str(SPEC))
    workflow = BpmnWorkflow(parser.get_spec("six_steps"))
    workflow.do_engine_steps()
    workflow.get_tasks(state=TaskState.READY)[0].data.update(FACTS)
    return str(serializer().serialize_json(workflow))


def accept(workflow: BpmnWorkflow, step: int) -> None:
    """Complete the one user task that is ready, which must be number *step*, and run on to the next."""
    task = next(workflow.get_tasks_iterator(state=TaskState.READY, manual=True))
    name = task.task_spec.name
    if name != f"step_{step}":
        msg = f"the ready task is {name}, not step_{step}"
        raise AssertionError(msg)
    task.data[name] = {"action": "accept", "by": OFFICER.person, "at": moment(step).isoformat()}
    task.run()
    workflow.do_engine_steps()


def six_steps() -> str:
    """Load, complete one task and save, six times; return the last text saved."""
    text = started()
    for step in range(1, STEPS + 1):
        workflow = serializer().deserialize_json(text)
        accept(workflow, step)
        text = serializer().serialize_json(workflow)
    return text


def steps_done(text: object) -> int:
    """Return how many steps the saved workflow *text* has completed, if it has come to its end."""
    workflow = serializer().deserialize_json(str(text))
    return sum(name.startswith("step_") for name in workflow.last_task.data) if workflow.is_completed() else 0
