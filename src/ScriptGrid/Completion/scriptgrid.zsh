#compdef scriptgrid
# Completes command lines of scriptgrid in zsh: source <(scriptgrid completion zsh) behind compinit, or this text as _scriptgrid in a folder of $fpath.
_scriptgrid() {
    local line="${(j: :)${(@)words[2,CURRENT-1]}}"
    line="scriptgrid${line:+ $line} $PREFIX"
    local -a found
    found=(${(f)"$(${~words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)"})
    found=(${found:#[-/][?h]})
    found=(${(M)found:#${(b)PREFIX}*})
    if (( ${#found} )); then
        compadd -a found
    else
        _files
    fi
}

if [[ "${funcstack[1]}" == _scriptgrid ]]; then
    _scriptgrid "$@"
else
    compdef _scriptgrid scriptgrid
fi
