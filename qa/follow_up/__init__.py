"""Making a follow-up question stand on its own; `qa.conversation` is the way in."""
