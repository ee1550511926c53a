namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>The version of Redis whose commands these are, and which the embedded one says it is.</summary>
internal static class RedisVersion
{
    internal const string Text = "7.0.15";

    /// <summary>A byte for each of the three numbers.</summary>
    internal const int Number = 0x0007000f;
}
