"""The bootstrap of the Python runtimes: python3 bootstrap.py <socket>.

It starts as a generic process without code, becomes an instance of one function version by a LOAD frame, and then runs
one call per EVENT frame. The frames are those of docs/specs/runtime-frames.md.
"""

import os
import sys

if len(sys.argv) != 2:
    sys.stderr.write("usage: python3 bootstrap.py <socket>\n")
    sys.exit(2)

import scf_runtime.process

socket_path = sys.argv[1]
# The function must not find the runtime's folder before its own, nor the socket among its arguments.
sys.path.pop(0)
sys.argv[:] = [""]
sys.exit(scf_runtime.process.run(socket_path))
