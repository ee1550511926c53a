# Completes command lines of scriptgrid in bash: source <(scriptgrid completion bash)
_scriptgrid() {
    local program="${COMP_WORDS[0]/#\~/$HOME}" typed="${COMP_WORDS[COMP_CWORD]}" word
    local line="scriptgrid${COMP_LINE#*"${COMP_WORDS[0]}"}"
    local position=$((COMP_POINT + ${#line} - ${#COMP_LINE}))
    COMPREPLY=()
    while IFS= read -r word; do
        case "$word" in
            '' | [-/][?h]) ;;
            "$typed"*) COMPREPLY+=("$word") ;;
        esac
    done < <("$program" "[suggest:$position]" "$line" 2>/dev/null)
}

# Where scriptgrid knows no word, files are completed.
complete -o default -F _scriptgrid scriptgrid
