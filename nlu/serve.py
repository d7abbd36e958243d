"""Serve the trained model: `.venv-rasa/bin/python -m nlu.serve`; RASA_PORT (5005) and ACTION_ENDPOINT may be set."""

import os
import socket
import sys
from pathlib import Path

from nlu.quiet import hush, keep_logs_clean
from nlu.train import MODEL

HOST = "127.0.0.1"  # the REST channel has no login: it must never listen elsewhere
_ENDPOINTS, _CREDENTIALS = Path("endpoints.yml"), Path("credentials.yml")


def serve(port: int) -> None:
    """Serve on loopback until stopped."""
    hush()
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints

    from nlu.faster import prepare_action_validation, warm_up

    keep_logs_clean()
    prepare_action_validation()
    warm_up()
    rasa.core.run.serve_application(
        model_path=str(MODEL),
        interface=HOST,
        port=port,
        credentials=str(_CREDENTIALS),
        endpoints=AvailableEndpoints.read_endpoints(str(_ENDPOINTS)),
        enable_api=False,  # the webhook is all that is needed; the rest would be another door
        cors=None,
    )


def main() -> None:
    """Serve, or end in one line when there is no model or the port is taken."""
    try:
        port = int(os.environ.get("RASA_PORT") or "5005")
    except ValueError:
        sys.exit("rasa:RASA_PORT 要写成数字,例如 5005。")
    actions = os.environ.get("ACTIONS_PORT") or "5055"
    os.environ.setdefault("ACTION_ENDPOINT", f"http://127.0.0.1:{actions}/webhook")
    if not MODEL.exists():
        sys.exit(f"rasa:没有模型 {MODEL},先运行 .venv-rasa/bin/python -m nlu.train。")
    if not _is_free(port):
        sys.exit(f"rasa:端口 {HOST}:{port} 已被占用。先停掉占用它的程序,或者用 RASA_PORT 换一个端口。")
    print(f"rasa:http://{HOST}:{port}(正在加载模型)", flush=True)  # noqa: T201 - a command line prints
    serve(port)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    main()
