"""The talk with a customer: a pure, total state machine."""
