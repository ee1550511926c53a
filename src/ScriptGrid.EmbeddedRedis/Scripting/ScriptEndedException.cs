namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Ends a script from outside. It is no error of the script's: no <c>pcall</c> catches it.</summary>
internal sealed class ScriptEndedException(string message) : Exception(message);
