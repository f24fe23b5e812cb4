"""What README.md promises, for `.ci/run`.

python .ci/readme.py command N   prints the Nth sh block
python .ci/readme.py output N    prints the text block that follows the Nth sh block
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main(what: str, number: str) -> None:
    blocks: list[tuple[str, str]] = FENCE.findall(Path("README.md").read_text(encoding="utf-8"))
    command = [place for place, (language, _) in enumerate(blocks) if language == "sh"][int(number) - 1]
    wanted = "sh" if what == "command" else "text"
    language, body = blocks[command if what == "command" else command + 1]
    if language != wanted:
        sys.exit(f"README.md: expected a {wanted} block as the {what} of command {number}, found {language}")
    sys.stdout.buffer.write(body.encode("utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
