namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>All commands on keys and values.</summary>
internal static class DataCommands
{
    internal static void Register(CommandTable table)
    {
        _ = table;
    }
}
