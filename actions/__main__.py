"""`python -m actions`: the action server that Rasa calls."""

import logging
import socket
import sys
import warnings
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from actions.answering import AnswererLike, Office
from actions.server import Collaborators, actions_of
from actions.settings import ActionsSettings
from actions.voice import Voice
from intake.build import build as build_intake
from intake.errors import IntakeError
from intake.settings import IntakeSettings
from knowledge.answers import Question
from knowledge.build import build as build_knowledge
from knowledge.errors import KnowledgeError
from knowledge.settings import KnowledgeSettings


class _Executor(ActionExecutor):  # type: ignore[misc]  # rasa_sdk is not typed here
    """Runs actions that never read Rasa's domain, which therefore need not travel with every call."""

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """Return an empty domain, where rasa_sdk would ask for the whole one again."""
        return {}


def build() -> ActionExecutor:
    """Return an executor with every action registered; raises IntakeError, KnowledgeError."""
    intake, knowledge = IntakeSettings(), KnowledgeSettings()
    base = build_knowledge(knowledge)
    collaborators = Collaborators(
        desk=build_intake(intake_settings=intake),
        answerer=base.answerer,
        records=base.records,
        voice=Voice.load(intake.help_phone, intake.county_name),
        office=Office(knowledge.knowledge_region),
    )
    _warm_up(base.answerer)
    executor = _Executor()
    for name, action in actions_of(collaborators).items():
        executor.register_function(name, action)
    return executor


def main() -> None:
    """Serve until stopped; a taken port or a missing part ends in one line on stderr and exit code 1."""
    settings = ActionsSettings()
    host, port = settings.actions_host, settings.actions_port
    logging.getLogger("sanic").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")  # meant so: docs/decisions
    if not _is_free(host, port):
        sys.exit(f"actions:端口 {host}:{port} 已被占用。先停掉占用它的程序,或者用 ACTIONS_PORT 换一个端口。")
    try:
        executor = build()
    except (IntakeError, KnowledgeError) as error:
        sys.exit(f"actions:{error}")
    app = create_app(executor)
    print(f"actions:http://{host}:{port}", flush=True)
    app.run(host=host, port=port, single_process=True, motd=False, access_log=False)


def _warm_up(answerer: AnswererLike) -> None:
    # The first question loads models and dictionaries: better now than while somebody waits.
    try:
        answerer.ask(Question("低保怎么申请"))
    except KnowledgeError as error:
        print(f"actions:知识库还不能用({error}),申报和投诉照常。", flush=True)


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    main()
