using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>The state that a collector hands to its successor in another process, so that no counter restarts and no series disappears.</summary>
/// <param name="Naming">How the series in the state are named. Under another naming only the counts can be used.</param>
/// <param name="State">Whether the target answered.</param>
/// <param name="Runs">The state of its scripts' runs.</param>
/// <param name="Role">The target's role; null if unknown.</param>
/// <param name="Pause">How much longer scripts are held back that may use only a share of the target's time; zero if they are not.</param>
internal sealed record CollectorState(
    string Naming, TargetState State, IReadOnlyList<RunState> Runs, ServerRole? Role = null, TimeSpan Pause = default)
{
    private const byte Version = 1;
    private const byte NoRole = byte.MaxValue;

    private bool HasPause => Pause > TimeSpan.Zero;

    private bool HasTrails => Runs.Any(static run => run.Trail is not null);

    private bool HasRows => Runs.Any(static run => run.Results.Values.Any(static value => value.Metric is not null));

    /// <summary>The state that a stopped collector leaves behind.</summary>
    public static CollectorState Of(TargetCollector collector)
    {
        TimeSpan now = collector.Context.Clock.Now;
        IEnumerable<RunState> runs = collector.Runs.Select(run => new RunState(run.Plan.Script.Name, run.History, run.Results.Copy(now), run.Trail));
        return new CollectorState(collector.Context.Naming.ToString(), collector.Results.State, [.. runs], collector.Role, collector.PauseLeft(now));
    }

    /// <summary>
    /// The state for the collector that takes this one's place because series are renamed: only the pause, since the server's time is not used up any less.
    /// </summary>
    public static CollectorState PauseOf(TargetCollector collector) =>
        new("", TargetState.Unknown, [], Pause: collector.PauseLeft(collector.Context.Clock.Now));

    /// <summary>Serializes the state for <see cref="Read"/> in the same version of this code.</summary>
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(Naming);
        writer.Write((byte)State);
        writer.Write7BitEncodedInt(Runs.Count);
        foreach (RunState run in Runs)
        {
            run.Write(writer);
        }

        if (Role is not null || HasRows || HasTrails || HasPause)
        {
            writer.Write((byte?)Role ?? NoRole);
        }

        if (HasRows || HasTrails || HasPause)
        {
            foreach (RunState run in Runs)
            {
                run.Results.WriteRows(writer);
            }
        }

        if (HasTrails || HasPause)
        {
            foreach (RunState run in Runs)
            {
                writer.Write(run.Trail is not null);
                run.Trail?.Write(writer);
            }
        }

        if (HasPause)
        {
            writer.Write(Pause.Ticks);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>
    /// Deserializes a state. Returns null for a state written by another version, as can happen in a rolling upgrade; the target then starts afresh.
    /// </summary>
    public static CollectorState? Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        if (reader.ReadByte() != Version)
        {
            return null;
        }

        string naming = reader.ReadString();
        var state = (TargetState)reader.ReadByte();
        var runs = new RunState[reader.Read7BitEncodedInt()];
        for (int i = 0; i < runs.Length; i++)
        {
            runs[i] = RunState.Read(reader);
        }

        // Each part that follows may be missing, with all after it, as in the bytes of older silos; older silos do not read the last ones.
        byte role = HasMore(reader) ? reader.ReadByte() : NoRole;
        for (int i = 0, rows = HasMore(reader) ? runs.Length : 0; i < rows; i++)
        {
            runs[i] = runs[i] with { Results = runs[i].Results.WithRows(reader) };
        }

        for (int i = 0, trails = HasMore(reader) ? runs.Length : 0; i < trails; i++)
        {
            runs[i] = runs[i] with { Trail = reader.ReadBoolean() ? RunTrail.Read(reader) : null };
        }

        TimeSpan pause = HasMore(reader) ? TimeSpan.FromTicks(reader.ReadInt64()) : TimeSpan.Zero;
        return new CollectorState(naming, state, runs, role == NoRole ? null : (ServerRole)role, pause);
    }

    private static bool HasMore(BinaryReader reader) => reader.BaseStream.Position < reader.BaseStream.Length;
}

/// <summary>The part of a handed-over state that belongs to one script.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="History">The counts and times of its runs.</param>
/// <param name="Results">The results that were exposed.</param>
/// <param name="Trail">The outcomes of the last quarter of an hour; null if no history is kept.</param>
internal sealed record RunState(string Script, RunHistory History, PublishedResults Results, RunTrail? Trail = null)
{
    /// <summary>Serializes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Script);
        History.Write(writer);
        Results.Write(writer);
    }

    /// <summary>Deserializes it.</summary>
    public static RunState Read(BinaryReader reader) => new(reader.ReadString(), RunHistory.Read(reader), PublishedResults.Read(reader));
}
