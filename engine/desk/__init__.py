"""What people keep at their desks while they work: drafts of answers, comments, cases that they follow, filters."""
