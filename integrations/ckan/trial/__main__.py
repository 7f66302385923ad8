"""Start a CKAN with the extension and leave it running: ``python -m trial``."""

from __future__ import annotations

import sys
import threading

from .portal import missing, portal


def main() -> int:
    """Start, tell the address, wait for Ctrl-C."""
    if (package := missing()) is not None:
        print(f"apt-get install {package}", file=sys.stderr)
        return 2
    with portal(port=5000) as running:
        print(f"{running.address}/user/login   admin / opendata-rules   Ctrl-C 结束", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
