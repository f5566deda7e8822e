"""What is told of an error in a log."""

import traceback


def told(failure: BaseException) -> dict[str, str]:
    """What failed and where, without the message of the exception: it may quote the customer."""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    return {"error": type(failure).__name__, "where": f"{last.filename}:{last.lineno}"}
