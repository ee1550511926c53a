using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Credentials;

/// <summary>The current login for a target.</summary>
/// <param name="Credentials">The credentials to send with AUTH; null to send none.</param>
/// <param name="Failure">Why the login is not known; null if it is.</param>
internal readonly record struct Login(RedisCredentials? Credentials, Failure? Failure = null);
