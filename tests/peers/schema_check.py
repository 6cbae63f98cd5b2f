#!/usr/bin/env python3
"""An independent validator's word on data-schemas/options.schema.json: python3-jsonschema checks the schema itself and options files.
Usage: schema_check.py FILE... (written by `medssl recipes NAME --json` or a run); a file whose name starts with bad must be refused."""
import json
import os
import sys

from jsonschema import Draft202012Validator

schema = json.load(open(os.path.join(os.path.dirname(__file__), "../../data-schemas/options.schema.json")))
Draft202012Validator.check_schema(schema)
for path in sys.argv[1:]:
    errors = list(Draft202012Validator(schema).iter_errors(json.load(open(path))))
    expected = os.path.basename(path).startswith("bad")
    print(path, "refused: " + errors[0].message[:100] if errors else "valid")
    assert bool(errors) == expected, errors[:1]
