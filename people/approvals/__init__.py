"""Who approved what, for whom, and who may?"""

from people.approvals.tables import ApprovalVerdict as ApprovalVerdict
