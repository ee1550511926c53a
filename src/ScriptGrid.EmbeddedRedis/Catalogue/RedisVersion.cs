namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>The version of Redis whose commands the embedded server implements, and which it reports.</summary>
internal static class RedisVersion
{
    internal const string Text = "7.0.15";

    /// <summary>The version with one byte for each of the three numbers.</summary>
    internal const int Number = 0x0007000f;
}
