namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>Operations that respect metamethods, for the libraries, and the account of work done.</summary>
internal sealed partial class LuaState
{
    /// <summary>Charges <paramref name="steps"/> of work of a library (pattern matching, long loops in C#) to the script's budget.</summary>
    /// <exception cref="LuaException">The script is to end.</exception>
    internal void Charge(int steps) => throw new NotImplementedException();

    /// <summary>Refuses to build a string of so many bytes where the script may not hold it.</summary>
    /// <exception cref="LuaException">"not enough memory".</exception>
    internal void ChargeMemory(long bytes) => throw new NotImplementedException();
}
