"""`python -m thoisu.cli` is `thoisu`."""

import sys

from . import main

sys.exit(main())
