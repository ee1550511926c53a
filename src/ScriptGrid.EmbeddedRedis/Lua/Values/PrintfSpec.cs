namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>One conversion of a <c>printf</c> format: <c>%-+ #0</c>, width, precision (-1 where none is given) and the conversion's letter.</summary>
internal record struct PrintfSpec(char Conversion)
{
    internal bool LeftAligned { get; set; }

    internal bool PlusSign { get; set; }

    internal bool BlankSign { get; set; }

    internal bool Alternate { get; set; }

    internal bool ZeroPadded { get; set; }

    internal int Width { get; set; }

    internal int Precision { get; set; } = -1;

    /// <summary>Notes a flag's character.</summary>
    /// <returns>False where it is none.</returns>
    internal bool TrySetFlag(byte flag)
    {
        switch (flag)
        {
            case (byte)'-':
                LeftAligned = true;
                return true;
            case (byte)'+':
                PlusSign = true;
                return true;
            case (byte)' ':
                BlankSign = true;
                return true;
            case (byte)'#':
                Alternate = true;
                return true;
            case (byte)'0':
                ZeroPadded = true;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The sign that a number gets, or 0.</summary>
    internal readonly byte SignOf(bool negative) => (byte)(negative ? '-' : PlusSign ? '+' : BlankSign ? ' ' : 0);
}
