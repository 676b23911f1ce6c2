"""Access: who a person is here, and what they may do and read."""

from people.access.classes import readable_classes
from people.access.colleagues import colleague_called, colleagues, holders_of
from people.access.grants import companies_of, who_of
from people.access.holders import holders
from people.access.languages import prefer_language
from people.access.naming import names_of, role_names
from people.access.passwords import set_password
from people.access.permissions import ensure_roles
from people.access.picking import Colleagues
from people.access.signing_in import SignedIn, forget_expired, identify, open_session, session_of, sign_in, sign_out, switch_company
from people.access.tokens import issue_api_token, who_of_token
from people.access.who import StandIn, Who

__all__ = [
    "Colleagues",
    "SignedIn",
    "StandIn",
    "Who",
    "colleague_called",
    "colleagues",
    "companies_of",
    "ensure_roles",
    "forget_expired",
    "holders",
    "holders_of",
    "identify",
    "issue_api_token",
    "names_of",
    "open_session",
    "prefer_language",
    "readable_classes",
    "role_names",
    "session_of",
    "set_password",
    "sign_in",
    "sign_out",
    "switch_company",
    "who_of",
    "who_of_token",
]
