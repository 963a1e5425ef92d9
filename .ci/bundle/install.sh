#!/bin/sh
# Installs this program for the user who runs this; no administrator is needed. `./install.sh --remove` takes it away
# again. Neither touches ledgers or settings. To install a newer one over it: the same again, from the newer folder.
# The add-on that reads scans (a folder `ocr` beside this file) comes along, and stays where a newer one has none.
set -eu

name=commitment-ledger
here=$(cd "$(dirname "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
place=$HOME/.local/opt/$name
commands=$HOME/.local/bin
entry=$data/applications/$name.desktop
type=$data/mime/packages/$name.xml
icon=$data/icons/hicolor/scalable/apps/$name.svg

say() {  # say ENGLISH CHINESE
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in zh*) echo "$2" ;; *) echo "$1" ;; esac
}

# A program that is open would look in vain for what it loads later.
for one in /proc/[0-9]*/exe; do
    if [ "$(readlink "$one" 2> /dev/null || true)" = "$place/tracker" ]; then
        say "The program is open: close it, then run this again." "程序正在运行：请先关闭，再重新运行本脚本。" >&2
        exit 1
    fi
done

if [ -e "$place/data" ]; then
    say "Ledgers lie in $place/data: move that folder away first. Nothing was changed." \
        "$place/data 中有台账：请先移走该文件夹。未作任何改动。" >&2
    exit 1
fi

tell_desktop() {
    if command -v update-mime-database > /dev/null && [ -d "$data/mime" ]; then update-mime-database "$data/mime"; fi
    if command -v update-desktop-database > /dev/null && [ -d "$data/applications" ]; then
        update-desktop-database -q "$data/applications"
    fi
}

take_away() {
    for link in "$commands/tracker" "$commands/tracker-window"; do
        if [ "$(readlink "$link" 2> /dev/null || true)" = "$place/tracker" ]; then rm "$link"; fi
    done
    rm -f "$entry" "$type" "$icon"
    rm -rf "$place" "$place.new"
}

link_command() {  # link_command NAME; one of that name that is somebody else's stays
    if [ -e "$commands/$1" ] && [ "$(readlink "$commands/$1" || true)" != "$place/tracker" ]; then
        say "$commands/$1 is there already and was left as it is." "$commands/$1 已存在，未作改动。" >&2
    else
        ln -sf "$place/tracker" "$commands/$1"
    fi
}

install_entry() {
    own=$place/_internal/tracker/_data/resources
    if [ ! -d "$own/desktop" ]; then return; fi
    mkdir -p "$(dirname "$entry")" "$(dirname "$type")" "$(dirname "$icon")"
    # Within quotes of an entry these four are escaped, and the backslash twice over; & and | are signs of sed.
    quoted=$(printf '%s' "$place/tracker" | sed -e 's/["`$\\]/\\\\&/g' -e 's/[&|\\]/\\&/g')
    sed "s|^Exec=tracker-window|Exec=\"$quoted\"|" "$own/desktop/$name.desktop" > "$entry"
    cp "$own/desktop/$name.xml" "$type"
    cp "$own/icons/tracker.svg" "$icon"
}

if [ "${1:-}" = --remove ]; then
    take_away
    tell_desktop
    say "Removed. Your ledgers are where they were." "已卸载。您的台账仍在原处。"
    exit
fi

if [ "$here" != "$place" ]; then
    mkdir -p "$(dirname "$place")"
    rm -rf "$place.new"
    # Whole before the former one goes: a full disk leaves that as it was.
    mkdir "$place.new"
    for one in "$here"/*; do
        if [ "$one" = "$here/data" ]; then continue; fi  # what makes that copy portable stays with it
        cp -R "$one" "$place.new" || { rm -rf "$place.new"; exit 1; }
    done
    if [ -d "$place/ocr" ] && [ ! -e "$place.new/ocr" ]; then
        cp -R "$place/ocr" "$place.new" || { rm -rf "$place.new"; exit 1; }
    fi
    rm -rf "$place"
    mv "$place.new" "$place"
fi
mkdir -p "$commands"
link_command tracker
link_command tracker-window
install_entry
tell_desktop
say "Installed in $place. Open it from the menu of programs, or type: $commands/tracker-window" \
    "已安装到 $place。可以从应用菜单打开，或输入：$commands/tracker-window"
