using System.Buffers;
using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>Applies the rules of ACL SETUSER to a user. Methods that return text return null, or the reason in Redis's words why a rule is invalid.</summary>
internal static class AclRules
{
    private const string Syntax = "Syntax error";
    private const string UnknownCommand = "Unknown command or category name in ACL";
    private const string BadHash = "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters";
    private const string NoSuchPassword = "The password you are trying to remove from the user does not exist";
    private const string AfterAllKeys =
        "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any effect. Try 'resetkeys' to start with an empty list of patterns";

    private const string AfterAllChannels =
        "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have any effect. Try 'resetchannels' to start with an empty list of channels";

    private const string NoFirstWordOfSubcommand = "Allowing first-arg of a subcommand is not supported";

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\n\v\f\r\0"u8);

    /// <summary>Joins the words of each rule in parentheses. Returns null and a problem if a parenthesis is not closed.</summary>
    internal static List<byte[]>? Join(ReadOnlySpan<byte[]> words, out string? problem)
    {
        problem = null;
        var rules = new List<byte[]>();
        for (int i = 0; i < words.Length; i++)
        {
            byte[] rule = words[i];
            byte[] first = rule;
            while (rule.Length > 0 && rule[0] == '(' && rule[^1] != ')')
            {
                if (++i == words.Length)
                {
                    problem = $"ERR Unmatched parenthesis in acl selector starting at '{WordText.Of(first)}'.";
                    return null;
                }

                rule = [.. rule, (byte)' ', .. words[i]];
            }

            rules.Add(rule);
        }

        return rules;
    }

    /// <param name="user">The user that the rule changes.</param>
    /// <param name="rule">One rule, or several in parentheses.</param>
    /// <param name="beginsWithAllChannels">Whether a new or reset selector starts with access to all channels.</param>
    internal static string? Apply(AclUser user, byte[] rule, bool beginsWithAllChannels)
    {
        string text = WordText.Of(rule);
        switch (text.ToLowerInvariant())
        {
            case "" when rule.Length == 0:
                return null;
            case "on":
                user.IsEnabled = true;
                return null;
            case "off":
                user.IsEnabled = false;
                return null;
            case "nopass":
                user.NeedsNoPassword = true;
                user.Passwords.Clear();
                return null;
            case "resetpass":
                user.NeedsNoPassword = false;
                user.Passwords.Clear();
                return null;
            case "sanitize-payload" or "skip-sanitize-payload":
                user.SanitizesPayloads = text[1] is 'a' or 'A';
                return null;
            case "clearselectors":
                user.Selectors.RemoveRange(1, user.Selectors.Count - 1);
                return null;
            case "reset":
                Reset(user, beginsWithAllChannels);
                return null;
        }

        return text switch
        {
            ['>' or '<' or '#' or '!', ..] => ApplyPassword(user, rule),
            ['(', ..] when rule.Length > 1 && rule[^1] == ')' => AddSelector(user, WordText.Of(rule.AsSpan()[1..^1]), beginsWithAllChannels),
            _ => Apply(user.Root, rule),
        };
    }

    private static void Reset(AclUser user, bool beginsWithAllChannels)
    {
        user.IsEnabled = false;
        user.NeedsNoPassword = false;
        user.SanitizesPayloads = true;
        user.Passwords.Clear();
        user.Selectors.Clear();
        user.Selectors.Add(new AclSelector { AllowsAllChannels = beginsWithAllChannels });
    }

    private static string? AddSelector(AclUser user, string rules, bool beginsWithAllChannels)
    {
        var selector = new AclSelector { AllowsAllChannels = beginsWithAllChannels };
        foreach (string rule in rules.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Apply(selector, Encoding.Latin1.GetBytes(rule)) is { } problem)
            {
                return problem;
            }
        }

        user.Selectors.Add(selector);
        return null;
    }

    private static string? ApplyPassword(AclUser user, byte[] rule)
    {
        bool isHash = rule[0] is (byte)'#' or (byte)'!';
        string password = isHash ? Encoding.Latin1.GetString(rule, 1, rule.Length - 1) : AclUser.Hash(rule.AsSpan(1));
        if (isHash && (password.Length != 64 || !password.All(char.IsAsciiHexDigitLower)))
        {
            return BadHash;
        }

        if (rule[0] is (byte)'<' or (byte)'!')
        {
            return user.Passwords.Remove(password) ? null : NoSuchPassword;
        }

        user.NeedsNoPassword = false;
        if (!user.Passwords.Contains(password))
        {
            user.Passwords.Add(password);
        }

        return null;
    }

    private static string? Apply(AclSelector selector, byte[] rule)
    {
        string text = WordText.Of(rule);
        switch (text.ToLowerInvariant())
        {
            case "allkeys" or "~*":
                selector.AllowsAllKeys = true;
                selector.Keys.Clear();
                return null;
            case "resetkeys":
                selector.AllowsAllKeys = false;
                selector.Keys.Clear();
                return null;
            case "allchannels" or "&*":
                selector.AllowsAllChannels = true;
                selector.Channels.Clear();
                return null;
            case "resetchannels":
                selector.AllowsAllChannels = false;
                selector.Channels.Clear();
                return null;
            case "allcommands" or "+@all" or "nocommands" or "-@all":
                selector.SetAllCommands(text[0] is 'a' or 'A' or '+');
                return null;
        }

        return text switch
        {
            ['~' or '%', ..] => AddKey(selector, rule),
            ['&', ..] => AddChannel(selector, rule),
            ['+' or '-', '@', ..] => SetCategory(selector, text[2..], text[0] == '+'),
            ['+' or '-', ..] => SetCommand(selector, text[1..], text[0] == '+'),
            _ => Syntax,
        };
    }

    private static string? AddKey(AclSelector selector, byte[] rule)
    {
        if (selector.AllowsAllKeys)
        {
            return AfterAllKeys;
        }

        int tilde = Array.IndexOf(rule, (byte)'~');
        int start = tilde < 0 ? rule.Length : tilde + 1; // Without a tilde, the pattern is empty.
        string permissions = rule[0] == '~' ? "RW" : Encoding.Latin1.GetString(rule, 1, (tilde < 0 ? rule.Length : tilde) - 1).ToUpperInvariant();
        if (permissions is not ("R" or "W" or "RW" or "WR") || HasBlanks(rule.AsSpan(start)))
        {
            return Syntax;
        }

        var key = new AclKeyPattern(rule[start..], permissions.Contains('R', StringComparison.Ordinal), permissions.Contains('W', StringComparison.Ordinal));
        int known = selector.Keys.FindIndex(other => other.Pattern.AsSpan().SequenceEqual(key.Pattern));
        if (known < 0)
        {
            selector.Keys.Add(key);
        }
        else
        {
            selector.Keys[known] = key with { Reads = key.Reads || selector.Keys[known].Reads, Writes = key.Writes || selector.Keys[known].Writes };
        }

        return null;
    }

    private static string? AddChannel(AclSelector selector, byte[] rule)
    {
        if (selector.AllowsAllChannels)
        {
            return AfterAllChannels;
        }

        if (HasBlanks(rule))
        {
            return Syntax;
        }

        if (!selector.Channels.Any(channel => channel.AsSpan().SequenceEqual(rule.AsSpan(1))))
        {
            selector.Channels.Add(rule[1..]);
        }

        return null;
    }

    private static bool HasBlanks(ReadOnlySpan<byte> pattern) => pattern.ContainsAny(Blanks);

    private static string? SetCategory(AclSelector selector, string category, bool allowed)
    {
        string? known = AclCommands.Categories.FirstOrDefault(name => name.Equals(category, StringComparison.OrdinalIgnoreCase));
        if (known is not null)
        {
            selector.SetCategory(known, allowed);
        }

        return known is null ? UnknownCommand : null;
    }

    private static string? SetCommand(AclSelector selector, string name, bool allowed)
    {
        int number = AclCommands.Find(name);
        if (number >= 0)
        {
            selector.SetCommand(number, allowed);
            return null;
        }

        int bar = name.LastIndexOf('|');
        int command = bar < 0 || !allowed ? -1 : AclCommands.Find(name[..bar]);
        if (command < 0)
        {
            return UnknownCommand;
        }

        if (name.IndexOf('|', StringComparison.Ordinal) < bar)
        {
            return NoFirstWordOfSubcommand;
        }

        if (bar == name.Length - 1)
        {
            return Syntax;
        }

        if (AclCommands.HasSubcommands(command))
        {
            return UnknownCommand;
        }

        selector.AllowFirstWord(command, name[(bar + 1)..]);
        return null;
    }
}
