#!/bin/bash
cd /tmp/virke/w/desk; set -a; . ./.setup/services.env; set +a; exec .venv/bin/python -m pytest -q -n 0 "$@"
