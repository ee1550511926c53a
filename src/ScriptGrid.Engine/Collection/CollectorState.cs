using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>What a collector hands to the one that follows it in another process, so that no counter starts anew and no series goes.</summary>
/// <param name="Naming">How the series in it are named; under another naming only the counts are of use.</param>
/// <param name="State">Whether the target answered.</param>
/// <param name="Runs">Its scripts' runs.</param>
/// <param name="Role">Its role; null where that is not known.</param>
internal sealed record CollectorState(string Naming, TargetState State, IReadOnlyList<RunState> Runs, ServerRole? Role = null)
{
    private const byte Version = 1;
    private const byte NoRole = byte.MaxValue;

    private bool HasTrails => Runs.Any(static run => run.Trail is not null);

    private bool HasRows => Runs.Any(static run => run.Results.Values.Any(static value => value.Metric is not null));

    /// <summary>What a collector that has ended leaves.</summary>
    public static CollectorState Of(TargetCollector collector)
    {
        TimeSpan now = collector.Context.Clock.Now;
        IEnumerable<RunState> runs = collector.Runs.Select(run => new RunState(run.Plan.Script.Name, run.History, run.Results.Copy(now), run.Trail));
        return new CollectorState(collector.Context.Naming.ToString(), collector.Results.State, [.. runs], collector.Role);
    }

    /// <summary>As bytes, for <see cref="Read"/> of the same version of this code.</summary>
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

        if (Role is not null || HasRows || HasTrails)
        {
            writer.Write((byte?)Role ?? NoRole);
        }

        if (HasRows || HasTrails)
        {
            foreach (RunState run in Runs)
            {
                run.Results.WriteRows(writer);
            }
        }

        if (HasTrails)
        {
            foreach (RunState run in Runs)
            {
                writer.Write(run.Trail is not null);
                run.Trail?.Write(writer);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Null for what another version wrote, since a rolling upgrade may meet it; the target then starts afresh.</summary>
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

        // Where there is none the bytes end here, as those of older silos do; these do not look for more.
        byte role = HasMore(reader) ? reader.ReadByte() : NoRole;
        for (int i = 0, rows = HasMore(reader) ? runs.Length : 0; i < rows; i++)
        {
            runs[i] = runs[i] with { Results = runs[i].Results.WithRows(reader) };
        }

        for (int i = 0, trails = HasMore(reader) ? runs.Length : 0; i < trails; i++)
        {
            runs[i] = runs[i] with { Trail = reader.ReadBoolean() ? RunTrail.Read(reader) : null };
        }

        return new CollectorState(naming, state, runs, role == NoRole ? null : (ServerRole)role);
    }

    private static bool HasMore(BinaryReader reader) => reader.BaseStream.Position < reader.BaseStream.Length;
}

/// <summary>What is handed over of one script's runs.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="History">Counts and times.</param>
/// <param name="Results">What was exposed.</param>
/// <param name="Trail">The last quarter of an hour; null where none is kept.</param>
internal sealed record RunState(string Script, RunHistory History, PublishedResults Results, RunTrail? Trail = null)
{
    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Script);
        History.Write(writer);
        Results.Write(writer);
    }

    /// <summary>Reads it.</summary>
    public static RunState Read(BinaryReader reader) => new(reader.ReadString(), RunHistory.Read(reader), PublishedResults.Read(reader));
}
