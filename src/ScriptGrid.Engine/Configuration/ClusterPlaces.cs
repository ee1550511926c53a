namespace ScriptGrid.Engine.Configuration;

/// <summary>Where those settings of a cluster were written that only the start can judge.</summary>
/// <param name="Address">The place of <c>address</c>.</param>
/// <param name="ListenAddress">The place of <c>listen_address</c>.</param>
internal readonly record struct ClusterPlaces(Place Address, Place ListenAddress)
{
    /// <summary>The message about a wrong <c>address</c>, with its place.</summary>
    public string OfAddress(string problem) => Problems.Line("address", Address, problem);

    /// <summary>The message about a wrong <c>listen_address</c>, with its place.</summary>
    public string OfListenAddress(string problem) => Problems.Line("listen_address", ListenAddress, problem);
}
