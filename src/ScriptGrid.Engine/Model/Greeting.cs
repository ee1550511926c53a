namespace ScriptGrid.Engine.Model;

/// <summary>How a connection introduces itself. Shared between targets of one group.</summary>
public sealed record Greeting
{
    /// <summary>What is said where nothing else is configured.</summary>
    public static readonly Greeting Default = new();

    /// <summary>The version of RESP that is asked for: 3 by HELLO, where the server knows it; 2 sends no HELLO. 3 by default.</summary>
    public int Protocol { get; init; } = 3;

    /// <summary>The name that CLIENT SETNAME gives the connection; empty sends none. <c>scriptgrid</c> by default.</summary>
    public string ClientName { get; init; } = "scriptgrid";
}
