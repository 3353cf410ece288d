#!/usr/bin/env python3
"""Judge JSON values by a JSON Schema of 2020-12.

usage: judge.py < {"schema": …, "values": […]}

Prints a JSON list: for each value null where it fits, else what is wrong with it. The schema itself
is judged first. It must hold all that it refers to.
"""
import json
import sys

from jsonschema import Draft202012Validator

case = json.load(sys.stdin)
Draft202012Validator.check_schema(case["schema"])
validator = Draft202012Validator(case["schema"])
faults = [next(validator.iter_errors(value), None) for value in case["values"]]
json.dump([fault and f"{fault.json_path}: {fault.message}" for fault in faults], sys.stdout)
