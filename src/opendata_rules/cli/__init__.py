"""The command line, ``opendata-rules``: Chinese for those who use it, ``--json`` for programs.

One module for each command in :mod:`.commands`, loaded when the command is asked for; :mod:`.app` lists them. What they
share: :mod:`.options`, :mod:`.laws` and :mod:`.orders`, :mod:`.output`, :mod:`.suggestions`, and in :mod:`.exit_status`
what every answer comes to.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from .exit_status import INTERRUPTED, MISUSE

#: Set to anything, it shows the traceback of an unexpected error.
TRACEBACK = "OPENDATA_RULES_TRACEBACK"
#: Objects made before garbage is looked for; Python's own is 700.
_GARBAGE = 200_000


def main() -> NoReturn:
    """Run the command line on the arguments of the process and exit with its status."""
    # Nearly all that a short command makes lives until its end: looking for garbage in it, on the way and once more
    # while the process ends, would take a fifth of its time. Long ones still look, only less often.
    gc.set_threshold(_GARBAGE, *gc.get_threshold()[1:])
    status = run(sys.argv[1:])
    gc.freeze()
    raise SystemExit(status)


def run(arguments: Sequence[str]) -> int:
    """Run the command line.

    Returns:
        The exit status. Whatever happens becomes one, with a Chinese sentence on standard error.
    """
    try:
        # Imported here, so that Ctrl-C is answered as well while the libraries are still loading.
        from .app import dispatch
        from .output import finish, prepare

        prepare()
        status = dispatch(arguments)
        return finish(status)
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:
        return _failed(error)


def _interrupted() -> int:
    print("\n已中断。", file=sys.stderr)
    return INTERRUPTED


def _failed(error: Exception) -> int:
    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exc()
    from ..quoting import quoted
    from .output import tell

    what = f"{type(error).__name__}: {quoted(' '.join(str(error)[:1000].split()), 200)}"
    tell(
        f"程序内部出错，不是您的输入有误：{what}\n"
        f"请把这句话和所用的命令告诉维护人员。设环境变量 {TRACEBACK}=1 再运行一次，可以看到详情。"
    )
    return MISUSE
