#!/usr/bin/env python3
"""Cases for our JSON Schema validator, judged by python3-jsonschema; and its word on data-schemas/.
Usage: schema_cases.py [FILE...] writes tests/MedSsl.MLNet.Tests/Json/schema_cases.json, checks every schema of data-schemas/ and every description of a data
set, and then files: options (recipes NAME --json), metrics.json; a file whose name starts with bad must be refused."""
import glob
import json
import os
import sys

from jsonschema import Draft202012Validator

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
VALUES = ['null', 'true', 'false', '0', '1', '-1', '1.5', '7', '1e400', '""', '"a"', '"ab"', '"\\u00fc\\ud83d\\ude00"', '"null"', '[]', '[1]', '[1, 1]', '[1, 1.0]',
          '[1, "1"]', '[[1], [1]]', '[{"a": 1, "b": 2}, {"b": 2, "a": 1}]', '{}', '{"a": 1}', '{"a": "x"}', '{"b": null}', '{"a": 1, "b": 2}', '{"a": {"a": 1}}', '{"A": 1}']
SCHEMAS = [
    {}, {"type": "null"}, {"type": "boolean"}, {"type": "integer"}, {"type": "number"}, {"type": "string"}, {"type": "array"}, {"type": "object"},
    {"type": ["integer", "null"]}, {"type": ["string", "array"]},
    {"enum": ["a", 1, None, True]}, {"enum": []}, {"const": "a"}, {"const": 1}, {"const": False}, {"const": None},
    {"minimum": 1}, {"maximum": 1}, {"exclusiveMinimum": 1}, {"type": "integer", "minimum": 0, "maximum": 5},
    {"minLength": 2}, {"pattern": "^a"}, {"pattern": "b"}, {"type": "string", "minLength": 1, "pattern": "a$"},
    {"items": {"type": "integer"}}, {"items": False}, {"minItems": 2}, {"uniqueItems": True}, {"uniqueItems": False},
    {"required": ["a"]}, {"required": ["a", "b"]}, {"properties": {"a": {"type": "integer"}}}, {"properties": {"a": True, "b": False}},
    {"additionalProperties": False}, {"properties": {"a": {}}, "additionalProperties": False}, {"additionalProperties": {"type": "integer"}}, {"minProperties": 1},
    {"anyOf": [{"type": "integer"}, {"type": "null"}]}, {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    {"anyOf": [{"minimum": 5}, {"maximum": 0}], "type": "integer"},
    {"$ref": "#/$defs/x", "$defs": {"x": {"type": "object", "properties": {"a": {"anyOf": [{"$ref": "#/$defs/x"}, {"type": "integer"}]}}}}},
    {"title": "t", "description": "d", "$comment": "c", "default": 1, "examples": [1], "type": "integer"},
]


def main():
    cases = [{"schema": schema, "valid": [v for v in VALUES if Draft202012Validator(schema).is_valid(json.loads(v)) and v != '1e400']} for schema in SCHEMAS]
    out = {"values": [v for v in VALUES if v != '1e400'], "cases": cases}
    path = os.path.join(ROOT, "tests/MedSsl.MLNet.Tests/Json/schema_cases.json")
    with open(path, "w") as file:
        file.write("{\n\"values\": " + json.dumps(out["values"]) + ",\n\"cases\": [\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n}\n")
    schemas = {os.path.basename(p): json.load(open(p)) for p in glob.glob(os.path.join(ROOT, "data-schemas/*.schema.json"))}
    for name, schema in sorted(schemas.items()):
        Draft202012Validator.check_schema(schema)
        print(name, "is a schema")
    for p in sorted(glob.glob(os.path.join(ROOT, "data-schemas/datasets/*.json"))):
        Draft202012Validator(schemas["dataset.schema.json"]).validate(json.load(open(p)))
        print(os.path.basename(p), "valid")
    for p in sys.argv[1:]:
        name = "metrics" if "metrics" in os.path.basename(p) else "dataset" if "dataset" in os.path.basename(p) else "options"
        errors = list(Draft202012Validator(schemas[name + ".schema.json"]).iter_errors(json.load(open(p))))
        print(p, "refused: " + errors[0].message[:100] if errors else "valid")
        assert bool(errors) == os.path.basename(p).startswith("bad"), errors[:1]


main()
