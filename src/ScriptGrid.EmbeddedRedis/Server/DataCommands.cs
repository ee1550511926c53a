using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Commands;
using ScriptGrid.EmbeddedRedis.Commands.Geo;
using ScriptGrid.EmbeddedRedis.Commands.Hashes;
using ScriptGrid.EmbeddedRedis.Commands.Keys;
using ScriptGrid.EmbeddedRedis.Commands.Lists;
using ScriptGrid.EmbeddedRedis.Commands.Sets;
using ScriptGrid.EmbeddedRedis.Commands.SortedSets;
using ScriptGrid.EmbeddedRedis.Commands.Streams;
using ScriptGrid.EmbeddedRedis.Commands.Strings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>All commands on keys and values.</summary>
internal static class DataCommands
{
    internal static void Register(CommandTable table, BlockingCalls blocking)
    {
        StringCommands.Register(table);
        StringExpiryCommands.Register(table);
        CounterCommands.Register(table);
        BitCommands.Register(table);
        BitFieldCommands.Register(table);
        LcsCommand.Register(table);
        KeyCommands.Register(table);
        DatabaseCommands.Register(table);
        ExpiryCommands.Register(table);
        ScanCommands.Register(table);
        SortCommands.Register(table);
        ObjectCommands.Register(table);
        PayloadCommands.Register(table);
        ListCommands.Register(table);
        ListEditCommands.Register(table);
        ListPositionCommand.Register(table);
        new BlockingListCommands(blocking).Register(table);
        HashCommands.Register(table);
        HashNumberCommands.Register(table);
        HashRandomCommand.Register(table);
        SetCommands.Register(table);
        SetAlgebraCommands.Register(table);
        SortedSetCommands.Register(table);
        SortedSetAddCommands.Register(table);
        SortedSetRangeCommands.Register(table);
        SortedSetPopCommands.Register(table);
        new BlockingSortedSetCommands(blocking).Register(table);
        SortedSetAlgebraCommands.Register(table);
        StreamCommands.Register(table);
        StreamSetIdCommand.Register(table);
        new StreamReadCommands(blocking).Register(table);
        StreamGroupCommands.Register(table);
        StreamPendingCommands.Register(table);
        StreamClaimCommands.Register(table);
        StreamAutoClaimCommand.Register(table);
        StreamInfoCommands.Register(table);
        HyperLogLogCommands.Register(table);
        HyperLogLogDebugCommand.Register(table);
        GeoCommands.Register(table);
        GeoSearchCommands.Register(table);
    }
}
