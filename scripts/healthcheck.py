"""Exit with status 0 when the web server of this container answers; needs nothing installed."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request

ADDRESS = "http://127.0.0.1:8000/livez"


def allowed_host() -> str:
    """Return a host name that the service accepts: it refuses 127.0.0.1 in production."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip()
    return "localhost" if first in ("", "*") else first.removeprefix(".")


def main() -> int:
    request = urllib.request.Request(ADDRESS, headers={"Host": allowed_host()})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:
            return int(answer.status != 200)
    except (urllib.error.URLError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
