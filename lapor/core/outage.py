"""What a program says of a database that goes away: once that it is away, once that it is back, however often it
tries."""

import logging


class OutageLog:
    """`who`: the reader, account or server that tries."""

    def __init__(self, who: str, logger: logging.Logger) -> None:
        self._who, self._logger, self._is_away = who, logger, False

    def away(self, error: BaseException) -> None:
        if not self._is_away:
            self._logger.warning("%s: the database is away (%s); trying again", self._who, type(error).__name__)
        self._is_away = True

    def back(self) -> None:
        if self._is_away:
            self._logger.warning("%s: the database is back", self._who)
        self._is_away = False


class TracebackFilter(logging.Filter):
    """Drops what the job queue logs of a lost connection, a page for each try: OutageLog says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not (record.name.startswith("procrastinate.") and type(error).__name__ == "ConnectorException")
