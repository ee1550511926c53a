namespace ScriptGrid.Engine.Redis;

/// <summary>The scripts that a connection has loaded into its server, by SHA1. Most connections load only one, which needs no array.</summary>
internal struct LoadedScripts
{
    private string? _first;
    private string[]? _others;

    /// <summary>Whether the script was loaded.</summary>
    public readonly bool Contains(string sha1) => sha1 == _first || (_others is { } others && Array.IndexOf(others, sha1) >= 0);

    /// <summary>Adds a script.</summary>
    public void Add(string sha1)
    {
        if (Contains(sha1))
        {
            return;
        }

        if (_first is null)
        {
            _first = sha1;
        }
        else
        {
            _others = [.. _others ?? [], sha1];
        }
    }
}
