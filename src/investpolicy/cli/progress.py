"""A progress bar for long checks: on a terminal, after a second; silence in a pipe."""

from __future__ import annotations

import sys
from threading import Timer
from typing import TYPE_CHECKING, Final

from investpolicy.values.label import Lang

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

AFTER: Final = 1.0
"""Seconds after which the bar is shown."""

_DOING: Final[dict[str, dict[Lang, str]]] = {
    "reading": {"zh": "读取", "en": "reading"},
    "judging": {"zh": "判定", "en": "judging"},
    "writing": {"zh": "写入", "en": "writing"},
}


class Bar:
    """Is told how far a check has come, and shows it on standard error while the ``with`` block runs."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self._shown: Progress | None = None
        self._task: TaskID | None = None
        self._timer: Timer | None = None

    def __enter__(self) -> Bar:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._shown = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._shown.add_task("", total=None)
            self._timer = Timer(AFTER, self._shown.start)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __call__(self, doing: str, done: int, of: int, /) -> None:
        if self._shown is not None and self._task is not None:
            words = _DOING[doing][self._lang] if doing in _DOING else doing
            self._shown.update(self._task, description=words, completed=done, total=of or None)

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()  # it may be showing the bar just now
        if self._shown is not None:
            self._shown.stop()
