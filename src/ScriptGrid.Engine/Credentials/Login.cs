using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Credentials;

/// <summary>How to log in now.</summary>
/// <param name="Credentials">What AUTH sends; null sends none.</param>
/// <param name="Failure">Why that is not known; null where it is.</param>
internal readonly record struct Login(RedisCredentials? Credentials, Failure? Failure = null);
