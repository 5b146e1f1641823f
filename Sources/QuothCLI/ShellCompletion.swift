import QuothSyntax

/// The completion scripts of the argument parser, for a program whose first command needs no name.
///
/// The parser's own know a corpus only behind `ask`: where no command stands they offer nothing but commands.
struct ShellCompletion {
    /// The commands that have a name.
    let commands: [String]

    /// A script in which a line without a command is completed as one with `ask` is.
    func withoutName(_ script: String) -> String {
        switch true {
        case script.hasPrefix("#!/bin/bash"):
            inserting(bash, before: "    local -a repeating_flags=()\n", in: script)
        case script.hasPrefix("#compdef"):
            inserting(
                "        _files && ret=0\n", behind: "        _describe -V subcommand subcommands && ret=0\n",
                in: inserting(zsh, before: "    local -i ret=1\n", in: script))
        case script.contains("__quoth_parse_subcommand"):
            inserting(fish, behind: "        __quoth_parse_subcommand 0 'version' 'h/help'\n", in: script)
                + Self.filesOfFish
        // The version, or help.
        default: script
        }
    }

    private func inserting(
        _ lines: String, before next: String = "", behind last: String = "", in script: String
    ) -> String {
        guard let place = script.firstRange(of: next + last) else { return script }
        var script = script
        script.insert(contentsOf: lines, at: next.isEmpty ? place.upperBound : place.lowerBound)
        return script
    }

    private var bash: String {
        """
            case "${unparsed_words[0]}" in
            \(commands.joined(by: "|"))) ;;
            *)
                if [[ "${COMP_CWORD}" -eq 1 ]]; then
                    COMPREPLY+=($(compgen -W '\(commands.joined(by: " "))' -- "${cur}"))
                fi
                local -a repeating_flags non_repeating_flags repeating_options non_repeating_options
                _quoth_ask
                return
                ;;
            esac


        """
    }

    private var zsh: String {
        """
            case "${words[2]}" in
            \(commands.joined(by: "|"))) ;;
            ?*)
                if [[ "${CURRENT}" -gt 2 || "${words[2]}" = -* ]]; then
                    _quoth_ask
                    return
                fi
                ;;
            esac


        """
    }

    private var fish: String {
        """
                if set -q unparsed_tokens[1]
                    contains -- $unparsed_tokens[1] \(commands.joined(by: " ")); or set -p unparsed_tokens ask
                else if string match -q -- '-*' (commandline -ct)
                    set -p unparsed_tokens ask
                end

        """
    }

    private static let filesOfFish =
        "complete -c 'quoth' -n '__quoth_should_offer_completions_for_positional \"quoth\" -eq 1' -F\n"
}
