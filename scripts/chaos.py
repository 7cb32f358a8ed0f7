"""Run the service under faults: see tests/chaos."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.chaos.run import main

if __name__ == "__main__":
    sys.exit(main())
