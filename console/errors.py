"""What is wrong with a request or a setting before the intake is asked; no message carries what was typed."""


class ConsoleError(Exception):
    """The console cannot do what was asked."""


class SecretProblem(ConsoleError):
    """The key file of the sessions cannot be made or read, or is too short."""


class FormRefused(ConsoleError):
    """A form came without the token of its session, or not from one of our pages."""
