using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>How <c>targets</c> prints targets.</summary>
internal enum TargetsFormat
{
    Table,
    Json,
    FileSd,
}

/// <summary>What <c>scriptgrid targets</c> is asked to do.</summary>
/// <param name="Configuration">The configuration whose targets are listed.</param>
/// <param name="Format">How they are printed.</param>
/// <param name="Watch">Look again and again, and print what changed.</param>
internal sealed record TargetsRequest(ScriptGridConfiguration Configuration, TargetsFormat Format, bool Watch);
