using System.Net;

namespace ScriptGrid.Hosting;

/// <summary>What <c>scriptgrid redis</c> is asked to do.</summary>
/// <param name="Bind">The address to listen on.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
/// <param name="SeedFile">A file of commands to begin with, or null.</param>
/// <param name="EnableDebugCommand">Whether DEBUG may be called.</param>
internal sealed record RedisRequest(IPAddress Bind, int Port, string? SeedFile, bool EnableDebugCommand);
