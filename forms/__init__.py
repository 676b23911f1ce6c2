"""The form language: form-js documents checked, rendered, read and answered.

check     what is wrong with a document, before it is deployed
render    the fields as HTML, for a person, in that person's language
read      what an HTML form sent, as plain values
rearranged  whether that was only a row added or removed, or a search
answers   the typed answers, or a sentence for each field that is wrong
schema    the JSON Schema of the answers
saying    what a value of a field says to a person
fields_of every field by its name
"""

from forms.answers import answers
from forms.check import Problem, check
from forms.document import Document
from forms.read import read, rearranged
from forms.render import render
from forms.saying import Said, fields_of, saying
from forms.schema import schema

__all__ = ["Document", "Problem", "Said", "answers", "check", "fields_of", "read", "rearranged", "render", "saying", "schema"]
