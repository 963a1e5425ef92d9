"""What a server's errors mean to a user, by SQLSTATE; by what libpq says where there is none.

A connection that is refused has no SQLSTATE: libpq hands on the words alone, those of the server in the server's
language. Chinese and English ones are known here; whatever else a server says is shown as it is.
"""

import re
from typing import Any

from sqlalchemy.exc import DBAPIError

from tracker.domain.errors import UserError

LOCK_NOT_AVAILABLE = "55P03"
_BY_STATE = {
    "28P01": "server_password_wrong",
    "28000": "server_login_refused",
    "3D000": "server_database_missing",
    "42501": "server_not_permitted",
    "25006": "server_read_only",
    "53300": "server_full",
    "53100": "server_disk_full",
    "53200": "server_overloaded",
    "53000": "server_overloaded",
    "53400": "server_overloaded",
    "57P03": "server_not_ready",
    "57P01": "connection_lost",
    "57P02": "connection_lost",
    "57P05": "connection_lost",
    "57014": "server_slow",
    LOCK_NOT_AVAILABLE: "ledger_busy",
    "25P03": "server_idle",
    "25P04": "server_idle",
    "40001": "server_conflict",
    "40P01": "server_conflict",
    "58030": "server_disk_failing",
    "XX001": "server_disk_failing",
    "XX002": "server_disk_failing",
}
_CONNECTION_STATES = "08"
"""How the SQLSTATE of a connection that broke off begins."""
_BY_KIND: dict[str, str] = dict.fromkeys(("ServerSilent", "ConnectionTimeout", "_WaitTimeout"), "server_silent")
"""By the name of psycopg's class."""
_BY_WORDS = tuple(
    (re.compile(words, re.IGNORECASE), code)
    for words, code in (
        (r"password authentication failed|Password\s*认证失败|密码认证失败", "server_password_wrong"),
        (r"\bpg_hba\.conf\b", "server_login_refused"),
        (r"(?:authentication failed|认证失败)", "server_login_refused"),
        (r"is not permitted to log in|不允许(?:登录|登陆)", "server_login_refused"),
        (r"\brole .*does not exist|角色.*不存在", "server_role_missing"),
        (r"\bdatabase .*does not exist|数据库.*不存在", "server_database_missing"),
        (r"not currently accepting connections|不接受(?:连接|联接)", "server_not_ready"),
        (r"the database system is |数据库系统(?:正在|启动|关闭|在恢复)", "server_not_ready"),
        (r"too many (?:clients|connections)|connection slots are reserved", "server_full"),
        (r"太多的客户|连接(?:太多|过多)|连接(?:位置|槽)", "server_full"),
        (r"permission denied for database|对数据库.*权限不够", "server_not_permitted"),
        (r"definition of service|service file|服务.*的定义|服务文件", "server_service_missing"),
        (r"invalid \S+ value|invalid integer value|无效的?\s*\S+\s*值", "address_unclear"),
        (r"does not support SSL|不支持\s*SSL", "server_without_tls"),
        (r"certificate verify failed|does not match host name|与主机名.*不匹配", "server_certificate"),
        (r"root certificate file|根证书文件", "server_certificate"),
        (r"SSL error|SSL\s*错误|could not establish SSL", "server_certificate"),
        (r"failed to resolve host|could not translate host name|无法.*主机名", "server_host_unknown"),
        (r"connection refused|拒绝连接|No such file or directory|没有那个文件或目录|\b10061\b", "server_refused"),
        (r"No route to host|unreachable|没有到主机的路由|网络不可达|\b1006[05]\b", "server_silent"),
        (r"timeout expired|已超时|Connection timed out|连接超时", "server_silent"),
        (r"server closed the connection|connection (?:is lost|is closed|socket closed)", "connection_lost"),
        (r"服务器意外地关闭了联接|could not receive data|could not send data", "connection_lost"),
        (r"connection reset|broken pipe|SSL connection has been closed|unexpected eof|SSL SYSCALL", "connection_lost"),
    )
)
"""The first that is found holds: the server's own words before those of the library that carried them."""
_LONGEST_WORDS = 200


def state_of(error: Exception) -> str | None:
    """The SQLSTATE of an error; None where there is none."""
    original: Any = error.orig if isinstance(error, DBAPIError) else error
    # By its name: to import psycopg for one comparison would load it at each start, and most installations lack it.
    return getattr(original, "sqlstate", None)


def told(error: Exception, path: str) -> UserError | None:
    """Return what an error of the server, or of the way there, means to the user; None for a defect of ours."""
    original: Any = error.orig if isinstance(error, DBAPIError) else error
    state = state_of(error)
    if state is not None:
        return _of_state(state, str(original), path)
    if not _is_of_connection(original) and not _is_lost(error):
        return None
    if getattr(getattr(original, "pgconn", None), "needs_password", False):
        return UserError("server_password_needed", path=path)
    words = str(original)
    code = _BY_KIND.get(type(original).__name__) or _code_of_words(words)
    if code is None and _is_lost(error):
        code = "connection_lost"
    return UserError(code, path=path) if code else UserError("server_refuses", path=path, words=_shown(words))


def _code_of_words(words: str) -> str | None:
    return next((code for pattern, code in _BY_WORDS if pattern.search(words)), None)


def _is_of_connection(original: object) -> bool:
    return any(kind.__name__ in ("OperationalError", "InterfaceError") for kind in type(original).__mro__)


def _of_state(state: str, words: str, path: str) -> UserError | None:
    code = _BY_STATE.get(state)
    if code is None and state.startswith(_CONNECTION_STATES):
        code = "connection_lost"
    if code == "server_login_refused":
        code = _code_of_words(words) or code
    return UserError(code, path=path) if code is not None else None


def _is_lost(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _shown(words: str) -> str:
    """The last line of what was said, in which the server speaks: without where it was, which the address says."""
    line = words.strip().splitlines()[-1] if words.strip() else "?"
    _, _, said = line.rpartition(": ") if "FATAL" not in line else line.partition("FATAL:")
    printable = "".join(sign for sign in (said or line).strip() if sign.isprintable())
    return printable[:_LONGEST_WORDS]
