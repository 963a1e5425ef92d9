"""What lets shells complete commands and options, and the manual page: both made from what the parser is made of.

Not by a library: the one that is alive (shtab) knows bash, zsh and tcsh, so that fish and PowerShell would need this
table all the same.
"""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker import __version__
from tracker.cli.arguments import (
    COMMANDS,
    DESCRIPTION,
    EXIT_CODES,
    GROUPS,
    OWN_OPTIONS,
    Argument,
    ExclusiveOptions,
    arguments_of,
)
from tracker.wording import Words

_FILES = frozenset({"FILE", "FOLDER", "PATH", "PATH|URL", "FILE|URL", "REPORT", "A", "B", "COPY", "OTHER"})
"""How values are called that are files."""
_HELP = Argument("--help", {"action": "help", "help": "print how it is used and leave"})
_WITHOUT_VALUE = frozenset({"store_true", "help", "version"})


@dataclass(frozen=True, slots=True)
class CommandPlace:
    """What can come next after these commands: further ones with what they do, options, values that are files."""

    path: str
    commands: Mapping[str, str]
    options: Sequence[Argument]
    values: Sequence[Argument]

    @property
    def takes_files(self) -> bool:
        """Whether a value that is no option may be a file."""
        return not self.path or any(_is_file(one) for one in self.values)

    @property
    def words(self) -> dict[str, str]:
        """Commands, or the values that there are to choose from, with what they do."""
        chosen = {choice: "" for one in self.values for choice in one.settings.get("choices") or ()}
        return {**self.commands, **chosen}


def run_completion(options: Namespace, _words: Words) -> None:
    """Print what a shell reads, or the manual page."""
    makers = {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell, "man": _manual}
    print("\n".join(makers[options.shell](places())))


def places() -> tuple[CommandPlace, ...]:
    """Return every place of the command line, `tracker` itself first."""
    known = {"": DESCRIPTION, **GROUPS, **{command.name: command.help for command in COMMANDS}}
    taken = {command.name: tuple(_flat(arguments_of(command))) for command in COMMANDS}
    return tuple(_place(path, known, taken.get(path, OWN_OPTIONS if not path else ())) for path in known)


def _place(path: str, known: Mapping[str, str], taken: Sequence[Argument]) -> CommandPlace:
    after = f"{path} " if path else ""
    under = {name.removeprefix(after): text for name, text in known.items() if name and name.startswith(after)}
    commands = {name: text for name, text in under.items() if " " not in name}
    options = tuple(one for one in taken if one.name.startswith("-"))
    return CommandPlace(path, commands, (_HELP, *options), tuple(one for one in taken if not one.name.startswith("-")))


def _flat(arguments: Sequence[Argument | ExclusiveOptions]) -> Iterator[Argument]:
    for one in arguments:
        if isinstance(one, Argument):
            yield one
        else:
            yield from one.arguments


def _is_file(argument: Argument) -> bool:
    return argument.settings.get("metavar") in _FILES


def _takes_value(option: Argument) -> bool:
    return option.settings.get("action") not in _WITHOUT_VALUE


def _help_of(argument: Argument) -> str:
    return argument.settings.get("help") or ""


def _paths(all_places: Sequence[CommandPlace]) -> list[tuple[str, str, str]]:
    """Where a command leads: the commands so far, the command, all of them."""
    return [(place.path, name, f"{place.path} {name}".strip()) for place in all_places for name in place.commands]


# --- bash ------------------------------------------------------------------------------------------------------

_BASH_HEAD = """\
# Completion of tracker for bash: source <(tracker completion bash)
_tracker() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= words= options= place
    for ((place = 1; place < COMP_CWORD; place++)); do
        case ${COMP_WORDS[place]} in --ledger | --lang) ((place++)); continue ;; esac
        case "$path/${COMP_WORDS[place]}" in"""
_BASH_MIDDLE = """\
        esac
    done
    case $path in"""
_BASH_TAIL = """\
    esac
    COMPREPLY=()
    case $path/$before in"""
_BASH_END = """\
    esac
    if [[ $current == -* ]]; then
        words=$options
    fi
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}
# Where nothing of ours fits, a file may be meant.
complete -o default -F _tracker tracker"""


def _bash(all_places: Sequence[CommandPlace]) -> Iterator[str]:
    yield _BASH_HEAD
    for before, name, path in _paths(all_places):
        yield f'            "{before}/{name}") path="{path}" ;;'
    yield _BASH_MIDDLE
    for place in all_places:
        options = " ".join(option.name for option in place.options)
        yield f'        "{place.path}") words="{" ".join(place.words)}" options="{options}" ;;'
    yield _BASH_TAIL
    for place in all_places:
        for option in filter(_takes_value, place.options):
            choices = " ".join(option.settings.get("choices") or ())
            yield f'        "{place.path}/{option.name}") words="{choices}" options= ;;'
    yield _BASH_END


# --- zsh -------------------------------------------------------------------------------------------------------

_ZSH_HEAD = """\
#compdef tracker
# Completion of tracker for zsh: as _tracker in a folder of $fpath, or after compinit source <(tracker completion zsh)
_tracker() {
    local at= place files=
    local -a known choices
    for ((place = 2; place < CURRENT; place++)); do
        case ${words[place]} in --ledger | --lang) ((place++)); continue ;; esac
        case "$at/${words[place]}" in"""
_ZSH_MIDDLE = """\
        esac
    done
    case "$at/${words[CURRENT-1]}" in"""
_ZSH_VALUES = """\
    esac
    case $at in"""
_ZSH_END = """\
    esac
    if [[ ${words[CURRENT]} == -* ]]; then
        _describe -o option choices
        return
    fi
    (( $#known )) && _describe command known
    [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _tracker ]]; then
    _tracker "$@"
elif (( $+functions[compdef] )); then
    compdef _tracker tracker
fi"""


def _zsh(all_places: Sequence[CommandPlace]) -> Iterator[str]:
    yield _ZSH_HEAD
    for before, name, path in _paths(all_places):
        yield f'            "{before}/{name}") at="{path}" ;;'
    yield _ZSH_MIDDLE
    for place in all_places:
        for option in filter(_takes_value, place.options):
            choices = " ".join(option.settings.get("choices") or ())
            files = "_files" if _is_file(option) else f"compadd -- {choices}" if choices else ":"
            yield f'        "{place.path}/{option.name}") {files}; return ;;'
    yield _ZSH_VALUES
    for place in all_places:
        known = " ".join(_quoted(f"{name}:{text}") for name, text in place.words.items())
        options = " ".join(_quoted(f"{option.name}:{_help_of(option)}") for option in place.options)
        files = "1" if place.takes_files else ""
        yield f'        "{place.path}") known=({known}) choices=({options}) files={files} ;;'
    yield _ZSH_END


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# --- fish ------------------------------------------------------------------------------------------------------

_FISH_HEAD = """\
# Completion of tracker for fish: tracker completion fish > ~/.config/fish/completions/tracker.fish
function __tracker_at
    set -l at
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case --ledger --lang
                set skip 1
                continue
        end
        switch "$at/$word\""""
_FISH_MIDDLE = """\
        end
    end
    test "$at" = "$argv[1]"
end
complete -c tracker -f"""


def _fish(all_places: Sequence[CommandPlace]) -> Iterator[str]:
    yield _FISH_HEAD
    for before, name, path in _paths(all_places):
        yield f"            case '{before}/{name}'"
        yield f"                set at '{path}'"
    yield _FISH_MIDDLE
    for place in all_places:
        here = f"complete -c tracker -n '__tracker_at \"{place.path}\"'"
        if place.takes_files:
            yield f"{here} -F"
        for name, text in place.words.items():
            yield f"{here} -a {name} -d {_fish_text(text)}"
        for option in place.options:
            choices = " ".join(option.settings.get("choices") or ())
            offered = " -F" if _is_file(option) else f" -a '{choices}'" if choices else ""
            value = f" -r{offered}" if _takes_value(option) else ""
            yield f"{here} -l {option.name.removeprefix('--')}{value} -d {_fish_text(_help_of(option))}"


def _fish_text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


# --- PowerShell ------------------------------------------------------------------------------------------------

_POWERSHELL_HEAD = """\
# Completion of tracker for PowerShell: tracker completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName tracker -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $known = @{"""
_POWERSHELL_END = """\
    }
    $at = ''
    $skip = $false
    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        $word = "$element"
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        if ($skip) { $skip = $false; continue }
        if ($word -in '--ledger', '--lang') { $skip = $true; continue }
        $next = "$at $word".Trim()
        if ($known.ContainsKey($next)) { $at = $next }
    }
    $known[$at].GetEnumerator() | Where-Object { $_.Key -like "$wordToComplete*" } | Sort-Object Key | ForEach-Object {
        if (-not $_.Key.StartsWith('-') -or $wordToComplete.StartsWith('-')) {
            $tip = if ($_.Value) { $_.Value } else { $_.Key }
            [System.Management.Automation.CompletionResult]::new($_.Key, $_.Key, 'ParameterValue', $tip)
        }
    }
}"""


def _powershell(all_places: Sequence[CommandPlace]) -> Iterator[str]:
    yield _POWERSHELL_HEAD
    for place in all_places:
        yield f"        '{place.path}' = @{{"
        for name, text in {**place.words, **{one.name: _help_of(one) for one in place.options}}.items():
            yield f"            '{name}' = {_doubled(text)}"
        yield "        }"
    yield _POWERSHELL_END


def _doubled(text: str) -> str:
    # PowerShell takes curved single quotes for straight ones, so that they are doubled, too.
    for quote in "'‘’":
        text = text.replace(quote, quote * 2)
    return f"'{text}'"


# --- the manual page -------------------------------------------------------------------------------------------

_MANUAL_HEAD = """\
.\\" Made by: tracker completion man
.TH TRACKER 1 "" "tracker {version}" "Commitment ledger"
.SH NAME
tracker \\- a ledger of commitments, and of the words that prove what became of them
.SH SYNOPSIS
.B tracker
.RI [ OPTION "]... [" FILE ]
.br
.B tracker
.RI [ OPTION "]... " COMMAND " [" ARGUMENT ]...
.SH DESCRIPTION"""


def _manual(all_places: Sequence[CommandPlace]) -> Iterator[str]:
    yield _MANUAL_HEAD.format(version=__version__)
    yield _roff(DESCRIPTION)
    yield ".SH OPTIONS"
    yield from _items(all_places[0].options)
    yield ".SH COMMANDS"
    yield "Each takes the options above as well, but for \\-\\-version and \\-\\-new\\-window."
    common = {option.name for option in all_places[0].options}
    for place in all_places[1:]:
        if place.commands:
            continue
        own = [option for option in place.options if option.name not in common]
        called = " ".join([place.path, *(_called(value) for value in place.values)])
        yield f'.SS "{_roff(called)}"'
        yield _roff(next(command.help for command in COMMANDS if command.name == place.path)) + "."
        yield from _items((*place.values, *own))
    yield ".SH EXIT STATUS"
    yield _roff(EXIT_CODES) + "."
    yield ".SH ENVIRONMENT"
    for name, text in (
        ("TRACKER_LEDGER", "the ledger that is meant where none is named"),
        ("TRACKER_AUTHOR", "the name under which changes are recorded"),
        ("TRACKER_RELEASES", "the address that tells of newer versions of the program"),
    ):
        yield f".TP\n.B {name}\n{text}"


def _items(arguments: Sequence[Argument]) -> Iterator[str]:
    for one in arguments:
        text = _help_of(one) or ", ".join(one.settings.get("choices") or ())
        if one.name.startswith("-") or text:
            yield f'.TP\n.B "{_roff(_called(one))}"\n{_roff(text) or ".br"}'


def _called(argument: Argument) -> str:
    """How an argument is written: an option with what it takes, a value by its name."""
    metavar = argument.settings.get("metavar") or argument.name.lstrip("-").upper().replace("-", "_")
    value = " ".join(metavar) if isinstance(metavar, tuple) else metavar
    if not argument.name.startswith("-"):
        return f"[{value}]" if argument.settings.get("nargs") in ("?", "*") else value
    return f"{argument.name} {value}" if _takes_value(argument) else argument.name


def _roff(text: str) -> str:
    """The text with nothing in it that would be taken for a command of the typesetter."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
