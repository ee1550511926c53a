using System.Net;

namespace ScriptGrid.Hosting;

/// <summary>The options of <c>scriptgrid redis</c>.</summary>
/// <param name="Bind">The address to listen on.</param>
/// <param name="Port">The port; 0 for a free one.</param>
/// <param name="SeedFile">A file of commands that provide the initial data; null for none.</param>
/// <param name="EnableDebugCommand">Whether clients may call DEBUG.</param>
internal sealed record RedisRequest(IPAddress Bind, int Port, string? SeedFile, bool EnableDebugCommand);
