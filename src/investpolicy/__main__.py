"""``python -m investpolicy``."""

import sys

from investpolicy.cli import main

if __name__ == "__main__":
    sys.exit(main())
