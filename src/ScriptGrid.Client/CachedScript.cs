namespace ScriptGrid.Client;

/// <summary>One script of a target, and whether the server's cache holds it.</summary>
/// <param name="Name">The script's name.</param>
/// <param name="Sha1">Its SHA-1, which is its name in the cache: forty hexadecimal digits.</param>
/// <param name="IsCached">Whether the cache holds it.</param>
/// <param name="IsRegistered">Whether a client registered it; otherwise it is configured.</param>
[GenerateSerializer, Immutable, Alias("sg.cached-script")]
public sealed record CachedScript(
    [property: Id(0)] string Name, [property: Id(1)] string Sha1, [property: Id(2)] bool IsCached, [property: Id(3)] bool IsRegistered);
