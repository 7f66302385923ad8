"""Start a CKAN with the extension and leave it running: ``python -m trial``."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import Any

from .portal import missing, portal


def main() -> int:
    """Start, tell the address, wait for Ctrl-C."""
    if (package := missing()) is not None:
        print(f"apt-get install {package}", file=sys.stderr)
        return 2
    for ended in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ended, interrupted)
    try:
        with portal(port=5000) as running:
            ckan = Path(sys.executable).with_name("ckan")
            print(f"{running.address}/user/login   admin / opendata-rules   Ctrl-C 结束")
            print(f"{ckan} -c {running.ini} opendata-rules audit", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    return 0


def interrupted(_number: int, _frame: Any) -> None:
    """However it is ended, its servers end too."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
