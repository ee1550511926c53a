# Completes command lines of scriptgrid in fish: scriptgrid completion fish | source
function __scriptgrid_complete
    set -l line (string replace -r '^\s*\S+' scriptgrid -- (commandline -cp | string collect))
    set -l program (commandline -opc)[1]
    set -l typed (commandline -ct)
    set -l found
    for word in (eval $program (string escape -- "[suggest:"(string length -- "$line")"]" "$line") 2>/dev/null)
        if test (string sub -l (string length -- "$typed") -- "$word") = "$typed"; and not string match -qr '^[-/][?h]$' -- "$word"
            set -a found "$word"
        end
    end
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path $typed
    end
end

complete -c scriptgrid -f -a '(__scriptgrid_complete)'
