; The installer for Windows: for the user who runs it, without an administrator, in Chinese or English as Windows is.
; `pack` beside this has makensis read it and gives VERSION, NUMBERS (1.2.3.0), PUBLISHER, ICON, FOLDER (the bundle) with
; its SIZE in KB and LONGEST path inside it, WORK (what pack has made) and OUT.
;
; Silently: SETUP /S [/TASKS=desktop,files,command] [/D=C:\folder, last and without quotes]. It ends with 0; with 3 where
; the program is running, nothing being changed then; with 2 where Windows is too old or the folder's path too long.

Unicode true
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include x64.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define ID "CommitmentLedger"
; As `name_application` in src/tracker/systems/desktops.py says it: by this the task bar knows window and shortcut for one.
!define APP_ID "CommitmentLedger.Tracker"
!define PROGRAM "tracker-window.exe"
!define COMMAND "tracker.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define CLASSES "Software\Classes"
!define TYPE "${ID}.File"
!define ENDING ".commitments"
; Every file and folder of the bundle, by which it is taken away: what else lies there, a ledger perhaps, is not ours.
!define LIST "installed.txt"
!define NAME_ZH "承诺台账"
!define NAME_EN "Commitment ledger"
!define CODE_REFUSED 2
!define CODE_RUNNING 3

Name "$(NAME)"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
RequestExecutionLevel user
ManifestSupportedOS all
ManifestDPIAware true
ManifestLongPathAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 64
BrandingText "$(NAME) ${VERSION}"
AllowSkipFiles off
Var Before ; the version that is there, or ""

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_HEADERIMAGE
!define MUI_HEADERIMAGE_RIGHT
!define MUI_HEADERIMAGE_BITMAP "head.bmp"
!define MUI_HEADERIMAGE_UNBITMAP "head.bmp"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC

!define MUI_WELCOMEPAGE_TITLE "$(WELCOME_TITLE)"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME_TEXT)"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_HEADER_TEXT "$(LICENCE_HEAD)"
!define MUI_PAGE_HEADER_SUBTEXT "$(LICENCE_UNDER)"
!define MUI_LICENSEPAGE_TEXT_TOP "$(LICENCE_PARTS)"
!define MUI_LICENSEPAGE_TEXT_BOTTOM " "
!define MUI_LICENSEPAGE_BUTTON "$(LICENCE_BUTTON)"
!insertmacro MUI_PAGE_LICENSE "${WORK}\licence.txt"
!define MUI_PAGE_HEADER_TEXT "$(FOLDER_HEAD)"
!define MUI_PAGE_HEADER_SUBTEXT "$(FOLDER_UNDER)"
!define MUI_DIRECTORYPAGE_TEXT_TOP "$(FOLDER_TEXT)"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolder
!insertmacro MUI_PAGE_DIRECTORY
!define MUI_PAGE_HEADER_TEXT "$(TASKS_HEAD)"
!define MUI_PAGE_HEADER_SUBTEXT "$(TASKS_UNDER)"
!define MUI_COMPONENTSPAGE_TEXT_TOP "$(TASKS_TEXT)"
!define MUI_COMPONENTSPAGE_TEXT_COMPLIST " "
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "$(FINISH_TITLE)"
!define MUI_FINISHPAGE_TEXT "$(FINISH_TEXT)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "$(FINISH_RUN)"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_FINISH

!define MUI_PAGE_HEADER_TEXT "$(UN_HEAD)"
!define MUI_PAGE_HEADER_SUBTEXT "$(UN_UNDER)"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(UN_TEXT)"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "$(UN_FINISH_TITLE)"
!define MUI_FINISHPAGE_TEXT "$(UN_FINISH_TEXT)"
!insertmacro MUI_UNPAGE_FINISH

; The first one is for all other languages.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"
SetFont /LANG=${LANG_ENGLISH} "Segoe UI" 9
SetFont /LANG=${LANG_SIMPCHINESE} "Microsoft YaHei UI" 9

!macro SAY KEY ENGLISH CHINESE
  LangString ${KEY} ${LANG_ENGLISH} `${ENGLISH}`
  LangString ${KEY} ${LANG_SIMPCHINESE} `${CHINESE}`
!macroend
!define SAY "!insertmacro SAY"

${SAY} NAME "${NAME_EN}" "${NAME_ZH}"
${SAY} WELCOME_TITLE "${NAME_EN} ${VERSION}" "${NAME_ZH} ${VERSION}"
${SAY} WELCOME_TEXT \
  "What a ministry promised, and the words that prove what became of it.$\r$\n$\r$\nIt is installed for you alone; no administrator is needed.$Before$\r$\n$\r$\nNothing is sent or fetched by itself." \
  "逐条跟踪承诺事项的进展，并保存证明其结果的原文。$\r$\n$\r$\n只为当前用户安装，不需要管理员权限。$Before$\r$\n$\r$\n本程序不会自行发送或获取任何内容。"
${SAY} BEFORE \
  "$\r$\n$\r$\nVersion $0 is installed and will be replaced. Ledgers and settings stay as they are." \
  "$\r$\n$\r$\n已安装的 $0 版将被替换，台账和设置保持不变。"
${SAY} LICENCE_HEAD "Licence" "许可证"
${SAY} LICENCE_UNDER "This is free software under the MIT licence." "本程序是采用 MIT 许可证的自由软件，以下为英文原文。"
${SAY} LICENCE_PARTS \
  "Its parts have licences of their own, Qt the LGPL 3: see the program's folder $\"licences$\"." \
  "各组成部分有各自的许可证，其中 Qt 采用 LGPL 3：见程序的“licences”文件夹。"
${SAY} LICENCE_BUTTON "&Next >" "下一步(&N) >"
${SAY} FOLDER_HEAD "Folder" "文件夹"
${SAY} FOLDER_UNDER "Where is the program to be?" "程序安装到哪里？"
${SAY} FOLDER_TEXT \
  "Ledgers are not kept here but in your own folders, and are not touched." \
  "台账不存放在这里，而在您自己的文件夹中，不受影响。"
${SAY} TASKS_HEAD "Options" "选项"
${SAY} TASKS_UNDER "What else is to be set up?" "还需要设置什么？"
${SAY} TASKS_TEXT "All of this can be changed by installing once more." "以后重新运行安装程序即可更改。"
${SAY} TASK_PROGRAM "Program" "程序"
${SAY} TASK_DESKTOP "Shortcut on the desktop" "桌面快捷方式"
${SAY} TASK_FILES "Open ledgers (*${ENDING}) by a double click" "双击打开台账（*${ENDING}）"
${SAY} TASK_COMMAND "Command $\"tracker$\" in terminals" "在终端中使用 tracker 命令"
${SAY} ABOUT_PROGRAM "The program with an entry in the start menu." "程序本身，以及开始菜单中的一项。"
${SAY} ABOUT_DESKTOP "Also puts an icon on your desktop." "在桌面上也放一个图标。"
${SAY} ABOUT_FILES "Ledgers are shown with the program's icon and opened by it." "台账文件显示本程序的图标，并由本程序打开。"
${SAY} ABOUT_COMMAND "Adds the program's folder to your own PATH. For scripts; the window does not need it." "把程序所在文件夹加入您的 PATH，供脚本使用；窗口程序不需要。"
${SAY} FILE_TYPE "Commitment ledger" "承诺台账文件"
${SAY} SHORTCUT_ABOUT "What a ministry promised, and what became of it" "逐条跟踪承诺事项的进展"
${SAY} FINISH_TITLE "${NAME_EN} ${VERSION} is installed" "${NAME_ZH} ${VERSION} 已安装"
${SAY} FINISH_TEXT "It is in the start menu under $(NAME)." "可从开始菜单的“$(NAME)”打开。"
${SAY} FINISH_RUN "&Start it now" "立即启动(&S)"
${SAY} RUNNING "The program is running: close it, then try again." "程序正在运行：请先关闭，然后重试。"
${SAY} TOO_OLD "Windows 10 (version 1809) or newer, 64 bits, is needed." "需要 64 位的 Windows 10（1809 版）或更新的系统。"
${SAY} TOO_LONG "The path of this folder is too long for Windows: choose a shorter one." "此文件夹的路径对 Windows 来说过长：请选择较短的路径。"
${SAY} SECOND "This installer is open already." "安装程序已经打开。"
${SAY} UN_HEAD "Remove ${NAME_EN}" "卸载${NAME_ZH}"
${SAY} UN_UNDER "The program goes; your ledgers, settings and logs stay." "只卸载程序，您的台账、设置和日志都会保留。"
${SAY} UN_TEXT \
  "What you did not save elsewhere is in$\r$\n$LOCALAPPDATA\tracker" \
  "未另存到别处的台账在：$\r$\n$LOCALAPPDATA\tracker"
${SAY} UN_FINISH_TITLE "Removed" "已卸载"
${SAY} UN_FINISH_TEXT \
  "Your ledgers, settings and logs are where they were. What was not saved elsewhere is in$\r$\n$\r$\n$LOCALAPPDATA\tracker" \
  "您的台账、设置和日志仍在原处，未另存到别处的在：$\r$\n$\r$\n$LOCALAPPDATA\tracker"

VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=0 "ProductName" "${NAME_ZH} · ${NAME_EN}"
VIAddVersionKey /LANG=0 "FileDescription" "${NAME_ZH} · ${NAME_EN}"
VIAddVersionKey /LANG=0 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=0 "LegalCopyright" "${PUBLISHER}, MIT"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"

; --- what installer and uninstaller both do ----------------------------------------------------------------------

!macro BOTH UN

; Returns whether the program in $INSTDIR is open ($0, 1 or 0): Windows lets nobody write to a program that is.
Function ${UN}IsRunning
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $1 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\${COMMAND}"
    ClearErrors
    FileOpen $1 "$INSTDIR\${COMMAND}" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
FunctionEnd

; Goes on when the program is closed, or ends the installer before anything was changed.
Function ${UN}WaitUntilClosed
  ${Do}
    Call ${UN}IsRunning
    ${If} $0 = 0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} 'MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDCANCEL'
      SetErrorLevel ${CODE_RUNNING}
      Quit
    ${EndIf}
  ${Loop}
FunctionEnd

; Removes what the installer put into $INSTDIR, by its list, and nothing else. Lines that end in \ are folders, which go
; when they are empty.
Function ${UN}RemoveFiles
  ClearErrors
  FileOpen $0 "$INSTDIR\${LIST}" r
  ${If} ${Errors}
    Return
  ${EndIf}
  ${Do}
    FileReadUTF16LE $0 $1
    ${If} ${Errors}
      ${ExitDo}
    ${EndIf}
    StrCpy $1 $1 -2 ; the end of the line
    StrCpy $2 $1 1 -1
    ${If} $2 == "\"
      RMDir "$INSTDIR\$1"
    ${Else}
      Delete "$INSTDIR\$1"
    ${EndIf}
    ClearErrors
  ${Loop}
  FileClose $0
  Delete "$INSTDIR\${LIST}"
  Delete "$INSTDIR\Uninstall.exe"
FunctionEnd

; Shortcuts are named in the language that Windows had then.
Function ${UN}RemoveDesktopShortcut
  Delete "$DESKTOP\${NAME_ZH}.lnk"
  Delete "$DESKTOP\${NAME_EN}.lnk"
FunctionEnd

Function ${UN}RemoveStartMenuEntry
  Delete "$SMPROGRAMS\${NAME_ZH}.lnk"
  Delete "$SMPROGRAMS\${NAME_EN}.lnk"
FunctionEnd

; Whoever has taken the ending since keeps it.
Function ${UN}RemoveFileType
  DeleteRegKey HKCU "${CLASSES}\${TYPE}"
  DeleteRegValue HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${TYPE}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}\OpenWithProgids"
  ReadRegStr $0 HKCU "${CLASSES}\${ENDING}" ""
  ${If} $0 == "${TYPE}"
    DeleteRegValue HKCU "${CLASSES}\${ENDING}" ""
  ${EndIf}
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}"
FunctionEnd

; Reads the user's PATH: $1 its key, open, $2 its type, $3 its text between two semicolons, in memory that the caller
; frees, with room for one folder more. Not in a string of NSIS, which would cut it at 1,024 characters.
Function ${UN}ReadPath
  System::Call 'advapi32::RegOpenCurrentUser(i 0x2001F, *p .r4)' ; to read and to write
  System::Call 'advapi32::RegOpenKeyExW(p r4, w "Environment", i 0, i 0x2001F, *p .r1)'
  System::Call 'advapi32::RegCloseKey(p r4)'
  StrCpy $5 0
  System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, *i .r2, p 0, *i .r5) i .r6'
  ${If} $6 <> 0
    StrCpy $2 2 ; REG_EXPAND_SZ, as Windows makes it
    StrCpy $5 0
  ${EndIf}
  IntOp $6 $5 + 4096
  System::Alloc $6
  Pop $3
  System::Call 'kernel32::lstrcpyW(p r3, w ";")'
  ${If} $5 > 0
    IntPtrOp $6 $3 + 2
    System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, p 0, p r6, *i r5)'
  ${EndIf}
  System::Call 'kernel32::lstrcatW(p r3, w ";")'
FunctionEnd

; Finds our folder in what ReadPath gave: $6, or 0.
Function ${UN}FindInPath
  System::Call 'shlwapi::StrStrIW(p r3, w ";$INSTDIR;") p .r6'
FunctionEnd

; Writes what ReadPath gave and frees it.
Function ${UN}WritePath
  System::Call 'kernel32::lstrlenW(p r3) i .r5'
  ${If} $5 > 2
    IntOp $5 $5 - 2 ; without the two semicolons
    IntOp $5 $5 * 2
    IntPtrOp $6 $3 + 2
    IntPtrOp $7 $6 + $5
    System::Call '*$7(&i2 0)'
    IntOp $5 $5 + 2
    System::Call 'advapi32::RegSetValueExW(p r1, w "Path", i 0, i r2, p r6, i r5)'
  ${Else}
    System::Call 'advapi32::RegDeleteValueW(p r1, w "Path")'
  ${EndIf}
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
FunctionEnd

Function ${UN}ClosePath
  System::Free $3
  System::Call 'advapi32::RegCloseKey(p r1)'
FunctionEnd

Function ${UN}RemoveFromPath
  Call ${UN}ReadPath
  Call ${UN}FindInPath
  ${If} $6 P<> 0
    StrLen $5 ";$INSTDIR"
    IntOp $5 $5 * 2
    IntPtrOp $7 $6 + $5
    System::Call 'kernel32::lstrlenW(p r7) i .r5'
    IntOp $5 $5 * 2
    IntOp $5 $5 + 2
    System::Call 'ntdll::RtlMoveMemory(p r6, p r7, p r5)'
    Call ${UN}WritePath
  ${EndIf}
  Call ${UN}ClosePath
FunctionEnd

!macroend
!insertmacro BOTH ""
!insertmacro BOTH "un."

; Tells Explorer that icons and types of files are others now.
!macro TELL_EXPLORER
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

; --- installing ----------------------------------------------------------------------------------------------------

; Gives the shortcut $9 the name by which the task bar knows the program's windows.
Function NameShortcut
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}", .r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("$9", ${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}", .r2)'
      ${If} $2 P<> 0
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
        System::Call '*(&w64 "${APP_ID}")p.r5'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR}, , p r5)p.r4'
        ${IPropertyStore::SetValue} $2 '($3, $4)'
        ${IPropertyStore::Commit} $2 ""
        System::Free $5
        System::Free $3
        System::Free $4
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("$9", 1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
FunctionEnd

; Makes the shortcut $9.
Function MakeShortcut
  CreateShortcut "$9" "$INSTDIR\${PROGRAM}" "" "$INSTDIR\${PROGRAM}" 0 SW_SHOWNORMAL "" "$(SHORTCUT_ABOUT)"
  Call NameShortcut
FunctionEnd

Function AddToPath
  Call ReadPath
  Call FindInPath
  ${If} $6 P= 0
    ; An empty entry at the end would be the folder in which one happens to be.
    System::Call 'kernel32::lstrlenW(p r3) i .r5'
    IntOp $5 $5 - 2
    IntOp $5 $5 * 2
    IntPtrOp $6 $3 + $5
    System::Call '*$6(&w1 .r7)'
    ${If} $5 > 0
    ${AndIf} $7 == ";"
      IntPtrOp $6 $6 + 2
      System::Call '*$6(&i2 0)'
    ${ElseIf} $5 = 0
      System::Call 'kernel32::lstrcpyW(p r3, w ";")'
    ${EndIf}
    System::Call 'kernel32::lstrcatW(p r3, w "$INSTDIR;")'
    Call WritePath
  ${EndIf}
  Call ClosePath
FunctionEnd

Section "$(TASK_PROGRAM)" PROGRAM_SECTION
  SectionIn RO
  Call WaitUntilClosed
  Call RemoveFiles
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*"
  File "${WORK}\${LIST}"
  WriteUninstaller "$INSTDIR\Uninstall.exe"

  Call RemoveStartMenuEntry
  StrCpy $9 "$SMPROGRAMS\$(NAME).lnk"
  Call MakeShortcut

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "$(NAME)"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section /o "$(TASK_DESKTOP)" DESKTOP_SECTION
  StrCpy $9 "$DESKTOP\$(NAME).lnk"
  Call MakeShortcut
SectionEnd

Section "$(TASK_FILES)" FILES_SECTION
  WriteRegStr HKCU "${CLASSES}\${TYPE}" "" "$(FILE_TYPE)"
  WriteRegStr HKCU "${CLASSES}\${TYPE}" "AppUserModelID" "${APP_ID}"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${CLASSES}\${ENDING}" "" "${TYPE}"
  WriteRegStr HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${TYPE}" ""
SectionEnd

Section /o "$(TASK_COMMAND)" COMMAND_SECTION
  Call AddToPath
SectionEnd

; What an older one had and is not wanted any more.
Section "-rest"
  ${IfNot} ${SectionIsSelected} ${DESKTOP_SECTION}
    Call RemoveDesktopShortcut
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${FILES_SECTION}
    Call RemoveFileType
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${COMMAND_SECTION}
    Call RemoveFromPath
  ${EndIf}
  !insertmacro TELL_EXPLORER
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${PROGRAM_SECTION} "$(ABOUT_PROGRAM)"
  !insertmacro MUI_DESCRIPTION_TEXT ${DESKTOP_SECTION} "$(ABOUT_DESKTOP)"
  !insertmacro MUI_DESCRIPTION_TEXT ${FILES_SECTION} "$(ABOUT_FILES)"
  !insertmacro MUI_DESCRIPTION_TEXT ${COMMAND_SECTION} "$(ABOUT_COMMAND)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; Ticks a task, or not, by what is there: $0 is 1 or 0.
!macro TICK SECTION
  ${If} $0 = 1
    !insertmacro SelectSection ${SECTION}
  ${Else}
    !insertmacro UnselectSection ${SECTION}
  ${EndIf}
!macroend

; An upgrade proposes what the user has.
Function TickWhatIsThere
  StrCpy $0 0
  ${If} ${FileExists} "$DESKTOP\${NAME_ZH}.lnk"
  ${OrIf} ${FileExists} "$DESKTOP\${NAME_EN}.lnk"
    StrCpy $0 1
  ${EndIf}
  !insertmacro TICK ${DESKTOP_SECTION}
  StrCpy $0 0
  ReadRegStr $1 HKCU "${CLASSES}\${TYPE}\shell\open\command" ""
  ${If} $1 != ""
    StrCpy $0 1
  ${EndIf}
  !insertmacro TICK ${FILES_SECTION}
  StrCpy $0 0
  Call ReadPath
  Call FindInPath
  ${If} $6 P<> 0
    StrCpy $0 1
  ${EndIf}
  Call ClosePath
  !insertmacro TICK ${COMMAND_SECTION}
FunctionEnd

!macro TICK_GIVEN WORD SECTION
  StrCpy $0 0
  ${WordIsIn} "${WORD}"
  !insertmacro TICK ${SECTION}
!macroend

; Whether a word stands in the list ",$1,": then $0 is 1.
!macro WORD_IS_IN WORD
  System::Call 'shlwapi::StrStrIW(w ",$1,", w ",${WORD},") p .r2'
  ${If} $2 P<> 0
    StrCpy $0 1
  ${EndIf}
!macroend
!define WordIsIn "!insertmacro WORD_IS_IN"

Function Refuse ; $0, the sentence
  MessageBox MB_OK|MB_ICONSTOP "$0" /SD IDOK
  SetErrorLevel ${CODE_REFUSED}
  Quit
FunctionEnd

; Whether the longest path of the bundle fits into $INSTDIR: then $0 is 1.
Function FolderFits
  StrLen $1 "$INSTDIR"
  IntOp $1 $1 + ${LONGEST}
  StrCpy $0 1
  ${If} $1 > 258 ; with the backslash between
    StrCpy $0 0
  ${EndIf}
FunctionEnd

Function LeaveFolder
  Call FolderFits
  ${If} $0 = 0
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(TOO_LONG)"
    Abort
  ${EndIf}
FunctionEnd

Function .onInit
  ; It is let go when the installer ends.
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${ID}.Setup") p .r1 ?e'
  Pop $0
  ${If} $0 = 183 ; ERROR_ALREADY_EXISTS
    StrCpy $0 "$(SECOND)"
    Call Refuse
  ${EndIf}
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    StrCpy $0 "$(TOO_OLD)"
    Call Refuse
  ${EndIf}
  Call FolderFits
  ${If} $0 = 0
  ${AndIf} ${Silent}
    StrCpy $0 "$(TOO_LONG)"
    Call Refuse
  ${EndIf}
  StrCpy $Before ""
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
    StrCpy $Before "$(BEFORE)"
    Call TickWhatIsThere
    Call WaitUntilClosed
  ${EndIf}
  ${GetParameters} $2
  ClearErrors
  ${GetOptions} $2 "/TASKS=" $1
  ${IfNot} ${Errors}
    !insertmacro TICK_GIVEN "desktop" ${DESKTOP_SECTION}
    !insertmacro TICK_GIVEN "files" ${FILES_SECTION}
    !insertmacro TICK_GIVEN "command" ${COMMAND_SECTION}
  ${EndIf}
FunctionEnd

; --- removing ------------------------------------------------------------------------------------------------------

Section "un.program"
  Call un.WaitUntilClosed
  Call un.RemoveFiles
  RMDir "$INSTDIR"
  Call un.RemoveStartMenuEntry
  Call un.RemoveDesktopShortcut
  Call un.RemoveFileType
  Call un.RemoveFromPath
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  !insertmacro TELL_EXPLORER
SectionEnd
