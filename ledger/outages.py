"""Why the ledger could not be read or written, in Chinese; and whether that is likely to pass."""

from __future__ import annotations

from peewee import DatabaseError, InterfaceError, SqliteDatabase

from ledger.rows import database

# What SQLite and PostgreSQL say, and what is the matter.
REASONS = {
    "database or disk is full": "磁盘已满，请腾出空间后再试",
    "no space left on device": "数据库服务器的磁盘已满，请腾出空间后再试",
    "disk i/o error": "磁盘读写出错，多半是磁盘已满，请腾出空间后再试；仍不行再检查磁盘",
    "unable to open database file": "打不开这个文件，请检查目录是否存在、账号能否读写、磁盘是否已满",
    "readonly database": "文件只读，请让运行 mailroom 的账号能读写它和所在目录",
    "database is locked": "另一个程序长时间占用，请稍后再试",
    "lock timeout": "另一个程序长时间占用，请稍后再试",
    "server closed the connection": "与数据库的连接中断，请检查数据库是否在运行",
    "terminating connection": "与数据库的连接中断，请检查数据库是否在运行",
    "the connection is": "与数据库的连接中断，请检查数据库是否在运行",
    "connection refused": "数据库没有在运行，或 [ledger] url 的地址、端口写错了",
    "password authentication failed": "数据库不接受这个账号或密码，请检查 [ledger] url 和密码",
    "no password supplied": "数据库要密码，请填写 [ledger] password_env 或 password_file",
    "could not translate host name": "没有这台主机，请检查 [ledger] url",
    "failed to resolve host": "没有这台主机，请检查 [ledger] url",
    "fatal:  database": "数据库服务器上没有这个库，请检查 [ledger] url",
    "fatal:  role": "数据库服务器上没有这个账号，请检查 [ledger] url",
    "disk image is malformed": "文件已损坏，请从备份恢复：mailroom ledger restore 备份目录",
    "file is not a database": "不是台账文件，请检查 [ledger] url",
}
PASSING = (
    "database or disk is full",
    "no space left on device",
    "disk i/o error",
    "database is locked",
    "lock timeout",
    "server closed the connection",
    "terminating connection",
    "the connection is",  # "closed", "lost"
)
# SQLite takes a transaction back by itself when the disk is full. That it can't be taken back again hides why.
HIDING = ("no transaction is active", "no such savepoint")


def outage_of(error: DatabaseError | InterfaceError) -> str:
    """Return one Chinese sentence: which ledger, what is wrong, what to do."""
    real = database.obj
    where = f" {real.database} " if isinstance(real, SqliteDatabase) else ""
    return f"台账{where}打不开或写不进去：{reason(str(error).strip())}"


def reason(said: str) -> str:
    """Return what a database said, in Chinese where it is known, with what to do."""
    one_line = " ".join(said.split())
    return next((words for signs, words in REASONS.items() if signs in said.lower()), one_line)


def is_passing(error: BaseException) -> bool:
    """Whether the ledger refused a row only because its disk is full, or it is busy or away: no fault of the row."""
    ours = isinstance(error, DatabaseError | InterfaceError)
    return ours and any(signs in str(error).lower() for signs in PASSING)


def first_cause(error: DatabaseError) -> DatabaseError:
    """Return what broke a transaction, where `error` only says that it could not be taken back."""
    cause: BaseException | None = error
    while cause is not None and any(signs in str(cause) for signs in HIDING):
        cause = cause.__context__
    while cause is not None and not isinstance(cause, DatabaseError):
        cause = cause.__context__
    return cause or error
