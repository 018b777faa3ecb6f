"""Transforms SAM templates offline, as CloudFormation does with Transform.

The argument is the path of a template. The first line written is that template
as JSON. Each further line answers a line read, which is a template as JSON, by
{"template": what CloudFormation would make of it} or {"refused": why}.
"""

import functools
import json
import logging
import sys

import boto3
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator import translator
from samtranslator.yaml_helper import yaml_parse

SAM = "AWS::Serverless-2016-10-31"

logging.disable(logging.CRITICAL)
session = boto3.session.Session(region_name="us-east-1")  # nothing is asked there

# What takes most of the time of a transformation is the same each time.
translator.make_policy_template_for_function_plugin = functools.cache(translator.make_policy_template_for_function_plugin)


def upload(template):
    """Names code by the folder that `sam deploy` would upload."""
    for resource in template.get("Resources", {}).values():
        properties = resource.get("Properties", {}) if isinstance(resource, dict) else {}
        if resource.get("Type") == "AWS::Serverless::Function" and isinstance(properties.get("CodeUri"), str):
            properties["CodeUri"] = "s3://uploaded/" + properties["CodeUri"]


def transform(template):
    if template.get("Transform") != SAM:
        return {"template": template}
    try:
        upload(template)
        return {"template": translator.Translator({}, Parser(), boto_session=session).translate(template, {})}
    except InvalidDocumentException as refusal:
        return {"refused": refusal.message}
    except Exception as fault:  # a template so odd that the translator stumbles
        return {"refused": repr(fault)}


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps(yaml_parse(file.read())), flush=True)
for line in sys.stdin:
    print(json.dumps(transform(json.loads(line))), flush=True)
