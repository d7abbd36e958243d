"""Two stock costs of every action call in Rasa 3.6.21, taken away without changing what is done."""

from typing import Any


def prepare_action_validation() -> None:
    """Check action results with one prepared validator.

    RemoteAction._validate_action_result calls jsonschema.validate, which checks the schema itself against the
    metaschema at every call: two thirds of a turn's time. The schema is a constant; it is checked once here.
    """
    from jsonschema import ValidationError
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    checked = validator_for(schema)
    checked.check_schema(schema)
    validator = checked(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        problem = next(validator.iter_errors(result), None)
        if problem is not None:
            raise ValidationError(f"the action server's answer has the wrong form: {problem.validator}")
        return True

    RemoteAction._validate_action_result = validate


def warm_up() -> None:
    """Load dictionaries and tables now, so that the first person does not wait for them."""
    from language.risk import assess
    from nlu.tokenizer import words_of

    words_of("溫暖的問候")
    assess("您好")
