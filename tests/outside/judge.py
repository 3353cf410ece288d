#!/usr/bin/env python3
"""Judge JSON values by a JSON Schema of 2020-12.

usage: judge.py < {"schema": …, "values": […]}

Prints a JSON list: for each value null where it fits, else what is wrong with it. The schema itself
is judged first. Schemas that it refers to by name are those of docs/.
"""
import json
import pathlib
import sys

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"


def retrieve(name):
    Draft202012Validator.check_schema(contents := json.loads((DOCS / name).read_text("utf-8")))
    return Resource(contents=contents, specification=DRAFT202012)


case = json.load(sys.stdin)
Draft202012Validator.check_schema(case["schema"])
validator = Draft202012Validator(case["schema"], registry=Registry(retrieve=retrieve))
faults = [next(validator.iter_errors(value), None) for value in case["values"]]
json.dump([fault and f"{fault.json_path}: {fault.message}" for fault in faults], sys.stdout)
