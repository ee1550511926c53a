using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>How <c>targets</c> prints targets.</summary>
internal enum TargetsFormat
{
    Table,
    Json,
    FileSd,
}

/// <summary>The options of <c>scriptgrid targets</c>.</summary>
/// <param name="Configuration">The configuration whose targets are listed.</param>
/// <param name="Format">How they are printed.</param>
/// <param name="Watch">Whether to look again and again, and print what changes.</param>
internal sealed record TargetsRequest(ScriptGridConfiguration Configuration, TargetsFormat Format, bool Watch);
