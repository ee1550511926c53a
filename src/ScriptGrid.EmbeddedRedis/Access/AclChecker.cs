using System.Text;
using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>Decides whether a user may run a command with its keys and channels.</summary>
internal static class AclChecker
{
    /// <summary>Allows the command if one selector allows all of it. Otherwise returns the denial of the selector that came closest.</summary>
    internal static AclVerdict Check(AclUser user, CommandFacts facts, ReadOnlySpan<byte[]> words)
    {
        if (user.IsUnrestricted)
        {
            return AclVerdict.Allowed;
        }

        List<KeyUse>? keys = null;
        var worst = new AclVerdict(AclDenial.Command, 0);
        foreach (AclSelector selector in user.Selectors)
        {
            keys ??= KeyFinder.Find(facts, words) ?? [];
            AclVerdict verdict = Check(selector, facts, words, keys);
            if (verdict.Denial == AclDenial.None)
            {
                return verdict;
            }

            worst = verdict.Denial > worst.Denial || (verdict.Denial == worst.Denial && verdict.Position > worst.Position) ? verdict : worst;
        }

        return worst;
    }

    /// <summary>Whether one selector allows all of the command and also reading any key, for commands that read keys which their words do not name.</summary>
    internal static bool AllowsReadingAllKeys(AclUser user, CommandFacts facts, ReadOnlySpan<byte[]> words)
    {
        if (user.IsUnrestricted)
        {
            return true;
        }

        List<KeyUse> keys = KeyFinder.Find(facts, words) ?? [];
        foreach (AclSelector selector in user.Selectors)
        {
            if (selector.AllowsReadingAllKeys && Check(selector, facts, words, keys).Denial == AclDenial.None)
            {
                return true;
            }
        }

        return false;
    }

    private static AclVerdict Check(AclSelector selector, CommandFacts facts, ReadOnlySpan<byte[]> words, List<KeyUse> keys)
    {
        if (!facts.Flags.HasFlag(CommandFlags.NoAuth) && !selector.AllowsCommand(facts, words.Length > 1 ? Encoding.Latin1.GetString(words[1]) : null))
        {
            return new AclVerdict(AclDenial.Command, 0);
        }

        if (!selector.AllowsAllKeys)
        {
            foreach (KeyUse key in keys)
            {
                if (!selector.AllowsKey(words[key.Position], key.Reads, key.Writes))
                {
                    return new AclVerdict(AclDenial.Key, key.Position);
                }
            }
        }

        return selector.AllowsAllChannels ? AclVerdict.Allowed : CheckChannels(selector, facts, words);
    }

    private static AclVerdict CheckChannels(AclSelector selector, CommandFacts facts, ReadOnlySpan<byte[]> words)
    {
        (int first, int last) = facts.Name switch
        {
            "publish" or "spublish" => (1, 1),
            "subscribe" or "psubscribe" or "ssubscribe" => (1, words.Length - 1),
            _ => (1, 0),
        };
        for (int i = first; i <= last; i++)
        {
            if (!selector.AllowsChannel(words[i], isPattern: facts.Name == "psubscribe"))
            {
                return new AclVerdict(AclDenial.Channel, i);
            }
        }

        return AclVerdict.Allowed;
    }
}
