"""The form language: form-js documents checked, rendered, read and answered.

check     what is wrong with a document, before it is deployed
render    the fields as HTML, for a person, in that person's language
read      what an HTML form sent, as plain values
rearranged  whether that was only a row added or removed, or a search
answers   the typed answers, or a sentence for each field that is wrong
schema    the JSON Schema of the answers
"""

from forms.answers import answers
from forms.check import Problem, check
from forms.document import Document
from forms.read import read, rearranged
from forms.render import render
from forms.schema import schema

__all__ = ["Document", "Problem", "answers", "check", "read", "rearranged", "render", "schema"]
