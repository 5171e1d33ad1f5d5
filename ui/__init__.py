"""What people see: the chat and the evidence beside it."""
