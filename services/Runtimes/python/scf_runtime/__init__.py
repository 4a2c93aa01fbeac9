"""The Python runtime of an instance: how it talks to its agent and runs the user's handler."""
