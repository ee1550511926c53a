namespace ScriptGrid.Engine.Model;

/// <summary>How a connection introduces itself to the server. Shared between targets of one group.</summary>
public sealed record Greeting
{
    /// <summary>The greeting if none is configured.</summary>
    public static readonly Greeting Default = new();

    /// <summary>The RESP version: 3, the default, sends HELLO, and falls back to 2 if the server does not know it; 2 sends no HELLO.</summary>
    public int Protocol { get; init; } = 3;

    /// <summary>The name that CLIENT SETNAME gives the connection; empty sends none. <c>scriptgrid</c> by default.</summary>
    public string ClientName { get; init; } = "scriptgrid";
}
