"""Standard input as lines of a bounded length: a message longer than the service takes is no message here either."""

from __future__ import annotations

from typing import BinaryIO

from anyio import to_thread

#: What stands for a line that was too long: no JSON, so it is told as such.
_TOO_LONG = "too long"


class Lines:
    """Lines of a stream, read in a thread.

    Args:
        stream: where they come from.
        most: most bytes of a line; what is longer is dropped.
    """

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._most = stream, most

    def __aiter__(self) -> Lines:
        return self

    async def __anext__(self) -> str:
        # Whoever ends the program does not wait for a line that nobody sends.
        line = await to_thread.run_sync(self._line, abandon_on_cancel=True)
        if line is None:
            raise StopAsyncIteration
        return line

    def _line(self) -> str | None:
        found = self._stream.readline(self._most + 1)
        if not found:
            return None
        if len(found) > self._most and not found.endswith(b"\n"):
            while (more := self._stream.readline(self._most)) and not more.endswith(b"\n"):
                pass
            return _TOO_LONG
        return found.decode("utf-8", "replace")
