using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Connections;

/// <summary>CLIENT TRACKING and related subcommands: clients cache keys and are notified when they change.</summary>
internal sealed class TrackingCommands(Tracking tracking, ClientRegistry clients)
{
    internal void Register(CommandTable table)
    {
        table.Add("client tracking", Track);
        table.Add("client trackinginfo", Info);
        table.Add("client getredir", static call => call.Reply.Integer(call.Client.Tracking?.RedirectTo ?? -1));
        table.Add("client caching", Caching);
    }

    private void Track(CommandCall call)
    {
        if (!TryParse(call, out Options options))
        {
            return;
        }

        if (call.Is(2, "OFF"))
        {
            tracking.Disable(call.Client);
            call.Ok();
        }
        else if (!call.Is(2, "ON"))
        {
            call.Reply.Error(DataErrors.Syntax);
        }
        else if (AreCompatible(call, options))
        {
            tracking.Enable(call.Client, options.RedirectTo, options.Modes, options.Prefixes);
            call.Ok();
        }
    }

    private bool TryParse(in CommandCall call, out Options options)
    {
        options = new Options { Prefixes = [] };
        for (int i = 3; i < call.Words.Length; i++)
        {
            bool hasMore = i + 1 < call.Words.Length;
            if (hasMore && call.Is(i, "REDIRECT"))
            {
                if (!TryRedirect(call, ++i, ref options))
                {
                    return false;
                }
            }
            else if (hasMore && call.Is(i, "PREFIX"))
            {
                options.Prefixes.Add(call.Words[++i]);
            }
            else if (Mode(call, i) is { } mode)
            {
                options.Modes |= mode;
            }
            else
            {
                return call.Fail(DataErrors.Syntax);
            }
        }

        return true;
    }

    private bool TryRedirect(in CommandCall call, int index, ref Options options)
    {
        if (options.RedirectTo != 0)
        {
            return call.Fail("ERR A client can only redirect to a single other client");
        }

        if (!call.TryInteger(index, out long id))
        {
            return false;
        }

        options.RedirectTo = id;
        return clients.Find(id) is not null || call.Fail("ERR The client ID you want redirect to does not exist");
    }

    private static TrackingModes? Mode(in CommandCall call, int index) =>
        call.Is(index, "BCAST") ? TrackingModes.Broadcast
        : call.Is(index, "OPTIN") ? TrackingModes.OptIn
        : call.Is(index, "OPTOUT") ? TrackingModes.OptOut
        : call.Is(index, "NOLOOP") ? TrackingModes.NoLoop
        : null;

    private static bool AreCompatible(in CommandCall call, Options options)
    {
        TrackingModes modes = options.Modes;
        TrackingModes? old = call.Client.Tracking?.Modes;
        bool broadcasts = modes.HasFlag(TrackingModes.Broadcast);
        if (!broadcasts && options.Prefixes.Count > 0)
        {
            return call.Fail("ERR PREFIX option requires BCAST mode to be enabled");
        }

        if (old is { } before && before.HasFlag(TrackingModes.Broadcast) != broadcasts)
        {
            return call.Fail(
                "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.");
        }

        TrackingModes choice = modes & (TrackingModes.OptIn | TrackingModes.OptOut);
        if (broadcasts && choice != TrackingModes.None)
        {
            return call.Fail("ERR OPTIN and OPTOUT are not compatible with BCAST");
        }

        if (choice == (TrackingModes.OptIn | TrackingModes.OptOut))
        {
            return call.Fail("ERR You can't specify both OPTIN mode and OPTOUT mode");
        }

        TrackingModes oldChoice = (old ?? TrackingModes.None) & (TrackingModes.OptIn | TrackingModes.OptOut);
        if (choice != TrackingModes.None && oldChoice != TrackingModes.None && choice != oldChoice)
        {
            return call.Fail(
                "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.");
        }

        return !broadcasts || AreDistinct(call, options.Prefixes);
    }

    /// <summary>Returns false after an error if a prefix begins with another one. Prefixes that the client already has are included.</summary>
    private static bool AreDistinct(in CommandCall call, List<byte[]> prefixes)
    {
        for (int i = 0; i < prefixes.Count; i++)
        {
            byte[] prefix = prefixes[i];
            if (call.Client.Tracking?.Prefixes.FirstOrDefault(existing => Overlap(existing, prefix)) is { } known)
            {
                return call.Fail(
                    $"ERR Prefix '{WordText.Of(prefix)}' overlaps with an existing prefix '{WordText.Of(known)}'. Prefixes for a single client must not overlap.");
            }

            if (prefixes.Skip(i + 1).FirstOrDefault(other => Overlap(prefix, other)) is { } given)
            {
                return call.Fail(
                    $"ERR Prefix '{WordText.Of(prefix)}' overlaps with another provided prefix '{WordText.Of(given)}'. Prefixes for a single client must not overlap.");
            }
        }

        return true;
    }

    private static bool Overlap(byte[] first, byte[] second)
    {
        int length = Math.Min(first.Length, second.Length);
        return first.AsSpan(0, length).SequenceEqual(second.AsSpan(0, length));
    }

    private static void Caching(CommandCall call)
    {
        if (call.Client.Tracking is not { } tracking)
        {
            call.Reply.Error("ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled");
        }
        else if (call.Is(2, "YES") ? !tracking.Modes.HasFlag(TrackingModes.OptIn) : call.Is(2, "NO") && !tracking.Modes.HasFlag(TrackingModes.OptOut))
        {
            call.Reply.Error(call.Is(2, "YES")
                ? "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode."
                : "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
        }
        else if (call.Is(2, "YES") || call.Is(2, "NO"))
        {
            tracking.IsCachingGiven = true;
            call.Ok();
        }
        else
        {
            call.Reply.Error(DataErrors.Syntax);
        }
    }

    private static void Info(CommandCall call)
    {
        ClientTracking? tracking = call.Client.Tracking;
        List<string> flags = tracking is null ? ["off"] : Flags(tracking);
        call.Reply.Map(3);
        call.Reply.Text("flags");
        call.Reply.Set(flags.Count);
        flags.ForEach(call.Reply.Text);
        call.Reply.Text("redirect");
        call.Reply.Integer(tracking?.RedirectTo ?? -1);
        call.Reply.Text("prefixes");
        call.Reply.Array(tracking?.Prefixes.Count ?? 0);
        foreach (byte[] prefix in tracking?.Prefixes ?? [])
        {
            call.Reply.Bulk(prefix);
        }
    }

    private static List<string> Flags(ClientTracking tracking)
    {
        List<string> flags = ["on"];
        Add(tracking.IsBroadcasting, "bcast");
        Add(tracking.Modes.HasFlag(TrackingModes.OptIn), "optin");
        Add(tracking.Modes.HasFlag(TrackingModes.OptIn) && tracking.IsCachingGiven, "caching-yes");
        Add(tracking.Modes.HasFlag(TrackingModes.OptOut), "optout");
        Add(tracking.Modes.HasFlag(TrackingModes.OptOut) && tracking.IsCachingGiven, "caching-no");
        Add(tracking.Modes.HasFlag(TrackingModes.NoLoop), "noloop");
        Add(tracking.IsRedirectBroken, "broken_redirect");
        return flags;

        void Add(bool isSet, string flag)
        {
            if (isSet)
            {
                flags.Add(flag);
            }
        }
    }

    private struct Options
    {
        internal TrackingModes Modes;
        internal long RedirectTo;
        internal List<byte[]> Prefixes;
    }
}
